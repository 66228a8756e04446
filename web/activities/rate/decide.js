// The facilitator writes down what the group decides: do, plan, later or drop, with a reason and who acts together.

import { define, h, LabElement } from "../../elements/dom.js"
import { button, choice, field } from "../../elements/parts.js"
import { DECISIONS, itemsOf, urgency } from "../../models/lab.js"
import { t } from "../../models/words.js"
import { decisionText } from "./results.js"

/** Where an item stands, in words. */
function said(results) {
  const words = [
    results?.quadrant && t(`quadrant.${results.quadrant}`),
    results?.differs && t("flag.differs"),
    results?.talkFirst && t("flag.talkFirst"),
  ].filter(Boolean)
  return words.length > 0 && h("p", { class: "quiet small" }, words.join(" · "))
}

/** props: session, activity (the rating), view. */
define("lab-decide", class extends LabElement {
  #open
  #values
  #missing

  #start(item) {
    const { decision, reason = "", who = "", version = 0 } = item.decision ?? {}
    this.#open = item.id
    // What is changed is what was seen on beginning.
    this.#values = { decision, reason, who, version }
    this.#missing = undefined
    this.update()
    this.querySelector("form input")?.focus()
  }

  #stop() {
    const id = this.#open
    this.#open = undefined
    this.update()
    this.querySelector(`[data-item="${CSS.escape(id)}"] button`)?.focus()
  }

  #save = (item) => (event) => {
    event.preventDefault()
    const { decision, reason, who, version } = this.#values
    this.#missing = !decision ? "decision" : !reason.trim() ? "reason" : undefined
    if (this.#missing) {
      this.update()
      return this.querySelector(this.#missing === "reason" ? "#reason" : "form input").focus()
    }
    this.props.session.send("decide", {
      activity: this.props.activity.id, item: item.id, decision, reason: reason.trim(),
      ...(who.trim() && { who: who.trim() }), version,
    }, { note: t("decide.done") })
    return this.#stop()
  }

  render() {
    const { activity, view } = this.props
    const items = [...itemsOf(view, activity)].sort((a, b) => urgency(a.results) - urgency(b.results))
    const done = items.filter(({ decision }) => decision).length
    if (activity.state !== "revealed") return h("p", { class: "quiet" }, t("decide.before"))
    return [
      h("h2", {}, t("decide.title")),
      h("p", { class: "quiet" }, t("decide.count", { n: done, of: items.length })),
      h("ul", { class: "ideas", role: "list" }, items.map((item) => h("li", {
        class: "idea", key: item.id, "data-item": item.id,
      },
        h("p", { class: "idea-text" }, h("span", { class: "number" }, String(item.number)), " ", item.text),
        said(item.results),
        this.#open === item.id ? this.#form(item) : [
          decisionText(item),
          button(t(item.decision ? "decide.change" : "decide.start"),
            () => this.#start(item),
            {
              kind: item.decision ? "plain" : "",
              "aria-label": t(item.decision ? "decide.changeThis" : "decide.this", { text: item.text }),
            }),
        ]))),
    ]
  }

  #form(item) {
    const set = (name) => ({ target }) => (this.#values[name] = target.value)
    return h("form", { class: "stack", onsubmit: this.#save(item) },
      choice({
        legend: t("decide.what"), name: "decision", value: this.#values.decision,
        options: DECISIONS.map((name) => [name, t(`decision.${name}`)]),
        onchange: (decision) => {
          this.#values.decision = decision
          this.update()
        },
      }),
      this.#missing === "decision" && h("p", { class: "error" }, t("decide.noDecision")),
      field({
        id: "reason", label: t("decide.reason"), area: 2, maxlength: 500, value: this.#values.reason,
        oninput: set("reason"), error: this.#missing === "reason" && t("decide.noReason"),
      }),
      field({
        id: "who", label: t("decide.who"), optional: true, maxlength: 300, value: this.#values.who,
        oninput: set("who"),
      }),
      h("div", { class: "row" },
        h("button", { class: "button main" }, t("save")),
        button(t("cancel"), () => this.#stop(), { kind: "plain" })))
  }
})
