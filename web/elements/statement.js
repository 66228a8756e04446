// The privacy notice and the accessibility statement: what the software does by itself, and what whoever runs the server says.
// What they haven't said is a gap that everybody sees.

import { CallError } from "../models/calls.js"
import { linked, notices, saidIn } from "../models/notices.js"
import { currentLanguage, loadSet, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import "./languages.js"
import { button, problemText, reading } from "./parts.js"
import { addStyles } from "./styles.js"

await Promise.all([addStyles("/styles/statement.css"), loadSet("pages")])

/** What the page is made of: {said: what the operator says}, {list: a heading of ours, with what stands under it}. */
const PRIVACY = [
  { said: "responsible" }, { said: "contact" }, { said: "officer" }, { said: "purpose" }, { said: "legalBasis" },
  { list: "stored", of: ["name", "role", "words", "need", "browser", "address"] },
  { list: "never", of: ["account", "cookies", "others", "messages"] },
  { list: "seen", of: ["step", "facilitator", "anonymous", "small", "organiser", "files"] },
  { said: "place" }, { said: "recipients" },
  { list: "kept", of: ["days", "own", "itself", "copies"] },
  { list: "rights", of: ["own", "mend", "erase", "trace", "ask"] },
  { said: "complaints" }, { said: "more" },
]
const ACCESSIBILITY = [
  { list: "there", of: ["keys", "reader", "letters", "easy", "tables", "time", "touch", "languages", "helper"] },
  { said: "limits", of: ["words", "media", "voice", "checks"] },
  { said: "tested" }, { said: "contact" }, { said: "complaints" }, { said: "more" },
]

/** props: lab, by which the address says which: privacy or accessibility. */
define("lab-statement", class extends LabElement {
  #found
  #problem

  connected() {
    this.#load()
  }

  drawn() {
    document.title = t(`pages.${this.props.lab}.title`)
  }

  #load = async () => {
    try {
      this.#found = await notices()
      this.#problem = undefined
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      this.#problem = problemText(error)
    }
    this.update()
  }

  render() {
    const { lab: page } = this.props
    return [
      h("header", { class: "statement-bar no-print" },
        h("a", { class: "brand", href: "/" }, "coprolab"),
        h("lab-languages", { props: {} })),
      h("main", { id: "main", class: "page statement" },
        h("h1", {}, t(`pages.${page}.title`)),
        h("p", { class: "lead" }, t(`pages.${page}.lead`)),
        this.#problem && h("div", { class: "notice", role: "alert", key: "problem" }, h("p", {}, this.#problem), button(t("join.tryAgain"), this.#load)),
        !this.#found && !this.#problem && h("p", { class: "quiet", role: "status", key: "loading" }, t("pages.loading")),
        this.#found && [this.#gaps(), (page === "privacy" ? PRIVACY : ACCESSIBILITY).map((part) => this.#part(part))],
        h("p", { class: "row no-print", key: "other" },
          page === "privacy" ? h("a", { class: "button link", href: "/accessibility" }, t("pages.accessibility"))
            : h("a", { class: "button link", href: "/privacy" }, t("pages.privacy")),
          h("a", { class: "button link", href: "/" }, t("pages.home"))),
        h("div", { class: "no-print", key: "reading" }, reading())),
    ]
  }

  #gaps() {
    const { lab: page } = this.props
    const { missing } = this.#found[page]
    return missing.length > 0 && h("div", { class: "notice", key: "gaps" },
      h("p", {}, h("strong", {}, t("pages.gap"))),
      h("ul", {}, missing.map((name) => h("li", { key: name }, h("a", { href: `#part-${name}` }, t(`pages.${page}.${name}`))))),
      h("p", {}, t("pages.gapsLead")))
  }

  #part({ said, list, of = [] }) {
    const { lab: page } = this.props
    const { texts, missing } = this.#found[page]
    const name = said ?? list
    const words = said && saidIn(texts[said], currentLanguage())
    const isGap = missing.includes(said)
    if (said && !words && !isGap) return undefined
    return h("section", { key: name, "aria-labelledby": `part-${name}` },
      h("h2", { id: `part-${name}` }, t(`pages.${page}.${name}`)),
      isGap && h("p", { class: "gap" }, t("pages.gap")),
      words && h("div", { class: "said", lang: words.language, dir: "auto" },
        words.paragraphs.map((text, index) => h("p", { key: String(index), dir: "auto" }, linked(text).map((piece) =>
          piece.href ? h("a", { href: piece.href, dir: "ltr" }, piece.text) : piece.text)))),
      of.length > 0 && h("ul", {}, of.map((each) => h("li", { key: each },
        t(`pages.${page}.${name}.${each}`, { n: this.#found.retentionDays })))))
  }
})
