// The languages of the client, each in its own name: one tap, and the page goes on in it, with all that was typed.

import { LANGUAGES, currentLanguage, damaged, t, useLanguage } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"

define("lab-languages", class extends LabElement {
  #failed

  #choose = async (tag) => {
    this.#failed = undefined
    try {
      await useLanguage(tag)
    } catch {
      this.#failed = true
      announce(t("problem.unreachable"))
    }
    this.update()
  }

  render() {
    const chosen = currentLanguage()
    return h("nav", { class: "languages no-print", "aria-label": t("language.title") },
      h("ul", { role: "list" }, Object.entries(LANGUAGES).map(([tag, name]) => h("li", { key: tag },
        h("button", {
          type: "button", lang: tag, dir: "auto", class: "language", "aria-pressed": String(tag === chosen),
          onclick: () => this.#choose(tag),
        }, name)))),
      this.#failed && h("p", { class: "error" }, t("problem.unreachable")),
      // Told as it is, for whoever looks after the server.
      damaged().length > 0 && h("div", { class: "notice", lang: "en", dir: "ltr" },
        damaged().slice(0, 3).map((words) => h("p", { key: words }, words))))
  }
})
