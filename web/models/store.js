// What the server has told us: the view of our audience and what is ours, each with its version.

import { merged } from "./merge.js"

export class Store {
  view = undefined
  mine = {}
  audience = undefined
  /** Opaque to us; handed back on joining again, for the difference alone. */
  have = undefined
  viewVersion = 0
  /** It comes after the view, and always after what we sent was accepted: all there is of that version has come by then. */
  mineVersion = 0
  #mineBeginsAnew = true

  /** A new connection: `mine` comes whole. The old one stays in sight until then. */
  joined() {
    this.#mineBeginsAnew = true
  }

  /** Takes a `view`, `patch` or `mine` frame. False means that something is missing between. */
  take(frame) {
    switch (frame.type) {
      case "view":
        this.view = frame.view
        this.audience = frame.audience
        this.viewVersion = frame.version
        this.have = frame.have
        return true
      case "patch":
        if (this.view === undefined || frame.from > this.viewVersion) {
          this.have = undefined
          return false
        }
        if (frame.version >= this.viewVersion) {
          this.view = merged(this.view, frame.view ?? {})
          this.viewVersion = frame.version
          this.have = frame.have ?? this.have
        }
        return true
      case "mine":
        this.mine = merged(this.#mineBeginsAnew ? {} : this.mine, frame.mine ?? {})
        this.mineVersion = frame.version
        this.#mineBeginsAnew = false
        return true
      default:
        return true
    }
  }
}
