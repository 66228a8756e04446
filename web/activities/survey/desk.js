// The facilitator's side of a survey: matches, consents and results.

import { define, h, LabElement } from "../../elements/dom.js"
import { button } from "../../elements/parts.js"
import { ordered } from "../../models/lab.js"
import { t } from "../../models/words.js"
import { asked, showsResults } from "./parts.js"
import "./results.js"

define("lab-survey-desk", class extends LabElement {
  render() {
    const { session, activity, view } = this.props
    const list = asked(view, activity)
    const shown = showsResults(activity, list)
    const titles = new Map(list.map(({ id, title }) => [id, title]))
    const consents = ordered(activity.consents).filter(({ n }) => n !== undefined)
    return [
      activity.moderated && h("lab-review", { key: "review", props: {
        session, activity, about: ({ question }) => titles.get(question),
      } }),
      activity.matches && h("section", { class: "stack tight", key: "matches" },
        h("h3", {}, t("survey.matchesDesk")),
        h("p", { class: "quiet" }, t(shown ? "survey.matchesLead" : "survey.matchesLater")),
        shown && h("p", {}, t("survey.matchCount", {
          n: activity.matches.suggested ?? 0, agreed: activity.matches.agreed ?? 0,
        })),
        shown && h("div", { class: "row" }, button(t("survey.suggest"),
          () => session.send("suggestMatches", { activity: activity.id }, { note: t("survey.suggested") })))),
      consents.length > 0 && h("section", { class: "stack tight", key: "consents" },
        h("h3", {}, t("survey.consents")),
        h("ul", { class: "plain-list" }, consents.map(({ id, title, n }) =>
          h("li", { key: id }, h("b", {}, String(n)), " ", title)))),
      shown
        ? h("lab-survey-results", { key: "results", props: { activity, view, below: true } })
        : h("p", { class: "quiet", key: "hidden" }, t("survey.hidden", { n: list.length })),
    ]
  }
})
