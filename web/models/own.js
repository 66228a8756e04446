// What a person gave, as a text that they can read anywhere.

import { CO_SHAPES } from "./lab.js"
import { dateText, has, listText, t } from "./words.js"

/** Only programs need these. */
const INNER = new Set(["id", "version", "order", "text", "idea"])

/** The text of a file from the answer of `own` (see labs.js). */
export function ownText({ lab, participant, activities }) {
  const head = [t("own.title"), lab.title, dateText(lab.createdAt),
    [participant.name, t(`role.${participant.role}`)].filter(Boolean).join(", ")]
  const parts = activities.map((activity) => [
    "", activity.title.toUpperCase(), activity.prompt,
    ...Object.entries(activity.gave).flatMap(([name, given]) => sort(name, given)),
    ...(activity.offeredLate ?? []).map(({ name, body }) =>
      entry({ text: body.text ?? body.give ?? name, late: t("own.late") })),
  ])
  return [...head, ...(parts.length ? parts.flat() : ["", t("own.nothing")]), ""].join("\n")
}

function sort(name, given) {
  if (name === "pass") return [`- ${t("own.pass")}`]
  if (Array.isArray(given)) return given.map((one) => entry(one, name))
  return [`- ${label(name)}: ${value(name, given)}`]
}

/** One line for what it is about, and one for each thing that is said of it. */
function entry(one, sortName) {
  const head = ["text", "give"].find((key) => one[key]) ?? "id"
  const details = Object.entries(one).filter(([key]) => !INNER.has(key) && key !== head)
    .map(([key, given]) => `    ${label(key === "value" ? sortName : key)}: ${value(key, given)}`)
  return [`- ${one[head]}`, ...details].join("\n")
}

/** The first of these texts that there is, else the word itself. */
const words = (keys, word) => {
  const key = keys.find(has)
  return key ? t(key) : String(word)
}

const label = (key) => words([`own.${key}`, `pledge.${key}`], key)

function value(key, given) {
  if (Array.isArray(given)) return listText(given.map((one) => value(key, one)))
  if (given && typeof given === "object") {
    return Object.entries(given).map(([name, one]) => `${label(name)}: ${value(name, one)}`).join("; ")
  }
  if (typeof given === "boolean") return t(given ? "own.yes" : "own.no")
  if (given === "dontKnow") return t("dontKnow")
  if (key === "cos" && given in CO_SHAPES) return t(`co.${given}`)
  if (key === "by") return dateText(given)
  return words([`${key}.${given}`, `pledge.${given}`], given)
}
