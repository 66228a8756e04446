import { hasAny, ordered } from "../../models/collections.js"

const at = (activity, changes) => ({ activities: { [activity]: changes } })
const placeOf = (state, { activity }) => state?.activities?.[activity]
const isLive = (activity) => activity?.reveal === "live" || activity?.state === "revealed"

const overlays = {
  addTheme({ id, body, at: time }, { view }) {
    const theme = { text: body.text, order: `~${time}`, version: 0, unsaved: true }
    return {
      mine: at(body.activity, { pass: null, themes: { [id]: theme } }),
      view: isLive(placeOf(view, body)) ? at(body.activity, { themes: { [id]: { ...theme, count: 0 } } }) : undefined,
    }
  },

  editTheme({ body }, { view, mine }) {
    const change = at(body.activity, { themes: { [body.theme]: { text: body.text, unsaved: true } } })
    return {
      view: placeOf(view, body)?.themes?.[body.theme] && change,
      mine: placeOf(mine, body)?.themes?.[body.theme] && change,
    }
  },

  removeTheme({ body }, { view, mine }) {
    const items = Object.entries(placeOf(view, body)?.items ?? {}).filter(([, { theme }]) => theme === body.theme)
    const loose = Object.fromEntries(items.map(([id]) => [id, { theme: null }]))
    return {
      view: placeOf(view, body)?.themes?.[body.theme] &&
        at(body.activity, { themes: { [body.theme]: null }, items: loose }),
      mine: placeOf(mine, body)?.themes?.[body.theme] && at(body.activity, { themes: { [body.theme]: null } }),
    }
  },

  placeItem({ body }, { view }) {
    const activity = placeOf(view, body)
    return {
      mine: at(body.activity, { pass: null, placed: { [body.item]: body.theme } }),
      view: isLive(activity) && activity.items?.[body.item]
        ? at(body.activity, { items: { [body.item]: { theme: body.theme || null } } })
        : undefined,
    }
  },
}

export const model = {
  overlays,
  touched: (mine) => hasAny(mine.themes) || hasAny(mine.placed),
  offerable: ["addTheme", "editTheme", "placeItem"],
  texts: "themes",
  flows: ({ passesOn, themes, items }) => (passesOn === "themes" ? themes : items),
  promise: ({ reveal }) => [`cluster.promise.${reveal}`],
  chain(activity, { chainOf }) {
    if (activity.passesOn === "themes") for (const { id } of ordered(activity.themes)) chainOf(id, activity.id)
    for (const { id, from, theme } of ordered(activity.items)) {
      const chain = theme && activity.themes?.[theme] && chainOf(id, from)
      if (chain) chain.theme = activity.themes[theme].text
    }
  },
}

/** The themes in their order, each with the items under it, and the loose items. What is hidden is told by my own. */
export function arrangement(activity, items, mine) {
  const hidden = activity.reveal === "never" || (activity.reveal === "onReveal" && activity.state !== "revealed")
  const themes = ordered(hidden ? { ...activity.themes, ...mine?.themes } : activity.themes)
  const known = new Set(themes.map(({ id }) => id))
  const themeOf = ({ id, theme }) => {
    const found = hidden ? mine?.placed?.[id] : theme
    return known.has(found) ? found : ""
  }
  return {
    themes: themes.map((theme) => ({ ...theme, items: items.filter((item) => themeOf(item) === theme.id) })),
    loose: items.filter((item) => !themeOf(item)),
  }
}
