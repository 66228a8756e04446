// What may be done with one's answers: each reuse by itself, and off until one says yes.

import { define, h, LabElement } from "../../elements/dom.js"
import { field } from "../../elements/parts.js"
import { ordered } from "../../models/lab.js"
import { t } from "../../models/words.js"

/** props: answering, activity, view, mine, names (those being written, by consent; their owner keeps them) */
define("lab-survey-consents", class extends LabElement {
  render() {
    const { activity, mine, answering, names } = this.props
    const said = mine?.consents ?? {}
    const send = (id, on, name) =>
      answering.send(activity.id, "setConsent", { consent: id, on, ...(name && { name }) },
        { note: t(on ? "survey.consented" : "survey.consentBack") })
    return h("section", { class: "card stack", key: "consents" },
      h("h2", { tabindex: -1 }, t("survey.consents")),
      h("p", {}, t("survey.consentsLead")),
      ordered(activity.consents).map(({ id, title }) => {
        const isListing = activity.lists?.consent === id
        const isOn = Boolean(said[id]?.on)
        const wants = names[id] !== undefined && !isOn
        return h("div", { class: "stack tight", key: id },
          h("label", { class: "switch" },
            h("input", { type: "checkbox", checked: isOn || wants, onchange: ({ target }) => {
              if (!target.checked) {
                delete names[id]
                if (isOn) send(id, false)
                return this.update()
              }
              if (!isListing) return send(id, true)
              names[id] = answering.person?.name ?? ""
              return this.update()
            } }),
            h("span", {}, title)),
          isListing && isOn && h("p", { class: "quiet" }, t("survey.listedAs", { name: said[id].name ?? "" })),
          wants && h("form", { class: "stack", onsubmit: (event) => {
            event.preventDefault()
            const name = names[id].trim()
            if (!name) return this.querySelector(`#name-${id}`)?.focus()
            delete names[id]
            return send(id, true, name)
          } },
            field({
              id: `name-${id}`, label: t("survey.nameToList"), value: names[id], maxlength: 60,
              hint: t("survey.nameToListHint"), oninput: ({ target }) => {
                names[id] = target.value
                this.update()
              },
            }),
            h("div", { class: "row" }, h("button", { class: "button main" }, t("survey.listMe")))))
      }))
  }
})
