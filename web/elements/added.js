// What somebody just gave stands in sight, and a line on it says that it is there.

import { announce } from "./announcer.js"
import { h } from "./dom.js"

export class Added {
  #element
  #key
  #text
  #isSeen = false

  constructor(element) {
    this.#element = element
  }

  /**
   * Something was sent from a form: its command's id is `key`. The focus stays on what was pressed, so that the next Tab
   * leads to the new card; whoever sent it out of the field by a key goes on writing there.
   */
  show(key, text, event) {
    this.#key = key
    this.#text = text
    this.#isSeen = false
    this.#element.update()
    event?.submitter?.focus({ preventScroll: true })
    announce(text)
  }

  /** The line for the card of that key; none once something else is being written. */
  line(key, isWriting) {
    return key === this.#key && !isWriting && h("p", { class: "added", key: "added", ref: this.#bring }, this.#text)
  }

  /** The card comes in sight once it stands on the page. */
  #bring = (line) => {
    if (this.#isSeen) return
    this.#isSeen = true
    queueMicrotask(() => line.parentElement?.scrollIntoView({ block: "nearest" }))
  }
}
