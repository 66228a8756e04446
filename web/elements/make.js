// Makes a lab from a template, and hands over what the organiser must keep.

import { CallError, makeLab, templates } from "../models/labs.js"
import { Keyring } from "../models/route.js"
import { codeText, has, t } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import "./copy.js"
import { button, field } from "./parts.js"

define("lab-make", class extends LabElement {
  #open = false
  #templates
  #values = { title: "", template: "T2", key: "" }
  #asksKey = false
  #problem
  #busy = false
  #made

  #start = async () => {
    this.#open = true
    this.update()
    this.querySelector("#lab-title")?.focus()
    try {
      this.#templates = await templates()
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
    this.#busy = true
    this.#problem = undefined
    this.update()
    try {
      const { title, template, key } = this.#values
      this.#made = await makeLab({ title: title.trim(), template, language: document.documentElement.lang }, key.trim())
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
    const asked = this.#asksKey
    this.#asksKey ||= error.status === 401
    if (error.status === 0) this.#problem = t("problem.unreachable")
    else if (error.status === 401) this.#problem = error.detail || t(asked ? "make.wrongKey" : "make.needsKey")
    else this.#problem = error.detail || t("problem.other")
  }

  #set = (name) => ({ target }) => {
    this.#values[name] = target.value
    this.update()
  }

  render() {
    if (this.#made) return this.#result(this.#made)
    if (!this.#open) return [h("p", {}, t("make.lead")), button(t("make.start"), this.#start)]
    return h("form", { class: "stack", onsubmit: this.#make, novalidate: true },
      this.#problem && h("p", { class: "error", role: "alert" }, this.#problem),
      field({
        id: "lab-title", label: t("make.name"), hint: t("make.nameHint"), maxlength: 120, value: this.#values.title,
        oninput: this.#set("title"),
      }),
      this.#templates?.length > 0 && h("div", { class: "field" },
        h("label", { for: "template" }, t("make.template")),
        h("select", { id: "template", onchange: this.#set("template"), value: this.#values.template },
          this.#templates.map(({ id, name, title, minutes }) =>
            h("option", { key: id, value: id },
              minutes ? t("make.templateMinutes", { name: name ?? title, n: minutes }) : name ?? title)))),
      this.#asksKey && field({
        id: "organiser-key", label: t("make.key"), hint: t("make.keyHint"), value: this.#values.key,
        oninput: this.#set("key"),
      }),
      h("button", { class: "button main", disabled: this.#busy }, t(this.#busy ? "make.making" : "make.go")))
  }

  #result({ id, code, recoveryCode, links }) {
    return h("div", { class: "stack made" },
      h("h3", { id: "made-title", tabindex: -1 }, t("make.done")),
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
})
