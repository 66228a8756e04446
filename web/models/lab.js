// Reading a view: pure functions, in the words of the field.

import { modelOf } from "../activities/models.js"
import { ordered, withId } from "./collections.js"
import { ROLES } from "./terms.js"

export { ordered, withId }
export { CO_SHAPES, COS, ROLES } from "./terms.js"

export const NAMED_ROLES = ROLES.slice(0, 6)
export const SUPPORT = ["self", "scribe", "paper", "voice"]
export const DECISIONS = ["do", "plan", "later", "drop"]
export const QUADRANTS = ["quickWins", "majorProjects", "fillIns", "leaveForNow"]
export const LEVELS = [1, 2, 3, 4, 5]

/** The agenda. */
export const agenda = (view) => ordered(view?.activities)

/** The activity to look at now, if any. */
export function currentActivity(view) {
  const id = view?.lab?.current
  return id && view.activities?.[id] ? withId(id, view.activities[id]) : undefined
}

/** The first activity that comes after this one on the agenda and hasn't been opened yet. */
export function nextActivity(view, id) {
  const list = agenda(view)
  const after = list.slice(list.findIndex((activity) => activity.id === id) + 1)
  return after.find((activity) => activity.state === "draft" && !activity.skipped)
}

/** What a person has to look at now: of parallel tracks, their own (S53). */
export function activityFor(view, mine) {
  const current = currentActivity(view)
  if (!current?.track) return current
  const own = mine?.activities?.[current.track.choice]?.track
  return (own && stepOf(parallel(view, current), own)) ?? current
}

/** Whether what people answered may be seen: then it can stand on the hall's screen by itself. */
export const hasResults = ({ heard, reveal, state }) =>
  Boolean(heard) && (reveal === "live" ? state !== "draft" : reveal === "onReveal" && state === "revealed")

export const isOn = ({ state }) => state === "open" || state === "paused"

/** Whether the lab is over, so that nobody joins any more. */
export const hasEnded = ({ lab }) => lab.state === "ended" || lab.state === "archived"

/** Whether the lab's end has closed a step, whatever its own state: some stay open until the lab is put away. */
export const isEnded = (view, { staysOpen }) => view.lab.state === "archived" || (view.lab.state === "ended" && !staysOpen)

/** The state of a step as people meet it: what was on when the lab ended is closed. */
export const stateOf = (view, activity) => (isOn(activity) && isEnded(view, activity) ? "closed" : activity.state)

/** Where a track is among the steps of all tracks: what is on, else what was on last, else its first step. */
export function stepOf(steps, track) {
  const own = steps.filter((step) => step.track.track === track && !step.skipped)
  return own.find(isOn) ?? own.findLast(({ state }) => state !== "draft") ?? own[0]
}

/** What comes next: of a track its own next step, and what all come together for. */
export function nextOf(view, activity) {
  if (!activity.track) return { together: nextActivity(view, activity.id) }
  const steps = parallel(view, activity)
  const after = steps.slice(steps.findIndex(({ id }) => id === activity.id) + 1)
  return {
    own: after.find(({ track, state, skipped }) => track.track === activity.track.track && state === "draft" && !skipped),
    together: nextActivity(view, steps.at(-1).id),
  }
}

/** The title of the track that a step belongs to. */
export const trackTitle = (view, { track }) => track && view.activities?.[track.choice]?.tracks?.[track.track]?.title

/** The steps of all tracks that run at the same time as this one. */
export function parallel(view, activity) {
  const list = agenda(view)
  const at = list.findIndex(({ id }) => id === activity.id)
  const isBeside = (other) => other?.track?.choice === activity.track?.choice
  let first = at
  while (first > 0 && isBeside(list[first - 1])) first--
  let last = at
  while (last < list.length - 1 && isBeside(list[last + 1])) last++
  return activity.track ? list.slice(first, last + 1) : [activity]
}

/** The changes to the programme, latest first. */
export const changes = (view) => [...ordered(view?.history)].reverse()

/** Whether I have answered or passed. */
export function amHeard(activity, mine) {
  return Boolean(mine && (mine.pass || modelOf(activity.kind).touched?.(mine)))
}

/** What holds the text of an item, an idea mostly, wherever it came up; `from` is its activity, where that is known. */
export function ideaOf(view, id, from) {
  const inside = (activity) => activity?.[modelOf(activity?.kind).texts]?.[id]
  const direct = inside(view?.activities?.[from])
  if (direct) return direct
  for (const activity of Object.values(view?.activities ?? {})) {
    const found = inside(activity)
    if (found) return found
  }
  return undefined
}

/** The items of a vote or a rating, numbered from 1 in their order, each with its idea's text and tags. */
export function itemsOf(view, activity) {
  return ordered(activity.items).map((item, index) => {
    const idea = ideaOf(view, item.id, item.from)
    return {
      ...item, number: index + 1, text: item.text ?? idea?.text ?? "", cos: idea?.cos, when: idea?.when,
      for: idea?.for, heading: view?.activities?.[item.from]?.groups?.[idea?.group]?.title,
    }
  })
}

/** What flows on from an activity, in order. */
export function flowing(activity) {
  return ordered(modelOf(activity?.kind).flows?.(activity) ?? activity?.items ?? activity?.ideas)
}

/** My dots so far, without those on items that are gone: these are free again. */
export function dotsSpent(activity, mine) {
  return Object.entries(mine?.dots ?? {}).reduce((sum, [item, dots]) => (activity.items?.[item] ? sum + dots : sum), 0)
}

/** Where an item belongs when it is shown: where we differ first, then where we are split, then the rest. */
export function urgency(results) {
  if (!results) return 3
  if (results.differs) return 0
  if (results.talkFirst) return 1
  return 2
}

/** The roles nobody in the room has. */
export function missingRoles(view) {
  const present = view?.people?.roles ?? {}
  return NAMED_ROLES.filter((role) => !present[role])
}

/**
 * Where the dots of a matrix stand: [{item, x, y}] from the interpolated medians, pushed apart where they would cover
 * each other (`reach` is the least distance). Items without an answer on both axes are left out.
 *
 * @param frame  `at({impact, effort})`, `across(0…1)` and `down(0…1)` give places on the picture
 */
export function placed(items, reach, frame) {
  const spots = items
    .filter(({ results }) => results?.impact?.im != null && results?.effort?.im != null)
    .map((item) => {
      const [x, y] = frame.at({ impact: item.results.impact.im, effort: item.results.effort.im })
      return { item, x, y }
    })
  let moved = true
  for (let round = 0; moved && round < 80; round++) {
    moved = false
    for (let a = 0; a < spots.length; a++) {
      for (let b = a + 1; b < spots.length; b++) moved = pushApart(spots[a], spots[b], reach, a * 7 + b) || moved
    }
    for (const spot of spots) {
      spot.x = Math.min(frame.across(1), Math.max(frame.across(0), spot.x))
      spot.y = Math.min(frame.down(1), Math.max(frame.down(0), spot.y))
    }
  }
  return spots
}

function pushApart(one, other, reach, turn) {
  let dx = other.x - one.x
  let dy = other.y - one.y
  const distance = Math.hypot(dx, dy)
  if (distance >= reach) return false
  if (distance < 0.01) [dx, dy] = [Math.cos(turn * 2.4), Math.sin(turn * 2.4)]
  const push = ((reach - distance) / 2 + 0.1) / (distance < 0.01 ? 1 : distance)
  one.x -= dx * push
  one.y -= dy * push
  other.x += dx * push
  other.y += dy * push
  return true
}

/** Each idea's way: {id, text, cos, votes, rank, quadrant, results, decision, pledges} (S4). */
export function chains(view) {
  const all = agenda(view)
  const found = new Map()
  const chainOf = (id, from) => {
    if (!found.has(id)) {
      const idea = ideaOf(view, id, from)
      if (!idea) return undefined
      found.set(id, { id, text: idea.text, cos: idea.cos, pledges: [] })
    }
    return found.get(id)
  }
  // What was said first, so that each idea stands where it came up.
  for (const activity of all) modelOf(activity.kind).chain?.(activity, { chainOf, view })
  return [...found.values()]
}

/** Characters as a person counts them. */
export function lengthOf(text) {
  if (typeof Intl.Segmenter !== "function") return [...text].length
  let count = 0
  for (const _ of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)) count++
  return count
}
