// `questions`: a queue for the panel. People ask and support; the chair says what is next. Nothing disappears (S44).

import { Added } from "../../elements/added.js"
import { announce } from "../../elements/announcer.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { button, choice, field } from "../../elements/parts.js"
import { addStyles } from "../../elements/styles.js"
import { lengthOf, ordered } from "../../models/lab.js"
import { t } from "../../models/words.js"
import { body, GROUPS, of } from "./parts.js"
import "./desk.js"
import "./screen.js"

await addStyles("/activities/questions/questions.css")

const LIMIT = 500
const empty = () => ({ text: "", to: "", named: false })

const panel = (activity) => ordered(activity.panellists)

define("lab-questions", class extends LabElement {
  #draft = empty()
  #added = new Added(this)
  #editing
  #values
  #withdrawn = []

  #ask = (event) => {
    const { answering, activity } = this.props
    const { text, to, named } = this.#draft
    if (!text.trim() || lengthOf(text.trim()) > LIMIT) return this.querySelector("#question").focus()
    const body = { text: text.trim(), ...(to && { to }), ...(named && { named }) }
    this.#draft = empty()
    return this.#added.show(answering.send(activity.id, "askQuestion", body), t("questions.asked"), event)
  }

  #key(question) {
    return this.props.answering.session.keyOf(question.id)
  }

  #edit(question) {
    this.#editing = this.#key(question)
    this.#values = {
      text: question.text, to: question.to ?? "", named: Boolean(question.name), version: question.version,
    }
    this.update()
    this.querySelector("#question-edit")?.focus()
  }

  #save = (question) => {
    const { answering, activity } = this.props
    const { text, to, named, version } = this.#values
    if (!text.trim() || lengthOf(text.trim()) > LIMIT) return this.querySelector("#question-edit").focus()
    answering.send(activity.id, "editQuestion", {
      question: question.id, version: version || question.version, text: text.trim(),
      ...(activity.panellists && { to }), ...(activity.allowsNamed && { named }),
    }, { note: t("note.edited") })
    return this.#stopEditing(question)
  }

  #stopEditing(question) {
    this.#editing = undefined
    this.update()
    this.querySelector(`[data-question="${CSS.escape(this.#key(question))}"] button`)?.focus()
  }

  #withdraw(question) {
    const { answering, activity } = this.props
    const command = answering.send(activity.id, "withdrawQuestion", { question: question.id },
      { note: t("note.withdrawn") })
    this.#withdrawn = [...this.#withdrawn, { command, text: question.text }]
    this.update()
  }

  #form({ id, values, label, go, onsubmit, oncancel }) {
    const { activity, answering } = this.props
    const left = LIMIT - lengthOf(values.text)
    const set = (name, value) => {
      values[name] = value
      this.update()
    }
    const isOther = Boolean(answering.person)
    return h("form", { class: "stack", key: id, onsubmit: (event) => {
      event.preventDefault()
      onsubmit(event)
    } },
      field({
        id, label, area: 3, value: values.text, error: left < 0 && t("gather.tooLong", { n: -left }),
        oninput: ({ target }) => set("text", target.value),
      }),
      activity.panellists && choice({
        legend: t("questions.to"), name: `${id}-to`, value: values.to, onchange: (value) => set("to", value),
        options: [["", t("questions.all")], ...panel(activity).map(({ id: value, name }) => [value, name])],
      }),
      activity.allowsNamed && h("div", { class: "stack tight" },
        h("label", { class: "switch" },
          h("input", { type: "checkbox", checked: values.named, onchange: ({ target }) => set("named", target.checked) }),
          h("span", {}, t(isOther ? "questions.theirName" : "questions.myName"))),
        h("p", { class: "quiet" }, t(values.named ? "questions.nameShown" : "questions.nameHidden"))),
      h("div", { class: "row" },
        h("button", { class: "button main" }, go),
        oncancel && button(t("cancel"), oncancel, { kind: "plain" })))
  }

  #support(question, on) {
    const { answering, activity } = this.props
    answering.send(activity.id, "supportQuestion", { question: question.id, on })
    announce(t(on ? "questions.supported" : "questions.unsupported"))
  }

  render() {
    const { activity, mine, open } = this.props
    const own = ordered(mine?.questions)
    const hidden = activity.reveal === "onReveal" && activity.state !== "revealed"
    const others = ordered(activity.questions).filter((question) =>
      !mine?.questions?.[question.id] && !mine?.questions?.[this.#key(question)])
    const now = of(activity, "asked")
    const { session } = this.props.answering
    const gone = open ? this.#withdrawn.filter(({ command }) => session.stands(command)) : []
    return [
      now.map((question) => h("div", { class: "question-now", key: `now-${question.id}` },
        h("p", { class: "quiet" }, t("questions.now")), body(question, activity))),
      (open || this.#draft.text) && h("section", { class: "card", key: "form" }, this.#form({
        id: "question", values: this.#draft, label: t("questions.yours"), go: t("questions.ask"), onsubmit: this.#ask,
      })),
      (own.length > 0 || gone.length > 0) && h("section", { class: "stack", key: "own" },
        h("h2", {}, t("questions.own", { n: own.length })),
        h("ul", { class: "ideas", role: "list" },
          [...own].reverse().map((question) => this.#own(question, open)),
          gone.map((entry) => h("li", { class: "idea gone", key: entry.command },
            h("p", {}, t("gather.withdrawn", { text: entry.text })),
            button(t("undo"), () => {
              this.#withdrawn = this.#withdrawn.filter((other) => other !== entry)
              this.props.answering.session.undo(entry.command, t("note.back"))
              this.update()
            }, { kind: "plain" }))))),
      hidden
        ? h("p", { class: "quiet", key: "hidden" }, t("questions.hidden", { n: activity.count ?? 0 }))
        : this.#all(others, own, now),
      open && h("p", { class: "promise", key: "promise" },
        t(hidden ? `questions.promise.later.${activity.visibility}` : `questions.promise.${activity.visibility}`)),
    ]
  }

  #all(others, own, now) {
    const rest = others.filter(({ status }) => status !== "asked")
    if (others.length === 0) {
      return h("p", { class: "quiet", key: "all" }, t(own.length > 0 ? "questions.noneOthers" : "questions.none"))
    }
    const asked = now.filter(({ id }) => others.some((other) => other.id === id))
    return h("section", { class: "stack", key: "all" },
      GROUPS.slice(1).map((status) => {
        const list = rest.filter((question) => question.status === status)
        return list.length > 0 && [
          h("h2", { key: `h-${status}` }, t(`questions.group.${status}`, { n: list.length })),
          h("ul", { class: "ideas", role: "list", key: status }, list.map((question) => this.#other(question))),
        ]
      }),
      rest.length === 0 && asked.length > 0 && h("p", { class: "quiet" }, t("questions.noneOthers")))
  }

  #other(question) {
    const { activity, mine, open } = this.props
    const on = Boolean(mine?.supports?.[question.id])
    return h("li", { class: `idea question ${question.status}`, key: question.id },
      body(question, activity),
      open && question.status === "queued"
        ? h("div", { class: "row" }, h("button", {
          type: "button", class: "button plain support", "aria-pressed": on ? "true" : "false",
          "aria-label": t(on ? "questions.youSupportThis" : "questions.supportThis", { text: question.text, n: question.support }),
          onclick: () => this.#support(question, !on),
        }, h("b", { "aria-hidden": "true" }, `▲ ${question.support}`),
          h("span", { "aria-hidden": "true" }, t(on ? "questions.youSupport" : "questions.support"))))
        : question.support > 0 && h("p", { class: "quiet small" }, t("questions.supporters", { n: question.support })))
  }

  #own(question, open) {
    const { activity } = this.props
    const seen = activity.questions?.[question.id]
    const canEdit = open && (question.status === "queued" || question.status === "parked")
    return h("li", {
      class: `idea own question ${question.unsaved ? "unsaved" : ""}`, key: this.#key(question),
      "data-question": this.#key(question),
    },
      this.#editing === this.#key(question) && canEdit
        ? this.#form({
          id: "question-edit", values: this.#values, label: t("questions.change"), go: t("save"),
          onsubmit: () => this.#save(question), oncancel: () => this.#stopEditing(question),
        })
        : [
          this.#added.line(this.#key(question), this.#draft.text),
          body({ ...question, role: undefined }, activity),
          h("p", { class: `question-status ${question.status}` }, t(`questions.status.${question.status}`)),
          question.unsaved && h("p", { class: "quiet small" }, t("unsaved")),
          seen?.support > 0 && h("p", { class: "quiet small" }, t("questions.supporters", { n: seen.support })),
          open && h("div", { class: "row" },
            canEdit && button(t("edit"), () => this.#edit(question),
              { kind: "plain", "aria-label": t("gather.editThis", { text: question.text }) }),
            button(t("gather.withdraw"), () => this.#withdraw(question),
              { kind: "plain", "aria-label": t("gather.withdrawThis", { text: question.text }) })),
        ])
  }
})
