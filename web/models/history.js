// What was done here and can be taken back: in its order, and a tap that stands for several commands as one.

import { tab } from "./storage.js"

const REMEMBERED = 60
/** What no undo can take back. */
const LASTING = new Set(["undo", "offerLate", "leave", "letBackIn"])
/** Why an undo was refused that may well go through a little later. */
const NOT_NOW = new Set(["activityPaused"])

/** Whether an undo can take a command of that name back. */
export const isUndoable = (name) => !LASTING.has(name)

export class History {
  #key
  #sender
  #send
  #entries = []
  /** What an undo on its way takes back, by the undo's id. */
  #undoing = new Map()
  /** What was done in one tap, by the id of each of its commands: all ids, in order. */
  #together = new Map()
  /** What else of one tap is to be taken back once an undo is accepted, by its id: {ids, note}. */
  #thenUndo = new Map()

  /** `sender()` is what sends here, once it is there; `send(name, body, {note})` keeps and sends a command and answers its id. */
  constructor(place, sender, send) {
    this.#key = `coprolab.history.${place}`
    this.#sender = sender
    this.#send = send
  }

  /** What was done and saved, the last at the end: [{id, name, body, at, with?}]. Another list at each change. */
  get entries() {
    return this.#entries
  }

  /** What this tab had done before it was loaded again. */
  restore() {
    this.#set(tab.get(this.#key) ?? [])
  }

  /** What another client id has sent can't be undone from here. */
  renew() {
    this.#set(this.#entries)
  }

  forget() {
    tab.set(this.#key, undefined)
  }

  #set(entries) {
    this.#entries = entries.filter(({ id }) => id.startsWith(`${this.#sender().client}.`)).slice(-REMEMBERED)
    tab.set(this.#key, this.#entries)
  }

  get #pending() {
    return this.#sender()?.pending ?? []
  }

  #saved(id) {
    return this.#entries.find((entry) => entry.id === id)
  }

  /** One tap did all of these. */
  didTogether(ids) {
    if (ids.length > 1) for (const id of ids) this.#together.set(id, ids)
  }

  /** The last thing done here that isn't taken back, saved or not: {id, name, …}; undefined where there is none. */
  get last() {
    return this.#pending.findLast(({ id, name }) => isUndoable(name) && !this.isTakenBack(id)) ?? this.#entries.at(-1)
  }

  /** What was done here under that id, saved or not. */
  done(id) {
    return this.#pending.find((command) => command.id === id) ?? this.#saved(id)
  }

  /** How many commands the tap stands for that a command of ours belongs to. */
  countTogether({ id, with: ids }) {
    return (ids ?? this.#together.get(id) ?? [id]).length
  }

  /** Whether an undo is on its way for a command. */
  isTakenBack(id) {
    const isOnItsWay = this.#pending.some(({ name, body }) => name === "undo" && body.command === id)
    return isOnItsWay || [...this.#thenUndo.values()].some(({ ids }) => ids.includes(id))
  }

  /** The ids of all that the tap did to which a command belongs. */
  tapOf(id) {
    return this.#together.get(id) ?? this.#saved(id)?.with ?? [id]
  }

  /** Takes back what a tap did: the last of it first. */
  takeBack(ids, note) {
    const [last, ...rest] = [...ids].reverse()
    const was = this.#saved(last)
    this.#set(this.#entries.filter(({ id }) => !ids.includes(id)))
    this.#undo(last, rest, note, was)
  }

  #undo(id, rest, note, was) {
    const undo = this.#send("undo", { command: id }, { note })
    if (was) this.#undoing.set(undo, was)
    // The rest only where this one went: else the room would be at a step that nobody chose.
    if (rest.length > 0) this.#thenUndo.set(undo, { ids: rest, note })
  }

  /** A command of ours was accepted; `result` names what it made. */
  accepted({ id, name, body, at }, result) {
    this.#undoing.delete(id)
    const then = this.#thenUndo.get(id)
    this.#thenUndo.delete(id)
    if (then) this.#undo(then.ids[0], then.ids.slice(1), then.note)
    if (!isUndoable(name) || this.isTakenBack(id)) return
    const together = this.#together.get(id)
    this.#set([...this.#entries, { id, name, body: { ...body, ...result }, at, ...(together && { with: together }) }])
  }

  /** A command of ours was refused. What an undo could not take back for now stays. */
  rejected({ id }, reason) {
    const kept = this.#undoing.get(id)
    this.#undoing.delete(id)
    this.#thenUndo.delete(id)
    if (kept && NOT_NOW.has(reason)) this.#set([...this.#entries, kept].sort((one, other) => one.at - other.at))
  }
}
