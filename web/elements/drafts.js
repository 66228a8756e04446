// What was typed and not sent outlives a reload, and the turn of somebody else on the same device.

import { tab } from "../models/storage.js"
import { t } from "../models/words.js"
import "./copy.js"
import { define, h, LabElement } from "./dom.js"
import { button } from "./parts.js"

const FIELDS = "lab-activity :is(textarea, input:not([type]), input[type=text])"
/** So long a field that comes with the page may take; what finds none is shown. */
const PATIENCE = 2_000

/** Fields in which somebody has typed. */
const typed = new WeakSet()
addEventListener("input", ({ target }) => typed.add(target), true)

const keyOf = (field) => `${field.closest("lab-activity").props.activity.id} ${field.id}`

/** props: place, what the person's place is called on this device. Belongs into the room whose drafts it keeps. */
define("lab-drafts", class extends LabElement {
  /** Still to be put back: [{key, text}]. */
  #left = []
  #isShown = false
  #room
  #observer
  #timer

  get #name() {
    return `coprolab.drafts.${this.props.place}`
  }

  connected() {
    this.#room = this.closest("lab-room")
    this.#left = tab.get(this.#name) ?? []
    document.addEventListener("visibilitychange", this.#keep)
    addEventListener("pagehide", this.#keep)
    if (this.#left.length === 0) return
    this.#observer = new MutationObserver(() => this.#putBack())
    this.#observer.observe(this.#room, { childList: true, subtree: true })
    this.#timer = setTimeout(() => {
      this.#isShown = true
      this.update()
    }, PATIENCE)
    this.#putBack()
  }

  disconnected() {
    document.removeEventListener("visibilitychange", this.#keep)
    removeEventListener("pagehide", this.#keep)
    this.#observer?.disconnect()
    clearTimeout(this.#timer)
    this.#keep()
  }

  #keep = () => {
    const fields = [...this.#room.querySelectorAll(FIELDS)].filter((field) => typed.has(field) && field.value.trim())
    const drafts = [...this.#left, ...fields.map((field) => ({ key: keyOf(field), text: field.value }))]
    tab.set(this.#name, drafts.length > 0 ? drafts : undefined)
  }

  #putBack() {
    for (const field of this.#room.querySelectorAll(FIELDS)) {
      const draft = !field.value && this.#left.find(({ key }) => key === keyOf(field))
      if (!draft) continue
      this.#drop(draft)
      field.value = draft.text
      field.dispatchEvent(new Event("input", { bubbles: true }))
    }
  }

  #drop(draft) {
    this.#left = this.#left.filter((other) => other !== draft)
    if (this.#left.length === 0) this.#observer.disconnect()
    this.update()
  }

  render() {
    return this.#isShown && this.#left.map((draft, at) =>
      h("section", { class: "notice", key: draft.key, "aria-label": t("draft.title") },
        h("lab-copy", { props: { id: `draft-${at}`, label: t("draft.title"), value: draft.text } }),
        button(t("late.drop"), () => this.#drop(draft), { kind: "plain" })))
  }
})
