// The second step of joining: a name and a broad role. Who will see them, and for how long, stands before the name.

import { ROLES } from "../models/terms.js"
import { plainDigits } from "../models/figures.js"
import { settings } from "../models/settings.js"
import { t } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import { symbol } from "./easy.js"
import "./languages.js"
import { button, choice, field, reading, rehearsal, statements } from "./parts.js"

/** In characters as people count them; the server's limit. */
const LONGEST = 60
const lengthOf = (text) => [...(globalThis.Intl?.Segmenter ? new Intl.Segmenter().segment(text) : text)].length

/**
 * props: lab (what a newcomer may know), problem, kept (what was filled in before it was refused), onjoin,
 * `onbegin`, called when somebody begins to fill in, and `shared`, the people on this device (see entry.js).
 */
define("lab-join", class extends LabElement {
  #name = ""
  #role
  #helped = false
  #returning = false
  #code = ""
  /** Read easy: the name is given, and the role is asked. */
  #named = false
  #missing
  /** The place that may be forgotten on this device. */
  #forgets

  connected() {
    const { kept, problem } = this.props
    this.#name = kept?.name ?? ""
    this.#role = kept?.role
    this.#helped = kept?.support === "scribe"
    this.#returning = problem?.reason === "badReturnCode"
    if (this.#returning) this.#code = kept?.code ?? ""
    // It is looked at again, letter by letter.
    if (this.#code) queueMicrotask(() => this.querySelector("#return-code")?.select())
  }

  drawn() {
    document.title = this.props.lab.title
  }

  #join = (event) => {
    event.preventDefault()
    if (!this.#name.trim()) {
      this.#named = false
      return this.#miss("name", "#name")
    }
    if (lengthOf(this.#name.trim()) > LONGEST) {
      this.#named = false
      return this.#miss("long", "#name")
    }
    if (!this.#role) return this.#miss("role", "input[name=role]")
    return this.props.onjoin({ name: this.#name.trim(), role: this.#role, ...(this.#helped && { support: "scribe" }) })
  }

  #next = (event) => {
    event.preventDefault()
    if (!this.#name.trim()) return this.#miss("name", "#name")
    return this.#turn(true)
  }

  #back = () => this.#turn(false)

  #turn(named) {
    this.#named = named
    this.update()
    this.querySelector(named ? "input[name=role]" : "#name").focus()
  }

  #return = (event) => {
    event.preventDefault()
    const returnCode = plainDigits(this.#code.trim())
    if (!returnCode) return this.#miss("return", "#return-code")
    return this.props.onjoin({ returnCode }, this.#code)
  }

  #miss(what, selector) {
    this.#missing = what
    this.update()
    announce(t(`join.missing.${what}`, { n: LONGEST }))
    this.querySelector(selector).focus()
  }

  #toggle = (returning) => {
    this.#returning = returning
    this.#missing = undefined
    this.update()
    this.querySelector(returning ? "#return-code" : "#name, input[name=role], .button.main")?.focus()
  }

  render() {
    const { lab, problem } = this.props
    return h("main", { id: "main", class: "page" },
      h("lab-languages", { props: {} }),
      h("lab-easy", { props: {} }),
      h("header", { class: "stack tight" },
        h("p", { class: "quiet" }, t("join.step")),
        h("h1", {}, lab.title),
        rehearsal(lab),
        lab.welcome && !(this.#named && settings.values.easy) && h("p", { class: "lead" }, lab.welcome)),
      this.#here(),
      problem?.text && h("p", { class: "error", role: "alert" }, problem.text),
      this.#returning ? this.#returnForm() : this.#joinForm(lab),
      reading(),
      statements(true))
  }

  /** Who was here on this device before, and comes back with one tap. */
  #here() {
    const { people, isShared, onuse, onforget } = this.props.shared
    if (people.length === 0) return undefined
    return [isShared && h("p", { class: "lead", key: "second" }, t("places.second")),
      h("section", { class: "card stack", key: "here", "aria-labelledby": "here-title" },
      h("h2", { id: "here-title" }, t("places.here")),
      h("ul", { class: "plain-list stack tight" }, people.map(({ place, name, waits }) => h("li", { class: "row spread", key: place },
        button(t("places.goOn", { name }), () => onuse(place)),
        this.#forgets === place
          ? h("div", { class: "notice" },
            h("p", {}, t("places.forgetLead", { name })),
            h("div", { class: "row" },
              button(t("places.forgetYes"), () => onforget(place)),
              button(t("cancel"), () => this.#askToForget(), { kind: "plain" })))
          : waits
            ? h("p", { class: "quiet" }, t("places.waits"))
            : button(t("places.forget", { name }), () => this.#askToForget(place), { kind: "link" })))))]
  }

  #askToForget(place) {
    this.#forgets = place
    this.update()
  }

  #joinForm(lab) {
    if (lab.locked || lab.full) {
      return h("section", { class: "card stack", key: "closed" },
        h("p", { class: "lead" }, t(lab.locked ? "join.locked" : "join.full")),
        button(t("join.tryAgain"), () => location.reload(), { kind: "main" }),
        button(t("join.haveCode"), () => this.#toggle(true)))
    }
    // Read easy, it is one question after the other.
    const asks = settings.values.easy ? (this.#named ? ["role"] : ["name"]) : ["name", "role"]
    const isLast = asks.includes("role")
    return h("form", {
      class: "card stack", key: "join", onsubmit: isLast ? this.#join : this.#next, onfocusin: this.props.onbegin, novalidate: true,
    },
      asks.includes("name") && [this.#promise(lab), this.#nameField()],
      isLast && this.#roleChoice(lab),
      h("button", { class: "button main" }, symbol(isLast ? "done" : "next"), t(isLast ? "join.go" : "join.next")),
      asks.length === 1 && isLast && button(t("back"), this.#back, { kind: "plain", picture: "back" }),
      button(t("join.haveCode"), () => this.#toggle(true), { kind: "link" }))
  }

  #promise(lab) {
    return h("div", { class: "notice calm", key: "promise" },
      h("p", {}, symbol("eye"), h("strong", {}, t("join.who"))),
      h("ul", {},
        lab.hidesNames
          ? h("li", {}, t("join.whoNobody"))
          : [h("li", {}, t("join.whoFacilitator")), h("li", {}, t("join.whoOthers"))],
        h("li", {}, lab.retentionDays ? t("join.howLong", { n: lab.retentionDays }) : t("join.howLongUnset"))))
  }

  #nameField() {
    return field({
      id: "name", label: t("join.name"), hint: t("join.nameHint"), value: this.#name, autocomplete: "nickname", dir: "auto",
      error: ["name", "long"].includes(this.#missing) && t(`join.missing.${this.#missing}`, { n: LONGEST }),
      oninput: ({ target }) => {
        this.#name = target.value
        this.#missing = undefined
        this.update()
      },
    })
  }

  #roleChoice(lab) {
    return [
      choice({
        legend: t("join.role"), name: "role", value: this.#role,
        options: (lab.roles?.length ? lab.roles : ROLES).map((role) => [role, [symbol(role), t(`role.${role}`)]]),
        onchange: (role) => {
          this.#role = role
          this.#missing = undefined
          this.update()
        },
      }),
      this.#missing === "role" && h("p", { class: "error" }, t("join.missing.role")),
      h("label", { class: "switch", key: "helped" },
        h("input", {
          type: "checkbox", checked: this.#helped,
          onchange: ({ target }) => (this.#helped = target.checked),
        }),
        h("span", {}, t("join.helped"))),
      lab.approval && h("p", { class: "notice calm" }, t("join.approval")),
    ]
  }

  #returnForm() {
    return h("form", { class: "card stack", key: "return", onsubmit: this.#return, novalidate: true },
      h("p", {}, t("join.returnLead")),
      field({
        id: "return-code", dir: "ltr", label: t("join.returnCode"), autocapitalize: "characters", spellcheck: "false",
        error: this.#missing === "return" && t("join.missing.return"),
        value: this.#code, oninput: ({ target }) => (this.#code = target.value),
      }),
      h("button", { class: "button main" }, t("join.returnGo")),
      button(t("join.newHere"), () => this.#toggle(false), { kind: "link" }))
  }
})
