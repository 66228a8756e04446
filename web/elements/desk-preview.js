// What people see, on a phone and on the hall's screen, without leaving the desk. It comes over connections of its own, so
// that it is exactly what they get; nothing in it can be tapped.

import { activityFor } from "../models/lab.js"
import { t } from "../models/words.js"
import "./activity.js"
import "./dialog.js"
import { define, h, LabElement } from "./dom.js"
import { hills } from "./parts.js"
import "./screen.js"

/** Answers nothing, for nobody. */
const LOOKING = {
  session: { undo() {}, keyOf: (id) => id, send() {} }, send() {}, mineIn: () => undefined,
}
const QUIET = ["click", "beforeinput", "change", "submit", "pointerdown", "dragstart"]

/** props: session, onclose. */
define("lab-desk-preview", class extends LabElement {
  #sessions = {}
  #states = {}

  connected() {
    for (const audience of ["participant", "screen"]) {
      const session = this.props.session.beside(audience)
      this.#sessions[audience] = session
      session.subscribe((state) => {
        this.#states[audience] = state
        this.update()
      })
      session.start()
    }
    for (const type of QUIET) this.addEventListener(type, this.#still, true)
  }

  disconnected() {
    for (const session of Object.values(this.#sessions)) session.stop()
  }

  #still = (event) => {
    if (!event.target.closest?.(".preview-frame")) return
    event.preventDefault()
    event.stopPropagation()
  }

  render() {
    return h("lab-dialog", { props: {
      heading: t("guide.preview"), onclose: this.props.onclose, wide: true, states: { ...this.#states },
      content: [
        h("p", { class: "quiet" }, t("guide.previewLead")),
        h("div", { class: "previews" },
          h("figure", { class: "preview phone" },
            h("figcaption", {}, t("guide.previewPhone")),
            h("div", { class: "preview-frame", tabindex: 0, role: "group", "aria-label": t("guide.previewPhone") },
              h("div", { class: "preview-page" }, this.#phone()))),
          h("figure", { class: "preview screen" },
            h("figcaption", {}, t("guide.previewScreen")),
            h("div", { class: "preview-frame", role: "group", "aria-label": t("guide.previewScreen") },
              h("div", { class: "preview-page" }, this.#screen())))),
      ],
    } })
  }

  #phone() {
    const state = this.#states.participant
    if (!state?.view) return h("p", { class: "waiting" }, t("entry.connecting"))
    const { view, mine } = state
    const activity = view.activities && activityFor(view, mine)
    if (!activity) {
      return h("section", { class: "lobby stack" }, hills(), h("h2", {}, view.lab.title),
        h("p", { class: "lead" }, t(view.lab.state === "open" ? "lobby.soon" : "lobby.prepared")))
    }
    return h("lab-activity", { key: activity.id, props: {
      answering: LOOKING, activity, view, mine: undefined, pending: [], history: [], easy: false,
    } })
  }

  #screen() {
    const state = this.#states.screen
    if (!state?.view) return h("p", { class: "waiting" }, t("entry.connecting"))
    return h("lab-screen", { props: { session: this.#sessions.screen, state, preview: true } })
  }
})
