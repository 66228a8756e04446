// The first page: join with a code, make a lab, or take one up again.

import { codeText, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import "./make.js"
import { button, field, hills } from "./parts.js"
import { addStyles } from "./styles.js"

await addStyles("/styles/home.css")

const digits = (text) => text.replace(/\D/g, "")

define("lab-home", class extends LabElement {
  #code = ""
  #problem

  #join = (event) => {
    event.preventDefault()
    const code = digits(this.#code)
    if (code.length === 6) return location.assign(`/join/${code}`)
    this.#problem = t("home.codeProblem")
    this.update()
    return this.querySelector("#code").focus()
  }

  #takeUp = (event) => {
    event.preventDefault()
    const code = digits(this.querySelector("#desk-code").value)
    if (code.length === 6) location.assign(`/facilitate/${code}`)
    else this.querySelector("#desk-code").focus()
  }

  render() {
    return [
      h("header", { class: "hero" },
        hills(),
        h("div", { class: "hero-words" },
          h("p", { class: "brand" }, "coprolab"),
          h("h1", {}, t("home.title")),
          h("p", { class: "lead" }, t("home.lead")))),
      h("main", { id: "main", class: "page home" },
        h("section", { class: "card", "aria-labelledby": "join-title" },
          h("h2", { id: "join-title" }, t("home.join")),
          h("form", { class: "stack", onsubmit: this.#join, novalidate: true },
            field({
              id: "code", label: t("home.code"), hint: t("home.codeHint"), error: this.#problem, inputmode: "numeric",
              maxlength: 9,
              class: "code-input", value: this.#code,
              oninput: ({ target }) => {
                this.#code = codeText(digits(target.value).slice(0, 6))
                this.#problem = undefined
                this.update()
              },
            }),
            h("button", { class: "button main" }, t("home.go")))),
        h("section", { class: "card", "aria-labelledby": "make-title" },
          h("h2", { id: "make-title" }, t("make.title")),
          h("lab-make", { props: {} })),
        h("details", { class: "card" },
          h("summary", {}, t("home.takeUp")),
          h("form", { class: "stack", onsubmit: this.#takeUp },
            h("p", { class: "quiet" }, t("home.takeUpHint")),
            field({ id: "desk-code", label: t("home.code"), inputmode: "numeric", maxlength: 9 }),
            button(t("home.takeUpGo"), null, { type: "submit" })))),
    ]
  }
})
