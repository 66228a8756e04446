// Another lab from this one: for the next group, or to try it out beforehand. Nothing that anybody said comes along.

import { CallError } from "../models/calls.js"
import { organiserKey, templates } from "../models/making.js"
import { Keyring } from "../models/route.js"
import { t } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import { madeLab } from "./make.js"
import { button, field } from "./parts.js"

/** Where the simulated people find the server, when it isn't where they look by themselves. They speak no TLS. */
const server = () =>
  location.protocol === "https:" || location.origin === "http://localhost:8080" ? "" : ` --server ${location.origin}`

/** props: session, lab, onclose. */
define("lab-desk-again", class extends LabElement {
  #title
  #key = organiserKey()
  #asksKey = false
  /** What was asked for last: Enter in a field means that again. */
  #rehearses = false
  #problem
  #busy = false
  #made

  async connected() {
    if (this.#key) return
    // Where that isn't told, the answer says it.
    const { needsKey } = await templates().catch(() => ({}))
    this.#asksKey ||= Boolean(needsKey)
    this.update()
  }

  async #make(rehearsal) {
    const { session, lab } = this.props
    if (this.#busy) return
    this.#rehearses = rehearsal
    this.#problem = undefined
    const title = (this.#title ?? lab.title).trim()
    if (!title) {
      this.#problem = t("make.noTitle")
      this.update()
      this.querySelector("#again-title").focus()
      return
    }
    if (this.#asksKey && !this.#key.trim()) {
      this.#problem = t("make.needsKey")
      this.update()
      this.querySelector("#again-key").focus()
      return
    }
    this.#busy = true
    this.update()
    try {
      this.#made = await session.copied({ title, rehearsal }, this.#key.trim())
      new Keyring("facilitate", this.#made.id).update({
        token: this.#made.facilitatorToken, screen: this.#made.links.screen,
      })
      this.#made.rehearsal = rehearsal
      announce(t(rehearsal ? "make.rehearsalDone" : "make.done"))
    } catch (error) {
      this.#refused(error)
    }
    this.#busy = false
    this.update()
    this.querySelector(this.#made ? "#made-title" : this.#asksKey ? "#again-key" : "#again-title")?.focus()
  }

  #refused(error) {
    if (!(error instanceof CallError)) throw error
    const asked = this.#asksKey || this.#key
    this.#asksKey ||= error.status === 401
    if (error.status === 0) this.#problem = t("problem.unreachable")
    else if (error.status === 401) this.#problem = t(asked ? "make.wrongKey" : "make.needsKey")
    else this.#problem = error.detail || t("problem.other")
  }

  render() {
    const { lab, onclose } = this.props
    return h("lab-dialog", { props: {
      heading: t("again.title"), onclose, wide: true,
      content: this.#made ? [
        this.#made.rehearsal && h("p", { class: "notice", key: "rehearsal" }, t("again.tryIt"), " ",
          h("code", {}, `coprolab demo --join ${this.#made.code}${server()} --people 12`)),
        madeLab(this.#made),
      ] : h("form", { class: "stack", novalidate: true, onsubmit: (event) => {
        event.preventDefault()
        this.#make(this.#rehearses)
      } },
        h("p", {}, t("again.lead")),
        this.#problem && h("p", { class: "error", role: "alert" }, this.#problem),
        field({
          id: "again-title", label: t("make.name"), maxlength: 120, value: this.#title ?? lab.title,
          oninput: ({ target }) => (this.#title = target.value),
        }),
        this.#asksKey && field({
          id: "again-key", label: t("make.key"), hint: t("make.keyHint"), value: this.#key,
          oninput: ({ target }) => (this.#key = target.value),
        }),
        h("button", { class: "button main", disabled: this.#busy },
          t(this.#busy ? "make.making" : this.#rehearses ? "again.rehearse" : "again.go")),
        !this.#rehearses && h("p", { class: "quiet" }, t("again.rehearseLead")),
        button(t(this.#rehearses ? "again.go" : "again.rehearse"), () => this.#make(!this.#rehearses), { disabled: this.#busy })),
    } })
  }
})
