// What a part of the organiser's desk gathers over all labs: loaded as it opens, and anew with the list of labs.

import { CallError } from "../models/calls.js"
import { t } from "../models/words.js"
import { h, LabElement } from "./dom.js"
import { button, problemText } from "./parts.js"

/** props: organiser, labs. A part of it says in `load()` what it gathers, and shows `found`, undefined until it is there. */
export class OverAllLabs extends LabElement {
  found
  #problem

  connected() {
    this.#load()
  }

  changed(before) {
    // The list of labs comes anew when the page is looked at again; something may have been taken back meanwhile.
    if (before.labs && before.labs !== this.props.labs) this.#load()
  }

  #load = async () => {
    try {
      this.found = await this.load()
      this.#problem = undefined
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      this.found = undefined
      this.#problem = problemText(error)
    }
    this.update()
  }

  /** What stands there while nothing was found: that it is on its way, or why it isn't and the way to try again. */
  waiting() {
    return this.#problem
      ? h("div", { class: "notice", role: "alert", key: "problem" }, h("p", {}, this.#problem), button(t("organise.again"), this.#load))
      : h("p", { class: "quiet", role: "status", key: "loading" }, t("organise.loading"))
  }
}
