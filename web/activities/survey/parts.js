// Pieces of a survey that phones, the desk and the hall share: its questions in order, and answers in words.

import { h } from "../../elements/dom.js"
import { easied } from "../../elements/question.js"
import { ordered } from "../../models/collections.js"
import { itemsOf } from "../../models/lab.js"
import { factsText, listText, t } from "../../models/words.js"

/** All that is asked, in order: the template's own questions, then one for each item. */
export function asked(view, activity) {
  const own = ordered(activity.questions).map((question) => ({
    ...easied(question), result: activity.results?.[question.id],
  }))
  if (!activity.itemQuestion) return own
  const ofItems = easied(activity.itemQuestion)
  return [...own, ...itemsOf(view, activity).map((item) => ({
    ...ofItems, id: item.id, title: item.text, asks: ofItems.title, number: item.number,
    result: item.n === undefined && !item.rounds ? undefined : item,
  }))]
}

export const optionsOf = (question) => ordered(question.options)

/** An answer in words. */
export function answerText(question, answer) {
  if (answer === undefined) return ""
  if (answer === "dontKnow") return t("dontKnow")
  const title = (id) => question.options?.[id]?.title ?? id
  if (Array.isArray(answer)) return listText(answer.map(title))
  if (question.options) return title(answer)
  if (question.type === "number") return [answer, question.unit].filter((part) => part !== undefined).join(" ")
  const end = answer === 1 ? question.low : answer === 5 ? question.high : undefined
  return factsText([String(answer), end])
}

/** Whether there is anything of others to see. */
export const showsResults = (activity, list) =>
  activity.state === "revealed" || (activity.reveal === "live" && list.some(({ result }) => result?.n > 0))

/** What all see of what is written and chosen here, said before sending. */
export function promised(activity, list) {
  const { visibility, reveal } = activity
  const hasTexts = list.some(({ type, evidence }) => type === "text" || evidence)
  return [
    t(`survey.promise.totals.${reveal}`),
    hasTexts && reveal !== "never" && t(`survey.promise.text.${visibility}`),
    activity.moderated && hasTexts && visibility !== "private" && t("promise.read"),
    visibility !== "private" && t("survey.promise.sides"),
  ].filter(Boolean).join(" ")
}

const MOUTHS = { "🙂": "M32 60q18 18 36 0", "😐": "M34 64h32", "🙁": "M32 70q18-18 36 0" }

/** The picture beside a word. The three faces are drawn, since not every device has them. */
export function picture(symbol) {
  return h("span", { class: "picture", "aria-hidden": "true" }, !MOUTHS[symbol] ? symbol : h("svg",
    { class: "face", viewBox: "0 0 100 100", focusable: "false" },
    h("circle", { class: "skin", cx: 50, cy: 50, r: 44 }),
    h("circle", { class: "eye", cx: 35, cy: 40, r: 6 }), h("circle", { class: "eye", cx: 65, cy: 40, r: 6 }),
    h("path", { d: MOUTHS[symbol] })))
}
