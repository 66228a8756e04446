import { hasAny, ordered } from "../../models/collections.js"

const FIELDS = ["give", "get", "firstStep", "by", "help", "skills", "coach", "young", "guardian", "idea"]

/** The day to look at a pledge: the one that was agreed on last. */
export const dayOf = ({ next, by }) => next ?? by

/** A day as 2026-12-01, where this device is. */
export const dayText = (date) => [
  date.getFullYear(), String(date.getMonth() + 1).padStart(2, "0"), String(date.getDate()).padStart(2, "0"),
].join("-")

/** Whether its day is past and it goes on still: time to talk, and no failure. */
export function isOverdue(pledge, today = new Date()) {
  const day = dayOf(pledge)
  return Boolean(day) && day < dayText(today) && !["done", "stopped"].includes(pledge.status)
}

function fields(body) {
  const found = {}
  for (const name of FIELDS) if (body[name] !== undefined) found[name] = body[name] || null
  return found
}

function at(activity, pledge, changes, more = {}) {
  return { activities: { [activity]: { ...more, pledges: { [pledge]: changes } } } }
}

const isLive = (view, id) => view?.activities?.[id]?.reveal === "live"

function onBoth({ body }, { view, mine }, changes) {
  const own = mine?.activities?.[body.activity]?.pledges?.[body.pledge]
  const seen = view?.activities?.[body.activity]?.pledges?.[body.pledge]
  return {
    mine: own && at(body.activity, body.pledge, changes),
    view: seen && at(body.activity, body.pledge, changes),
  }
}

const overlays = {
  addPledge({ id, body, at: time }, { view }) {
    const pledge = { ...fields(body), order: `~${time}`, version: 0, status: "offered", unsaved: true }
    return {
      mine: at(body.activity, id, pledge, { pass: null }),
      view: isLive(view, body.activity) ? at(body.activity, id, pledge) : undefined,
    }
  },
  editPledge: (command, state) => onBoth(command, state, { ...fields(command.body), status: "offered", unsaved: true }),
  withdrawPledge: (command, state) => onBoth(command, state, null),
  addCheckIn(command, state) {
    const { id, body, at: time } = command
    const { text, on, status } = body
    const checkIn = { ...(text && { text }), ...(on && { on }), ...(status && { status }), order: `~${time}` }
    return onBoth(command, state, { checkIns: { [id]: checkIn }, ...(status && { status }), ...(on && { next: on }), unsaved: true })
  },
  acceptPledge: (command, state) => onBoth(command, state, { status: "accepted", unsaved: true }),
}

export const model = {
  overlays,
  touched: (mine) => hasAny(mine.pledges),
  offerable: ["addPledge"],
  kept: ["editPledge", "addCheckIn"],
  chain(activity, { chainOf }) {
    for (const pledge of ordered(activity.pledges)) if (pledge.idea) chainOf(pledge.idea)?.pledges.push(pledge)
  },
}
