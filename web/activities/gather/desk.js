// What a facilitator may do with gathered ideas: hide one, put it into other words, split it, make several into one, and
// bring back what was there.

import { flagMark } from "../../elements/desk-care.js"
import { hiddenList } from "../../elements/desk-hidden.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { button, field } from "../../elements/parts.js"
import { ordered } from "../../models/lab.js"
import { t } from "../../models/words.js"
import "./bring.js"
import { headed, starOf, unshown } from "./parts.js"

define("lab-gather-desk", class extends LabElement {
  #chosen = []
  #merging = false
  #text = ""
  /** The idea that is put into other words, or split: {idea, split}. */
  #changing

  #choose(id, on) {
    this.#chosen = on ? [...this.#chosen, id] : this.#chosen.filter((other) => other !== id)
    this.update()
  }

  #startMerging = (ideas) => {
    this.#merging = true
    this.#text = ideas[0].text
    this.update()
  }

  #merge = (ideas) => (event) => {
    event.preventDefault()
    const [into, ...rest] = ideas
    const text = this.#text.trim()
    this.props.session.send("mergeIdeas", {
      activity: this.props.activity.id, into: into.id, ideas: rest.map(({ id }) => id),
      ...(text && text !== into.text && { text }),
    }, { note: t("desk.merged", { n: ideas.length }) })
    this.#chosen = []
    this.#merging = false
    this.update()
  }

  #change(idea, split) {
    this.#changing = { idea, split }
    this.#text = split ? idea.text.replace(/\s*[;•]\s*|(?<=[.!?])\s+/g, "\n") : idea.text
    this.update()
  }

  #save = (event) => {
    event.preventDefault()
    const { session, activity } = this.props
    const { idea, split } = this.#changing
    const texts = this.#text.split("\n").map((text) => text.trim()).filter(Boolean)
    if (split ? texts.length < 2 : texts.length === 0) return this.querySelector("#change-text").focus()
    if (split) session.send("splitIdea", { activity: activity.id, idea: idea.id, texts }, { note: t("desk.splitDone", { n: texts.length }) })
    else session.send("rewordIdea", { activity: activity.id, idea: idea.id, version: idea.version, text: texts.join(" ") }, { note: t("desk.reworded") })
    return this.querySelector("dialog").close()
  }

  #changeForm() {
    const { idea, split } = this.#changing
    return h("lab-dialog", { key: "change", props: {
      heading: t(split ? "desk.split" : "desk.reword"), onclose: () => {
        this.#changing = undefined
        this.update()
      },
      content: h("form", { class: "stack", onsubmit: this.#save },
        h("blockquote", {}, idea.original ?? idea.text),
        field({
          id: "change-text", label: t(split ? "desk.splitText" : "desk.rewordText"), hint: t(split ? "desk.splitHint" : "desk.rewordHint"),
          area: split ? 5 : 3, value: this.#text, oninput: ({ target }) => (this.#text = target.value),
        }),
        h("button", { class: "button main" }, t(split ? "desk.splitGo" : "desk.rewordGo"))),
    } })
  }

  #idea(idea) {
    const { session, activity } = this.props
    return h("li", { class: "idea desk-idea", key: idea.id },
      h("label", { class: "pick" },
        h("input", {
          type: "checkbox", checked: this.#chosen.includes(idea.id),
          "aria-label": t("desk.choose", { text: idea.text }),
          onchange: ({ target }) => this.#choose(idea.id, target.checked),
        })),
      h("div", { class: "grow stack tight" },
        h("lab-idea", { props: { idea } }), flagMark(activity.flags, idea.id),
        h("div", { class: "row" },
          button(t("desk.hide"),
            () => session.send("hideIdea", { activity: activity.id, idea: idea.id }, { note: t("desk.hidden") }),
            { kind: "plain", "aria-label": t("desk.hideThis", { text: idea.text }) }),
          button(t("desk.reword"), () => this.#change(idea, false),
            { kind: "plain", "aria-label": t("desk.rewordThis", { text: idea.text }) }),
          button(t("desk.split"), () => this.#change(idea, true),
            { kind: "plain", "aria-label": t("desk.splitThis", { text: idea.text }) }))))
  }

  render() {
    const { session, activity } = this.props
    return [
      activity.moderated && h("lab-review", { key: "review", props: {
        session, activity, about: ({ group }) => activity.groups?.[group]?.title,
      } }),
      this.#all(),
      hiddenList(session, activity, ["restoreIdea", "idea"]),
      this.#changing && this.#changeForm(),
    ]
  }

  #all() {
    const { activity } = this.props
    const ideas = ordered(activity.ideas)
    const chosen = ideas.filter(({ id }) => this.#chosen.includes(id))
    const bring = this.props.view.lab.state !== "archived" && h("lab-bring", { key: "bring", props: { session: this.props.session, activity } })
    if (ideas.length === 0) return [unshown(activity, activity.moderated ? "gather.noneShown" : undefined), bring]
    return [
      h("h2", {}, t("gather.count", { n: ideas.length })),
      h("p", { class: "quiet" }, t("desk.mergeHint")),
      chosen.length > 1 && h("div", { class: "row sticky" },
        button(t("desk.merge", { n: chosen.length }), () => this.#startMerging(chosen), { kind: "main" })),
      headed(activity, [...ideas].reverse(), (list) =>
        h("ul", { class: "ideas", role: "list" }, list.map((idea) => this.#idea(idea)))),
      starOf(activity, this.props.view, { heading: "h3" }),
      bring,
      this.#merging && h("lab-dialog", { props: {
        heading: t("desk.merge", { n: chosen.length }), onclose: () => {
          this.#merging = false
          this.update()
        },
        content: h("form", { class: "stack", onsubmit: this.#merge(chosen) },
          h("ul", {}, chosen.map(({ id, text }) => h("li", { key: id }, text))),
          field({
            id: "merge-text", label: t("desk.mergeText"), area: 3, value: this.#text,
            oninput: ({ target }) => (this.#text = target.value),
          }),
          h("button", { class: "button main" }, t("desk.mergeGo"))),
      } }),
    ]
  }
})
