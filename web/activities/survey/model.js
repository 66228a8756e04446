import { hasAny } from "../../models/collections.js"

const at = (activity, changes) => ({ mine: { activities: { [activity]: changes } } })
const isNone = (answer) => answer === "" || (Array.isArray(answer) && answer.length === 0)

/** Where texts are read before they are shown, a changed one waits for it. */
const unread = (view, { activity }) =>
  (view?.activities?.[activity]?.moderated ? { review: "waiting", reason: null } : {})

/** A text: a new one under the command's own id, a change of one that is there, or its end. */
function words({ id, body, at: time }, view) {
  const { question, entry, text } = body
  const next = { text, unsaved: true, ...unread(view, body) }
  if (entry) return { [question]: { texts: { [entry]: text === "" ? null : next } } }
  return { [question]: { texts: { [id]: { ...next, order: `~${time}`, version: 0 } } } }
}

const overlays = {
  answerQuestion(command, { view }) {
    const { activity, question, answer, evidence, text } = command.body
    if (text !== undefined) return at(activity, { pass: null, answers: words(command, view) })
    if (isNone(answer)) return at(activity, { answers: { [question]: null } })
    const changes = { unsaved: true }
    if (answer !== undefined) changes.answer = answer
    if (evidence !== undefined) changes.evidence = evidence === "" ? null : { text: evidence, unsaved: true, ...unread(view, command.body) }
    return at(activity, { pass: null, answers: { [question]: changes } })
  },
  setConsent: ({ body: { activity, consent, on, name } }) =>
    at(activity, { consents: { [consent]: on ? { on: true, ...(name && { name }) } : null } }),
  acceptMatch: ({ body: { activity, match, on, name } }) =>
    at(activity, { matches: { [match]: on ? { accepted: name } : { accepted: null, with: null } } }),
}

/** Whether an entry of one's own answers holds one. */
export const isAnswered = (own) => Boolean(own && (own.answer !== undefined || hasAny(own.texts)))

export const model = {
  overlays,
  sides: true,
  touched: (mine) => Object.values(mine.answers ?? {}).some(isAnswered),
  offerable: ["answerQuestion"],
  texts: "texts",
}
