// The places that people have on this device in one lab. One of them answers now. Two who share a phone ("together")
// have both places open at once; else whoever isn't here is put away, and comes back with one tap.

import { Keyring } from "./route.js"
import { browser, randomKey, tab } from "./storage.js"

export class Device {
  #lab

  constructor(lab) {
    this.#lab = lab
  }

  get #record() {
    return { places: [""], active: "", together: false, ...browser.get(`coprolab.device.${this.#lab}`) }
  }

  #keep(changes) {
    browser.set(`coprolab.device.${this.#lab}`, { ...this.#record, ...changes })
  }

  /** What a place is called where its secrets, its outbox and its history are kept. */
  keyOf(place) {
    return place ? `${this.#lab}~${place}` : this.#lab
  }

  keyring(place) {
    return new Keyring("join", this.keyOf(place))
  }

  /** The places that somebody has taken: [{place, name}]. */
  get taken() {
    return this.#record.places.map((place) => ({ place, ...this.keyring(place).values })).filter(({ token }) => token)
      .map(({ place, name }) => ({ place, name: name ?? "" }))
  }

  /** Whose turn it is. A tab goes on with its own. */
  get active() {
    const { places, active } = this.#record
    const own = tab.get(`coprolab.place.${this.#lab}`)
    return places.includes(own) ? own : active
  }

  /** Whether somebody who comes with this page may be any of several, and must say who. */
  get mustAsk() {
    const { places } = this.#record
    return !this.together && this.taken.length > 1 && !places.includes(tab.get(`coprolab.place.${this.#lab}`))
  }

  /** Whether two answer here by turns. */
  get together() {
    return this.isShared && this.taken.length > 1
  }

  /** Whether those who don't answer just now stay connected; also while the second of two is still coming in. */
  get isShared() {
    return this.#record.together
  }

  use(place) {
    tab.set(`coprolab.place.${this.#lab}`, place)
    this.#keep({ active: place })
  }

  /** A place for somebody else, with nothing of the others' but the way in. */
  add({ together }) {
    const { places } = this.#record
    const { invite } = this.keyring(this.active).values
    const free = places.find((place) => !this.keyring(place).values.token)
    const place = free ?? randomKey().slice(0, 6)
    this.keyring(place).update({ invite })
    this.#keep({ places: free === undefined ? [...places, place] : places, together })
    this.use(place)
    return place
  }

  /** Forgets a place with all that is kept of it: whoever had it needs their return code. */
  forget(place) {
    this.keyring(place).forget()
    const name = `.participant.${this.keyOf(place)}`
    for (const area of [browser, tab]) {
      const kept = area.keys("coprolab.").filter((key) => key.endsWith(name) || key.includes(`${name}.`))
      kept.forEach((key) => area.set(key, undefined))
    }
    const places = this.#record.places.filter((other) => other !== place)
    this.#keep({ places: places.length > 0 ? places : [""] })
    this.use(this.taken[0]?.place ?? this.#record.places[0])
  }
}

/** The labs in which this browser has a place or a desk, the latest first: [{page, lab, title}]. */
export function labsHere() {
  const found = new Map()
  for (const key of browser.keys("coprolab.")) {
    const [, page, lab] = key.match(/^coprolab\.(join|facilitate)\.([^~]+)/) ?? []
    const { token, title, at = 0 } = (page && browser.get(key)) ?? {}
    const name = `${page} ${lab}`
    if (token && title && at >= (found.get(name)?.at ?? 0)) found.set(name, { page, lab, title, at })
  }
  return [...found.values()].sort((a, b) => b.at - a.at)
}
