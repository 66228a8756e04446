// `survey`: typed questions, one a screen or as a list. Each answer is its owner's, and so is each consent.

import { define, h, LabElement } from "../../elements/dom.js"
import { addKeys } from "../../elements/keys.js"
import { button } from "../../elements/parts.js"
import { addStyles } from "../../elements/styles.js"
import { ordered } from "../../models/lab.js"
import { settings } from "../../models/settings.js"
import { t } from "../../models/words.js"
import { isAnswered } from "./model.js"
import { answerText, asked, promised, showsResults } from "./parts.js"
import "./consents.js"
import "./desk.js"
import "./matches.js"
import "./question.js"
import "./results.js"

await addStyles("/activities/survey/survey.css")

define("lab-survey", class extends LabElement {
  #index
  // What is being written stays here while its question is out of sight.
  #drafts = {}
  #names = {}
  #stop = []

  connected() {
    this.#stop = [
      settings.subscribe(() => this.update()),
      addKeys({
        n: { text: "keys.next", action: () => this.#go(1) },
        b: { text: "keys.back", action: () => this.#go(-1) },
      }),
    ]
  }

  disconnected() {
    this.#stop.forEach((stop) => stop())
  }

  // Where we are: a question, the consents, the end.

  #steps() {
    const { activity, view } = this.props
    return [
      ...asked(view, activity),
      ...(activity.consents ? [{ id: "consents", isConsents: true }] : []),
      { id: "end", isEnd: true },
    ]
  }

  #place(steps) {
    if (this.#index === undefined) {
      const open = steps.findIndex((step) => !step.isEnd && !step.isConsents && !isAnswered(this.#own(step.id)))
      this.#index = open < 0 ? steps.length - 1 : open
    }
    this.#index = Math.min(this.#index, steps.length - 1)
    return this.#index
  }

  #own(id) {
    return this.props.mine?.answers?.[id]
  }

  #go(change) {
    const steps = this.#steps()
    this.#save(steps[this.#index])
    this.#goTo(Math.max(0, Math.min(steps.length - 1, this.#index + change)))
  }

  #goTo(index) {
    this.#index = index
    this.update()
    scrollTo(0, 0)
    this.querySelector("h2")?.focus({ preventScroll: true })
  }

  /** Going on saves what was written; nobody has to find the button first. */
  #save(step) {
    if (!this.props.open) return
    for (const element of this.querySelectorAll("lab-survey-question")) {
      if (element.props.question.id === step?.id) element.save()
    }
  }

  // What is on the screen

  render() {
    const { activity, view, mine, open } = this.props
    const list = asked(view, activity)
    if (list.length === 0) return h("p", { class: "quiet" }, t("survey.none"))
    const matches = this.#matches()
    if (activity.state === "revealed") {
      return [matches, h("lab-survey-results", { key: "results", props: { activity, view, mine } }), this.#consents()]
    }
    if (!open) return [matches, this.#closed(list), this.#live(list), this.#consents()]
    const isList = settings.values.rateList
    const steps = this.#steps()
    const index = this.#place(steps)
    const step = steps[index]
    const done = list.filter(({ id }) => isAnswered(this.#own(id))).length
    return [
      matches,
      h("div", { class: "row spread", key: "mode" },
        h("p", { class: "quiet" }, isList || step.isEnd || step.isConsents
          ? t("survey.done", { n: done, of: list.length })
          : t("survey.question", { n: index + 1, of: list.length })),
        list.length > 1 && !settings.values.easy && button(t(isList ? "rate.oneByOne" : "rate.asList"),
          () => settings.set("rateList", !isList), { kind: "link" })),
      isList
        ? [list.map((question) => this.#card(question)), this.#consents(), this.#live(list)]
        : this.#oneByOne(steps, index, list),
      h("p", { class: "promise", key: "promise" }, promised(activity, list)),
    ]
  }

  #oneByOne(steps, index, list) {
    const step = steps[index]
    const next = steps[index + 1]
    return [
      step.isEnd ? this.#end(steps, list) : step.isConsents ? this.#consents() : this.#card(step),
      h("nav", { class: "thumb", "aria-label": t("survey.questions"), key: "thumb" },
        h("div", { class: "row" },
          button(t("back"), () => this.#go(-1), { kind: "plain", picture: "back", disabled: index === 0 }),
          next && button(t(next.isEnd ? "rate.finish" : "survey.next"), () => this.#go(1), { kind: "main", picture: "next" }))),
    ]
  }

  #end(steps, list) {
    const left = steps.map((step, index) => ({ ...step, index })).filter((step) =>
      !step.isEnd && !step.isConsents && !isAnswered(this.#own(step.id)))
    return h("section", { class: "stack", key: "end" },
      h("div", { class: "card stack" },
        h("h2", { tabindex: -1 }, t(left.length === 0 ? "rate.allDone" : "survey.someOpen", { n: left.length })),
        h("p", {}, t(left.length === 0 ? "rate.thanks" : "survey.fine")),
        left.length > 0 && h("ul", { class: "menu-list", role: "list" },
          left.map(({ id, title, required, index }) => h("li", { key: id },
            button([title, required && ` ${t("survey.matters")}`].filter(Boolean).join(""),
              () => this.#goTo(index), { kind: "link" }))))),
      this.#live(list))
  }

  /** What people have said so far, where it is shown as it grows. */
  #live(list) {
    const { activity, view, mine } = this.props
    if (!showsResults(activity, list)) return undefined
    return h("section", { class: "stack", key: "live" },
      h("h2", {}, t("survey.soFar")),
      h("lab-survey-results", { props: { activity, view, mine, below: true } }))
  }

  #closed(list) {
    return h("ul", { class: "ideas", role: "list", key: "own" }, list.map((question) => {
      const own = this.#own(question.id)
      const said = [
        own?.answer !== undefined && answerText(question, own.answer), ...ordered(own?.texts).map(({ text }) => text),
        own?.evidence?.text,
      ].filter(Boolean)
      return h("li", { class: "idea", key: question.id },
        h("p", { class: "idea-text" }, question.title),
        h("p", { class: "quiet" }, said.length > 0 ? t("results.you", { value: said.join(" · ") }) : t("survey.open")))
    }))
  }

  #card(question) {
    const { answering, activity, pending } = this.props
    return h("lab-survey-question", { key: question.id, props: {
      answering, activity, question, own: this.#own(question.id), draft: (this.#drafts[question.id] ??= {}),
      unsaved: pending.some(({ name, body }) =>
        name === "answerQuestion" && body.question === question.id && body.activity === activity.id),
    } })
  }

  #consents() {
    const { answering, activity, view, mine, open } = this.props
    if (!activity.consents) return undefined
    // After the close a yes can still be taken back.
    if (!open && activity.state === "draft" && Object.keys(mine?.consents ?? {}).length === 0) return undefined
    return h("lab-survey-consents", { key: "consents", props: {
      answering, activity, view, mine, names: this.#names,
    } })
  }

  #matches() {
    const { answering, activity, view, mine } = this.props
    if (!activity.matches || Object.keys(mine?.matches ?? {}).length === 0) return undefined
    return h("lab-survey-matches", { key: "matches", props: { answering, activity, view, mine } })
  }
})

define("lab-survey-screen", class extends LabElement {
  render() {
    const { activity, view, shows } = this.props
    const list = asked(view, activity)
    if (showsResults(activity, list) && !(shows === "activity" && activity.state === "revealed")) return h("lab-survey-results", { props: { activity, view, big: true } })
    return [
      h("p", { class: "quiet" }, t("survey.count", { n: list.length })),
      h("ol", { class: "survey-questions", role: "list", "data-fit": "" }, list.map(({ id, title }) =>
        h("li", { class: "card", key: id }, title))),
    ]
  }
})
