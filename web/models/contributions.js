// What people have written in an activity, for whoever asks a facilitator to look at one of it, and for the desk.

import { ordered } from "./collections.js"

/** By kind: the collections that hold such texts, and the member that is the text. */
const TEXTS = {
  gather: [["ideas", "text"]], cluster: [["themes", "text"]], grid: [["entries", "text"]], survey: [["texts", "text"]],
  questions: [["questions", "text"]], pledge: [["pledges", "give"]], form: [["sections", "text"], ["quotes", "text"]],
}

/** [{id, text}] in order, as far as this audience sees them. */
export const contributions = (activity) => (TEXTS[activity.kind] ?? []).flatMap(([name, member]) =>
  ordered(activity[name]).filter((entry) => entry[member]).map((entry) => ({ id: entry.id, text: entry[member] })))

/** Whether there are any. */
export const hasContributions = (activity) => (TEXTS[activity.kind] ?? []).some(([name, member]) =>
  Object.values(activity[name] ?? {}).some((entry) => entry[member]))
