// What a person gave, as a text that they can read anywhere.

import { CO_SHAPES, ideaOf } from "./lab.js"
import { dateText, factsText, has, listText, t } from "./words.js"

/** Only programs need these. */
const INNER = new Set(["id", "version", "order", "text", "idea"])

/** What others wrote, and what only says how things stand. */
const NOT_MINE = new Set(["commentary", "matches"])

const titled = (collection, id) => collection?.[id]?.title ?? id

/** "Deciding what matters, We do this now" for a cell of a grid. */
const cellOf = (activity, row, column) => factsText([titled(activity.rows, row), titled(activity.columns, column)])

function answered({ id, answer, texts = {}, evidence }, { questions, itemQuestion, from }, view) {
  const question = questions?.[id] ?? itemQuestion
  const option = (one) => (one === "dontKnow" ? t("dontKnow") : question?.options?.[one]?.title ?? String(one))
  const said = [answer ?? []].flat().map(option)
  return [
    `- ${questions?.[id]?.title ?? ideaOf(view, id, from)?.text ?? id}`,
    ...[...said, ...Object.values(texts).map(({ text }) => text), evidence?.text].filter(Boolean).map((line) => `    ${line}`),
  ].join("\n")
}

/** How a kind's collections read beside the lab as it is: by kind, then collection → (one, activity, view) → a line. */
const READERS = {
  vote: { dots: ({ id, text, value }, { items }) =>
    entry({ text: text ?? items?.[id]?.text ?? id, value }, "dots") },
  grid: {
    levels: ({ id, value }, activity) =>
      `- ${cellOf(activity, ...id.split("."))}: ${activity.levels?.[value] ?? value}`,
    entries: ({ text, row, column }, activity) => `- ${cellOf(activity, row, column)}: ${text}`,
  },
  cluster: { placed: ({ id, text, value }, { themes }) => `- ${text ?? id}: ${themes?.[value]?.text ?? t("cluster.none")}` },
  survey: {
    answers: answered,
    consents: ({ id, on }, { consents }) => `- ${titled(consents, id)}: ${t(on ? "own.yes" : "own.no")}`,
  },
  form: {
    sections: ({ id, text }, { sections }) => `- ${titled(sections, id)}: ${text}`,
    signed: () => `- ${t("form.youSigned")}`,
  },
  choose: { track: (id, { tracks }) => `- ${titled(tracks, id)}` },
  reflect: { notes: ({ text, question }, { questions }) =>
    [`- ${text}`, questions?.[question - 1] && `    ${questions[question - 1]}`].filter(Boolean).join("\n") },
}

/** The text of a file from the answer of `own` (see labs.js); `view` is the lab as it is, where it is at hand. */
export function ownText({ lab, participant, activities }, view) {
  const head = [t("own.title"), lab.title, dateText(lab.createdAt),
    factsText([participant.name, t(`role.${participant.role}`)])]
  const parts = activities.map((activity) => [
    "", activity.title.toUpperCase(), activity.prompt,
    ...Object.entries(activity.gave).filter(([name]) => !NOT_MINE.has(name)).flatMap(([name, given]) => {
      const shown = view?.activities?.[activity.id]
      const read = shown && READERS[activity.kind]?.[name]
      return read ? [given].flat().map((one) => read(one, shown, view)) : sort(name, given)
    }),
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
    return Object.entries(given).map(([name, one]) => `${label(name)}: ${value(name, one)}`).join(t("list.semicolon"))
  }
  if (typeof given === "boolean") return t(given ? "own.yes" : "own.no")
  if (given === "dontKnow") return t("dontKnow")
  if (key === "cos" && given in CO_SHAPES) return t(`co.${given}`)
  if (key === "by") return dateText(given)
  return words([`${key}.${given}`, `pledge.${given}`], given)
}
