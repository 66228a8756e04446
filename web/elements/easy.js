// Easy Read, in one tap: easy words, one thing at a time, pictures beside words, and a voice. What it needs besides comes
// when somebody asks for it.

import { settings } from "../models/settings.js"
import { t } from "../models/words.js"
import { define, h, LabElement, redraw } from "./dom.js"

let symbols
let coming

function bring() {
  if (!settings.values.easy || coming) return
  coming = Promise.all([import("./symbols.js"), import("./listen.js")]).then(([found]) => {
    symbols = found
    redraw()
  }, () => (coming = undefined))
}

let isEasy = settings.values.easy
bring()
settings.subscribe(({ easy }) => {
  if (easy === isEasy) return
  isEasy = easy
  bring()
  redraw()
})

/** A picture to go with words, for whoever reads it easy. */
export const symbol = (name) => (name && settings.values.easy ? symbols?.picture(name) : undefined)

/** For a step where one writes, and reads what others wrote: read easy, it is first the one and then the other. */
export class Halves {
  #element
  #reads = false

  constructor(element) {
    this.#element = element
  }

  /** {writes, reads}: which half is on the screen. */
  shown(open) {
    const both = !settings.values.easy || !open
    return { writes: both || !this.#reads, reads: both || this.#reads }
  }

  /** The way to the other half; nothing where both are there. `n` others wrote something. */
  way(open, n) {
    if (!settings.values.easy || !open) return undefined
    return h("button", { type: "button", class: "button plain", key: "halves", onclick: this.#turn },
      symbol(this.#reads ? "back" : "eye"), this.#reads ? t("easy.back") : t("easy.others", { n }))
  }

  #turn = () => {
    this.#reads = !this.#reads
    this.#element.update()
    scrollTo(0, 0)
    this.#element.querySelector(this.#reads ? "h2" : "textarea")?.focus({ preventScroll: true })
  }
}

const BOOK = "M12 6C10 5 7 5 4 5v14c3 0 6 0 8 1 2-1 5-1 8-1V5c-3 0-6 0-8 1v14"

/** Turns Easy Read on and off; where it is on, the page can be read aloud. */
define("lab-easy", class extends LabElement {
  render() {
    const { easy } = settings.values
    return h("div", { class: "easy no-print" },
      h("button", {
        type: "button", class: "button plain", "aria-pressed": String(easy), onclick: () => settings.set("easy", !easy),
      },
        h("svg", { class: "symbol", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, h("path", { d: BOOK })),
        h("span", {}, t("easy.title"))),
      easy && h("lab-listen", { props: {} }))
  }
})
