import { hasAny, ordered, withId } from "../../models/collections.js"

const at = (activity, changes) => ({ activities: { [activity]: changes } })
const placeOf = (state, { activity }) => state?.activities?.[activity]
const isShown = (activity) => activity?.reveal === "live" || activity?.state === "revealed"

const overlays = {
  setLevel: ({ body }) => ({
    mine: at(body.activity,
      { pass: null, levels: { [`${body.row}.${body.column}`]: body.level === "" ? null : body.level } }),
  }),

  addEntry({ id, body, at: time }, { view }) {
    const { row, column, text } = body
    const entry = { row, column, text, order: `~${time}`, version: 0, unsaved: true }
    return {
      mine: at(body.activity, { pass: null, entries: { [id]: entry } }),
      view: isShown(placeOf(view, body)) ? at(body.activity, { entries: { [id]: entry } }) : undefined,
    }
  },

  editEntry({ body }, { view, mine }) {
    const change = at(body.activity, { entries: { [body.entry]: { text: body.text, unsaved: true } } })
    return {
      mine: placeOf(mine, body)?.entries?.[body.entry] && change,
      view: placeOf(view, body)?.entries?.[body.entry] && change,
    }
  },

  withdrawEntry({ body }, { view, mine }) {
    const gone = at(body.activity, { entries: { [body.entry]: null } })
    return {
      mine: placeOf(mine, body)?.entries?.[body.entry] && gone,
      view: placeOf(view, body)?.entries?.[body.entry] && gone,
    }
  },

  hideEntry: ({ body }, { view }) => ({
    view: placeOf(view, body)?.entries?.[body.entry] && at(body.activity, { entries: { [body.entry]: null } }),
  }),

  letAllWrite: ({ body }) => ({ view: at(body.activity, { allWrite: true }) }),
}

export const model = {
  overlays,
  sides: ({ holds }) => holds !== "text",
  touched: (mine) => hasAny(mine.levels) || hasAny(mine.entries),
  offerable: ["setLevel", "addEntry", "editEntry"],
  texts: "entries",
  flows: ({ entries }) => entries,
  promise({ holds, visibility, reveal }) {
    if (holds === "level") {
      return [`promise.totals.${reveal}`, ...(visibility === "anonymous" ? ["promise.roleKept"] : [])]
    }
    if (reveal === "never") return ["grid.promise.never"]
    return [
      ...(holds === "both" ? ["grid.promise.levels"] : []), `promise.text.${visibility}`,
      ...(visibility !== "private" && reveal === "onReveal" ? ["promise.later"] : []),
    ]
  },
  chain(activity, { chainOf }) {
    for (const { id } of ordered(activity.entries)) chainOf(id, activity.id)
  },
}

/** The columns of a grid, in order. */
export const columnsOf = (activity) => ordered(activity.columns)

/**
 * The rows of a grid in their order, each with a title; `items` are those that flow in, with their texts. `asked` turns
 * them round where the grid is worked backwards (S57).
 */
export function rowsOf(activity, items, asked = false) {
  const rows = activity.rows ? ordered(activity.rows) : items.map((item) => ({ ...item, title: item.text }))
  return asked && activity.backwards ? [...rows].reverse() : rows
}

/** The entries of one cell in their order. */
export function entriesIn(entries, row, column) {
  return ordered(entries).filter((entry) => entry.row === row && entry.column === column)
}

/** Whether somebody of this role may write now (S37). */
export const mayWrite = ({ firstRoles, allWrite }, role) => !firstRoles || allWrite || firstRoles.includes(role)

/**
 * The questions that empty cells of a grid put to a gather (S23): [{id, row, column, cos?, when?}] with titles.
 *
 * @param itemsOf  reads the items of an activity with their texts
 */
export function promptsOf(view, activity, itemsOf) {
  const grids = new Map()
  const gridOf = (id) => {
    if (!grids.has(id)) {
      const grid = view.activities[id] && withId(id, view.activities[id])
      const rows = grid ? rowsOf(grid, grid.rows ? [] : itemsOf(view, grid)) : []
      grids.set(id, grid && { grid, rows: new Map(rows.map((row) => [row.id, row.title])) })
    }
    return grids.get(id)
  }
  return ordered(activity.prompts).map(({ id, from, row, column, cos, when }) => {
    const found = gridOf(from)
    return { id, row: found?.rows.get(row), column: found?.grid.columns?.[column]?.title, cos, when }
  }).filter((prompt) => prompt.row && prompt.column)
}
