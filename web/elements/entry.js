// The way into a lab: for a newcomer, for somebody who returns, for a facilitator, and for the hall's screen.
// It becomes the room, the desk or the screen once the server has answered.

import { CallError, lookUp } from "../models/labs.js"
import { Keyring, takeSecrets } from "../models/route.js"
import { codeText, loadDeskWords, loadMoreWords, t, useWords } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import "./join.js"
import { button, field, hills, problemText } from "./parts.js"

/** What follows once somebody is in. A phone that asks to join needs none of it yet. */
const LATER = {
  session: () => import("../models/session.js"),
  room: () => import("./room.js"),
  desk: () => Promise.all([loadDeskWords(), loadMoreWords(), import("./desk.js")]),
  screen: () => import("./screen.js"),
}
const AUDIENCES = { join: "participant", facilitate: "facilitator", screen: "screen" }

/** props: page ("join", "facilitate", "screen") and lab (a code or an id). */
define("lab-entry", class extends LabElement {
  #keyring
  #session
  #state
  #frame
  #known
  #problem
  #hiddenAt
  #atDesk
  #loaded = new Map()
  #newcomer
  /** While what a connection needs is on its way. */
  #joining
  #retry
  /** The activities whose kinds are brought, and whether the first of them are here. */
  #programme
  #canShow = false

  connected() {
    const { page, lab } = this.props
    this.#atDesk = page === "facilitate"
    this.#keyring = new Keyring(page, lab)
    takeSecrets(this.#keyring)
    document.addEventListener("visibilitychange", this.#visibility)
    if (this.#keyring.values.token) this.#join()
    else if (page === "join") this.#lookUp()
  }

  disconnected() {
    document.removeEventListener("visibilitychange", this.#visibility)
    clearTimeout(this.#retry)
    this.#session?.stop()
  }

  #visibility = () => {
    if (document.visibilityState === "hidden") this.#hiddenAt = Date.now()
    else this.#session?.woke(Date.now() - (this.#hiddenAt ?? Date.now()))
  }

  async #lookUp() {
    this.#problem = undefined
    try {
      this.#known = await lookUp(this.props.lab, this.#keyring.values.invite)
      useWords(this.#known.words)
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      const again = error.status === 0 || error.status === 429 || error.status >= 500
      this.#problem = { again, status: error.status, text: error.detail }
      if (again) this.#retry = setTimeout(() => this.#lookUp(), error.retryAfter ?? 2_000 + 2_000 * Math.random())
    }
    this.update()
  }

  async #load(name) {
    if (!this.#loaded.has(name)) {
      try {
        this.#loaded.set(name, await LATER[name]())
        this.update()
      } catch {
        // The Wi-Fi dropped in between: a module that failed to load can't be asked for again, the page can.
        this.#retry = setTimeout(() => location.reload(), 3_000)
      }
    }
    return this.#loaded.get(name)
  }

  /** Brings the kinds of activity that the programme has: waited for once, and without a break in what is shown later. */
  async #loadKinds(view) {
    if (this.#canShow && this.#programme === view.activities) return
    this.#programme = view.activities
    try {
      const { loadKinds } = await import("../activities/kinds.js")
      const came = await loadKinds(view)
      if (this.#canShow && !came) return
      this.#canShow = true
      this.update()
    } catch {
      this.#retry = setTimeout(() => location.reload(), 3_000)
    }
  }

  async #join(newcomer) {
    const { page, lab } = this.props
    this.#load(page === "join" ? "room" : page === "facilitate" ? "desk" : "screen")
    this.#newcomer = newcomer
    this.#session?.stop()
    this.#session = undefined
    const turn = (this.#joining = {})
    this.update()
    const { Session } = (await this.#load("session")) ?? {}
    if (!Session || turn !== this.#joining || !this.isConnected) return
    this.#joining = undefined
    this.#session = new Session({ lab, audience: AUDIENCES[page], keyring: this.#keyring, newcomer })
    this.#session.subscribe((state) => {
      this.#state = state
      useWords(state.view?.lab?.details?.words)
      this.#frame ??= requestAnimationFrame(() => {
        this.#frame = undefined
        this.#refused()
        this.update()
      })
    })
    this.#session.start()
  }

  /** A kept place that the server no longer knows: say so, and let the person join anew. */
  #refused() {
    const { phase, error } = this.#state
    if (phase !== "refused") return
    const lost = error.reason === "badToken" && this.props.page === "facilitate"
    this.#problem = { text: lost ? t("recover.lost") : problemText(error), reason: error.reason }
    announce(this.#problem.text)
    this.#session.stop()
    this.#session = undefined
    this.#state = undefined
    if (this.props.page === "join" && !this.#known) this.#lookUpQuietly()
  }

  async #lookUpQuietly() {
    const problem = this.#problem
    await this.#lookUp()
    this.#problem = this.#known ? problem : { ...this.#problem, refused: problem.text }
    this.update()
  }

  #toDesk = () => this.#sit(true)
  #toRoom = () => this.#sit(false)

  #sit(atDesk) {
    this.#atDesk = atDesk
    this.#load(atDesk ? "desk" : "room")
    if (atDesk && this.#state.audience !== "facilitator") this.#session.takeDesk()
    this.update()
    scrollTo(0, 0)
  }

  #recover = (event) => {
    event.preventDefault()
    const recoveryCode = this.querySelector("#recovery").value.trim()
    if (!recoveryCode) return this.querySelector("#recovery").focus()
    this.#problem = undefined
    this.#keyring.update({ token: undefined })
    return this.#join({ recoveryCode })
  }

  #return = (event) => {
    event.preventDefault()
    const returnCode = this.querySelector("#return-code").value.trim()
    if (!returnCode) return this.querySelector("#return-code").focus()
    return this.#join({ returnCode })
  }

  render() {
    const { page } = this.props
    const session = this.#session
    const state = this.#state
    if (state?.phase === "left") return this.#goodbye()
    if (state?.view) {
      const needed = page === "screen" ? "screen" : state.audience === "facilitator" && this.#atDesk ? "desk" : "room"
      this.#loadKinds(state.view)
      if (!this.#loaded.has(needed) || !this.#canShow) return this.#waiting(t("entry.connecting"))
      if (page === "screen") return h("lab-screen", { props: { session, state } })
      if (state.audience !== "facilitator") {
        return h("lab-room", { props: {
          session, state, arrived: Boolean(this.#newcomer), ondesk: state.mine.participant?.facilitator ? this.#toDesk : undefined,
        } })
      }
      return this.#atDesk
        ? h("lab-desk", { props: { session, state, onroom: this.#toRoom } })
        : h("lab-room", { props: { session, state, ondesk: this.#toDesk } })
    }
    if (session || this.#joining) return this.#waiting(t("entry.connecting"))
    if (page === "facilitate") return this.#recovery()
    if (page === "screen") return this.#dead(t("entry.noScreen"))
    if (this.#known) {
      return h("lab-join", { props: {
        lab: this.#known, problem: this.#problem, kept: this.#newcomer,
        onjoin: (newcomer) => this.#join(newcomer), onbegin: () => ["session", "room"].forEach((name) => this.#load(name)),
      } })
    }
    if (this.#problem?.again) {
      return this.#waiting(this.#problem.text || t(this.#problem.status === 0 ? "problem.unreachable" : "entry.busy"))
    }
    if (this.#problem) return this.#dead(this.#problem.text || t("problem.unknownLab"))
    return this.#waiting(t("entry.looking"))
  }

  #waiting(text) {
    return h("main", { id: "main", class: "page" },
      h("h1", { class: "visually-hidden" }, "coprolab"),
      h("p", { class: "waiting", role: "status" }, text))
  }

  #dead(text) {
    return h("main", { id: "main", class: "page" },
      h("section", { class: "card stack" },
        h("h1", {}, t("entry.notFound")),
        h("p", {}, text),
        h("p", { class: "quiet" }, t("entry.code", { code: codeText(this.props.lab) })),
        h("a", { class: "button main", href: "/" }, t("entry.again"))),
      this.props.page === "join" && this.#wayBack())
  }

  /** A lab that has ended is closed to newcomers; whoever was there may still read. */
  #wayBack() {
    const { refused } = this.#problem
    return h("details", { class: "card", open: Boolean(refused) },
      h("summary", {}, t("join.haveCode")),
      h("form", { class: "stack", onsubmit: this.#return, novalidate: true },
        h("p", { class: "quiet" }, t("join.returnLead")),
        field({
          id: "return-code", label: t("join.returnCode"), error: refused, autocapitalize: "characters",
          spellcheck: "false",
        }),
        button(t("join.returnGo"), null, { type: "submit" })))
  }

  #recovery() {
    return h("main", { id: "main", class: "page" },
      h("form", { class: "card stack", onsubmit: this.#recover, novalidate: true },
        h("h1", {}, t("recover.title")),
        h("p", {}, t("recover.lead")),
        field({
          id: "recovery", label: t("make.recoveryLabel"), error: this.#problem?.text, autocapitalize: "characters",
          spellcheck: "false",
        }),
        h("button", { class: "button main" }, t("recover.go"))))
  }

  #goodbye() {
    return h("main", { id: "main", class: "page" },
      h("section", { class: "card stack goodbye" }, hills(),
        h("h1", {}, t("goodbye.title")),
        h("p", {}, t("goodbye.text")),
        this.#state.me?.returnCode && h("lab-copy", { props: {
          id: "goodbye-code", label: t("me.returnCode"), value: this.#state.me.returnCode, code: true,
        } }),
        button(t("goodbye.back"), () => location.assign(`/join/${this.props.lab}`)),
        h("a", { class: "button link", href: "/" }, t("home.link"))))
  }
})
