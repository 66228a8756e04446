// What a lab is about and where, its words, when and how people can come, and who stands for it (S5, S15, S20, S59).

import { dateText, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { statements } from "./parts.js"

const QUESTIONS = ["times", "pay", "expenses", "access"]

/** props: lab. */
define("lab-about", class extends LabElement {
  render() {
    const { lab } = this.props
    const { details = {}, sittings = {} } = lab
    const asked = QUESTIONS.filter((name) => details[name])
    const people = ["owner", "host"].filter((name) => details[name])
    const terms = Object.entries(details.glossary ?? {}).sort(([a], [b]) => a.localeCompare(b))
    const days = Object.entries(sittings).sort(([a], [b]) => a - b)
    return h("section", { class: "stack" },
      h("h1", {}, t("about.title")),
      lab.welcome && h("p", { class: "lead" }, lab.welcome),
      details.context && card("about.context", paragraphs(details.context)),
      days.length > 0 && card("about.sittings", pairs(days.map(([number, { title, date }]) =>
        [title ?? t("about.sitting", { n: number }), date ? dateText(date) : t("about.noDate")]))),
      asked.length > 0 && card("about.setUp", pairs(asked.map((name) => [t(`about.${name}`), details[name]]))),
      terms.length > 0 && card("about.glossary", pairs(terms)),
      people.length > 0 && card("about.people", pairs(people.map((name) => [t(`about.${name}`), details[name]]))),
      card("about.safe",
        details.hidesNames && h("p", {}, t("about.hidesNames")),
        details.asksGuardian && h("p", {}, t("about.guardian")),
        lab.safeguarding && h("p", {}, t("me.safeguarding", { who: lab.safeguarding })),
        h("p", {}, t("join.howLong", { n: lab.retentionDays })),
        lab.keptUntil && h("p", {}, t("about.keptUntil", { day: dateText(lab.keptUntil) })),
        statements(true)))
  }
})

const card = (title, ...content) => h("section", { class: "card stack", key: title }, h("h2", {}, t(title)), content)

const paragraphs = (text) => text.split(/\n+/).map((line) => h("p", {}, line))

const pairs = (list) => h("dl", { class: "chain" }, list.map(([name, value]) =>
  h("div", { key: name }, h("dt", {}, name), h("dd", {}, value))))
