// What people tell the facilitators in private: who asks for a person, and what somebody has flagged.

import { contributions } from "../models/contributions.js"
import { agenda, ordered } from "../models/lab.js"
import { t } from "../models/words.js"
import "./dialog.js"
import { define, h, LabElement } from "./dom.js"
import { button } from "./parts.js"

const MINUTE = 60_000

/** What waits for a facilitator: who asked for a person, and the flags of all steps. */
export const careOf = (view) => ({
  needs: ordered(view.needs),
  asked: ordered(view.needs).filter(({ state }) => state === "asked").length,
  flagged: agenda(view).filter(({ flags }) => flags && Object.keys(flags).length > 0),
  flags: agenda(view).reduce((sum, { flags }) => sum + Object.keys(flags ?? {}).length, 0),
})

/** One line for the top of the desk, without names: a desk may be in sight of others. */
export function careLine(view) {
  const { asked, flags } = careOf(view)
  return [asked > 0 && t("care.asked", { n: asked }), flags > 0 && t("care.flags", { n: flags })].filter(Boolean).join(" ")
}

/** The mark beside something that was flagged. */
export const flagMark = (flags, id) => flags?.[id] && h("p", { class: "flagged small", key: "flag" },
  h("span", { "aria-hidden": "true" }, "⚑ "), t("care.flag", { n: flags[id].n }))

/** What was flagged in an activity, with its words and why. Never by whom. */
export function flagList(session, activity) {
  const items = Object.keys(activity.flags ?? {})
  if (items.length === 0) return undefined
  const texts = new Map(contributions(activity).map(({ id, text }) => [id, text]))
  return h("ul", { class: "ideas", role: "list", key: "flags" }, items.map((id) => {
    const text = texts.get(id) ?? t("care.notShown")
    const { n, reasons } = activity.flags[id]
    return h("li", { class: "idea flagged-item", key: id },
      flagMark(activity.flags, id),
      h("p", { class: "idea-text" }, text),
      Object.entries(reasons ?? {}).map(([number, reason]) => h("blockquote", { key: number }, reason)),
      button(t("care.settle"), () => session.send("settleFlag", { activity: activity.id, item: id }, { note: t("care.settled") }),
        { "aria-label": t("care.settleThis", { text, n }) }))
  }))
}

/** props: session, view, onclose. */
define("lab-desk-care", class extends LabElement {
  render() {
    const { session, view, onclose } = this.props
    const { needs, flagged } = careOf(view)
    return h("lab-dialog", { props: { heading: t("care.title"), onclose, wide: true, content: [
      needs.length === 0 && flagged.length === 0 && h("p", { class: "quiet" }, t("care.none")),
      needs.length > 0 && h("section", { class: "stack tight", key: "needs" },
        h("h3", {}, t("care.needs")),
        h("ul", { class: "people-list", role: "list" }, needs.map((need) => this.#need(need, session)))),
      flagged.map((activity) => h("section", { class: "stack tight", key: activity.id },
        h("h3", {}, t("care.flagsIn", { title: activity.title })), flagList(session, activity))),
    ] } })
  }

  #need({ id, name, place, role, time, state, by }, session) {
    const who = name || t("people.nameless", { n: place })
    const minutes = Math.max(0, Math.round((Date.now() - time) / MINUTE))
    const answer = (more, note) => session.send("answerNeed", { participant: id, ...more }, { note })
    return h("li", { key: id },
      h("div", { class: "grow" },
        h("p", {}, h("b", {}, who)),
        h("p", { class: "quiet small" }, [
          t(`role.${role}`), minutes > 0 && t("care.since", { n: minutes }),
          state === "coming" && (by ? t("care.comes", { name: by }) : t("care.someoneComes")),
        ].filter(Boolean).join(" · "))),
      state === "asked" && button(t("care.coming"), () => answer({}, t("care.told")),
        { "aria-label": t("care.comingTo", { name: who }) }),
      button(t("care.done"), () => answer({ done: true }, t("care.seenTo")),
        { kind: "plain", "aria-label": t("care.doneFor", { name: who }) }))
  }
})
