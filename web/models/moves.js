// What a facilitator can do next with an activity, in the order of how likely it is.

import { modelOf } from "../activities/models.js"
import { nextActivity } from "./lab.js"

/** Whether people answer in it. */
const isAnswered = (activity) => Boolean(activity.heard)

/** Whether there is something to reveal. */
const hasReveal = (activity) =>
  isAnswered(activity) && modelOf(activity.kind).reveals !== false && activity.reveal === "onReveal"

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
      return activity.skipped ? [] : [move("open", "openActivity")]
    case "open":
      if (hasReveal(activity)) return [move("reveal", "revealActivity"), move("pause", "pauseActivity"), close]
      return [
        next ? goOn(["closeActivity", id]) : close, isAnswered(activity) && move("pause", "pauseActivity"),
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
