// Sends what waits in the outbox: in order, a few at a time, again after each new connection, until it is answered.

import { Outbox } from "./outbox.js"

const IN_FLIGHT = 24
const SLOW = 4_000
const UNANSWERED = 12_000
const SAVE_AGAIN = 3_000

export class Sender {
  #outbox
  #transmit
  #versionOf
  #flying = new Map()
  #results = new Map()
  #madeBy = new Map()
  #pausedUntil = 0

  /** `transmit(message)` answers whether it went out; `versionOf(body)` is what we know of the version it names. */
  static async open(key, transmit, versionOf) {
    const sender = new Sender()
    sender.#outbox = await Outbox.open(key)
    sender.#transmit = transmit
    sender.#versionOf = versionOf
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
    return { renewed, command: this.#outbox.add(name, body) }
  }

  /** A new connection: what had no answer goes out again. */
  joined() {
    this.#flying.clear()
    this.#pausedUntil = 0
  }

  /** Sends nothing for so many ms. */
  pause(time) {
    this.#pausedUntil = Date.now() + time
  }

  flush() {
    if (Date.now() < this.#pausedUntil) return
    for (const command of this.pending) {
      if (this.#flying.has(command.id)) continue
      if (this.#flying.size >= IN_FLIGHT) return
      const body = command.sent ? command.body : this.#resolved(command)
      if (!body) return
      if (!command.sent) this.#outbox.change(command.id, { sent: true, body })
      if (!this.#transmit({ type: "command", id: command.id, name: command.name, body })) return
      this.#flying.set(command.id, Date.now())
    }
  }

  /** Whether something has been without an answer for so long that the connection must be dead. */
  isStuck() {
    const [oldest] = this.#flying.values()
    return oldest !== undefined && Date.now() - oldest > UNANSWERED
  }

  accepted({ id, result }) {
    this.#flying.delete(id)
    const command = this.#outbox.remove(id)
    if (!command || !result) return command
    this.#results.set(id, result)
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
    return Date.now() - oldest.at < SLOW && this.#pausedUntil < Date.now() ? "saving" : "late"
  }

  /** One name for something made here, before and after the server has named it. */
  keyOf(id) {
    return this.#madeBy.get(id) ?? id
  }

  /**
   * A body that names something made here, such as an idea, gets the id and version that the server gave it.
   * Undefined while there is none yet.
   */
  #resolved({ body }) {
    const resolved = { ...body }
    for (const name of ["idea", "pledge", "theme", "question", "entry", "note"]) {
      // A learning log's questions are told by their numbers.
      if (typeof body[name] !== "string" || !body[name].includes(".")) continue
      const real = this.#results.get(body[name])?.[name]
      if (!real) return this.pending.some(({ id }) => id === body[name]) ? undefined : resolved
      resolved[name] = real
      if (!("version" in body)) continue
      // What was entered for somebody on paper may be in no view of ours: it is as we made it.
      const version = this.#versionOf(resolved) ?? (body.onBehalfOf ? 1 : undefined)
      if (version === undefined) return undefined
      resolved.version = version
    }
    return resolved
  }
}
