// The hall's screen: the way in first, then what is on now, then its results, as the desk says or as somebody at the
// screen itself turns to; in large type, with n of m heard, and the code and QR always on it. Totals, never names.

import { kinds } from "../activities/kinds.js"
import { currentActivity, hasEnded, hasResults, ordered, parallel, stateOf, stepOf, withId } from "../models/lab.js"
import { browser, tab } from "../models/storage.js"
import { codeText, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { fit } from "./hall.js"
import { addKeys, showKeys } from "./keys.js"
import { heard, hills, rehearsal } from "./parts.js"
import { prompt } from "./question.js"
import { addStyles } from "./styles.js"
import "./time.js"

await addStyles("/styles/screen.css")

const ZOOMS = [0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2]
const ZOOM_KEY = "coprolab.screen.zoom"
/** So long after the last move the controls are gone. */
const AWAKE = 4_000
/** In a preview the screen is as large as a small projector. */
const PREVIEW = { height: 720, vars: { "--stage-height": "720px" } }

/** props: session, state, `preview` on the desk, `played` in a replay, which has controls of its own. */
define("lab-screen", class extends LabElement {
  /** Where somebody at this screen has turned to: "join", "activity" or "results". */
  #own
  #desk
  #zoom = ZOOMS.includes(browser.get(ZOOM_KEY)) ? browser.get(ZOOM_KEY) : 1
  #awake = false
  #timer
  #watched
  #frame
  #observer
  #stop = []

  connected() {
    this.#observer = new ResizeObserver(() => this.#fitSoon())
    const refit = () => this.#fitSoon()
    addEventListener("resize", refit)
    this.#stop = [() => removeEventListener("resize", refit), () => this.#observer.disconnect()]
    document.fonts?.ready.then(refit)
    if (this.props.preview || this.props.played) return
    const wake = () => this.#wake()
    const types = ["pointermove", "pointerdown", "keydown"]
    const redraw = () => this.update()
    for (const type of types) addEventListener(type, wake)
    document.addEventListener("fullscreenchange", redraw)
    const turned = document.dir === "rtl"
    this.#stop.push(
      () => types.forEach((type) => removeEventListener(type, wake)),
      () => document.removeEventListener("fullscreenchange", redraw),
      addKeys({
        f: { text: "screen.full", action: () => this.#full() },
        ArrowLeft: { label: "←", text: turned ? "screen.next" : "screen.back", action: () => this.#turn(turned ? 1 : -1) },
        ArrowRight: { label: "→", text: turned ? "screen.back" : "screen.next", action: () => this.#turn(turned ? -1 : 1) },
        " ": { label: "keys.space", text: "screen.asDesk", action: () => this.#follow() },
        "+": { text: "screen.larger", action: () => this.#scale(1) },
        "-": { text: "screen.smaller", action: () => this.#scale(-1) },
        0: { text: "screen.usual", action: () => this.#scale(0) },
      }))
    this.#wake()
  }

  disconnected() {
    clearTimeout(this.#timer)
    cancelAnimationFrame(this.#frame)
    this.#stop.forEach((stop) => stop())
  }

  changed() {
    // What the desk says anew goes before what was turned to here.
    const desk = JSON.stringify(this.props.state.view.lab.screen ?? {})
    if (this.#desk !== undefined && desk !== this.#desk) this.#own = undefined
    this.#desk = desk
  }

  // What is shown

  /** What of the lab there is to turn to: the way in, an activity, its results. */
  #pages() {
    const activity = this.#activity
    return ["join", activity && "activity", activity && hasResults(activity) && "results"].filter(Boolean)
  }

  get #activity() {
    const { view } = this.props.state
    const chosen = view.lab.screen?.activity
    if (view.activities[chosen]) return withId(chosen, view.activities[chosen])
    return view.lab.state === "open" ? currentActivity(view) : undefined
  }

  get #shown() {
    const { view } = this.props.state
    const pages = this.#pages()
    const wanted = this.#own ?? view.lab.screen?.show ?? "auto"
    if (wanted !== "auto") return pages.includes(wanted) ? wanted : pages.at(Math.min(1, pages.length - 1))
    if (pages.length === 1) return "join"
    // What grows live stands with the question for as long as people answer.
    return pages.includes("results") && this.#activity.state !== "open" ? "results" : "activity"
  }

  // At the screen itself

  #turn(step) {
    const pages = this.#pages()
    const next = pages[Math.min(pages.length - 1, Math.max(0, pages.indexOf(this.#shown) + step))]
    this.#own = next
    this.update()
  }

  #follow() {
    this.#own = undefined
    this.update()
  }

  #scale(step) {
    const at = ZOOMS.indexOf(this.#zoom)
    this.#zoom = step === 0 ? 1 : ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at + step))]
    browser.set(ZOOM_KEY, this.#zoom)
    this.update()
  }

  #full() {
    if (document.fullscreenElement) document.exitFullscreen()
    else document.documentElement.requestFullscreen?.().catch(() => {})
  }

  #wake() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#setAwake(false), AWAKE)
    this.#setAwake(true)
  }

  #setAwake(awake) {
    if (awake === this.#awake) return
    this.#awake = awake
    this.querySelector(".screen-tools")?.classList.toggle("awake", awake)
  }

  drawn() {
    if (!this.props.preview) document.title = this.props.state.view.lab.title
    this.#renew()
    const main = this.querySelector(".hall-main")
    if (main !== this.#watched) {
      this.#observer.disconnect()
      this.#observer.observe(main)
      this.#watched = main
    }
    this.#fit()
  }

  /** Nobody stands at it and nothing is typed there: it renews itself, once for each version. */
  #renew() {
    const { outdated, me } = this.props.state
    if (!outdated || this.props.preview || this.props.played || tab.get("coprolab.renewed") === me.client) return
    tab.set("coprolab.renewed", me.client)
    location.reload()
  }

  #fitSoon() {
    this.#frame ??= requestAnimationFrame(() => this.#fit())
  }

  /** As many entries as there is room for; how many more there are is said. */
  #fit() {
    cancelAnimationFrame(this.#frame)
    this.#frame = undefined
    const main = this.querySelector(".hall-main")
    const more = main?.querySelector(".hall-more")
    if (!more) return
    fit(main, (n) => {
      more.hidden = n === 0
      more.textContent = t("screen.more", { n })
    })
  }

  render() {
    const { state, preview, played } = this.props
    const { view } = state
    const shown = this.#shown
    const activity = shown === "join" ? undefined : this.#activity
    const joins = shown === "join" && !hasEnded(view)
    return h("div", {
      class: "stage", "data-height": preview ? PREVIEW.height : null, "data-shows": shown,
      vars: { "--zoom": String(preview ? 1 : this.#zoom), ...(preview && PREVIEW.vars) },
    },
      h(preview ? "div" : "main", { id: preview ? null : "main", class: joins ? "hall join-hall" : activity ? "hall" : "hall lobby-hall" },
        h("section", { class: "hall-main", "data-kind": activity?.kind ?? null },
          rehearsal(view.lab),
          joins ? this.#join(view) : activity ? this.#showActivity(activity, view, shown) : this.#lobby(view),
          h("p", { class: "hall-more quiet", hidden: true, key: "more" })),
        !joins && activity && this.#aside(activity, view)),
      !preview && !played && this.#tools())
  }

  #aside(activity, view) {
    const { state } = this.props
    return h("aside", { "aria-label": t("links.title") },
      !activity.track && kinds[activity.kind]?.answers && heard(activity, true),
      stateOf(view, activity) === "open" && activity.until && h("lab-time", { key: "time", props: { until: activity.until } }),
      stateOf(view, activity) === "paused" && h("p", { class: "notice" }, t("state.paused")),
      // Nobody joins what is over, or what is played again.
      !hasEnded(view) && !this.props.played && h("div", {},
        this.#host && h("p", { class: "quiet" }, t("screen.joinAt", { host: this.#host })),
        h("p", { class: "code" }, codeText(view.lab.code)),
        view.lab.locked && h("p", { class: "notice" }, t("screen.locked"))),
      !hasEnded(view) && [
        !this.props.played && this.#qr(view), h("p", { class: "quiet", key: "presence" }, this.#presence(state, view)),
      ])
  }

  #presence(state, view) {
    return state.link === "joined" ? t("room.joined", { n: view.people?.joined ?? 0 }) : t("screen.lost")
  }

  get #host() {
    return new URL(this.props.state.me?.links?.join ?? location).host
  }

  #qr(view) {
    return h("img", {
      class: "qr", src: this.props.state.me?.links?.qr ?? `/api/labs/${view.lab.code}/qr.svg`, alt: t("links.qr"),
    })
  }

  /** The way in, as large as can be. */
  #join(view) {
    return [
      h("h1", {}, view.lab.title),
      view.lab.state === "betweenSittings"
        ? h("p", { class: "lead" }, t("lobby.between"))
        : view.lab.welcome && h("p", { class: "lead" }, view.lab.welcome),
      // What is played again has no way in.
      !this.props.played && h("div", { class: "way-in" },
        this.#qr(view),
        h("ol", { class: "ways", role: "list" },
          h("li", {}, t("screen.scan")),
          this.#host && h("li", {}, t("screen.orGo"), " ", h("b", { class: "host" }, this.#host)),
          h("li", {}, t("screen.enter"), h("b", { class: "code" }, codeText(view.lab.code))))),
      view.lab.locked && h("p", { class: "notice" }, t("screen.locked")),
      h("p", { class: "quiet" }, this.#presence(this.props.state, view)),
    ]
  }

  #showActivity(activity, view, shown) {
    const kind = kinds[activity.kind]
    const results = shown === "results"
    if (activity.track) return this.#tracks(activity, view)
    return [
      !results && h("p", { class: "quiet where", key: "where" },
        [view.lab.title, activity.guideMinutes > 0 && !activity.until && t("activity.minutes", { n: activity.guideMinutes })].filter(Boolean).join(" · ")),
      h("h1", { key: "title" }, activity.title),
      !results && activity.kind !== "rate" && prompt(activity),
      kind && h(kind.screen, { key: activity.id, props: { activity, view, big: true, shows: shown } }),
    ]
  }

  /** Tracks side by side: where each of them is. */
  #tracks(activity, view) {
    const steps = parallel(view, activity)
    const choice = view.activities[activity.track.choice]
    const found = ordered(choice?.tracks).map((track) => [track, stepOf(steps, track.id)]).filter(([, step]) => step)
    return [
      h("p", { class: "quiet where" }, view.lab.title),
      h("h1", {}, t("screen.tracks")),
      h("ul", { class: "hall-tracks", role: "list", "data-fit": "" }, found.map(([track, step]) =>
        h("li", { class: "card stack tight", key: track.id },
          h("h2", {}, track.title),
          h("p", { class: "lead" }, step.title),
          h("p", { class: "quiet" }, [
            t(`state.${step.state}`), step.heard && t("screen.heard", { n: step.heard.n }),
          ].filter(Boolean).join(" · "))))),
    ]
  }

  #lobby(view) {
    return [
      hills(),
      h("h1", {}, view.lab.title),
      h("p", { class: "lead" }, t("lobby.ended")),
      h("p", {}, t("screen.ended")),
    ]
  }

  /** For whoever stands at the screen without a keyboard. */
  #tools() {
    const pages = this.#pages()
    const at = pages.indexOf(this.#shown)
    const turned = document.dir === "rtl"
    const tool = (key, text, sign, action, off = false) => h("button", {
      type: "button", class: "button plain round", key, title: text, "aria-label": text, onclick: action,
      "aria-disabled": off ? "true" : null,
    }, h("span", { "aria-hidden": "true" }, sign))
    return h("nav", { class: this.#awake ? "screen-tools awake" : "screen-tools", "aria-label": t("screen.tools"), key: "tools" },
      tool("back", t("screen.back"), turned ? "→" : "←", () => this.#turn(-1), at <= 0),
      tool("next", t("screen.next"), turned ? "←" : "→", () => this.#turn(1), at >= pages.length - 1),
      tool("desk", t("screen.asDesk"), "⟲", () => this.#follow(), !this.#own),
      tool("smaller", t("screen.smaller"), "−", () => this.#scale(-1), this.#zoom === ZOOMS[0]),
      tool("larger", t("screen.larger"), "+", () => this.#scale(1), this.#zoom === ZOOMS.at(-1)),
      document.fullscreenEnabled && tool("full", t(document.fullscreenElement ? "screen.notFull" : "screen.full"), "⛶", () => this.#full()),
      tool("keys", t("keys.show"), "?", showKeys))
  }
})
