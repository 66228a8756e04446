// One question of a survey while it is answered: its options, its scale, its number or its words, and how one knows.

import { announce } from "../../elements/announcer.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { button, field, reviewed } from "../../elements/parts.js"
import { numberIn } from "../../models/figures.js"
import { lengthOf, ordered } from "../../models/lab.js"
import { factsText, t } from "../../models/words.js"
import { optionsOf, picture } from "./parts.js"

const LEVELS = [1, 2, 3, 4, 5]
const TEXT_LIMIT = 1000
const EVIDENCE_LIMIT = 500

/**
 * props: answering, activity, question (as `asked` gives it), own (my answer), unsaved, draft ({value, evidence, editing}: what
 * is being written; its owner keeps it while the question is out of sight)
 */
define("lab-survey-question", class extends LabElement {
  #send(body, said) {
    const { answering, activity, question } = this.props
    answering.send(activity.id, "answerQuestion", { question: question.id, ...body })
    if (said) announce(said)
  }

  #choose(answer) {
    this.#send({ answer })
  }

  #toggle(option, on) {
    const { question, own } = this.props
    const chosen = Array.isArray(own?.answer) ? own.answer : []
    const next = optionsOf(question).map(({ id }) => id).filter((id) => (id === option ? on : chosen.includes(id)))
    if (question.max && next.length > question.max) {
      announce(t("survey.noMore", { n: question.max }))
      return this.update()
    }
    return this.#choose(next.length === 0 ? "" : next)
  }

  // What is written

  /** Saves what was written, as far as it can stand; nobody has to find the button first. */
  save() {
    const { question } = this.props
    if (question.type === "number") this.#saveNumber()
    if (question.type === "text") this.#saveText()
    if (question.evidence) this.#saveEvidence()
  }

  #isInRange(value) {
    const { min, max } = this.props.question
    return Number.isInteger(value) && value >= min && value <= max
  }

  #saveNumber() {
    const { own, draft } = this.props
    if (draft.value === undefined) return
    const value = draft.value.trim() === "" ? "" : numberIn(draft.value)
    if (value !== "" && !this.#isInRange(value)) return
    delete draft.value
    if (value !== (own?.answer ?? "")) this.#choose(value)
    this.update()
  }

  /** Saves a new text, or a change of the one that is being changed. */
  #saveText() {
    const { own, draft } = this.props
    const entry = draft.editing
    const text = draft.value?.trim()
    if (text === undefined || (text === "" && !entry) || lengthOf(text) > TEXT_LIMIT) return
    delete draft.value
    delete draft.editing
    const known = own?.texts?.[entry]
    if (text !== known?.text) {
      this.#send({ text, ...(known && { entry, version: known.version }) }, t("survey.savedText"))
    }
    this.update()
  }

  #saveEvidence() {
    const { own, draft } = this.props
    const evidence = draft.evidence?.trim()
    if (evidence === undefined || lengthOf(evidence) > EVIDENCE_LIMIT || own?.answer === undefined) return
    delete draft.evidence
    const known = own.evidence
    if (evidence !== (known?.text ?? "")) {
      this.#send({ evidence, ...(known && { version: known.version ?? 0 }) }, t("survey.savedText"))
    }
    this.update()
  }

  /** Keeps what is typed under this key of the draft. */
  #keep(key) {
    return ({ target }) => {
      this.props.draft[key] = target.value
      this.update()
    }
  }

  // What is on the screen

  render() {
    const { question, own, unsaved } = this.props
    const shape = {
      single: () => this.#options(), symbol: () => this.#options(), many: () => this.#options(),
      scale: () => this.#scale(), number: () => this.#number(), text: () => this.#texts(),
    }[question.type]
    return h("article", {
      class: unsaved ? "card survey-card unsaved" : "card survey-card", key: question.id, "data-type": question.type,
      "aria-labelledby": `q-${question.id}`,
    },
      question.asks && h("p", { class: "quiet" }, question.asks),
      h("h2", { id: `q-${question.id}`, tabindex: -1 },
        question.number && h("span", { class: "number" }, String(question.number)), " ", question.title),
      question.hint && h("p", { class: "hint", id: `h-${question.id}` }, question.hint),
      shape?.(),
      question.type !== "text" && question.type !== "number" && own?.answer !== undefined &&
        h("div", { class: "row", key: "clear" }, button(t("clear"), () => this.#choose(""),
          { kind: "link", "aria-label": t("rate.clearThis", { question: question.title }) })),
      question.evidence && own?.answer !== undefined && this.#evidence())
  }

  #fieldset(content) {
    const { question } = this.props
    return h("fieldset", { key: "fields", "aria-describedby": question.hint ? `h-${question.id}` : null },
      h("legend", { class: "visually-hidden" }, question.title), content)
  }

  #option({ id, title, symbol }, { type, checked, quietly }, onchange) {
    return h("label", { class: quietly ? "option quietly" : "option", key: id },
      h("input", { type, name: `q-${this.props.question.id}`, value: id, checked, onchange }),
      symbol && picture(symbol),
      !symbol && h("span", { class: "box", "aria-hidden": "true" }),
      h("span", {}, title),
      symbol && h("span", { class: "box", "aria-hidden": "true" }))
  }

  #options() {
    const { question, own } = this.props
    const answer = own?.answer
    const isMany = question.type === "many"
    const type = isMany ? "checkbox" : "radio"
    const isOn = (id) => (isMany ? Array.isArray(answer) && answer.includes(id) : answer === id)
    const unsure = this.#option({ id: "dontKnow", title: t("dontKnow") },
      { type, checked: answer === "dontKnow", quietly: true },
      ({ target }) => this.#choose(target.checked ? "dontKnow" : ""))
    return this.#fieldset([
      isMany && h("p", { class: "quiet", key: "many" },
        t(question.max ? "survey.upTo" : "survey.anyNumber", { n: question.max })),
      h("div", { class: question.type === "symbol" ? "options symbols" : "options", key: "options" },
        optionsOf(question).map((option) => this.#option(option, { type, checked: isOn(option.id) },
          ({ target }) => (isMany ? this.#toggle(option.id, target.checked) : this.#choose(option.id)))),
        question.type !== "symbol" && unsure),
      question.type === "symbol" && h("div", { class: "options", key: "unsure" }, unsure),
    ])
  }

  #scale() {
    const { question, own } = this.props
    const value = own?.answer
    const option = (level, label, kind) => h("label", { key: String(level), class: kind ?? "level" },
      h("input", {
        type: "radio", name: `q-${question.id}`, value: String(level), checked: String(value) === String(level),
        onchange: () => this.#choose(level),
        "aria-label": level === 1 && question.low ? factsText(["1", question.low])
          : level === 5 && question.high ? factsText(["5", question.high]) : null,
      }),
      h("span", {}, label))
    return this.#fieldset([
      h("div", { class: "scale", key: "scale" }, LEVELS.map((level) => option(level, String(level)))),
      (question.low || question.high) && h("div", { class: "ends", "aria-hidden": "true", key: "ends" },
        h("span", {}, question.low ?? ""), h("span", {}, question.high ?? "")),
      h("div", { class: "row", key: "unsure" }, option("dontKnow", t("dontKnow"), "level wide")),
    ])
  }

  #number() {
    const { question, own, draft } = this.props
    const known = typeof own?.answer === "number" ? String(own.answer) : ""
    const wrong = draft.value !== undefined && draft.value.trim() !== "" && !this.#isInRange(numberIn(draft.value))
    const id = `n-${question.id}`
    return h("form", { class: "stack", key: "number", novalidate: true, onsubmit: (event) => {
      event.preventDefault()
      this.#saveNumber()
    } },
      h("div", { class: "field" },
        h("label", { for: id, class: "visually-hidden" }, question.title),
        h("div", { class: "with-unit" },
          h("input", {
            id, type: "text", inputmode: question.min < 0 ? "text" : "numeric", autocomplete: "off",
            value: draft.value ?? known,
            "aria-invalid": wrong ? "true" : null, "aria-describedby": wrong ? `${id}-error` : null,
            oninput: this.#keep("value"), onchange: () => this.#saveNumber(),
          }),
          question.unit && h("span", {}, question.unit)),
        wrong && h("p", { class: "error", id: `${id}-error` },
          t("survey.range", { from: question.min, to: question.max }))),
      h("label", { class: "option quietly" },
        h("input", { type: "checkbox", checked: own?.answer === "dontKnow", onchange: ({ target }) => {
          delete draft.value
          this.#choose(target.checked ? "dontKnow" : "")
        } }),
        h("span", { class: "box", "aria-hidden": "true" }), h("span", {}, t("dontKnow"))))
  }

  #texts() {
    const { question, own, answering, draft } = this.props
    const texts = ordered(own?.texts)
    const key = (text) => answering.session.keyOf(text.id)
    const isEditing = (text) => draft.editing !== undefined && key(text) === answering.session.keyOf(draft.editing)
    const isFull = texts.length >= (question.max ?? 1)
    return h("div", { class: "stack", key: "words" },
      texts.length > 0 && h("ul", { class: "own-texts", role: "list", key: "own" }, texts.map((text) =>
        h("li", { class: text.unsaved ? "idea own unsaved" : "idea own", key: key(text) },
          isEditing(text)
            ? this.#textForm({ label: t("survey.change"), value: text.text, oncancel: () => {
              delete draft.editing
              delete draft.value
              this.update()
            } })
            : [
              h("p", { class: "idea-text" }, text.text),
              text.unsaved && h("p", { class: "quiet small" }, t("unsaved")),
              reviewed(text),
              h("div", { class: "row" },
                button(t("edit"), () => this.#edit(text),
                  { kind: "plain", "aria-label": t("gather.editThis", { text: text.text }) }),
                button(t("survey.remove"), () => this.#remove(text),
                  { kind: "plain", "aria-label": t("survey.removeThis", { text: text.text }) })),
            ]))),
      !isFull && draft.editing === undefined && this.#textForm({
        label: t(texts.length > 0 ? "survey.another" : "survey.inYourWords"),
      }))
  }

  #edit(text) {
    const { question, draft } = this.props
    draft.editing = text.id
    draft.value = text.text
    this.update()
    this.querySelector(`#t-${question.id}`)?.focus()
  }

  #remove(text) {
    const { answering, activity, question } = this.props
    answering.send(activity.id, "answerQuestion", { question: question.id, text: "", entry: text.id },
      { note: t("survey.removed") })
  }

  #textForm({ label, value, oncancel }) {
    const { question, draft } = this.props
    const text = draft.value ?? value ?? ""
    const over = lengthOf(text) - TEXT_LIMIT
    return h("form", { class: "stack", key: "form", onsubmit: (event) => {
      event.preventDefault()
      this.#saveText()
    } },
      field({
        id: `t-${question.id}`, label, area: 3, value: text, oninput: this.#keep("value"),
        error: over > 0 && t("gather.tooLong", { n: over }),
      }),
      h("div", { class: "row" },
        h("button", { class: "button main" }, t(question.max > 1 && !oncancel ? "survey.add" : "save")),
        oncancel && button(t("cancel"), oncancel, { kind: "plain" })))
  }

  #evidence() {
    const { question, own, draft } = this.props
    const known = own.evidence?.text ?? ""
    const text = draft.evidence ?? known
    return h("form", { class: "stack", key: "evidence", onsubmit: (event) => {
      event.preventDefault()
      this.#saveEvidence()
    } },
      field({
        id: `e-${question.id}`, label: t("survey.evidence"), optional: true, area: 2, value: text,
        oninput: this.#keep("evidence"),
      }),
      own.evidence && reviewed(own.evidence),
      text.trim() !== known && h("div", { class: "row" }, h("button", { class: "button" }, t("save"))))
  }
})
