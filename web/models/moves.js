// What a facilitator can do next with an activity, in the order of how likely it is.

import { modelOf } from "../activities/models.js"
import { isOn, nextOf, parallel } from "./lab.js"

/** Whether people answer in it. */
const isAnswered = (activity) => Boolean(activity.heard)

/** Whether there is something to reveal. */
const hasReveal = (activity) =>
  isAnswered(activity) && modelOf(activity.kind).reveals !== false && activity.reveal === "onReveal"

/** Whether results that are live keep how sides and roles see it for a reveal. */
function hasSides(activity) {
  const { sides } = modelOf(activity.kind)
  const has = typeof sides === "function" ? sides(activity) : sides
  return has && isAnswered(activity) && activity.reveal === "live" && activity.visibility !== "private"
}

/**
 * [{key, commands: [[name, activity id, more]], title?}], the first being the natural one. `key` names the text of its
 * button; `title` is that of the activity that comes next.
 *
 * Tracks that run side by side (S53) go on one by one, each to its own next step, until all come together; the choice
 * of a track stays open meanwhile, so that people can change over.
 */
export function moves(view, activity) {
  const { id, state, track } = activity
  const steps = parallel(view, activity)
  const { own, together } = nextOf(view, activity)
  const move = (key, name, more) => ({ key, commands: [[name, id, more]] })
  const goOn = together && {
    key: track ? "goOnTogether" : "goOn", title: together.title, commands: [...endings(view, activity, steps, together), ["openActivity", together.id]],
  }
  const goOnInTrack = own && {
    key: "goOnInTrack", title: own.title,
    commands: [...(isOn(activity) ? [["closeActivity", id, { alone: true }]] : []), ["openActivity", own.id]],
  }
  const others = track && steps.some((step) => isOn(step) && step.track.track !== track.track)
  const close = others ? move("closeAll", "closeActivity") : move("close", "closeActivity")
  // Where nothing comes after what is on now, the lab's end does.
  const isLast = view.lab.state === "open" && view.lab.current === id && !goOn && !own && !others
  const end = isLast && { key: "end", commands: [["endLab"]] }
  const closeTrack = others && move("closeTrack", "closeActivity", { alone: true })
  const reveal = hasReveal(activity) && state !== "revealed" && move("reveal", "revealActivity")
  const pause = isAnswered(activity) && move("pause", "pauseActivity")
  const sides = hasSides(activity) && move("sides", "revealActivity")
  const lists = {
    draft: [!activity.skipped && move("open", "openActivity")],
    open: reveal ? [reveal, goOnInTrack, pause, closeTrack, close, track && goOn]
      : [activity.staysOpen && end, goOnInTrack, goOn, !goOn && !goOnInTrack && close, pause, sides, closeTrack, (goOn || goOnInTrack) && close],
    paused: [move("resume", "resumeActivity"), closeTrack, close],
    closed: [reveal || goOnInTrack || goOn || end, reveal && end, reveal && goOnInTrack, track && (reveal || goOnInTrack) && goOn, sides,
      move("reopen", "reopenActivity", track && { alone: true })],
    revealed: [goOnInTrack || goOn || end, goOnInTrack && goOn, move("reopen", "reopenActivity", track && { alone: true })],
  }
  return lists[state].filter(Boolean)
}

/** What has to be closed before all go on to `next`. */
function endings(view, activity, steps, next) {
  if (!activity.track) {
    // People may still change over while the tracks run.
    return isOn(activity) && next.track?.choice !== activity.id ? [["closeActivity", activity.id]] : []
  }
  const running = isOn(activity) ? activity : steps.find(isOn)
  const choice = view.activities[activity.track.choice]
  return [
    ...(running ? [["closeActivity", running.id]] : []),
    ...(choice && isOn(choice) ? [["closeActivity", activity.track.choice]] : []),
  ]
}
