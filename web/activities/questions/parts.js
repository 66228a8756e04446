// Pieces of a question queue that phones, the chair's desk and the hall share.

import { h } from "../../elements/dom.js"
import { ordered } from "../../models/lab.js"
import { t } from "../../models/words.js"

export const GROUPS = ["asked", "queued", "answered", "parked"]

export const of = (activity, status) => ordered(activity.questions).filter((question) => question.status === status)

/** Who asks, and whom. */
function facts(question, activity) {
  return [
    question.name && t("questions.by", { name: question.name }), question.role && t(`role.${question.role}`),
    question.to && t("questions.for", { name: activity.panellists?.[question.to]?.name ?? "" }),
    question.by && t(`support.said.${question.by}`), question.edited && t("gather.edited"),
  ].filter(Boolean).join(" · ")
}

/** A question with its answer, as all see it. */
export function body(question, activity) {
  const said = facts(question, activity)
  return [
    h("p", { class: "idea-text", key: "text" }, question.text),
    said && h("p", { class: "quiet small", key: "facts" }, said),
    question.answer && h("div", { class: "answer", key: "answer" },
      h("p", { class: "quiet small" }, t("questions.answer")), h("p", {}, question.answer)),
  ]
}
