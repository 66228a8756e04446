// What a step has come to so far, in a few words: for whoever comes late (S54). Only what everybody may see is in the
// view, so only that can stand here.

import { DECISIONS, itemsOf, ordered } from "../models/lab.js"
import { listText, quoted, t } from "../models/words.js"

/** So many of a list stand here; the step itself has them all. */
const FEW = 5
const LONGEST = 200

const short = (text) => ([...text].length > LONGEST ? `${[...text].slice(0, LONGEST).join("")}…` : text)
const cited = (text) => quoted(short(text))
const counted = (text, n) => t("soFar.counted", { text: short(text), n })
const few = (list, text) => list.slice(0, FEW).map(text)

const lines = {
  info: ({ text, media }) => [...(text?.split(/\n+/) ?? []), ...(media ? [media.transcript] : [])],
  break: () => [],
  reflect: () => [t("soFar.reflect")],
  choose: ({ tracks }) => ordered(tracks).filter(({ taken }) => taken > 0).map(({ title, taken }) => counted(title, taken)),

  gather({ ideas }) {
    const list = ordered(ideas)
    return list.length ? [t("soFar.ideas", { n: list.length }), ...few(list, ({ text }) => cited(text))] : []
  },

  cluster({ themes }) {
    const list = ordered(themes).filter(({ count }) => count > 0)
    return list.map(({ text, count }) => counted(text, count))
  },

  vote(activity, view) {
    const list = itemsOf(view, activity).filter(({ votes }) => votes > 0).sort((a, b) => b.votes - a.votes)
    return few(list, ({ text, votes }) => counted(text, votes))
  },

  rate(activity, view) {
    const list = itemsOf(view, activity)
    const decided = DECISIONS.map((decision) => [`decision.${decision}`, list.filter((item) => item.decision?.decision === decision)])
    const wins = ["quickWins", list.filter((item) => item.results?.quadrant === "quickWins")]
    return [...decided, [`quadrant.${wins[0]}`, wins[1]]].filter(([, found]) => found.length)
      .map(([key, found]) => `${t(key)}: ${listText(found.map(({ text }) => cited(text)))}`)
  },

  grid: ({ entries }) => few(ordered(entries), ({ text }) => cited(text)),

  survey({ questions, results }) {
    return ordered(questions).flatMap((question) => {
      const { n, counts, median } = results?.[question.id] ?? {}
      if (!n) return []
      if (question.options && counts) {
        const said = ordered(question.options).filter(({ id }) => counts[id]).map(({ id, title }) => counted(title, counts[id]))
        return [`${question.title} ${listText(said)}`]
      }
      if (question.type === "scale" && median != null) return [t("soFar.middle", { title: question.title, m: median, n })]
      return [t("soFar.answers", { title: question.title, n })]
    })
  },

  questions({ questions }) {
    const list = ordered(questions)
    const answered = list.filter(({ answer }) => answer)
    return [
      ...(list.length ? [t("soFar.asked", { n: list.length })] : []),
      ...few(answered, ({ text, answer }) => `${cited(text)} ${short(answer)}`),
    ]
  },

  form: ({ sections }) => ordered(sections).filter(({ text }) => text)
    .map(({ title, text, options }) => `${title}: ${short(options?.[text]?.title ?? text)}`),

  pledge({ pledges }) {
    const list = ordered(pledges)
    return list.length ? [t("soFar.pledges", { n: list.length }), ...few(list, ({ give }) => cited(give))] : []
  },
}

/** The lines for a step; none where nothing is to be seen yet. */
export const soFar = (activity, view) => lines[activity.kind]?.(activity, view) ?? []
