// The pledges of all labs that are still to be kept: those whose day is over first, then those to come.

import { Keyring } from "../models/route.js"
import { dateText, t } from "../models/words.js"
import { define, h } from "./dom.js"
import { labLine } from "./organise-labs.js"
import { OverAllLabs } from "./organise-over-all.js"
import { fileName } from "./save.js"

const two = (number) => String(number).padStart(2, "0")

/** Today, as 2026-12-01, where this browser is. */
function today() {
  const now = new Date()
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** When a day begins here. */
const beginning = (day) => new Date(`${day}T00:00:00`).getTime()

/** Several calendar files as one. A text of somebody's never begins a line in them. */
function oneCalendar(files) {
  const [begin] = files[0].split("BEGIN:VEVENT", 1)
  const days = files.flatMap((file) => file.split("\r\n").reduce(({ lines, isIn }, line) => {
    const inside = isIn || line === "BEGIN:VEVENT"
    return { lines: inside ? [...lines, line] : lines, isIn: inside && line !== "END:VEVENT" }
  }, { lines: [], isIn: false }).lines)
  return [begin.trimEnd(), ...days, "END:VCALENDAR", ""].join("\r\n")
}

/** props: organiser, labs. */
define("lab-organise-reminders", class extends OverAllLabs {
  load() {
    return this.props.organiser.reminders()
  }

  render() {
    return [
      h("h2", { id: "part-title", tabindex: -1 }, t("organise.part.reminders")),
      h("p", {}, t("organise.remindLead")),
      h("p", { class: "notice calm" }, t("organise.remindMessages")),
      this.found ? this.#groups() : this.waiting(),
    ]
  }

  #groups() {
    const now = today()
    const groups = { overdue: [], coming: [], undated: [] }
    for (const each of this.found) groups[!each.day ? "undated" : each.day < now ? "overdue" : "coming"].push(each)
    if (this.found.length === 0) return h("p", { class: "card", key: "none" }, t("organise.remindNone"))
    return [this.found.some(({ day }) => day) && h("lab-save", { class: "stack tight", key: "calendar", props: {
      text: "organise.remindCalendar", make: this.#calendar,
    } }), Object.entries(groups).filter(([, list]) => list.length > 0).map(([name, list]) =>
      h("section", { class: "stack", key: name, "aria-labelledby": `remind-${name}` },
        h("h3", { id: `remind-${name}` }, t(`organise.remind.${name}`, { n: list.length })),
        h("ul", { class: "stack", role: "list" }, list.map((each) => this.#reminder(each, name)))))]
  }

  /** One file for all labs: the days of each lab's own calendar. */
  #calendar = async () => {
    const labs = [...new Set(this.found.filter(({ day }) => day).map(({ lab }) => lab))]
    const files = []
    for (const lab of labs) files.push(await (await this.props.organiser.exported(lab, "ics", "sharing")).text())
    return { name: fileName(t("organise.title"), t("organise.remindFile"), "ics"), blob: new Blob([oneCalendar(files)], { type: "text/calendar" }) }
  }

  #reminder({ lab, title, state, pledge, give, get, firstStep, idea, role, status, day, said, deleteAt }, group) {
    const card = this.props.labs.find((each) => each.lab === lab)
    const isGone = deleteAt !== undefined && day && deleteAt < beginning(day)
    const fact = (name, text) => text && h("div", { key: name }, h("dt", {}, t(name)), h("dd", { dir: "auto" }, text))
    const hasDesk = Boolean(new Keyring("facilitate", lab).values.token)
    const takesNewcomers = card && state !== "ended"
    return h("li", { class: `card organise-lab ${group}`, key: pledge },
      h("h4", { dir: "auto" }, give),
      h("ul", { class: "tags", role: "list" },
        day && h("li", { class: "tag", key: "day" }, t(group === "overdue" ? "organise.wasDue" : "organise.isDue", { date: dateText(day) })),
        h("li", { class: "tag", key: "status" }, t(`pledge.${status}`)),
        role && h("li", { class: "tag", key: "role" }, t(`role.${role}`))),
      h("dl", { class: "facts" },
        fact("pledge.said.firstStep", firstStep), fact("pledge.said.get", get), fact("pledge.idea", idea),
        fact("organise.said", said)),
      h("p", { class: "quiet" }, h("bdi", {}, title), card && ` · ${labLine(card)}`),
      isGone && h("p", { class: "notice", key: "gone" }, t("organise.remindGone", { date: dateText(deleteAt) })),
      state === "archived" ? h("p", { class: "notice", key: "away" }, t("organise.remindAway"))
        : (takesNewcomers || hasDesk) && h("div", { class: "row", key: "links" },
          takesNewcomers && h("a", { class: "button plain", href: `/join/${card.code}`, "aria-label": t("organise.joinThis", { title }) }, t("links.join")),
          hasDesk && h("a", { class: "button plain", href: `/facilitate/${lab}`, "aria-label": t("organise.deskThis", { title }) }, t("make.openDesk"))))
  }
})
