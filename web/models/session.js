// One person's connection to one lab: joins, sends commands, and holds the state that elements show.
// The state is a new object at each change; what didn't change in it stays the same object.

import { WORTH_KEEPING } from "../activities/models.js"
import { CallError } from "./calls.js"
import { setServerTime } from "./clock.js"
import { Connection, socketAddress } from "./connection.js"
import { Emitter } from "./emitter.js"
import { answeredOnPaper, foreseen } from "./foreseen.js"
import { History, isUndoable } from "./history.js"
import { isWaiting } from "./outbox.js"
import { Keyring } from "./route.js"
import { Sender } from "./sender.js"
import { tab } from "./storage.js"
import { Store } from "./store.js"

/** Join errors that trying again doesn't mend. */
const FINAL = new Set([
  "unknownLab", "labFull", "labClosed", "labLocked", "badToken", "badReturnCode", "badRecoveryCode", "invalidName", "invalidRole",
  "notAllowed", "removed",
  "malformed", "unknownMessage",
])
/** About a single message, and not about the place. */
const ABOUT_A_MESSAGE = new Set(["malformed", "unknownMessage", "notAllowed"])
/** A page that runs looks at the clock each second; one that finds a longer gap stood still in between. */
const STOOD_STILL = 5_000
/** So long a page waits for the server before it shows what it had seen before it was loaded again. */
const PATIENCE = 1_200

/** Whether taps of that participant's place on this device are still to be sent. */
export const hasTaps = (key) => isWaiting(`participant.${key}`)

export class Session extends Emitter {
  #lab
  #key
  #version
  #keyring
  #audience
  #wanted
  #newcomer
  #connection
  #sender
  #store = new Store()
  #unsubscribe
  #clock
  #lastTick = performance.now()
  /** What the commands on their way change in what is one's own, by their ids. */
  #foreseen = new Map()
  /** Accepted, but what we were told doesn't reach so far yet: [{…command, version, own}]. */
  #acknowledged = []
  #onPaper = []
  /** Who waits for an answer, by the id of the command. */
  #asked = new Map()
  #history
  #peopleAnew = true
  #state = {
    phase: "connecting", link: "connecting", saved: "saved", audience: undefined, view: undefined, mine: {},
    me: undefined, presence: undefined, people: undefined, atDoor: undefined, pending: [], late: [], history: [],
    conflicts: [], note: undefined, error: undefined, proxies: {}, outdated: false, keepsName: false,
  }

  /**
   * `newcomer` is {name, role, support?} or {returnCode} or {recoveryCode}; a kept token goes before all of it. `key` is
   * what the place is called on this device (the lab, where there is one place), `version` that of the page.
   */
  constructor({ lab, audience, keyring, newcomer = {}, key = lab, version }) {
    super()
    this.#lab = lab
    this.#key = `${audience}.${key}`
    this.#version = version
    this.#audience = audience
    this.#wanted = audience
    this.#keyring = keyring
    this.#newcomer = newcomer
    this.#history = new History(this.#key, () => this.#sender, (...command) => this.send(...command))
  }

  /**
   * {phase: connecting|live|refused|left|erased, link, saved: saved|saving|late|offline, audience, view, mine, me (the
   * `joined` frame), presence, people, atDoor, pending, late, history, conflicts, note, error, proxies, erased (what became of what they gave,
   * where this page asked), outdated (whether the
   * server has other pages than this one), keepsName}
   */
  get state() {
    return this.#state
  }

  async start() {
    this.#connection = new Connection(socketAddress(), () => this.#hello())
    this.#sender = await Sender.open(this.#key,
      (message) => this.#connection.send(message),
      (body) => this.#versionOf(body),
      () => this.#store.mineVersion)
    this.#history.restore()
    this.#state.keepsName = tab.get(`coprolab.name.${this.#key}`) ?? false
    this.#unsubscribe = this.#connection.subscribe((kind, value) => {
      if (kind === "frame") this.#received(value)
      else this.#linkChanged(value)
    })
    this.#clock = setInterval(() => this.#tick(), 1_000)
    setTimeout(() => this.#showSeen(), PATIENCE)
    this.#connection.start()
    this.#update()
  }

  stop() {
    clearInterval(this.#clock)
    this.#unsubscribe?.()
    this.#connection?.stop()
  }

  /** The page was out of sight for so many ms, and is back. */
  woke(slept) {
    this.#connection?.woke(slept)
  }

  /** What the place is called on this device. */
  get place() {
    return this.#key
  }

  /** Somebody here has the same name, and this person keeps theirs. */
  keepName() {
    tab.set(`coprolab.name.${this.#key}`, true)
    this.#update({ keepsName: true })
  }

  /** Lets the page stay as it is, although the server has a newer one. */
  stayAsIs() {
    this.#update({ outdated: false })
  }

  /** Keeps in this tab what is in sight, so that it can be read after a reload without network. */
  keepSeen() {
    const { view, mine, audience } = this.#store
    if (view && ["connecting", "live"].includes(this.#state.phase)) tab.set(this.#seenKey, { version: this.#version, view, mine, audience })
  }

  /** What was in sight before the page was loaded again, until the server says what is now. */
  #showSeen() {
    const seen = tab.get(this.#seenKey)
    if (this.#state.phase !== "connecting" || this.#store.view || seen?.version !== this.#version) return
    Object.assign(this.#store, { view: seen.view, mine: seen.mine, audience: seen.audience })
    const { returnCode } = this.#keyring.values
    this.#update({ me: { ...seen.mine.participant, returnCode } })
  }

  // What a person does

  /** Keeps a command, shows what it will do, and sends it when it can. Answers its id. `note` says what was done. */
  send(name, body = {}, { note } = {}) {
    const { command, renewed } = this.#sender.add(name, body)
    if (renewed) {
      this.#history.renew()
      this.#connection.restart()
    }
    if (body.onBehalfOf) this.#onPaper = [...this.#onPaper, command]
    const undo = isUndoable(name) ? command.id : undefined
    this.#update(note && { note: { text: note, undo, at: Date.now() } })
    this.#flush()
    return command.id
  }

  /** Sends several commands, [[name, body], …], that one tap stands for: one Undo takes all of them back. */
  sendTogether(commands, { note } = {}) {
    const ids = commands.map(([name, body]) => this.send(name, body, { note }))
    this.#history.didTogether(ids)
    return ids
  }

  /** Sends a command, and resolves to what the server says: {accepted, reason?, detail?, theirs?}. */
  ask(name, body, { note } = {}) {
    return new Promise((answer) => this.#asked.set(this.send(name, body), { answer, note }))
  }

  /** Takes back what a command did, and what else the same tap did: the last of it first. */
  undo(id, note) {
    if (this.#history.isTakenBack(id)) return
    const ids = this.#history.tapOf(id)
    this.#onPaper = this.#onPaper.filter((other) => !ids.includes(other.id))
    this.#history.takeBack(ids, note)
  }

  /** The last thing done here that isn't taken back, saved or not: {id, name, …}; undefined where there is none. */
  get last() {
    return this.#history.last
  }

  /** What was done here under that id, saved or not. */
  done(id) {
    return this.#history.done(id)
  }

  /** How many commands the tap stands for that a command of ours belongs to. */
  countTogether(command) {
    return this.#history.countTogether(command)
  }

  /** Whether what a command did still shows: until it is taken back by whatever way, and the view has come that says so. */
  stands(id) {
    const { pending, history } = this.#state
    return [...pending, ...this.#acknowledged, ...history].some((command) =>
      command.id === id || (command.name === "undo" && command.body.command === id))
  }

  /** Shows a short sentence for a while. */
  say(text) {
    this.#update({ note: text && { text, at: Date.now() } })
  }

  /** Offers late commands to the facilitator. */
  offerLate(commands) {
    for (const { name, body } of commands) this.send("offerLate", { name, body })
    this.dropLate(commands)
  }

  dropLate(commands) {
    this.#sender.dropLate(commands)
    this.#update()
  }

  /** Answers a conflict of two edits: `yours` true sends ours again, over the other's. */
  settle(conflict, yours) {
    const { name, body } = conflict.command
    this.#update({ conflicts: this.#state.conflicts.filter((other) => other !== conflict) })
    if (yours) this.send(name, { ...body, version: this.#versionOf(body) ?? conflict.theirs?.version })
  }

  /** Asks for a page of people; the first when `after` is left out. */
  requestPeople(after) {
    this.#peopleAnew = !after
    this.#connection.send({ type: "people", ...(after && { after }) })
  }

  /** Asks who waits to be let in. */
  requestWaiting() {
    this.#connection.send({ type: "people", waiting: true })
  }

  /** Joins again as facilitator, for somebody who was given the rights. */
  takeDesk() {
    this.#wanted = "facilitator"
    this.#store.have = undefined
    this.#connection.restart()
  }

  /** Leaves the lab, and forgets this browser's place once the server knows. */
  leave() {
    this.send("leave")
  }

  /** Another connection to the lab with the same rights, to see what that audience sees. */
  beside(audience) {
    return new Session({ lab: this.#state.view.lab.id, audience, keyring: this.#keyring })
  }

  /** The link for the hall's screen, where this browser made the lab. */
  get screenLink() {
    return this.#keyring.values.screen
  }

  /** Another link for the hall's screen, made by the server; whatever shows the lab by the one before doesn't any more. */
  async renewScreenLink() {
    const { links } = await this.#ask("renewScreenLink")
    this.#keyring.update({ screen: links.screen })
  }

  /** Lets this browser show the hall's screen of the lab with a facilitator's own rights. */
  lendScreen(lab) {
    new Keyring("screen", lab).update({ token: this.#keyring.values.token })
  }

  /** Lets this browser play the lab again with a facilitator's own rights. */
  lendReplay(lab) {
    new Keyring("replay", lab).update({ token: this.#keyring.values.token })
  }

  /** What this person gave, as the server has it. */
  own() {
    return this.#ask("own")
  }

  /** Erases this person from the lab, and from this browser; `contributions` is go or stay. */
  async eraseMe(contributions) {
    const { mentions } = await this.#ask("eraseMe", contributions)
    this.#forgotten("erased", { erased: { contributions, mentions } })
  }

  /** The whole lab as a file (a blob), in a format of the server's, for "sharing" or "keeping"; for who facilitates it. */
  exported(format, purpose) {
    return this.#ask("exported", format, purpose)
  }

  /** The lab as one page (a blob) that plays it without a server: as on the screen, and for a facilitator as at the desk as well. */
  replayFile(audience) {
    return this.#ask("replayFile", audience)
  }

  /** How the lab's journal stands, for who facilitates it: {revision, head}. */
  head() {
    return this.#ask("labHead")
  }

  /** Another lab like this one; `key` is the organiser key, where the server asks for one (401). */
  async copied({ title, rehearsal }, key) {
    const { copyLab } = await import("./making.js")
    return copyLab({ from: this.#state.view.lab.id, token: this.#keyring.values.token, title, rehearsal }, key)
  }

  /** One name for something made here, before and after the server has named it. */
  keyOf(id) {
    return this.#sender.keyOf(id)
  }

  /** Asks over HTTP in this person's name: a call of labs.js, with what it takes between the lab and the token. */
  async #ask(call, ...more) {
    const calls = await import("./labs.js").catch(() => {
      throw new CallError(0)
    })
    return calls[call](this.#state.view.lab.id, ...more, this.#keyring.values.token)
  }

  // What the server says

  #hello() {
    const { token, invite } = this.#keyring.values
    const message = { type: "join", lab: this.#lab, audience: this.#wanted, client: this.#sender.client }
    if (invite) message.invite = invite
    if (this.#store.have) message.have = this.#store.have
    return { ...message, ...(token ? { token } : this.#newcomer) }
  }

  #linkChanged(link) {
    if (link === "waiting") this.#showSeen()
    this.#update({ link })
  }

  #received(frame) {
    switch (frame.type) {
      case "joined": return this.#joined(frame)
      case "view": case "patch": case "mine": return this.#told(frame)
      case "accepted": return this.#accepted(frame)
      case "rejected": return this.#rejected(frame)
      case "presence": return this.#update({ presence: frame.connected })
      case "people": return this.#peopleCame(frame)
      case "error": return this.#erred(frame)
      case "closing": return this.#closing(frame.reason)
      default: return undefined
    }
  }

  #joined(frame) {
    this.#store.joined()
    this.#sender.joined()
    setServerTime(frame.time)
    const { token, name, client, returnCode = this.#newcomer.returnCode } = frame
    this.#keyring.update({
      at: Date.now(), ...(token && { token }), ...(returnCode && { returnCode }), ...(name && { name }),
    })
    const kept = this.#keyring.values.returnCode
    const outdated = Boolean(client && this.#version && client !== this.#version)
    this.#update({ phase: "live", error: undefined, outdated, me: { ...this.#state.me, ...frame, returnCode: kept } })
    this.#flush()
  }

  /** What this browser calls the place, when nobody is connected. */
  #remember() {
    const { title } = this.#store.view?.lab ?? {}
    const { name } = this.#store.mine.participant ?? {}
    const kept = this.#keyring.values
    if ((title && kept.title !== title) || (name && kept.name !== name)) this.#keyring.update({ title, name })
  }

  #told(frame) {
    if (!this.#store.take(frame)) return this.#connection.restart()
    if (frame.type !== "patch") this.#remember()
    const { mineVersion } = this.#store
    this.#acknowledged = this.#acknowledged.filter(({ version }) => version > mineVersion)
    this.#update()
    return this.#flush()
  }

  #accepted(frame) {
    const command = this.#sender.accepted(frame)
    if (!command) return
    if (command.name === "leave") return this.#left()
    const asked = this.#asked.get(command.id)
    if (asked) {
      this.#asked.delete(command.id)
      if (asked.note) this.#update({ note: { text: asked.note, undo: command.id, at: Date.now() } })
      asked.answer({ accepted: true })
    }
    if (frame.version > this.#store.mineVersion) {
      this.#acknowledged.push({ ...command, version: frame.version, own: this.#foreseen.get(command.id) })
    }
    this.#history.accepted(command, frame.result)
    this.#update()
    this.#flush()
  }

  #rejected(frame) {
    const command = this.#sender.rejected(frame)
    if (!command) return this.#update()
    const { reason, detail, why, theirs, yours } = frame
    this.#history.rejected(command, reason)
    const asked = this.#asked.get(command.id)
    if (asked) {
      this.#asked.delete(command.id)
      asked.answer({ accepted: false, reason, detail, theirs })
      this.#update()
      return this.#flush()
    }
    const { note, conflicts } = this.#state
    const changes = note?.undo === command.id ? { note: undefined } : {}
    this.#onPaper = this.#onPaper.filter(({ id }) => id !== command.id)
    const isText = command.body.text !== undefined || command.body.give !== undefined
    const isLate = reason === "activityClosed" || reason === "activityPaused"
    if (reason === "changedMeanwhile") {
      changes.conflicts = [...conflicts, { command, theirs, yours }]
    } else if (WORTH_KEEPING.has(command.name) && (isText || isLate || reason === "labClosed") && !command.body.onBehalfOf) {
      this.#sender.keepLate(isLate ? command : { ...command, refused: detail, reason })
    } else {
      changes.note = { problem: reason, why, text: detail, at: Date.now() }
    }
    this.#update(changes)
    return this.#flush()
  }

  #erred({ reason, detail, retryAfter }) {
    if (this.#state.link === "joined" && (!FINAL.has(reason) || ABOUT_A_MESSAGE.has(reason))) {
      if (retryAfter) this.#sender.pause(retryAfter)
      if (reason === "notJoined") this.#connection.restart()
      return
    }
    if (!FINAL.has(reason)) {
      this.#update({ error: { reason, detail } })
      return this.#connection.retryIn(retryAfter ?? 1_000)
    }
    this.#connection.stop()
    if (reason === "unknownLab") this.#keyring.update({ title: undefined })
    if (reason === "badToken") this.#keyring.update({ token: undefined, returnCode: undefined })
    this.#update({ phase: "refused", error: { reason, detail } })
  }

  /** Taken out by a facilitator. The place is kept in mind, since that may be undone. */
  #removed() {
    this.stop()
    this.#update({ phase: "refused", error: { reason: "removed" } })
  }

  #closing(reason) {
    if (reason === "removed") this.#removed()
    // Here, or on another device of theirs.
    if (reason === "erased") this.#forgotten("erased")
  }

  #left() {
    this.#forgotten("left")
  }

  /** Nothing of this place is kept in the browser. */
  #forgotten(phase, changes) {
    this.stop()
    this.#sender.clear()
    this.#keyring.forget()
    this.#history.forget()
    tab.set(this.#seenKey, undefined)
    this.#update({ phase, ...changes })
  }

  #peopleCame({ people, next, waiting }) {
    if (waiting) return this.#update({ atDoor: people })
    // Asked for twice in a row, a page comes twice: nobody is in the list more than once.
    const came = new Set(people.map(({ id }) => id))
    const before = this.#peopleAnew ? [] : (this.#state.people?.list ?? []).filter(({ id }) => !came.has(id))
    const list = [...before, ...people]
    this.#peopleAnew = false
    return this.#update({ people: { list, next } })
  }

  #flush() {
    if (this.#state.link === "joined") this.#sender.flush()
  }

  #tick() {
    const now = performance.now()
    const gap = now - this.#lastTick
    this.#lastTick = now
    // A lid that was shut and opened again says nothing of it.
    if (gap > STOOD_STILL) this.#connection.woke(gap)
    if (this.#state.link === "joined" && this.#sender.isStuck()) this.#connection.restart()
    this.#flush()
    if (this.#sender.saved(this.#state.link === "joined") !== this.#state.saved) this.#update()
  }

  // State

  #versionOf({ activity, idea, pledge, item, theme, question, entry, section, quote, note }) {
    const find = (state) => {
      const place = state?.activities?.[activity]
      const found = place?.quotes?.[quote] ?? place?.notes?.[note] ?? place?.ideas?.[idea] ?? place?.pledges?.[pledge]
        ?? place?.sections?.[section] ?? place?.themes?.[theme] ?? place?.entries?.[entry] ?? place?.items?.[item]?.decision
        ?? place?.answers?.[question]?.texts?.[entry] ?? place?.texts?.[entry] ?? place?.questions?.[question]
      return found?.version
    }
    return find(this.#store.mine) ?? find(this.#store.view)
  }

  get #seenKey() {
    return `coprolab.seen.${this.#key}`
  }

  #update(changes) {
    const { pending, late } = this.#sender
    const { link, proxies } = { ...this.#state, ...changes }
    const { view, mine, own } = foreseen(this.#store, [...this.#acknowledged, ...pending])
    this.#foreseen = own
    this.#state = {
      ...this.#state, ...changes, pending, late, history: this.#history.entries,
      view, mine,
      audience: this.#store.audience,
      saved: this.#sender.saved(link === "joined"),
      proxies: this.#onPaper.length > 0 || Object.keys(proxies).length > 0
        ? answeredOnPaper(this.#store.view, this.#onPaper, pending) : proxies,
    }
    this.emit(this.#state)
  }
}
