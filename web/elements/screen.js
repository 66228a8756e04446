// The hall's screen: what is on now in large type, n of m heard, and the code and QR always on it. Totals, never names.

import { kinds } from "../activities/kinds.js"
import { currentActivity, ordered, parallel, stepOf } from "../models/lab.js"
import { codeText, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { heard, hills } from "./parts.js"
import { prompt } from "./question.js"
import { addStyles } from "./styles.js"

await addStyles("/styles/screen.css")

/** props: session, state. */
define("lab-screen", class extends LabElement {
  drawn() {
    const { view } = this.props.state
    document.title = view.lab.title
  }

  render() {
    const { state } = this.props
    const { view } = state
    const activity = view.lab.state === "open" ? currentActivity(view) : undefined
    const { host } = new URL(state.me?.links?.join ?? location)
    return h("main", { id: "main", class: activity ? "hall" : "hall lobby-hall" },
      h("section", { class: "hall-main" }, activity ? this.#activity(activity, view) : this.#lobby(view)),
      h("aside", { "aria-label": t("links.title") },
        activity && !activity.track && kinds[activity.kind]?.answers && heard(activity, true),
        activity?.state === "paused" && h("p", { class: "notice" }, t("state.paused")),
        h("div", {},
          h("p", { class: "quiet" }, t("screen.joinAt", { host })),
          h("p", { class: "code" }, codeText(view.lab.code))),
        h("img", { class: "qr", src: state.me?.links?.qr ?? `/api/labs/${view.lab.code}/qr.svg`, alt: t("links.qr") }),
        h("p", { class: "quiet" },
          state.link === "joined" ? t("screen.people", { n: view.people?.joined ?? 0 }) : t("screen.lost"))))
  }

  #activity(activity, view) {
    const kind = kinds[activity.kind]
    const results = activity.state === "revealed" && activity.kind === "rate"
    const shown = results || view.activities[activity.resultsOf]?.state === "revealed"
    if (activity.track) return this.#tracks(activity, view)
    return [
      !shown && h("p", { class: "quiet" },
        [view.lab.title, activity.guideMinutes > 0 && t("activity.minutes", { n: activity.guideMinutes })].filter(Boolean).join(" · ")),
      h("h1", {}, activity.title),
      !results && activity.kind !== "rate" && prompt(activity),
      kind && h(kind.screen, { key: activity.id, props: { activity, view, big: true } }),
    ]
  }

  /** Tracks side by side: where each of them is. */
  #tracks(activity, view) {
    const steps = parallel(view, activity)
    const choice = view.activities[activity.track.choice]
    const found = ordered(choice?.tracks).map((track) => [track, stepOf(steps, track.id)]).filter(([, step]) => step)
    return [
      h("p", { class: "quiet" }, view.lab.title),
      h("h1", {}, t("screen.tracks")),
      h("ul", { class: "hall-tracks", role: "list" }, found.map(([track, step]) =>
        h("li", { class: "card stack tight", key: track.id },
          h("h2", {}, track.title),
          h("p", { class: "lead" }, step.title),
          h("p", { class: "quiet" }, [
            t(`state.${step.state}`), step.heard && t("screen.heard", { n: step.heard.n }),
          ].filter(Boolean).join(" · "))))),
    ]
  }

  #lobby(view) {
    const key = { betweenSittings: "between", ended: "ended", archived: "ended" }[view.lab.state] ?? "soon"
    return [
      hills(),
      h("h1", {}, view.lab.title),
      h("p", { class: "lead" }, t(key === "soon" ? "screen.welcome" : `lobby.${key}`)),
      view.lab.welcome && h("p", {}, view.lab.welcome),
    ]
  }
})
