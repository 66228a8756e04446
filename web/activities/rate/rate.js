// `rate`: two labelled scales an item, one item at a time or as a list; "I don't know" is an answer like any other.

import { define, h, LabElement } from "../../elements/dom.js"
import { addKeys } from "../../elements/keys.js"
import { button, tags } from "../../elements/parts.js"
import { itemsOf, LEVELS } from "../../models/lab.js"
import { settings } from "../../models/settings.js"
import { t } from "../../models/words.js"

const AXES = ["impact", "effort"]
const answered = (rating) => Boolean(rating && AXES.every((axis) => rating[axis] != null))

define("lab-rate", class extends LabElement {
  #index
  #atEnd = false
  #stop = []

  connected() {
    this.#stop = [
      settings.subscribe(() => this.update()),
      addKeys({
        n: { text: t("keys.next"), action: () => this.#go(1) },
        b: { text: t("keys.back"), action: () => this.#go(-1) },
      }),
    ]
  }

  disconnected() {
    this.#stop.forEach((stop) => stop())
  }

  #items() {
    return itemsOf(this.props.view, this.props.activity)
  }

  /** Begins where something is still to be answered. */
  #place(items) {
    if (this.#index === undefined) {
      const open = items.findIndex(({ id }) => !answered(this.props.mine?.ratings?.[id]))
      this.#index = Math.max(0, open)
      this.#atEnd = items.length > 0 && open < 0
    }
    this.#index = Math.min(this.#index, Math.max(0, items.length - 1))
    return this.#index
  }

  #go(step) {
    const last = this.#items().length - 1
    if (this.#atEnd) this.#atEnd = step > 0
    else if (this.#index + step > last) this.#atEnd = true
    else this.#index = Math.max(0, this.#index + step)
    this.#show()
  }

  #goTo(index) {
    this.#index = index
    this.#atEnd = false
    this.#show()
  }

  #show() {
    this.update()
    scrollTo(0, 0)
    this.querySelector("h2")?.focus({ preventScroll: true })
  }

  #rate(item, axis, value) {
    const { answering, activity } = this.props
    answering.send(activity.id, "rate", { item: item.id, [axis]: value })
  }

  render() {
    const { activity, view, open, mine } = this.props
    if (activity.state === "revealed") return h("lab-results", { props: { activity, view, mine } })
    const items = this.#items()
    if (items.length === 0) return h("p", { class: "quiet" }, t("rate.none"))
    if (!open) return h("ul", { class: "ideas", role: "list" }, items.map((item) => this.#closed(item)))
    const list = settings.values.rateList
    const done = items.filter(({ id }) => answered(mine?.ratings?.[id])).length
    return [
      h("div", { class: "row spread", key: "mode" },
        h("p", { class: "quiet" },
          list || this.#atEnd
            ? t("rate.done", { n: done, of: items.length })
            : t("rate.item", { n: this.#place(items) + 1, of: items.length })),
        button(t(list ? "rate.oneByOne" : "rate.asList"), () => settings.set("rateList", !list), { kind: "link" })),
      list ? items.map((item) => this.#card(item)) : this.#oneByOne(items, done),
    ]
  }

  #oneByOne(items, done) {
    const index = this.#place(items)
    return [
      this.#atEnd ? this.#summary(items, done) : this.#card(items[index]),
      h("nav", { class: "thumb", "aria-label": t("rate.items"), key: "thumb" },
        h("div", { class: "row" },
          button(t("back"), () => this.#go(-1), { kind: "plain", disabled: index === 0 && !this.#atEnd }),
          !this.#atEnd && button(t(index === items.length - 1 ? "rate.finish" : "rate.next"),
            () => this.#go(1),
            { kind: "main" }))),
    ]
  }

  #summary(items, done) {
    const open = items.map((item, index) => ({ ...item, index })).filter(({ id }) =>
      !answered(this.props.mine?.ratings?.[id]))
    return h("section", { class: "card stack", key: "summary" },
      h("h2", { tabindex: -1 }, t(open.length === 0 ? "rate.allDone" : "rate.someOpen", { n: open.length })),
      h("p", {}, t(open.length === 0 ? "rate.thanks" : "rate.fine", { n: done })),
      open.length > 0 && h("ul", { class: "menu-list", role: "list" },
        open.map(({ id, number, text, index }) =>
          h("li", { key: id }, button(`${number}. ${text}`, () => this.#goTo(index), { kind: "link" })))))
  }

  #card(item) {
    const { activity, mine, pending } = this.props
    const rating = mine?.ratings?.[item.id] ?? {}
    const unsaved = pending.some(({ name, body }) =>
      name === "rate" && body.item === item.id && body.activity === activity.id)
    return h("article", {
      class: unsaved ? "card rate-card unsaved" : "card rate-card", key: item.id, "aria-labelledby": `item-${item.id}`,
    },
      tags(item, true),
      h("h2", { id: `item-${item.id}`, tabindex: -1 },
        h("span", { class: "number" }, String(item.number)),
        " ",
        item.text),
      AXES.map((axis) => this.#scale(item, axis, activity.axes[axis], rating[axis])))
  }

  #scale(item, axis, { question, low, high }, value) {
    const name = `${axis}-${item.id}`
    const option = (level, label, extra) => h("label", { key: String(level), class: extra ?? "level" },
      h("input", {
        type: "radio", name, value: String(level), checked: String(value) === String(level),
        onchange: () => this.#rate(item, axis, level),
        "aria-label": level === 1 ? `1, ${low}` : level === 5 ? `5, ${high}` : null,
      }),
      h("span", {}, label))
    return h("fieldset", { class: "rating", key: axis, "data-axis": axis },
      h("legend", {}, question),
      h("div", { class: "scale" }, LEVELS.map((level) => option(level, String(level)))),
      h("div", { class: "ends", "aria-hidden": "true" }, h("span", {}, low), h("span", {}, high)),
      h("div", { class: "row" },
        option("dontKnow", t("dontKnow"), "level wide"),
        value != null && button(t("clear"),
          () => this.#rate(item, axis, "none"),
          { kind: "link", "aria-label": t("rate.clearThis", { question }) })))
  }

  #closed(item) {
    const rating = this.props.mine?.ratings?.[item.id]
    const { axes } = this.props.activity
    const said = (axis) => rating?.[axis] != null && h("li", {},
      `${axes[axis].question} ${rating[axis] === "dontKnow" ? t("dontKnow") : rating[axis]}`)
    return h("li", { class: "idea", key: item.id },
      h("p", { class: "idea-text" }, h("span", { class: "number" }, String(item.number)), " ", item.text),
      rating && h("ul", { class: "quiet plain-list" }, AXES.map(said)))
  }
})

define("lab-rate-screen", class extends LabElement {
  render() {
    const { activity, view, big } = this.props
    if (activity.state === "revealed") return h("lab-results", { props: { activity, view, big } })
    const { impact, effort } = activity.axes
    const items = itemsOf(view, activity)
    return [
      h("div", { class: "asks" }, [impact, effort].map(({ question, low, high }) =>
        h("div", { class: "card", key: question },
        h("h2", {}, question),
        h("div", { class: "scale", "aria-hidden": "true" },
          LEVELS.map((level) => h("span", { class: "level", key: String(level) }, String(level)))),
        h("div", { class: "ends" }, h("span", {}, `1 ${low}`), h("span", {}, `5 ${high}`))))),
      h("p", { class: "quiet" }, t("rate.count", { n: items.length })),
      h("ol", { class: "hall-items", role: "list" },
        items.map(({ id, number, text }) =>
          h("li", { key: id }, h("span", { class: "number" }, String(number)), " ", text))),
    ]
  }
})
