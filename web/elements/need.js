// “I need a person”: a private word that the facilitator sees, with whose it is, and answers.

import { t } from "../models/words.js"
import { h } from "./dom.js"
import { button } from "./parts.js"

/** What was answered, in words. */
export const answered = ({ need, needBy }) =>
  t(need === "coming" ? (needBy ? "need.coming" : "need.someoneComes") : "need.asked", { name: needBy ?? "" })

const take = (session) => button(t("need.takeBack"),
  () => session.send("needPerson", { on: false }, { note: t("need.takenBack") }), { kind: "plain" })

/** For the menu of the room, which is on every page. */
export function needPerson(session, participant = {}) {
  return h("section", { class: "stack tight", key: "need", "aria-labelledby": "need-title" },
    h("h3", { id: "need-title" }, t("need.title")),
    h("p", { class: "quiet" }, participant.need ? answered(participant) : t("need.lead")),
    h("div", { class: "row" }, participant.need
      ? take(session)
      : button(t("need.ask"), () => session.send("needPerson", { on: true }, { note: t("need.sent") }))))
}

/** For the page itself, until it is seen to. */
export const needNotice = (session, participant) => participant?.need && h("div", { class: "notice calm", key: "need" },
  h("p", {}, answered(participant)), take(session))
