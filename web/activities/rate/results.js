// What the room said about each item: where we differ first, then the matrix, then everything as a table.

import { define, h, LabElement } from "../../elements/dom.js"
import { follow } from "../../elements/parts.js"
import { folded, groupsOf, groupTable } from "../../elements/groups.js"
import { middleText as number } from "../../models/figures.js"
import { DECISIONS, itemsOf, LEVELS, QUADRANTS, urgency } from "../../models/lab.js"
import { apart, listText, t } from "../../models/words.js"

const AXES = ["impact", "effort"]

/** How many chose each level, as small columns with the same in words. */
function distribution(axis, words, tiny) {
  const counts = LEVELS.map((level) => axis.counts?.[level] ?? 0)
  const most = Math.max(1, ...counts)
  const spoken = listText(counts.map((count, index) => count > 0 && t("results.level", { level: index + 1, n: count })).filter(Boolean))
  return h("div", {
    class: tiny ? "distribution tiny" : "distribution", role: "img",
    "aria-label": `${apart(words)} ${spoken || t("results.noAnswers")}`,
  },
    counts.map((count, index) => h("span", {
      class: "bar-cell", key: String(index), "aria-hidden": "true", vars: { "--share": String(count / most) },
    },
      h("span", { class: "bar-count" }, count > 0 ? String(count) : ""),
      h("span", { class: "bar-fill" }),
      h("span", { class: "bar-level" }, String(index + 1)))))
}

function flags(results) {
  return [
    results?.differs && h("span", { class: "flag differs", key: "differs" }, t("flag.differs")),
    results?.talkFirst && h("span", { class: "flag split", key: "split" }, t("flag.talkFirst")),
    results?.onTheLine && !results.talkFirst && h("span", { class: "flag", key: "line" }, t("flag.onTheLine")),
    results?.tooFew && h("span", { class: "flag", key: "few" }, t("flag.tooFew")),
  ]
}

/** "People 4.5, staff 2": the two sides' medians, where both are large enough to be shown. */
function sides(results, axis) {
  const { community, professional } = results.sides ?? {}
  if (community?.[axis] == null || professional?.[axis] == null) return undefined
  return h("p", { class: "sides" },
    h("span", { class: "key people" }, t("results.people", { m: number(community[axis]) })),
    h("span", { class: "key staff" }, t("results.staff", { m: number(professional[axis]) })))
}

/** The decision on an item, and why. */
export function decisionText({ decision }) {
  if (!decision) return undefined
  return h("p", { class: "decision" },
    h("strong", { class: `decided ${decision.decision}` }, t(`decision.${decision.decision}`)), " ", decision.reason,
    decision.who && h("span", { class: "block quiet" }, t("decision.by", { who: decision.who })))
}

/** One item in full. */
export function resultCard(item, axes) {
  const { results } = item
  return h("li", { class: "card result", key: item.id },
    h("div", { class: "row" },
      flags(results),
      results.quadrant && h("span", { class: `flag quadrant ${results.quadrant}` }, t(`quadrant.${results.quadrant}`))),
    h("h3", {}, h("span", { class: "number" }, String(item.number)), " ", item.text),
    h("div", { class: "pair" }, AXES.map((axis) => h("div", { key: axis },
      h("p", {}, axes[axis].question),
      distribution(results[axis], axes[axis].question),
      h("div", { class: "ends", "aria-hidden": "true" }, h("span", {}, axes[axis].low), h("span", {}, axes[axis].high)),
      h("p", { class: "quiet small" },
        [
          t(`label.${results[axis].label}`),
          results[axis].dontKnow > 0 && t("results.dontKnow", { n: results[axis].dontKnow }),
        ].filter(Boolean).join(" · ")),
      sides(results, axis)))),
    decisionText(item))
}

/** What an earlier reveal showed. */
function before({ rounds = {} }, axis) {
  const last = Object.keys(rounds).sort((a, b) => a - b).at(-1)
  const im = rounds[last]?.[axis]?.im
  return im != null && h("span", { class: "quiet small block" }, t("results.before", { value: number(im) }))
}

function table(items, axes, mine) {
  const cell = (label, ...content) => h("td", { role: "cell", class: content[0] === "–" ? "empty" : null },
    h("span", { class: "cell-label", "aria-hidden": "true" }, label),
    h("div", { class: "cell" }, content))
  const heads = [t("table.idea"), axes.impact.question, axes.effort.question, t("table.place"), t("table.decision")]
  const own = ({ id }, axis) => {
    const value = mine?.ratings?.[id]?.[axis]
    const words = value === "dontKnow" ? t("dontKnow") : value
    return value != null && h("span", { class: "quiet small block" }, t("results.you", { value: words }))
  }
  return h("table", { class: "results-table", role: "table" },
    h("caption", {}, t("table.caption")),
    h("thead", { role: "rowgroup" },
      h("tr", { role: "row" }, heads.map((head) => h("th", { scope: "col", role: "columnheader", key: head }, head)))),
    h("tbody", { role: "rowgroup" }, items.map((item) => h("tr", { role: "row", key: item.id },
      h("th", { scope: "row", role: "rowheader" }, h("span", { class: "number" }, String(item.number)), " ", item.text),
      AXES.map((axis) => {
        const result = item.results?.[axis]
        return cell(axes[axis].question, result?.median == null ? t("results.noAnswers") : [
          h("b", {}, number(result.im)), " ",
          h("span", { class: "quiet small" }, t("results.answers", { n: result.n })),
          distribution(result, axes[axis].question, true), before(item, axis), own(item, axis),
        ])
      }),
      cell(heads[3], item.results?.quadrant ? t(`quadrant.${item.results.quadrant}`) : "–",
        h("span", { class: "flags" }, flags(item.results))),
      cell(heads[4], item.decision ? [decisionText(item), mine && follow(item)] : "–")))))
}

/** How each shown group rates the items: both middles in one cell, and how many are behind them. */
function byGroup(items, axes) {
  const all = { sides: {}, roles: {} }
  for (const { results } of items) {
    Object.assign(all.sides, results?.sides)
    Object.assign(all.roles, results?.roles)
  }
  const found = new Map(groupsOf(all).map(({ id, name }) => [id, name]))
  if (found.size === 0) return undefined
  const cell = (value) => (value
    ? `${AXES.map((axis) => (value[axis] == null ? "–" : number(value[axis]))).join(" / ")} (${value.n})` : "–")
  return folded(groupTable(
    `${apart(axes.impact.question)} / ${apart(axes.effort.question)} ${t("groups.hint")}`, [t("table.idea"), ...found.values()],
    items.map((item) => {
      const values = new Map(groupsOf(item.results).map(({ id, value }) => [id, value]))
      return { id: item.id, name: `${item.number} ${item.text}`, cells: [...found.keys()].map((id) => cell(values.get(id))) }
    })))
}

/** props: activity, view, mine, `big` for the hall, `brief` to fold the table, `easy` for what is said in short first. */
define("lab-results", class extends LabElement {
  render() {
    const { activity, view, big, brief, easy } = this.props
    const items = itemsOf(view, activity)
    const shown = items.filter(({ results }) => results)
    if (shown.length === 0) return h("p", { class: "quiet" }, t("results.none"))
    const talk = shown.filter(({ results }) => urgency(results) < 2).sort((a, b) =>
      urgency(a.results) - urgency(b.results))
    if (big) return this.#hall(shown, talk)
    const all = this.#all(items, talk)
    if (brief || !easy) return all
    return [this.#inShort(shown, talk), h("details", { key: "all" },
      h("summary", {}, h("h2", {}, t("results.all"))), h("div", { class: "stack" }, all))]
  }

  /** Read easy: which idea stands where, in a few lines. */
  #inShort(shown, talk) {
    const list = (items) => h("ul", { class: "plain-list stack tight" }, items.map(({ id, number, text }) =>
      h("li", { key: id }, h("span", { class: "number" }, String(number)), " ", text)))
    const groups = QUADRANTS.map((name) => [name, shown.filter(({ results }) => results.quadrant === name)])
    return h("section", { class: "card stack", key: "short" },
      groups.filter(([, found]) => found.length > 0).map(([name, found]) =>
        h("div", { class: "stack tight", key: name }, h("h2", {}, t(`quadrant.${name}`)), list(found))),
      talk.length > 0 && h("div", { class: "stack tight", key: "talk" },
        h("h2", {}, t("results.talk", { n: talk.length })), list(talk)))
  }

  #all(items, talk) {
    const { activity, view, mine, brief } = this.props
    return [
      h("section", { class: "stack", key: "talk" },
        h("h2", {}, talk.length > 0 ? t("results.talk", { n: talk.length }) : t("results.agree")),
        h("p", { class: "quiet" }, t(talk.length > 0 ? "results.talkLead" : "results.agreeLead")),
        talk.length > 0 && h("ul", { class: "stack", role: "list" },
          talk.map((item) => resultCard(item, activity.axes)))),
      h("section", { class: "stack", key: "matrix" },
        h("h2", {}, t("matrix.title")),
        h("lab-matrix", { props: { activity, view } })),
      brief
        ? h("details", { key: "table" }, h("summary", {}, h("h3", {}, t("table.title"))), table(items, activity.axes))
        : h("section", { class: "stack", key: "table" },
          h("h2", {}, t("table.title")),
          table(items, activity.axes, mine)),
      byGroup(items, activity.axes),
    ]
  }

  #hall(shown, talk) {
    const { activity, view } = this.props
    const calm = shown.filter(({ results }) => urgency(results) >= 2)
    const place = { quickWins: 0, majorProjects: 1, fillIns: 2, leaveForNow: 3 }
    const rest = [...calm].sort((a, b) => (place[a.results.quadrant] ?? 4) - (place[b.results.quadrant] ?? 4))
    return h("div", { class: "hall-results" },
      h("lab-matrix", { props: { activity, view, big: true } }),
      h("lab-hall-list", { props: { items: [...talk, ...rest] } }))
  }
})

/** The items for the hall, the ones to talk about first. */
define("lab-hall-list", class extends LabElement {
  render() {
    return h("ol", { class: "hall-list", role: "list", "data-fit": "" }, this.props.items.map((item) => h("li", { key: item.id },
      h("span", { class: "number" }, String(item.number)),
      h("span", { class: "grow" }, item.text,
        (item.results.differs || item.results.talkFirst) && h("span", { class: "flags" },
          item.results.differs && h("span", { class: "flag differs" }, t("flag.differsShort")),
          item.results.talkFirst && h("span", { class: "flag split" }, t("flag.splitShort")))))))
  }
})

/** An item under its decision. */
function decided({ id, number, text, results, decision }) {
  return h("li", { class: "idea", key: id },
    h("p", { class: "idea-text" }, h("span", { class: "number" }, String(number)), " ", text),
    results?.quadrant && h("p", { class: "quiet small" }, t(`quadrant.${results.quadrant}`)),
    decision && h("p", {},
      decision.reason,
      decision.who && h("span", { class: "block quiet" }, t("decision.by", { who: decision.who }))))
}

/** The decisions, in groups: do, plan, later, drop, and what is still open. props: activity, view, big. */
define("lab-decisions", class extends LabElement {
  render() {
    const { activity, view, big } = this.props
    const items = itemsOf(view, activity)
    const groups = [...DECISIONS, undefined].map((name) =>
      [name, items.filter(({ decision }) => decision?.decision === name)])
    const sections = groups.filter(([, found]) => found.length > 0).map(([name, found]) =>
      h("section", { class: "stack", key: name ?? "open" },
        h("h2", {},
          h("span", { class: `decided ${name ?? "open"}` }, t(`decision.${name ?? "open"}`)),
          ` ${found.length}`),
        h("ul", { class: "ideas", role: "list", "data-fit": "" }, found.map(decided))))
    return big ? h("div", { class: "decision-board" }, sections) : sections
  }
})
