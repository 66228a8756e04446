// `grid`: one row a screen, each cell with a level, words, or both; then all of it as a table.

import { announce } from "../../elements/announcer.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { addKeys } from "../../elements/keys.js"
import { button, field, notice } from "../../elements/parts.js"
import { addStyles } from "../../elements/styles.js"
import { itemsOf, lengthOf } from "../../models/lab.js"
import { listText, t } from "../../models/words.js"
import { columnsOf, entriesIn, mayWrite, rowsOf } from "./model.js"

await addStyles("/activities/grid/grid.css")

const ENTRY_LIMIT = 300
const LEVELS = [0, 1, 2, 3]
const MOST_IN_HALL = 4

/** The middle of the answers in words: a level, or between two. */
function centre(median, words, brief) {
  if (median == null) return ""
  const low = words[Math.floor(median)]
  return Number.isInteger(median)
    ? low
    : t(brief ? "grid.betweenBrief" : "grid.between", { low, high: words[Math.ceil(median)] })
}

const rolesText = (roles) => listText(roles.map((role) => t(`role.${role}`)))
const isHidden = ({ reveal, state }) => reveal === "never" || (reveal === "onReveal" && state !== "revealed")

/** One cell while it is filled. props: answering, activity, row, column, level, entries (mine), others, may, unsaved */
define("lab-grid-cell", class extends LabElement {
  #text = ""
  #editing
  #values

  #send(name, body, options) {
    const { answering, activity } = this.props
    return answering.send(activity.id, name, body, options)
  }

  #place() {
    const { row, column } = this.props
    return { row: row.id, column: column.id }
  }

  #add = (event) => {
    event.preventDefault()
    const text = this.#text.trim()
    if (!text || lengthOf(text) > ENTRY_LIMIT) return this.querySelector("textarea").focus()
    this.#send("addEntry", { ...this.#place(), text })
    announce(t("grid.added"))
    this.#text = ""
    this.update()
    return this.querySelector("textarea")?.focus()
  }

  #save = (event) => {
    event.preventDefault()
    const { entry, text, version } = this.#values
    if (!text.trim()) return
    this.#send("editEntry", { entry, version, text: text.trim() }, { note: t("note.edited") })
    this.#editing = undefined
    this.update()
  }

  render() {
    const { activity, row, column, may, others, entries } = this.props
    const id = `cell-${row.id}-${column.id}`
    return h("section", { class: "card grid-cell", "aria-labelledby": id },
      h("div", { class: "stack tight" },
        h("h3", { id }, column.title),
        column.hint && h("p", { class: "hint" }, column.hint)),
      activity.levels && this.#levels(id),
      activity.holds !== "level" && [
        entries.length > 0 && h("ul", { class: "own-entries", role: "list", key: "own" },
          entries.map((entry) => this.#own(entry))),
        (may || this.#text) && h("form", { class: "stack tight", key: "form", onsubmit: this.#add },
          field({
            id: `${id}-text`, area: 2, label: t(activity.holds === "both" ? "grid.example" : "grid.words"),
            value: this.#text, maxlength: ENTRY_LIMIT,
            oninput: ({ target }) => (this.#text = target.value),
            onkeydown: (event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit()
            },
          }),
          h("div", { class: "row" },
            h("button",
              { class: "button", disabled: !may, "aria-label": t("grid.addTo", { title: column.title }) },
              t("grid.add")))),
        others.length > 0 && h("div", { class: "stack tight", key: "others" },
          h("p", { class: "quiet" }, t("grid.others", { n: others.length })),
          h("ul", { class: "said" }, others.map((entry) => h("li", { key: entry.id }, entry.text, by(entry))))),
      ])
  }

  #levels(id) {
    const { activity, row, column, level, may, unsaved } = this.props
    const set = (value) => this.#send("setLevel", { ...this.#place(), level: value })
    return h("fieldset", { class: "rating", key: "level" },
      h("legend", {}, t("grid.how"), h("span", { class: "visually-hidden" }, ` ${row.title}, ${column.title}`),
        unsaved && h("span", { class: "quiet small" }, ` · ${t("unsaved")}`)),
      h("div", { class: "four" }, LEVELS.map((value) => h("label", { class: "level", key: String(value) },
        h("input", {
          type: "radio", name: `${id}-level`, value: String(value), checked: level === value, disabled: !may,
          onchange: () => set(value),
        }),
        h("b", {}, String(value)), h("span", {}, activity.levels[value])))),
      may && level !== undefined && h("div", {}, button(t("clear"), () => set(""),
        { kind: "link", "aria-label": t("grid.clearThis", { title: column.title }) })))
  }

  #own(entry) {
    const { may, answering } = this.props
    const key = answering.session.keyOf(entry.id)
    if (may && this.#editing === key) {
      return h("li", { class: "own-entry", key },
        h("form", { class: "stack tight", onsubmit: this.#save },
          field({
            id: "entry-edit", area: 2, label: t("grid.change"), value: this.#values.text, maxlength: ENTRY_LIMIT,
            oninput: ({ target }) => (this.#values.text = target.value),
          }),
          h("div", { class: "row" },
            h("button", { class: "button main" }, t("save")),
            button(t("cancel"), () => {
              this.#editing = undefined
              this.update()
            }, { kind: "plain" }))))
    }
    return h("li", { class: entry.unsaved ? "own-entry unsaved" : "own-entry", key },
      h("p", {}, entry.text),
      entry.unsaved && h("p", { class: "quiet small" }, t("unsaved")),
      entry.absence && h("p", { class: "quiet small" }, t("gather.absent.hidden")),
      may && !entry.absence && h("div", { class: "row" },
        button(t("edit"), () => {
          this.#editing = key
          this.#values = { entry: entry.id, text: entry.text, version: entry.version }
          this.update()
          this.querySelector("#entry-edit").focus()
        }, { kind: "plain", "aria-label": t("gather.editThis", { text: entry.text }) }),
        button(t("gather.withdraw"),
          () => this.#send("withdrawEntry", { entry: entry.id }, { note: t("note.withdrawn") }),
          { kind: "plain", "aria-label": t("gather.withdrawThis", { text: entry.text }) })))
  }
})

/** Whose words they are, where the activity shows it. */
function by({ name, role, support }) {
  const said = [name, role && t(`role.${role}`), support && t(`support.said.${support}`)].filter(Boolean)
  return said.length > 0 && h("span", { class: "quiet small block" }, said.join(", "))
}

define("lab-grid", class extends LabElement {
  #index = 0
  #stop = []

  connected() {
    this.#stop = [
      addKeys({
        n: { text: t("keys.next"), action: () => this.#go(1) },
        b: { text: t("keys.back"), action: () => this.#go(-1) },
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

  #row(row, may) {
    const { answering, activity, mine, pending } = this.props
    const own = mine?.entries ?? {}
    return h("section", { class: "stack", key: `row-${row.id}`, "aria-labelledby": "grid-row" },
      h("div", { class: "grid-row-title" },
        h("h2", { id: "grid-row", tabindex: -1 }, row.title),
        row.hint && h("p", { class: "hint" }, row.hint)),
      columnsOf(activity).map((column) => h("lab-grid-cell", { key: column.id, props: {
        answering, activity, row, column, may,
        level: mine?.levels?.[`${row.id}.${column.id}`],
        entries: entriesIn(own, row.id, column.id),
        others: entriesIn(activity.entries, row.id, column.id).filter(({ id }) => !own[id]),
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
        `${row.title}, ${column.title}: ${all.join("; ")}`)
    }
    return notice(h("p", {}, t("grid.yours")),
      h("ul", { key: "own" }, rows.flatMap((row) => columnsOf(activity).map((column) => said(row, column)))))
  }
})

/** All cells as a table. props: activity, view, big?, hide? (entry) → a button. */
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
          `${level} ${word}`)),
        big && differs && h("li", { key: "differs" }, h("span", { class: "flag differs" }, t("flag.differs")))),
      h("div", { class: "grid-scope", key: "table" }, h("table", { class: "grid-table", role: "table" },
        h("caption", { class: "visually-hidden" }, activity.title),
        h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
          h("td", { role: "cell", class: "corner" }),
          columns.map(({ id, title }) => h("th", { scope: "col", role: "columnheader", key: id }, title)))),
        h("tbody", { role: "rowgroup" }, rows.map((row) => h("tr", { role: "row", key: row.id },
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
        shown.length > 0 && h("ul", { class: "said" }, shown.map((entry) =>
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
        LEVELS.map((level) => `${levels[level]}: ${cell.counts[level]}`).join(" · ")),
      cell.differs && h("p", { key: "differs" }, h("span", { class: "flag differs" }, big
        ? h("span", {}, sides.map(([side, { median }]) =>
          h("span", { class: "block", key: side }, `${t(`grid.side.${side}`)}: ${centre(median, levels, true)}`)))
        : t("flag.differs"))),
      !big && sides.map(([side, { n, median }]) => h("p", { class: "quiet small", key: side },
        t("grid.side", { side: t(`grid.side.${side}`), level: centre(median, levels), n }))),
      last && h("p", { class: "quiet small", key: "before" },
        t("results.before", { value: centre(cell.rounds[last].median, levels) })),
    ]
  }
})

define("lab-grid-desk", class extends LabElement {
  render() {
    const { session, activity, view } = this.props
    const first = activity.firstRoles
    return [
      first && h("div", { class: activity.allWrite ? "notice calm" : "notice", key: "first" },
        h("p", {}, t(activity.allWrite ? "grid.allWrite" : "grid.firstWrite", { roles: rolesText(first) })),
        !activity.allWrite && button(t("grid.letAll"),
          () => session.send("letAllWrite", { activity: activity.id }, { note: t("grid.letAllDone") }))),
      h("lab-grid-table", { key: "table", props: { activity, view, hide: this.#hide } }),
    ]
  }

  #hide = (entry) => {
    const { session, activity } = this.props
    return h("div", {}, button(t("desk.hide"),
      () => session.send("hideEntry", { activity: activity.id, entry: entry.id }, { note: t("desk.hidden") }),
      { kind: "link", "aria-label": t("desk.hideThis", { text: entry.text }) }))
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
    const list = (lines) => h("ol", { class: "hall-items", role: "list" },
      lines.map(({ id, title }) => h("li", { key: id }, title)))
    return h("div", { class: "asks", key: "plan" },
      h("div", { class: "card stack tight" }, h("h2", {}, t("grid.rows")), list(rows)),
      h("div", { class: "card stack tight" }, h("h2", {}, t("grid.columns")), list(columnsOf(activity))))
  }
})
