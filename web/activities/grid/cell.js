// One cell of a grid while it is filled.

import { Added } from "../../elements/added.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { button, field } from "../../elements/parts.js"
import { lengthOf } from "../../models/lab.js"
import { factsText, t } from "../../models/words.js"
import { by, LEVELS } from "./parts.js"

const ENTRY_LIMIT = 300

/** props: answering, activity, row, column, level, entries (mine), others, may, unsaved */
define("lab-grid-cell", class extends LabElement {
  #text = ""
  #added = new Added(this)
  #editing
  #values
  /** What was withdrawn here, so that the way back stays in reach. */
  #withdrawn = []

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
    this.#text = ""
    return this.#added.show(this.#send("addEntry", { ...this.#place(), text }), t("grid.added"), event)
  }

  #save = (event) => {
    event.preventDefault()
    const { entry, text, version } = this.#values
    if (!text.trim()) return
    this.#send("editEntry", { entry, version, text: text.trim() }, { note: t("note.edited") })
    this.#editing = undefined
    this.update()
  }

  #withdraw(entry) {
    const command = this.#send("withdrawEntry", { entry: entry.id }, { note: t("note.withdrawn") })
    this.#withdrawn = [...this.#withdrawn, { command, text: entry.text }]
    this.update()
  }

  render() {
    const { answering, activity, row, column, may, others, entries } = this.props
    const gone = may ? this.#withdrawn.filter(({ command }) => answering.session.stands(command)) : []
    const id = `cell-${row.id}-${column.id}`
    return h("section", { class: "card grid-cell", "aria-labelledby": id },
      h("div", { class: "stack tight" },
        h("h3", { id }, column.title),
        column.hint && h("p", { class: "hint" }, column.hint)),
      activity.levels && this.#levels(id),
      activity.holds !== "level" && [
        entries.length + gone.length > 0 && h("ul", { class: "own-entries", role: "list", key: "own" },
          entries.map((entry) => this.#own(entry)),
          gone.map(({ command, text }) => h("li", { class: "own-entry gone", key: command },
            h("p", {}, t("gather.withdrawn", { text })),
            button(t("undo"), () => answering.session.undo(command, t("note.back")),
              { kind: "plain", "aria-label": t("undoThis", { text }) })))),
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
      h("legend", {}, t("grid.how"), h("span", { class: "visually-hidden" }, ` ${factsText([row.title, column.title])}`),
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
      this.#added.line(key, this.#text),
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
          () => this.#withdraw(entry),
          { kind: "plain", "aria-label": t("gather.withdrawThis", { text: entry.text }) })))
  }
})
