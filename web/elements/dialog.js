// A modal dialog: Escape and Close end it, and the focus goes back to where it was.

import { t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { button } from "./parts.js"

let count = 0

/** props: heading, content (a description, or several), onclose; `wide` for much content. */
define("lab-dialog", class extends LabElement {
  #id = `dialog-${++count}`
  #before

  connected() {
    this.#before = document.activeElement
  }

  disconnected() {
    if (this.#before?.isConnected) this.#before.focus({ preventScroll: true })
  }

  #open = (dialog) => queueMicrotask(() => dialog.isConnected && !dialog.open && dialog.showModal())

  #ended = () => this.props.onclose()

  #backdrop = (event) => {
    if (event.target.tagName === "DIALOG") event.target.close()
  }

  render() {
    const { heading, content, wide } = this.props
    return h("dialog", {
      class: wide ? "wide" : "", "aria-labelledby": this.#id, ref: this.#open, onclose: this.#ended,
      onclick: this.#backdrop,
    },
      h("div", { class: "sheet" },
        h("header", {},
          h("h2", { id: this.#id, tabindex: -1 }, heading),
          button("×", () => this.querySelector("dialog").close(), { kind: "plain round", "aria-label": t("close") })),
        content))
  }
})
