// Commands on their way. They are kept in the browser under the tab's client id until the server has
// answered, so that a reload or a lost connection loses none, and are sent in order under their old numbers.
//
// One tab owns an outbox. A tab that finds its outbox taken over by another (a duplicated or a frozen tab)
// goes on under a new client id; the commands are with the new owner then. So no number is given twice.

import { browser, randomKey, tab } from "./storage.js"

const NAME = "coprolab.outbox."
const CHANNEL_WAIT = 150

/** The client ids with kept commands for this lab, but for those of tabs that answer. */
async function orphans(lab, own) {
  const prefix = `${NAME}${lab}.`
  const kept = browser.keys(prefix).map((key) => key.slice(prefix.length))
  const full = ({ pending, late }) => pending?.length > 0 || late?.length > 0
  const candidates = kept.filter((client) => client === own || full(browser.get(prefix + client) ?? {}))
  if (candidates.length === 0 || typeof BroadcastChannel === "undefined") return candidates
  const alive = new Set()
  const channel = new BroadcastChannel(prefix)
  channel.onmessage = ({ data }) => data.alive && alive.add(data.alive)
  channel.postMessage({ ask: true })
  await new Promise((done) => setTimeout(done, CHANNEL_WAIT))
  channel.close()
  return candidates.filter((client) => !alive.has(client))
}

/** Whether a place on this device holds commands that the server hasn't got yet. */
export const isWaiting = (lab) =>
  browser.keys(`${NAME}${lab}.`).some((key) => browser.get(key)?.pending?.length > 0)

export class Outbox {
  #lab
  #owner = randomKey()
  #client
  #record
  #channel

  /** The outbox of this tab for a lab: its own after a reload, one that a closed tab left, or a new one. */
  static async open(lab) {
    const own = tab.get(`coprolab.client.${lab}`)
    const found = await orphans(lab, own)
    return new Outbox(lab, found.includes(own) ? own : (found[0] ?? randomKey()))
  }

  constructor(lab, client) {
    this.#lab = lab
    this.#take(client)
    if (typeof BroadcastChannel !== "undefined") {
      this.#channel = new BroadcastChannel(`${NAME}${lab}.`)
      this.#channel.onmessage = ({ data }) => {
        if (data.ask && this.isMine()) this.#channel.postMessage({ alive: this.#client })
      }
    }
  }

  get #key() {
    return `${NAME}${this.#lab}.${this.#client}`
  }

  #take(client) {
    this.#client = client
    this.#record = { next: 1, pending: [], late: [], ...browser.get(this.#key), owner: this.#owner }
    tab.set(`coprolab.client.${this.#lab}`, client)
    this.#keep()
  }

  #keep() {
    browser.set(this.#key, this.#record)
  }

  get client() {
    return this.#client
  }

  /** Commands without an answer, in order: {id, name, body, at, sent?, …} (see sender.js). */
  get pending() {
    return this.#record.pending
  }

  /** What the server made of commands, by their ids, as far as others that wait go on from it. */
  get made() {
    return this.#record.made ?? {}
  }

  keepMade(id, result) {
    if (!this.pending.some(({ body }) => Object.values(body).includes(id))) return
    this.#record = { ...this.#record, made: { ...this.made, [id]: result } }
    this.#keep()
  }

  /** Commands that were refused, kept until they are offered or let go; `refused` says why, unless it was the time. */
  get late() {
    return this.#record.late
  }

  /** Whether no other tab has taken this outbox over. */
  isMine() {
    const kept = browser.get(this.#key)
    return kept === undefined || kept.owner === this.#owner
  }

  /** Goes on under a new client id if another tab has taken this one over. Answers whether it had to. */
  renewIfTaken() {
    if (this.isMine()) return false
    this.#take(randomKey())
    return true
  }

  /** Keeps a command under the next number; `notes` say more of it. */
  add(name, body, notes) {
    const number = this.#record.next
    const command = { id: `${this.#client}.${number}`, name, body, at: Date.now(), ...notes }
    this.#record = { ...this.#record, next: number + 1, pending: [...this.pending, command] }
    this.#keep()
    return command
  }

  /** Notes something about a command that waits. */
  change(id, changes) {
    const pending = this.pending.map((command) => (command.id === id ? { ...command, ...changes } : command))
    this.#record = { ...this.#record, pending }
    this.#keep()
  }

  /** Takes a command out, because it is answered; answers it. */
  remove(id) {
    const found = this.pending.find((command) => command.id === id)
    if (!found) return undefined
    const pending = this.pending.filter((command) => command !== found)
    this.#record = { ...this.#record, pending, ...(pending.length === 0 && { made: {} }) }
    this.#keep()
    return found
  }

  keepLate(command) {
    this.#record = { ...this.#record, late: [...this.late, command] }
    this.#keep()
  }

  dropLate(ids) {
    this.#record = { ...this.#record, late: this.late.filter((command) => !ids.includes(command.id)) }
    this.#keep()
  }

  /** Forgets everything (the person has left). */
  clear() {
    this.#channel?.close()
    browser.set(this.#key, undefined)
    tab.set(`coprolab.client.${this.#lab}`, undefined)
  }
}
