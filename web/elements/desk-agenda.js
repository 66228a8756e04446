// The programme, changed by hand: reword, move, leave out, add. Each change stands in the lab's public history (S7).

import { modelOf } from "../activities/models.js"
import { agenda } from "../models/lab.js"
import { t } from "../models/words.js"
import "./dialog.js"
import { define, h, LabElement } from "./dom.js"
import { button, choice, field } from "./parts.js"

/** Kinds that need nothing but a question, so that they can be added in the middle of a lab. */
const ADDABLE = ["gather", "vote", "rate", "pledge", "info", "break"]
const STARTS_FROM = new Set(["vote", "rate", "pledge"])
const FIELDS = [["title", 120, false], ["prompt", 1000, 2], ["easyPrompt", 1000, 2], ["commentary", 2000, 3]]

/** props: session, view, onclose. */
define("lab-desk-agenda", class extends LabElement {
  /** The id of the step that is reworded, or "new". */
  #open
  #values = {}
  #version
  #missing

  #edit(activity) {
    this.#open = activity.id
    this.#version = activity.edition
    this.#values = Object.fromEntries(
      [...FIELDS.map(([name]) => name), "guideMinutes"].map((name) => [name, String(activity[name] ?? "")]))
    this.update()
    this.querySelector("#step-title").focus()
  }

  #begin = () => {
    this.#open = "new"
    this.#values = { kind: "gather", title: "", prompt: "", easyPrompt: "", commentary: "", guideMinutes: "5", from: "" }
    this.#values.after = agenda(this.props.view).at(-1)?.id ?? ""
    this.update()
    this.querySelector("#step-title").focus()
  }

  #set(name, value, redraw = false) {
    this.#values = { ...this.#values, [name]: value }
    if (redraw) this.update()
  }

  #done = () => {
    const id = this.#open
    this.#open = undefined
    this.#missing = undefined
    this.update()
    this.querySelector(id === "new" ? ".add-step" : `[data-step="${id}"] button`)?.focus()
  }

  #save = (event) => {
    event.preventDefault()
    const { session } = this.props
    const { title, prompt, easyPrompt, commentary } = this.#values
    this.#missing = !title.trim() ? "title" : !prompt.trim() ? "prompt" : undefined
    if (this.#missing) return this.update()
    const words = { title: title.trim(), prompt: prompt.trim() }
    const guideMinutes = Math.min(600, Math.max(0, Math.round(Number(this.#values.guideMinutes) || 0)))
    if (this.#open === "new") {
      const step = { kind: this.#values.kind, ...words, guideMinutes, ...this.#newSettings() }
      if (easyPrompt.trim()) step.easyPrompt = easyPrompt.trim()
      if (commentary.trim()) step.commentary = commentary.trim()
      session.send("addActivity", { after: this.#values.after, step }, { note: t("agenda.added") })
    } else {
      session.send("editActivity",
        { activity: this.#open, version: this.#version, ...words, easyPrompt, commentary, guideMinutes },
        { note: t("agenda.edited") })
    }
    return this.#done()
  }

  /** What a new step of that kind starts from and how it is shown. */
  #newSettings() {
    const { kind, from } = this.#values
    const live = kind === "gather" || kind === "pledge" || kind === "info" || kind === "break"
    return {
      reveal: live ? "live" : "onReveal", visibility: kind === "pledge" ? "named" : "anonymous",
      ...(STARTS_FROM.has(kind) && from && { inputsFrom: [from] }),
    }
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
    const { view, onclose } = this.props
    const list = agenda(view)
    return h("lab-dialog", { props: { heading: t("agenda.change"), onclose, wide: true, content: [
      h("p", { class: "quiet" }, t("agenda.lead")),
      h("ol", { class: "people-list", role: "list" },
        list.map((activity, index) => this.#step(activity, index, list))),
      this.#open === "new"
        ? this.#form(list)
        : button(t("agenda.add"), this.#begin, { kind: "plain add-step" }),
    ] } })
  }

  #step(activity, index, list) {
    const { id, title, state, skipped } = activity
    if (this.#open === id) return h("li", { key: id, "data-step": id }, this.#form(list))
    const named = (key) => ({ kind: "plain", "aria-label": t(key, { title }) })
    return h("li", { key: id, "data-step": id },
      h("div", { class: "grow" },
        h("p", {}, h("b", {}, title)),
        h("p", { class: "quiet small" }, [
          t(skipped ? "state.skipped" : `state.${state}`),
          activity.guideMinutes && t("activity.min", { n: activity.guideMinutes }),
        ].filter(Boolean).join(" · "))),
      button(t("edit"), () => this.#edit(activity), named("agenda.editThis")),
      index > 0 && button("↑", () => this.#move(list, index, -1), { ...named("agenda.up"), kind: "plain round" }),
      index < list.length - 1 && button("↓", () => this.#move(list, index, 1),
        { ...named("agenda.down"), kind: "plain round" }),
      state === "draft" && button(t(skipped ? "agenda.return" : "agenda.skip"), () => this.#skip(activity),
        named(skipped ? "agenda.returnThis" : "agenda.skipThis")))
  }

  #form(list) {
    const isNew = this.#open === "new"
    return h("form", { class: "stack card", onsubmit: this.#save, novalidate: true },
      h("h3", {}, t(isNew ? "agenda.add" : "agenda.edit")),
      isNew && choice({
        legend: t("agenda.kind"), name: "step-kind", value: this.#values.kind,
        options: ADDABLE.map((kind) => [kind, t(`kind.${kind}`)]),
        onchange: (kind) => this.#set("kind", kind, true),
      }),
      FIELDS.map(([name, limit, area]) => field({
        id: `step-${name}`, label: t(`agenda.field.${name}`), hint: name === "commentary" && t("agenda.commentaryHint"),
        area, maxlength: limit, optional: name === "easyPrompt" || name === "commentary", value: this.#values[name],
        error: this.#missing === name && t("agenda.missing"),
        oninput: ({ target }) => this.#set(name, target.value),
      })),
      field({
        id: "step-minutes", label: t("agenda.field.guideMinutes"), type: "number", min: 0, max: 600,
        value: this.#values.guideMinutes, oninput: ({ target }) => this.#set("guideMinutes", target.value),
      }),
      isNew && STARTS_FROM.has(this.#values.kind) && this.#select("from", t("agenda.from"),
        list.filter(({ kind }) => modelOf(kind).texts || kind === "vote" || kind === "rate"), t("agenda.fromNothing")),
      isNew && this.#select("after", t("agenda.after"), list, t("agenda.first")),
      h("div", { class: "row" },
        h("button", { class: "button main narrow" }, t(isNew ? "agenda.addGo" : "save")),
        button(t("cancel"), this.#done, { kind: "plain" })))
  }

  #select(name, label, list, none) {
    return h("div", { class: "field", key: name },
      h("label", { for: `step-${name}` }, label),
      h("select", { id: `step-${name}`, onchange: ({ target }) => this.#set(name, target.value) },
        h("option", { value: "", selected: !this.#values[name] }, none),
        list.map(({ id, title }) => h("option", { value: id, key: id, selected: this.#values[name] === id }, title))))
  }
})
