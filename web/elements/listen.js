// The page read aloud by the browser's own voice, each part in its own language. Hidden where there is no voice for it.

import { currentLanguage, labLanguage, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { symbol } from "./easy.js"

const voice = globalThis.speechSynthesis
const BLOCKS = "p, h1, h2, h3, h4, li, dt, dd, td, th, legend, label, figcaption, blockquote, summary"
/** What isn't read: what one taps to do something, what one writes into, and what only the eye needs. */
const SILENT = "nav, button, select, textarea, input, svg, lab-easy, [aria-hidden=true], .visually-hidden, .no-speech"
/** A little slower than people speak. */
const RATE = 0.9

const base = (tag) => tag.replace("_", "-").split("-")[0].toLowerCase()
const voiceFor = (tag) => voice?.getVoices().find(({ lang }) => base(lang) === base(tag))

/** What is said of a page, in its order: [{block, text, lang}]. */
export function sentences(root) {
  const found = []
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const { data, parentElement: place } = walker.currentNode
    if (!data.trim() || place.closest(SILENT) || !place.checkVisibility({ visibilityProperty: true })) continue
    const block = place.closest(BLOCKS) ?? place
    const lang = place.closest("[lang]").getAttribute("lang")
    const last = found.at(-1)
    // An answer to choose is said as it is heard elsewhere: “5, a lot”.
    const label = block.localName === "label" && block.querySelector("[aria-label]")?.getAttribute("aria-label")
    if (last?.block === block && last.lang === lang) last.text += label ? "" : data
    else found.push({ block, lang, text: label || data })
  }
  return found
}

define("lab-listen", class extends LabElement {
  #speaking = false
  #block

  connected() {
    voice?.addEventListener?.("voiceschanged", this.#changed)
    document.addEventListener("click", this.#elsewhere, true)
  }

  disconnected() {
    voice?.removeEventListener?.("voiceschanged", this.#changed)
    document.removeEventListener("click", this.#elsewhere, true)
    this.#end()
  }

  #changed = () => this.update()

  /** Whoever goes on has heard enough. */
  #elsewhere = ({ target }) => {
    if (this.#speaking && !this.contains(target) && target.closest("button, a, summary")) this.#end()
  }

  #toggle = () => (this.#speaking ? this.#end() : this.#speak())

  #speak() {
    const all = sentences(document.querySelector("main")).filter(({ lang }) => voiceFor(lang))
    if (all.length === 0) return
    voice.cancel()
    this.#speaking = true
    all.forEach(({ block, text, lang }, index) => {
      const said = new SpeechSynthesisUtterance(text.trim())
      said.lang = lang
      said.voice = voiceFor(lang)
      said.rate = RATE
      said.onstart = () => this.#point(block)
      if (index === all.length - 1) said.onend = () => this.#end()
      said.onerror = ({ error }) => error !== "interrupted" && error !== "canceled" && this.#end()
      voice.speak(said)
    })
    this.update()
  }

  /** Shows what is being read. */
  #point(block) {
    this.#block?.removeAttribute("data-spoken")
    this.#block = this.#speaking ? block : undefined
    this.#block?.setAttribute("data-spoken", "")
  }

  #end() {
    if (!this.#speaking) return
    this.#speaking = false
    this.#point()
    voice.cancel()
    this.update()
  }

  render() {
    if (![currentLanguage(), labLanguage()].some((tag) => tag && voiceFor(tag))) return []
    return h("button", { type: "button", class: "button plain", onclick: this.#toggle },
      symbol(this.#speaking ? "stop" : "listen"), h("span", {}, t(this.#speaking ? "easy.stop" : "easy.listen")))
  }
})
