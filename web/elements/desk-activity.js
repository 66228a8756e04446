// One activity on the desk: its state, what can be done next, who was heard, its own tools, and answers on paper.

import { kinds } from "../activities/kinds.js"
import { Answering } from "../models/answering.js"
import { currentActivity, isEnded, stateOf, trackTitle } from "../models/lab.js"
import { moves } from "../models/moves.js"
import { has, t } from "../models/words.js"
import { flagList } from "./desk-care.js"
import { define, h, LabElement } from "./dom.js"
import { button, heard, notice } from "./parts.js"
import "./people.js"
import { prompt } from "./question.js"
import "./review.js"
import { undoable, undoLast } from "./undo.js"

/** props: session, state, activity, view. */
define("lab-desk-activity", class extends LabElement {
  #answering
  #asksWhom = false

  #move({ key, commands, title }) {
    const { session, activity } = this.props
    session.sendTogether(commands.map(([name, id, more]) => [name, { ...(id && { activity: id }), ...more }]),
      { note: t(`moved.${key}`, { title: title ?? activity.title }) })
  }

  #answerFor = (person) => {
    this.#asksWhom = false
    this.#answering = new Answering(this.props.session, person)
    this.update()
    this.querySelector(".paper h2")?.focus()
  }

  render() {
    const { session, state, activity, view } = this.props
    if (this.#answering) return this.#paper()
    const kind = kinds[activity.kind]
    const standing = stateOf(view, activity)
    const open = standing === "open"
    const [first, ...others] = this.#moves()
    const current = currentActivity(view)
    const busy = state.pending.some(({ body }) => body.activity === activity.id && !body.item)
    const { last } = session
    // What is put away is brought back, and nothing else is undone in it.
    const isUndone = last && (view.lab.state !== "archived" || last.name === "archiveLab")
    return h("section", { class: "card stack", "data-kind": activity.kind, "data-state": activity.state },
      h("header", { class: "stack tight" },
        activity.track && h("p", { class: "track-of" }, trackTitle(view, activity)),
        h("p", { class: "quiet" }, [
          t(`state.${standing}`),
          activity.guideMinutes > 0 && t("activity.minutes", { n: activity.guideMinutes }),
          open && t("desk.nothingEnds"),
        ].filter(Boolean).join(" · ")),
        h("h2", { class: "big", tabindex: -1 }, activity.title),
        prompt(activity)),
      current && current.id !== activity.id && !isEnded(view, current) && h("p", { class: "quiet" }, t("desk.onNow", { title: current.title })),
      kind?.answers && activity.state !== "draft" && heard(activity, true),
      kind?.answers && open && this.#sides(),
      activity.state !== "revealed" && activity.quorum && h("ul", { class: "plain-list stack tight", key: "quorum" },
        Object.entries(activity.quorum).map(([group, { n, of }]) => h("li", { key: group, class: n < of ? "notice" : "quiet" },
          t(n < of ? "desk.quorum" : "desk.quorumMet", { n: of, so: n, group: t(has(`role.${group}`) ? `role.${group}` : `side.${group}`) })))),
      activity.staysOpen && open && h("p", { class: "quiet", key: "stays" },
        t(view.lab.state === "ended" ? "desk.staysOpenNow" : "desk.staysOpen")),
      activity.seenBefore && notice(h("p", {}, t("activity.seenBefore"))),
      h("div", { class: "row moves", "aria-busy": String(busy) },
        first && button(this.#name(first),
          () => this.#move(first),
          { kind: first.key === "reopen" ? "plain" : view.lab.state === "prepared" ? "" : "main" }),
        others.map((move) =>
          button(this.#name(move),
            () => this.#move(move),
            { kind: move.key.startsWith("goOn") ? "" : "plain", key: move.key }))),
      h("div", { class: "row" },
        kind?.answers && open && button(t("desk.paper"), () => this.#setAsks(true), { kind: "plain", key: "paper" }),
        isUndone && button(t("desk.undo", { what: undoable(session, last) }), () => undoLast(session),
          { kind: "plain", key: "undo" })),
      open && h("lab-desk-time", { key: "time", props: { session, activity } }),
      this.#flags(),
      this.#tools(kind),
      this.#asksWhom && h("lab-people", {
        key: "people",
        props: {
          session, state, heading: t("desk.paperWhom"), onpick: this.#answerFor, onclose: () => this.#setAsks(false),
        },
      }))
  }

  /** After the lab's end only what stays open is moved: closing it comes first. */
  #moves() {
    const { activity, view } = this.props
    if (isEnded(view, activity)) return []
    const all = moves(view, activity)
    if (view.lab.state !== "ended") return all
    return all.filter(({ key }) => key !== "goOn").sort((a, b) => Number(b.key === "close") - Number(a.key === "close"))
  }

  #name({ key, title }) {
    return t(`move.${key}`, { title })
  }

  #setAsks(asks) {
    this.#asksWhom = asks
    this.update()
  }

  #sides() {
    const { heardBySide: sides } = this.props.activity
    if (!sides) return undefined
    return h("p", { class: "quiet" },
      t("desk.sides", {
        a: sides.community?.n ?? 0, of: sides.community?.of ?? 0, b: sides.professional?.n ?? 0,
        from: sides.professional?.of ?? 0,
      }))
  }

  #flags() {
    const { session, activity } = this.props
    const list = flagList(session, activity)
    return list && h("section", { class: "stack tight", key: "flags" }, h("h3", {}, t("care.flagged")), list)
  }

  /** The kind's own tools, and the results; for an activity that decides on another, that one's decisions. */
  #tools(kind) {
    const { session, activity, view } = this.props
    if (activity.state === "draft") return undefined
    if (activity.decidesOn) {
      const decided = { ...view.activities[activity.decidesOn], id: activity.decidesOn }
      return h("lab-decide", { key: "decide", props: { session, activity: decided, view } })
    }
    if (activity.resultsOf || activity.media) return h("lab-info", { key: "info", props: { activity, view } })
    if (activity.kind === "rate" && activity.state === "revealed") {
      return [
        h("details", { key: "decide" },
          h("summary", {}, h("h3", {}, t("decide.title"))),
          h("div", { class: "stack" }, h("lab-decide", { props: { session, activity, view } }))),
        h("lab-results", { key: "results", props: { activity, view, brief: true } }),
      ]
    }
    return kind?.desk && kind.desk !== "lab-decide" && h(kind.desk, {
      key: "tools", props: { session, activity, view },
    })
  }

  #paper() {
    const { state, activity, view } = this.props
    const answering = this.#answering
    const done = () => {
      this.#answering = undefined
      this.update()
      this.querySelector("h2")?.focus()
    }
    const kind = kinds[activity.kind]
    return h("section", { class: "card stack paper" },
      h("header", { class: "row spread" },
        h("h2", { tabindex: -1 }, t("desk.answeringFor", { name: answering.person.name })),
        button(t("done"), done, { kind: "main narrow" })),
      h("p", { class: "notice" }, t("desk.answeringLead")),
      h(kind.answer, { key: answering.person.id, props: {
        answering, activity, view, mine: answering.mineIn(state, activity.id), pending: state.pending,
        history: state.history, open: activity.state === "open",
      } }),
      h("div", { class: "row" },
        button(t("pass"),
          () => answering.send(activity.id, "pass", {}, { note: t("note.passedFor", { name: answering.person.name }) }),
          { kind: "plain" })))
  }
})
