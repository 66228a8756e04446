// Who is in the room, who is missing, what came late, and how to get in.

import { missingRoles, ROLES } from "../models/lab.js"
import { codeText, listText, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { button, choice, notice } from "./parts.js"
import { fileName } from "./save.js"

/** props: session, state, view, onroom. */
define("lab-desk-room", class extends LabElement {
  #people = false
  #purpose = "sharing"

  #showPeople(show) {
    this.#people = show
    this.update()
  }

  render() {
    const { session, state, view, onroom } = this.props
    return [
      this.#late(),
      h("section", { class: "card stack", key: "room", "aria-labelledby": "room-title" },
        h("h2", { id: "room-title" }, t("room.title")),
        h("p", {},
          h("b", {}, t("room.joined", { n: view.people.joined })),
          state.presence != null && h("span", { class: "quiet" }, ` · ${t("room.connected", { n: state.presence })}`)),
        this.#roles(),
        view.people.newToThis > 0 && h("p", { class: "quiet" }, t("room.new", { n: view.people.newToThis })),
        this.#signals(),
        view.people.onlyProfessionalsPaid && notice(h("p", {}, t("details.onlyProfessionals"))),
        this.#missing(),
        this.#involvement(),
        button(t("people.title"), () => this.#showPeople(true), { kind: "plain" })),
      h("section", { class: "card stack", key: "join", "aria-labelledby": "links-title" },
        h("h2", { id: "links-title" }, t("links.title")),
        h("p", { class: "code" }, codeText(view.lab.code)),
        h("img", {
          class: "qr", src: state.me?.links?.qr ?? `/api/labs/${view.lab.code}/qr.svg`, alt: t("links.qr"), width: 240,
          height: 240,
        }),
        this.#links(),
        h("a",
          {
            class: "button", href: `/screen/${view.lab.id}`, target: "_blank",
            onclick: () => session.lendScreen(view.lab.id),
          },
          t("links.openScreen")),
        onroom && button(t("desk.seeRoom"), onroom, { kind: "plain" })),
      this.#data(),
      h("details", { class: "card", key: "end" },
        h("summary", {}, h("h2", {}, t("desk.end"))),
        h("div", { class: "stack" },
          view.lab.state === "open" && h("div", { class: "stack tight" },
            h("p", { class: "quiet" }, t("desk.endSittingLead")),
            button(t("desk.endSitting"),
              () => session.send("endSitting", {}, { note: t("desk.sittingEnded") }),
              { kind: "plain" })),
          view.lab.state !== "ended" && view.lab.state !== "archived" && h("div", { class: "stack tight" },
            h("p", { class: "quiet" }, t("desk.endLabLead")),
            button(t("desk.endLab"),
              () => session.send("endLab", {}, { note: t("desk.labEnded") }),
              { kind: "plain" })))),
      this.#people && h("lab-people", {
        key: "people", props: { session, state, heading: t("people.title"), onclose: () => this.#showPeople(false) },
      }),
    ]
  }

  #choosePurpose = (purpose) => {
    this.#purpose = purpose
    this.update()
  }

  #export = async () => {
    const purpose = this.#purpose
    const data = await this.props.session.exported(purpose)
    return {
      name: fileName(data.lab.title, t(`data.${purpose}.file`), "json"), type: "application/json",
      text: `${JSON.stringify(data, null, 2)}\n`,
    }
  }

  #data() {
    return h("details", { class: "card", key: "data" },
      h("summary", {}, h("h2", {}, t("data.title"))),
      h("div", { class: "stack" },
        choice({
          legend: t("data.for"), name: "data-for", value: this.#purpose,
          options: ["sharing", "keeping"].map((purpose) => [purpose, t(`data.${purpose}`)]),
          onchange: this.#choosePurpose,
        }),
        h("p", { class: "quiet", "aria-live": "polite" }, t(`data.${this.#purpose}.lead`)),
        h("lab-save", { class: "stack tight", props: { text: "data.download", make: this.#export } })))
  }

  #roles() {
    const roles = this.props.view.people.roles ?? {}
    const { watching } = this.props.view.people
    return h("dl", { class: "roles" },
      ROLES.filter((role) => roles[role]).map((role) =>
        h("div", { key: role }, h("dt", {}, t(`role.${role}`)), h("dd", {}, String(roles[role])))),
      watching > 0 && h("div", { key: "watching" },
        h("dt", { class: "quiet" }, t("room.watchers")),
        h("dd", {}, String(watching))))
  }

  /** Counts alone: who it was stays with them (S9). */
  #signals() {
    const { session, view } = this.props
    const signals = Object.entries(view.people.signals ?? {})
    if (signals.length === 0) return undefined
    return h("div", { class: "notice", key: "signals" },
      h("p", {}, h("b", {}, t("room.signals"))),
      h("ul", { class: "plain-list" }, signals.map(([name, n]) =>
        h("li", { key: name }, h("b", {}, String(n)), ` ${t(`signal.${name}`)}`))),
      button(t("room.signalsDone"), () => session.send("settleSignals", {}, { note: t("room.signalsSettled") }),
        { kind: "plain" }))
  }

  #missing() {
    const { view } = this.props
    const missing = missingRoles(view)
    if (missing.length === 0 || view.people.joined === 0) return undefined
    return notice(h("p", {}, t("room.missing", { roles: listText(missing.map((role) => t(`role.${role}`))) })))
  }

  #involvement() {
    const { involvement } = this.props.view.people
    if (!involvement) return undefined
    return h("div", { class: "involvement" },
      h("h3", {}, t("room.involvement")),
      h("p", {}, h("strong", {}, t(`involvement.${involvement.picture}`))),
      h("p", { class: "quiet" }, t(`involvement.${involvement.picture}.lead`)))
  }

  #links() {
    const { session, state } = this.props
    const links = { join: state.me?.links?.join, screen: session.screenLink }
    return Object.keys(links).filter((name) => links[name]).map((name) =>
      h("lab-copy", {
        key: name,
        props: { id: `desk-${name}`, label: t(`links.${name}`), value: new URL(links[name], location.origin).href },
      }))
  }

  #late() {
    const { session, view } = this.props
    const late = Object.entries(view.late ?? {})
    if (late.length === 0) return undefined
    return h("section", { class: "card stack", key: "late", "aria-labelledby": "late-title" },
      h("h2", { id: "late-title" }, t("desk.late", { n: late.length })),
      h("ul", { class: "ideas", role: "list" }, late.map(([id, offer]) => h("li", { class: "idea", key: id },
        h("p", { class: "idea-text" }, offer.text ?? t(`late.is.${offer.name}`)),
        h("p", { class: "quiet small" },
          [view.activities[offer.activity]?.title, t(`role.${offer.role}`)].filter(Boolean).join(" · ")),
        h("div", { class: "row" },
          button(t("desk.accept"), () => session.send("acceptLate", { late: id }, { note: t("desk.accepted") })),
          button(t("desk.dismiss"),
            () => session.send("dismissLate", { late: id }, { note: t("desk.dismissed") }),
            { kind: "plain" }))))))
  }
})
