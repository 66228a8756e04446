// The agenda, and the way from idea to outcome.

import { activityFor, agenda, amHeard, chains, hasEnded, isOn, stateOf, trackTitle } from "../models/lab.js"
import { t } from "../models/words.js"
import { changeList, hasChanges } from "./changes.js"
import { define, h, LabElement } from "./dom.js"
import { tags } from "./parts.js"

const MARKS = { draft: "○", open: "▶", paused: "‖", closed: "✓", revealed: "✓" }

define("lab-today", class extends LabElement {
  render() {
    const { view, mine } = this.props
    const current = activityFor(view, mine)?.id
    const missed = agenda(view).filter((activity) => activity.heard && isOn({ state: stateOf(view, activity) }) &&
      activity.id !== current && !amHeard(activity, mine.activities?.[activity.id]))
    return h("section", { class: "stack" },
      h("h1", {}, t("today.title")),
      h("p", { class: "quiet" }, t("today.lead")),
      missed.length > 0 && h("div", { class: "notice calm" },
        h("p", {}, t("today.missed", { n: missed.length })),
        h("ul", {}, missed.map(({ id, title }) => h("li", { key: id }, h("a", { href: `#a-${id}` }, title))))),
      h("ol", { class: "agenda", role: "list" }, agenda(view).filter(({ skipped }) => !skipped).map((activity) => {
        const { id, title, guideMinutes } = activity
        const state = stateOf(view, activity)
        const words = [
          t(`state.${state}`),
          activity.track && trackTitle(view, activity),
          activity.sitting > 1 && t("today.sitting", { n: activity.sitting }),
          guideMinutes && t("activity.minutes", { n: guideMinutes }),
          amHeard(activity, mine.activities?.[id]) && t("today.answered"),
        ]
        const text = [
          h("span", { class: "mark", "aria-hidden": "true" }, MARKS[state]),
          h("span", {}, h("span", { class: "step-title" }, title), h("small", {}, words.filter(Boolean).join(" · "))),
        ]
        return h("li", { key: id, "aria-current": id === current && !hasEnded(view) ? "step" : null },
          state === "draft" ? h("div", { class: "step" }, text) : h("a", { class: "step", href: `#a-${id}` }, text))
      })),
      hasChanges(view) && h("details", { class: "card" },
        h("summary", {}, h("h2", {}, t("today.changes"))),
        changeList(view)))
  }
})

/** Idea → dots → matrix → decision → pledge, for every idea of the lab (S4). */
define("lab-story", class extends LabElement {
  render() {
    const list = chains(this.props.view)
    return h("section", { class: "stack" },
      h("h1", {}, t("story.title")),
      h("p", { class: "quiet" }, t("story.lead")),
      list.length === 0 && h("p", {}, t("story.empty")),
      h("ol", { class: "story", role: "list" },
        list.map((chain) => h("li", { key: chain.id, class: "card", "data-idea": chain.id }, steps(chain)))))
  }
})

function steps({ text, cos, theme, votes, rank, runOff, quadrant, results, decision, pledges }) {
  const line = (label, ...content) => h("div", {}, h("dt", {}, label), h("dd", {}, content))
  return [
    h("h2", {}, text),
    tags({ cos }),
    h("dl", { class: "chain" },
      theme && line(t("cluster.theme"), theme),
      votes != null && line(t("story.dots"), t("dots", { n: votes }), rank && ` · ${t("rank", { rank })}`),
      runOff && line(t("story.runOff"), t("dots", { n: runOff.votes }), runOff.rank && ` · ${t("rank", { rank: runOff.rank })}`),
      quadrant && line(t("story.matrix"), t(`quadrant.${quadrant}`),
        results.talkFirst && ` · ${t("flag.talkFirst")}`,
        results.differs && ` · ${t("flag.differs")}`),
      decision && line(t("story.decision"),
        h("strong", {}, t(`decision.${decision.decision}`)),
        decision.reason && `: ${decision.reason}`,
        decision.who && h("span", { class: "block quiet" }, t("decision.by", { who: decision.who }))),
      pledges.map((pledge) =>
        h("div", { key: pledge.id },
          h("dt", {}, t("story.pledge")),
          h("dd", {}, pledge.give, " ", h("span", { class: "quiet" }, t(`pledge.${pledge.status}`)))))),
    !theme && votes == null && !quadrant && !decision && pledges.length === 0 &&
      h("p", { class: "quiet" }, t("story.open")),
  ]
}
