// The first page: join with a code, make a lab, or take one up again.

import { labsHere } from "../models/device.js"
import { digitsIn } from "../models/figures.js"
import { codeText, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import "./languages.js"
import "./make.js"
import { button, field, hills, reading, statements } from "./parts.js"
import { addStyles } from "./styles.js"

await addStyles("/styles/home.css")

define("lab-home", class extends LabElement {
  #code = ""
  #problem

  #join = (event) => {
    event.preventDefault()
    const code = digitsIn(this.#code)
    if (code.length === 6) return location.assign(`/join/${code}`)
    this.#problem = t("home.codeProblem")
    this.update()
    return this.querySelector("#code").focus()
  }

  #takeUp = (event) => {
    event.preventDefault()
    const code = digitsIn(this.querySelector("#desk-code").value)
    if (code.length === 6) location.assign(`/facilitate/${code}`)
    else this.querySelector("#desk-code").focus()
  }

  /** The labs that this browser was in: back with one tap. */
  #before() {
    const labs = labsHere().slice(0, 3)
    return labs.length > 0 && h("section", { class: "card before", key: "before", "aria-labelledby": "before-title" },
      h("h2", { id: "before-title" }, t("home.before")),
      h("ul", { class: "plain-list stack tight" }, labs.map(({ page, lab, title }) => h("li", { key: page + lab },
        h("a", { class: "button", href: `/${page}/${lab}` },
          t(page === "join" ? "home.backTo" : "home.backToDesk", { title }))))))
  }

  render() {
    return [
      h("header", { class: "hero" },
        hills(),
        h("div", { class: "hero-words" },
          h("lab-languages", { props: {} }),
          h("p", { class: "brand" }, "coprolab"),
          h("h1", {}, t("home.title")),
          h("p", { class: "lead" }, t("home.lead")))),
      h("main", { id: "main", class: "page home" },
        this.#before(),
        h("section", { class: "card", "aria-labelledby": "join-title" },
          h("h2", { id: "join-title" }, t("home.join")),
          h("form", { class: "stack", onsubmit: this.#join, novalidate: true },
            field({
              id: "code", label: t("home.code"), hint: t("home.codeHint"), error: this.#problem, inputmode: "numeric",
              maxlength: 9, class: "code-input", dir: "ltr", value: this.#code,
              oninput: ({ target }) => {
                this.#code = codeText(digitsIn(target.value).slice(0, 6))
                this.#problem = undefined
                this.update()
              },
            }),
            h("button", { class: "button main" }, t("home.go")))),
        h("section", { class: "card", "aria-labelledby": "make-title" },
          h("h2", { id: "make-title" }, t("make.title")),
          h("lab-make", { props: {} }),
          h("a", { class: "button link", href: "/organise" }, t("home.organise"))),
        reading(),
        h("details", { class: "card" },
          h("summary", {}, t("home.takeUp")),
          h("form", { class: "stack", onsubmit: this.#takeUp },
            h("p", { class: "quiet" }, t("home.takeUpHint")),
            field({ id: "desk-code", label: t("home.code"), inputmode: "numeric", maxlength: 9, dir: "ltr" }),
            button(t("home.takeUpGo"), null, { type: "submit" }))),
        statements()),
    ]
  }
})
