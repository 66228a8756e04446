// What is mine: name and role, the return code, how it should be, watching and leaving.

import { ROLES, SUPPORT } from "../models/lab.js"
import { CallError } from "../models/calls.js"
import { settings } from "../models/settings.js"
import { loadMoreWords, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { showKeys } from "./keys.js"
import "./languages.js"
import { bringReading, button, choice, field, problemText } from "./parts.js"
import { fileName } from "./save.js"

/** props: session, me (the `joined` frame), participant (mine), lab, shared (the people on this device). */
define("lab-me", class extends LabElement {
  #name
  #stop
  /** What becomes of what they gave, once they have asked to be erased; undefined before. */
  #erasing
  #isErasing = false
  #problem

  connected() {
    bringReading()
    this.#stop = settings.subscribe(() => this.update())
  }

  disconnected() {
    this.#stop()
  }

  #saveName = (event) => {
    event.preventDefault()
    const name = (this.#name ?? "").trim()
    if (name && name !== this.props.participant?.name) this.props.session.send("setName", { name },
      { note: t("note.name") })
    this.#name = undefined
    this.update()
  }

  #own = async () => {
    const { session } = this.props
    // Asked first: where the server can't be reached, that is what is told.
    const answer = await session.own()
    const [{ ownText }] = await Promise.all([import("../models/own.js"), loadMoreWords()])
    return { name: fileName(answer.lab.title, t("own.title"), "txt"), type: "text/plain", text: ownText(answer, session.state.view) }
  }

  /** What it means is said once, and asked once, since nothing brings it back. No reason is asked. */
  #askErase = async () => {
    await loadMoreWords()
    this.#erasing = "go"
    this.#problem = undefined
    this.update()
    this.querySelector("#erase").focus()
  }

  #keep = () => {
    this.#erasing = undefined
    this.update()
    this.querySelector("#ask-erase").focus()
  }

  #eraseMe = async (event) => {
    event.preventDefault()
    if (this.#isErasing) return
    this.#isErasing = true
    this.#problem = undefined
    this.update()
    try {
      await this.props.session.eraseMe(this.#erasing)
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      this.#problem = error.status === 0 ? t("save.unreachable") : problemText(error)
    } finally {
      this.#isErasing = false
      this.update()
    }
  }

  #erase() {
    if (!this.#erasing) return button(t("me.erase"), this.#askErase, { kind: "plain", id: "ask-erase" })
    return h("form", { class: "card stack", onsubmit: this.#eraseMe },
      h("h2", { id: "erase", tabindex: -1 }, t("me.erase")),
      h("p", {}, t("erase.lead")),
      h("p", {}, t("erase.backups")),
      h("p", {}, t("erase.copy")),
      choice({
        legend: t("erase.what"), name: "erase", value: this.#erasing,
        options: ["go", "stay"].map((each) => [each, t(`erase.${each}`)]),
        onchange: (value) => {
          this.#erasing = value
          this.update()
        },
      }),
      h("p", { class: "quiet" }, t(`erase.${this.#erasing}Lead`)),
      this.#problem && h("p", { class: "error", role: "alert" }, this.#problem),
      h("div", { class: "row" },
        h("button", { class: "button main", disabled: this.#isErasing }, t(this.#isErasing ? "erase.working" : "erase.now")),
        button(t("cancel"), this.#keep, { kind: "plain" })))
  }

  /** Somebody else takes the phone, or two of them share it. */
  #device() {
    const { together, onanother } = this.props.shared
    return h("div", { class: "card stack" },
      h("h2", {}, t("places.title")),
      h("p", {}, t("places.otherLead")),
      button(t("places.other"), () => onanother(false)),
      !together && h("p", {}, t("places.twoLead")),
      !together && button(t("places.two"), () => onanother(true)))
  }

  render() {
    const { session, me, lab, shared } = this.props
    const person = this.props.participant ?? me ?? {}
    const option = (name, value) => h("label", { class: "switch" },
      h("input", {
        type: "checkbox", role: "switch", checked: settings.values[name],
        onchange: ({ target }) => settings.set(name, target.checked),
      }),
      h("span", {}, t(value)))
    return h("section", { class: "stack" },
      h("h1", {}, t("me.title")),
      me?.returnCode && h("div", { class: "card stack" },
        h("h2", {}, t("me.returnCode")),
        h("p", {}, t("me.returnLead")),
        h("lab-copy", { props: { id: "return-code", label: t("me.returnCode"), value: me.returnCode, code: true } })),
      h("form", { class: "card stack", onsubmit: this.#saveName },
        field({
          id: "my-name", label: t("join.name"), dir: "auto", value: this.#name ?? person.name ?? "",
          oninput: ({ target }) => (this.#name = target.value),
        }),
        button(t("me.saveName"), null, { type: "submit" }),
        choice({
          legend: t("join.role"), name: "my-role", value: person.role,
          options: ROLES.map((role) => [role, t(`role.${role}`)]),
          onchange: (role) => session.send("setRole", { role }, { note: t("note.role") }),
        }),
        choice({
          legend: t("me.support"), name: "my-support", value: person.support ?? "self",
          options: SUPPORT.filter((mode) => mode !== "paper").map((mode) => [mode, t(`support.${mode}`)]),
          onchange: (support) => session.send("setSupport", { support }),
        })),
      h("div", { class: "card stack" },
        h("h2", {}, t("me.reading")),
        option("easy", "easy.lead"),
        h("lab-reading", { props: {} }),
        h("lab-languages", { props: {} }),
        option("keys", "keys.on"),
        button(t("keys.title"), showKeys, { kind: "plain" })),
      shared && this.#device(),
      (lab?.safeguarding || lab?.retentionDays) && h("div", { class: "card stack" },
        h("h2", {}, t("me.safe")),
        lab.safeguarding && h("p", {}, t("me.safeguarding", { who: lab.safeguarding })),
        lab.retentionDays && h("p", {}, t("join.howLong", { n: lab.retentionDays }))),
      lab?.id && h("div", { class: "card stack" },
        h("h2", {}, t("own.title")),
        h("p", { class: "quiet" }, t("me.ownLead")),
        h("lab-save", { class: "stack tight", props: { text: "me.own", make: this.#own } })),
      h("div", { class: "card stack" },
        h("h2", {}, t("me.part")),
        h("label", { class: "switch" },
          h("input", {
            type: "checkbox", role: "switch", checked: person.new === true,
            onchange: ({ target }) => session.send("setNew", { new: target.checked }),
          }),
          h("span", {}, t("me.new"))),
        lab?.id && h("a", { class: "button plain", href: "#certificate" }, t("me.certificate")),
        h("p", { class: "quiet" }, t("me.partLead")),
        button(t(person.watching ? "room.joinIn" : "me.watch"),
          () => session.send("watch", { on: !person.watching }),
          { kind: "plain" }),
        button(t("me.leave"), () => session.leave(), { kind: "plain" }),
        lab?.id && !person.host && !this.#erasing && this.#erase()),
      this.#erasing && this.#erase())
  }
})
