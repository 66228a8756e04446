// What is asked before something is done to a lab as a whole: what it means, and a yes; to delete it, its title.

import { CallError } from "../models/calls.js"
import { Keyring } from "../models/route.js"
import { t } from "../models/words.js"
import { announce } from "./announcer.js"
import "./copy.js"
import { define, h, LabElement } from "./dom.js"
import { button, field, problemText } from "./parts.js"

/** props: act (link, archive, back or delete), lab, organiser, onclose, done(words), gone(words). */
define("lab-organise-act", class extends LabElement {
  #typed = ""
  #problem
  #busy = false
  #made

  #go = async (event) => {
    event.preventDefault()
    const { act, lab, organiser, done, gone, onclose } = this.props
    if (this.#busy) return
    if (act === "delete" && this.#typed.trim() !== lab.title) return this.#say(t("organise.typeTitle", { title: lab.title }))
    this.#busy = true
    this.#problem = undefined
    this.update()
    try {
      if (act === "link") return this.#take(await organiser.link(lab.lab))
      if (act === "delete") {
        await organiser.delete(lab.lab, lab.title)
        for (const page of ["facilitate", "replay", "screen"]) new Keyring(page, lab.lab).forget()
        return await gone(t("organise.done.delete", { title: lab.title }))
      }
      await (act === "archive" ? organiser.archive(lab.lab) : organiser.bringBack(lab.lab))
      onclose()
      return await done(t(`organise.done.${act}`, { title: lab.title }))
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      return this.#say(problemText(error))
    } finally {
      this.#busy = false
      this.update()
    }
  }

  /** The link of before opens nothing any more, in this browser neither. */
  #take({ facilitatorToken, links }) {
    const { lab } = this.props
    new Keyring("facilitate", lab.lab).update({ token: facilitatorToken, title: lab.title, at: Date.now() })
    new Keyring("replay", lab.lab).update({ token: facilitatorToken })
    this.#made = links
    announce(t("organise.linkMade"))
    this.update()
    this.querySelector("#act-made").focus()
  }

  #say(words) {
    this.#problem = words
    this.update()
    this.querySelector("#act-title, .sheet .main")?.focus()
  }

  render() {
    const { act, lab, onclose } = this.props
    return h("lab-dialog", { props: {
      heading: t(`organise.act.${act}`), onclose, content: this.#made ? this.#links() : h("form", {
        class: "stack", novalidate: true, onsubmit: this.#go,
      },
        h("p", {}, h("b", { dir: "auto" }, lab.title)),
        h("p", {}, t(`organise.ask.${act}`)),
        act === "delete" && field({
          id: "act-title", label: t("organise.typeLabel"), hint: t("organise.typeTitle", { title: lab.title }), error: this.#problem,
          value: this.#typed, oninput: ({ target }) => (this.#typed = target.value),
        }),
        act !== "delete" && this.#problem && h("p", { class: "error", role: "alert" }, this.#problem),
        h("div", { class: "row" },
          h("button", { class: "button main", disabled: this.#busy }, t(`organise.go.${act}`)),
          button(t("cancel"), onclose, { kind: "plain" }))),
    } })
  }

  #links() {
    const { lab } = this.props
    return h("div", { class: "stack" },
      h("h3", { id: "act-made", tabindex: -1 }, t("organise.linkMade")),
      h("p", {}, t("organise.linkLead")),
      h("lab-copy", { props: { id: "act-link", label: t("links.facilitate"), value: this.#made.facilitate } }),
      h("div", { class: "row" },
        h("a", { class: "button main", href: `/facilitate/${lab.lab}` }, t("make.openDesk")),
        h("a", { class: "button", href: `/replay/${lab.lab}` }, t("replay.open"))))
  }
})
