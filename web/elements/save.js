// Saves a file that was made in this page, and a button that fetches it first.

import { CallError } from "../models/calls.js"
import { t } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import { button, problemText } from "./parts.js"

/** Hands a file to the browser, which saves it as it saves all files. */
function save({ name, type, text, blob }) {
  const url = URL.createObjectURL(blob ?? new Blob([text], { type }))
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  // Some browsers begin to read only after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/**
 * props: text (of the button), make (answers {name, type, text} or {name, blob} in time, or {problem} in words where there is no file;
 * nothing where it said why itself).
 */
define("lab-save", class extends LabElement {
  #busy = false
  #problem

  #save = async () => {
    if (this.#busy) return
    this.#busy = true
    this.#problem = undefined
    this.update()
    try {
      const file = await this.props.make()
      if (file?.problem) this.#problem = file.problem
      else if (file) {
        save(file)
        announce(t("save.done"))
      }
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      this.#problem = error.status === 0 ? t("save.unreachable") : problemText(error)
    } finally {
      this.#busy = false
      this.update()
    }
  }

  render() {
    return [
      button(t(this.#busy ? "save.making" : this.props.text), this.#save, { "aria-busy": this.#busy ? "true" : null }),
      this.#problem && h("p", { class: "error", role: "alert" }, this.#problem),
    ]
  }
})

/**
 * A name that every system takes: the lab's title without what some of them refuse. A title of which nothing stays is left
 * out; one that is a system's own word (CON, NUL) isn't alone in the name.
 */
export const fileName = (title, what, ending) => {
  const plain = [...title.normalize("NFC").replace(/['’]/gu, "").replace(/[^\p{L}\p{M}\p{N} -]+/gu, " ").replace(/\s+/gu, " ")].slice(0, 60).join("")
  return `${[plain.replace(/^[ -]+|[ -]+$/gu, ""), what].filter(Boolean).join(" - ")}.${ending}`
}
