// A quiet word to the facilitator: slow down, a pause, ready, a question. Nobody sees whose it is (S9).

import { t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { symbol } from "./easy.js"

const SIGNALS = ["slowDown", "pause", "ready", "question"]

/** props: session, signal. */
define("lab-signals", class extends LabElement {
  #tap = (signal) => {
    const { session, signal: before } = this.props
    const next = signal === before ? "" : signal
    session.send("signal", { signal: next }, { note: t(next ? "signal.sent" : "signal.takenBack") })
  }

  render() {
    const { signal } = this.props
    return h("section", { class: "stack tight after", "aria-labelledby": "signals-title" },
      h("h3", { id: "signals-title" }, t("signal.title")),
      h("p", { class: "quiet" }, t("signal.lead")),
      h("div", { class: "row" }, SIGNALS.map((name) => h("button", {
        type: "button", class: "button plain", key: name, "aria-pressed": String(name === signal),
        onclick: () => this.#tap(name),
      }, symbol(name), t(`signal.${name}`)))))
  }
})
