// A statement of participation, for whoever wants one (S31): made here, from what this person knows; nobody is told.

import { agenda, amHeard } from "../models/lab.js"
import { dateText, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { button, field, hills } from "./parts.js"

/** props: view, mine. */
define("lab-certificate", class extends LabElement {
  #name
  #lists = true

  render() {
    const { view, mine } = this.props
    const name = this.#name ?? mine.participant?.name ?? ""
    const steps = agenda(view).filter((activity) => amHeard(activity, mine.activities?.[activity.id]))
    return h("section", { class: "stack" },
      h("h1", { class: "no-print" }, t("certificate.title")),
      h("div", { class: "card stack no-print" },
        h("p", {}, t("certificate.lead")),
        field({
          id: "certificate-name", label: t("certificate.name"), value: name, maxlength: 60,
          oninput: ({ target }) => this.#set(() => (this.#name = target.value)),
        }),
        h("label", { class: "switch" },
          h("input", {
            type: "checkbox", role: "switch", checked: this.#lists,
            onchange: ({ target }) => this.#set(() => (this.#lists = target.checked)),
          }),
          h("span", {}, t("certificate.list"))),
        button(t("certificate.print"), () => print(), { kind: "main" })),
      h("article", { class: "certificate", "aria-label": t("certificate.paper") },
        hills(),
        h("p", { class: "quiet" }, t("certificate.paper")),
        h("p", { class: "certificate-name" }, name),
        h("p", { class: "lead" }, t("certificate.took", { title: view.lab.title })),
        this.#lists && steps.length > 0 && [
          h("p", {}, t("certificate.gave")),
          h("ul", { class: "plain-list" }, steps.map(({ id, title }) => h("li", { key: id }, title))),
        ],
        h("p", { class: "quiet" },
          [dateText(Date.now()), view.lab.details?.host, view.lab.details?.owner].filter(Boolean).join(" · "))))
  }

  #set(change) {
    change()
    this.update()
  }
})
