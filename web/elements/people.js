// The people of the lab, for facilitators, page by page: rights, and people on paper.

import { ROLES } from "../models/lab.js"
import { t } from "../models/words.js"
import "./dialog.js"
import { define, h, LabElement } from "./dom.js"
import { button, choice, field } from "./parts.js"

/** props: session, state, heading, onclose, and `onpick(person)` to choose somebody on paper. */
define("lab-people", class extends LabElement {
  #name = ""
  #role
  #missing
  #adding = false

  connected() {
    this.props.session.requestPeople()
  }

  changed(before) {
    if (!before.state) return
    const { state, session } = this.props
    const isOther = ["history", "link"].some((name) => before.state[name] !== state[name])
    if (isOther || before.state.view.people !== state.view.people) session.requestPeople()
  }

  #add = (event) => {
    event.preventDefault()
    this.#missing = !this.#name.trim() ? "name" : !this.#role ? "role" : undefined
    if (!this.#missing) {
      this.props.session.send("addPerson", { name: this.#name.trim(), role: this.#role, support: "paper" },
        { note: t("people.added") })
      this.#name = ""
      this.#role = undefined
      this.#adding = false
    }
    this.update()
  }

  render() {
    const { state, heading, onclose, onpick } = this.props
    const list = state.people?.list.filter(({ support }) => !onpick || support === "paper")
    return h("lab-dialog", { props: { heading, onclose, wide: true, content: [
      list === undefined && h("p", { class: "quiet" }, t("people.loading")),
      list?.length === 0 && h("p", { class: "quiet" }, t(onpick ? "people.nonePaper" : "people.none")),
      h("ul", { class: "people-list", role: "list" }, list?.map((person, index) => this.#person(person, index + 1))),
      state.people?.next && button(t("people.more"),
        () => this.props.session.requestPeople(state.people.next),
        { kind: "plain" }),
      this.#adding ? this.#form() : button(t("people.add"),
        () => this.#start(),
        { kind: onpick && list?.length === 0 ? "main" : "plain" }),
    ] } })
  }

  #start() {
    this.#adding = true
    this.update()
    this.querySelector("#paper-name").focus()
  }

  #person(person, number) {
    const { session, onpick } = this.props
    // Where no names are shown, people are told apart by their place in the list.
    const name = person.name || t("people.nameless", { n: number })
    const { id, role, support, facilitator, watching, here, left } = person
    const facts = [
      t(`role.${role}`),
      support !== "self" && t(`support.${support}`),
      facilitator && t("people.facilitator"),
      watching && t("people.watching"),
      left ? t("people.left") : here ? t("people.here") : support !== "paper" && t("people.away"),
    ]
    return h("li", { key: id },
      h("div", { class: "grow" },
        h("p", {}, h("b", {}, name)),
        h("p", { class: "quiet small" }, facts.filter(Boolean).join(" · "))),
      onpick
        ? button(t("people.pick"), () => onpick(person), { "aria-label": t("people.pickThis", { name }) })
        : support !== "paper" && button(t(facilitator ? "people.demote" : "people.promote"),
          () => session.send("setRights", { participant: id, facilitator: !facilitator },
            { note: t("people.changed") }),
          { kind: "plain", "aria-label": t(facilitator ? "people.demoteThis" : "people.promoteThis", { name }) }))
  }

  #form() {
    return h("form", { class: "stack card", onsubmit: this.#add, novalidate: true },
      h("h3", {}, t("people.add")),
      field({
        id: "paper-name", label: t("join.name"), maxlength: 60, value: this.#name,
        oninput: ({ target }) => (this.#name = target.value),
        error: this.#missing === "name" && t("join.missing.name"),
      }),
      choice({
        legend: t("join.role"), name: "paper-role", value: this.#role,
        options: ROLES.map((role) => [role, t(`role.${role}`)]),
        onchange: (role) => {
          this.#role = role
          this.update()
        },
      }),
      this.#missing === "role" && h("p", { class: "error" }, t("join.missing.role")),
      h("button", { class: "button main" }, t("people.addGo")))
  }
})
