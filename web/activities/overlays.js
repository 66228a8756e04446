// What each command will most likely do, shown before the server has answered: the pure half of each kind.
// An overlay answers merge patches {view?, mine?} onto what the server has told us.

import { overlays as gather } from "./gather/overlay.js"
import { overlays as pledge } from "./pledge/overlay.js"
import { overlays as rate } from "./rate/overlay.js"
import { overlays as vote } from "./vote/overlay.js"

const lab = {
  pass: ({ body }) => ({ mine: { activities: { [body.activity]: { pass: true } } } }),
  setName: ({ body }) => ({ mine: { participant: { name: body.name } } }),
  setRole: ({ body }) => ({ mine: { participant: { role: body.role } } }),
  setSupport: ({ body }) => ({ mine: { participant: { support: body.support } } }),
  watch: ({ body }) => ({ mine: { participant: { watching: body.on } } }),
  acceptLate: ({ body }) => ({ view: { late: { [body.late]: null } } }),
  dismissLate: ({ body }) => ({ view: { late: { [body.late]: null } } }),
}

const all = { ...lab, ...gather, ...vote, ...rate, ...pledge }

/** The patches of a command, or {} where nothing can be foreseen. `state` is {view, mine} before it. */
export function overlay(command, state) {
  return all[command.name]?.(command, state) ?? {}
}
