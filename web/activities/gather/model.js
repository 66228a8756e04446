import { hasAny, ordered } from "../../models/collections.js"

/** Characters of an idea, at most: the engine refuses a longer one. */
export const IDEA_LIMIT = 500

const at = (activity, changes) => ({ activities: { [activity]: changes } })

/** Only what is given, as a merge patch: what is emptied is deleted. */
function given({ text, cos, when, for: whom, group }) {
  const values = Object.entries({ text, cos, when, for: whom, group }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(values.map(([name, value]) => [name, value.length === 0 ? null : value]))
}

/** Ideas under their headings, in order: [{id, title, ideas}]; one part without a title where there are no headings. */
export function byHeading({ groups }, ideas) {
  const known = ordered(groups)
  if (known.length === 0) return [{ id: "", ideas }]
  const loose = ideas.filter(({ group }) => !groups[group])
  return [
    ...known.map((heading) => ({ ...heading, ideas: ideas.filter(({ group }) => group === heading.id) })),
    ...(loose.length > 0 ? [{ id: "", ideas: loose }] : []),
  ]
}

const isModerated = (view, id) => Boolean(view?.activities?.[id]?.moderated)
const isLive = (view, id) => view?.activities?.[id]?.reveal === "live" && !isModerated(view, id)
/** What was changed is read anew before others see it. */
const unread = (view, id) => (isModerated(view, id) ? { review: "waiting", reason: null } : {})

function read({ body }, { view }) {
  const queue = view?.activities?.[body.activity]?.waiting
  return { view: queue?.[body.entry] && at(body.activity, { waiting: { [body.entry]: null } }) }
}

const overlays = {
  addIdea({ id, body, at: time }, { view }) {
    const idea = { ...given(body), order: `~${time}`, version: 0, unsaved: true }
    return {
      mine: at(body.activity, { pass: null, ideas: { [id]: { ...idea, ...unread(view, body.activity) } } }),
      view: isLive(view, body.activity) ? at(body.activity, { ideas: { [id]: idea } }) : undefined,
    }
  },

  editIdea({ body }, { view, mine }) {
    const idea = { ...given(body), unsaved: true, original: null }
    const own = mine?.activities?.[body.activity]?.ideas?.[body.idea]
    const seen = view?.activities?.[body.activity]?.ideas?.[body.idea]
    return {
      mine: own && at(body.activity, { ideas: { [body.idea]: { ...idea, ...unread(view, body.activity) } } }),
      view: seen && at(body.activity, { ideas: { [body.idea]: isModerated(view, body.activity) ? null : idea } }),
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

  // A survey's texts are read in the same way.
  approve: read,
  decline: read,

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
