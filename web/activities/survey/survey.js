// `survey`: typed questions, one a screen or as a list. Each answer is its owner's, and so is each consent.

import { announce } from "../../elements/announcer.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { addKeys } from "../../elements/keys.js"
import { button, field, notice } from "../../elements/parts.js"
import { addStyles } from "../../elements/styles.js"
import { lengthOf, ordered } from "../../models/lab.js"
import { settings } from "../../models/settings.js"
import { t } from "../../models/words.js"
import { isAnswered } from "./model.js"
import { answerText, asked, optionsOf, picture, promised, showsResults } from "./parts.js"
import "./results.js"

await addStyles("/activities/survey/survey.css")

const LEVELS = [1, 2, 3, 4, 5]
const TEXT_LIMIT = 1000
const EVIDENCE_LIMIT = 500

define("lab-survey", class extends LabElement {
  #index
  #drafts = {}
  #editing = {}
  #names = {}
  #stop = []

  connected() {
    this.#stop = [
      settings.subscribe(() => this.update()),
      addKeys({
        n: { text: t("keys.next"), action: () => this.#go(1) },
        b: { text: t("keys.back"), action: () => this.#go(-1) },
      }),
    ]
  }

  disconnected() {
    this.#stop.forEach((stop) => stop())
  }

  // Where we are: a question, the consents, the end.

  #steps() {
    const { activity, view } = this.props
    return [
      ...asked(view, activity),
      ...(activity.consents ? [{ id: "consents", isConsents: true }] : []),
      { id: "end", isEnd: true },
    ]
  }

  #place(steps) {
    if (this.#index === undefined) {
      const open = steps.findIndex((step) => !step.isEnd && !step.isConsents && !isAnswered(this.#own(step.id)))
      this.#index = open < 0 ? steps.length - 1 : open
    }
    this.#index = Math.min(this.#index, steps.length - 1)
    return this.#index
  }

  #own(id) {
    return this.props.mine?.answers?.[id]
  }

  #go(change) {
    const steps = this.#steps()
    this.#saveDrafts(steps[this.#index])
    this.#goTo(Math.max(0, Math.min(steps.length - 1, this.#index + change)))
  }

  #goTo(index) {
    this.#index = index
    this.update()
    scrollTo(0, 0)
    this.querySelector("h2")?.focus({ preventScroll: true })
  }

  // Answering

  #send(id, body, said) {
    const { answering, activity } = this.props
    answering.send(activity.id, "answerQuestion", { question: id, ...body })
    if (said) announce(said)
  }

  #choose(question, answer) {
    this.#send(question.id, { answer })
  }

  #toggle(question, option, on) {
    const { answer } = this.#own(question.id) ?? {}
    const chosen = Array.isArray(answer) ? answer : []
    const next = optionsOf(question).map(({ id }) => id).filter((id) => (id === option ? on : chosen.includes(id)))
    if (question.max && next.length > question.max) {
      announce(t("survey.noMore", { n: question.max }))
      return this.update()
    }
    return this.#choose(question, next.length === 0 ? "" : next)
  }

  #saveNumber(question) {
    const draft = this.#drafts[question.id]
    if (draft === undefined) return true
    const value = draft.trim() === "" ? "" : Number(draft)
    if (value !== "" && (!Number.isInteger(value) || value < question.min || value > question.max)) return false
    delete this.#drafts[question.id]
    if (value !== (this.#own(question.id)?.answer ?? "")) this.#choose(question, value)
    this.update()
    return true
  }

  /** Saves what is written: a new text, or a change of the one that is being changed. */
  #saveText(question) {
    const draft = this.#drafts[question.id]?.trim()
    const texts = this.#own(question.id)?.texts ?? {}
    const entry = this.#editing[question.id]
    if (draft === undefined) return true
    if (draft === "" && !entry) return true
    if (lengthOf(draft) > TEXT_LIMIT) return false
    delete this.#drafts[question.id]
    delete this.#editing[question.id]
    const known = texts[entry]
    if (draft !== known?.text) {
      this.#send(question.id, { text: draft, ...(known && { entry, version: known.version }) }, t("survey.savedText"))
    }
    this.update()
    return true
  }

  #saveEvidence(question) {
    const key = `${question.id} evidence`
    const draft = this.#drafts[key]?.trim()
    const known = this.#own(question.id)?.evidence
    if (draft === undefined) return true
    if (lengthOf(draft) > EVIDENCE_LIMIT || this.#own(question.id)?.answer === undefined) return false
    delete this.#drafts[key]
    if (draft !== (known?.text ?? "")) {
      this.#send(question.id, { evidence: draft, ...(known && { version: known.version ?? 0 }) }, t("survey.savedText"))
    }
    this.update()
    return true
  }

  /** Going on saves what was written; nobody has to find the button first. */
  #saveDrafts(question) {
    if (!question || question.isEnd || question.isConsents || !this.props.open) return
    if (question.type === "number") this.#saveNumber(question)
    if (question.type === "text") this.#saveText(question)
    if (question.evidence) this.#saveEvidence(question)
  }

  #draft(key) {
    return ({ target }) => {
      this.#drafts[key] = target.value
      this.update()
    }
  }

  // What is on the screen

  render() {
    const { activity, view, mine, open } = this.props
    const list = asked(view, activity)
    if (list.length === 0) return h("p", { class: "quiet" }, t("survey.none"))
    const matches = this.#matches()
    if (activity.state === "revealed") {
      return [matches, h("lab-survey-results", { key: "results", props: { activity, view, mine } }), this.#consents()]
    }
    if (!open) return [matches, this.#closed(list), this.#live(list), this.#consents()]
    const isList = settings.values.rateList
    const steps = this.#steps()
    const index = this.#place(steps)
    const step = steps[index]
    const done = list.filter(({ id }) => isAnswered(this.#own(id))).length
    return [
      matches,
      h("div", { class: "row spread", key: "mode" },
        h("p", { class: "quiet" }, isList || step.isEnd || step.isConsents
          ? t("survey.done", { n: done, of: list.length })
          : t("survey.question", { n: index + 1, of: list.length })),
        list.length > 1 && button(t(isList ? "rate.oneByOne" : "rate.asList"),
          () => settings.set("rateList", !isList), { kind: "link" })),
      isList
        ? [list.map((question) => this.#card(question)), this.#consents(), this.#live(list)]
        : this.#oneByOne(steps, index, list),
      h("p", { class: "promise", key: "promise" }, promised(activity, list)),
    ]
  }

  #oneByOne(steps, index, list) {
    const step = steps[index]
    const next = steps[index + 1]
    return [
      step.isEnd ? this.#end(steps, list) : step.isConsents ? this.#consents() : this.#card(step),
      h("nav", { class: "thumb", "aria-label": t("survey.questions"), key: "thumb" },
        h("div", { class: "row" },
          button(t("back"), () => this.#go(-1), { kind: "plain", disabled: index === 0 }),
          next && button(t(next.isEnd ? "rate.finish" : "survey.next"), () => this.#go(1), { kind: "main" }))),
    ]
  }

  #end(steps, list) {
    const left = steps.map((step, index) => ({ ...step, index })).filter((step) =>
      !step.isEnd && !step.isConsents && !isAnswered(this.#own(step.id)))
    return h("section", { class: "stack", key: "end" },
      h("div", { class: "card stack" },
        h("h2", { tabindex: -1 }, t(left.length === 0 ? "rate.allDone" : "survey.someOpen", { n: left.length })),
        h("p", {}, t(left.length === 0 ? "rate.thanks" : "survey.fine")),
        left.length > 0 && h("ul", { class: "menu-list", role: "list" },
          left.map(({ id, title, required, index }) => h("li", { key: id },
            button([title, required && ` ${t("survey.matters")}`].filter(Boolean).join(""),
              () => this.#goTo(index), { kind: "link" }))))),
      this.#live(list))
  }

  /** What people have said so far, where it is shown as it grows. */
  #live(list) {
    const { activity, view, mine } = this.props
    if (!showsResults(activity, list)) return undefined
    return h("section", { class: "stack", key: "live" },
      h("h2", {}, t("survey.soFar")),
      h("lab-survey-results", { props: { activity, view, mine, below: true } }))
  }

  #closed(list) {
    return h("ul", { class: "ideas", role: "list", key: "own" }, list.map((question) => {
      const own = this.#own(question.id)
      const said = [
        own?.answer !== undefined && answerText(question, own.answer), ...ordered(own?.texts).map(({ text }) => text),
        own?.evidence?.text,
      ].filter(Boolean)
      return h("li", { class: "idea", key: question.id },
        h("p", { class: "idea-text" }, question.title),
        h("p", { class: "quiet" }, said.length > 0 ? t("results.you", { value: said.join(" · ") }) : t("survey.open")))
    }))
  }

  #card(question) {
    const { pending, activity } = this.props
    const own = this.#own(question.id)
    const unsaved = pending.some(({ name, body }) =>
      name === "answerQuestion" && body.question === question.id && body.activity === activity.id)
    const shape = {
      single: () => this.#options(question, own), symbol: () => this.#options(question, own),
      many: () => this.#options(question, own), scale: () => this.#scale(question, own),
      number: () => this.#number(question, own), text: () => this.#texts(question, own),
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
        h("div", { class: "row", key: "clear" }, button(t("clear"), () => this.#choose(question, ""),
          { kind: "link", "aria-label": t("rate.clearThis", { question: question.title }) })),
      question.evidence && own?.answer !== undefined && this.#evidence(question, own))
  }

  #fieldset(question, content) {
    return h("fieldset", { key: "fields", "aria-describedby": question.hint ? `h-${question.id}` : null },
      h("legend", { class: "visually-hidden" }, question.title), content)
  }

  #option(question, { id, title, symbol }, { type, checked, quietly }, onchange) {
    return h("label", { class: quietly ? "option quietly" : "option", key: id },
      h("input", { type, name: `q-${question.id}`, value: id, checked, onchange }),
      symbol && picture(symbol),
      !symbol && h("span", { class: "box", "aria-hidden": "true" }),
      h("span", {}, title),
      symbol && h("span", { class: "box", "aria-hidden": "true" }))
  }

  #options(question, own) {
    const answer = own?.answer
    const isMany = question.type === "many"
    const type = isMany ? "checkbox" : "radio"
    const isOn = (id) => (isMany ? Array.isArray(answer) && answer.includes(id) : answer === id)
    const unsure = this.#option(question, { id: "dontKnow", title: t("dontKnow") },
      { type, checked: answer === "dontKnow", quietly: true },
      ({ target }) => this.#choose(question, target.checked ? "dontKnow" : ""))
    return this.#fieldset(question, [
      isMany && h("p", { class: "quiet", key: "many" },
        t(question.max ? "survey.upTo" : "survey.anyNumber", { n: question.max })),
      h("div", { class: question.type === "symbol" ? "options symbols" : "options", key: "options" },
        optionsOf(question).map((option) => this.#option(question, option, { type, checked: isOn(option.id) },
          ({ target }) => (isMany ? this.#toggle(question, option.id, target.checked) : this.#choose(question, option.id)))),
        question.type !== "symbol" && unsure),
      question.type === "symbol" && h("div", { class: "options", key: "unsure" }, unsure),
    ])
  }

  #scale(question, own) {
    const value = own?.answer
    const option = (level, label, kind) => h("label", { key: String(level), class: kind ?? "level" },
      h("input", {
        type: "radio", name: `q-${question.id}`, value: String(level), checked: String(value) === String(level),
        onchange: () => this.#choose(question, level),
        "aria-label": level === 1 && question.low
          ? `1, ${question.low}` : level === 5 && question.high ? `5, ${question.high}` : null,
      }),
      h("span", {}, label))
    return this.#fieldset(question, [
      h("div", { class: "scale", key: "scale" }, LEVELS.map((level) => option(level, String(level)))),
      (question.low || question.high) && h("div", { class: "ends", "aria-hidden": "true", key: "ends" },
        h("span", {}, question.low ?? ""), h("span", {}, question.high ?? "")),
      h("div", { class: "row", key: "unsure" }, option("dontKnow", t("dontKnow"), "level wide")),
    ])
  }

  #number(question, own) {
    const draft = this.#drafts[question.id]
    const known = typeof own?.answer === "number" ? String(own.answer) : ""
    const value = Number(draft)
    const wrong = draft !== undefined && draft.trim() !== ""
      && (!Number.isInteger(value) || value < question.min || value > question.max)
    const id = `n-${question.id}`
    return h("form", { class: "stack", key: "number", novalidate: true, onsubmit: (event) => {
      event.preventDefault()
      this.#saveNumber(question)
    } },
      h("div", { class: "field" },
        h("label", { for: id, class: "visually-hidden" }, question.title),
        h("div", { class: "with-unit" },
          h("input", {
            id, type: "text", inputmode: question.min < 0 ? "text" : "numeric", autocomplete: "off", value: draft ?? known,
            "aria-invalid": wrong ? "true" : null, "aria-describedby": wrong ? `${id}-error` : null,
            oninput: this.#draft(question.id), onchange: () => this.#saveNumber(question),
          }),
          question.unit && h("span", {}, question.unit)),
        wrong && h("p", { class: "error", id: `${id}-error` },
          t("survey.range", { from: question.min, to: question.max }))),
      h("label", { class: "option quietly" },
        h("input", { type: "checkbox", checked: own?.answer === "dontKnow", onchange: ({ target }) => {
          delete this.#drafts[question.id]
          this.#choose(question, target.checked ? "dontKnow" : "")
        } }),
        h("span", { class: "box", "aria-hidden": "true" }), h("span", {}, t("dontKnow"))))
  }

  #texts(question, own) {
    const texts = ordered(own?.texts)
    const editing = this.#editing[question.id]
    const key = (text) => this.props.answering.session.keyOf(text.id)
    const isEditing = (text) => editing !== undefined && key(text) === this.props.answering.session.keyOf(editing)
    // What was entered for somebody on paper is never told back to us.
    const waits = ({ unsaved }) => unsaved && !this.props.answering.person
    const isFull = texts.length >= (question.max ?? 1)
    return h("div", { class: "stack", key: "words" },
      texts.length > 0 && h("ul", { class: "own-texts", role: "list", key: "own" }, texts.map((text) =>
        h("li", { class: waits(text) ? "idea own unsaved" : "idea own", key: key(text) },
          isEditing(text)
            ? this.#textForm(question, { label: t("survey.change"), value: text.text, oncancel: () => {
              delete this.#editing[question.id]
              delete this.#drafts[question.id]
              this.update()
            } })
            : [
              h("p", { class: "idea-text" }, text.text),
              waits(text) && h("p", { class: "quiet small" }, t("unsaved")),
              h("div", { class: "row" },
                button(t("edit"), () => this.#edit(question, text),
                  { kind: "plain", "aria-label": t("gather.editThis", { text: text.text }) }),
                button(t("survey.remove"), () => this.#remove(question, text),
                  { kind: "plain", "aria-label": t("survey.removeThis", { text: text.text }) })),
            ]))),
      !isFull && editing === undefined && this.#textForm(question, {
        label: t(texts.length > 0 ? "survey.another" : "survey.inYourWords"),
      }))
  }

  #edit(question, text) {
    this.#editing[question.id] = text.id
    this.#drafts[question.id] = text.text
    this.update()
    this.querySelector(`#t-${question.id}`)?.focus()
  }

  #remove(question, text) {
    const { answering, activity } = this.props
    answering.send(activity.id, "answerQuestion", { question: question.id, text: "", entry: text.id },
      { note: t("survey.removed") })
  }

  #textForm(question, { label, value, oncancel }) {
    const draft = this.#drafts[question.id] ?? value ?? ""
    const over = lengthOf(draft) - TEXT_LIMIT
    return h("form", { class: "stack", key: "form", onsubmit: (event) => {
      event.preventDefault()
      this.#saveText(question)
    } },
      field({
        id: `t-${question.id}`, label, area: 3, value: draft, oninput: this.#draft(question.id),
        error: over > 0 && t("gather.tooLong", { n: over }),
      }),
      h("div", { class: "row" },
        h("button", { class: "button main" }, t(question.max > 1 && !oncancel ? "survey.add" : "save")),
        oncancel && button(t("cancel"), oncancel, { kind: "plain" })))
  }

  #evidence(question, own) {
    const key = `${question.id} evidence`
    const known = own.evidence?.text ?? ""
    const draft = this.#drafts[key] ?? known
    return h("form", { class: "stack", key: "evidence", onsubmit: (event) => {
      event.preventDefault()
      this.#saveEvidence(question)
    } },
      field({
        id: `e-${question.id}`, label: t("survey.evidence"), optional: true, area: 2, value: draft,
        oninput: this.#draft(key),
      }),
      draft.trim() !== known && h("div", { class: "row" }, h("button", { class: "button" }, t("save"))))
  }

  // Consents

  /** Each reuse by itself, and off until one says yes. */
  #consents() {
    const { activity, mine, open, answering } = this.props
    if (!activity.consents) return undefined
    const said = mine?.consents ?? {}
    const list = ordered(activity.consents)
    // After the close a yes can still be taken back.
    if (!open && list.every(({ id }) => !said[id]) && activity.state === "draft") return undefined
    const send = (id, on, name) =>
      answering.send(activity.id, "setConsent", { consent: id, on, ...(name && { name }) },
        { note: t(on ? "survey.consented" : "survey.consentBack") })
    return h("section", { class: "card stack", key: "consents" },
      h("h2", { tabindex: -1 }, t("survey.consents")),
      h("p", {}, t("survey.consentsLead")),
      list.map(({ id, title }) => {
        const isListing = activity.lists?.consent === id
        const isOn = Boolean(said[id]?.on)
        const wants = this.#names[id] !== undefined && !isOn
        return h("div", { class: "stack tight", key: id },
          h("label", { class: "switch" },
            h("input", { type: "checkbox", checked: isOn || wants, onchange: ({ target }) => {
              if (!target.checked) {
                delete this.#names[id]
                if (isOn) send(id, false)
                return this.update()
              }
              if (!isListing) return send(id, true)
              this.#names[id] = answering.person?.name ?? ""
              return this.update()
            } }),
            h("span", {}, title)),
          isListing && isOn && h("p", { class: "quiet" }, t("survey.listedAs", { name: said[id].name ?? "" })),
          wants && h("form", { class: "stack", onsubmit: (event) => {
            event.preventDefault()
            const name = this.#names[id].trim()
            if (!name) return this.querySelector(`#name-${id}`)?.focus()
            delete this.#names[id]
            return send(id, true, name)
          } },
            field({
              id: `name-${id}`, label: t("survey.nameToList"), value: this.#names[id], maxlength: 60,
              hint: t("survey.nameToListHint"), oninput: ({ target }) => {
                this.#names[id] = target.value
                this.update()
              },
            }),
            h("div", { class: "row" }, h("button", { class: "button main" }, t("survey.listMe")))))
      }))
  }

  // Matches

  /** S26: somebody has what somebody would like; both say yes first. */
  #matches() {
    const { activity, mine, answering } = this.props
    const matches = Object.entries(mine?.matches ?? {})
    if (matches.length === 0 || !activity.matches) return undefined
    const send = (match, on, name) =>
      answering.send(activity.id, "acceptMatch", { match, on, ...(name && { name }) })
    return h("section", { class: "stack", key: "matches" },
      h("h2", {}, t("survey.matches", { n: matches.length })),
      matches.map(([id, match]) => {
        const what = activity.questions[activity.matches.has]?.options?.[match.option]?.title ?? match.option
        const name = this.#names[id]
        return h("div", { class: "card stack", key: id },
          h("p", {}, t(match.gives ? "survey.youGive" : "survey.youGet", { what })),
          match.with !== undefined
            ? notice(h("p", {}, t("survey.bothYes", { name: match.with })))
            : match.accepted !== undefined
              ? h("p", { class: "quiet" }, t("survey.waitsForOther"))
              : h("form", { class: "stack", onsubmit: (event) => {
                event.preventDefault()
                if (name?.trim()) send(id, true, name.trim())
                else this.querySelector(`#match-${id}`)?.focus()
              } },
                field({
                  id: `match-${id}`, label: t("survey.nameForMatch"), hint: t("survey.nameForMatchHint"),
                  value: name ?? "", maxlength: 60, oninput: ({ target }) => {
                    this.#names[id] = target.value
                    this.update()
                  },
                }),
                h("div", { class: "row" }, h("button", { class: "button main" }, t("survey.putInTouch")))),
          match.accepted !== undefined && h("div", { class: "row" },
            button(t("survey.takeBack"), () => send(id, false), { kind: "plain" })))
      }))
  }
})

define("lab-survey-screen", class extends LabElement {
  render() {
    const { activity, view } = this.props
    const list = asked(view, activity)
    if (showsResults(activity, list)) return h("lab-survey-results", { props: { activity, view, big: true } })
    return [
      h("p", { class: "quiet" }, t("survey.count", { n: list.length })),
      h("ol", { class: "survey-questions", role: "list" }, list.slice(0, 12).map(({ id, title }) =>
        h("li", { class: "card", key: id }, title))),
    ]
  }
})

define("lab-survey-desk", class extends LabElement {
  render() {
    const { session, activity, view } = this.props
    const list = asked(view, activity)
    const shown = showsResults(activity, list)
    const consents = ordered(activity.consents).filter(({ n }) => n !== undefined)
    return [
      activity.matches && h("section", { class: "stack tight", key: "matches" },
        h("h3", {}, t("survey.matchesDesk")),
        h("p", { class: "quiet" }, t(shown ? "survey.matchesLead" : "survey.matchesLater")),
        shown && h("p", {}, t("survey.matchCount", {
          n: activity.matches.suggested ?? 0, agreed: activity.matches.agreed ?? 0,
        })),
        shown && h("div", { class: "row" }, button(t("survey.suggest"),
          () => session.send("suggestMatches", { activity: activity.id }, { note: t("survey.suggested") })))),
      consents.length > 0 && h("section", { class: "stack tight", key: "consents" },
        h("h3", {}, t("survey.consents")),
        h("ul", { class: "plain-list" }, consents.map(({ id, title, n }) =>
          h("li", { key: id }, h("b", {}, String(n)), ` ${title}`)))),
      shown
        ? h("lab-survey-results", { key: "results", props: { activity, view, below: true } })
        : h("p", { class: "quiet", key: "hidden" }, t("survey.hidden", { n: list.length })),
    ]
  }
})
