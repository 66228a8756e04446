// `gather`: short ideas, one after the other; mine can be changed, withdrawn and brought back until it closes.

import { announce } from "../../elements/announcer.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { button, choice, follow, reviewed, tags } from "../../elements/parts.js"
import { CO_SHAPES, COS, itemsOf, lengthOf, ordered } from "../../models/lab.js"
import { t } from "../../models/words.js"
import { promptsOf } from "../grid/model.js"
import "./cos.js"
import { byHeading } from "./model.js"

export const IDEA_LIMIT = 500
const NEAR = 80
const PROMPTS = 3
const IN_HALL = 8
const empty = (group) => ({ text: "", cos: [], when: undefined, for: undefined, group })

/** The body of a command from a form's values; an edit names what was emptied, too. */
function bodyOf(values, activity, isEdit) {
  const body = { text: values.text.trim() }
  if (activity.asksCos && (isEdit || values.cos.length > 0)) body.cos = values.cos
  if (activity.asksWhen && (isEdit || values.when)) body.when = values.when ?? ""
  if (activity.asksFor && (isEdit || values.for)) body.for = values.for ?? ""
  if (activity.groups && values.group) body.group = values.group
  return body
}

/** Whether a form may be sent: there is a text that is short enough, and a heading where there are some. */
function isReady(values, activity) {
  const text = values.text.trim()
  values.missing = Boolean(text && activity.groups && !activity.groups[values.group])
  return Boolean(text) && lengthOf(text) <= IDEA_LIMIT && !values.missing
}

/** Where to go on when it may not. */
const unready = (place, values, id) => place.querySelector(values.missing ? `[name="${id}-group"]` : `#${id}`)?.focus()

/** S30: the heading that an idea stands under; one is needed. */
function headingChoice({ id, values, activity, redraw }) {
  return h("div", { class: "stack tight", key: "group" },
    choice({
      legend: t("gather.group"), name: `${id}-group`, value: values.group,
      options: ordered(activity.groups).map(({ id: group, title }) => [group, title]),
      onchange: (group) => {
        Object.assign(values, { group, missing: false })
        redraw()
      },
    }),
    ordered(activity.groups).filter(({ hint }) => hint).map(({ id: group, title, hint }) =>
      h("p", { class: "hint", key: group }, h("b", {}, title), `: ${hint}`)),
    values.missing && h("p", { class: "error", role: "alert" }, t("gather.noGroup")))
}

/** The form for a new idea or a changed one. */
function ideaForm({ id, values, activity, label, go, onsubmit, oncancel, redraw }) {
  const left = IDEA_LIMIT - lengthOf(values.text)
  const toggle = (co) => {
    values.cos = values.cos.includes(co) ? values.cos.filter((other) => other !== co) : [...values.cos, co]
    redraw()
  }
  const pick = (name, options) => h("fieldset", { class: "choice", key: name },
    h("legend", {}, t(`gather.${name}`), h("span", { class: "quiet" }, ` ${t("optional")}`)),
    h("div", { class: "chips" }, options.map((option) => h("label", { class: "chip", key: option },
      h("input", { type: "checkbox", checked: values[name] === option, onchange: () => {
        values[name] = values[name] === option ? undefined : option
        redraw()
      } }),
      h("span", {}, t(`${name}.${option}`))))))
  return h("form", { class: "stack", key: id, onsubmit: (event) => {
    event.preventDefault()
    onsubmit()
  } },
    activity.groups && headingChoice({ id, values, activity, redraw }),
    h("div", { class: "field" },
      h("label", { for: id }, label),
      h("textarea", {
        id, rows: 3, value: values.text, "aria-describedby": left < NEAR ? `${id}-left` : null,
        "aria-invalid": left < 0 ? "true" : null,
        oninput: ({ target }) => {
          values.text = target.value
          redraw()
        },
        onkeydown: (event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit()
          if (event.key === "Escape") oncancel?.()
        },
      }),
      left < NEAR && h("p", { class: left < 0 ? "error" : "hint", id: `${id}-left` },
        left < 0 ? t("gather.tooLong", { n: -left }) : t("gather.left", { n: left }))),
    activity.asksCos && h("fieldset", { class: "choice", key: "cos" },
      h("legend", {}, t("gather.cos"), h("span", { class: "quiet" }, ` ${t("optional")}`)),
      h("div", { class: "chips" }, COS.map((co) => h("label", { class: "chip", key: co },
        h("input", { type: "checkbox", checked: values.cos.includes(co), onchange: () => toggle(co) }),
        h("span", {}, h("span", { "aria-hidden": "true" }, `${CO_SHAPES[co]} `), t(`co.${co}.short`)))))),
    activity.asksWhen && pick("when", ["now", "couldBe"]),
    activity.asksFor && pick("for", ["person", "community"]),
    h("div", { class: "row" },
      h("button", { class: "button main" }, go),
      oncancel && button(t("cancel"), oncancel, { kind: "plain" })))
}

/** Ideas under their headings, each drawn by `list`; `level` is that of the headings. */
export function headed(activity, ideas, list, level = "h3") {
  if (!activity.groups) return list(ideas)
  return h("div", { class: "headings" }, byHeading(activity, ideas).map(({ id, title, ideas: below }) =>
    h("section", { class: "stack tight", key: id },
      h(level, {}, title ?? t("gather.noHeading"), h("span", { class: "quiet small" }, ` ${t("gather.count", { n: below.length })}`)),
      below.length > 0 ? list(below) : h("p", { class: "quiet" }, t("gather.noneHere")))))
}

/** What is said in the place of ideas that aren't shown: how many there are. */
export function unshown(activity, none = "gather.none") {
  const key = activity.visibility === "private" ? "gather.privateCount" : "gather.hiddenCount"
  return h("p", { class: "quiet" }, activity.count ? t(key, { n: activity.count }) : t(none))
}

/** What happens now against what could be, where ideas say both (S21). */
export const starOf = (activity, view, more) => activity.asksCos && activity.asksWhen &&
  h("lab-cos", { key: "cos", props: { activity, view, ...more } })

/** Whether ideas are complete, so that something may have become of them. */
const isOver = ({ state }) => state === "closed" || state === "revealed"

/** One idea. Draws itself again only when it changed, however many there are. */
define("lab-idea", class extends LabElement {
  render() {
    const { idea, heading } = this.props
    const by = [idea.name, idea.role && t(`role.${idea.role}`)].filter(Boolean).join(", ")
    const facts = [
      by,
      idea.support && idea.support !== "self" && t(`support.said.${idea.support}`),
      idea.broughtIn && t("gather.broughtIn"),
      idea.edited && t("gather.edited"),
      idea.merged && t("gather.merged", { n: idea.merged }),
    ]
    const shown = facts.filter(Boolean).join(" · ")
    return [
      h("p", { class: "idea-text" }, idea.text),
      tags({ ...idea, heading }),
      shown && h("p", { class: "quiet small" }, shown),
    ]
  }
})

define("lab-gather", class extends LabElement {
  #draft = empty()
  #editing
  #values
  #withdrawn = []
  #listed
  #prompts = PROMPTS
  #spoken = 0
  #speaking

  disconnected() {
    clearTimeout(this.#speaking)
  }

  changed(before) {
    if (!before.activity) return
    const count = Object.keys(this.props.activity.ideas ?? {}).length - Object.keys(before.activity.ideas ?? {}).length
    if (count > 0) this.#arrived(count)
  }

  /** Says how many ideas of others came, every ten seconds at the most. */
  #arrived(count) {
    this.#spoken += count
    this.#speaking ??= setTimeout(() => {
      announce(t("gather.arrived", { n: this.#spoken }))
      this.#spoken = 0
      this.#speaking = undefined
    }, 10_000)
  }

  #add = () => {
    const { answering, activity } = this.props
    const body = bodyOf(this.#draft, activity)
    const { group } = this.#draft
    if (!isReady(this.#draft, activity)) {
      this.update()
      return unready(this, this.#draft, "idea")
    }
    answering.send(activity.id, "addIdea", body)
    announce(t("gather.added"))
    this.#draft = empty(group)
    this.update()
    return this.querySelector("#idea")?.focus()
  }

  #key(idea) {
    return this.props.answering.session.keyOf(idea.id)
  }

  #edit(idea) {
    this.#editing = this.#key(idea)
    // What is changed is what was seen on beginning.
    this.#values = { text: idea.text, cos: idea.cos ?? [], when: idea.when, for: idea.for, group: idea.group, version: idea.version }
    this.update()
    this.querySelector("#idea-edit").focus()
  }

  #save = (idea) => {
    const { answering, activity } = this.props
    const body = bodyOf(this.#values, activity, true)
    if (!isReady(this.#values, activity)) {
      this.update()
      return unready(this, this.#values, "idea-edit")
    }
    answering.send(activity.id, "editIdea",
      { idea: idea.id, version: this.#values.version || idea.version, ...body },
      { note: t("note.edited") })
    this.#stopEditing(idea)
  }

  #stopEditing(idea) {
    this.#editing = undefined
    this.update()
    this.querySelector(`[data-idea="${CSS.escape(this.#key(idea))}"] button`)?.focus()
  }

  #withdraw(idea) {
    const { answering, activity } = this.props
    const command = answering.send(activity.id, "withdrawIdea", { idea: idea.id }, { note: t("note.withdrawn") })
    this.#withdrawn = [...this.#withdrawn, { command, text: idea.text }]
    this.update()
    this.querySelector("#own-ideas")?.focus()
  }

  #bringBack(entry) {
    this.#withdrawn = this.#withdrawn.filter((other) => other !== entry)
    this.props.answering.session.undo(entry.command, t("note.back"))
    this.update()
  }

  /** Described anew only when an idea came, changed or went, so that typing costs the same with a thousand of them. */
  #othersList(others) {
    const { mine, activity } = this.props
    const over = isOver(activity)
    if (this.#listed?.ideas !== activity.ideas || this.#listed.mine !== mine?.ideas || this.#listed.over !== over) {
      const list = headed(activity, [...others].reverse(), (ideas) => h("ul", { class: "ideas", role: "list" },
        ideas.map((idea) => h("li", { class: "idea", key: idea.id }, h("lab-idea", { props: { idea } }), over && follow(idea)))))
      this.#listed = { ideas: activity.ideas, mine: mine?.ideas, over, list }
    }
    return this.#listed.list
  }

  render() {
    const { activity, view, mine, open } = this.props
    const own = ordered(mine?.ideas)
    const others = ordered(activity.ideas).filter((idea) =>
      !mine?.ideas?.[idea.id] && !mine?.ideas?.[this.#key(idea)])
    const hidden = activity.visibility === "private" || (activity.reveal === "onReveal" && activity.state !== "revealed")
    return [
      open && this.#asked(),
      (open || this.#draft.text) && h("section", { class: "card", key: "form" }, ideaForm({
        id: "idea", values: this.#draft, activity, label: t("gather.idea"), go: t("gather.add"), onsubmit: this.#add,
        redraw: () => this.update(),
      })),
      (own.length > 0 || this.#withdrawn.length > 0) && h("section", { class: "stack", key: "own" },
        h("h2", { id: "own-ideas", tabindex: -1 }, t("gather.own", { n: own.length })),
        h("ul", { class: "ideas", role: "list" },
          [...own].reverse().map((idea) => this.#ownIdea(idea, open)),
          open && this.#withdrawn.map((entry) => h("li", { class: "idea gone", key: entry.command },
            h("p", {}, t("gather.withdrawn", { text: entry.text })), button(t("undo"),
              () => this.#bringBack(entry),
              { kind: "plain" }))))),
      h("section", { class: "stack", key: "all" },
        h("h2", {}, t("gather.others", { n: others.length })),
        hidden
          ? unshown(activity, "gather.hidden")
          : others.length === 0
            ? h("p", { class: "quiet" }, t(own.length > 0 ? "gather.noneOthers" : "gather.none"))
            : this.#othersList(others)),
      starOf(activity, view),
    ]
  }

  /** What nobody has named in a grid before: each a question, a few at a time (S23). */
  #asked() {
    const { activity, view } = this.props
    const prompts = promptsOf(view, activity, itemsOf)
    const left = prompts.length - this.#prompts
    return prompts.length > 0 && h("section", { class: "stack tight", key: "prompts" },
      h("h2", {}, t("grid.prompts")),
      h("ul", { class: "ideas", role: "list" }, prompts.slice(0, this.#prompts).map((prompt) =>
        h("li", { class: "idea asked", key: prompt.id },
          h("p", {}, t("grid.prompt", prompt)),
          button(t("grid.promptGo"), () => this.#answer(prompt),
            { kind: "plain narrow", "aria-label": t("grid.promptUse", prompt) })))),
      left > 0 && button(t("grid.promptsMore", { n: Math.min(left, PROMPTS) }), () => {
        this.#prompts += PROMPTS
        this.update()
      }, { kind: "link" }))
  }

  /** Begins an idea with what the question says of it. */
  #answer({ cos, when }) {
    const { activity } = this.props
    if (activity.asksCos && cos) this.#draft.cos = cos
    if (activity.asksWhen && when) this.#draft.when = when
    this.update()
    this.querySelector("#idea").focus()
  }

  #ownIdea(idea, open) {
    const { answering, activity, history } = this.props
    const edited = open && history.findLast(({ name, body }) => name === "editIdea" && body.idea === idea.id)
    return h("li", {
      class: idea.unsaved ? "idea own unsaved" : "idea own", key: this.#key(idea), "data-idea": this.#key(idea),
    },
      this.#editing === this.#key(idea) && open
        ? ideaForm({
          id: "idea-edit", values: this.#values, activity: this.props.activity, label: t("gather.change"),
          go: t("save"),
          onsubmit: () => this.#save(idea), oncancel: () => this.#stopEditing(idea), redraw: () => this.update(),
        })
        : [
          h("lab-idea", { props: { idea, heading: activity.groups?.[idea.group]?.title } }),
          idea.unsaved && h("p", { class: "quiet small" }, t("unsaved")),
          reviewed(idea),
          idea.absence && h("p", { class: "quiet small" }, t(`gather.absent.${idea.absence}`)),
          activity.asksQuote && !idea.absence && h("label", { class: "switch" },
            h("input", {
              type: "checkbox", checked: Boolean(idea.quotable), "aria-label": t("gather.quoteThis", { text: idea.text }),
              onchange: ({ target }) => answering.send(activity.id, "allowQuote", { idea: idea.id, on: target.checked }),
            }),
            h("span", {}, t("gather.quote"))),
          isOver(activity) && !idea.absence && follow(idea),
          open && !idea.absence && h("div", { class: "row" },
            button(t("edit"),
              () => this.#edit(idea),
              { kind: "plain", "aria-label": t("gather.editThis", { text: idea.text }) }),
            button(t("gather.withdraw"),
              () => this.#withdraw(idea),
              { kind: "plain", "aria-label": t("gather.withdrawThis", { text: idea.text }) }),
            edited && button(t("undo"),
              () => answering.session.undo(edited.id, t("note.undone")),
              { kind: "plain", "aria-label": t("undoThis", { text: idea.text }) })),
        ])
  }
})

define("lab-gather-screen", class extends LabElement {
  render() {
    const { activity, view } = this.props
    const ideas = ordered(activity.ideas)
    const prompts = promptsOf(view, activity, itemsOf)
    return [
      activity.state === "open" && prompts.length > 0 && h("section", { class: "stack tight", key: "prompts" },
        h("h2", {}, t("grid.prompts")),
        h("ul", { class: "tags", role: "list" }, prompts.slice(0, IN_HALL).map(({ id, row, column }) =>
          h("li", { class: "tag", key: id }, `${row}: ${column}`)))),
      this.#ideas(ideas),
    ]
  }

  #ideas(ideas) {
    const { activity, view } = this.props
    const wall = (list) => h("ul", { class: activity.groups ? "ideas" : "wall", role: "list" }, list.map((idea) =>
      h("li", { key: idea.id, class: "idea" }, h("lab-idea", { props: { idea } }))))
    if (ideas.length === 0) {
      return [unshown(activity), activity.groups && h("ul", { class: "headings asked", role: "list" },
        ordered(activity.groups).map(({ id, title }) => h("li", { class: "card", key: id }, title)))]
    }
    return [
      h("p", { class: "quiet" }, t("gather.count", { n: ideas.length })),
      // While ideas come, they need the wall; the picture is for when one looks at them together.
      activity.state !== "open" && starOf(activity, view, { big: true }),
      headed(activity, [...ideas].reverse(), wall, "h2"),
    ]
  }
})
