// The programme, changed by hand: reword, set, move, leave out, add. Each change stands in the lab's public history (S7).

import { agenda, trackTitle } from "../models/lab.js"
import { t } from "../models/words.js"
import { changeList, hasChanges } from "./changes.js"
import "./desk-step.js"
import "./dialog.js"
import { define, h, LabElement } from "./dom.js"
import { button } from "./parts.js"

/** The step whose form was open when the dialog was closed, by lab: it is there again. */
const left = new Map()

/** props: session, view, onclose. */
define("lab-desk-agenda", class extends LabElement {
  /** The id of the step that is changed, or "new". */
  #open

  connected() {
    this.#open = left.get(this.props.view.lab.id)
  }

  #show(id) {
    this.#open = id
    if (id) left.set(this.props.view.lab.id, id)
    else left.delete(this.props.view.lab.id)
    this.update()
  }

  #done = () => {
    const id = this.#open
    this.#show(undefined)
    this.querySelector(id === "new" ? ".add-step" : `[data-step="${id}"] button`)?.focus()
  }

  #move(list, index, step) {
    const { session } = this.props
    const after = step < 0 ? list[index - 2]?.id ?? "" : list[index + 1].id
    session.send("moveActivity", { activity: list[index].id, after }, { note: t("agenda.moved") })
  }

  #skip(activity) {
    this.props.session.send("skipActivity", { activity: activity.id, skipped: !activity.skipped },
      { note: t(activity.skipped ? "agenda.returned" : "agenda.skipped") })
  }

  render() {
    const { session, view, onclose } = this.props
    const list = agenda(view)
    const activity = list.find(({ id }) => id === this.#open)
    if (activity || this.#open === "new") {
      const heading = t(activity ? "agenda.edit" : "agenda.add")
      return h("lab-dialog", { key: this.#open, props: { heading, onclose, wide: true, content: h("lab-desk-step", {
        key: this.#open, props: { session, view, activity, ondone: this.#done },
      }) } })
    }
    return h("lab-dialog", { key: "list", props: { heading: t("agenda.change"), onclose, wide: true, content: [
      h("p", { class: "quiet" }, t("agenda.lead")),
      button(t("agenda.add"), () => this.#show("new"), { kind: "main add-step" }),
      h("ol", { class: "people-list", role: "list" }, list.map((step, index) => this.#step(step, index, list))),
      hasChanges(view) && h("details", { class: "card" },
        h("summary", {}, h("h3", {}, t("today.changes"))), changeList(view)),
    ] } })
  }

  #step(activity, index, list) {
    const { id, title, state, skipped, kind } = activity
    const named = (key) => ({ kind: "plain", "aria-label": t(key, { title }) })
    return h("li", { key: id, "data-step": id },
      h("div", { class: "grow" },
        h("p", {}, h("b", {}, title)),
        h("p", { class: "quiet small" }, [
          t(`kind.${kind}`), trackTitle(this.props.view, activity), t(skipped ? "state.skipped" : `state.${state}`),
          activity.guideMinutes && t("activity.min", { n: activity.guideMinutes }),
        ].filter(Boolean).join(" · "))),
      button(t("edit"), () => this.#show(id), named("agenda.editThis")),
      index > 0 && button("↑", () => this.#move(list, index, -1), { ...named("agenda.up"), kind: "plain round" }),
      index < list.length - 1 && button("↓", () => this.#move(list, index, 1),
        { ...named("agenda.down"), kind: "plain round" }),
      state === "draft" && button(t(skipped ? "agenda.return" : "agenda.skip"), () => this.#skip(activity),
        named(skipped ? "agenda.returnThis" : "agenda.skipThis")))
  }
})
