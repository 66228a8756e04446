// Undo by a key or a button: what is taken back is named, where there is a word for it.

import { has, t } from "../models/words.js"

/** What a command of ours is called that can be undone. */
export const undoable = (session, command) => t(session.countTogether(command) > 1 ? "undoable.together" : `undoable.${command.name}`)

/** What is said once it is undone. */
export const undoneText = (session, command) =>
  (command && has(`undoable.${command.name}`) ? t("note.undoneWhat", { what: undoable(session, command) }) : t("note.undone"))

/** Takes back the last thing done here, and says so; where there is none, that is said. */
export function undoLast(session) {
  const { last } = session
  if (last) session.undo(last.id, undoneText(session, last))
  else session.say(t("note.nothingToUndo"))
}
