// `pledge`: what somebody gives and what they get; only its owner accepts it.

import { announce } from "../../elements/announcer.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { button, field } from "../../elements/parts.js"
import { ideaOf, ordered } from "../../models/lab.js"
import { dateText, t } from "../../models/words.js"

const OPTIONAL = [["get", "asksGet"], ["firstStep", "asksFirstStep"], ["help", "asksHelp"]]
const empty = () => ({ give: "", get: "", firstStep: "", by: "", help: "", idea: "" })

/** The ideas that can be carried out: those that flow in, what is decided to be done first. */
function linkable(view, activity) {
  const found = new Map()
  for (const source of activity.inputsFrom ?? []) {
    const { ideas, items } = view.activities[source] ?? {}
    for (const { id, from, decision, text } of ordered(items ?? ideas)) {
      if (decision?.decision === "drop") continue
      found.set(id, { id, text: text ?? ideaOf(view, id, from)?.text, first: decision?.decision === "do" })
    }
  }
  return [...found.values()].filter(({ text }) => text).sort((a, b) => Number(b.first) - Number(a.first))
}

/** One pledge, both halves of it. */
function pledgeBody(pledge, view) {
  const idea = pledge.idea && ideaOf(view, pledge.idea)
  const line = (name, value) => value && h("div", {}, h("dt", {}, t(`pledge.said.${name}`)), h("dd", {}, value))
  return [
    h("p", { class: "row" },
      h("span", { class: `flag ${pledge.status}` }, t(`pledge.${pledge.status}`)),
      idea && h("span", { class: "tag" }, idea.text)),
    h("p", { class: "give" }, pledge.give),
    h("dl", { class: "chain" },
      line("get", pledge.get),
      line("firstStep", pledge.firstStep),
      line("by", pledge.by && dateText(pledge.by)),
      line("help", pledge.help)),
    (pledge.name || pledge.role) && h("p", { class: "quiet small" },
      [pledge.name, pledge.role && t(`role.${pledge.role}`)].filter(Boolean).join(", ")),
  ]
}

define("lab-pledge", class extends LabElement {
  #draft = empty()
  #editing
  #version
  #values
  #missing = false
  #withdrawn = []

  #body(values, isEdit) {
    const body = {}
    for (const [name, value] of Object.entries(values)) if (isEdit || value.trim()) body[name] = value.trim()
    return body
  }

  #add = (event) => {
    event.preventDefault()
    const { answering, activity } = this.props
    this.#missing = !this.#draft.give.trim()
    if (!this.#missing) {
      answering.send(activity.id, "addPledge", this.#body(this.#draft))
      announce(t("pledge.offeredNote"))
      this.#draft = empty()
    }
    this.update()
    this.querySelector("#give").focus()
  }

  #key(pledge) {
    return this.props.answering.session.keyOf(pledge.id)
  }

  #edit(pledge) {
    this.#editing = this.#key(pledge)
    this.#version = pledge.version
    this.#values = Object.fromEntries(Object.keys(empty()).map((name) => [name, pledge[name] ?? ""]))
    this.update()
    this.querySelector("#edit-give").focus()
  }

  #save = (pledge) => (event) => {
    event.preventDefault()
    const { answering, activity } = this.props
    if (!this.#values.give.trim()) return this.querySelector("#edit-give").focus()
    answering.send(activity.id, "editPledge",
      { pledge: pledge.id, version: this.#version || pledge.version, ...this.#body(this.#values, true) },
      { note: t("note.edited") })
    return this.#stopEditing(pledge)
  }

  #stopEditing(pledge) {
    this.#editing = undefined
    this.update()
    this.querySelector(`[data-pledge="${CSS.escape(this.#key(pledge))}"] button`)?.focus()
  }

  #withdraw(pledge) {
    const { answering, activity } = this.props
    const command = answering.send(activity.id, "withdrawPledge", { pledge: pledge.id }, { note: t("note.withdrawn") })
    this.#withdrawn = [...this.#withdrawn, { command, text: pledge.give }]
    this.update()
  }

  #form({ prefix, values, go, onsubmit, oncancel }) {
    const { activity, view } = this.props
    const set = (name) => ({ target }) => {
      values[name] = target.value
      this.#missing = false
      this.update()
    }
    const input = (name, more) => field({
      id: `${prefix}${name}`, label: t(`pledge.${name}`), maxlength: 300, value: values[name], oninput: set(name),
      ...more,
    })
    const ideas = linkable(view, activity)
    return h("form", { class: "stack", key: `${prefix}form`, onsubmit, novalidate: true },
      input("give", { area: 2, error: this.#missing && prefix === "" && t("pledge.noGive") }),
      OPTIONAL.map(([name, asks]) => activity[asks] !== false && input(name, { optional: true })),
      activity.asksBy !== false && input("by", { optional: true, type: "date" }),
      ideas.length > 0 && h("div", { class: "field", key: "idea" },
        h("label", { for: `${prefix}idea` }, t("pledge.idea"), h("span", { class: "quiet" }, ` ${t("optional")}`)),
        h("select", { id: `${prefix}idea`, value: values.idea, onchange: set("idea") },
          h("option", { value: "", key: "" }, t("pledge.noIdea")),
          ideas.map(({ id, text }) => h("option", { value: id, key: id }, text)))),
      h("div", { class: "row" },
        h("button", { class: "button main" }, go),
        oncancel && button(t("cancel"), oncancel, { kind: "plain" })))
  }

  render() {
    const { activity, view, mine, open, answering } = this.props
    const own = ordered(mine?.pledges)
    const others = ordered(activity.pledges).filter(({ id }) => !mine?.pledges?.[id])
    return [
      (open || this.#draft.give) && h("section", { class: "card", key: "form" },
        this.#form({ prefix: "", values: this.#draft, go: t("pledge.add"), onsubmit: this.#add })),
      (own.length > 0 || this.#withdrawn.length > 0) && h("section", { class: "stack", key: "own" },
        h("h2", {}, t("pledge.own", { n: own.length })),
        h("ul", { class: "ideas", role: "list" },
          [...own].reverse().map((pledge) => this.#own(pledge)),
          open && this.#withdrawn.map((entry) => h("li", { class: "idea gone", key: entry.command },
            h("p", {}, t("gather.withdrawn", { text: entry.text })),
            button(t("undo"), () => {
              this.#withdrawn = this.#withdrawn.filter((other) => other !== entry)
              answering.session.undo(entry.command, t("note.back"))
              this.update()
            }, { kind: "plain" }))))),
      h("section", { class: "stack", key: "all" },
        h("h2", {}, t("pledge.others", { n: others.length })),
        others.length === 0
          ? h("p", { class: "quiet" }, t(own.length > 0 ? "gather.noneOthers" : "pledge.none"))
          : h("ul", { class: "ideas", role: "list" },
            [...others].reverse().map((pledge) =>
              h("li", { class: "idea", key: pledge.id }, pledgeBody(pledge, view))))),
    ]
  }

  #own(pledge) {
    const { activity, view, open, answering, history } = this.props
    const last = open && history.findLast(({ name, body }) =>
      (name === "editPledge" || name === "acceptPledge") && body.pledge === pledge.id)
    return h("li", {
      class: pledge.unsaved ? "idea own unsaved" : "idea own", key: this.#key(pledge),
      "data-pledge": this.#key(pledge),
    },
      this.#editing === this.#key(pledge) && open
        ? this.#form({
          prefix: "edit-", values: this.#values, go: t("save"), onsubmit: this.#save(pledge),
          oncancel: () => this.#stopEditing(pledge),
        })
        : [
          pledgeBody(pledge, view),
          pledge.unsaved && h("p", { class: "quiet small" }, t("unsaved")),
          pledge.status === "offered" && h("p", { class: "quiet" }, t("pledge.acceptLead")),
          h("div", { class: "row" },
            pledge.status === "offered" && button(t("pledge.accept"),
              () => answering.send(activity.id, "acceptPledge",
                { pledge: pledge.id },
                { note: t("pledge.acceptedNote") }),
              { kind: "main", "aria-label": t("pledge.acceptThis", { text: pledge.give }) }),
            open && button(t("edit"),
              () => this.#edit(pledge),
              { kind: "plain", "aria-label": t("gather.editThis", { text: pledge.give }) }),
            open && button(t("gather.withdraw"),
              () => this.#withdraw(pledge),
              { kind: "plain", "aria-label": t("gather.withdrawThis", { text: pledge.give }) }),
            last && button(t("undo"),
              () => answering.session.undo(last.id, t("note.undone")),
              { kind: "plain", "aria-label": t("undoThis", { text: pledge.give }) })),
        ])
  }
})

define("lab-pledge-screen", class extends LabElement {
  render() {
    const { activity, view } = this.props
    const pledges = ordered(activity.pledges)
    const accepted = pledges.filter(({ status }) => status === "accepted").length
    if (pledges.length === 0) return h("p", { class: "quiet" }, t("pledge.none"))
    return [
      h("p", { class: "quiet" }, t("pledge.count", { n: pledges.length, accepted })),
      h("ul", { class: "wall", role: "list" },
        [...pledges].reverse().map((pledge) => h("li", { class: "idea", key: pledge.id }, pledgeBody(pledge, view)))),
    ]
  }
})
