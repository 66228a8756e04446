import { hasAny, ordered } from "../../models/collections.js"

const at = (activity, changes) => ({ activities: { [activity]: changes } })

/** Only what is given, as a merge patch: what is emptied is deleted. */
function given({ text, cos, when, for: whom }) {
  const values = Object.entries({ text, cos, when, for: whom }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(values.map(([name, value]) => [name, value.length === 0 ? null : value]))
}

const isLive = (view, id) => view?.activities?.[id]?.reveal === "live"

const overlays = {
  addIdea({ id, body, at: time }, { view }) {
    const idea = { ...given(body), order: `~${time}`, version: 0, unsaved: true }
    return {
      mine: at(body.activity, { pass: null, ideas: { [id]: idea } }),
      view: isLive(view, body.activity) ? at(body.activity, { ideas: { [id]: idea } }) : undefined,
    }
  },

  editIdea({ body }, { view, mine }) {
    const idea = { ...given(body), unsaved: true }
    const own = mine?.activities?.[body.activity]?.ideas?.[body.idea]
    const seen = view?.activities?.[body.activity]?.ideas?.[body.idea]
    return {
      mine: own && at(body.activity, { ideas: { [body.idea]: idea } }),
      view: seen && at(body.activity, { ideas: { [body.idea]: idea } }),
    }
  },

  withdrawIdea({ body }, { view, mine }) {
    const gone = at(body.activity, { ideas: { [body.idea]: null } })
    return {
      mine: mine?.activities?.[body.activity]?.ideas?.[body.idea] && gone,
      view: view?.activities?.[body.activity]?.ideas?.[body.idea] && gone,
    }
  },

  allowQuote({ body }, { view, mine }) {
    const consent = at(body.activity, { ideas: { [body.idea]: { quotable: body.on || null } } })
    return {
      mine: mine?.activities?.[body.activity]?.ideas?.[body.idea] && consent,
      view: view?.activities?.[body.activity]?.ideas?.[body.idea] && consent,
    }
  },

  hideIdea({ body }, { view }) {
    const seen = view?.activities?.[body.activity]?.ideas?.[body.idea]
    return { view: seen && at(body.activity, { ideas: { [body.idea]: null } }) }
  },
}

export const model = {
  overlays,
  touched: (mine) => hasAny(mine.ideas),
  offerable: ["addIdea"],
  kept: ["editIdea"],
  texts: "ideas",
  chain(activity, { chainOf }) {
    for (const { id } of ordered(activity.ideas)) chainOf(id, activity.id)
  },
}
