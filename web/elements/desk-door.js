// Who may come in: the door open or closed, newcomers let in one by one, and for how many there is room.

import { plainDigits } from "../models/figures.js"
import { t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { button, field } from "./parts.js"

/** Who waits to be let in, above all else on the desk. props: session, state, view. */
define("lab-desk-waiting", class extends LabElement {
  connected() {
    this.#ask()
  }

  changed(before) {
    if (!before.view) return
    const { view, state } = this.props
    if (before.view.people !== view.people || before.state.link !== state.link) this.#ask()
  }

  #ask() {
    const { session, view } = this.props
    if (view.people.atDoor > 0) session.requestWaiting()
  }

  render() {
    const { session, state, view } = this.props
    const { atDoor = 0 } = view.people
    if (atDoor === 0) return []
    const list = state.atDoor ?? []
    return h("section", { class: "notice", key: "waiting", "aria-labelledby": "waiting-title" },
      h("h2", { id: "waiting-title" }, t("door.waits", { n: atDoor })),
      h("ul", { class: "people-list", role: "list" }, list.map((person, index) => this.#person(person, index + 1))),
      list.length > 0 && list.length < atDoor && h("p", { class: "quiet small" }, t("door.moreWait")),
      atDoor > 1 && button(t("door.admitAll"), () => session.send("admitAll", {}, { note: t("door.allAdmitted") })))
  }

  #person({ id, name: given, role }, number) {
    const { session } = this.props
    // Where no names are shown, people are told apart by their place in the list.
    const name = given || t("people.nameless", { n: number })
    return h("li", { key: id },
      h("div", { class: "grow" },
        h("p", {}, h("b", { dir: "auto" }, name)),
        h("p", { class: "quiet small" }, t(`role.${role}`))),
      h("div", { class: "row" },
        button(t("door.admit"), () => session.send("admit", { participant: id }, { note: t("door.admitted", { name }) }),
          { "aria-label": t("door.admitThis", { name }) }),
        button(t("door.turnAway"),
          () => session.send("turnAway", { participant: id }, { note: t("door.wasTurnedAway", { name }) }),
          { kind: "plain", "aria-label": t("door.turnAwayThis", { name }) })))
  }
})

/** How the door is from now on, in words. */
function said({ capacity, ...change }) {
  if (capacity !== undefined) return capacity > 0 ? t("door.now.capacity", { n: capacity }) : t("door.now.noCapacity")
  const [[name, on]] = Object.entries(change)
  return t(`door.now.${on ? name : `${name}Off`}`)
}

/** How the door is. props: session, view. */
define("lab-desk-door", class extends LabElement {
  /** What was set and isn't seen in the view yet. */
  #wanted = {}
  #capacity
  #problem

  changed(before) {
    if (!before.view || JSON.stringify(before.view.lab.door) === JSON.stringify(this.props.view.lab.door)) return
    this.#wanted = {}
    this.#capacity = undefined
  }

  async #set(change) {
    this.#wanted = { ...this.#wanted, ...change }
    this.update()
    const { accepted, detail } = await this.props.session.ask("setDoor", change, { note: said(change) })
    if (accepted) return
    this.#wanted = {}
    this.props.session.say(detail)
    this.update()
  }

  #saveCapacity = (event) => {
    event.preventDefault()
    const text = plainDigits((this.#capacity ?? "").trim())
    this.#problem = /^\d{0,5}$/.test(text) ? undefined : t("door.wrongCapacity")
    this.update()
    if (this.#problem) return this.querySelector("#door-capacity").focus()
    return this.#set({ capacity: Number(text) })
  }

  render() {
    const { view } = this.props
    const door = { ...view.lab.door, ...this.#wanted }
    const check = (name) => h("div", { key: name },
      h("label", { class: "switch" },
        h("input", {
          type: "checkbox", role: "switch", checked: Boolean(door[name]), "aria-describedby": `door-${name}-hint`,
          onchange: ({ target }) => this.#set({ [name]: target.checked }),
        }),
        h("span", {}, t(`door.${name}`))),
      h("p", { class: "hint", id: `door-${name}-hint` }, t(`door.${name}Hint`)))
    const kept = door.capacity ? String(door.capacity) : ""
    // Folded, it says what keeps people out.
    const keeps = ["locked", "approval"].find((name) => door[name])
    return h("details", {},
      h("summary", {}, h("h3", {}, t("door.title"), keeps && h("span", { class: "quiet small block" }, t(`door.${keeps}`)))),
      h("div", { class: "stack" },
        check("locked"),
        check("approval"),
        h("form", { class: "stack tight", key: "capacity", onsubmit: this.#saveCapacity, novalidate: true },
          field({
            id: "door-capacity", label: t("door.capacity"), inputmode: "numeric", maxlength: 5, error: this.#problem,
            hint: t("door.capacityHint", { n: view.people.joined + view.people.watching }), value: this.#capacity ?? kept,
            oninput: ({ target }) => {
              this.#capacity = target.value
              this.update()
            },
          }),
          this.#capacity !== undefined && this.#capacity.trim() !== kept && h("div", {}, h("button", { class: "button" }, t("save"))))))
  }
})
