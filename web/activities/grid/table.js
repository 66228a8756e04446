// All cells of a grid as a table.

import { define, h, LabElement } from "../../elements/dom.js"
import { groupsOf } from "../../elements/groups.js"
import { itemsOf } from "../../models/lab.js"
import { apart, t } from "../../models/words.js"
import { columnsOf, entriesIn, rowsOf } from "./model.js"
import { by, isHidden, LEVELS } from "./parts.js"

const MOST_IN_HALL = 4

/** The middle of the answers in words: a level, or between two. */
function centre(median, words, brief) {
  if (median == null) return ""
  const low = words[Math.floor(median)]
  return Number.isInteger(median)
    ? low
    : t(brief ? "grid.betweenBrief" : "grid.between", { low, high: words[Math.ceil(median)] })
}

/** props: activity, view, big?, hide? (entry) → a button. */
define("lab-grid-table", class extends LabElement {
  render() {
    const { activity, view, big } = this.props
    const rows = rowsOf(activity, activity.rows ? [] : itemsOf(view, activity))
    const columns = columnsOf(activity)
    const differs = Object.values(activity.cells ?? {}).some((cell) => cell.differs)
    if (isHidden(activity)) return h("p", { class: "quiet" },
      activity.holds === "level" ? t("grid.hidden") : t("grid.hiddenCount", { n: activity.count }))
    return [
      activity.levels && h("ul", { class: "level-key", role: "list", key: "key" }, activity.levels.map((word, level) =>
        h("li", { key: String(level) },
          h("span", { class: "level-bar", "aria-hidden": "true" },
            h("span", { class: `l${level}`, vars: { "--part": "1" } })),
          `${level} ${apart(word)}`)),
        big && differs && h("li", { key: "differs" }, h("span", { class: "flag differs" }, t("flag.differs")))),
      h("div", { class: "grid-scope", key: "table" }, h("table", { class: columns.length > 2 ? "grid-table many" : "grid-table", role: "table" },
        h("caption", { class: "visually-hidden" }, activity.title),
        h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
          h("td", { role: "cell", class: "corner" }),
          columns.map(({ id, title }) => h("th", { scope: "col", role: "columnheader", key: id }, title)))),
        h("tbody", { role: "rowgroup", "data-fit": big ? "whole" : null }, rows.map((row) => h("tr", { role: "row", key: row.id },
          h("th", { scope: "row", role: "rowheader" }, row.title),
          columns.map((column) => this.#cell(row, column))))))),
    ]
  }

  #cell(row, column) {
    const { activity, big, hide } = this.props
    const cell = activity.cells?.[`${row.id}.${column.id}`]
    const entries = entriesIn(activity.entries, row.id, column.id)
    const shown = big ? entries.slice(0, MOST_IN_HALL) : entries
    const empty = cell?.n === undefined && entries.length === 0
    return h("td", { role: "cell", key: column.id, class: empty ? "empty" : null },
      h("div", { class: "inside" },
        h("span", { class: "column-name", "aria-hidden": "true" }, column.title),
        cell?.n > 0 && this.#levels(cell),
        shown.length > 0 && h("ul", { class: "said", "data-fit": big ? "inner" : null }, shown.map((entry) =>
          h("li", { key: entry.id }, entry.text, !big && by(entry), hide?.(entry)))),
        entries.length > shown.length && h("p", { class: "quiet" },
          t("grid.more", { n: entries.length - shown.length })),
        empty && h("p", {}, t(activity.holds === "level" ? "grid.notAnswered" : "grid.nobody"))))
  }

  #levels(cell) {
    const { activity, big } = this.props
    const { levels } = activity
    const sides = Object.entries(cell.sides ?? {})
    const last = Object.keys(cell.rounds ?? {}).sort((a, b) => a - b).at(-1)
    return [
      h("div", { class: "level-bar", "aria-hidden": "true", key: "bar" },
        LEVELS.filter((level) => cell.counts[level] > 0).map((level) =>
          h("span", { class: `l${level}`, key: String(level), vars: { "--part": String(cell.counts[level]) } }))),
      h("p", { key: "middle" }, h("span", { class: "centre" }, centre(cell.median, levels, big)),
        h("span", { class: "quiet" }, ` · ${t("grid.answered", { n: cell.n })}`)),
      !big && h("p", { class: "quiet small", key: "counts" },
        LEVELS.map((level) => `${apart(levels[level])}: ${cell.counts[level]}`).join(" · ")),
      cell.differs && h("p", { key: "differs" }, h("span", { class: "flag differs" }, big
        ? h("span", {}, sides.map(([side, { median }]) =>
          h("span", { class: "block", key: side }, `${t(`grid.side.${side}`)}: ${centre(median, levels, true)}`)))
        : t("flag.differs"))),
      !big && sides.map(([side, { n, median }]) => h("p", { class: "quiet small", key: side },
        t("grid.side", { side: t(`grid.side.${side}`), level: centre(median, levels), n }))),
      !big && cell.roles && h("details", { key: "roles" },
        h("summary", {}, t("groups.title")),
        groupsOf({ roles: cell.roles }).map(({ id, name, value: { n, median } }) => h("p", { class: "quiet small", key: id },
          t("grid.side", { side: name, level: centre(median, levels), n })))),
      last && h("p", { class: "quiet small", key: "before" },
        t("results.before", { value: centre(cell.rounds[last].median, levels) })),
    ]
  }
})
