// The facilitator's desk: the agenda, what is on now, and who is in the room. Works on a phone, too.

import "../activities/desk.js"
import { agenda, currentActivity, hasEnded, ordered, stateOf, trackTitle } from "../models/lab.js"
import { isDue } from "../models/organiser.js"
import { apart, codeText, dateText, listText, quoted, t } from "../models/words.js"
import { announce } from "./announcer.js"
import "./copy.js"
import "./desk-activity.js"
import "./desk-again.js"
import "./desk-agenda.js"
import { careLine, careOf } from "./desk-care.js"
import "./desk-details.js"
import "./desk-guide.js"
import "./desk-head.js"
import "./desk-door.js"
import "./desk-hidden.js"
import "./desk-moderation.js"
import "./desk-room.js"
import { define, h, LabElement } from "./dom.js"
import { addKeys } from "./keys.js"
import "./late.js"
import "./note.js"
import { button, newer, rehearsal } from "./parts.js"
import "./saved.js"
import { addStyles } from "./styles.js"
import { undoLast } from "./undo.js"

await addStyles("/styles/desk.css")

const MARKS = { draft: "", open: "▶", paused: "‖", closed: "✓", revealed: "✓" }

/** props: session, state, and `onroom` to see what people see. */
define("lab-desk", class extends LabElement {
  #chosen
  #dialog
  #late = 0
  #care = 0
  #atDoor = 0
  /** The step that was brought in sight. */
  #seen
  #stop
  #wide = matchMedia("(min-width: 64rem)")

  connected() {
    // In a replay nothing goes on and nothing is taken back.
    const stopKeys = this.props.played ? () => {} : addKeys({
      u: { text: "keys.undo", action: () => undoLast(this.props.session) },
      g: { text: "keys.goOn", action: () => this.querySelector(".moves .main")?.focus() },
    })
    const redraw = () => this.update()
    this.#wide.addEventListener("change", redraw)
    this.#stop = () => {
      stopKeys()
      this.#wide.removeEventListener("change", redraw)
    }
  }

  disconnected() {
    this.#stop()
  }

  changed(before) {
    const { view } = this.props.state
    const late = Object.keys(view.late ?? {}).length
    if (late > this.#late) announce(t("desk.lateCame", { n: late }))
    this.#late = late
    const { asked, flags } = careOf(view)
    if (asked + flags > this.#care) announce(careLine(view))
    this.#care = asked + flags
    const { atDoor = 0 } = view.people
    if (atDoor > this.#atDoor) announce(t("door.came", { n: atDoor }))
    this.#atDoor = atDoor
    // The desk follows what is opened, until another activity is looked at on purpose.
    if (before.state && before.state.view.lab.current !== view.lab.current) this.#chosen = undefined
  }

  #shown() {
    const { view } = this.props.state
    return agenda(view).find(({ id }) => id === this.#chosen) ?? currentActivity(view) ?? agenda(view)[0]
  }

  /** Where the list of steps is longer than its place, what is shown is in sight. */
  #inSight() {
    const nav = this.querySelector(".desk-agenda nav")
    const step = nav?.querySelector(".chosen")
    if (!step || step === this.#seen || nav.scrollHeight <= nav.clientHeight) return
    this.#seen = step
    nav.scrollTop = step.offsetTop - nav.offsetTop - (nav.clientHeight - step.offsetHeight) / 2
  }

  drawn() {
    this.#inSight()
    document.title = `${t("desk.title")} · ${this.props.state.view.lab.title}`
  }

  render() {
    const { session, state, onroom } = this.props
    const { view } = state
    const activity = this.#shown()
    return [
      h("header", { class: "bar desk-bar" },
        h("p", { class: "lab-name" }, view.lab.title),
        view.lab.state !== "archived" &&
          h("p", { class: "quiet" }, `${t("code")} `, h("b", { class: "tabular" }, codeText(view.lab.code))),
        h("lab-saved", { props: { saved: state.saved } })),
      h("main", { id: "main", class: "desk" },
        h("h1", { class: "visually-hidden" }, `${t("desk.title")}: ${apart(view.lab.title)}`),
        this.#agenda(activity),
        h("div", { class: "desk-main stack" },
          rehearsal(view.lab),
          newer(session, state),
          h("lab-conflicts", { props: { session, conflicts: state.conflicts } }),
          this.#careNotice(),
          h("lab-desk-waiting", { key: "waiting", props: { session, state, view } }),
          this.#signals(),
          h("lab-desk-state", { props: { session, lab: view.lab, activities: view.activities } }),
          activity && h("lab-desk-activity", { key: activity.id, props: { session, state, activity, view } }),
          h("lab-desk-guide", { key: "guide", props: { session, view, activity } })),
        h("lab-desk-room", { class: "desk-room", props: { session, state, view, onroom, onshow: this.#show } })),
      this.#dialog && h(`lab-desk-${this.#dialog}`, {
        key: this.#dialog, props: { session, view, lab: view.lab, onclose: () => this.#show(undefined) },
      }),
      h("lab-note", { key: "note", props: { session, note: state.note } }),
    ]
  }

  /** Quietly, at the top: who asks for a person, and what was flagged, is told in a dialog alone. */
  #careNotice() {
    const { view } = this.props.state
    const { needs, flags } = careOf(view)
    return (needs.length > 0 || flags > 0) && h("div", { class: "notice calm row spread", key: "care" },
      h("p", {}, careLine(view) || t("care.onTheWay")),
      button(t("care.look"), () => this.#show("care"), { "aria-haspopup": "dialog" }))
  }

  /** Counts alone: who it was stays with them (S9). */
  #signals() {
    const { session, state: { view } } = this.props
    const signals = Object.entries(view.people.signals ?? {})
    return signals.length > 0 && h("div", { class: "notice row spread", key: "signals" },
      h("div", {},
        h("p", {}, h("b", {}, t("room.signals"))),
        h("ul", { class: "plain-list" }, signals.map(([name, n]) =>
          h("li", { key: name }, h("b", {}, String(n)), ` ${t(`signal.${name}`)}`)))),
      button(t("room.signalsDone"), () => session.send("settleSignals", {}, { note: t("room.signalsSettled") }),
        { kind: "plain" }))
  }

  #show = (dialog) => {
    this.#dialog = dialog
    this.update()
  }

  #agenda(shown) {
    const { view } = this.props.state
    const current = view.lab.current
    const list = agenda(view)
    const step = list.findIndex(({ id }) => id === current) + 1
    return h("details", { class: "card desk-agenda", open: this.#wide.matches },
      h("summary", {},
        h("h2", {}, t("today.title")),
        step > 0 && !hasEnded(view) && h("span", { class: "quiet" }, ` ${t("activity.step", { step, of: list.length })}`)),
      h("nav", { "aria-label": t("today.title") },
        h("ol", { class: "agenda", role: "list" }, list.map((activity) => this.#step(activity, shown, current)))),
      !["ended", "archived"].includes(view.lab.state) &&
        h("div", { class: "after" }, button(t("agenda.change"), () => this.#show("agenda"), { kind: "plain" })))
  }

  #step(activity, shown, current) {
    const { id, title, guideMinutes, skipped, track } = activity
    const state = stateOf(this.props.state.view, activity)
    const isShown = id === shown?.id
    const isOn = state === "open" || state === "paused"
    return h("li", { key: id, "aria-current": id === current && !hasEnded(this.props.state.view) ? "step" : null },
      h("button", {
        type: "button", class: isShown ? "step chosen" : "step", "aria-pressed": String(isShown),
        onclick: () => this.#choose(id),
      },
        h("span", { class: "mark", "aria-hidden": "true" }, MARKS[state]),
        h("span", {},
          h("span", { class: "step-title" }, title),
          track && h("small", { class: "quiet block" }, trackTitle(this.props.state.view, activity)),
          h("small", { class: isOn || skipped ? "" : "visually-hidden" },
            t(skipped ? "state.skipped" : `state.${state}`))),
        guideMinutes > 0 && h("small", { class: "tabular" }, t("activity.min", { n: guideMinutes }))))
  }

  #choose(id) {
    this.#chosen = id
    this.update()
    this.querySelector("lab-desk-activity h2")?.focus({ preventScroll: this.#wide.matches })
  }
})

/** The life of the lab: opening it, between sittings, its end. props: session, lab, activities. */
define("lab-desk-state", class extends LabElement {
  render() {
    const { session, lab, activities } = this.props
    const stillOpen = ordered(activities).filter(({ staysOpen, state }) => staysOpen && state === "open")
    if (lab.state === "open") return []
    const open = () => session.send("openLab", {}, { note: t("desk.labOpened") })
    const archive = () => session.send("archiveLab", {}, { note: t("desk.archived") })
    const bringBack = () => session.send("unarchiveLab", {}, { note: t("desk.broughtBack") })
    const day = lab.keptUntil && dateText(lab.keptUntil)
    const { details = {} } = lab
    const missing = lab.state === "prepared" && (lab.needs ?? []).filter((name) => !details[name])
    return h("section", { class: "card stack", "aria-label": t("desk.labState") },
      missing.length > 0 && h("div", { class: "notice" },
        h("p", {}, t("details.missing", { what: listText(missing.map((name) => t(`about.${name}`))) }))),
      h("p", { class: "lead" }, t(lab.state === "archived" ? "desk.archived" : `desk.lab.${lab.state}`)),
      day && h("p", { key: "kept" }, t(lab.state === "archived" ? "desk.archivedUntil" : "desk.keptUntil", { day })),
      day && isDue({ deleteAt: lab.keptUntil }, Date.now()) && h("p", { class: "notice", key: "soon" }, t("desk.deletedSoon")),
      lab.state === "ended" && ordered(activities).some(({ kind, state }) => kind === "pledge" && state !== "draft") &&
        h("p", { key: "pledges" }, t("desk.pledgesGoOn")),
      lab.state === "ended" && stillOpen.length > 0 && h("p", { key: "still" },
        t("desk.stillOpen", { titles: listText(stillOpen.map(({ title }) => quoted(title))) })),
      lab.state !== "archived" && button(t(lab.state === "prepared" ? "desk.openLab" : "desk.openAgain"), open,
        { kind: "main" }),
      lab.state === "ended" && h("div", { class: "stack tight", key: "archive" },
        h("p", { class: "quiet" }, t("desk.archiveMeans")),
        button(t("desk.archive"), archive, { kind: "plain" })),
      ["ended", "archived"].includes(lab.state) && h("lab-desk-head", { key: "head", props: { session } }),
      lab.state === "archived" && h("div", { class: "stack tight", key: "back" },
        h("p", { class: "quiet" }, t("desk.bringBackLead")),
        button(t("desk.bringBack"), bringBack, { kind: "main" })))
  }
})
