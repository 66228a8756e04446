// What waits to be read before the room sees it (S43): a facilitator's yes, or a no with its reason. It doesn't say whose
// it is.

import { ordered } from "../models/collections.js"
import { t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { button, field, tags } from "./parts.js"

const REASON_LIMIT = 300

/** props: session, activity, and `about(text)`, what a text was written under. */
define("lab-review", class extends LabElement {
  #declining
  #reason = ""

  #send(name, text, more, note) {
    const { session, activity } = this.props
    session.send(name, { activity: activity.id, entry: text.id, version: text.version, ...more }, { note })
    this.#declining = undefined
    this.#reason = ""
    this.update()
    this.querySelector("h3")?.focus()
  }

  #begin(text) {
    this.#declining = text.id
    this.#reason = ""
    this.update()
    this.querySelector("#decline-reason")?.focus()
  }

  #form(text) {
    const stop = () => {
      this.#declining = undefined
      this.update()
    }
    return h("form", { class: "stack", key: "form", onsubmit: (event) => {
      event.preventDefault()
      const reason = this.#reason.trim()
      if (!reason) return this.querySelector("#decline-reason").focus()
      return this.#send("decline", text, { reason }, t("review.declinedNote"))
    } },
      field({
        id: "decline-reason", label: t("review.reason"), hint: t("review.reasonHint"), area: 2, value: this.#reason,
        maxlength: REASON_LIMIT, oninput: ({ target }) => (this.#reason = target.value),
      }),
      h("div", { class: "row" },
        h("button", { class: "button main" }, t("review.decline")), button(t("cancel"), stop, { kind: "plain" })))
  }

  render() {
    const { activity, about } = this.props
    const texts = ordered(activity.waiting)
    return h("section", { class: "stack tight", key: "queue" },
      h("h3", { tabindex: -1 }, t("review.title", { n: texts.length })),
      h("p", { class: "quiet" }, t(texts.length > 0 ? "review.lead" : "review.none")),
      texts.length > 0 && h("ul", { class: "ideas", role: "list" }, texts.map((text) => {
        const under = about(text)
        return h("li", { class: "idea waits", key: text.id },
          under && h("p", { class: "quiet small" }, under, text.evidence && ` · ${t("survey.evidenceSaid")}`),
          h("p", { class: "idea-text" }, text.text),
          tags(text),
          this.#declining === text.id
            ? this.#form(text)
            : h("div", { class: "row" },
              button(t("review.approve"), () => this.#send("approve", text, {}, t("review.approvedNote")),
                { "aria-label": t("review.approveThis", { text: text.text }) }),
              button(t("review.notNow"), () => this.#begin(text),
                { kind: "plain", "aria-label": t("review.notNowThis", { text: text.text }) })))
      })))
  }
})
