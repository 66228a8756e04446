// What a survey says: distributions first, how sides and roles see it where enough of them answered, texts, the list.

import { define, h, LabElement } from "../../elements/dom.js"
import { folded, groupsOf, groupTable } from "../../elements/groups.js"
import { middleText as number } from "../../models/figures.js"
import { ordered } from "../../models/lab.js"
import { factsText, listText, t } from "../../models/words.js"
import { answerText, asked, optionsOf, picture } from "./parts.js"

const LEVELS = [1, 2, 3, 4, 5]

function bars(rows, name = "") {
  const most = Math.max(1, ...rows.map(({ n }) => n))
  return h("ul", { class: `bars ${name}`, role: "list" }, rows.map(({ id, label, symbol, n, mine }) =>
    h("li", { key: id },
      h("span", { class: mine ? "mine" : null },
        symbol && picture(symbol), label,
        mine && h("span", { class: "quiet" }, ` (${t("survey.yours")})`)),
      h("b", {}, String(n)),
      h("span", { class: "share", "aria-hidden": "true", vars: { "--share": String(n / most) } }))))
}

/** The five levels as columns, with the same in words. */
function columns(question, counts, mine) {
  const most = Math.max(1, ...LEVELS.map((level) => counts[level] ?? 0))
  const spoken = listText(LEVELS.filter((level) => counts[level]).map((level) => t("results.level", { level, n: counts[level] })))
  return [
    h("div", { class: "survey-columns", role: "img", "aria-label": spoken || t("results.noAnswers"), key: "columns" },
      LEVELS.map((level) => h("span", {
        class: "bar-cell", key: String(level), "aria-hidden": "true",
        vars: { "--share": String((counts[level] ?? 0) / most) },
      },
        h("span", {}, counts[level] ? String(counts[level]) : ""),
        h("span", { class: "fill" }),
        h("span", { class: level === mine ? "mine" : "quiet" }, String(level))))),
    (question.low || question.high) && h("div", { class: "ends", key: "ends" },
      h("span", {}, question.low && `1 ${question.low}`), h("span", {}, question.high && `5 ${question.high}`)),
  ]
}

/** How each shown group answered. */
function groups(question, result) {
  const shown = groupsOf(result)
  if (shown.length === 0 || question.type === "text") return undefined
  if (question.options) {
    const rows = optionsOf(question).map(({ id, title }) => ({
      id, name: title, cells: shown.map(({ value }) => String(value.counts[id] ?? 0)),
    }))
    return groupTable(t("groups.hint"), [t("survey.option"), ...shown.map(({ name, value }) => `${name} (${value.n})`)], rows)
  }
  return groupTable(t("groups.hint"), [t("survey.group"), t("survey.answers"), t("survey.middle")],
    shown.map(({ id, name, value }) => ({
      id, name,
      cells: [String(value.n), value.im ?? value.median].map((cell) =>
        typeof cell === "number" ? number(cell) : cell ?? "–"),
    })))
}

/** S16: the same question before and now, for all and for each shown group. */
function comparison(result) {
  if (!result.before) return undefined
  const was = new Map(groupsOf(result.before).map((group) => [group.id, group]))
  const is = new Map(groupsOf(result).map((group) => [group.id, group]))
  const middle = (figures) => (figures?.im == null ? "–" : number(figures.im))
  const names = [...is.values(), ...[...was.values()].filter(({ id }) => !is.has(id))]
  return groupTable(t("survey.beforeNow"), [t("survey.group"), t("survey.before"), t("survey.now")], [
    { id: "all", name: t("survey.everyone"), cells: [middle(result.before), middle(result)] },
    ...names.map(({ id, name }) => ({ id, name, cells: [middle(was.get(id)?.value), middle(is.get(id)?.value)] })),
  ])
}

function textList(activity, id, { evidence = false, bare = false } = {}) {
  const texts = ordered(activity.texts).filter((text) => text.question === id && Boolean(text.evidence) === evidence)
  if (texts.length === 0) return undefined
  return [
    evidence && h("p", { class: "quiet", key: "evidence" }, t("survey.evidenceSaid")),
    h("ul", { class: "text-list", role: "list", key: evidence ? "reasons" : "texts", "data-fit": "inner" }, texts.map((text) => {
      const shown = factsText([text.name, text.role && t(`role.${text.role}`), text.support && t(`support.said.${text.support}`)])
      return h("li", { key: text.id }, h("p", {}, text.text), !bare && shown && h("p", { class: "quiet small" }, shown))
    })),
  ]
}

/** What an earlier reveal showed. */
function earlier({ rounds = {} }, question) {
  const last = rounds[Object.keys(rounds).sort((a, b) => a - b).at(-1)]
  if (!last?.n) return undefined
  const value = question.options
    ? optionsOf(question).map(({ id, title }) => `${title} ${last.counts?.[id] ?? 0}`).join(" · ")
    : last.im ?? last.median ?? t("results.answers", { n: last.n })
  return h("p", { class: "quiet small", key: "rounds" },
    t("results.before", { value: typeof value === "number" ? number(value) : value }))
}

function figures(question, result, mine) {
  const isMine = (id) => mine === id || (Array.isArray(mine) && mine.includes(id))
  if (result.n === 0 || result.n === undefined) return h("p", { class: "quiet", key: "none" }, t("results.noAnswers"))
  if (question.type === "scale") return columns(question, result.counts, mine)
  if (question.type === "number") {
    const bins = Object.entries(result.bins ?? {}).sort(([a], [b]) => a - b)
    return [
      h("p", { key: "middle" }, t("survey.numberMiddle", {
        middle: number(result.median), from: number(result.q1), to: number(result.q3), unit: question.unit ?? "",
      })),
      bars(bins.map(([id, { from, to, n }]) => ({
        id, label: from === to ? String(from) : `${from}–${to}`,
        n, mine: typeof mine === "number" && from <= mine && mine <= to,
      })), "bins"),
    ]
  }
  if (question.options) return bars(optionsOf(question).map(({ id, title, symbol }) =>
    ({ id, label: title, symbol, n: result.counts[id] ?? 0, mine: isMine(id) })))
  return undefined
}

function resultCard(question, { activity, mine, level, big }) {
  const { result } = question
  const own = mine?.answers?.[question.id]
  const facts = [
    t("results.answers", { n: result.n ?? 0 }),
    result.dontKnow > 0 && t("results.dontKnow", { n: result.dontKnow }),
    question.type === "scale" && result.n > 0 && t(`label.${result.label}`),
  ].filter(Boolean).join(" · ")
  return h("section", { class: "card survey-result", key: question.id },
    h(level, {}, question.number && h("span", { class: "number" }, String(question.number)), " ", question.title),
    result.differs && h("p", { key: "differs" }, h("span", { class: "survey-flag notice" }, t("flag.differs"))),
    figures(question, result, own?.answer),
    question.type === "text" && textList(activity, question.id, { bare: big && !activity.texts }),
    question.evidence && textList(activity, question.id, { evidence: true }),
    h("p", { class: "quiet small", key: "facts" }, facts),
    earlier(result, question),
    result.before && (result.n > 0 || result.before.n > 0) ? comparison(result) : !big && folded(groups(question, result), result.differs))
}

/** props: activity, view, mine, `big` for the hall, `below` where they stand under a heading of their own. */
define("lab-survey-results", class extends LabElement {
  render() {
    const { activity, view, mine, big, below } = this.props
    const list = asked(view, activity).filter(({ result }) => result?.n !== undefined)
    if (list.length === 0) return h("p", { class: "quiet" }, t("results.none"))
    const bands = list.filter(({ band }) => band)
    const level = below ? "h3" : "h2"
    const card = (question) => resultCard(question, { activity, mine, level, big })
    return [
      h("div", { class: `survey-results ${["", "one", "few"][list.length - bands.length] ?? ""}`, key: "results", "data-fit": big ? "" : null },
        list.filter(({ band }) => !band).map(card),
        bands.length > 0 && h("div", { class: "bands", key: "bands" }, bands.map(card))),
      !big && this.#directory(),
    ]
  }

  /** S25: only those who said yes, by the name that they gave. */
  #directory() {
    const { activity } = this.props
    const people = ordered(activity.directory)
    if (!activity.lists) return undefined
    return h("section", { class: "stack", key: "directory" },
      h(this.props.below ? "h3" : "h2", {}, t("survey.directory")),
      h("p", { class: "quiet" }, t(people.length > 0 ? "survey.directoryLead" : "survey.directoryNone")),
      people.length > 0 && h("ul", { class: "ideas", role: "list" }, people.map((person) =>
        h("li", { class: "idea listing", key: person.id },
          h("p", {}, h("strong", {}, person.name)),
          activity.lists.shows.filter((id) => person.answers[id] !== undefined).map((id) => {
            const question = activity.questions[id]
            const said = person.answers[id]
            return h("p", { key: id }, h("span", { class: "quiet" }, `${question.title} `),
              question.type === "text" ? said.join(" · ") : answerText(question, said))
          }),
          person.support && h("p", { class: "quiet small" }, t(`support.said.${person.support}`))))))
  }
})
