// A lab played again in the very elements that ran it, as the hall's screen or the facilitator saw it.

import { learn } from "../models/own-words.js"
import { Replay, SPEEDS } from "../models/replay.js"
import { Keyring, takeSecrets } from "../models/route.js"
import { loadDeskWords, loadMoreWords, t, timeText, useWords } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import { addKeys } from "./keys.js"
import { button } from "./parts.js"
import { fileName } from "./save.js"
import { addStyles } from "./styles.js"

await addStyles("/styles/replay.css")

// A file that plays a lab says for whom; there is no server that would ask for a token.
const { audiences: inFile } = document.documentElement.dataset
const AUDIENCES = inFile?.split(" ") ?? ["screen", "facilitator"]
const LATER = { screen: () => import("./screen.js"), facilitator: () => import("./desk.js") }

/** Stands where the QR code was, which leads nowhere any more. */
const ICON = document.querySelector("link[rel=icon]").href

/** "3:05" for so many ms. */
function clock(ms) {
  const seconds = Math.floor(ms / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
}

/** props: lab. */
define("lab-replay", class extends LabElement {
  #replay
  #state
  #programme
  #shown = new Set()
  #canShow = false
  #stop = []
  #note

  connected() {
    const token = inFile ? "none" : this.#token()
    if (!token) return
    this.#replay = new Replay({ lab: this.props.lab, token, audience: AUDIENCES[0] })
    this.#stop = [
      this.#replay.subscribe((state) => this.#follow(state)),
      addKeys({
        " ": { text: "replay.play", action: () => this.#toggle() },
        n: { text: "replay.on", action: () => this.#step(1) },
        p: { text: "replay.back", action: () => this.#step(-1) },
      }),
      () => this.#replay.stop(),
    ]
    this.#replay.start()
  }

  #token() {
    const keyring = new Keyring("replay", this.props.lab)
    takeSecrets(keyring)
    return keyring.values.token
  }

  disconnected() {
    this.#stop.forEach((stop) => stop())
  }

  #follow(state) {
    const ended = this.#state?.playing && !state.playing && this.#replay.ended
    this.#state = state
    if (state.view) {
      learn(state.view)
      useWords(state.view.lab.details?.words, state.view.lab.language)
      this.#bring(state)
    }
    if (ended) announce(t("replay.ended"))
    this.update()
  }

  /** Brings what shows this audience, and the kinds of activity that there are by now. */
  async #bring({ audience, view }) {
    if (this.#programme === view.activities && this.#shown.has(audience)) return
    this.#programme = view.activities
    const { loadKinds } = await import("../activities/kinds.js")
    await Promise.all([loadDeskWords(), loadMoreWords(), LATER[audience](), loadKinds(view)])
    this.#shown.add(audience)
    this.#canShow = true
    this.update()
  }

  #toggle = () => (this.#state?.playing ? this.#replay.pause() : this.#replay.play())

  /** The mark after the moment, or the one before. */
  #step = (direction) => {
    const { marks, at, version } = this.#state
    const found = direction > 0
      ? marks.find((mark) => mark.revision > version && mark.at >= at)
      : marks.findLast((mark) => mark.revision < version)
    if (!found) return
    this.#replay.jump(found)
    announce(this.#markText(found))
  }

  /** A decision is told by its idea, where that was seen; all else by its step. */
  #markText = ({ kind, title, item, decision }) => (kind === "itemDecided" && item
    ? t(`replay.mark.itemDecided.${decision ?? "none"}`, { item }) : t(`replay.mark.${kind}`, { title: title ?? "" }))

  drawn() {
    const title = this.#state?.view?.lab.title
    if (title) document.title = t("replay.title", { title })
  }

  render() {
    const state = this.#state
    if (!this.#replay) return this.#dead(t("replay.noToken"))
    if (state?.phase === "refused") {
      return this.#dead(t(state.problem === 0 ? "problem.unreachable" : "replay.noToken"))
    }
    if (!state?.view || !this.#canShow || !this.#shown.has(state.audience)) return this.#message(t("replay.loading"))
    return [
      h("div", {
        class: `replay-stage as-${state.audience}`, key: state.audience, tabindex: 0, onclick: inFile && this.#stay,
      }, this.#stage(state)),
      this.#controls(state),
    ]
  }

  #message(text) {
    return h("main", { id: "main", class: "page" },
      h("h1", { class: "visually-hidden" }, t("replay.controls")), h("p", { class: "waiting", role: "status" }, text))
  }

  /** Nothing to be played: why, and where to go from here. */
  #dead(text) {
    return h("main", { id: "main", class: "page" },
      h("section", { class: "card stack" },
        h("h1", {}, t("replay.controls")), h("p", { role: "status" }, text),
        h("a", { class: "button main", href: "/" }, t("home.link"))))
  }

  #stage({ audience, view }) {
    const shown = {
      phase: "live", link: "joined", saved: "saved", audience, view, mine: {}, me: { links: { qr: ICON } }, pending: [], late: [], history: [],
      conflicts: [], note: this.#note, proxies: {}, people: { list: [] },
    }
    return h(audience === "screen" ? "lab-screen" : "lab-desk", {
      key: audience, props: { session: this.#session, state: shown, played: true },
    })
  }

  /** In the place of a session: whatever would change something says that nothing can be changed here. */
  #session = new Proxy({}, {
    get: (_, name) => {
      if (name === "state") return { view: this.#state.view }
      // Nothing was done here, and there is nothing to undo; its links are not the room's.
      if (name === "last" || name === "screenLink") return undefined
      // What the desk asks for by itself.
      if (name === "requestPeople" || name === "requestWaiting") return () => {}
      if (name === "head") return async () => ({})
      return () => {
        this.#say(t("replay.nothing"))
        return Promise.resolve({ accepted: false })
      }
    },
  })

  /** Out of a file no link of the room leads anywhere. */
  #stay = (event) => {
    if (!event.target.closest?.("a[href^='/']")) return
    event.preventDefault()
    this.#say(t("replay.nothing"))
  }

  #say(text) {
    this.#note = { text, at: Date.now() }
    this.update()
  }

  #controls(state) {
    const { at, length, time, playing, speed, strip, marks, audience, version } = state
    const place = t("replay.placeText", { at: clock(at), length: clock(length), time: timeText(time) })
    const step = Math.max(1, Math.min(1_000, Math.round(length / 200)))
    const current = marks.findLast((mark) => mark.revision <= version)
    return h("section", { class: "replay-controls", "aria-label": t("replay.controls"), key: "controls" },
      h("div", { class: "replay-line" },
        stripPicture(strip, length ? at / length : 0),
        h("input", {
          type: "range", min: 0, max: length, step, value: at, "aria-label": t("replay.place"), "aria-valuetext": place,
          // The last step is seldom whole.
          oninput: ({ target }) => this.#replay.seek(length - target.value < step ? length : Number(target.value)),
        })),
      h("div", { class: "row spread" },
        h("div", { class: "row" },
          button("⏮", () => this.#step(-1), { kind: "round", "aria-label": t("replay.back") }),
          button(t(playing ? "replay.pause" : this.#replay.ended ? "replay.again" : "replay.play"), this.#toggle, { kind: "main narrow" }),
          button("⏭", () => this.#step(1), { kind: "round", "aria-label": t("replay.on") })),
        h("p", { class: "tabular quiet" }, place),
        h("label", { class: "row" }, t("replay.speed"),
          h("select", { onchange: ({ target }) => (this.#replay.speed = Number(target.value)) }, SPEEDS.map((each) =>
            h("option", { value: each, selected: each === speed }, t("replay.times", { n: each }))))),
        AUDIENCES.length > 1 && h("label", { class: "row" }, t("replay.audience"),
          h("select", { onchange: ({ target }) => this.#replay.show(target.value) }, AUDIENCES.map((each) =>
            h("option", { value: each, selected: each === audience }, t(`replay.as.${each}`)))))),
      h("details", {},
        h("summary", {}, t("replay.moments"), current && h("span", { class: "quiet" }, ` · ${this.#markText(current)}`)),
        marks.length === 0 && h("p", { class: "quiet" }, t("replay.noMoments")),
        h("ol", { class: "replay-marks", role: "list" }, marks.map((mark) =>
          h("li", { key: mark.revision },
            h("button", {
              type: "button", class: "button plain", "aria-current": mark === current ? "step" : null,
              onclick: () => this.#replay.jump(mark),
            }, h("span", { class: "tabular quiet" }, clock(mark.at)), " ", this.#markText(mark)))))),
      !inFile && h("lab-save", { class: "row", props: { text: "replay.save", make: () => this.#file(state) } }))
  }

  /** This replay as one page, for this audience, that plays without a server. */
  async #file({ audience, view }) {
    const blob = await this.#replay.file(audience)
    return { name: fileName(view.lab.title, t(`replay.file.${audience}`), "html"), blob }
  }
})

/** When much happened, as bars; what is over is darker. The moments below say the same in words. */
function stripPicture(strip, done) {
  const most = Math.max(1, ...strip)
  return h("svg", { class: "strip", viewBox: `0 0 ${Math.max(1, strip.length)} 10`, preserveAspectRatio: "none", role: "img", "aria-label": t("replay.strip") },
    strip.map((count, index) => {
      const height = count === 0 ? 0 : 1 + 9 * Math.sqrt(count / most)
      return h("rect", {
        key: String(index), x: index + 0.1, y: 10 - height, width: 0.8, height,
        class: (index + 0.5) / strip.length <= done ? "over" : "to-come",
      })
    }))
}
