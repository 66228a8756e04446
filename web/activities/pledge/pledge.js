// `pledge`: what somebody gives and what they get; only its owner accepts it.

import { Added } from "../../elements/added.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { Halves, symbol } from "../../elements/easy.js"
import { button, choice, field } from "../../elements/parts.js"
import { flowing, hasEnded, ideaOf, ordered } from "../../models/lab.js"
import { settings } from "../../models/settings.js"
import { dateText, factsText, t } from "../../models/words.js"
import { dayOf, isOverdue } from "./model.js"

const OPTIONAL = [
  ["get", "asksGet"], ["firstStep", "asksFirstStep"], ["help", "asksHelp"], ["skills", "asksSkills"],
  ["coach", "asksCoach"],
]
const FLAGS = ["young", "guardian"]
const PROGRESS = ["doing", "done", "changed", "stopped"]
const empty = () => ({
  give: "", get: "", firstStep: "", by: "", help: "", skills: "", coach: "", idea: "", young: false, guardian: false,
})

/** The ideas that can be carried out: those that flow in, what is decided to be done first. */
function linkable(view, activity) {
  const found = new Map()
  for (const source of activity.inputsFrom ?? []) {
    for (const { id, from, decision, text } of flowing(view.activities[source])) {
      if (decision?.decision === "drop") continue
      found.set(id, { id, text: text ?? ideaOf(view, id, from)?.text, first: decision?.decision === "do" })
    }
  }
  return [...found.values()].filter(({ text }) => text).sort((a, b) => Number(b.first) - Number(a.first))
}

/**
 * One pledge, both halves of it. That it is time to talk is for its owner and the desk (`talks`); the hall (`brief`) has
 * what it needs to be read from the back.
 */
export function pledgeBody(pledge, view, { talks, brief } = {}) {
  const idea = pledge.idea && ideaOf(view, pledge.idea)
  const line = (name, value) => value && h("div", {}, h("dt", {}, t(`pledge.said.${name}`)), h("dd", {}, value))
  return [
    h("p", { class: "row" },
      h("span", { class: `flag ${pledge.status}` }, t(`pledge.${pledge.status}`)),
      talks && isOverdue(pledge) && h("span", { class: "flag talk" }, t("pledge.talk")),
      idea && h("span", { class: "tag" }, idea.text)),
    h("p", { class: "give" }, pledge.give),
    h("dl", { class: "chain" },
      line("get", pledge.get),
      !brief && line("firstStep", pledge.firstStep),
      line("by", dayOf(pledge) && dateText(dayOf(pledge))),
      line("help", pledge.help),
      !brief && [line("skills", pledge.skills), line("coach", pledge.coach)]),
    !brief && pledge.checkIns && h("ul", { class: "check-ins" }, ordered(pledge.checkIns).map(({ id, status, text, on }) =>
      h("li", { key: id }, [
        status && t(`pledge.${status}`), text, on && t("pledge.next", { day: dateText(on) }),
      ].filter(Boolean).join(" · ")))),
    (pledge.name || pledge.role) && h("p", { class: "quiet small" },
      factsText([pledge.name, pledge.role && t(`role.${pledge.role}`)])),
  ]
}

define("lab-pledge", class extends LabElement {
  #draft = empty()
  #added = new Added(this)
  #halves = new Halves(this)
  #editing
  #version
  #values
  #missing = false
  #withdrawn = []
  #checking

  #body(values, isEdit) {
    const body = {}
    for (const [name, value] of Object.entries(values)) {
      if (!FLAGS.includes(name)) {
        if (isEdit || value.trim()) body[name] = value.trim()
      } else if (this.props.activity.asksGuardian && (isEdit || value)) {
        body[name] = value
      }
    }
    return body
  }

  #add = (event) => {
    event.preventDefault()
    const { answering, activity } = this.props
    this.#missing = !this.#draft.give.trim()
    if (this.#missing) {
      this.update()
      return this.querySelector("#give").focus()
    }
    const body = this.#body(this.#draft)
    this.#draft = empty()
    return this.#added.show(answering.send(activity.id, "addPledge", body), t("pledge.offeredNote"), event)
  }

  #key(pledge) {
    return this.props.answering.session.keyOf(pledge.id)
  }

  #edit(pledge) {
    this.#editing = this.#key(pledge)
    this.#version = pledge.version
    this.#values = Object.fromEntries(Object.keys(empty()).map((name) =>
      [name, pledge[name] ?? (FLAGS.includes(name) ? false : "")]))
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
    const more = [
      OPTIONAL.map(([name, asks]) => activity[asks] !== false && input(name, { optional: true })),
      activity.asksBy !== false && input("by", { optional: true, type: "date" }),
      ideas.length > 0 && h("div", { class: "field", key: "idea" },
        h("label", { for: `${prefix}idea` }, t("pledge.idea"), h("span", { class: "quiet" }, ` ${t("optional")}`)),
        h("select", { id: `${prefix}idea`, value: values.idea, onchange: set("idea") },
          h("option", { value: "", key: "" }, t("pledge.noIdea")),
          ideas.map(({ id, text }) => h("option", { value: id, key: id }, text)))),
    ]
    return h("form", { class: "stack", key: `${prefix}form`, onsubmit, novalidate: true },
      input("give", { area: 2, error: this.#missing && prefix === "" && t("pledge.noGive") }),
      // Read easy, what one may leave out is out of the way.
      settings.values.easy
        ? h("details", { key: "more" }, h("summary", {}, t("easy.more")), h("div", { class: "stack" }, more))
        : more,
      activity.asksGuardian && FLAGS.map((name) => (name === "young" || values.young) && h("label", {
        class: "switch", key: name,
      },
        h("input", { type: "checkbox", checked: values[name], onchange: ({ target }) => {
          values[name] = target.checked
          this.update()
        } }),
        h("span", {}, t(`pledge.${name}`)))),
      h("div", { class: "row" },
        h("button", { class: "button main" }, symbol("pledge"), go),
        oncancel && button(t("cancel"), oncancel, { kind: "plain" })))
  }

  render() {
    const { activity, view, mine, open, answering } = this.props
    const own = ordered(mine?.pledges)
    const others = ordered(activity.pledges).filter((pledge) =>
      !mine?.pledges?.[pledge.id] && !mine?.pledges?.[this.#key(pledge)])
    const { writes, reads } = this.#halves.shown(open)
    const { session } = this.props.answering
    const gone = open ? this.#withdrawn.filter(({ command }) => session.stands(command)) : []
    return [
      !open && hasEnded(view) && own.length > 0 && h("div", { class: "notice calm", key: "after" }, h("p", {}, t("pledge.afterEnd"))),
      (open || this.#draft.give) && writes && h("section", { class: "card", key: "form" },
        this.#form({ prefix: "", values: this.#draft, go: t("pledge.add"), onsubmit: this.#add })),
      this.#halves.way(open, others.length),
      (own.length > 0 || gone.length > 0) && writes && h("section", { class: "stack", key: "own" },
        h("h2", {}, t("pledge.own", { n: own.length })),
        h("ul", { class: "ideas", role: "list" },
          [...own].reverse().map((pledge) => this.#own(pledge)),
          gone.map((entry) => h("li", { class: "idea gone", key: entry.command },
            h("p", {}, t("gather.withdrawn", { text: entry.text })),
            button(t("undo"), () => {
              this.#withdrawn = this.#withdrawn.filter((other) => other !== entry)
              answering.session.undo(entry.command, t("note.back"))
              this.update()
            }, { kind: "plain" }))))),
      reads && h("section", { class: "stack", key: "all" },
        h("h2", { tabindex: -1 }, t("pledge.others", { n: others.length })),
        others.length === 0
          ? h("p", { class: "quiet" }, t(own.length > 0 ? "gather.noneOthers" : "pledge.none"))
          : h("ul", { class: "ideas", role: "list" },
            [...others].reverse().map((pledge) =>
              h("li", { class: "idea", key: pledge.id }, pledgeBody(pledge, view))))),
    ]
  }

  // How it goes: at any time, after the lab as well.

  #startChecking(pledge) {
    this.#checking = { key: this.#key(pledge), status: pledge.status, text: "", on: "" }
    this.update()
    this.querySelector("#check-text")?.focus()
  }

  #checkIn(pledge) {
    const { answering, activity } = this.props
    const values = this.#checking
    const stop = () => {
      this.#checking = undefined
      this.update()
      this.querySelector(`[data-pledge="${CSS.escape(this.#key(pledge))}"] button`)?.focus()
    }
    const input = (name, more) => field({
      id: `check-${name}`, label: t(`pledge.check.${name}`), optional: true, value: values[name],
      oninput: ({ target }) => (values[name] = target.value), ...more,
    })
    return h("form", { class: "stack", key: "check", onsubmit: (event) => {
      event.preventDefault()
      const { status, text, on } = values
      const body = {
        ...(PROGRESS.includes(status) && status !== pledge.status && { status }),
        ...(text.trim() && { text: text.trim() }), ...(on && { on }),
      }
      if (Object.keys(body).length > 0) answering.send(activity.id, "addCheckIn", { pledge: pledge.id, ...body },
        { note: t("pledge.checked") })
      stop()
    } },
      choice({
        legend: t("pledge.check.status"), name: "check-status", value: values.status,
        options: PROGRESS.map((status) => [status, t(`pledge.${status}`)]),
        onchange: (status) => {
          values.status = status
          this.update()
        },
      }),
      input("text", { area: 2, maxlength: 300 }),
      input("on", { type: "date" }),
      h("div", { class: "row" },
        h("button", { class: "button main" }, t("save")), button(t("cancel"), stop, { kind: "plain" })))
  }

  #own(pledge) {
    const { activity, view, open, answering, history } = this.props
    const last = open && history.findLast(({ name, body }) =>
      ["editPledge", "acceptPledge", "addCheckIn"].includes(name) && body.pledge === pledge.id)
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
          this.#added.line(this.#key(pledge), this.#draft.give),
          pledgeBody(pledge, view, { talks: true }),
          pledge.unsaved && h("p", { class: "quiet small" }, t("unsaved")),
          pledge.status === "offered" && h("p", { class: "quiet" },
            t(pledge.young && !pledge.guardian ? "pledge.guardianFirst" : "pledge.acceptLead")),
          this.#checking?.key === this.#key(pledge) && this.#checkIn(pledge),
          h("div", { class: "row" },
            pledge.status === "offered" && !(pledge.young && !pledge.guardian) && button(t("pledge.accept"),
              () => answering.send(activity.id, "acceptPledge",
                { pledge: pledge.id },
                { note: t("pledge.acceptedNote") }),
              { kind: "main", "aria-label": t("pledge.acceptThis", { text: pledge.give }) }),
            pledge.status !== "offered" && !this.#checking && button(t("pledge.howIsIt"),
              () => this.#startChecking(pledge),
              { "aria-label": t("pledge.howIsItThis", { text: pledge.give }) }),
            open && button(t("edit"),
              () => this.#edit(pledge),
              { kind: "plain", "aria-label": t("gather.editThis", { text: pledge.give }) }),
            open && button(t("gather.withdraw"),
              () => this.#withdraw(pledge),
              { kind: "plain", "aria-label": t("gather.withdrawThis", { text: pledge.give }) }),
            last && button(t("undoChange"),
              () => answering.session.undo(last.id, t("note.undone")),
              { kind: "plain", "aria-label": t("undoChangeThis", { text: pledge.give }) })),
        ])
  }
})

define("lab-pledge-screen", class extends LabElement {
  render() {
    const { activity, view } = this.props
    const pledges = ordered(activity.pledges)
    const accepted = pledges.filter(({ status }) => status !== "offered").length
    if (pledges.length === 0) return h("p", { class: "quiet" }, t("pledge.none"))
    return [
      h("p", { class: "quiet" }, t("pledge.count", { n: pledges.length, accepted })),
      h("ul", { class: "wall medium", role: "list", "data-fit": "" },
        [...pledges].reverse().map((pledge) => h("li", { class: "idea", key: pledge.id },
          pledgeBody(pledge, view, { brief: true })))),
    ]
  }
})
