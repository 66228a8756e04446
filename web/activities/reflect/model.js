import { hasAny } from "../../models/collections.js"

const at = (activity, note, changes) => ({ activities: { [activity]: { notes: { [note]: changes } } } })

const overlays = {
  writeNote({ id, body, at: time }) {
    const { activity, note, text, question, version } = body
    if (note) return { mine: at(activity, note, { text, version: version + 1, unsaved: true }) }
    return { mine: at(activity, id, { text, ...(question && { question }), order: `~${time}`, version: 0, unsaved: true }) }
  },
  removeNote: ({ body }) => ({ mine: at(body.activity, body.note, null) }),
}

export const model = {
  overlays,
  touched: (mine) => hasAny(mine.notes),
  kept: ["writeNote"],
}
