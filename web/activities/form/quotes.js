// People's own words in a form: chosen among those that may be quoted, put shorter, taken out again.

import { announce } from "../../elements/announcer.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { button, field } from "../../elements/parts.js"
import { lengthOf } from "../../models/lab.js"
import { t } from "../../models/words.js"
import { quotable, quotesIn } from "./parts.js"

const QUOTE_LIMIT = 500

/** Somebody's words, how they were said where they were changed, and whether their author agrees. */
export function quoteBody(quote) {
  return [
    h("blockquote", {}, quote.text),
    quote.role && h("p", { class: "quiet small" }, t(`role.${quote.role}`)),
    quote.original && h("details", {}, h("summary", {}, t("form.asSaid")), h("blockquote", {}, quote.original)),
    quote.approved
      ? h("p", { class: "agreed" }, t("form.isAgreed"))
      : h("p", { class: "quiet" }, t("form.notAgreed")),
  ]
}

/** props: answering, activity, view, section */
define("lab-form-quotes", class extends LabElement {
  /** The quote that is being changed: {id, text, version}. */
  #quote

  render() {
    const { activity, answering, view, section } = this.props
    const quotes = quotesIn(activity, section.id)
    const others = quotable(view, activity)
    return [
      quotes.length > 0 && h("ul", { class: "quoted", role: "list", key: "quoted" }, quotes.map((quote) =>
        h("li", { key: quote.id }, this.#quote?.id === quote.id ? this.#quoteForm(quote) : [
          quoteBody(quote),
          h("div", { class: "row" },
            button(t("form.shorten"), () => {
              this.#quote = { id: quote.id, text: quote.text, version: quote.version }
              this.update()
              this.querySelector("#quote-text").focus()
            }, { kind: "plain", "aria-label": t("form.shortenThis", { text: quote.text }) }),
            button(t("form.takeOut"),
              () => answering.send(activity.id, "removeQuote", { quote: quote.id }, { note: t("form.takenOut") }),
              { kind: "plain", "aria-label": t("form.takeOutThis", { text: quote.text }) })),
        ]))),
      h("h3", { key: "h" }, t("form.mayBeQuoted")),
      others.length === 0 && h("p", { class: "quiet", key: "none" }, t("form.noneQuotable")),
      h("ul", { class: "quoted", role: "list", key: "others" }, others.map(({ id, text }) => h("li", { key: id },
        h("blockquote", {}, text),
        button(t("form.quote"), () => {
          answering.send(activity.id, "addQuote", { section: section.id, idea: id })
          announce(t("form.quoted"))
        }, { "aria-label": t("form.quoteThis", { text }) })))),
    ]
  }

  #quoteForm(quote) {
    const { activity, answering } = this.props
    const stop = () => {
      this.#quote = undefined
      this.update()
    }
    return h("form", { class: "stack", onsubmit: (event) => {
      event.preventDefault()
      const { text, version } = this.#quote
      if (!text.trim() || lengthOf(text) > QUOTE_LIMIT) return
      if (text.trim() !== quote.text) answering.send(activity.id, "editQuote",
        { quote: quote.id, text: text.trim(), version: version || quote.version }, { note: t("note.edited") })
      stop()
    } },
      field({
        id: "quote-text", label: t("form.shorten"), hint: t("form.originalStays"), area: 3, value: this.#quote.text,
        oninput: ({ target }) => (this.#quote.text = target.value),
      }),
      h("div", { class: "row" },
        h("button", { class: "button main" }, t("save")), button(t("cancel"), stop, { kind: "plain" })))
  }
})
