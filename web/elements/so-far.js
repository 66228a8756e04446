// All that was done until now on one page, for whoever comes late: where we are, what each step has come to, in words, and
// what can still be answered (S54). Plain enough to be printed.

import { soFar } from "../activities/so-far.js"
import { activityFor, agenda, amHeard, hasEnded, isOn, stateOf, trackTitle } from "../models/lab.js"
import { t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { button } from "./parts.js"
import { prompt } from "./question.js"

const isDone = (state) => state === "closed" || state === "revealed"

/** props: view, mine. */
define("lab-so-far", class extends LabElement {
  render() {
    const { view, mine } = this.props
    const list = agenda(view).filter(({ skipped }) => !skipped)
    const now = activityFor(view, mine)
    const ended = hasEnded(view)
    const done = list.filter((step) => isDone(stateOf(view, step)))
    const at = list.findIndex(({ id }) => id === now?.id)
    const missed = list.filter((step) =>
      isOn({ state: stateOf(view, step) }) && step.heard && step.id !== now?.id && !amHeard(step, mine.activities?.[step.id]))
    const left = ended ? [] : list.slice(at + 1).filter(({ state }) => state === "draft")
    return h("section", { class: "stack so-far" },
      h("h1", {}, t("soFar.title")),
      h("div", { class: "card stack tight" },
        h("h2", {}, t("soFar.now")),
        ended ? h("p", {}, t("lobby.ended")) : now
          ? h("p", {}, t(isOn(now) ? "soFar.weAreAt" : "soFar.weWereAt",
            { step: at + 1, of: list.length }), " ",
          h("a", { href: "#now" }, now.title))
          : h("p", {}, t("soFar.notBegun")),
        left.length > 0 && h("p", { class: "quiet" }, t("soFar.left", { n: left.length }))),
      missed.length > 0 && h("div", { class: "notice calm" },
        h("p", {}, t("today.missed", { n: missed.length })),
        h("ul", {}, missed.map(({ id, title }) => h("li", { key: id }, h("a", { href: `#a-${id}` }, title))))),
      h("h2", {}, t("soFar.done")),
      done.length === 0 ? h("p", {}, t("soFar.nothing"))
        : h("ol", { class: "plain-list stack" }, done.map((step) => this.#step(step, list))),
      h("div", { class: "row no-print" }, button(t("soFar.print"), () => print())))
  }

  #step(step, list) {
    const { view } = this.props
    const { id, title, heard, state, reveal, kind } = step
    const waits = heard && reveal === "onReveal" && state !== "revealed"
    const words = waits || reveal === "never" && heard ? [] : soFar(step, view)
    const track = trackTitle(view, step)
    return h("li", { class: "card stack tight", key: id },
      h("h3", {}, `${list.findIndex((other) => other.id === id) + 1}. ${title}`),
      track && h("p", { class: "quiet" }, t("track.of", { title: track })),
      prompt(step),
      heard && h("p", { class: "quiet" }, t("soFar.heard", { n: heard.n })),
      waits && h("p", {}, t("soFar.notOut")),
      words.length > 0 && h("ul", { class: "so-far-words" }, words.map((line, index) => h("li", { key: String(index) }, line))),
      kind !== "break" && h("p", { class: "no-print" }, h("a", { href: `#a-${id}` }, t("soFar.seeAll", { title }))))
  }
})
