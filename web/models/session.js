// One person's connection to one lab: joins, sends commands, and holds the state that elements show.
// The state is a new object at each change; what didn't change in it stays the same object.

import { overlay } from "../activities/overlays.js"
import { Connection, socketAddress } from "./connection.js"
import { Emitter } from "./emitter.js"
import { merged } from "./merge.js"
import { Outbox } from "./outbox.js"
import { Keyring } from "./route.js"
import { tab } from "./storage.js"
import { Store } from "./store.js"

const IN_FLIGHT = 24
const SLOW = 4_000
const UNANSWERED = 12_000
const SAVE_AGAIN = 3_000
const REMEMBERED = 60
/** Commands whose content is kept when their activity closed before they were saved. */
const WORTH_KEEPING = new Set(["addIdea", "editIdea", "vote", "rate", "pass", "addPledge", "editPledge"])
/** What no undo can take back. */
const LASTING = new Set(["undo", "offerLate", "reopenActivity", "addPerson", "acceptLate", "dismissLate", "leave"])
/** Join errors that trying again doesn't mend. */
const FINAL = new Set(["unknownLab", "labFull", "labClosed", "badToken", "badReturnCode", "badRecoveryCode", "invalidName", "invalidRole", "notAllowed", "malformed", "unknownMessage"])

export class Session extends Emitter {
  #lab
  #keyring
  #audience
  #wanted
  #newcomer
  #connection
  #outbox
  #store = new Store()
  #unsubscribe
  #clock
  /** Accepted, but our view isn't there yet: [{…command, version}]. */
  #acknowledged = []
  #flying = new Set()
  #results = new Map()
  #madeBy = new Map()
  #pausedUntil = 0
  #proxyCommands = []
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
    this.#state.history = tab.get(this.#historyKey) ?? []
  }

  /**
   * {phase: connecting|live|refused|left, link, saved: saved|saving|late|offline, audience, view, mine, me (the
   * `joined` frame), presence, people, pending, late, history, conflicts, note, error, proxies}
   */
  get state() {
    return this.#state
  }

  get #historyKey() {
    return `coprolab.history.${this.#audience}.${this.#lab}`
  }

  async start() {
    this.#outbox = await Outbox.open(`${this.#audience}.${this.#lab}`)
    this.#onlyOwnHistory()
    this.#connection = new Connection(socketAddress(), () => this.#hello())
    this.#unsubscribe = this.#connection.subscribe((kind, value) => {
      if (kind === "frame") this.#received(value)
      else this.#linkChanged(value)
    })
    this.#clock = setInterval(() => this.#tick(), 1_000)
    this.#connection.start()
    this.#changed()
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

  // Sending

  /** Keeps a command, shows what it will do, and sends it when it can. Answers its id. */
  send(name, body = {}, { note } = {}) {
    if (this.#outbox.renewIfTaken()) {
      this.#onlyOwnHistory()
      this.#connection.restart()
    }
    const command = this.#outbox.add(name, body)
    if (body.onBehalfOf) this.#proxyCommands = [...this.#proxyCommands, command]
    const undo = LASTING.has(name) ? undefined : command.id
    if (note) this.#state = { ...this.#state, note: { text: note, undo, at: Date.now() } }
    this.#changed()
    this.#flush()
    return command.id
  }

  /** Takes back what a command did. */
  undo(id, note) {
    this.#forgetHistory(id)
    this.send("undo", { command: id }, { note })
  }

  /** Shows a short sentence for a while. `undo` names the command that its button takes back. */
  say(text, undo) {
    this.#state = { ...this.#state, note: text && { text, undo, at: Date.now() } }
    this.#changed()
  }

  /** Offers late commands to the facilitator. */
  offerLate(commands) {
    for (const { name, body } of commands) this.send("offerLate", { name, body })
    this.dropLate(commands)
  }

  dropLate(commands) {
    this.#outbox.dropLate(commands.map(({ id }) => id))
    this.#changed()
  }

  /** Answers a conflict of two edits: `yours` true sends ours again, over the other's. */
  settle(conflict, yours) {
    this.#state = { ...this.#state, conflicts: this.#state.conflicts.filter((other) => other !== conflict) }
    if (yours) {
      const version = this.#versionOf(conflict.command.body) ?? conflict.theirs?.version
      this.send(conflict.command.name, { ...conflict.command.body, ...(version != null && { version }) })
    }
    this.#changed()
  }

  /** The link for the hall's screen, where this browser made the lab. */
  get screenLink() {
    return this.#keyring.values.screen
  }

  /** One name for something made here, before and after the server has named it. */
  keyOf(id) {
    return this.#madeBy.get(id) ?? id
  }

  /** Lets this browser show the hall's screen of the lab with a facilitator's own rights. */
  lendScreen(lab) {
    new Keyring("screen", lab).update({ token: this.#keyring.values.token })
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
    this.#state = { ...this.#state, leaving: true }
    this.#changed()
  }

  // Connection

  #hello() {
    const { token } = this.#keyring.values
    const { invite } = this.#keyring.values
    const message = { type: "join", lab: this.#lab, audience: this.#wanted, client: this.#outbox.client }
    if (invite) message.invite = invite
    if (this.#store.have) message.have = this.#store.have
    return { ...message, ...(token ? { token } : this.#newcomer) }
  }

  #linkChanged(link) {
    if (link === "joined") {
      this.#store.joined()
      this.#flying.clear()
      this.#pausedUntil = 0
    }
    this.#state = { ...this.#state, link }
    this.#changed()
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
    this.#keyring.update({
      ...(frame.token && { token: frame.token }), ...(frame.returnCode && { returnCode: frame.returnCode }),
    })
    if (this.#newcomer.returnCode) this.#keyring.update({ returnCode: this.#newcomer.returnCode })
    const { returnCode } = this.#keyring.values
    this.#update({ phase: "live", error: undefined, me: { ...this.#state.me, returnCode, ...frame } })
  }

  #told(frame) {
    if (!this.#store.take(frame)) return this.#connection.restart()
    const reached = this.#store.version
    this.#acknowledged = this.#acknowledged.filter(({ version }) => version > reached)
    this.#changed()
    return this.#flush()
  }

  #accepted({ id, version, result }) {
    const command = this.#outbox.remove(id)
    this.#flying.delete(id)
    if (!command) return
    if (result) this.#results.set(id, result)
    for (const made of Object.values(result ?? {})) this.#madeBy.set(made, id)
    if (version > this.#store.version) this.#acknowledged.push({ ...command, version })
    if (command.name === "leave") return this.#left()
    if (!LASTING.has(command.name)) this.#remember(command, result)
    this.#changed()
    this.#flush()
  }

  #rejected({ id, reason, detail, theirs, yours }) {
    this.#flying.delete(id)
    if (reason === "notSaved") {
      this.#pausedUntil = Date.now() + SAVE_AGAIN
      this.#changed()
      return
    }
    const command = this.#outbox.remove(id)
    if (!command) return
    this.#proxyCommands = this.#proxyCommands.filter((other) => other.id !== id)
    if (this.#state.note?.undo === id) this.#state = { ...this.#state, note: undefined }
    if (reason === "activityClosed" && WORTH_KEEPING.has(command.name) && !command.body.onBehalfOf) {
      this.#outbox.keepLate(command)
    } else if (reason === "changedMeanwhile") {
      const conflict = { command, theirs, yours }
      this.#state = { ...this.#state, conflicts: [...this.#state.conflicts, conflict] }
    } else {
      this.#state = { ...this.#state, note: { problem: reason, text: detail, at: Date.now() } }
    }
    if (command.name === "leave") this.#state = { ...this.#state, leaving: false }
    this.#changed()
    this.#flush()
  }

  #erred({ reason, detail, retryAfter }) {
    if (this.#state.link === "joined") {
      if (retryAfter) this.#pausedUntil = Date.now() + retryAfter
      return
    }
    if (!FINAL.has(reason)) return this.#connection.retryIn(retryAfter ?? 1_000)
    this.#connection.stop()
    if (reason === "badToken") this.#keyring.update({ token: undefined, returnCode: undefined })
    this.#update({ phase: "refused", error: { reason, detail } })
  }

  #left() {
    this.stop()
    this.#outbox.clear()
    this.#keyring.forget()
    this.#update({ phase: "left" })
  }

  #peopleCame({ people, next }) {
    const list = this.#peopleAnew ? people : [...(this.#state.people?.list ?? []), ...people]
    this.#peopleAnew = false
    this.#update({ people: { list, next } })
  }

  /** Sends what waits, in order, a few at a time. */
  #flush() {
    if (this.#state.link !== "joined" || Date.now() < this.#pausedUntil) return
    for (const command of this.#outbox.pending) {
      if (this.#flying.has(command.id)) continue
      if (this.#flying.size >= IN_FLIGHT) return
      const body = command.sent ? command.body : this.#resolved(command)
      if (!body) return
      if (!command.sent) this.#outbox.change(command.id, { sent: true, body })
      if (!this.#connection.send({ type: "command", id: command.id, name: command.name, body })) return
      this.#flying.add(command.id)
      this.#outbox.change(command.id, { flownAt: Date.now() })
    }
  }

  /** A body whose idea or pledge was made here gets the id and version that the server gave it; none yet: undefined. */
  #resolved({ body }) {
    const resolved = { ...body }
    for (const name of ["idea", "pledge"]) {
      if (!body[name]?.includes(".")) continue
      const real = this.#results.get(body[name])?.[name]
      if (!real) return this.#outbox.pending.some(({ id }) => id === body[name]) ? undefined : resolved
      resolved[name] = real
      if ("version" in body) {
        const version = this.#versionOf(resolved)
        if (version === undefined) return undefined
        resolved.version = version
      }
    }
    return resolved
  }

  #versionOf({ activity, idea, pledge, item }) {
    const find = (state) => {
      const place = state?.activities?.[activity]
      return place?.ideas?.[idea]?.version ?? place?.pledges?.[pledge]?.version ?? place?.items?.[item]?.decision?.version
    }
    return find(this.#store.mine) ?? find(this.#store.view)
  }

  // State

  #remember(command, result) {
    const { id, name, body, at } = command
    const entry = { id, name, body: { ...body, ...result }, at }
    const history = [...this.#state.history, entry].slice(-REMEMBERED)
    tab.set(this.#historyKey, history)
    this.#state = { ...this.#state, history }
  }

  /** What another client id has sent can't be undone from here. */
  #onlyOwnHistory() {
    const history = this.#state.history.filter(({ id }) => id.startsWith(`${this.#outbox.client}.`))
    this.#state = { ...this.#state, history }
  }

  #forgetHistory(id) {
    const history = this.#state.history.filter((entry) => entry.id !== id)
    tab.set(this.#historyKey, history)
    this.#state = { ...this.#state, history }
  }

  #tick() {
    const oldest = this.#outbox.pending.find(({ id }) => this.#flying.has(id))
    if (oldest && this.#state.link === "joined" && Date.now() - oldest.flownAt > UNANSWERED) {
      this.#connection.restart()
    }
    this.#flush()
    if (this.#saved() !== this.#state.saved) this.#changed()
  }

  #saved() {
    const [oldest] = this.#outbox.pending
    if (this.#state.link !== "joined") return oldest ? "late" : "offline"
    if (!oldest) return "saved"
    return Date.now() - oldest.at < SLOW && this.#pausedUntil < Date.now() ? "saving" : "late"
  }

  #update(changes) {
    this.#state = { ...this.#state, ...changes }
    this.#changed()
  }

  /** Lays what isn't answered yet over what the server has told us. */
  #changed() {
    let { view, mine } = this.#store
    const { pending } = this.#outbox
    const undone = new Set(pending.filter(({ name }) => name === "undo").map(({ body }) => body.command))
    for (const command of [...this.#acknowledged, ...pending]) {
      if (undone.has(command.id)) continue
      const patches = overlay(command, { view, mine })
      if (patches.view && view) view = merged(view, patches.view)
      if (patches.mine && !command.body.onBehalfOf) mine = merged(mine, patches.mine)
    }
    this.#state = {
      ...this.#state, view, mine, pending,
      audience: this.#store.audience, late: this.#outbox.late, proxies: this.#proxies(), saved: this.#saved(),
    }
    this.emit(this.#state)
  }

  /** What was answered here for people on paper, by person: all that a facilitator may know of it. */
  #proxies() {
    if (this.#proxyCommands.length === 0) return this.#state.proxies
    const proxies = {}
    for (const command of this.#proxyCommands) {
      const person = command.body.onBehalfOf
      const patches = overlay(command, { view: this.#store.view, mine: proxies[person] ?? {} })
      proxies[person] = merged(proxies[person] ?? {}, patches.mine ?? {})
    }
    return proxies
  }
}
