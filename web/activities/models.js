// The registry of the kinds' pure halves: what each command will most likely do, whether somebody has answered, which
// texts flow on. A new kind is a folder beside this file, and a line here and in `kinds.js`. A model may hold
// - `overlays`: command name → (command, {view, mine}) → {view?, mine?}, merge patches onto what the server has told us
// - `touched(mine)`: whether my own part holds an answer
// - `offerable`: the commands that a facilitator may accept after the activity has closed
// - `kept`: commands whose content is kept and shown when it is refused; every one that carries a text
// - `texts`: the collection whose entries have a `text` that flows on to other activities
// - `sides`: whether its figures by side and role wait for a reveal even where all else is live
// - `reveals: false`, where nothing waits for a reveal
// - `flows(activity)`: the collection of what flows on, where it isn't `items` or `ideas`
// - `promise(activity)`: the keys of the sentences that say who sees what is given here
// - `chain(activity, {chainOf, view})`: what the activity adds to the way from idea to outcome (S4)

import { model as choose } from "./choose/model.js"
import { model as cluster } from "./cluster/model.js"
import { model as form } from "./form/model.js"
import { model as gather } from "./gather/model.js"
import { model as grid } from "./grid/model.js"
import { model as pledge } from "./pledge/model.js"
import { model as questions } from "./questions/model.js"
import { model as rate } from "./rate/model.js"
import { model as reflect } from "./reflect/model.js"
import { model as survey } from "./survey/model.js"
import { model as vote } from "./vote/model.js"

const models = { choose, gather, cluster, vote, rate, grid, survey, questions, pledge, form, reflect }

const lab = {
  pass: ({ body }) => ({ mine: { activities: { [body.activity]: { pass: true } } } }),
  setName: ({ body }) => ({ mine: { participant: { name: body.name } } }),
  setRole: ({ body }) => ({ mine: { participant: { role: body.role } } }),
  setSupport: ({ body }) => ({ mine: { participant: { support: body.support } } }),
  setNew: ({ body }) => ({ mine: { participant: { new: body.new } } }),
  signal: ({ body }) => ({ mine: { participant: { signal: body.signal || null } } }),
  needPerson: ({ body }) => ({ mine: { participant: { need: body.on ? "asked" : null, needBy: null } } }),
  flag: ({ body }) => ({ mine: { activities: { [body.activity]: { flags: { [body.item]: body.on === false ? null : "raised" } } } } }),
  settleFlag: ({ body }) => ({ view: { activities: { [body.activity]: { flags: { [body.item]: null } } } } }),
  watch: ({ body }) => ({ mine: { participant: { watching: body.on } } }),
  bringEveryone: ({ body }) => ({ view: { lab: { together: body.on || null } } }),
  setScreen: ({ body: { show, activity = null } }) => ({ view: { lab: { screen: show === "auto" ? null : { show, activity } } } }),
  acceptLate: ({ body }) => ({ view: { late: { [body.late]: null } } }),
  dismissLate: ({ body }) => ({ view: { late: { [body.late]: null } } }),
}

const overlays = Object.assign({}, lab, ...Object.values(models).map((model) => model.overlays))

/** The patches of a command, or {} where nothing can be foreseen. `state` is {view, mine} before it. */
export function overlay(command, state) {
  return overlays[command.name]?.(command, state) ?? {}
}

/** The model of a kind; empty where it has none. */
export const modelOf = (kind) => models[kind] ?? {}

/** Commands about an activity that a facilitator may accept after it has closed. */
export const OFFERABLE = new Set(["pass", ...Object.values(models).flatMap(({ offerable = [] }) => offerable)])

/** Commands whose content is kept when it is refused: taps that came too late, and every text. */
export const WORTH_KEEPING = new Set([...OFFERABLE, ...Object.values(models).flatMap(({ kept = [] }) => kept)])
