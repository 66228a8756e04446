// `rate`: two labelled scales an item, one item at a time or as a list; "I don't know" is an answer like any other. Read
// easy, it is one question at a time.

import { define, h, LabElement } from "../../elements/dom.js"
import { symbol } from "../../elements/easy.js"
import { addKeys } from "../../elements/keys.js"
import { button, tags } from "../../elements/parts.js"
import { Turning } from "../../elements/turning.js"
import { itemsOf, LEVELS } from "../../models/lab.js"
import { settings } from "../../models/settings.js"
import { apart, factsText, t } from "../../models/words.js"

const AXES = ["impact", "effort"]
const answered = (rating) => Boolean(rating && AXES.every((axis) => rating[axis] != null))

define("lab-rate", class extends LabElement {
  #turning = new Turning(this)
  #isEasy = settings.values.easy
  #stop = []

  connected() {
    requestAnimationFrame(() => this.#turning.bring())
    const go = (step) => this.#turning.go(step, this.#screens(this.#items()))
    this.#stop = [
      settings.subscribe(({ easy }) => {
        // Other screens: it begins again with what is still to be answered.
        if (easy !== this.#isEasy) this.#turning = new Turning(this)
        this.#isEasy = easy
        this.update()
      }),
      addKeys({
        n: { text: "keys.next", action: () => go(1) },
        b: { text: "keys.back", action: () => go(-1) },
      }),
    ]
  }

  disconnected() {
    this.#stop.forEach((stop) => stop())
  }

  #items() {
    return itemsOf(this.props.view, this.props.activity)
  }

  /** How many questions of an idea are on one screen. */
  get #each() {
    return this.#isEasy ? 1 : AXES.length
  }

  /** How many screens there are. */
  #screens(items) {
    return items.length * AXES.length / this.#each
  }

  /** The screen that is in sight: it begins where something is still to be answered. */
  #place(items) {
    const rating = (item) => this.props.mine?.ratings?.[item.id]
    return this.#turning.place(this.#screens(items), () => {
      const first = items.findIndex((item) => !answered(rating(item)))
      if (first < 0 || !this.#isEasy) return first
      return first * AXES.length + AXES.findIndex((axis) => rating(items[first])?.[axis] == null)
    })
  }

  /** Which idea is in sight. */
  #at(items) {
    return this.#isEasy ? Math.floor(this.#place(items) / AXES.length) : this.#place(items)
  }

  #rate(item, axis, value) {
    const { answering, activity } = this.props
    answering.send(activity.id, "rate", { item: item.id, [axis]: value })
  }

  render() {
    const { activity, view, open, mine } = this.props
    if (activity.state === "revealed") return h("lab-results", { props: { activity, view, mine, easy: this.#isEasy && !settings.isOnPaper } })
    const items = this.#items()
    if (items.length === 0) return h("p", { class: "quiet" }, t("rate.empty"))
    if (!open) return h("ul", { class: "ideas", role: "list" }, items.map((item) => this.#closed(item)))
    const list = settings.values.rateList
    const done = items.filter(({ id }) => answered(mine?.ratings?.[id])).length
    return [
      h("div", { class: "row spread", key: "mode" },
        h("p", { class: "quiet" },
          list || this.#turning.atEnd
            ? t("rate.done", { n: done, of: items.length })
            : t("rate.item", { n: this.#at(items) + 1, of: items.length })),
        !settings.values.easy && button(t(list ? "rate.oneByOne" : "rate.asList"), () => settings.set("rateList", !list), { kind: "link" })),
      list ? items.map((item) => this.#card(item)) : this.#oneByOne(items, done),
    ]
  }

  #oneByOne(items, done) {
    const place = this.#place(items)
    const axes = this.#isEasy ? [AXES[place % AXES.length]] : AXES
    return [
      this.#turning.atEnd ? this.#summary(items, done) : this.#card(items[this.#at(items)], axes),
      this.#turning.buttons(this.#screens(items), this.#isEasy && place % AXES.length === 0 ? "rate.nextQuestion" : "rate.next"),
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
          h("li", { key: id }, button(`${number}. ${text}`, () => this.#turning.goTo(index * AXES.length / this.#each), { kind: "link" })))))
  }

  #card(item, axes = AXES) {
    const { activity, mine, pending } = this.props
    const rating = mine?.ratings?.[item.id] ?? {}
    const unsaved = pending.some(({ name, body }) =>
      name === "rate" && body.item === item.id && body.activity === activity.id)
    return h("article", {
      class: unsaved ? "card rate-card unsaved" : "card rate-card", key: item.id, "aria-labelledby": `item-${item.id}`,
    },
      !this.#isEasy && tags(item, true),
      h("h2", { id: `item-${item.id}`, tabindex: -1 },
        h("span", { class: "number" }, String(item.number)),
        " ",
        item.text),
      axes.map((axis) => this.#scale(item, axis, activity.axes[axis], rating[axis])))
  }

  #scale(item, axis, { question, low, high }, value) {
    const name = `${axis}-${item.id}`
    const option = (level, label, extra) => h("label", { key: String(level), class: extra ?? "level" },
      h("input", {
        type: "radio", name, value: String(level), checked: String(value) === String(level),
        onchange: () => this.#rate(item, axis, level),
        "aria-label": level === 1 ? factsText(["1", low]) : level === 5 ? factsText(["5", high]) : null,
      }),
      h("span", {}, label))
    return h("fieldset", { class: "rating", key: axis, "data-axis": axis },
      h("legend", {}, question),
      h("div", { class: "scale" }, LEVELS.map((level) => option(level, String(level)))),
      h("div", { class: "ends", "aria-hidden": "true" }, h("span", {}, low), h("span", {}, high)),
      h("div", { class: "row" },
        option("dontKnow", [symbol("unknown"), t("dontKnow")], "level wide"),
        value != null && button(t("clear"),
          () => this.#rate(item, axis, "none"),
          { kind: "link", "aria-label": t("rate.clearThis", { question }) })))
  }

  #closed(item) {
    const rating = this.props.mine?.ratings?.[item.id]
    const { axes } = this.props.activity
    const said = (axis) => rating?.[axis] != null && h("li", {},
      `${apart(axes[axis].question)} ${rating[axis] === "dontKnow" ? t("dontKnow") : rating[axis]}`)
    return h("li", { class: "idea", key: item.id },
      h("p", { class: "idea-text" }, h("span", { class: "number" }, String(item.number)), " ", item.text),
      rating && h("ul", { class: "quiet plain-list" }, AXES.map(said)))
  }
})

define("lab-rate-screen", class extends LabElement {
  render() {
    const { activity, view, big, shows } = this.props
    if (activity.state === "revealed" && shows !== "activity") return h("lab-results", { props: { activity, view, big } })
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
      h("ol", { class: "hall-items", role: "list", "data-fit": "" },
        items.map(({ id, number, text }) =>
          h("li", { key: id }, h("span", { class: "number" }, String(number)), " ", text))),
    ]
  }
})
