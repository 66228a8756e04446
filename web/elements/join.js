// The second step of joining: a name and a broad role. Who will see them, and for how long, stands before the name.

import { ROLES } from "../models/terms.js"
import { t } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import { button, choice, field } from "./parts.js"

/**
 * props: lab (what a newcomer may know), problem, kept (what was filled in before it was refused), onjoin, and
 * `onbegin`, called when somebody begins to fill in.
 */
define("lab-join", class extends LabElement {
  #name = ""
  #role
  #helped = false
  #returning = false
  #missing

  connected() {
    const { kept, problem } = this.props
    this.#name = kept?.name ?? ""
    this.#role = kept?.role
    this.#helped = kept?.support === "scribe"
    this.#returning = problem?.reason === "badReturnCode"
  }

  drawn() {
    document.title = this.props.lab.title
  }

  #join = (event) => {
    event.preventDefault()
    if (!this.#name.trim()) return this.#miss("name", "#name")
    if (!this.#role) return this.#miss("role", "input[name=role]")
    return this.props.onjoin({ name: this.#name.trim(), role: this.#role, ...(this.#helped && { support: "scribe" }) })
  }

  #return = (event) => {
    event.preventDefault()
    const returnCode = this.querySelector("#return-code").value.trim()
    if (!returnCode) return this.#miss("return", "#return-code")
    return this.props.onjoin({ returnCode })
  }

  #miss(what, selector) {
    this.#missing = what
    this.update()
    announce(t(`join.missing.${what}`))
    this.querySelector(selector).focus()
  }

  #toggle = (returning) => {
    this.#returning = returning
    this.#missing = undefined
    this.update()
    this.querySelector(returning ? "#return-code" : "#name").focus()
  }

  render() {
    const { lab, problem } = this.props
    return h("main", { id: "main", class: "page" },
      h("header", { class: "stack tight" },
        h("p", { class: "quiet" }, t("join.step")),
        h("h1", {}, lab.title),
        lab.welcome && h("p", { class: "lead" }, lab.welcome)),
      problem?.text && h("p", { class: "error", role: "alert" }, problem.text),
      this.#returning ? this.#returnForm() : this.#joinForm(lab))
  }

  #joinForm(lab) {
    return h("form", {
      class: "card stack", key: "join", onsubmit: this.#join, onfocusin: this.props.onbegin, novalidate: true,
    },
      h("div", { class: "notice calm" },
        h("p", {}, h("strong", {}, t("join.who"))),
        h("ul", {},
          lab.hidesNames
            ? h("li", {}, t("join.whoNobody"))
            : [h("li", {}, t("join.whoFacilitator")), h("li", {}, t("join.whoOthers"))],
          h("li", {}, lab.retentionDays ? t("join.howLong", { n: lab.retentionDays }) : t("join.howLongUnset")))),
      field({
        id: "name", label: t("join.name"), hint: t("join.nameHint"), maxlength: 60, value: this.#name,
        autocomplete: "nickname",
        error: this.#missing === "name" && t("join.missing.name"),
        oninput: ({ target }) => {
          this.#name = target.value
          this.#missing = undefined
          this.update()
        },
      }),
      choice({
        legend: t("join.role"), name: "role", value: this.#role,
        options: (lab.roles?.length ? lab.roles : ROLES).map((role) => [role, t(`role.${role}`)]),
        onchange: (role) => {
          this.#role = role
          this.#missing = undefined
          this.update()
        },
      }),
      this.#missing === "role" && h("p", { class: "error" }, t("join.missing.role")),
      h("label", { class: "switch" },
        h("input", {
          type: "checkbox", checked: this.#helped,
          onchange: ({ target }) => (this.#helped = target.checked),
        }),
        h("span", {}, t("join.helped"))),
      h("button", { class: "button main" }, t("join.go")),
      button(t("join.haveCode"), () => this.#toggle(true), { kind: "link" }))
  }

  #returnForm() {
    return h("form", { class: "card stack", key: "return", onsubmit: this.#return, novalidate: true },
      h("p", {}, t("join.returnLead")),
      field({
        id: "return-code", label: t("join.returnCode"), autocapitalize: "characters", spellcheck: "false",
        error: this.#missing === "return" && t("join.missing.return"),
      }),
      h("button", { class: "button main" }, t("join.returnGo")),
      button(t("join.newHere"), () => this.#toggle(false), { kind: "link" }))
  }
})
