// The question that is being answered in large type, then what comes next.

import { define, h, LabElement } from "../../elements/dom.js"
import { t } from "../../models/words.js"
import { of } from "./parts.js"

define("lab-questions-screen", class extends LabElement {
  render() {
    const { activity } = this.props
    const now = of(activity, "asked")
    const next = of(activity, "queued")
    const count = Object.keys(activity.questions ?? {}).length
    if (count === 0) return h("p", { class: "quiet" },
      activity.count ? t("questions.hidden", { n: activity.count }) : t("questions.none"))
    return [
      now.map((question) => h("section", { class: "question-now", key: question.id },
        h("p", { class: "quiet" }, [t("questions.now"),
          question.to && t("questions.for", { name: activity.panellists?.[question.to]?.name ?? "" }),
        ].filter(Boolean).join(" · ")),
        h("p", { class: question.text.length > 140 ? "big long" : "big" }, question.text),
        question.answer && h("p", {}, question.answer))),
      next.length > 0 && h("h2", { key: "next" }, t(now.length > 0 ? "questions.next" : "questions.group.queued",
        { n: next.length })),
      next.length > 0 && h("ol", { class: "question-list", role: "list", key: "list", "data-fit": now.length > 0 ? "spare" : "" },
        next.map((question) => h("li", { key: question.id },
          h("span", { class: "supporters" }, h("b", {}, String(question.support)),
            h("span", { class: "small quiet" }, t("questions.supportShort", { n: question.support }))),
          h("span", {}, question.text)))),
      h("p", { class: "quiet", key: "rest" }, [
        of(activity, "answered").length > 0 && t("questions.countAnswered", { n: of(activity, "answered").length }),
        of(activity, "parked").length > 0 && t("questions.countParked", { n: of(activity, "parked").length }),
      ].filter(Boolean).join(" · ")),
    ]
  }
})
