// The form for an idea: its text, its heading, and what may be said of it; and what is made of it.

import { h } from "../../elements/dom.js"
import { symbol } from "../../elements/easy.js"
import { button, choice } from "../../elements/parts.js"
import { CO_SHAPES, COS, lengthOf, ordered } from "../../models/lab.js"
import { settings } from "../../models/settings.js"
import { t } from "../../models/words.js"
import { IDEA_LIMIT } from "./model.js"

const NEAR = 80

/** What a form begins with; the heading stays from one idea to the next. */
export const empty = (group) => ({ text: "", cos: [], when: undefined, for: undefined, group })

/** The body of a command from a form's values; an edit names what was emptied, too. */
export function bodyOf(values, activity, isEdit) {
  const body = { text: values.text.trim() }
  if (activity.asksCos && (isEdit || values.cos.length > 0)) body.cos = values.cos
  if (activity.asksWhen && (isEdit || values.when)) body.when = values.when ?? ""
  if (activity.asksFor && (isEdit || values.for)) body.for = values.for ?? ""
  if (activity.groups && values.group) body.group = values.group
  return body
}

/** Whether a form may be sent: there is a text that is short enough, and a heading where there are some. */
export function isReady(values, activity) {
  const text = values.text.trim()
  values.missing = Boolean(text && activity.groups && !activity.groups[values.group])
  return Boolean(text) && lengthOf(text) <= IDEA_LIMIT && !values.missing
}

/** Where to go on when it may not. */
export const unready = (place, values, id) => place.querySelector(values.missing ? `[name="${id}-group"]` : `#${id}`)?.focus()

/** S30: the heading that an idea stands under; one is needed. */
function headingChoice({ id, values, activity, redraw }) {
  return h("div", { class: "stack tight", key: "group" },
    choice({
      legend: t("gather.group"), name: `${id}-group`, value: values.group,
      options: ordered(activity.groups).map(({ id: group, title }) => [group, title]),
      onchange: (group) => {
        Object.assign(values, { group, missing: false })
        redraw()
      },
    }),
    ordered(activity.groups).filter(({ hint }) => hint).map(({ id: group, title, hint }) =>
      h("p", { class: "hint", key: group }, h("b", {}, title), `: ${hint}`)),
    values.missing && h("p", { class: "error", role: "alert" }, t("gather.noGroup")))
}

/** The form for a new idea or a changed one. */
export function ideaForm({ id, values, activity, label, go, onsubmit, oncancel, redraw }) {
  const left = IDEA_LIMIT - lengthOf(values.text)
  const toggle = (co) => {
    values.cos = values.cos.includes(co) ? values.cos.filter((other) => other !== co) : [...values.cos, co]
    redraw()
  }
  const pick = (name, options) => h("fieldset", { class: "choice", key: name },
    h("legend", {}, t(`gather.${name}`), h("span", { class: "quiet" }, ` ${t("optional")}`)),
    h("div", { class: "chips" }, options.map((option) => h("label", { class: "chip", key: option },
      h("input", { type: "checkbox", checked: values[name] === option, onchange: () => {
        values[name] = values[name] === option ? undefined : option
        redraw()
      } }),
      h("span", {}, t(`${name}.${option}`))))))
  const more = [
    activity.asksCos && h("fieldset", { class: "choice", key: "cos" },
      h("legend", {}, t("gather.cos"), h("span", { class: "quiet" }, ` ${t("optional")}`)),
      h("div", { class: "chips" }, COS.map((co) => h("label", { class: "chip", key: co },
        h("input", { type: "checkbox", checked: values.cos.includes(co), onchange: () => toggle(co) }),
        h("span", {}, h("span", { "aria-hidden": "true" }, `${CO_SHAPES[co]} `), t(`co.${co}.short`)))))),
    activity.asksWhen && pick("when", ["now", "couldBe"]),
    activity.asksFor && pick("for", ["person", "community"]),
  ].filter(Boolean)
  return h("form", { class: "stack", key: id, onsubmit: (event) => {
    event.preventDefault()
    onsubmit(event)
  } },
    activity.groups && headingChoice({ id, values, activity, redraw }),
    h("div", { class: "field" },
      h("label", { for: id }, label),
      h("textarea", {
        id, rows: 3, value: values.text, "aria-describedby": left < NEAR ? `${id}-left` : null,
        "aria-invalid": left < 0 ? "true" : null,
        oninput: ({ target }) => {
          values.text = target.value
          redraw()
        },
        onkeydown: (event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit()
          if (event.key === "Escape") oncancel?.()
        },
      }),
      left < NEAR && h("p", { class: left < 0 ? "error" : "hint", id: `${id}-left` },
        left < 0 ? t("gather.tooLong", { n: -left }) : t("gather.left", { n: left }))),
    // Read easy, what one may leave out is out of the way.
    more.length > 0 && settings.values.easy
      ? h("details", { key: "more" }, h("summary", {}, t("easy.more")), h("div", { class: "stack" }, more))
      : more,
    h("div", { class: "row" },
      h("button", { class: "button main" }, symbol("add"), go),
      oncancel && button(t("cancel"), oncancel, { kind: "plain" })))
}
