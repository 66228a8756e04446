// A short sentence about what was just done. With an Undo it stays 20 s at the least, and while it is pointed at.

import { t } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import { button, problemText } from "./parts.js"
import { undoneText } from "./undo.js"

const STAYS = 20_000
const STAYS_WITHOUT_UNDO = 8_000

define("lab-note", class extends LabElement {
  #timer
  #shown
  #gone

  changed() {
    const { note } = this.props
    if (note === this.#shown) return
    this.#shown = note
    this.#gone = false
    clearTimeout(this.#timer)
    if (!note) return
    announce(note.problem ? problemText(note) : note.text)
    this.#wait()
  }

  disconnected() {
    clearTimeout(this.#timer)
  }

  #wait() {
    const time = this.#shown.undo ? STAYS : STAYS_WITHOUT_UNDO
    this.#timer = setTimeout(() => (this.matches(":hover, :focus-within") ? this.#wait() : this.#close()), time)
  }

  #close() {
    this.#gone = true
    this.update()
  }

  #undo = () => {
    const { session, note } = this.props
    session.undo(note.undo, undoneText(session, session.done(note.undo)))
  }

  render() {
    const { note } = this.props
    if (!note || this.#gone) return []
    return h("section", { class: note.problem ? "toast problem" : "toast", "aria-label": t("note.title") },
      h("p", {}, note.problem ? problemText(note) : note.text),
      note.undo && button(t("undo"), this.#undo, { kind: "inverse", picture: "undo" }),
      button("×", () => this.#close(), { kind: "inverse round", "aria-label": t("note.close") }))
  }
})
