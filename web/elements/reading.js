// How somebody reads: the size of the letters, contrast and colours. Kept for this browser, on every page but the hall's screen.

import { settings } from "../models/settings.js"
import { t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { choice } from "./parts.js"

const CHOICES = { size: ["1", "2", "3", "4"], contrast: ["device", "high"], theme: ["device", "light", "dark"] }

/** props: name, where several stand on a page. */
define("lab-reading", class extends LabElement {
  #stop

  connected() {
    this.#stop = settings.subscribe(() => this.update())
  }

  disconnected() {
    this.#stop()
  }

  render() {
    return h("div", { class: "stack" }, Object.entries(CHOICES).map(([name, options]) => choice({
      legend: t(`reading.${name}`), name: `reading-${name}`, value: settings.values[name],
      options: options.map((option) => [option, t(`reading.${name}.${option}`)]),
      onchange: (option) => settings.set(name, option),
    })))
  }
})
