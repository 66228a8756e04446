// What did not arrive in time, and what two people changed at once: nothing is thrown away unasked.

import { OFFERABLE } from "../activities/models.js"
import { t } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import { button, problemText } from "./parts.js"

/** Commands by activity and kind, the texts in full, the taps counted. */
function groups(late) {
  const found = new Map()
  for (const command of late) {
    const text = command.body.text ?? command.body.give
    const key = text === undefined ? `${command.body.activity} ${command.name}` : command.id
    const { name, body, refused, reason } = command
    if (!found.has(key)) found.set(key, { key, text, name, refused, reason, activity: body.activity, commands: [] })
    found.get(key).commands.push(command)
  }
  return [...found.values()]
}

define("lab-late", class extends LabElement {
  changed(before) {
    const { late } = this.props
    if (late.length <= (before.late?.length ?? 0)) return
    announce(t(late.at(-1).refused ? "late.refused" : "late.title"))
  }

  render() {
    const { session, late, view } = this.props
    return groups(late).map(({ key, text, name, refused, reason, activity, commands }) => {
      const title = t(refused ? "late.refused" : "late.title")
      const offers = OFFERABLE.has(name) && !refused
      return h("section", { class: "notice late", key, "aria-label": title },
        h("p", {}, h("strong", {}, title)),
        text === undefined
          ? h("p", {},
            t(`late.${name === "vote" ? "dots" : "answers"}`,
              { n: commands.length, title: view?.activities?.[activity]?.title ?? "" }))
          : h("blockquote", {}, text),
        !offers && h("p", {}, refused ? problemText({ reason, detail: refused }) : t("late.reopen")),
        h("div", { class: "row" },
          offers && button(t("late.offer"), () => {
            session.offerLate(commands)
            session.say(t("late.offered"))
          }),
          button(t("late.drop"), () => session.dropLate(commands), { kind: "plain" })))
    })
  }
})

define("lab-conflicts", class extends LabElement {
  #new = false

  changed(before) {
    this.#new = this.props.conflicts.length > (before.conflicts?.length ?? 0)
    if (this.#new) announce(t("conflict.title"))
  }

  drawn() {
    if (this.#new) this.firstElementChild?.scrollIntoView({ block: "center" })
    this.#new = false
  }

  render() {
    const { session, conflicts } = this.props
    return conflicts.map((conflict) => {
      const shown = (value) => value?.text ?? value?.give ?? value?.reason ?? ""
      return h("section", { class: "notice", key: conflict.command.id, "aria-label": t("conflict.title") },
        h("p", {}, h("strong", {}, t("conflict.title"))),
        h("p", {}, t("conflict.theirs")), h("blockquote", {}, shown(conflict.theirs)),
        h("p", {}, t("conflict.yours")), h("blockquote", {}, shown(conflict.yours ?? conflict.command.body)),
        h("div", { class: "row" },
          button(t("conflict.keepTheirs"), () => session.settle(conflict, false)),
          button(t("conflict.useYours"), () => session.settle(conflict, true), { kind: "plain" })))
    })
  }
})
