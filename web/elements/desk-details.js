// What an organiser says of the lab: when and how people can come, who is paid, its words, its place.

import { KEPT, daysIn } from "../models/making.js"
import { LANGUAGES, t } from "../models/words.js"
import "./dialog.js"
import { define, h, LabElement } from "./dom.js"
import { button, field, notice } from "./parts.js"

const QUESTIONS = ["times", "pay", "expenses", "access"]
const WORDS = ["lab", "facilitator", "pledge", "coproduction", "professional", "community"]
const SIDES = ["community", "professional"]

/** props: session, view, onclose. */
define("lab-desk-details", class extends LabElement {
  #texts = {}
  #words = {}
  #language
  #days
  #problem
  #flags = {}
  #paid = {}
  #term = ""
  #meaning = ""

  #save = (event) => {
    event.preventDefault()
    const body = { ...this.#texts, ...this.#flags }
    if (Object.keys(this.#words).length > 0) body.words = this.#words
    if (Object.keys(this.#paid).length > 0) body.paid = this.#paid
    const { session, view } = this.props
    const days = this.#days === undefined ? view.lab.retentionDays : daysIn(this.#days)
    const most = view.lab.state === "ended" ? view.lab.retentionDays : KEPT.most
    if (!days || days > most) {
      this.#problem = t("make.keepProblem", { ...KEPT, most })
      this.update()
      return this.querySelector("#lab-keep").focus()
    }
    if (days !== view.lab.retentionDays) session.send("setRetention", { days }, { note: t("change.retention", { days }) })
    if (Object.keys(body).length > 0) session.send("setDetails", body, { note: t("details.saved") })
    if (this.#language && this.#language !== view.lab.language) {
      session.send("setLanguage", { language: this.#language }, { note: t("change.language", { language: LANGUAGES[this.#language] }) })
    }
    return this.querySelector("dialog").close()
  }

  #addTerm = () => {
    const term = this.#term.trim()
    const meaning = this.#meaning.trim()
    if (!term || !meaning) return
    this.props.session.send("setDetails", { glossary: { [term]: meaning } }, { note: t("details.saved") })
    this.#term = ""
    this.#meaning = ""
    this.update()
    this.querySelector("#term").focus()
  }

  render() {
    const { view, onclose } = this.props
    const details = view.lab.details ?? {}
    const text = (name, area) => field({
      id: `detail-${name}`, label: t(`about.${name}`), area, optional: true, value: this.#texts[name] ?? details[name] ?? "",
      maxlength: name === "context" ? 4000 : 500, oninput: ({ target }) => (this.#texts[name] = target.value),
    })
    const check = (id, label, checked, onchange) => h("label", { class: "switch", key: id },
      h("input", { type: "checkbox", role: "switch", checked, onchange: ({ target }) => onchange(target.checked) }),
      h("span", {}, label))
    return h("lab-dialog", { props: { heading: t("details.title"), onclose, wide: true, content: [
      h("form", { class: "stack", onsubmit: this.#save },
        h("p", { class: "quiet" }, t("details.lead")),
        h("section", { class: "stack card" }, h("h3", {}, t("about.setUp")),
          QUESTIONS.map((name) => text(name, 2)),
          SIDES.map((side) => check(`paid-${side}`, t(`details.paid.${side}`), this.#paid[side] ?? details.paid?.[side] === true,
            (on) => {
              // Both are said together: what is left open would say nothing.
              this.#paid = { ...Object.fromEntries(SIDES.map((each) => [each, details.paid?.[each] === true])), ...this.#paid, [side]: on }
              this.update()
            })),
          this.#onlyProfessionals(details) && notice(h("p", {}, t("details.onlyProfessionals")))),
        h("section", { class: "stack card" }, h("h3", {}, t("about.context")),
          text("context", 4), text("owner"), text("host")),
        h("section", { class: "stack card" }, h("h3", {}, t("make.language")), this.#languages(view.lab.language)),
        !view.lab.rehearsal && h("section", { class: "stack card", key: "keep" }, h("h3", {}, t("details.retention")),
          field({
            id: "lab-keep", label: t("make.keep"), hint: t(view.lab.state === "ended" ? "details.retentionOver" : "details.retentionHint"),
            inputmode: "numeric", maxlength: 4, class: "few", error: this.#problem, value: this.#days ?? String(view.lab.retentionDays),
            oninput: ({ target }) => (this.#days = target.value),
          })),
        h("section", { class: "stack card" }, h("h3", {}, t("details.words")),
          h("p", { class: "hint" }, t("details.wordsLead")),
          WORDS.map((name) => field({
            id: `word-${name}`, label: t(`details.word.${name}`), maxlength: 60, optional: true,
            value: this.#words[name] ?? details.words?.[name] ?? "",
            oninput: ({ target }) => (this.#words[name] = target.value),
          }))),
        h("section", { class: "stack card" }, h("h3", {}, t("about.safe")),
          ["hidesNames", "asksGuardian"].map((name) => check(name, t(`details.${name}`),
            this.#flags[name] ?? details[name] === true, (on) => (this.#flags[name] = on)))),
        h("button", { class: "button main" }, t("save"))),
      h("section", { class: "stack card" },
        h("h3", {}, t("about.glossary")),
        h("dl", { class: "chain" }, Object.entries(details.glossary ?? {}).sort(([a], [b]) => a.localeCompare(b)).map(([term, meaning]) =>
          h("div", { key: term }, h("dt", {}, term), h("dd", { class: "row spread" }, meaning,
            button(t("details.removeTerm"), () => this.props.session.send("setDetails", { glossary: { [term]: "" } }, { note: t("details.saved") }),
              { kind: "plain", "aria-label": t("details.removeThis", { term }) }))))),
        field({ id: "term", label: t("details.term"), maxlength: 60, value: this.#term, oninput: ({ target }) => (this.#term = target.value) }),
        field({ id: "meaning", label: t("details.meaning"), maxlength: 500, value: this.#meaning, oninput: ({ target }) => (this.#meaning = target.value) }),
        button(t("details.addTerm"), this.#addTerm, { kind: "plain" })),
    ] } })
  }

  /** The lab's own language stands among ours, whatever it is. */
  #languages(own) {
    return h("div", { class: "field" },
      h("label", { for: "lab-language", class: "visually-hidden" }, t("make.language")),
      h("p", { class: "hint", id: "lab-language-hint" }, t("details.languageHint")),
      h("select", {
        id: "lab-language", "aria-describedby": "lab-language-hint", value: this.#language ?? own,
        onchange: ({ target }) => (this.#language = target.value),
      },
        Object.entries({ [own]: own, ...LANGUAGES }).map(([tag, name]) => h("option", { key: tag, value: tag, lang: tag }, name))))
  }

  #onlyProfessionals(details) {
    const paid = { ...details.paid, ...this.#paid }
    return paid.professional === true && paid.community === false
  }
})
