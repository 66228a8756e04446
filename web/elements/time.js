// A time to go by, in calm words. It says once that it is over, and nothing ends with it.

import { serverNow } from "../models/clock.js"
import { t } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"

const MINUTE = 60_000
/** A page that slept through the end of a time says nothing of it any more. */
const STALE = 2 * MINUTE

/** props: until, in the server's milliseconds; `over` names another text for its end, and `said` is another sentence that is said then. */
define("lab-time", class extends LabElement {
  #timer
  /** The time whose end has been said, or was over when it came in sight. */
  #said

  connected() {
    document.addEventListener("visibilitychange", this.#tick)
    this.#begin()
  }

  disconnected() {
    document.removeEventListener("visibilitychange", this.#tick)
    clearTimeout(this.#timer)
  }

  changed(before) {
    if (!this.isConnected || before.until === this.props.until) return
    const left = this.#left
    if (before.until && left > 0) announce(t("time.now", { n: Math.ceil(left / MINUTE) }))
    this.#begin()
  }

  get #left() {
    return this.props.until - serverNow()
  }

  #begin() {
    if (this.#left <= 0) this.#said = this.props.until
    this.#wait()
  }

  #wait() {
    clearTimeout(this.#timer)
    const left = this.#left
    // Each minute has its own words; a little later, so that the minute is really over.
    if (left > 0) this.#timer = setTimeout(this.#tick, Math.min(left, ((left - 1) % MINUTE) + 1) + 50)
  }

  #tick = () => {
    const { until, said = t("time.overSaid") } = this.props
    const left = this.#left
    if (left <= 0 && this.#said !== until) {
      this.#said = until
      if (left > -STALE) announce(said)
    }
    this.update()
    this.#wait()
  }

  render() {
    const { over = "time.over" } = this.props
    const left = this.#left
    return h("p", { class: left > 0 ? "time" : "time over" },
      left > 0 ? t("time.left", { n: Math.ceil(left / MINUTE) }) : t(over))
  }
})
