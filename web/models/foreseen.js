// What will most likely be, laid over what the server has told us.

import { overlay } from "../activities/models.js"
import { merged } from "./merge.js"

/** {view, mine} with the commands on their way applied, but for those that an undo on its way takes back. */
export function foreseen({ view, mine }, commands) {
  const undone = new Set(commands.filter(({ name }) => name === "undo").map(({ body }) => body.command))
  for (const command of commands) {
    if (undone.has(command.id)) continue
    const patches = overlay(command, { view, mine })
    if (patches.view && view) view = merged(view, patches.view)
    if (patches.mine && !command.body.onBehalfOf) mine = merged(mine, patches.mine)
  }
  return { view, mine }
}

/** What was answered here for people on paper, by person: all that a facilitator may know of it. */
export function answeredOnPaper(view, commands) {
  const found = {}
  for (const command of commands) {
    const person = command.body.onBehalfOf
    const { mine } = overlay(command, { view, mine: found[person] ?? {} })
    found[person] = merged(found[person] ?? {}, mine ?? {})
  }
  return found
}
