// The frame around every activity: where we are, the question, its state, who sees what, n of m heard, and Pass.

import { kinds } from "../activities/kinds.js"
import { hasContributions } from "../models/contributions.js"
import { agenda, amHeard, isEnded, isOn, trackTitle } from "../models/lab.js"
import { settings } from "../models/settings.js"
import { listText, loadMoreWords, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { symbol } from "./easy.js"
import { button, heard } from "./parts.js"
import { promise, prompt } from "./question.js"
import "./time.js"

/** props: answering, activity, view, mine (in this activity), pending, history, easy (so that it is drawn again), role, and
 * `place`, what is mine in the choice of this track. */
define("lab-activity", class extends LabElement {
  #flagging = false

  #pass = () => {
    const { answering, activity } = this.props
    answering.send(activity.id, "pass", {}, { note: t("note.passed") })
  }

  #setFlags(on) {
    this.#flagging = on
    this.update()
  }

  /** What few need comes when they do. */
  #flag = () => Promise.all([loadMoreWords(), import("./flag.js")]).then(() => this.#setFlags(true),
    () => this.props.answering.session.say(t("problem.unreachable")))

  /** Which of the tracks this is, and the way to another while there is one (S53). */
  #track() {
    const { activity, view, place } = this.props
    const { choice, track } = activity.track
    const mayChange = view.activities[choice] && isOn(view.activities[choice])
    const key = place?.track === track ? "track.yours" : place?.track ? "track.other" : "track.none"
    return h("p", { class: "track-of" }, t(key, { title: trackTitle(view, activity) ?? "" }),
      mayChange && [" ", h("a", { href: `#a-${choice}` }, t(place?.track ? "track.change" : "track.choose"))])
  }

  render() {
    const { answering, activity, view, mine, pending, history, role } = this.props
    const kind = kinds[activity.kind]
    const list = agenda(view).filter(({ skipped }) => !skipped)
    const step = list.findIndex(({ id }) => id === activity.id) + 1
    const over = isEnded(view, activity)
    // Some steps are for some people to answer; the others look on.
    const others = role && activity.contributors && !activity.contributors.includes(role)
    const open = activity.state === "open" && !over && !others
    const answers = Boolean(kind?.answers)
    return h("article", { class: "activity", "data-kind": activity.kind, "data-state": activity.state },
      h("header", { class: "stack tight" },
        h("div", { class: "row spread" },
          h("p", { class: "quiet" }, [
            t("activity.step", { step, of: list.length }),
            open && !settings.values.easy && activity.guideMinutes && !activity.until && t("activity.minutes", { n: activity.guideMinutes }),
          ].filter(Boolean).join(" · ")),
          h("lab-easy", { props: {} })),
        open && activity.until && h("lab-time", { key: "time", props: { until: activity.until } }),
        h("h1", { tabindex: -1 }, symbol(activity.kind), activity.title),
        activity.track && this.#track(),
        // The questions of a rating stand with each item.
        !(activity.kind === "rate" && open) && prompt(activity)),
      // Once the lab is over, the room says so.
      others && h("div", { class: "notice calm", key: "others" },
        h("p", {}, t("activity.others", { roles: listText(activity.contributors.map((each) => t(`role.${each}`))) }))),
      answers && !open && !(others && activity.state === "open") && (!over || activity.state === "revealed") && h("div", {
        class: activity.state === "paused" ? "notice" : "notice calm", key: "state",
      },
        h("p", {}, t(`activity.is.${activity.state}`))),
      open && view.lab.state === "ended" && h("div", { class: "notice calm", key: "stays" },
        h("p", {}, t("activity.staysOpen"))),
      answers && activity.seenBefore && h("p", { class: "quiet", key: "seen" }, t("activity.seenBefore")),
      kind
        ? h(kind.answer, { key: activity.id, props: { answering, activity, view, mine, pending, history, open } })
        : h("p", {}, t("activity.unknown")),
      (mine?.commentary ?? activity.commentary) && h("aside", { class: "card commentary", key: "commentary" },
        h("h2", {}, t("activity.commentary")),
        h("p", {}, mine?.commentary ?? activity.commentary)),
      answers && h("footer", { class: "stack tight" },
        open && promise(activity),
        h("div", { class: "row spread" },
          heard(activity),
          open && mine?.pass && h("p", { class: "passed" }, t("activity.passed")),
          open && !amHeard(activity, mine) && button(t("pass"), this.#pass, { kind: "plain", picture: "pass" })),
        hasContributions(activity) && button(t("flag.open"), this.#flag, { kind: "link narrow no-print", key: "flag", "aria-haspopup": "dialog" })),
      this.#flagging && h("lab-flag", { key: "flags", props: {
        session: answering.session, activity, flags: mine?.flags, onclose: () => this.#setFlags(false),
      } }))
  }
})
