// `grid`: one row a screen, each cell with a level, words, or both; then all of it as a table.

import { define, h, LabElement } from "../../elements/dom.js"
import { addKeys } from "../../elements/keys.js"
import { button, notice } from "../../elements/parts.js"
import { addStyles } from "../../elements/styles.js"
import { itemsOf } from "../../models/lab.js"
import { settings } from "../../models/settings.js"
import { apart, factsText, t } from "../../models/words.js"
import { columnsOf, entriesIn, mayWrite, rowsOf } from "./model.js"
import { isHidden, rolesText } from "./parts.js"
import "./cell.js"
import "./desk.js"
import "./table.js"

await addStyles("/activities/grid/grid.css")

define("lab-grid", class extends LabElement {
  #index = 0
  #stop = []

  connected() {
    this.#stop = [
      settings.subscribe(() => this.update()),
      addKeys({
        n: { text: "keys.next", action: () => this.#go(1) },
        b: { text: "keys.back", action: () => this.#go(-1) },
      }),
    ]
  }

  disconnected() {
    this.#stop.forEach((stop) => stop())
  }

  #rows() {
    const { activity, view } = this.props
    return rowsOf(activity, activity.rows ? [] : itemsOf(view, activity), true)
  }

  #go(step) {
    if (!this.props.open) return
    this.#index = Math.min(this.#rows().length, Math.max(0, this.#index + step))
    this.update()
    scrollTo(0, 0)
    this.querySelector("h2")?.focus({ preventScroll: true })
  }

  #may() {
    const { answering, activity, open } = this.props
    const role = answering.person?.role ?? answering.session.state.mine.participant?.role
    return open && mayWrite(activity, role)
  }

  render() {
    const { activity, view, mine, open } = this.props
    const rows = this.#rows()
    if (rows.length === 0) return h("p", { class: "quiet" }, t("grid.noRows"))
    if (!open) return [this.#own(), h("lab-grid-table", { key: "all", props: { activity, view } })]
    const may = this.#may()
    if (settings.isOnPaper) return rows.map((row) => this.#row(row, may, `grid-row-${row.id}`))
    const index = Math.min(this.#index, rows.length)
    const row = rows[index]
    return [
      !may && notice(h("p", {}, t("grid.waitTurn", { roles: rolesText(activity.firstRoles) }))),
      may && activity.firstRoles && !activity.allWrite && h("div", { class: "notice calm", key: "first" },
        h("p", {}, t("grid.youFirst"))),
      h("p", { class: "quiet", key: "step" },
        row ? t("grid.step", { n: index + 1, of: rows.length }) : t("grid.all"),
        activity.backwards && row && ` · ${t("grid.backwards")}`),
      row ? this.#row(row, may) : h("section", { class: "stack", key: "summary" },
        h("h2", { tabindex: -1 }, t("grid.allTitle")),
        this.#own(),
        h("lab-grid-table", { props: { activity, view } })),
      h("nav", { class: "thumb", "aria-label": t("grid.rows"), key: "thumb" },
        h("div", { class: "row" },
          button(t("back"), () => this.#go(-1), { kind: "plain", disabled: index === 0 }),
          row && button(t(index === rows.length - 1 ? "grid.toAll" : "grid.next"),
            () => this.#go(1),
            { kind: "main" }))),
    ]
  }

  #row(row, may, id = "grid-row") {
    const { answering, activity, mine, pending } = this.props
    const own = mine?.entries ?? {}
    return h("section", { class: "stack", key: `row-${row.id}`, "aria-labelledby": id },
      h("div", { class: "grid-row-title" },
        h("h2", { id, tabindex: -1 }, row.title),
        row.hint && h("p", { class: "hint" }, row.hint)),
      columnsOf(activity).map((column) => h("lab-grid-cell", { key: column.id, props: {
        answering, activity, row, column, may,
        level: mine?.levels?.[`${row.id}.${column.id}`],
        entries: entriesIn(own, row.id, column.id),
        others: entriesIn(activity.entries, row.id, column.id)
          .filter(({ id }) => !own[id] && !own[answering.session.keyOf(id)]),
        unsaved: pending.some(({ name, body }) => name === "setLevel" && body.activity === activity.id &&
          body.row === row.id && body.column === column.id),
      } })))
  }

  /** What I said myself, while the rest is hidden. */
  #own() {
    const { activity, view, mine } = this.props
    if (!isHidden(activity) || !(mine?.levels || mine?.entries)) return undefined
    const rows = rowsOf(activity, activity.rows ? [] : itemsOf(view, activity))
    const said = (row, column) => {
      const level = mine.levels?.[`${row.id}.${column.id}`]
      const texts = entriesIn(mine.entries, row.id, column.id).map(({ text }) => text)
      const all = level === undefined ? texts : [`${level} ${activity.levels[level]}`, ...texts]
      return all.length > 0 && h("li", { key: `${row.id}.${column.id}` },
        `${factsText([row.title, column.title])}: ${all.map(apart).join(t("list.semicolon"))}`)
    }
    return notice(h("p", {}, t("grid.yours")),
      h("ul", { key: "own" }, rows.flatMap((row) => columnsOf(activity).map((column) => said(row, column)))))
  }
})

define("lab-grid-screen", class extends LabElement {
  render() {
    const { activity, view } = this.props
    return [
      activity.firstRoles && !activity.allWrite && activity.state === "open" &&
        h("p", { class: "notice", key: "first" }, t("grid.firstWrite", { roles: rolesText(activity.firstRoles) })),
      isHidden(activity) ? this.#plan() : h("lab-grid-table", { key: "table", props: { activity, view, big: true } }),
    ]
  }

  /** What is asked, while answers are hidden. */
  #plan() {
    const { activity, view } = this.props
    const rows = rowsOf(activity, activity.rows ? [] : itemsOf(view, activity), true)
    const list = (lines) => h("ol", { class: "hall-items", role: "list", "data-fit": "" },
      lines.map(({ id, title }) => h("li", { key: id }, title)))
    return h("div", { class: "asks", key: "plan" },
      h("div", { class: "card stack tight" }, h("h2", {}, t("grid.rows")), list(rows)),
      h("div", { class: "card stack tight" }, h("h2", {}, t("grid.columns")), list(columnsOf(activity))))
  }
})
