// Something that somebody wrote worries me: which it is, and why if one likes. Facilitators see it, and never whose flag
// it is.

import { contributions } from "../models/contributions.js"
import { t } from "../models/words.js"
import "./dialog.js"
import { define, h, LabElement } from "./dom.js"
import { button, field } from "./parts.js"

const MANY = 8
const REASON_LIMIT = 300

/** props: session, activity, flags (mine), onclose. */
define("lab-flag", class extends LabElement {
  #item
  #reason = ""
  #search = ""
  #missing = false

  #send = (event) => {
    event.preventDefault()
    const { session, activity } = this.props
    this.#missing = !this.#item
    if (this.#missing) {
      this.update()
      return this.querySelector("input[type=radio], #flag-search")?.focus()
    }
    const reason = this.#reason.trim()
    session.send("flag", { activity: activity.id, item: this.#item, ...(reason && { reason }) }, { note: t("flag.sent") })
    return this.querySelector("dialog").close()
  }

  render() {
    const { activity, flags = {}, onclose } = this.props
    const all = contributions(activity)
    const own = all.filter(({ id }) => flags[id])
    const wanted = this.#search.trim().toLowerCase()
    const open = all.filter(({ id, text }) => flags[id] !== "raised" && text.toLowerCase().includes(wanted))
    return h("lab-dialog", { props: { heading: t("flag.title"), onclose, wide: true, content: [
      own.length > 0 && h("section", { class: "stack tight", key: "own" },
        h("h3", {}, t("flag.own")),
        h("ul", { class: "ideas", role: "list" }, own.map(({ id, text }) => this.#own(id, text, flags[id])))),
      h("form", { class: "stack", key: "form", onsubmit: this.#send },
        h("p", { class: "quiet" }, t("flag.lead")),
        all.length > MANY && field({
          id: "flag-search", label: t("flag.search"), value: this.#search, type: "search",
          oninput: ({ target }) => {
            this.#search = target.value
            this.update()
          },
        }),
        h("fieldset", { class: "choice", key: "which" },
          h("legend", {}, t("flag.which")),
          open.length === 0 && h("p", { class: "quiet" }, t("flag.none")),
          h("div", { class: "stack tight" }, open.map(({ id, text }) => h("label", { class: "switch", key: id },
            h("input", { type: "radio", name: "flag-item", value: id, checked: id === this.#item, onchange: () => {
              this.#item = id
              this.#missing = false
              this.update()
            } }),
            h("span", { class: "user-text" }, text))))),
        this.#missing && h("p", { class: "error", role: "alert" }, t("flag.missing")),
        field({
          id: "flag-reason", label: t("flag.reason"), optional: true, area: 2, maxlength: REASON_LIMIT, value: this.#reason,
          oninput: ({ target }) => (this.#reason = target.value),
        }),
        h("button", { class: "button main" }, t("flag.send"))),
    ] } })
  }

  #own(id, text, state) {
    const { session, activity } = this.props
    return h("li", { class: "idea", key: id },
      h("p", { class: "idea-text" }, text),
      h("p", { class: "quiet small" }, t(`flag.is.${state}`)),
      state === "raised" && button(t("flag.takeBack"),
        () => session.send("flag", { activity: activity.id, item: id, on: false }, { note: t("flag.takenBack") }),
        { kind: "plain", "aria-label": t("flag.takeBackThis", { text }) }))
  }
})
