// What a facilitator does about pledges: those whose day is past come first, as a reason to talk.

import { define, h, LabElement } from "../../elements/dom.js"
import { button, field } from "../../elements/parts.js"
import { ordered } from "../../models/lab.js"
import { t } from "../../models/words.js"
import { isOverdue } from "./model.js"
import { pledgeBody } from "./pledge.js"

define("lab-pledge-desk", class extends LabElement {
  #talk

  #start(pledge) {
    this.#talk = { id: pledge.id, text: "", on: "" }
    this.update()
    this.querySelector("#talk-text")?.focus()
  }

  #stop = () => {
    const { id } = this.#talk
    this.#talk = undefined
    this.update()
    this.querySelector(`[data-pledge="${CSS.escape(id)}"] button`)?.focus()
  }

  #save = (event) => {
    event.preventDefault()
    const { session, activity } = this.props
    const { id, text, on } = this.#talk
    if (!text.trim() && !on) return this.querySelector("#talk-text").focus()
    session.send("addCheckIn",
      { activity: activity.id, pledge: id, ...(text.trim() && { text: text.trim() }), ...(on && { on }) },
      { note: t("desk.talked") })
    return this.#stop()
  }

  #form() {
    const talk = this.#talk
    const input = (name, more) => field({
      id: `talk-${name}`, label: t(`desk.talk.${name}`), optional: true, value: talk[name],
      oninput: ({ target }) => (talk[name] = target.value), ...more,
    })
    return h("form", { class: "stack", key: "talk", onsubmit: this.#save },
      input("text", { area: 2, maxlength: 300 }), input("on", { type: "date" }),
      h("div", { class: "row" },
        h("button", { class: "button main" }, t("save")), button(t("cancel"), this.#stop, { kind: "plain" })))
  }

  #pledge(pledge) {
    return h("li", { class: "idea", key: pledge.id, "data-pledge": pledge.id },
      pledgeBody(pledge, this.props.view, { talks: true }),
      pledge.young && h("p", { class: "quiet" }, t(pledge.guardian ? "desk.guardianYes" : "desk.guardianMissing")),
      this.#talk?.id === pledge.id
        ? this.#form()
        : h("div", { class: "row" }, button(t("desk.noteTalk"), () => this.#start(pledge),
          { kind: "plain", "aria-label": t("desk.noteTalkThis", { text: pledge.give }) })))
  }

  render() {
    const pledges = ordered(this.props.activity.pledges).reverse()
    if (pledges.length === 0) return h("p", { class: "quiet" }, t("pledge.none"))
    const due = pledges.filter((pledge) => isOverdue(pledge))
    const others = pledges.filter((pledge) => !isOverdue(pledge))
    const list = (items) => h("ul", { class: "ideas", role: "list" }, items.map((pledge) => this.#pledge(pledge)))
    return [
      due.length > 0 && h("section", { class: "stack", key: "due" },
        h("h3", {}, t("desk.overdue", { n: due.length })), h("p", { class: "quiet" }, t("desk.overdueLead")), list(due)),
      others.length > 0 && h("section", { class: "stack", key: "others" },
        h("h3", {}, t("desk.pledges", { n: others.length })), list(others)),
    ]
  }
})
