// Who is in the room, who is missing, what came late, and how to get in. What is seldom needed is folded.

import { hasEnded, missingRoles, ROLES } from "../models/lab.js"
import { CallError } from "../models/calls.js"
import { codeText, listText, t } from "../models/words.js"
import "./desk-data.js"
import { define, h, LabElement } from "./dom.js"
import "./languages.js"
import { button, notice, problemText, reading } from "./parts.js"

/** props: session, state, view, onroom, and `onshow` to open a dialog of the desk. */
define("lab-desk-room", class extends LabElement {
  #people = false

  #showPeople(show) {
    this.#people = show
    this.update()
  }

  render() {
    const { session, state, view, onroom } = this.props
    const takesNewcomers = !["ended", "archived"].includes(view.lab.state)
    return [
      this.#late(),
      h("section", { class: "card stack", key: "room", "aria-labelledby": "room-title" },
        h("h2", { id: "room-title" }, t("room.title")),
        h("p", {},
          h("b", {}, t("room.joined", { n: view.people.joined })),
          state.presence != null && h("span", { class: "quiet" }, ` · ${t("room.connected", { n: state.presence })}`)),
        this.#roles(),
        view.people.newToThis > 0 && h("p", { class: "quiet" }, t("room.new", { n: view.people.newToThis })),
        view.people.onlyProfessionalsPaid && notice(h("p", {}, t("details.onlyProfessionals"))),
        this.#missing(),
        this.#involvement(),
        button(t("people.title"), () => this.#showPeople(true), { kind: "plain" })),
      h("section", { class: "card stack", key: "join", "aria-labelledby": "links-title" },
        h("h2", { id: "links-title" }, t(takesNewcomers ? "links.title" : "links.over")),
        takesNewcomers && h("p", { class: "code" }, codeText(view.lab.code)),
        h("a",
          {
            class: "button", href: `/screen/${view.lab.id}`, target: "_blank",
            onclick: () => session.lendScreen(view.lab.id),
          },
          t("links.openScreen")),
        onroom && button(t("desk.toRoom"), onroom, { kind: "plain" }),
        // There until the first step is on; later for whoever unfolds it.
        h("details", { key: "links", open: !view.lab.current },
          h("summary", {}, h("h3", {}, t("links.more"))),
          h("div", { class: "stack" },
            takesNewcomers && h("img", {
              class: "qr", src: state.me?.links?.qr ?? `/api/labs/${view.lab.code}/qr.svg`, alt: t("links.qr"), width: 240,
              height: 240,
            }),
            this.#links(takesNewcomers),
            h("div", { class: "stack tight", key: "new-screen" },
              h("p", { class: "quiet" }, t("links.newScreenLead")),
              button(t("links.newScreen"), this.#newScreen, { kind: "plain" }))))),
      this.#lab(),
      this.#people && h("lab-people", {
        key: "people", props: { session, state, heading: t("people.title"), onclose: () => this.#showPeople(false) },
      }),
    ]
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

  /** What is done once or seldom: the lab itself, its door, its data, its end, and how the desk looks. */
  #lab() {
    const { session, view, onshow } = this.props
    const opens = (name, text) => h("li", { key: name }, button(t(text), () => onshow(name), { kind: "link", "aria-haspopup": "dialog" }))
    return h("section", { class: "card folds", key: "lab", "aria-labelledby": "lab-title" },
      h("h2", { id: "lab-title" }, t("desk.more")),
      h("ul", { class: "plain-list", role: "list" },
        opens("details", "details.title"), opens("moderation", "moderation.title"), opens("again", "again.title")),
      view.lab.state !== "archived" && h("lab-desk-door", { key: "door", props: { session, view } }),
      h("lab-desk-data", { key: "data", props: { session, details: view.lab.details } }),
      h("details", { key: "reading" },
        h("summary", {}, h("h3", {}, t("reading.title"))),
        h("div", { class: "stack" }, h("lab-languages", { props: {} }), reading("reading.more", ""))),
      !hasEnded(view) && h("details", { key: "end" },
        h("summary", {}, h("h3", {}, t("desk.end"))),
        h("div", { class: "stack" },
          view.lab.state === "open" && h("div", { class: "stack tight" },
            h("p", { class: "quiet" }, t("desk.endSittingLead")),
            button(t("desk.endSitting"),
              () => session.send("endSitting", {}, { note: t("desk.sittingEnded") }),
              { kind: "plain" })),
          h("div", { class: "stack tight" },
            h("p", { class: "quiet" }, t("desk.endLabLead")),
            button(t("desk.endLab"),
              () => session.send("endLab", {}, { note: t("desk.labEnded") }),
              { kind: "plain" })))))
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
      h("p", { class: "quiet" }, t(`involvement.${involvement.picture}.${involvement.few ? "absent" : "lead"}`)))
  }

  /** The link before it ends, and with it whatever shows the lab by that. */
  #newScreen = async () => {
    const { session } = this.props
    try {
      await session.renewScreenLink()
      session.say(t("links.newScreenMade"))
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      session.say(problemText(error))
    }
    this.update()
  }

  #links(takesNewcomers) {
    const { session, state } = this.props
    const links = { ...(takesNewcomers && { join: state.me?.links?.join }), screen: session.screenLink }
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
