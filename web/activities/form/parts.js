// What the participant's form, the desk's and the hall's have in common, as descriptions for `patch`.

import { h } from "../../elements/dom.js"
import { amountText } from "../../models/figures.js"
import { ideaOf, ordered } from "../../models/lab.js"
import { dateText, t } from "../../models/words.js"

/** The quotes in a part. */
export const quotesIn = (activity, section) => ordered(activity.quotes).filter((quote) => quote.section === section)

/** The parts without which nobody can sign. */
export const needed = (activity, sections) => sections.filter((section) =>
  section.required && (section.type === "quotes" ? quotesIn(activity, section.id).length === 0 : !section.written))

/** Ideas whose authors let them be quoted, and which aren't yet. */
export function quotable(view, activity) {
  const found = new Map()
  for (const source of activity.inputsFrom ?? []) {
    const { ideas, items } = view.activities[source] ?? {}
    for (const { id, from } of ordered(items ?? ideas)) {
      const idea = ideaOf(view, id, from)
      if (idea?.quotable && !activity.quotes?.[id]) found.set(id, { id, text: idea.text })
    }
  }
  return [...found.values()]
}

/** Who writes a part, and whether it is needed and empty still. */
export function partTags(section, activity) {
  const isNeeded = activity.signOff !== "none" && needed(activity, [section]).length > 0
  const found = [
    section.side && h("li", { class: `tag ${section.side}`, key: "side" }, t(`form.side.${section.side}`)),
    isNeeded && h("li", { class: "tag needed", key: "needed" }, t("form.needed")),
  ].filter(Boolean)
  return found.length > 0 && h("ul", { class: "tags", role: "list" }, found)
}

/** What stands in a part; `own` is what I wrote where it is hidden still. */
export function partBody(section, own) {
  const text = section.text ?? own?.text
  if (!section.written) return h("p", { class: "said" }, section.hint || t("form.nothing"))
  if (text === undefined) return h("p", { class: "quiet" }, t("form.hidden"))
  if (section.type === "date") return h("p", { class: "figure" }, dateText(text))
  if (section.type === "number" || section.type === "money") return h("p", { class: "figure" },
    amountText(text, section.unit, section.type === "money"))
  if (section.type === "choice") {
    return h("p", { class: "figure" }, section.options?.[text]?.title ?? text)
  }
  return h("p", { class: "said" }, text)
}

/** All parts, to be read. */
export function readParts(activity, view) {
  return h("ul", { class: "parts", role: "list", key: "parts", "data-fit": "" }, ordered(activity.sections).map((section) =>
    h("li", {
      key: section.id, class: ["part", section.side, !section.written && "empty"].filter(Boolean).join(" "),
    },
      h("h2", {}, section.title),
      partTags(section, activity),
      section.type === "quotes"
        ? h("ul", { class: "quoted", role: "list" }, quotesIn(activity, section.id).map((quote) =>
          h("li", { key: quote.id }, h("blockquote", {}, quote.text))))
        : partBody(section, undefined, view))))
}

/** "3 have signed. Both sides have." */
export function signedLine({ signed, signOff }) {
  if (!signed) return undefined
  const sides = ["community", "professional"].filter((side) => signed.bySide?.[side] !== undefined)
  return [
    h("p", { class: "count-of" }, h("b", {}, String(signed.n)), ` ${t("form.signed", { n: signed.n })}`),
    signed.complete && h("p", { class: "stands" }, t(`form.complete.${signOff}`)),
    sides.length > 0 && h("p", { class: "quiet" },
      sides.map((side) => t(`form.signedSide.${side}`, { n: signed.bySide[side] })).join(" · ")),
  ]
}

/** The last edits: which part, what it said then, and how many signatures they voided. */
export function versionsTable(activity, sections) {
  const versions = ordered(activity.versions).reverse()
  if (versions.length === 0) return undefined
  const titles = Object.fromEntries(sections.map(({ id, title }) => [id, title]))
  return h("details", { class: "card", key: "versions" },
    h("summary", {}, h("h2", {}, t("form.versions"))),
    h("table", { class: "history" },
      h("caption", {}, t("form.versionsLead")),
      h("thead", {}, h("tr", {}, ["number", "part", "said"].map((name) =>
        h("th", { key: name, scope: "col" }, t(`form.version.${name}`))))),
      h("tbody", {}, versions.map(({ id, number, section, text, voided }) => h("tr", { key: id },
        h("th", { scope: "row" }, t("form.versionNumber", { number })),
        h("td", {}, titles[section] ?? ""),
        h("td", {}, text || t("form.nothing"),
          voided && h("span", { class: "quiet block" }, t("form.voided", { n: voided }))))))))
}
