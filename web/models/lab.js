// Reading a view: pure functions, in the words of the field.

export const ROLES = ["usesServices", "family", "neighbour", "staff", "manager", "elected", "other", "notSaid"]
export const NAMED_ROLES = ROLES.slice(0, 6)
export const COS = ["C", "D", "L", "A"]
/** A shape for each Co, so that colour is never alone. */
export const CO_SHAPES = { C: "◆", D: "●", L: "▲", A: "■" }
export const SUPPORT = ["self", "scribe", "paper", "voice"]
export const DECISIONS = ["do", "plan", "later", "drop"]
export const QUADRANTS = ["quickWins", "majorProjects", "fillIns", "leaveForNow"]
export const LEVELS = [1, 2, 3, 4, 5]

const known = new WeakMap()
const entries = new WeakMap()

/** A value of a keyed collection with its id in it; the same value gives the same object. */
export function withId(id, value) {
  let entry = entries.get(value)
  if (!entry) entries.set(value, (entry = { ...value, id }))
  return entry
}

/** A keyed collection as [{id, …}] in the order of their `order`. What is the same stays the same object. */
export function ordered(collection) {
  if (!collection) return []
  let list = known.get(collection)
  if (!list) {
    list = Object.entries(collection)
      .map(([id, value]) => withId(id, value))
      .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1))
    known.set(collection, list)
  }
  return list
}

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
  return after.find((activity) => activity.state === "draft")
}

const isTouched = {
  gather: (mine) => mine.ideas, vote: (mine) => mine.dots, rate: (mine) => mine.ratings,
  pledge: (mine) => mine.pledges,
}

/** Whether I have answered or passed. */
export function amHeard(activity, mine) {
  if (!mine) return false
  const found = isTouched[activity.kind]?.(mine)
  return Boolean(mine.pass || (found && Object.keys(found).length > 0))
}

/** The idea of this id, wherever it was gathered. */
export function ideaOf(view, id, from) {
  const direct = from && view?.activities?.[from]?.ideas?.[id]
  if (direct) return direct
  for (const activity of Object.values(view?.activities ?? {})) {
    if (activity.ideas?.[id]) return activity.ideas[id]
  }
  return undefined
}

/** The items of a vote or a rating, numbered from 1 in their order, each with its idea's text and tags. */
export function itemsOf(view, activity) {
  return ordered(activity.items).map((item, index) => {
    const idea = ideaOf(view, item.id, item.from)
    return {
      ...item, number: index + 1, text: item.text ?? idea?.text ?? "", cos: idea?.cos, when: idea?.when,
      for: idea?.for,
    }
  })
}

/** My dots so far, without those on items that are gone: these are free again. */
export function dotsSpent(activity, mine) {
  return Object.entries(mine?.dots ?? {}).reduce((sum, [item, dots]) => (activity.items?.[item] ? sum + dots : sum), 0)
}

/** Commands about an activity that a facilitator may accept after it has closed. */
export const OFFERABLE = new Set(["addIdea", "vote", "rate", "pass", "addPledge"])

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
  for (const activity of all.filter(({ kind }) => kind === "gather")) {
    for (const { id } of ordered(activity.ideas)) chainOf(id, activity.id)
  }
  for (const activity of all) {
    for (const item of ordered(activity.items)) {
      const chain = chainOf(item.id, item.from)
      if (!chain) continue
      if (item.votes != null) Object.assign(chain, { votes: item.votes, rank: item.rank })
      if (item.results) Object.assign(chain, { results: item.results, quadrant: item.results.quadrant })
      if (item.decision) chain.decision = item.decision
    }
    for (const pledge of ordered(activity.pledges)) {
      if (pledge.idea) chainOf(pledge.idea)?.pledges.push(pledge)
    }
  }
  return [...found.values()]
}

/** Characters as a person counts them. */
export function lengthOf(text) {
  if (typeof Intl.Segmenter !== "function") return [...text].length
  let count = 0
  for (const _ of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)) count++
  return count
}
