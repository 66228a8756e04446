// Takes in a lab that was kept: a file out, a lab with its links in.

import { CallError } from "../models/calls.js"
import { takeIn } from "../models/making.js"
import { Keyring } from "../models/route.js"
import { currentLanguage, has, t } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import { field, problemText } from "./parts.js"

/** More than this no server takes in; said before it is sent. */
const MOST = 32 * 1024 * 1024

/** Why a file was refused. The server says most exactly where it lies, in English; a word of its tells others what it is. */
function refusal({ detail, why }) {
  if (currentLanguage() === "en" && detail) return detail
  const text = `takeIn.refused.${why}`
  return t(has(text) ? text : "takeIn.refused")
}

/** props: onmade, which is given the lab with its secrets. */
define("lab-take-in", class extends LabElement {
  #file
  #key = ""
  #asksKey = false
  #problem
  #busy = false

  #choose = ({ target }) => {
    [this.#file] = target.files
    this.#problem = undefined
    this.update()
  }

  #send = async (event) => {
    event.preventDefault()
    if (!this.#file) return this.#say(t("takeIn.noFile"))
    if (this.#file.size > MOST) return this.#say(t("takeIn.tooLong"))
    this.#busy = true
    this.#problem = undefined
    this.update()
    try {
      const made = await takeIn(this.#file, this.#key.trim())
      new Keyring("facilitate", made.id).update({ token: made.facilitatorToken, screen: made.links.screen })
      announce(t("make.done"))
      return this.props.onmade(made)
    } catch (error) {
      this.#busy = false
      return this.#refused(error)
    }
  }

  #refused(error) {
    if (!(error instanceof CallError)) throw error
    const asked = this.#asksKey
    this.#asksKey ||= error.status === 401
    if (error.status === 401) return this.#say(t(asked ? "make.wrongKey" : "make.needsKey"), "take-in-key")
    return this.#say(error.status === 422 ? refusal(error) : problemText(error))
  }

  #say(words, focus = "take-in-file") {
    this.#problem = words
    this.update()
    this.querySelector(`#${focus}`)?.focus()
  }

  render() {
    return h("form", { class: "stack", onsubmit: this.#send, novalidate: true },
      h("p", {}, t("takeIn.lead")),
      h("ul", { class: "stack tight" },
        h("li", {}, t("takeIn.comes")), h("li", {}, t("takeIn.people")), h("li", {}, t("takeIn.stays"))),
      field({
        id: "take-in-file", label: t("takeIn.file"), hint: t("takeIn.fileHint"), error: this.#problem, type: "file",
        accept: ".json,application/json", onchange: this.#choose,
      }),
      this.#asksKey && field({
        id: "take-in-key", label: t("make.key"), hint: t("make.keyHint"), value: this.#key,
        oninput: ({ target }) => {
          this.#key = target.value
        },
      }),
      h("button", { class: "button main", disabled: this.#busy }, t(this.#busy ? "takeIn.busy" : "takeIn.go")))
  }
})
