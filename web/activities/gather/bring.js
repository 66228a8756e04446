// A list that was made before: typed, pasted or from a file, looked at, and then brought in.

import { announce } from "../../elements/announcer.js"
import "../../elements/dialog.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { button, choice, field } from "../../elements/parts.js"
import { ordered } from "../../models/collections.js"
import { t } from "../../models/words.js"
import { batches, ideasOf, ListProblem, textOf } from "./list.js"

const MOST_BYTES = 5_000_000
const STATES = ["open", "paused"]

/** props: session, activity. */
define("lab-bring", class extends LabElement {
  #open = false
  #text = ""
  #file
  #group
  #problem

  #begin = () => {
    this.#open = true
    this.#text = ""
    this.#file = this.#group = this.#problem = undefined
    this.update()
  }

  #end = () => {
    this.#open = false
    this.update()
  }

  /** A file replaces what was typed: its ideas stand in the field, to be looked at and changed. */
  #read = async ({ target }) => {
    const [file] = target.files
    if (!file) return
    try {
      if (file.size > MOST_BYTES) throw new ListProblem("bring.tooBig")
      const ideas = ideasOf(textOf(await file.arrayBuffer()), file.name)
      this.#file = new Map(ideas.map((idea) => [idea.text, idea]))
      this.#text = ideas.map(({ text }) => text).join("\n")
      this.#problem = undefined
      announce(t("bring.found", { n: ideas.length }))
    } catch (error) {
      if (!(error instanceof ListProblem)) throw error
      this.#problem = error
      announce(t(error.key, error.values))
    }
    target.value = ""
    this.update()
  }

  /** The ideas as they stand in the field, with the tags that a file gave them. */
  #ideas() {
    return ideasOf(this.#text).map((idea) => this.#file?.get(idea.text) ?? idea)
  }

  #bring = (event) => {
    event.preventDefault()
    const { session, activity } = this.props
    try {
      const ideas = this.#ideas()
      if (ideas.length === 0) throw new ListProblem("bring.none")
      if (activity.groups && !this.#group) throw new ListProblem("bring.noGroup")
      for (const list of batches(ideas, activity, this.#group)) {
        session.send("bringInIdeas", { activity: activity.id, ideas: list }, { note: t("bring.done", { n: list.length }) })
      }
      this.#end()
    } catch (error) {
      if (!(error instanceof ListProblem)) throw error
      this.#problem = error
      this.update()
      this.querySelector(".error")?.scrollIntoView({ block: "nearest" })
    }
  }

  #count() {
    try {
      return this.#ideas().length
    } catch {
      return 0
    }
  }

  render() {
    const { activity } = this.props
    if (!STATES.includes(activity.state)) return undefined
    const count = this.#open ? this.#count() : 0
    return [
      h("div", { class: "row" }, button(t("bring.title"), this.#begin, { kind: "plain" })),
      this.#open && h("lab-dialog", { props: {
        heading: t("bring.title"), onclose: this.#end,
        content: h("form", { class: "stack", onsubmit: this.#bring },
          h("p", { class: "quiet" }, t("bring.hint")),
          field({
            id: "bring-list", label: t("bring.list"), area: 8, value: this.#text, oninput: ({ target }) => {
              this.#text = target.value
              this.#problem = undefined
              this.update()
            },
          }),
          h("div", { class: "field", key: "file" },
            h("label", { for: "bring-file" }, t("bring.file")),
            h("p", { class: "hint", id: "bring-file-hint" }, t("bring.fileHint")),
            h("input", {
              id: "bring-file", type: "file", accept: ".txt,.csv,.tsv,.json,text/plain,text/csv,application/json",
              "aria-describedby": "bring-file-hint", onchange: this.#read,
            })),
          activity.groups && choice({
            legend: t("bring.group"), name: "bring-group", value: this.#group,
            options: ordered(activity.groups).map(({ id, title }) => [id, title]),
            onchange: (id) => {
              this.#group = id
              this.#problem = undefined
              this.update()
            },
          }),
          this.#problem && h("p", { class: "error", role: "alert", key: "problem" }, t(this.#problem.key, this.#problem.values)),
          h("button", { class: "button main" }, count > 0 ? t("bring.go", { n: count }) : t("bring.goNone"))),
      } }),
    ]
  }
})
