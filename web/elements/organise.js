// The organiser's page: all labs of this server, found, taken up again, copied, put away, kept or deleted.

import { CallError } from "../models/calls.js"
import { notices } from "../models/notices.js"
import { organiserKey, templates } from "../models/making.js"
import { Organiser } from "../models/organiser.js"
import { loadSet, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import "./languages.js"
import "./organise-compare.js"
import "./organise-labs.js"
import "./organise-reminders.js"
import "./organise-stories.js"
import { button, field, problemText, reading, statements } from "./parts.js"
import { addStyles } from "./styles.js"

await Promise.all([addStyles("/styles/organise.css"), loadSet("pages")])

/** The parts of the page, each at its own fragment: its element. */
const PARTS = {
  labs: "lab-organise-labs", reminders: "lab-organise-reminders", compare: "lab-organise-compare", stories: "lab-organise-stories",
}

define("lab-organise", class extends LabElement {
  #key = organiserKey()
  #organiser = new Organiser(this.#key)
  #asksKey = false
  #problem
  #found
  /** The names of the templates by id. */
  #templates
  /** What the privacy notice and the accessibility statement say. */
  #notices
  #part = "labs"

  connected() {
    addEventListener("hashchange", this.#turn)
    // Somebody may have worked at a desk meanwhile.
    document.addEventListener("visibilitychange", this.#again)
    this.#turn()
    this.#load()
    // Without these the page is as good.
    notices().then((found) => {
      this.#notices = found
      this.update()
    }, () => {})
    templates().then(({ templates: list }) => {
      this.#templates = new Map(list.map(({ id, name }) => [id, name]))
      this.update()
    }, () => {})
  }

  disconnected() {
    removeEventListener("hashchange", this.#turn)
    document.removeEventListener("visibilitychange", this.#again)
  }

  drawn() {
    document.title = t("organise.title")
  }

  #turn = () => {
    const wanted = location.hash.slice(1)
    const before = this.#part
    this.#part = wanted in PARTS ? wanted : "labs"
    this.update()
    if (before !== this.#part) this.querySelector("#part-title")?.focus()
  }

  #again = () => {
    if (document.visibilityState === "visible" && this.#found) this.#load()
  }

  #load = async () => {
    try {
      this.#found = await this.#organiser.labs()
      this.#asksKey = false
      this.#problem = undefined
    } catch (error) {
      this.#refused(error)
    }
    this.update()
  }

  #refused(error) {
    if (!(error instanceof CallError)) throw error
    if (error.status !== 401) {
      this.#problem = problemText(error)
      return
    }
    this.#found = undefined
    if (this.#asksKey || this.#organiser.hasKey) this.#problem = t("make.wrongKey")
    this.#asksKey = true
  }

  #enter = async (event) => {
    event.preventDefault()
    const key = this.#key.trim()
    if (key) {
      this.#problem = undefined
      this.#organiser = new Organiser(key)
      await this.#load()
    } else {
      this.#problem = t("organise.noKeyTyped")
      this.update()
    }
    this.querySelector(this.#found ? "#part-title" : "#organise-key")?.focus()
  }

  render() {
    return [
      h("header", { class: "organise-bar" },
        h("a", { class: "brand", href: "/" }, "coprolab"),
        h("lab-languages", { props: {} })),
      h("main", { id: "main", class: "page organise" },
        h("h1", {}, t("organise.title")),
        this.#found ? this.#parts() : this.#asksKey ? this.#door()
          : this.#problem ? this.#unreached() : h("p", { class: "quiet", role: "status" }, t("organise.loading")),
        reading(),
        statements()),
    ]
  }

  /** What whoever runs this server still has to say to people. */
  #gaps() {
    const pages = ["privacy", "accessibility"].filter((page) => this.#notices?.[page].missing.length > 0)
    return pages.length > 0 && h("div", { class: "notice calm", key: "gaps" },
      h("p", {}, t("organise.pagesGap")),
      h("p", { class: "row" }, pages.map((page) => h("a", { class: "button link", href: `/${page}`, key: page }, t("organise.pagesMissing", {
        page: t(`pages.${page}.title`), n: this.#notices[page].missing.length,
      })))),
      h("p", { class: "quiet" }, t("pages.gapsLead")))
  }

  #unreached() {
    return h("div", { class: "notice", role: "alert" }, h("p", {}, this.#problem), button(t("organise.again"), this.#load))
  }

  #door() {
    return h("form", { class: "card stack", key: "door", onsubmit: this.#enter, novalidate: true },
      h("p", {}, t("organise.lead")),
      field({
        id: "organise-key", label: t("make.key"), hint: t("make.keyHint"), error: this.#problem, value: this.#key,
        oninput: ({ target }) => {
          this.#key = target.value
        },
      }),
      h("p", { class: "quiet" }, t("organise.keyKept")),
      h("button", { class: "button main" }, t("organise.enter")))
  }

  #parts() {
    const { labs, time } = this.#found
    const names = Object.keys(PARTS)
    return [
      h("p", { class: "quiet", key: "rights" }, t(this.#organiser.hasKey ? "organise.withKey" : "organise.noKey")),
      this.#problem && h("p", { class: "error", role: "alert", key: "problem" }, this.#problem),
      names.length > 1 && h("nav", { class: "organise-parts", key: "parts", "aria-label": t("organise.parts") },
        h("ul", { role: "list" }, names.map((name) => h("li", { key: name },
          h("a", { href: `#${name}`, "aria-current": name === this.#part ? "page" : null }, t(`organise.part.${name}`)))))),
      this.#part === "labs" && this.#gaps(),
      h(PARTS[this.#part], { key: this.#part, props: { organiser: this.#organiser, labs, time, templates: this.#templates, reload: this.#load } }),
    ]
  }
})
