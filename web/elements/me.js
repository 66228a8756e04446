// What is mine: name and role, the return code, how it should be, watching and leaving.

import { ROLES, SUPPORT } from "../models/lab.js"
import { settings } from "../models/settings.js"
import { loadMoreWords, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { showKeys } from "./keys.js"
import { button, choice, field } from "./parts.js"
import { fileName } from "./save.js"

/** props: session, me (the `joined` frame), participant (mine), lab. */
define("lab-me", class extends LabElement {
  #name
  #stop

  connected() {
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
    const [answer, { ownText }] = await Promise.all([session.own(), import("../models/own.js"), loadMoreWords()])
    return { name: fileName(answer.lab.title, t("own.title"), "txt"), type: "text/plain", text: ownText(answer, session.state.view) }
  }

  render() {
    const { session, me, lab } = this.props
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
          id: "my-name", label: t("join.name"), maxlength: 60, value: this.#name ?? person.name ?? "",
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
        option("easy", "me.easy"),
        option("keys", "keys.on"),
        button(t("keys.title"), showKeys, { kind: "plain" })),
      (lab?.safeguarding || lab?.retentionDays) && h("div", { class: "card stack" },
        h("h2", {}, t("me.safe")),
        lab.safeguarding && h("p", {}, t("me.safeguarding", { who: lab.safeguarding })),
        lab.retentionDays && h("p", {}, t("join.howLong", { n: lab.retentionDays }))),
      h("div", { class: "card stack" },
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
        h("a", { class: "button plain", href: "#certificate" }, t("me.certificate")),
        h("p", { class: "quiet" }, t("me.partLead")),
        button(t(person.watching ? "room.joinIn" : "me.watch"),
          () => session.send("watch", { on: !person.watching }),
          { kind: "plain" }),
        button(t("me.leave"), () => session.leave(), { kind: "plain" })))
  }
})
