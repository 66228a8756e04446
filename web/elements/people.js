// The people of the lab, for facilitators, page by page: rights, and people on paper.

import { ROLES } from "../models/lab.js"
import { currentLanguage, t } from "../models/words.js"
import "./dialog.js"
import { define, h, LabElement } from "./dom.js"
import { button, choice, field } from "./parts.js"

/** With more than so many there is a search. */
const MANY = 7

/** props: session, state, heading, onclose, and `onpick(person)` to choose somebody on paper. */
define("lab-people", class extends LabElement {
  #name = ""
  #role
  #missing
  #adding = false
  /** Who is about to be taken out, and what becomes of what they gave. */
  #removing
  #contributions = "stay"
  /** What is looked for in the names. */
  #sought = ""

  connected() {
    this.props.session.requestPeople()
  }

  changed(before) {
    if (!before.state) return
    const { state, session } = this.props
    const isOther = ["history", "link"].some((name) => before.state[name] !== state[name])
    if (isOther || before.state.view.people !== state.view.people) session.requestPeople()
    else this.#bringAll()
  }

  /** Whoever looks for a name looks among all. */
  #bringAll() {
    const { session, state } = this.props
    if (this.#sought && state.people?.next) session.requestPeople(state.people.next)
  }

  /** By name, and who has none at the end. */
  #sorted(list) {
    const compare = new Intl.Collator(currentLanguage(), { sensitivity: "base", numeric: true }).compare
    return [...list].sort((a, b) => Number(!a.name) - Number(!b.name) || compare(a.name ?? "", b.name ?? ""))
  }

  #search(list) {
    const { next } = this.props.state.people
    return (list.length > MANY || next || this.#sought) && field({
      id: "people-search", label: t("people.search"), type: "search", value: this.#sought, oninput: ({ target }) => {
        this.#sought = target.value
        this.#bringAll()
        this.update()
      },
    })
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
    const all = state.people?.list.filter(({ support, removed }) => !onpick || (support === "paper" && !removed))
    const list = all && this.#sorted(all)
    const sought = this.#sought.trim().toLocaleLowerCase()
    const found = (list ?? []).map((person, index) => ({ person, number: index + 1 }))
      .filter(({ person: { name } }) => name?.toLocaleLowerCase().includes(sought) || !sought)
    const [inside, removed] = [false, true].map((is) => found.filter(({ person }) => Boolean(person.removed) === is))
    return h("lab-dialog", { props: { heading, onclose, wide: true, content: [
      list === undefined && h("p", { class: "quiet" }, t("people.loading")),
      list?.length === 0 && h("p", { class: "quiet" }, t(onpick ? "people.nonePaper" : "people.empty")),
      list && this.#search(list),
      list?.length > 0 && found.length === 0 && h("p", { class: "quiet", key: "none" }, t("people.noneFound")),
      h("ul", { class: "people-list", role: "list" }, inside.map(({ person, number }) => this.#person(person, number))),
      removed.length > 0 && h("section", { class: "stack", key: "removed" },
        h("h3", {}, t("people.removedTitle")),
        h("ul", { class: "people-list", role: "list" }, removed.map(({ person, number }) => this.#person(person, number)))),
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
    const { id, role, support, facilitator, watching, here, left, needs, turnedAway, removed } = person
    const facts = [
      t(`role.${role}`),
      support !== "self" && t(`people.support.${support}`),
      facilitator && t("people.facilitator"),
      watching && t("people.watching"),
      needs && t("people.needs"),
      removed ? t("people.removed") : turnedAway ? t("door.notLetIn") : left ? t("people.left") : here ? t("people.here") : support !== "paper" && t("people.away"),
    ]
    return h("li", { key: id },
      h("div", { class: "grow" },
        h("p", {}, h("b", {}, name)),
        h("p", { class: "quiet small" }, facts.filter(Boolean).join(" · ")),
        this.#removing === id && this.#removal(person, name)),
      onpick
        ? button(t("people.pick"), () => onpick(person), { "aria-label": t("people.pickThis", { name }) })
        : turnedAway ? button(t("door.admit"), () => session.send("admit", { participant: id }, { note: t("door.admitted", { name }) }),
          { kind: "plain", "aria-label": t("door.admitThis", { name }) })
        : !removed && support !== "paper" && button(t(facilitator ? "people.demote" : "people.promote"),
          () => session.send("setRights", { participant: id, facilitator: !facilitator },
            { note: t(facilitator ? "people.demoted" : "people.promoted", { name }) }),
          { kind: "plain", "aria-label": t(facilitator ? "people.demoteThis" : "people.promoteThis", { name }) }),
      !onpick && (removed ? this.#back(id, name) : this.#removing !== id && button(t("people.remove"),
        () => this.#ask(id), { kind: "link", "aria-label": t("people.removeThis", { name }) })))
  }

  #ask(id) {
    this.#removing = id
    this.#contributions = "stay"
    this.update()
    this.querySelector(".removal input")?.focus()
  }

  /** What they gave stays or goes: asked first, and taken back by Undo like all else. */
  #removal({ id }, name) {
    const { session } = this.props
    return h("form", { class: "stack removal", key: "removal", onsubmit: (event) => {
      event.preventDefault()
      session.send("removePerson", { participant: id, contributions: this.#contributions }, { note: t("people.removedNote", { name }) })
      this.#ask(undefined)
    } },
      choice({
        legend: t("people.whatTheyGave"), name: "contributions", value: this.#contributions,
        options: ["stay", "go"].map((each) => [each, t(`people.contributions.${each}`)]),
        onchange: (value) => {
          this.#contributions = value
          this.update()
        },
      }),
      this.#contributions === "go" && h("p", { class: "notice" }, t("people.goesNamed")),
      h("div", { class: "row" },
        h("button", { class: "button main" }, t("people.removeGo", { name })),
        button(t("cancel"), () => this.#ask(undefined), { kind: "plain" })))
  }

  /** Any facilitator does it, from any device; they come back with all that went with them. */
  #back(id, name) {
    return button(t("people.takeBack"),
      () => this.props.session.send("letBackIn", { participant: id }, { note: t("people.isBack", { name }) }),
      { kind: "plain", "aria-label": t("people.takeBackThis", { name }) })
  }

  #form() {
    return h("form", { class: "stack card", onsubmit: this.#add, novalidate: true },
      h("h3", {}, t("people.add")),
      field({
        id: "paper-name", label: t("people.paperName"), maxlength: 60, value: this.#name,
        oninput: ({ target }) => (this.#name = target.value),
        error: this.#missing === "name" && t("join.missing.name"),
      }),
      choice({
        legend: t("people.paperRole"), name: "paper-role", value: this.#role,
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
