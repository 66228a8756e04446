// The way into a lab: for a newcomer, for somebody who returns, for a facilitator, and for the hall's screen.
// It becomes the room, the desk or the screen once the server has answered.

import { Device } from "../models/device.js"
import { plainDigits } from "../models/figures.js"
import { CallError, loadAgain, lookUp } from "../models/calls.js"
import { learn } from "../models/own-words.js"
import { Keyring, takeSecrets } from "../models/route.js"
import { followLab, has, loadDeskWords, loadMoreWords, t, useWords } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import "./join.js"
import { problemText } from "./parts.js"
import { dead, erased, goodbye, recovery, removed, unreachable, waiting } from "./standstill.js"

/** What follows once somebody is in. A phone that asks to join needs none of it yet. */
const LATER = {
  session: () => import("../models/session.js"),
  room: () => import("./room.js"),
  desk: () => Promise.all([loadDeskWords(), loadMoreWords(), import("./desk.js")]),
  screen: () => import("./screen.js"),
}
/** The version of the pages, as the document has it; undefined where the files are served as they stand. */
const VERSION = document.querySelector("meta[name=version]").content.match(/^\w+$/)?.[0]
/** So long after somebody came in their phone has done the most of its work. */
const QUIET = 3_000
const AUDIENCES = { join: "participant", facilitate: "facilitator", screen: "screen" }

/** props: page ("join", "facilitate", "screen") and lab (a code or an id). */
define("lab-entry", class extends LabElement {
  #keyring
  /** Who has a place here, on the page to join. */
  #device
  #place = ""
  #session
  #state
  /** Those who don't answer just now, by place: the other of two, and whoever still has taps to be sent. */
  #others = new Map()
  #hasChanged = false
  /** No connection since the last that broke or failed. */
  #isLost = false
  /** The version of the client that the server serves. */
  #served
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
  /** A code that was typed, as it was typed, and whether it is to be looked at again. */
  #typed = ""
  #isWrong = false
  /** The activities whose kinds are brought, and whether the first of them are here. */
  #programme
  #canShow = false

  connected() {
    const { page, lab } = this.props
    this.#atDesk = page === "facilitate"
    if (page === "join") this.#device = new Device(lab)
    this.#place = this.#device?.active ?? ""
    this.#keyring = this.#device?.keyring(this.#place) ?? new Keyring(page, lab)
    takeSecrets(this.#keyring)
    document.addEventListener("visibilitychange", this.#visibility)
    addEventListener("pagehide", this.#keepSeen)
    addEventListener("pageshow", this.#shownAgain)
    document.addEventListener("resume", this.#resumed)
    if (this.#keyring.values.token && !this.#device?.mustAsk) this.#join()
    else if (page === "join") this.#lookUp()
    if (this.#device?.taken.length > 0) this.#startOthers()
  }

  disconnected() {
    document.removeEventListener("visibilitychange", this.#visibility)
    removeEventListener("pagehide", this.#keepSeen)
    removeEventListener("pageshow", this.#shownAgain)
    document.removeEventListener("resume", this.#resumed)
    clearTimeout(this.#retry)
    this.#sessions.forEach((session) => session.stop())
  }

  get #sessions() {
    return [this.#session, ...this.#others.values()].filter(Boolean)
  }

  #visibility = () => {
    if (document.visibilityState === "hidden") {
      this.#hiddenAt = Date.now()
      this.#keepSeen()
    } else {
      const slept = Math.abs(Date.now() - (this.#hiddenAt ?? Date.now()))
      this.#sessions.forEach((session) => session.woke(slept))
    }
  }

  #keepSeen = () => this.#sessions.forEach((session) => session.keepSeen())

  /** Back from the browser's memory, in which nothing was heard. */
  #shownAgain = ({ persisted }) => persisted && this.#resumed()

  #resumed = () => this.#sessions.forEach((session) => session.woke(Infinity))

  async #lookUp() {
    this.#problem = undefined
    try {
      this.#known = await lookUp(this.props.lab, this.#keyring.values.invite)
      learn(this.#known)
      useWords(this.#known.words, this.#known.language)
      followLab(this.#known.language)
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      const again = error.status === 0 || error.status === 429 || error.status >= 500
      this.#problem = { again, status: error.status, text: again ? "" : problemText(error) }
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
        loadAgain()
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
      loadAgain()
    }
  }

  /** Whoever comes anew leaves the place of somebody else on this device as it is. */
  async #join(newcomer) {
    const { page, lab } = this.props
    if (newcomer && this.#device && this.#keyring.values.token) this.#change(this.#device.add({ together: false }))
    this.#load(page === "join" ? "room" : page === "facilitate" ? "desk" : "screen")
    this.#newcomer = newcomer
    this.#session?.stop()
    this.#session = undefined
    const turn = (this.#joining = {})
    this.update()
    const { Session } = (await this.#load("session")) ?? {}
    if (!Session || turn !== this.#joining || !this.isConnected) return
    this.#joining = undefined
    this.#session = this.#start(Session, this.#place, { audience: AUDIENCES[page], keyring: this.#keyring, newcomer })
    this.#startOthers()
  }

  /** Once somebody is in, and again when the server has other pages, in a quiet moment. */
  #keepForOffline({ client }) {
    if (client === this.#served) return
    this.#served = client
    setTimeout(() => import("./offline.js").then(({ keepForOffline }) => keepForOffline(client), () => {}), QUIET)
  }

  #start(Session, place, options) {
    const { lab } = this.props
    const session = new Session({ lab, key: this.#device?.keyOf(place), version: VERSION, ...options })
    session.subscribe((state) => this.#heard(session, state))
    session.start()
    return session
  }

  #heard(session, state) {
    if (session === this.#session) {
      this.#state = state
      this.#isLost = state.link === "waiting" || (this.#isLost && state.link === "connecting")
      learn(state.view)
      learn(state.mine)
      useWords(state.view?.lab?.details?.words, state.view?.lab?.language)
      followLab(state.view?.lab?.language, this.props.page === "screen")
      if (state.phase === "live" && state.me) this.#keepForOffline(state.me)
    } else {
      this.#putAway()
    }
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined
      this.#refused()
      this.update()
    })
  }

  // Several people on one device

  /** Brings the other of two, and whoever still has taps to be sent. */
  async #startOthers() {
    const { Session, hasTaps } = (await this.#load("session")) ?? {}
    if (!this.#device || !Session || !this.isConnected) return
    for (const { place } of this.#device.taken) {
      if ((place === this.#place && (this.#session || this.#joining)) || this.#others.has(place)) continue
      if (!this.#device.isShared && !hasTaps(this.#device.keyOf(place))) continue
      const options = { audience: "participant", keyring: this.#device.keyring(place) }
      this.#others.set(place, this.#start(Session, place, options))
    }
    this.update()
  }

  /** Lets go of those who don't answer here any more, once all of theirs is saved. */
  #putAway() {
    for (const [place, session] of this.#others) {
      const { state } = session
      const isDone = state.phase === "live" && !this.#device.isShared && state.pending.length === 0
      if (!isDone && !["refused", "left", "erased"].includes(state.phase)) continue
      session.stop()
      this.#others.delete(place)
    }
  }

  /** Another's turn: who answered until now stays connected, or is let go. */
  #change(place) {
    if (this.#session) {
      this.#session.keepSeen()
      this.#others.set(this.#place, this.#session)
    }
    this.#session = this.#others.get(place)
    this.#others.delete(place)
    this.#state = this.#session?.state
    this.#place = place
    this.#keyring = this.#device.keyring(place)
    this.#newcomer = this.#problem = undefined
    this.#isLost = false
    this.#device.use(place)
    this.#putAway()
    if (location.hash) history.replaceState(null, "", location.pathname)
  }

  #use = (place) => {
    this.#change(place)
    this.#hasChanged = true
    if (!this.#session) this.#join()
    this.update()
  }

  /** A place for somebody else: `together` with who is here, or in their stead. */
  #another = (together) => {
    this.#change(this.#device.add({ together }))
    if (this.#known) this.update()
    else this.#lookUp()
    scrollTo(0, 0)
  }

  #forget = (place) => {
    this.#others.get(place)?.stop()
    this.#others.delete(place)
    this.#device.forget(place)
    this.#place = this.#device.active
    this.#keyring = this.#device.keyring(this.#place)
    this.update()
  }

  /** What the pages show of those who share the device. */
  #shared() {
    const taken = this.#device?.taken ?? []
    return {
      people: taken.map((each) => ({
        ...each, answers: each.place === this.#place, waits: (this.#others.get(each.place)?.state.pending.length ?? 0) > 0,
      })),
      isShared: Boolean(this.#device?.isShared), together: Boolean(this.#device?.together),
      onuse: this.#use, onanother: this.#another, onforget: this.#forget,
    }
  }

  /** A kept place that the server no longer knows: say so, and let the person join anew. */
  #refused() {
    const { phase, error } = this.#state ?? {}
    if (phase === "left" || phase === "erased") this.#device?.forget(this.#place)
    if (phase === "erased") loadMoreWords().then(() => this.update())
    if (phase !== "refused") return
    const lost = error.reason === "badToken" && this.props.page === "facilitate"
    this.#problem = { text: lost ? t("recover.lost") : problemText(error), reason: error.reason }
    this.#isWrong = ["badRecoveryCode", "badReturnCode"].includes(error.reason)
    announce(this.#problem.text)
    this.#session.stop()
    this.#session = undefined
    this.#state = undefined
    if (error.reason !== "removed" && this.props.page === "join" && !this.#known) this.#lookUpQuietly()
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

  #type = ({ target }) => (this.#typed = target.value)

  #recover = (event) => {
    event.preventDefault()
    this.#typed = this.querySelector("#recovery").value
    const recoveryCode = plainDigits(this.#typed.trim())
    if (!recoveryCode) return this.querySelector("#recovery").focus()
    this.#problem = undefined
    this.#keyring.update({ token: undefined })
    return this.#join({ recoveryCode })
  }

  #return = (event) => {
    event.preventDefault()
    this.#typed = this.querySelector("#return-code").value
    const returnCode = plainDigits(this.#typed.trim())
    if (!returnCode) return this.querySelector("#return-code").focus()
    return this.#join({ returnCode })
  }

  /** A wrong code stays in its field, marked, so that a letter can be mended or all of it typed anew. */
  #lookAgain() {
    const field = this.#isWrong && this.querySelector(":scope > main #recovery, :scope > main #return-code")
    if (!field) return
    this.#isWrong = false
    field.focus()
    field.select()
  }

  drawn() {
    const title = this.#state?.phase === "erased" && this.querySelector("#erased")
    if (title && !this.#hasChanged && !title.dataset.told) {
      title.dataset.told = "true"
      title.focus()
    }
    this.#lookAgain()
    const pressed = this.#hasChanged && this.querySelector(".sharing [aria-pressed=true]")
    if (!pressed) return
    this.#hasChanged = false
    pressed.focus()
  }

  render() {
    const { page } = this.props
    const session = this.#session
    const state = this.#state
    if (state?.phase === "left") return goodbye(this.#state.me, this.#ways())
    if (state?.phase === "erased") return has("erased.title") ? erased(state.erased, this.#ways()) : waiting("")
    if (state?.view) {
      const needed = page === "screen" ? "screen" : state.audience === "facilitator" && this.#atDesk ? "desk" : "room"
      this.#loadKinds(state.view)
      if (!this.#loaded.has(needed) || !this.#canShow) return waiting(t("entry.connecting"))
      if (page === "screen") return h("lab-screen", { props: { session, state } })
      if (state.audience !== "facilitator") {
        return h("lab-room", { key: this.#place, props: {
          session, state, arrived: Boolean(this.#newcomer), ondesk: state.mine.participant?.facilitator ? this.#toDesk : undefined,
          shared: this.#device && this.#shared(),
        } })
      }
      return this.#atDesk
        ? h("lab-desk", { props: { session, state, onroom: this.#toRoom } })
        : h("lab-room", { props: { session, state, ondesk: this.#toDesk } })
    }
    if (this.#problem?.reason === "removed" && !this.#joining) return removed(this.#ways())
    // A server that said why it lets nobody in just now is there.
    if (state && session && this.#isLost && !state.error) return unreachable({ ...this.#ways(), others: [] })
    if (session || this.#joining) return waiting(state?.error ? problemText(state.error) : t("entry.connecting"))
    if (page === "facilitate") return recovery(this.#ways())
    if (page === "screen") return dead(t("entry.noScreen"), this.#ways())
    if (this.#known) {
      return h("lab-join", { props: {
        lab: this.#known, problem: this.#problem, kept: this.#newcomer && { ...this.#newcomer, code: this.#typed },
        onjoin: (newcomer, typed) => {
          this.#typed = typed ?? ""
          this.#join(newcomer)
        }, shared: this.#shared(), onbegin: () => ["session", "room"].forEach((name) => this.#load(name)),
      } })
    }
    if (this.#problem?.again && this.#problem.status === 0) return unreachable(this.#ways())
    if (this.#problem?.again) return waiting(this.#problem.text || t("entry.busy"))
    if (this.#problem) return dead(this.#problem.text || t("problem.unknownLab"), this.#ways())
    return waiting(t("entry.looking"))
  }

  /** Ways on from a page on which somebody doesn't go on by themself. */
  #ways() {
    return {
      page: this.props.page, lab: this.props.lab, typed: this.#typed, problem: this.#problem,
      others: this.#device?.taken ?? [],
      onuse: this.#use, ontype: this.#type, onrecover: this.#recover, onreturn: this.#return, ontry: this.#tryNow,
      onback: this.#comeBack, onagain: this.#joinAgain,
    }
  }

  #tryNow = () => {
    clearTimeout(this.#retry)
    if (this.#session) this.#session.woke(0)
    else this.#lookUp()
  }

  #joinAgain = () => {
    this.#problem = undefined
    this.#join()
  }

  /** Whoever left by mistake has their place again, for as long as this page is open. */
  #comeBack = () => {
    const { token, returnCode } = this.#state.me ?? {}
    if (!token) return location.assign(`/join/${this.props.lab}`)
    this.#keyring.update({ token, returnCode })
    this.#state = undefined
    return this.#join()
  }
})
