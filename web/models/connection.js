// One WebSocket that comes back by itself: with growing, jittered pauses, at once when the network returns,
// and after the time that a server which is about to stop has named.

import { Emitter } from "./emitter.js"

const FIRST_PAUSE = 400
const LONGEST_PAUSE = 15_000
const CONNECT_LIMIT = 10_000
/** A server pings every 25 s and hangs up after 40: a page that slept longer can't trust its socket. */
const SLEEP_LIMIT = 40_000
/** A socket that was let alone for so long is asked whether it lives, and must answer soon. */
const NAP = 1_000
const ANSWER_LIMIT = 900

/**
 * Emits ("frame", object) and ("status", status), where status is "connecting", "joined", "waiting" (for
 * the next try) or "stopped".
 */
export class Connection extends Emitter {
  #url
  #hello
  #socket
  #status = "stopped"
  #failures = 0
  #retryAfter
  #timer

  /** `hello()` makes the join message for each new socket. */
  constructor(url, hello) {
    super()
    this.#url = url
    this.#hello = hello
  }

  get status() {
    return this.#status
  }

  start() {
    if (this.#status !== "stopped") return
    addEventListener("online", this.#online)
    addEventListener("offline", this.#offline)
    this.#open()
  }

  stop() {
    removeEventListener("online", this.#online)
    removeEventListener("offline", this.#offline)
    this.#drop()
    this.#become("stopped")
  }

  /** Begins anew at once, because the socket is no longer to be trusted. */
  restart() {
    if (this.#status === "stopped") return
    this.#drop()
    this.#open()
  }

  /** The page was out of sight, or stood still, for so many ms, and is back: soon it is right again. */
  woke(slept) {
    this.#failures = 0
    if (this.#status !== "joined" || slept > SLEEP_LIMIT) return this.restart()
    if (slept < NAP || this.#socket.readyState !== WebSocket.OPEN) return undefined
    // Joining once more on the same socket brings what is new; a socket that says nothing is dead.
    this.#socket.send(JSON.stringify(this.#hello()))
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.restart(), ANSWER_LIMIT)
    return undefined
  }

  /** Sends an object; answers whether a joined connection took it. */
  send(message) {
    if (this.#status !== "joined" || this.#socket.readyState !== WebSocket.OPEN) return false
    this.#socket.send(JSON.stringify(message))
    return true
  }

  #become(status) {
    if (this.#status === status) return
    this.#status = status
    this.emit("status", status)
  }

  #open() {
    clearTimeout(this.#timer)
    this.#become("connecting")
    const socket = new WebSocket(this.#url, "coprolab.v1")
    this.#socket = socket
    this.#timer = setTimeout(() => socket === this.#socket && this.#lost(), CONNECT_LIMIT)
    socket.onopen = () => socket === this.#socket && socket.send(JSON.stringify(this.#hello()))
    socket.onmessage = ({ data }) => socket === this.#socket && this.#received(data)
    socket.onclose = () => socket === this.#socket && this.#lost()
  }

  #received(data) {
    let frame
    try {
      frame = JSON.parse(data)
    } catch {
      return
    }
    if (frame.type === "joined") {
      clearTimeout(this.#timer)
      this.#failures = 0
      this.#become("joined")
    } else if (frame.type === "closing") {
      this.#retryAfter = frame.retryAfter
    }
    this.emit("frame", frame)
  }

  /** Tries again after `pause` ms, or after a pause that grows with each failure. */
  retryIn(pause) {
    this.#retryAfter = pause
    this.#lost()
  }

  #lost() {
    this.#drop()
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures++)
    const pause = (this.#retryAfter ?? 0) + longest * (0.25 + 0.75 * Math.random())
    this.#retryAfter = undefined
    this.#become("waiting")
    this.#timer = setTimeout(() => this.#open(), pause)
  }

  #drop() {
    clearTimeout(this.#timer)
    const socket = this.#socket
    this.#socket = undefined
    socket?.close()
  }

  #online = () => {
    this.#failures = 0
    this.restart()
  }

  #offline = () => {
    if (this.#status === "joined") this.#lost()
  }
}

/** The address of the server's socket for the page that was loaded. */
export function socketAddress() {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`
}
