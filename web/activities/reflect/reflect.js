// `reflect`: the learning log. What somebody writes here is theirs alone; it can be written whenever the lab can be read.

import { Added } from "../../elements/added.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { button, field } from "../../elements/parts.js"
import { addStyles } from "../../elements/styles.js"
import { agenda, lengthOf, ordered } from "../../models/lab.js"
import { dateText, t } from "../../models/words.js"

await addStyles("/activities/reflect/reflect.css")

const LIMIT = 4000
const NEAR = 100

/** All of a person's notes in a lab, as a text to keep. */
export function notesText(view, mine) {
  const lines = [view.lab.title, dateText(new Date()), ""]
  for (const activity of agenda(view)) {
    const notes = activity.kind === "reflect" ? ordered(mine.activities?.[activity.id]?.notes) : []
    if (notes.length === 0) continue
    lines.push(activity.title, "")
    const questions = [...(activity.questions ?? []).map((text, index) => [text, index + 1]), ["", undefined]]
    for (const [question, number] of questions) {
      const found = notes.filter((note) => note.question === number)
      if (question && found.length > 0) lines.push(question)
      for (const { text } of found) lines.push(text, "")
    }
  }
  return lines.join("\n")
}

define("lab-reflect", class extends LabElement {
  #at = 0
  #drafts = {}
  #added = new Added(this)
  #editing
  #values
  #removed = []
  #focus

  drawn() {
    const wanted = this.#focus
    this.#focus = undefined
    if (wanted) this.querySelector(wanted)?.focus()
  }

  #go(step) {
    this.#at += step
    this.#editing = undefined
    this.#focus = "#note-text"
    this.update()
  }

  #add = (event) => {
    event.preventDefault()
    const { answering, activity } = this.props
    const text = (this.#drafts[this.#at] ?? "").trim()
    if (!text || lengthOf(text) > LIMIT) {
      this.#focus = "#note-text"
      return this.update()
    }
    const question = activity.questions?.[this.#at] && this.#at + 1
    this.#drafts[this.#at] = ""
    return this.#added.show(answering.send(activity.id, "writeNote", { text, ...(question && { question }) }), t("reflect.kept"), event)
  }

  #key(note) {
    return this.props.answering.session.keyOf(note.id)
  }

  #edit(note) {
    this.#editing = this.#key(note)
    this.#values = { text: note.text, version: note.version }
    this.#focus = "#note-edit"
    this.update()
  }

  #stop(note) {
    this.#focus = `[data-note="${CSS.escape(this.#key(note))}"] button`
    this.#editing = undefined
    this.update()
  }

  #save = (note) => (event) => {
    event.preventDefault()
    const { answering, activity } = this.props
    const text = this.#values.text.trim()
    if (!text || lengthOf(text) > LIMIT) return
    if (text !== note.text) answering.send(activity.id, "writeNote",
      { note: note.id, text, version: this.#values.version || note.version }, { note: t("note.edited") })
    this.#stop(note)
  }

  #remove(note) {
    const { answering, activity } = this.props
    const command = answering.send(activity.id, "removeNote", { note: note.id }, { note: t("reflect.removed") })
    this.#removed = [...this.#removed, { command, text: note.text }]
    this.#focus = "#own-notes"
    this.update()
  }

  #download = () => {
    const { view, answering } = this.props
    const text = notesText(view, answering.session.state.mine)
    const link = document.createElement("a")
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }))
    link.download = `${t("reflect.file")}.txt`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  }

  render() {
    const { activity, mine, view } = this.props
    if (activity.state === "draft") return h("p", { class: "quiet" }, t("activity.is.draft"))
    const questions = activity.questions ?? []
    const question = questions[this.#at]
    const notes = ordered(mine?.notes)
    const here = questions.length === 0 ? notes
      : notes.filter((note) => (question ? note.question === this.#at + 1 : note.question === undefined))
    const writable = view.lab.state !== "archived"
    const draft = this.#drafts[this.#at] ?? ""
    const left = LIMIT - lengthOf(draft)
    const near = left < NEAR && t(left < 0 ? "gather.tooLong" : "gather.left", { n: Math.abs(left) })
    const { session } = this.props.answering
    const gone = this.#removed.filter(({ command }) => session.stands(command))
    return [
      writable && h("form", { class: "card stack", key: "form", onsubmit: this.#add },
        questions.length > 0 && h("p", { class: "quiet", key: "step" },
          question ? t("reflect.step", { n: this.#at + 1, of: questions.length }) : t("reflect.free")),
        field({
          id: "note-text", key: `q${this.#at}`, label: question ?? t(questions.length > 0 ? "reflect.else" : "reflect.note"),
          area: 5, value: draft, [left < 0 ? "error" : "hint"]: near,
          oninput: ({ target }) => {
            this.#drafts[this.#at] = target.value
            this.update()
          },
        }),
        h("p", { class: "promise" }, t("reflect.promise")),
        h("div", { class: "row" }, h("button", { class: "button main" }, t("reflect.add"))),
        questions.length > 0 && h("div", { class: "row spread", key: "steps" },
          this.#at > 0 ? button(t("back"), () => this.#go(-1), { kind: "plain" }) : h("span", {}),
          this.#at < questions.length && button(t(this.#at + 1 < questions.length ? "reflect.next" : "reflect.else"),
            () => this.#go(1), { kind: "plain" }))),
      h("section", { class: "stack", key: "own" },
        h("h2", { id: "own-notes", tabindex: -1 }, t("reflect.own", { n: here.length })),
        here.length === 0 && gone.length === 0 && h("p", { class: "quiet" }, t("reflect.none")),
        h("ul", { class: "notes", role: "list" },
          [...here].reverse().map((note) => this.#note(note, writable)),
          gone.map((entry) => h("li", { class: "note gone", key: entry.command },
            h("p", {}, t("reflect.gone", { text: entry.text })),
            button(t("undo"), () => {
              this.#removed = this.#removed.filter((other) => other !== entry)
              this.props.answering.session.undo(entry.command, t("note.back"))
              this.update()
            }, { kind: "plain" }))))),
      notes.length > 0 && h("div", { class: "row", key: "download" },
        button(t("reflect.download"), this.#download, { kind: "plain" })),
    ]
  }

  #note(note, writable) {
    if (this.#editing === this.#key(note)) {
      return h("li", { class: "note", key: this.#key(note), "data-note": this.#key(note) },
        h("form", { class: "stack", onsubmit: this.#save(note) },
          field({
            id: "note-edit", label: t("reflect.change"), area: 5, value: this.#values.text,
            oninput: ({ target }) => (this.#values.text = target.value),
          }),
          h("div", { class: "row" },
            h("button", { class: "button main" }, t("save")),
            button(t("cancel"), () => this.#stop(note), { kind: "plain" }))))
    }
    return h("li", {
      class: note.unsaved ? "note unsaved" : "note", key: this.#key(note), "data-note": this.#key(note),
    },
      this.#added.line(this.#key(note), this.#drafts[this.#at]),
      h("p", { class: "idea-text" }, note.text),
      note.unsaved && h("p", { class: "quiet small" }, t("unsaved")),
      writable && h("div", { class: "row" },
        button(t("edit"), () => this.#edit(note),
          { kind: "plain", "aria-label": t("gather.editThis", { text: note.text }) }),
        button(t("reflect.remove"), () => this.#remove(note),
          { kind: "plain", "aria-label": t("reflect.removeThis", { text: note.text }) })))
  }
})

define("lab-reflect-screen", class extends LabElement {
  render() {
    const { activity } = this.props
    return [
      activity.questions && h("ol", { class: "log-questions", "data-fit": "" },
        activity.questions.map((question, index) => h("li", { key: index }, question))),
      h("p", { class: "quiet thoughts" }, t("reflect.hall")),
    ]
  }
})

define("lab-reflect-desk", class extends LabElement {
  render() {
    const { activity } = this.props
    return [
      activity.questions && h("ol", { class: "log-questions" },
        activity.questions.map((question, index) => h("li", { key: index }, question))),
      h("p", { class: "notice calm" }, t("reflect.desk")),
    ]
  }
})
