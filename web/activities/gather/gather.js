// `gather`: short ideas, one after the other; mine can be changed, withdrawn and brought back until it closes.

import { Added } from "../../elements/added.js"
import { announce } from "../../elements/announcer.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { Halves } from "../../elements/easy.js"
import { button, follow, reviewed } from "../../elements/parts.js"
import { itemsOf, ordered } from "../../models/lab.js"
import { currentLanguage, t } from "../../models/words.js"
import { promptsOf } from "../grid/model.js"
import { bodyOf, empty, ideaForm, isReady, unready } from "./idea-form.js"
import { headed, starOf, unshown } from "./parts.js"
import "./screen.js"

const PROMPTS = 3

/** Whether ideas are complete, so that something may have become of them. */
const isOver = ({ state }) => state === "closed" || state === "revealed"

define("lab-gather", class extends LabElement {
  #draft = empty()
  #added = new Added(this)
  #halves = new Halves(this)
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

  #add = (event) => {
    const { answering, activity } = this.props
    const body = bodyOf(this.#draft, activity)
    const { group } = this.#draft
    if (!isReady(this.#draft, activity)) {
      this.update()
      return unready(this, this.#draft, "idea")
    }
    this.#draft = empty(group)
    return this.#added.show(answering.send(activity.id, "addIdea", body), t("gather.there"), event)
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
    const language = currentLanguage()
    const shown = { ideas: activity.ideas, mine: mine?.ideas, over, language }
    if (!this.#listed || Object.keys(shown).some((each) => shown[each] !== this.#listed[each])) {
      const list = headed(activity, [...others].reverse(), (ideas) => h("ul", { class: "ideas", role: "list" },
        ideas.map((idea) => h("li", { class: "idea", key: idea.id }, h("lab-idea", { props: { idea } }), over && follow(idea)))))
      this.#listed = { ...shown, list }
    }
    return this.#listed.list
  }

  render() {
    const { activity, view, mine, open } = this.props
    const own = ordered(mine?.ideas)
    const { session } = this.props.answering
    const gone = open ? this.#withdrawn.filter(({ command }) => session.stands(command)) : []
    const others = ordered(activity.ideas).filter((idea) =>
      !mine?.ideas?.[idea.id] && !mine?.ideas?.[this.#key(idea)])
    const hidden = activity.visibility === "private" || (activity.reveal === "onReveal" && activity.state !== "revealed")
    const { writes, reads } = this.#halves.shown(open)
    return [
      open && writes && this.#asked(),
      (open || this.#draft.text) && writes && h("section", { class: "card", key: "form" }, ideaForm({
        id: "idea", values: this.#draft, activity, label: t("gather.idea"), go: t("gather.add"), onsubmit: this.#add,
        redraw: () => this.update(),
      })),
      this.#halves.way(open, hidden ? 0 : others.length),
      (own.length > 0 || gone.length > 0) && writes && h("section", { class: "stack", key: "own" },
        h("h2", { id: "own-ideas", tabindex: -1 }, t("gather.own", { n: own.length })),
        h("ul", { class: "ideas", role: "list" },
          [...own].reverse().map((idea) => this.#ownIdea(idea, open)),
          gone.map((entry) => h("li", { class: "idea gone", key: entry.command },
            h("p", {}, t("gather.withdrawn", { text: entry.text })), button(t("undo"),
              () => this.#bringBack(entry),
              { kind: "plain" }))))),
      reads && h("section", { class: "stack", key: "all" },
        h("h2", { tabindex: -1 }, t("gather.others", { n: others.length })),
        hidden
          ? unshown(activity, "gather.hidden")
          : others.length === 0
            ? h("p", { class: "quiet" }, t(own.length > 0 ? "gather.noneOthers" : "gather.none"))
            : this.#othersList(others)),
      reads && starOf(activity, view),
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
          this.#added.line(this.#key(idea), this.#draft.text),
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
              { kind: "plain", picture: "edit", "aria-label": t("gather.editThis", { text: idea.text }) }),
            button(t("gather.withdraw"),
              () => this.#withdraw(idea),
              { kind: "plain", picture: "remove", "aria-label": t("gather.withdrawThis", { text: idea.text }) }),
            edited && button(t("undoChange"),
              () => answering.session.undo(edited.id, t("note.undone")),
              { kind: "plain", picture: "undo", "aria-label": t("undoChangeThis", { text: idea.text }) })),
        ])
  }
})
