// Sends what waits in the outbox: in order, a few at a time, again after each new connection, until it is answered.

import { Outbox } from "./outbox.js"

const IN_FLIGHT = 24
const SLOW = 4_000
const UNANSWERED = 12_000
const SAVE_AGAIN = 3_000
/** What a body names its contribution by. */
const MADE = ["idea", "pledge", "theme", "question", "entry", "note"]
/** What names the version that was read and makes no other. */
const READ = new Set(["signForm"])
const TARGET = ["activity", ...MADE, "quote", "section", "item", "onBehalfOf"]

/** Whether a command goes on from a version to another. */
const isEdit = ({ name, body }) => "version" in body && !READ.has(name)

export class Sender {
  #outbox
  #transmit
  #versionOf
  #reached
  /** Our latest edit of each contribution: the version that it went on from, and the lab's version since it is there. */
  #edits = new Map()
  #flying = new Map()
  #results = new Map()
  #madeBy = new Map()
  /** By a clock that nobody sets. */
  #pausedUntil = 0

  /**
   * `transmit(message)` answers whether it went out; `versionOf(body)` is what we know of the version it names, and
   * `reached()` the version of the lab of which all news has come.
   */
  static async open(key, transmit, versionOf, reached) {
    const sender = new Sender()
    sender.#outbox = await Outbox.open(key)
    sender.#results = new Map(Object.entries(sender.#outbox.made))
    sender.#transmit = transmit
    sender.#versionOf = versionOf
    sender.#reached = reached
    return sender
  }

  get client() {
    return this.#outbox.client
  }

  get pending() {
    return this.#outbox.pending
  }

  get late() {
    return this.#outbox.late
  }

  /** Keeps a command. Answers it, and whether another tab has taken our client id, so that we must join anew. */
  add(name, body) {
    const renewed = this.#outbox.renewIfTaken()
    return { renewed, command: this.#outbox.add(name, body, isEdit({ name, body }) ? this.#wentOnFrom(body) : {}) }
  }

  /**
   * The edit of ours that this one goes on from: it has no answer yet, or what the server has told us doesn't hold it. So
   * that nobody is told of a clash with themself.
   */
  #wentOnFrom(body) {
    const target = this.#target(body)
    const before = [...this.pending].reverse().find((each) => isEdit(each) && this.#target(each.body) === target)
    if (before) return { after: before.id }
    const edit = this.#edits.get(target)
    return edit?.base === body.version ? edit : {}
  }

  #target(body) {
    return TARGET.map((name) => this.#results.get(body[name])?.[name] ?? body[name] ?? "").join(" ")
  }

  /** A new connection: what had no answer goes out again. */
  joined() {
    this.#flying.clear()
    this.#pausedUntil = 0
  }

  /** Sends nothing for so many ms. */
  pause(time) {
    this.#pausedUntil = performance.now() + time
  }

  flush() {
    if (performance.now() < this.#pausedUntil) return
    for (const command of this.pending) {
      if (this.#flying.has(command.id)) continue
      if (this.#flying.size >= IN_FLIGHT) return
      if (command.after && this.pending.some(({ id }) => id === command.after)) return
      const body = command.sent ? command.body : this.#resolved(command)
      if (!body) return
      if (!command.sent) this.#outbox.change(command.id, { sent: true, body })
      if (!this.#transmit({ type: "command", id: command.id, name: command.name, body })) return
      this.#flying.set(command.id, performance.now())
    }
  }

  /** Whether something has been without an answer for so long that the connection must be dead. */
  isStuck() {
    const [oldest] = this.#flying.values()
    return oldest !== undefined && performance.now() - oldest > UNANSWERED
  }

  accepted({ id, version, result }) {
    this.#flying.delete(id)
    const command = this.#outbox.remove(id)
    if (command && isEdit(command)) {
      const edit = { base: command.body.version, from: version }
      this.#edits.set(this.#target(command.body), edit)
      this.pending.filter(({ after }) => after === id).forEach((next) => this.#outbox.change(next.id, edit))
    }
    if (!command || !result) return command
    this.#results.set(id, result)
    this.#outbox.keepMade(id, result)
    for (const made of Object.values(result)) this.#madeBy.set(made, id)
    return command
  }

  /** The refused command, or undefined where it is kept and sent again. */
  rejected({ id, reason }) {
    this.#flying.delete(id)
    if (reason !== "notSaved") return this.#outbox.remove(id)
    this.pause(SAVE_AGAIN)
    return undefined
  }

  keepLate(command) {
    this.#outbox.keepLate(command)
  }

  dropLate(commands) {
    this.#outbox.dropLate(commands.map(({ id }) => id))
  }

  clear() {
    this.#outbox.clear()
  }

  /** "saved", "saving", "late" (not saved yet) or "offline" (nothing to save, and no connection). */
  saved(isJoined) {
    const [oldest] = this.pending
    if (!isJoined) return oldest ? "late" : "offline"
    if (!oldest) return "saved"
    // A clock that was set in between makes it old.
    return Math.abs(Date.now() - oldest.at) < SLOW && this.#pausedUntil < performance.now() ? "saving" : "late"
  }

  /** One name for something made here, before and after the server has named it. */
  keyOf(id) {
    return this.#madeBy.get(id) ?? id
  }

  /**
   * A body that names something made here, such as an idea, gets the id and version that the server gave it.
   * Undefined while there is none yet.
   */
  #resolved({ body, base, from }) {
    const resolved = { ...body }
    for (const name of MADE) {
      // A learning log's questions are told by their numbers.
      if (typeof body[name] !== "string" || !body[name].includes(".")) continue
      const real = this.#results.get(body[name])?.[name]
      if (!real) return this.pending.some(({ id }) => id === body[name]) ? undefined : resolved
      resolved[name] = real
      if (!("version" in body) || base !== undefined) continue
      // What was entered for somebody on paper may be in no view of ours: it is as we made it.
      const version = this.#versionOf(resolved) ?? (body.onBehalfOf ? 1 : undefined)
      if (version === undefined) return undefined
      resolved.version = version
    }
    if (base === undefined) return resolved
    // On from our own edit, and no further: what somebody else wrote since then is still a clash.
    if ((this.#versionOf(resolved) ?? Infinity) > base) return { ...resolved, version: base + 1 }
    // An edit that changed nothing has left the version as it was; but first all news of it must have come.
    return this.#reached() < from ? undefined : { ...resolved, version: base }
  }
}
