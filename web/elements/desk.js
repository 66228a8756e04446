// The facilitator's desk: the agenda, what is on now, and who is in the room. Works on a phone, too.

import "../activities/desk.js"
import { agenda, currentActivity, ordered, trackTitle } from "../models/lab.js"
import { codeText, listText, t } from "../models/words.js"
import { announce } from "./announcer.js"
import "./copy.js"
import "./desk-activity.js"
import "./desk-agenda.js"
import "./desk-details.js"
import "./desk-room.js"
import { define, h, LabElement } from "./dom.js"
import { addKeys } from "./keys.js"
import "./late.js"
import "./note.js"
import { button } from "./parts.js"
import "./saved.js"
import { addStyles } from "./styles.js"

await addStyles("/styles/desk.css")

const MARKS = { draft: "", open: "▶", paused: "‖", closed: "✓", revealed: "✓" }

/** props: session, state, and `onroom` to see what people see. */
define("lab-desk", class extends LabElement {
  #chosen
  #dialog
  #late = 0
  #stop
  #wide = matchMedia("(min-width: 64rem)")

  connected() {
    const stopKeys = addKeys({
      u: { text: t("keys.undo"), action: () => this.#undo() },
      g: { text: t("keys.goOn"), action: () => this.querySelector(".moves .main")?.focus() },
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
    // The desk follows what is opened, until another activity is looked at on purpose.
    if (before.state && before.state.view.lab.current !== view.lab.current) this.#chosen = undefined
  }

  #undo() {
    const last = this.props.state.history.at(-1)
    if (last) this.props.session.undo(last.id, t("note.undone"))
  }

  #shown() {
    const { view } = this.props.state
    return agenda(view).find(({ id }) => id === this.#chosen) ?? currentActivity(view) ?? agenda(view)[0]
  }

  drawn() {
    document.title = `${t("desk.title")} · ${this.props.state.view.lab.title}`
  }

  render() {
    const { session, state, onroom } = this.props
    const { view } = state
    const activity = this.#shown()
    return [
      h("header", { class: "bar desk-bar" },
        h("p", { class: "lab-name" }, view.lab.title),
        h("p", { class: "quiet" }, `${t("code")} `, h("b", { class: "tabular" }, codeText(view.lab.code))),
        h("lab-saved", { props: { saved: state.saved } })),
      h("main", { id: "main", class: "desk" },
        h("h1", { class: "visually-hidden" }, `${t("desk.title")}: ${view.lab.title}`),
        h("div", { class: "desk-main stack" },
          h("lab-conflicts", { props: { session, conflicts: state.conflicts } }),
          h("lab-desk-state", { props: { session, lab: view.lab, activities: view.activities } }),
          activity && h("lab-desk-activity", { key: activity.id, props: { session, state, activity, view } })),
        this.#agenda(activity),
        h("lab-desk-room", { class: "desk-room", props: { session, state, view, onroom } })),
      this.#dialog && h(`lab-desk-${this.#dialog}`, {
        key: this.#dialog, props: { session, view, onclose: () => this.#show(undefined) },
      }),
      h("lab-note", { key: "note", props: { session, note: state.note } }),
    ]
  }

  #show(dialog) {
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
        step > 0 && h("span", { class: "quiet" }, ` ${t("activity.step", { step, of: list.length })}`)),
      h("nav", { "aria-label": t("today.title") },
        h("ol", { class: "agenda", role: "list" }, list.map((activity) => this.#step(activity, shown, current)))),
      h("div", { class: "stack tight after" },
        button(t("agenda.change"), () => this.#show("agenda"), { kind: "plain" }),
        button(t("details.title"), () => this.#show("details"), { kind: "plain" })))
  }

  #step(activity, shown, current) {
    const { id, title, state, guideMinutes, skipped, track } = activity
    const isShown = id === shown?.id
    const isOn = state === "open" || state === "paused"
    return h("li", { key: id, "aria-current": id === current ? "step" : null },
      h("button", {
        type: "button", class: isShown ? "step chosen" : "step", "aria-pressed": String(isShown),
        onclick: () => this.#choose(id),
      },
        h("span", { class: "mark", "aria-hidden": "true" }, MARKS[state]),
        h("span", {},
          h("span", { class: "step-title" }, title),
          track && h("small", { class: "quiet block" }, trackTitle(this.props.state.view, activity)),
          h("small", { class: isOn || skipped ? "" : "visually-hidden" }, t(skipped ? "state.skipped" : `state.${state}`))),
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
    const { details = {} } = lab
    const missing = lab.state === "prepared" && (lab.needs ?? []).filter((name) => !details[name])
    return h("section", { class: "card stack", "aria-label": t("desk.labState") },
      missing.length > 0 && h("div", { class: "notice" },
        h("p", {}, t("details.missing", { what: listText(missing.map((name) => t(`about.${name}`))) }))),
      h("p", { class: "lead" }, t(`desk.lab.${lab.state}`)),
      lab.state === "ended" && stillOpen.length > 0 && h("p", { key: "still" },
        t("desk.stillOpen", { titles: listText(stillOpen.map(({ title }) => `“${title}”`)) })),
      lab.state !== "archived" && button(t(lab.state === "prepared" ? "desk.openLab" : "desk.openAgain"), open,
        { kind: "main" }))
  }
})
