// What a person chose for this browser.

import { Emitter } from "./emitter.js"
import { browser } from "./storage.js"

const KEY = "coprolab.settings"
const DEFAULTS = { keys: true, easy: false, rateList: false }

class Settings extends Emitter {
  #values = { ...DEFAULTS, ...browser.get(KEY) }

  #paper = false

  get values() {
    return this.#paper ? { ...this.#values, rateList: true } : this.#values
  }

  /** Whether the page is being printed: then everything is asked at once, whatever was chosen. */
  get isOnPaper() {
    return this.#paper
  }

  set isOnPaper(on) {
    if (on === this.#paper) return
    this.#paper = on
    this.emit(this.values)
  }

  set(name, value) {
    this.#values = { ...this.#values, [name]: value }
    browser.set(KEY, this.#values)
    this.emit(this.values)
  }
}

/** `keys`: single-key shortcuts on; `easy`: the easy prompts; `rateList`: rating as a list. */
export const settings = new Settings()
