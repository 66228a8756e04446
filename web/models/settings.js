// What a person chose for this browser.

import { Emitter } from "./emitter.js"
import { browser } from "./storage.js"

const KEY = "coprolab.settings"
const DEFAULTS = { keys: true, easy: false, rateList: false, size: "1", contrast: "device", theme: "device" }

class Settings extends Emitter {
  #values = { ...DEFAULTS, ...browser.get(KEY) }

  #paper = false

  get values() {
    if (this.#paper) return { ...this.#values, rateList: true }
    // One thing a screen, for whoever reads it easy.
    return this.#values.easy ? { ...this.#values, rateList: false } : this.#values
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

/**
 * `keys`: single-key shortcuts on; `easy`: Easy Read; `rateList`: rating as a list; `size` of the letters, "1" to "4";
 * `contrast`: "device" or "high"; `theme`: "device", "light" or "dark".
 */
export const settings = new Settings()
