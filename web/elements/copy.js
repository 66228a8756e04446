// A text with a button that copies it; on plain http too, where the browser offers no clipboard object.

import { t } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import { button } from "./parts.js"

define("lab-copy", class extends LabElement {
  #copied = false

  #copy = async () => {
    const input = this.querySelector("input")
    try {
      await navigator.clipboard.writeText(this.props.value)
    } catch {
      input.select()
      document.execCommand("copy")
    }
    this.#copied = true
    announce(t("copied"))
    this.update()
    setTimeout(() => {
      this.#copied = false
      this.update()
    }, 3_000)
  }

  render() {
    const { id, label, value, code } = this.props
    return h("div", { class: "copy" },
      h("label", { for: id }, label),
      h("input", { id, readonly: true, value, dir: "ltr", class: code ? "secret" : "", onfocus: ({ target }) => target.select() }),
      button(this.#copied ? t("copied") : t("copy"), this.#copy,
        { kind: "plain", "aria-label": t(this.#copied ? "copiedWhat" : "copyWhat", { what: label }) }))
  }
})
