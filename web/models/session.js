// One person's connection to one lab: joins, sends commands, and holds the state that elements show.
// The state is a new object at each change; what didn't change in it stays the same object.

import { WORTH_KEEPING } from "../activities/models.js"
import { Connection, socketAddress } from "./connection.js"
import { Emitter } from "./emitter.js"
import { answeredOnPaper, foreseen } from "./foreseen.js"
import { exported, own } from "./labs.js"
import { Keyring } from "./route.js"
import { Sender } from "./sender.js"
import { tab } from "./storage.js"
import { Store } from "./store.js"

const REMEMBERED = 60
/** What no undo can take back. */
const LASTING = new Set(["undo", "offerLate", "reopenActivity", "addPerson", "acceptLate", "dismissLate", "leave"])
/** Join errors that trying again doesn't mend. */
const FINAL = new Set([
  "unknownLab", "labFull", "labClosed", "badToken", "badReturnCode", "badRecoveryCode", "invalidName", "invalidRole",
  "notAllowed",
  "malformed", "unknownMessage",
])

export class Session extends Emitter {
  #lab
  #keyring
  #audience
  #wanted
  #newcomer
  #connection
  #sender
  #store = new Store()
  #unsubscribe
  #clock
  /** Accepted, but our view isn't there yet: [{…command, version}]. */
  #acknowledged = []
  #onPaper = []
  /** Who waits for an answer, by the id of the command. */
  #asked = new Map()
  #peopleAnew = true
  #state = {
    phase: "connecting", link: "connecting", saved: "saved", audience: undefined, view: undefined, mine: {},
    me: undefined, presence: undefined, people: undefined, pending: [], late: [], history: [],
    conflicts: [], note: undefined, error: undefined, proxies: {},
  }

  /** `newcomer` is {name, role, support?} or {returnCode} or {recoveryCode}; a kept token goes before all of it. */
  constructor({ lab, audience, keyring, newcomer = {} }) {
    super()
    this.#lab = lab
    this.#audience = audience
    this.#wanted = audience
    this.#keyring = keyring
    this.#newcomer = newcomer
  }

  /**
   * {phase: connecting|live|refused|left, link, saved: saved|saving|late|offline, audience, view, mine, me (the
   * `joined` frame), presence, people, pending, late, history, conflicts, note, error, proxies}
   */
  get state() {
    return this.#state
  }

  async start() {
    this.#connection = new Connection(socketAddress(), () => this.#hello())
    this.#sender = await Sender.open(`${this.#audience}.${this.#lab}`,
      (message) => this.#connection.send(message),
      (body) => this.#versionOf(body))
    this.#setHistory(tab.get(this.#historyKey) ?? [])
    this.#unsubscribe = this.#connection.subscribe((kind, value) => {
      if (kind === "frame") this.#received(value)
      else this.#linkChanged(value)
    })
    this.#clock = setInterval(() => this.#tick(), 1_000)
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

  // What a person does

  /** Keeps a command, shows what it will do, and sends it when it can. Answers its id. `note` says what was done. */
  send(name, body = {}, { note } = {}) {
    const { command, renewed } = this.#sender.add(name, body)
    if (renewed) {
      this.#setHistory(this.#state.history)
      this.#connection.restart()
    }
    if (body.onBehalfOf) this.#onPaper = [...this.#onPaper, command]
    const undo = LASTING.has(name) ? undefined : command.id
    this.#update(note && { note: { text: note, undo, at: Date.now() } })
    this.#flush()
    return command.id
  }

  /** Sends a command, and resolves to what the server says: {accepted, reason?, detail?, theirs?}. */
  ask(name, body, { note } = {}) {
    return new Promise((answer) => this.#asked.set(this.send(name, body), { answer, note }))
  }

  /** Takes back what a command did. */
  undo(id, note) {
    this.#setHistory(this.#state.history.filter((entry) => entry.id !== id))
    this.#onPaper = this.#onPaper.filter((entry) => entry.id !== id)
    this.send("undo", { command: id }, { note })
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

  /** The link for the hall's screen, where this browser made the lab. */
  get screenLink() {
    return this.#keyring.values.screen
  }

  /** Lets this browser show the hall's screen of the lab with a facilitator's own rights. */
  lendScreen(lab) {
    new Keyring("screen", lab).update({ token: this.#keyring.values.token })
  }

  /** What this person gave, as the server has it. */
  own() {
    return own(this.#state.view.lab.id, this.#keyring.values.token)
  }

  /** The whole lab for "sharing" or "keeping", for whoever facilitates it. */
  exported(purpose) {
    return exported(this.#state.view.lab.id, purpose, this.#keyring.values.token)
  }

  /** One name for something made here, before and after the server has named it. */
  keyOf(id) {
    return this.#sender.keyOf(id)
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
    if (link === "joined") {
      this.#store.joined()
      this.#sender.joined()
    }
    this.#update({ link })
    this.#flush()
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
      default: return undefined
    }
  }

  #joined(frame) {
    const { token, returnCode = this.#newcomer.returnCode } = frame
    this.#keyring.update({ ...(token && { token }), ...(returnCode && { returnCode }) })
    const kept = this.#keyring.values.returnCode
    this.#update({ phase: "live", error: undefined, me: { ...this.#state.me, ...frame, returnCode: kept } })
  }

  #told(frame) {
    if (!this.#store.take(frame)) return this.#connection.restart()
    const reached = this.#store.version
    this.#acknowledged = this.#acknowledged.filter(({ version }) => version > reached)
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
    if (frame.version > this.#store.version) this.#acknowledged.push({ ...command, version: frame.version })
    if (!LASTING.has(command.name)) {
      const { id, name, body, at } = command
      this.#setHistory([...this.#state.history, { id, name, body: { ...body, ...frame.result }, at }])
    }
    this.#update()
    this.#flush()
  }

  #rejected(frame) {
    const command = this.#sender.rejected(frame)
    if (!command) return this.#update()
    const { reason, detail, theirs, yours } = frame
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
    } else if (WORTH_KEEPING.has(command.name) && (isText || isLate) && !command.body.onBehalfOf) {
      this.#sender.keepLate(isLate ? command : { ...command, refused: detail })
    } else {
      changes.note = { problem: reason, text: detail, at: Date.now() }
    }
    this.#update(changes)
    return this.#flush()
  }

  #erred({ reason, detail, retryAfter }) {
    if (this.#state.link === "joined") {
      if (retryAfter) this.#sender.pause(retryAfter)
      return
    }
    if (!FINAL.has(reason)) return this.#connection.retryIn(retryAfter ?? 1_000)
    this.#connection.stop()
    if (reason === "badToken") this.#keyring.update({ token: undefined, returnCode: undefined })
    this.#update({ phase: "refused", error: { reason, detail } })
  }

  #left() {
    this.stop()
    this.#sender.clear()
    this.#keyring.forget()
    this.#update({ phase: "left" })
  }

  #peopleCame({ people, next }) {
    const list = this.#peopleAnew ? people : [...(this.#state.people?.list ?? []), ...people]
    this.#peopleAnew = false
    this.#update({ people: { list, next } })
  }

  #flush() {
    if (this.#state.link === "joined") this.#sender.flush()
  }

  #tick() {
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

  get #historyKey() {
    return `coprolab.history.${this.#audience}.${this.#lab}`
  }

  /** What can be undone. What another client id has sent can't be undone from here. */
  #setHistory(entries) {
    const history = entries.filter(({ id }) => id.startsWith(`${this.#sender.client}.`)).slice(-REMEMBERED)
    tab.set(this.#historyKey, history)
    this.#state = { ...this.#state, history }
  }

  #update(changes) {
    const { pending, late } = this.#sender
    const { link, proxies } = { ...this.#state, ...changes }
    this.#state = {
      ...this.#state, ...changes, pending, late,
      ...foreseen(this.#store, [...this.#acknowledged, ...pending]),
      audience: this.#store.audience,
      saved: this.#sender.saved(link === "joined"),
      proxies: this.#onPaper.length > 0 || Object.keys(proxies).length > 0
        ? answeredOnPaper(this.#store.view, this.#onPaper, pending) : proxies,
    }
    this.emit(this.#state)
  }
}
