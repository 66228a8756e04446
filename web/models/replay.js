// A lab as it went, on a clock of its own: the same patches that went out live, put onto a view again. A pause of the lab
// counts for a few seconds at most.

import { CallError } from "./calls.js"
import { Emitter } from "./emitter.js"
import { replayFile, replayFrames, replayOutline } from "./labs.js"
import { merged } from "./merge.js"

const TICK = 100
/** The server goes on reading a long lab after its first answer: when to ask it again. */
const AGAIN = 3000
/** So many frames are kept ahead of the moment. */
const AHEAD = 200
export const SPEEDS = [1, 2, 5, 10, 30]

export class Replay extends Emitter {
  #lab
  #token
  #queue = []
  #reached = 0
  #fetching = false
  #turn = {}
  #timer
  #before
  #again
  #state = {
    phase: "loading", audience: "screen", view: undefined, at: 0, time: 0, version: 0, length: 0, begins: 0, revision: 0,
    marks: [], strip: [], playing: false, speed: 2, problem: undefined,
  }

  constructor({ lab, token, audience = "screen" }) {
    super()
    this.#lab = lab
    this.#token = token
    this.#state.audience = audience
  }

  /** {phase: loading|ready|refused, audience, view, at, time, version, length, marks, strip, playing, speed, problem} */
  get state() {
    return this.#state
  }

  get ended() {
    return this.#state.phase === "ready" && this.#state.at >= this.#state.length
  }

  async start() {
    await this.#outline()
    await this.seek(0)
  }

  stop() {
    this.pause()
    clearTimeout(this.#again)
    this.#turn = {}
  }

  play() {
    if (this.#state.playing) return
    if (this.ended) this.seek(0)
    this.#before = performance.now()
    this.#timer = setInterval(() => this.#tick(), TICK)
    this.#update({ playing: true })
  }

  pause() {
    clearInterval(this.#timer)
    if (this.#state.playing) this.#update({ playing: false })
  }

  set speed(speed) {
    this.#update({ speed })
  }

  /** Shows the lab as another audience saw it, at the same moment. */
  async show(audience) {
    if (audience === this.#state.audience) return
    this.#update({ audience })
    // What it saw of the moments themselves may differ.
    await this.#outline()
    await this.seek(this.#state.at)
  }

  /** Goes to a moment, in ms of the replay's clock. */
  seek(at) {
    const wanted = Math.max(0, Math.min(at, this.#state.length))
    this.#update({ at: wanted })
    return this.#load({ at: wanted }, (part) => {
      this.#queue = part.frames
      this.#update({ phase: "ready", view: part.view, version: part.version, time: part.time || this.#state.begins, at: wanted })
    })
  }

  /** Goes to a mark, just after it came about. */
  jump(mark) {
    this.#update({ at: mark.at })
    return this.#load({ after: mark.revision }, (part) => {
      this.#queue = part.frames
      this.#update({ phase: "ready", view: part.view, version: part.version, time: part.time, at: part.at })
    })
  }

  /** One page (a blob) that plays the lab for an audience without a server. */
  file(audience) {
    return replayFile(this.#lab, audience, this.#token)
  }

  async #outline() {
    clearTimeout(this.#again)
    const { audience } = this.#state
    try {
      const { length, begins, revision, marks, strip, whole } = await replayOutline(this.#lab, audience, this.#token)
      if (audience !== this.#state.audience) return
      this.#update({ length, begins, revision, marks, strip })
      // What was decided comes with its words once the server has read so far.
      if (!whole) this.#again = setTimeout(() => this.#outline(), AGAIN)
    } catch (error) {
      this.#failed(error)
    }
  }

  async #load(moment, take) {
    const turn = (this.#turn = {})
    this.#fetching = true
    try {
      const part = await replayFrames(this.#lab, this.#state.audience, moment, this.#token)
      if (turn !== this.#turn) return
      this.#reached = part.reached
      take(part)
    } catch (error) {
      if (turn === this.#turn) this.#failed(error)
    } finally {
      if (turn === this.#turn) this.#fetching = false
    }
  }

  #failed(error) {
    if (!(error instanceof CallError)) throw error
    this.pause()
    this.#update({ problem: error.status, phase: this.#state.view ? "ready" : "refused" })
  }

  #tick() {
    const now = performance.now()
    const passed = (now - this.#before) * this.#state.speed
    this.#before = now
    // While frames are on their way, the clock waits for them.
    const isWaiting = this.#queue.length === 0 && this.#reached < this.#state.revision
    if (isWaiting || this.#fetching && this.#queue.length === 0) return this.#more()
    const at = Math.min(this.#state.length, this.#state.at + passed)
    let { view, version, time } = this.#state
    let count = 0
    while (count < this.#queue.length && this.#queue[count].at <= at) {
      const frame = this.#queue[count++]
      view = merged(view, frame.view)
      ;({ version, time } = frame)
    }
    if (count > 0) this.#queue = this.#queue.slice(count)
    this.#update({ view, version, time, at, problem: undefined })
    if (at >= this.#state.length) this.pause()
    return this.#more()
  }

  /** Brings what follows before it is needed. */
  #more() {
    if (this.#fetching || this.#queue.length > AHEAD || this.#reached >= this.#state.revision) return
    this.#load({ after: this.#reached }, (part) => (this.#queue = [...this.#queue, ...part.frames]))
  }

  #update(changes) {
    this.#state = { ...this.#state, ...changes }
    this.emit(this.#state)
  }
}
