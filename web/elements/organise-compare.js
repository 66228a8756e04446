// Two labs, or two sittings of one, side by side: who took part, what surveys say, and the matrix, in words and as tables.

import { CallError } from "../models/calls.js"
import { codeText, dateText, listText, numberFormat, quoted, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { problemText } from "./parts.js"

const SIDES = ["community", "professional"]
const percent = (share) => numberFormat({ style: "percent", maximumFractionDigits: 0 }).format(share)
const tenths = (number) => numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(number)

/** props: organiser, labs. */
define("lab-organise-compare", class extends LabElement {
  #chosen = ["", ""]
  #found
  #problem
  #busy = false

  connected() {
    const several = this.props.labs.find(({ sitting }) => sitting > 1)
    if (several) this.#chosen = [`${several.lab}.${several.sitting - 1}`, `${several.lab}.${several.sitting}`]
  }

  #compare = async (event) => {
    event.preventDefault()
    const [one, other] = this.#chosen
    if (!one || !other || one === other) return this.#say(t("organise.compareTwo"))
    this.#busy = true
    this.update()
    try {
      this.#found = await this.props.organiser.comparison(one, other)
      this.#problem = undefined
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      this.#busy = false
      return this.#say(problemText(error))
    }
    this.#busy = false
    this.update()
    return this.querySelector("#compared").focus()
  }

  #say(words) {
    this.#problem = words
    this.#found = undefined
    this.update()
    this.querySelector("#compare-0").focus()
  }

  render() {
    return [
      h("h2", { id: "part-title", tabindex: -1 }, t("organise.part.compare")),
      h("form", { class: "card stack", key: "choose", onsubmit: this.#compare, novalidate: true },
        h("p", {}, t("organise.compareLead")),
        this.#problem && h("p", { class: "error", role: "alert" }, this.#problem),
        [0, 1].map((place) => this.#choice(place)),
        h("button", { class: "button main", disabled: this.#busy }, t("organise.compareGo"))),
      this.#found && this.#shown(),
    ]
  }

  #choice(place) {
    const id = `compare-${place}`
    return h("div", { class: "field", key: id },
      h("label", { for: id }, t(`organise.compare.${place}`)),
      h("select", {
        id, value: this.#chosen[place], onchange: ({ target }) => {
          this.#chosen[place] = target.value
          this.update()
        },
      },
        h("option", { value: "" }, t("organise.compareChoose")),
        this.props.labs.flatMap((lab) => {
          const name = `${lab.title} (${codeText(lab.code)})`
          const sittings = Array.from({ length: lab.sitting }, (_, index) => index + 1)
          return [
            h("option", { key: lab.lab, value: lab.lab }, name),
            lab.sitting > 1 && sittings.map((n) =>
              h("option", { key: `${lab.lab}.${n}`, value: `${lab.lab}.${n}` }, t("organise.sittingOf", { title: name, n }))),
          ]
        })))
  }

  /** What a side is called: its sitting, where both are of one lab; its lab, where they aren't. */
  #names() {
    const { sides } = this.#found
    const isOne = sides[0].lab === sides[1].lab
    return sides.map(({ title, sitting, sittingTitle, date }) => {
      if (!sitting) return isOne ? t("organise.whole") : title
      const name = sittingTitle ?? t("organise.sittingNumber", { n: sitting })
      const dated = date ? t("organise.dated", { name, date: dateText(date) }) : name
      return isOne ? dated : t("organise.sittingIn", { title, sitting: dated })
    })
  }

  #shown() {
    const { sides, survey, matrix, smallNumbers } = this.#found
    const names = this.#names()
    return h("section", { class: "stack", key: "found", "aria-labelledby": "compared" },
      h("h3", { id: "compared", tabindex: -1 }, t("organise.compared", { one: names[0], other: names[1] })),
      h("p", { class: "quiet" }, t("organise.small", { n: smallNumbers })),
      this.#people(sides, names),
      this.#survey(survey, names),
      this.#matrix(matrix, names))
  }

  #table(caption, names, first, rows) {
    return h("div", { class: "card scroll", tabindex: 0, role: "region", "aria-label": caption, key: caption },
      h("table", { class: "side-by-side" },
        h("caption", { class: "visually-hidden" }, caption),
        h("thead", {}, h("tr", {}, [first, ...names].map((name, index) => h("th", { scope: "col", key: String(index) }, name)))),
        h("tbody", {}, rows.map(([name, ...cells], index) => h("tr", { key: String(index) },
          h("th", { scope: "row" }, name),
          cells.map((cell, place) => h("td", { key: String(place) }, cell)))))))
  }

  #people(sides, names) {
    const known = sides.map(({ involvement, people }) => involvement && people !== undefined)
    const unknown = t("organise.unknown")
    const share = ({ involvement }, side) =>
      !involvement ? unknown : involvement[side] === undefined ? t("organise.hidden") : percent(involvement[side])
    return h("div", { class: "stack", key: "people" },
      h("h4", {}, t("organise.compare.people")),
      h("ul", { class: "plain-list stack tight" }, sides.map(({ involvement }, index) => involvement && h("li", { key: String(index) },
        t("organise.pictureOf", { name: names[index], picture: t(`involvement.${involvement.picture}`) }), " ",
        t(`involvement.${involvement.picture}.${involvement.few ? "absent" : "lead"}`)))),
      !known.every(Boolean) && h("p", { class: "quiet", key: "unknown" }, t("organise.unknownLead")),
      this.#table(t("organise.compare.people"), names, t("organise.who"), [
        [t("organise.compare.count"), ...sides.map(({ people }) => (people === undefined ? unknown : t("organise.people", { n: people })))],
        ...SIDES.map((side) => [t("organise.active", { side: t(`side.${side}`) }), ...sides.map((each) => share(each, side))]),
      ]))
  }

  #survey(survey, names) {
    if (survey.length === 0) return h("p", { class: "quiet", key: "survey" }, t("organise.noSurvey"))
    return h("div", { class: "stack", key: "survey" },
      h("h4", {}, t("organise.compare.survey")),
      survey.map((question, index) => h("div", { class: "stack tight", key: String(index) },
        h("p", {}, h("b", { dir: "auto" }, question.title)),
        question.shift && h("p", {}, t(`organise.shift.${question.shift}`, { one: names[0], other: names[1] })),
        this.#table(t("organise.answersTo", { question: question.title }), names, t("organise.answer"), this.#answers(question)))))
  }

  #answers({ labels, sides }) {
    const cell = (side, index) => (side.n === undefined ? t("organise.notAsked") : side.tooFew ? t("organise.hidden") : String(side.counts?.[index] ?? ""))
    const figure = (key) => sides.some((side) => side[key] !== undefined) && [t(`organise.figure.${key}`), ...sides.map((side) =>
      side[key] !== undefined ? tenths(side[key]) : side.n === undefined ? t("organise.notAsked") : t("organise.hidden"))]
    return [
      ...labels.map((label, index) => [label, ...sides.map((side) => cell(side, index))]),
      figure("im"), figure("median"),
      [t("organise.answers"), ...sides.map(({ n }) => (n === undefined ? t("organise.notAsked") : String(n)))],
    ].filter(Boolean)
  }

  #matrix(matrix, names) {
    if (matrix.length === 0) return h("p", { class: "quiet", key: "matrix" }, t("organise.noMatrix"))
    const moved = matrix.filter((item) => item.moved)
    const both = matrix.filter(({ sides }) => sides.every(({ n }) => n !== undefined))
    return h("div", { class: "stack", key: "matrix" },
      h("h4", {}, t("organise.compare.matrix")),
      h("p", {}, both.length === 0 ? t("organise.noneInBoth") : moved.length === 0 ? t("organise.noneMoved")
        : t("organise.moved", { n: moved.length, what: listText(moved.map(({ text }) => quoted(text))) })),
      this.#table(t("organise.compare.matrix"), names, t("organise.idea"), matrix.map(({ text, sides }) =>
        [text, ...sides.map((side) => this.#rated(side))])))
  }

  #rated({ n, tooFew, quadrant, impact, effort, talkFirst, differs, decision }) {
    if (n === undefined) return t("organise.notRated")
    const decided = decision && h("p", { key: "decision" }, t(`decision.${decision}`))
    if (tooFew) return [h("p", { key: "few" }, t("organise.hidden")), decided]
    return [
      h("p", { key: "where" }, h("b", {}, t(`quadrant.${quadrant}`))),
      h("p", { key: "figures" }, t("organise.rated", { impact: tenths(impact), effort: tenths(effort), n })),
      talkFirst && h("p", { key: "talk" }, t("organise.split")),
      differs && h("p", { key: "differs" }, t("organise.differs")),
      decided,
    ]
  }
})
