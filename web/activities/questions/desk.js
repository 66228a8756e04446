// The chair's desk: what is on, what is next, and in which order. Nothing can be taken off the list.

import { define, h, LabElement } from "../../elements/dom.js"
import { button, field } from "../../elements/parts.js"
import { quoted, t } from "../../models/words.js"
import { body, GROUPS, of } from "./parts.js"

define("lab-questions-desk", class extends LabElement {
  #noting
  #note = ""

  #mark(question, status, more = {}) {
    const { session, activity } = this.props
    session.send("setQuestionStatus", { activity: activity.id, question: question.id, status, ...more },
      { note: t(`questions.marked.${status}`) })
  }

  #move(question, list, step) {
    const { session, activity } = this.props
    const at = list.findIndex(({ id }) => id === question.id)
    const before = step < 0 ? list[at - 1] : list[at + 2]
    session.send("moveQuestion", { activity: activity.id, question: question.id, ...(before && { before: before.id }) },
      { note: t("questions.moved") })
  }

  #moveFirst(question, list) {
    const { session, activity } = this.props
    session.send("moveQuestion", { activity: activity.id, question: question.id, before: list[0].id },
      { note: t("questions.moved") })
  }

  #startNote(question) {
    this.#noting = question.id
    this.#note = question.answer ?? ""
    this.update()
    this.querySelector("#question-note")?.focus()
  }

  #saveNote = (question) => (event) => {
    event.preventDefault()
    this.#mark(question, "answered", { answer: this.#note.trim(), version: question.answerVersion ?? 0 })
    this.#noting = undefined
    this.update()
  }

  #row(question, list, index) {
    const { activity } = this.props
    const named = (key, props) => ({ kind: "plain", "aria-label": `${t(key)}: ${quoted(question.text)}`, ...props })
    const act = (key, action, props) => button(t(key), action, { ...named(key), ...props })
    const { status } = question
    const isNoting = this.#noting === question.id
    return h("li", { class: `idea question ${status}`, key: question.id },
      body(question, activity),
      h("p", { class: "quiet small" }, t("questions.supporters", { n: question.support })),
      isNoting
        ? h("form", { class: "stack", onsubmit: this.#saveNote(question) },
          field({
            id: "question-note", label: t("questions.noteAnswer"), area: 3, value: this.#note, maxlength: 1000,
            optional: true, oninput: ({ target }) => (this.#note = target.value),
          }),
          h("div", { class: "row" },
            h("button", { class: "button main" }, t("questions.markAnswered")),
            button(t("cancel"), () => {
              this.#noting = undefined
              this.update()
            }, { kind: "plain" })))
        : h("div", { class: "row" },
          status === "queued" && act("questions.askNow", () => this.#mark(question, "asked"), { kind: "" }),
          status === "asked" && act("questions.answered", () => this.#startNote(question), { kind: "" }),
          status === "answered" && act("questions.changeAnswer", () => this.#startNote(question)),
          status !== "queued" && act("questions.backToQueue", () => this.#mark(question, "queued")),
          (status === "queued" || status === "asked") && act("questions.park", () => this.#mark(question, "parked")),
          status === "queued" && list.length > 1 && [
            act("questions.first", () => this.#moveFirst(question, list), { disabled: index === 0 }),
            act("questions.up", () => this.#move(question, list, -1), { disabled: index === 0 }),
            act("questions.down", () => this.#move(question, list, 1), { disabled: index === list.length - 1 }),
          ]))
  }

  render() {
    const { activity } = this.props
    if (Object.keys(activity.questions ?? {}).length === 0) return h("p", { class: "quiet" },
      activity.count ? t("questions.hidden", { n: activity.count }) : t("questions.none"))
    return [
      h("p", { class: "quiet", key: "lead" }, t("questions.deskLead")),
      GROUPS.map((status) => {
        const list = of(activity, status)
        return list.length > 0 && h("section", { class: "stack tight", key: status },
          h("h3", {}, t(`questions.group.${status}`, { n: list.length })),
          h("ul", { class: "ideas", role: "list" }, list.map((question, index) => this.#row(question, list, index))))
      }),
    ]
  }
})
