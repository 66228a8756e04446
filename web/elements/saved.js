// "Saved", always in sight. Only trouble and its end are spoken.

import { t } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"

define("lab-saved", class extends LabElement {
  #trouble = false

  changed() {
    const { saved } = this.props
    const trouble = saved === "late" || (saved === "offline" && this.#trouble)
    if (trouble && !this.#trouble) announce(t("saved.late"))
    if (!trouble && this.#trouble && saved === "saved") announce(t("saved.all"))
    this.#trouble = saved === "saved" ? false : trouble || this.#trouble
  }

  render() {
    const { saved } = this.props
    return h("p", { class: `saved ${saved}`, "data-saved": saved }, t(`saved.${saved}`))
  }
})
