// What a facilitator notes when the lab has ended: the hash against which its journal can be held later.

import { CallError } from "../models/calls.js"
import { t } from "../models/words.js"
import "./copy.js"
import { define, h, LabElement } from "./dom.js"

/** props: session. Shows nothing until the server has told it. */
define("lab-desk-head", class extends LabElement {
  #head

  async connected() {
    try {
      const { head } = await this.props.session.head()
      this.#head = head
      this.update()
    } catch (error) {
      // Without a network there is none; it stands in the report as well.
      if (!(error instanceof CallError)) throw error
    }
  }

  render() {
    if (!this.#head) return []
    return h("section", { class: "stack tight", "aria-labelledby": "head-title" },
      h("h3", { id: "head-title" }, t("desk.head")),
      h("p", {}, t("desk.head.lead")),
      // In groups, so that it can be copied by hand.
      h("p", { class: "hash" }, h("code", { dir: "ltr" }, this.#head.match(/.{1,8}/g).join(" "))),
      h("lab-copy", {
        props: { id: "head-check", label: t("desk.head.check"), value: `coprolab verify --head ${this.#head}` },
      }))
  }
})
