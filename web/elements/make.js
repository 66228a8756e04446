// Makes a lab from a template, and hands over what the organiser must keep.

import { CallError } from "../models/calls.js"
import { KEPT, daysIn, makeLab, organiserKey, templates } from "../models/making.js"
import { Keyring } from "../models/route.js"
import { LANGUAGES, codeText, currentLanguage, has, listText, loadDeskWords, t } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import "./copy.js"
import { button, field, problemText } from "./parts.js"

/** What the organiser of a new lab must keep. */
export function madeLab({ id, code, recoveryCode, links, rehearsal }) {
  return h("div", { class: "stack made" },
    h("h3", { id: "made-title", tabindex: -1 }, t(rehearsal ? "make.rehearsalDone" : "make.done")),
    h("p", {}, t("make.code"), " ", h("strong", { class: "code" }, codeText(code))),
    h("div", { class: "keep" },
      h("p", {}, t("make.recovery")),
      h("lab-copy", { props: {
        id: "recovery-code", label: t("make.recoveryLabel"), value: recoveryCode, code: true,
      } })),
    ["join", "facilitate", "screen"].filter((name) => links?.[name] && has(`links.${name}`)).map((name) =>
      h("lab-copy", {
        key: name,
        props: { id: `link-${name}`, label: t(`links.${name}`), value: new URL(links[name], location.origin).href },
      })),
    h("a", { class: "button main", href: `/facilitate/${id}` }, t("make.openDesk")))
}

define("lab-make", class extends LabElement {
  #open = false
  #templates
  #values = { title: "", template: "T2", key: organiserKey(), keep: "" }
  #asksKey = false
  #problem
  #busy = false
  #made

  #start = async () => {
    this.#problem = undefined
    try {
      await loadDeskWords()
    } catch {
      this.#problem = t("problem.unreachable")
      return this.update()
    }
    this.#open = true
    this.update()
    this.querySelector("#lab-title")?.focus()
    try {
      const found = await templates()
      this.#templates = found.templates
      this.#values.keep ||= String(found.retentionDays)
      this.#asksKey ||= found.needsKey && !this.#values.key
      const isThere = this.#templates.some(({ id }) => id === this.#values.template)
      if (!isThere) this.#values.template = this.#templates[0]?.id
    } catch {
      this.#templates = []
      this.#problem = t("make.noTemplates")
    }
    this.update()
  }

  #make = async (event) => {
    event.preventDefault()
    if (!this.#values.title.trim()) {
      this.#problem = t("make.noTitle")
      this.update()
      return this.querySelector("#lab-title").focus()
    }
    const keep = daysIn(this.#values.keep)
    if (!keep) {
      this.#problem = t("make.keepProblem", KEPT)
      this.update()
      return this.querySelector("#lab-keep").focus()
    }
    this.#problem = undefined
    if (this.#asksKey && !this.#values.key.trim()) {
      this.#problem = t("make.needsKey")
      this.update()
      return this.querySelector("#organiser-key").focus()
    }
    this.#busy = true
    this.update()
    try {
      const { title, template, key } = this.#values
      this.#made = await makeLab({ title: title.trim(), template, language: this.#language, retentionDays: keep }, key.trim())
      new Keyring("facilitate", this.#made.id).update({
        token: this.#made.facilitatorToken, screen: this.#made.links.screen,
      })
      announce(t("make.done"))
    } catch (error) {
      this.#refused(error)
    }
    this.#busy = false
    this.update()
    return this.querySelector(this.#made ? "#made-title" : this.#asksKey ? "#organiser-key" : "#lab-title")?.focus()
  }

  #refused(error) {
    if (!(error instanceof CallError)) throw error
    const asked = this.#asksKey || this.#values.key
    this.#asksKey ||= error.status === 401
    if (error.status !== 401) this.#problem = problemText(error)
    else this.#problem = t(asked ? "make.wrongKey" : "make.needsKey")
  }

  /** The one that was chosen, else the one that the template is written in. */
  get #language() {
    const { language, template } = this.#values
    return language || this.#templates?.find(({ id }) => id === template)?.language || currentLanguage()
  }

  #set = (name) => ({ target }) => {
    this.#values[name] = target.value
    this.update()
  }

  #takenIn = (made) => {
    this.#made = made
    this.update()
    this.querySelector("#made-title")?.focus()
  }

  #bring = async ({ target }) => {
    if (target.open) await import("./take-in.js").catch(() => {})
  }

  render() {
    if (this.#made) return madeLab(this.#made)
    if (!this.#open) {
      return [
        h("p", {}, t("make.lead")), button(t("make.start"), this.#start),
        this.#problem && h("p", { class: "error", role: "alert" }, this.#problem),
      ]
    }
    return [this.#form(), h("details", { key: "take-in", ontoggle: this.#bring },
      h("summary", {}, t("takeIn.title")),
      h("lab-take-in", { props: { onmade: this.#takenIn } }))]
  }

  #form() {
    const chosen = this.#templates?.find(({ id }) => id === this.#values.template)
    return h("form", { class: "stack", key: "make", onsubmit: this.#make, novalidate: true },
      this.#problem && h("p", { class: "error", role: "alert" }, this.#problem),
      field({
        id: "lab-title", label: t("make.name"), hint: t("make.nameHint"), maxlength: 120, value: this.#values.title,
        oninput: this.#set("title"),
      }),
      this.#templates?.length > 0 && h("div", { class: "field" },
        h("label", { for: "template" }, t("make.template")),
        h("select", { id: "template", "aria-describedby": chosen ? "template-steps" : null, onchange: this.#set("template"), value: this.#values.template },
          this.#templates.map(({ id, name, title, minutes }) =>
            h("option", { key: id, value: id },
              minutes ? t("make.templateMinutes", { name: name ?? title, n: minutes }) : name ?? title))),
        chosen && h("p", { class: "hint", id: "template-steps" }, t("make.steps", { steps: listText(chosen.activities.map((step) => step.title)) }))),
      h("div", { class: "field" },
        h("label", { for: "lab-language" }, t("make.language")),
        h("p", { class: "hint", id: "lab-language-hint" }, t("make.languageHint")),
        h("select", {
          id: "lab-language", "aria-describedby": "lab-language-hint", onchange: this.#set("language"), value: this.#language,
        },
          Object.entries(LANGUAGES).map(([tag, name]) => h("option", { key: tag, value: tag, lang: tag }, name))),
        chosen && chosen.language !== this.#language && h("p", { class: "notice calm", key: "questions" },
          t("make.otherLanguage", { language: LANGUAGES[chosen.language] ?? chosen.language }))),
      field({
        id: "lab-keep", label: t("make.keep"), hint: t("make.keepHint"), inputmode: "numeric", maxlength: 4, class: "few", value: this.#values.keep,
        oninput: this.#set("keep"),
      }),
      this.#asksKey && field({
        id: "organiser-key", label: t("make.key"), hint: t("make.keyHint"), value: this.#values.key,
        oninput: this.#set("key"),
      }),
      h("button", { class: "button main", disabled: this.#busy }, t(this.#busy ? "make.making" : "make.go")))
  }

})
