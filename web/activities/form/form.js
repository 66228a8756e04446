// `form`: its parts are read together and written one at a time; it is signed as it was read.

import { define, h, LabElement } from "../../elements/dom.js"
import { button, choice, field, notice } from "../../elements/parts.js"
import { easied } from "../../elements/question.js"
import { addStyles } from "../../elements/styles.js"
import { plainNumber, typedNumber } from "../../models/figures.js"
import { lengthOf, ordered } from "../../models/lab.js"
import { listText, t } from "../../models/words.js"
import { sideOf } from "./model.js"
import { needed, partBody, partTags, quotesIn, signedLine, versionsTable } from "./parts.js"
import { quoteBody } from "./quotes.js"
import "./desk.js"
import "./screen.js"

await addStyles("/activities/form/form.css")

const LIMITS = { text: 300, longText: 4000 }
const NEAR = 80
/** So many decimals are kept. */
const DECIMALS = { number: 4, money: 2 }

/** What was typed into a part, as it is kept; undefined where a number is asked for and this is none. */
function kept({ type }, typed) {
  const text = typed.trim()
  if (!text || !DECIMALS[type]) return text
  const number = plainNumber(text)
  const [whole = "", decimals = ""] = number?.split(".") ?? []
  const isShort = whole.replace("-", "").length <= 12 && decimals.length <= DECIMALS[type]
  return number && isShort && !(type === "money" && whole.startsWith("-")) ? number : undefined
}

define("lab-form", class extends LabElement {
  #editing
  #draft = ""
  /** A number is asked for, and what was typed is none. */
  #isWrong = false
  #version
  #focus

  drawn() {
    const wanted = this.#focus
    this.#focus = undefined
    if (wanted) this.querySelector(wanted)?.focus()
  }

  get #side() {
    const { answering } = this.props
    return sideOf(answering.person?.role ?? answering.session.state.mine.participant?.role)
  }

  /** What this person has given in all activities, to know whose words are quoted. */
  get #allMine() {
    const { session, person } = this.props.answering
    const { mine, proxies } = session.state
    return (person ? proxies[person.id] : mine)?.activities ?? {}
  }

  #isOwn(idea) {
    return Object.values(this.#allMine).some(({ ideas }) => ideas?.[idea])
  }

  #mayWrite(section) {
    return !section.side || section.side === this.#side
  }

  #edit(section) {
    const own = this.props.mine?.sections?.[section.id]
    this.#editing = section.id
    const text = section.value ?? section.text ?? own?.text ?? ""
    this.#draft = DECIMALS[section.type] ? typedNumber(text) : text
    this.#isWrong = false
    // What is changed is what was seen on beginning.
    this.#version = section.version
    this.#focus = section.type === "quotes" || section.type === "choice" ? "#part-title" : "#part-text"
    this.update()
    scrollTo(0, 0)
  }

  #stop() {
    this.#focus = `[data-part="${CSS.escape(this.#editing)}"] button`
    this.#editing = undefined
    this.update()
  }

  #save = (section) => (event) => {
    event.preventDefault()
    const { answering, activity } = this.props
    const text = kept(section, this.#draft)
    if (text === undefined) {
      this.#isWrong = true
      this.update()
      return this.querySelector("#part-text").focus()
    }
    if (LIMITS[section.type] && lengthOf(text) > LIMITS[section.type]) return this.querySelector("#part-text").focus()
    if (text !== (section.value ?? section.text ?? "")) {
      answering.send(activity.id, "writeSection", { section: section.id, text, version: this.#version },
        { note: t("form.saved") })
    }
    return this.#stop()
  }

  render() {
    const { activity, mine, open } = this.props
    const sections = ordered(activity.sections).map(easied)
    const editing = open && sections.find(({ id }) => id === this.#editing)
    if (editing) return this.#editor(editing)
    return [
      h("ul", { class: "parts", role: "list", key: "parts" },
        sections.map((section) => this.#part(section, mine?.sections?.[section.id]))),
      this.#signing(sections),
      versionsTable(activity, sections),
    ]
  }

  #part(section, own) {
    const { activity, view, open, history, answering } = this.props
    const last = open && history.findLast(({ name, body }) => name === "writeSection" && body.section === section.id)
    const mayWrite = this.#mayWrite(section)
    const label = section.type === "quotes" ? "form.choose" : section.written ? "form.edit" : "form.write"
    return h("li", {
      class: ["part", section.side, section.unsaved && "unsaved", !section.written && "empty"].filter(Boolean).join(" "),
      key: section.id, "data-part": section.id,
    },
      h("h2", {}, section.title),
      partTags(section, activity),
      section.type === "quotes" ? this.#quotes(section) : partBody(section, own, view),
      section.unsaved && h("p", { class: "quiet small" }, t("unsaved")),
      open && !mayWrite && !section.written && h("p", { class: "quiet" }, t(`form.theirs.${section.side}`)),
      open && mayWrite && h("div", { class: "row" },
        button(t(label), () => this.#edit(section),
          { kind: section.written ? "plain" : "", "aria-label": t(`${label}This`, { title: section.title }) }),
        last && button(t("undoChange"), () => answering.session.undo(last.id, t("note.undone")),
          { kind: "plain", "aria-label": t("undoChangeThis", { text: section.title }) })))
  }

  // Writing

  #editor(section) {
    const { activity, answering, view } = this.props
    const signed = activity.signed?.n > 0 && notice(h("p", {}, t("form.voids", { n: activity.signed.n })))
    const heading = [
      h("h2", { id: "part-title", tabindex: -1 }, section.title),
      partTags(section, activity),
      section.hint && h("p", { class: "hint", id: "part-hint" }, section.hint),
      signed,
    ]
    if (section.type === "quotes") {
      return h("section", { class: "card stack", key: "editor" }, heading,
        h("lab-form-quotes", { class: "stack", key: section.id, props: { answering, activity, view, section } }),
        h("div", { class: "row" }, button(t("form.done"), () => this.#stop(), { kind: "main" })))
    }
    const meanwhile = section.version !== this.#version && section.text !== kept(section, this.#draft)
    return h("form", { class: "card stack", key: "editor", onsubmit: this.#save(section), novalidate: true },
      heading,
      meanwhile && notice(h("p", {}, t("form.meanwhile")), h("blockquote", {}, section.text ?? t("form.nothing"))),
      this.#input(section),
      h("p", { class: "promise" }, t(`form.promise.${activity.reveal === "live" ? "live" : "onReveal"}`)),
      h("div", { class: "row" },
        h("button", { class: "button main" }, t("save")),
        button(t("cancel"), () => this.#stop(), { kind: "plain" })))
  }

  #input(section) {
    const oninput = ({ target }) => {
      this.#draft = target.value
      this.#isWrong = false
      this.update()
    }
    const shared = { id: "part-text", label: t(`form.answer.${section.type}`), value: this.#draft, oninput }
    if (section.hint) shared["aria-describedby"] = "part-hint"
    const limit = LIMITS[section.type]
    const left = limit && limit - lengthOf(this.#draft)
    const near = left < NEAR && t(left < 0 ? "gather.tooLong" : "gather.left", { n: Math.abs(left) })
    switch (section.type) {
      case "choice": return h("div", { class: "stack tight", key: "choice" },
        choice({
          legend: t("form.answer.choice"), name: "part-text", value: this.#draft,
          options: ordered(section.options).map(({ id, title }) => [id, title]),
          onchange: (value) => {
            this.#draft = value
            this.update()
          },
        }),
        this.#draft && h("div", { class: "row" }, button(t("clear"), () => {
          this.#draft = ""
          this.update()
        }, { kind: "plain" })))
      case "date": return field({ ...shared, type: "date" })
      case "number": case "money": return field({
        ...shared, label: section.unit ? t("form.answer.in", { unit: section.unit }) : shared.label,
        [this.#isWrong ? "error" : "hint"]: t("form.digits"), inputmode: "decimal",
      })
      case "text": return field({ ...shared, [left < 0 ? "error" : "hint"]: near })
      default: return field({ ...shared, area: 7, [left < 0 ? "error" : "hint"]: near })
    }
  }

  // People's own words

  #quotes(section) {
    const { activity, answering } = this.props
    const quotes = quotesIn(activity, section.id)
    if (quotes.length === 0) return h("p", { class: "said quiet" }, t("form.noQuotes"))
    return h("ul", { class: "quoted", role: "list" }, quotes.map((quote) => h("li", { key: quote.id },
      quoteBody(quote),
      this.#isOwn(quote.id) && button(t(quote.approved ? "form.disagree" : "form.agree"),
        () => answering.send(activity.id, "approveQuote", { quote: quote.id, on: !quote.approved },
          { note: t(quote.approved ? "form.disagreed" : "form.agreed") }),
        { kind: quote.approved ? "plain" : "", "aria-label": t(quote.approved ? "form.disagreeThis" : "form.agreeThis",
          { text: quote.text }) }))))
  }

  // Signing

  #signing(sections) {
    const { activity, mine, open, answering } = this.props
    if (activity.signOff === "none") return undefined
    const empty = needed(activity, sections)
    const waiting = Object.values(activity.quotes ?? {}).some(({ approved }) => !approved)
    const signed = mine?.signed
    const stands = signed !== undefined && signed === activity.version
    const may = activity.signOff === "everyone" || this.#side
    const ready = empty.length === 0 && !waiting
    const isConsent = activity.kindOfForm === "consent"
    // That something may be shown elsewhere is taken back at any time.
    const takesBack = isConsent && stands && !open
    return h("section", { class: "card stack signing", key: "signing", "aria-label": t("form.sign") },
      h("h2", {}, t("form.signTitle")),
      signedLine(activity),
      empty.length > 0 && notice(h("p", {}, t("form.stillEmpty", { what: listText(empty.map(({ title }) => title)) }))),
      waiting && notice(h("p", {}, t("form.quoteWaits"))),
      stands && h("p", { class: "stands" }, t("form.youSigned")),
      signed !== undefined && !stands && notice(h("p", {}, t("form.changedSince"))),
      isConsent && h("p", { class: "promise", key: "consent" }, t("form.consent")),
      open && !may && h("p", { class: "quiet" }, t("form.sidesOnly")),
      (open && may || takesBack) && h("div", { class: "row" },
        stands
          ? button(t("form.unsign"), () => answering.send(activity.id, "unsignForm", {}, { note: t("form.unsigned") }),
            { kind: "plain" })
          : ready && button(t(signed === undefined ? "form.sign" : "form.signAgain"),
            () => answering.send(activity.id, "signForm", { version: activity.version }, { note: t("form.signedNote") }),
            { kind: "main" })))
  }
})
