// The organiser's calls: all labs of this server, for whoever has the organiser key, or sits at the server's own computer.

import { call } from "./calls.js"
import { KEY } from "./making.js"
import { tab } from "./storage.js"

const DAY = 24 * 60 * 60 * 1_000
/** A deletion is told so long before. */
const TOLD = 14 * DAY

/** Asks with one key for as long as it is right. */
export class Organiser {
  #key

  constructor(key) {
    this.#key = key
  }

  /** Whether a key was needed to come in. */
  get hasKey() {
    return Boolean(this.#key)
  }

  #ask(path, { body, read } = {}) {
    const headers = this.#key ? { Authorization: `Bearer ${this.#key}` } : {}
    const options = body ? { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) } : { headers }
    return call(`/api/organiser/${path}`, options, read)
  }

  /** {time, labs}. A key that opened this is kept for the tab, and one that didn't is forgotten. */
  async labs() {
    try {
      const found = await this.#ask("labs")
      if (this.#key) tab.set(KEY, this.#key)
      return found
    } catch (error) {
      if (error.status === 401) tab.set(KEY, undefined)
      throw error
    }
  }

  /** A new link for facilitators, which the lab's history shows: {facilitatorToken, links: {facilitate, replay}}. */
  link = (lab) => this.#ask(`labs/${lab}/link`, { body: {} })

  copy = (lab, { title, rehearsal }) => this.#ask(`labs/${lab}/copy`, { body: { title, rehearsal } })

  archive = (lab) => this.#ask(`labs/${lab}/archive`, { body: {} })

  bringBack = (lab) => this.#ask(`labs/${lab}/back`, { body: {} })

  /** Deletes a lab with all that is in it; `title` is what was typed, and must be the lab's. */
  delete = (lab, title) => this.#ask(`labs/${lab}/delete`, { body: { title } })

  /** The pledges that are still to be kept, of all labs: [{lab, title, pledge, give, status, day, …}], the earliest day first. */
  reminders = async () => (await this.#ask("reminders")).reminders

  /** {sides, survey, matrix} of two labs or sittings: `one` and `other` are ID, or ID.2 for a sitting. */
  comparison = (one, other) => this.#ask(`comparison?one=${one}&other=${other}`)

  /** The case studies that may be shown: [{story, title, parts, terms, …}]. */
  stories = async () => (await this.#ask("stories")).stories

  /** One of them as a blob: `format` html or md. */
  story = (story, format) => this.#ask(`stories/${story}/${format}`, { read: (response) => response.blob() })

  exported = (lab, format, purpose) =>
    this.#ask(`labs/${lab}/export/${format}?for=${purpose}`, { read: (response) => response.blob() })

  /** The lab as one page (a blob) that plays it without a server: as on the screen, and for a facilitator as at the desk as well. */
  replayFile = (lab, audience) =>
    this.#ask(`labs/${lab}/replay/file?audience=${audience}`, { read: (response) => response.blob() })
}

/** Whether a lab is deleted so soon that it is told. */
export const isDue = ({ deleteAt }, now) => deleteAt !== undefined && deleteAt - now <= TOLD

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase()

/** The labs that have each of these words in their title, or this code: those that are deleted soon first. */
export function found(labs, words, now) {
  const digits = words.replace(/\s/g, "")
  const wanted = folded(words).split(/\s+/).filter(Boolean)
  const fits = ({ title, code, state }) =>
    (/^\d+$/.test(digits) && state !== "archived" && code.startsWith(digits)) || wanted.every((word) => folded(title).includes(word))
  const due = (lab) => (isDue(lab, now) ? lab.deleteAt : Infinity)
  return labs.filter(fits).sort((one, other) => {
    const [a, b] = [due(one), due(other)]
    return a === b ? 0 : a - b
  })
}
