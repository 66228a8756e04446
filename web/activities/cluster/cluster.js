// `cluster`: ideas put under themes, one after the other or by a labelled choice beside each. No dragging anywhere.

import { announce } from "../../elements/announcer.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { button, field, notice } from "../../elements/parts.js"
import { addStyles } from "../../elements/styles.js"
import { itemsOf, lengthOf } from "../../models/lab.js"
import { quoted, t } from "../../models/words.js"
import { arrangement } from "./model.js"

await addStyles("/activities/cluster/cluster.css")

const THEME_LIMIT = 120

/** The labelled choice of a theme beside an item; `place` is called with the theme, "" for none. */
function themeSelect(item, themes, current, place) {
  const id = `theme-of-${item.id}`
  return h("div", { class: "field" },
    h("label", { for: id }, t("cluster.themeOf"), h("span", { class: "visually-hidden" }, ` ${quoted(item.text)}`)),
    h("select", { id, onchange: ({ target }) => place(target.value) },
      h("option", { value: "", key: "", selected: current === "" }, t("cluster.none")),
      themes.map(({ id: theme, text }) =>
        h("option", { value: theme, key: theme, selected: theme === current }, text))))
}

/** One theme with what stands under it. props: theme, items, themes, place?, edit?, remove?, heading? ("h3") */
define("lab-theme", class extends LabElement {
  #text

  #edit() {
    this.#text = this.props.theme.text
    this.update()
    this.querySelector("input").focus()
  }

  #stop(text) {
    if (text && text !== this.props.theme.text) this.props.edit(text)
    this.#text = undefined
    this.update()
    this.querySelector("[tabindex]")?.focus()
  }

  render() {
    const { theme, items, themes, place, edit, remove, heading } = this.props
    const { id, text, unsaved } = theme
    return h("section", { class: unsaved ? "theme unsaved" : "theme", "aria-labelledby": `theme-${id}` },
      this.#text === undefined
        ? h("header", { key: "head" },
          h(heading ?? "h3", { id: `theme-${id}`, tabindex: -1 }, text),
          h("span", { class: "quiet" }, t("cluster.count", { n: items.length })))
        : h("form", { class: "stack", key: "form", onsubmit: (event) => {
          event.preventDefault()
          this.#stop(this.#text.trim())
        } },
          field({
            id: `edit-${id}`, label: t("cluster.reword"), value: this.#text, maxlength: THEME_LIMIT,
            oninput: ({ target }) => (this.#text = target.value),
          }),
          h("div", { class: "row" },
            h("button", { class: "button main" }, t("save")),
            button(t("cancel"), () => this.#stop(), { kind: "plain" }))),
      unsaved && h("p", { class: "quiet small", key: "unsaved" }, t("unsaved")),
      items.length > 0 && h("ul", { class: "theme-items", role: "list", key: "items", "data-fit": "inner" }, items.map((item) =>
        h("li", { key: item.id },
          h("p", { class: "idea-text" }, item.text),
          place && themeSelect(item, themes, id, (theme) => place(item, theme))))),
      this.#text === undefined && (edit || remove) && h("div", { class: "row", key: "tools" },
        edit && button(t("cluster.change"), () => this.#edit(),
          { kind: "plain", "aria-label": t("cluster.changeThis", { text }) }),
        remove && button(t("cluster.remove"), remove,
          { kind: "plain", "aria-label": t("cluster.removeThis", { text }) })))
  }
})

/** What can be done with themes, through `send(name, body, options)`. */
class Sorting {
  constructor(send) {
    this.send = send
  }

  place(item, theme, text) {
    this.send("placeItem", { item: item.id, theme },
      { note: text ? t("cluster.placed", { text }) : t("cluster.loosened") })
  }

  add(text) {
    announce(t("cluster.added", { text }))
    return this.send("addTheme", { text })
  }

  /** The sections of all themes and of what is loose. */
  sections({ themes, loose }, { mayEdit, mayRemove, heading = "h3" }) {
    const place = mayEdit && ((item, theme) =>
      this.place(item, theme, themes.find(({ id }) => id === theme)?.text))
    return h("div", { class: "themes", "data-fit": "" },
      themes.map((theme) => h("lab-theme", { key: theme.id, props: {
        theme, items: theme.items, themes, place, heading,
        edit: mayEdit && ((text) => this.send("editTheme", { theme: theme.id, version: theme.version, text },
          { note: t("note.edited") })),
        remove: mayEdit && (mayRemove(theme) || theme.items.length === 0) && (() =>
          this.send("removeTheme", { theme: theme.id }, { note: t("cluster.removed", { text: theme.text }) })),
      } })),
      loose.length > 0 && h("section", { class: "theme loose", key: "loose", "aria-labelledby": "loose" },
        h("header", {},
          h(heading, { id: "loose" }, t("cluster.loose")),
          h("span", { class: "quiet" }, t("cluster.count", { n: loose.length }))),
        h("ul", { class: "theme-items", role: "list", "data-fit": "inner" }, loose.map((item) => h("li", { key: item.id },
          h("p", { class: "idea-text" }, item.text),
          place && themeSelect(item, themes, "", (theme) => place(item, theme)))))))
  }
}

/** The field for a new theme. props: add(text) → nothing, label. */
define("lab-theme-form", class extends LabElement {
  #text = ""

  render() {
    const { add, id } = this.props
    return h("form", { class: "add-theme", onsubmit: (event) => {
      event.preventDefault()
      const text = this.#text.trim()
      if (!text || lengthOf(text) > THEME_LIMIT) return this.querySelector("input").focus()
      this.#text = ""
      this.update()
      return add(text)
    } },
      field({
        id, label: t("cluster.new"), value: this.#text, maxlength: THEME_LIMIT,
        oninput: ({ target }) => {
          this.#text = target.value
          this.update()
        },
      }),
      h("button", { class: "button" }, t("cluster.make")))
  }
})

define("lab-cluster", class extends LabElement {
  #skipped = 0

  #sorting() {
    const { answering, activity } = this.props
    return new Sorting((name, body, options) => answering.send(activity.id, name, body, options))
  }

  render() {
    const { activity, view, mine, open } = this.props
    const items = itemsOf(view, activity)
    const found = arrangement(activity, items, mine)
    const mayEdit = open && activity.editors !== "facilitators"
    const sorting = this.#sorting()
    const one = found.loose.length > 0 ? found.loose[this.#skipped % found.loose.length] : undefined
    return [
      open && !mayEdit && notice(h("p", {}, t("cluster.watch"))),
      items.length === 0 && h("p", { class: "quiet", key: "no-items" }, t("cluster.noItems")),
      mayEdit && one && this.#card(one, found, sorting),
      mayEdit && !one && items.length > 0 && h("div", { class: "notice calm", key: "done" },
        h("p", {}, t("cluster.done"))),
      mayEdit && !one && h("lab-theme-form", { key: "form", props: { id: "new-theme", add: this.#addAlone } }),
      h("section", { class: "stack", key: "themes" },
        h("h2", {}, t("cluster.themes", { n: found.themes.length })),
        // What has no theme yet is in the card above.
        sorting.sections(mayEdit ? { ...found, loose: [] } : found,
          { mayEdit, mayRemove: ({ id }) => Boolean(mine?.themes?.[id]) })),
    ]
  }

  #addAlone = (text) => this.#sorting().add(text)

  #card(item, { themes, loose }, sorting) {
    return h("section", { class: "card sort-card", key: "card", "aria-labelledby": "sort-item" },
      h("p", { class: "quiet" }, t("cluster.left", { n: loose.length })),
      h("h2", { id: "sort-item", tabindex: -1 }, item.text),
      themes.length > 0 && h("p", { id: "sort-where" }, t("cluster.where")),
      themes.length > 0 && h("div",
        { class: "theme-choices", role: "group", "aria-labelledby": "sort-where sort-item" },
        themes.map(({ id, text }) => button(text, () => this.#put(item, id, text, sorting), { key: id }))),
      h("lab-theme-form", { key: "form", props: { id: "new-theme", add: this.#addFor(item, sorting) } }),
      loose.length > 1 && button(t("cluster.skip"), () => {
        this.#skipped++
        this.#next()
      }, { kind: "link" }))
  }

  #adding
  /** The same function for the same item, so that the form keeps what is being written. */
  #addFor(item, sorting) {
    if (this.#adding?.item !== item.id) {
      this.#adding = { item: item.id, add: (text) => this.#put(item, sorting.add(text), text, sorting) }
    }
    return this.#adding.add
  }

  #put(item, theme, text, sorting) {
    sorting.place(item, theme, text)
    this.#next()
  }

  #next() {
    this.update()
    this.querySelector("#sort-item")?.focus({ preventScroll: true })
  }
})

define("lab-cluster-desk", class extends LabElement {
  render() {
    const { session, activity, view } = this.props
    const found = arrangement(activity, itemsOf(view, activity))
    const mayEdit = activity.state === "open" &&
      (activity.reveal === "live" || activity.editors === "facilitators")
    const sorting = new Sorting((name, body, options) =>
      session.send(name, { activity: activity.id, ...body }, options))
    const hidden = activity.reveal === "onReveal" && activity.state !== "revealed"
    return [
      hidden && h("p", { class: "quiet", key: "hidden" }, t("cluster.hidden")),
      mayEdit && h("lab-theme-form", { key: "form", props: { id: "new-theme", add: this.#add } }),
      h("h3", { key: "title" }, t("cluster.themes", { n: found.themes.length })),
      sorting.sections(hidden ? { ...found, loose: [] } : found, { mayEdit, mayRemove: () => true }),
      h("lab-hidden", { key: "hidden-themes", props: { session, activity, restore: ["restoreTheme", "theme"] } }),
    ]
  }

  #add = (text) => {
    const { session, activity } = this.props
    announce(t("cluster.added", { text }))
    session.send("addTheme", { activity: activity.id, text })
  }
})

define("lab-cluster-screen", class extends LabElement {
  render() {
    const { activity, view } = this.props
    const items = itemsOf(view, activity)
    const found = arrangement(activity, items)
    const hidden = activity.reveal === "onReveal" && activity.state !== "revealed"
    return [
      h("p", { class: "quiet", key: "lead" }, hidden
        ? t("cluster.hidden")
        : t("cluster.progress", { n: items.length - found.loose.length, of: items.length })),
      new Sorting().sections(hidden ? { themes: found.themes, loose: [] } : found,
        { mayEdit: false, heading: "h2" }),
    ]
  }
})
