// Somebody has what somebody would like; both say yes first (S26).

import { define, h, LabElement } from "../../elements/dom.js"
import { button, field, notice } from "../../elements/parts.js"
import { t } from "../../models/words.js"

/** props: answering, activity, view, mine (with `matches`) */
define("lab-survey-matches", class extends LabElement {
  #names = {}

  render() {
    const { activity, mine, answering } = this.props
    const matches = Object.entries(mine.matches)
    const send = (match, on, name) =>
      answering.send(activity.id, "acceptMatch", { match, on, ...(name && { name }) })
    return h("section", { class: "stack", key: "matches" },
      h("h2", {}, t("survey.matches", { n: matches.length })),
      matches.map(([id, match]) => {
        const what = activity.questions[activity.matches.has]?.options?.[match.option]?.title ?? match.option
        const name = this.#names[id]
        return h("div", { class: "card stack", key: id },
          h("p", {}, t(match.gives ? "survey.youGive" : "survey.youGet", { what })),
          match.with !== undefined
            ? notice(h("p", {}, t("survey.bothYes", { name: match.with })))
            : match.accepted !== undefined
              ? h("p", { class: "quiet" }, t("survey.waitsForOther"))
              : h("form", { class: "stack", onsubmit: (event) => {
                event.preventDefault()
                if (name?.trim()) send(id, true, name.trim())
                else this.querySelector(`#match-${id}`)?.focus()
              } },
                field({
                  id: `match-${id}`, label: t("survey.nameForMatch"), hint: t("survey.nameForMatchHint"),
                  value: name ?? "", maxlength: 60, oninput: ({ target }) => {
                    this.#names[id] = target.value
                    this.update()
                  },
                }),
                h("div", { class: "row" }, h("button", { class: "button main" }, t("survey.putInTouch")))),
          match.accepted !== undefined && h("div", { class: "row" },
            button(t("survey.takeBack"), () => send(id, false), { kind: "plain" })))
      }))
  }
})
