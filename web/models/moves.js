// What a facilitator can do next with an activity, in the order of how likely it is.

import { nextActivity } from "./lab.js"

const ANSWERED = new Set(["gather", "vote", "rate", "pledge"])

/** Whether there is something to reveal. */
const hasReveal = (activity) => ANSWERED.has(activity.kind) && activity.reveal === "onReveal"

/**
 * [{key, commands: [[name, activity id]], title?}], the first being the natural one. `key` names the text of its
 * button; `title` is that of the activity that comes next.
 */
export function moves(view, activity) {
  const { id, state } = activity
  const next = nextActivity(view, id)
  const goOn = (...first) => next && { key: "goOn", title: next.title, commands: [...first, ["openActivity", next.id]] }
  const move = (key, name) => ({ key, commands: [[name, id]] })
  const close = move("close", "closeActivity")
  switch (state) {
    case "draft":
      return [move("open", "openActivity")]
    case "open":
      if (hasReveal(activity)) return [move("reveal", "revealActivity"), move("pause", "pauseActivity"), close]
      return [
        next ? goOn(["closeActivity", id]) : close, ANSWERED.has(activity.kind) && move("pause", "pauseActivity"),
        next && close,
      ].filter(Boolean)
    case "paused":
      return [move("resume", "resumeActivity"), close]
    case "closed":
      return [
        hasReveal(activity) ? move("reveal", "revealActivity") : goOn(),
        move("reopen", "reopenActivity"),
      ].filter(Boolean)
    default:
      return [goOn(), move("reopen", "reopenActivity")].filter(Boolean)
  }
}
