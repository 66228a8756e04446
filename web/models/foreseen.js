// What will most likely be, laid over what the server has told us.

import { overlay } from "../activities/models.js"
import { merged } from "./merge.js"

/**
 * {view, mine, own} with the commands on their way applied, but for those that an undo on its way takes back; `own` is what
 * each of them changes in what is one's own, by its id. Where the view holds an accepted one already ({…command, version,
 * own}), it shows in what is one's own alone, which comes after the view, and as it was foreseen before: the view has its
 * own doing in it by then.
 */
export function foreseen({ view, mine, viewVersion }, commands) {
  const own = new Map()
  const undone = new Set(commands.filter(({ name }) => name === "undo").map(({ body }) => body.command))
  for (const command of commands) {
    if (undone.has(command.id)) continue
    const isTold = command.version <= viewVersion
    const patches = isTold ? { mine: command.own } : overlay(command, { view, mine })
    if (patches.view && view) view = merged(view, patches.view)
    if (patches.mine && !command.body.onBehalfOf) mine = merged(mine, patches.mine)
    own.set(command.id, patches.mine)
  }
  return { view, mine, own }
}

/**
 * What was answered here for people on paper, by person: all that a facilitator may know of it. The server never tells
 * it back, so that what is `pending` no more is saved as we made it.
 */
export function answeredOnPaper(view, commands, pending) {
  const found = {}
  const waiting = new Set(pending.map(({ id }) => id))
  for (const command of commands) {
    const person = command.body.onBehalfOf
    const { mine } = overlay(command, { view, mine: found[person] ?? {} })
    found[person] = merged(found[person] ?? {}, waiting.has(command.id) ? mine ?? {} : saved(mine ?? {}))
  }
  return found
}

/** The same patch without its marks of what isn't saved yet. */
function saved(patch) {
  if (!patch || typeof patch !== "object" || Array.isArray(patch)) return patch
  return Object.fromEntries(Object.entries(patch).map(([name, value]) =>
    [name, name === "unsaved" ? null : saved(value)]))
}
