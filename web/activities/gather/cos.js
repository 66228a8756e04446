// The four Co's: how much of what was named happens now, and how much could be. A picture, and the same as a table.

import { define, h, LabElement } from "../../elements/dom.js"
import { CO_SHAPES, COS, ordered } from "../../models/lab.js"
import { t } from "../../models/words.js"

const WHENS = ["now", "couldBe"]

/** [{co, now, couldBe}] over the ideas of a gather and what it starts from; an idea counts for each of its Co's. */
export function countsByCo(view, activity) {
  const found = new Map()
  for (const { ideas, entries } of [...(activity.inputsFrom ?? []).map((id) => view.activities[id] ?? {}), activity]) {
    for (const one of ordered(ideas ?? entries)) found.set(one.id, one)
  }
  return COS.map((co) => {
    const about = [...found.values()].filter(({ cos }) => cos?.includes(co))
    const count = (when) => about.filter((one) => one.when === when).length
    return { co, now: count("now"), couldBe: count("couldBe") }
  })
}

/** props: view, activity (a gather that asks for Co's and for when), big (in the hall), heading ("h2"). */
define("lab-cos", class extends LabElement {
  render() {
    const { view, activity, big, heading } = this.props
    const rows = countsByCo(view, activity)
    if (rows.every(({ now, couldBe }) => now + couldBe === 0)) return []
    const most = Math.max(...rows.flatMap(({ now, couldBe }) => [now, couldBe]))
    return h("section", { class: heading ? "stack cos after" : "card stack cos", "aria-labelledby": "cos-title" },
      h(heading ?? "h2", { id: "cos-title" }, t("star.title")),
      h("div", { class: "cos-chart", role: "img", "aria-label": t(big ? "star.hall" : "star.picture", { all: said(rows) }) },
        h("div", { class: "cos-row heads", "aria-hidden": "true", key: "heads" },
          h("span", {}, t("when.now")), h("span", {}), h("span", {}, t("when.couldBe"))),
        rows.map(({ co, ...counts }) => h("div", { class: "cos-row", "aria-hidden": "true", key: co },
          bar("now", counts, most),
          h("span", { class: "cos-name" }, `${CO_SHAPES[co]} ${t(`co.${co}.short`)}`),
          bar("couldBe", counts, most)))),
      !big && table(rows))
  }
})

function bar(when, counts, most) {
  const n = counts[when]
  return h("span", { class: `cos-bar ${when}`, vars: { "--share": String(n / most) } },
    h("b", {}, String(n)), h("span", { class: n > 0 ? "fill" : "" }))
}

const said = (rows) => rows.map(({ co, now, couldBe }) => t("star.row", { co: t(`co.${co}.short`), now, couldBe })).join(" ")

function table(rows) {
  const words = h("table", { class: "cos-table" },
    h("caption", { class: "quiet" }, t("star.caption")),
    h("thead", {}, h("tr", {}, [
      h("th", { scope: "col", key: "part" }, t("star.part")),
      ...WHENS.map((name) => h("th", { scope: "col", key: name }, t(`when.${name}`))),
    ])),
    h("tbody", {}, rows.map(({ co, ...counts }) => h("tr", { key: co },
      h("th", { scope: "row" }, t(`co.${co}.short`)),
      WHENS.map((name) => h("td", { class: "tabular", key: name }, String(counts[name])))))))
  return h("div", { class: "scroll-x", tabindex: 0, role: "group", "aria-label": t("star.caption") }, words)
}
