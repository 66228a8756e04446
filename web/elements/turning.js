// One thing a screen: which of some items is in sight, the way to the next and back, and the end of them.

import { h } from "./dom.js"
import { button } from "./parts.js"
import { settings } from "../models/settings.js"
import { t } from "../models/words.js"

export class Turning {
  #element
  #index
  #atEnd = false

  constructor(element) {
    this.#element = element
  }

  /** Past the last of them. */
  get atEnd() {
    return this.#atEnd
  }

  /** Which of so many is in sight. `begin` says at which to begin, or less than 0 where nothing is left to be answered. */
  place(count, begin) {
    if (this.#index === undefined) {
      const first = begin()
      this.#index = Math.max(0, first)
      this.#atEnd = count > 0 && first < 0
    }
    this.#index = Math.min(this.#index, Math.max(0, count - 1))
    return this.#index
  }

  go(step, count) {
    const last = count - 1
    if (this.#atEnd) this.#atEnd = step > 0
    else if (this.#index + step > last) this.#atEnd = true
    else this.#index = Math.max(0, this.#index + step)
    this.#show()
  }

  goTo(index) {
    this.#index = index
    this.#atEnd = false
    this.#show()
  }

  #show() {
    this.#element.update()
    scrollTo(0, 0)
    this.bring()
    this.#element.querySelector("h2")?.focus({ preventScroll: true })
  }

  /** With large letters what is asked may begin below what is in sight: then it comes up, no further than it must. */
  bring() {
    if (settings.values.easy) this.#element.querySelector(".rate-card, .single > .vote")?.scrollIntoView({ block: "nearest" })
  }

  /** Under the thumb: back, and on, with the words for it. */
  buttons(count, next = "rate.next") {
    return h("nav", { class: "thumb", "aria-label": t("rate.items"), key: "thumb" },
      h("div", { class: "row" },
        button(t("back"), () => this.go(-1, count), { kind: "plain", picture: "back", disabled: this.#index === 0 && !this.#atEnd }),
        !this.#atEnd && button(t(this.#index === count - 1 ? "rate.finish" : next), () => this.go(1, count),
          { kind: "main", picture: "next" })))
  }
}
