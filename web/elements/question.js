// What stands around a question: the question itself, and who will see the answer.

import { modelOf } from "../activities/models.js"
import { settings } from "../models/settings.js"
import { t } from "../models/words.js"
import { h } from "./dom.js"

/** The prompt, in easy words where the person wants them and there are some. */
export function prompt({ prompt: text, easyPrompt }) {
  const shown = (settings.values.easy && easyPrompt) || text
  return shown && h("p", { class: "prompt" }, shown)
}

/** Something with its title and hint in easy words, where the person wants them and there are some. */
export function easied(thing) {
  if (!settings.values.easy) return thing
  return { ...thing, title: thing.easyTitle ?? thing.title, hint: thing.easyHint ?? thing.hint }
}

/** Who will see what is written here, and how. */
export function promise(activity) {
  const { kind, visibility, reveal } = activity
  const own = modelOf(kind).promise?.(activity)
  if (own) return h("p", { class: "promise" }, own.map((key) => t(key)).join(" "))
  const totals = kind === "vote" || kind === "rate"
  if (kind !== "gather" && kind !== "pledge" && !totals) return undefined
  const lines = [
    t(totals ? `promise.totals.${reveal}` : `promise.text.${visibility}`),
    !totals && visibility !== "private" && reveal === "onReveal" && t("promise.later"),
    activity.moderated && visibility !== "private" && t("promise.read"),
    totals && visibility === "anonymous" && t("promise.roleKept"),
  ]
  return h("p", { class: "promise" }, lines.filter(Boolean).join(" "))
}
