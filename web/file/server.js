// In the place of the server, in a file that plays a lab: answers what the client asks for out of the file itself. Nothing
// is ever asked of a network.

import { merged } from "../models/merge.js"

/** So many frames an answer holds, as the server's. */
const FRAMES = 500
/** So many frames lie between two views that are kept, from which the others are made. */
const SPACING = 250

const read = (id) => JSON.parse(document.querySelector(`#file-${id}`).textContent)

const texts = read("texts")
const media = read("media")
/** Pictures and sounds lie in the file, too; what doesn't is told in words. */
const brought = (key, value) => ((key === "url" || key === "captions") && typeof value === "string" ? media[value] ?? "data:," : value)
const { outlines, tracks } = JSON.parse(document.querySelector("#file-lab").textContent, brought)

/** What one audience saw: its first view, and the patches that followed. */
class Track {
  #frames
  #views

  constructor({ first, frames }) {
    this.#frames = frames
    this.first = first
    this.#views = [first.view]
  }

  /** The view after so many frames. */
  #view(count) {
    const known = Math.min(Math.floor(count / SPACING), this.#views.length - 1)
    let view = this.#views[known]
    for (let index = known * SPACING; index < count; index++) {
      if (index % SPACING === 0) this.#views[index / SPACING] = view
      view = merged(view, this.#frames[index].view)
    }
    return view
  }

  /** How many frames fulfil a condition that none after the first that doesn't fulfils. */
  #count(condition) {
    let [low, high] = [0, this.#frames.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (condition(this.#frames[middle])) low = middle + 1
      else high = middle
    }
    return low
  }

  /** As the server answers: the whole view at a moment, and the frames that follow. */
  from({ revision, at }, { marks, revision: last, length }) {
    const isOver = at !== undefined && at >= length
    const count = this.#count((frame) => (at === undefined ? frame.version <= revision : isOver || frame.at <= at))
    const before = this.#frames[count - 1] ?? this.first
    const mark = marks.findLast((each) => (at === undefined ? each.revision <= revision : each.at <= at)) ?? this.first
    const latest = (mark.revision ?? 0) > before.version ? { ...mark, version: mark.revision } : before
    const frames = this.#frames.slice(count, count + FRAMES)
    return {
      version: isOver ? last : latest.version, time: latest.time, at: latest.at, view: this.#view(count), frames,
      reached: frames.at(-1)?.version === this.#frames.at(-1)?.version || frames.length === 0 ? last : frames.at(-1).version,
    }
  }
}

const known = Object.fromEntries(Object.entries(tracks).map(([audience, track]) => [audience, new Track(track)]))

function answer(path, query) {
  const audience = query.get("audience")
  if (path.endsWith("/replay")) return outlines[audience]
  if (!path.endsWith("/replay/frames")) return undefined
  const at = query.get("at")
  const moment = at === null ? { revision: Number(query.get("after")) } : { at: Number(at) }
  return known[audience]?.from(moment, outlines[audience])
}

const response = (found) => ({
  ok: true, status: 200, headers: new Headers(), json: async () => found,
  text: async () => (typeof found === "string" ? found : JSON.stringify(found)),
})

globalThis.fetch = async (address) => {
  const { pathname, searchParams } = new URL(address, "http://file.invalid")
  const file = pathname.startsWith("/locales/") ? texts[pathname.slice(9)] : undefined
  const found = file ?? answer(pathname, searchParams)
  if (found === undefined) throw new TypeError("There is no server.")
  return response(found)
}

await import("../app.js")
