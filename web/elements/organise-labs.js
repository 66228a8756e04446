// All labs of a server as a list: found by words, those that are deleted soon first, and what can be done with each.

import { plainDigits } from "../models/figures.js"
import { found, isDue } from "../models/organiser.js"
import { Keyring } from "../models/route.js"
import { codeText, dateText, factsText, t, timeText } from "../models/words.js"
import { announce } from "./announcer.js"
import { define, h, LabElement } from "./dom.js"
import "./desk-again.js"
import "./desk-data.js"
import "./dialog.js"
import "./organise-act.js"
import { button, field } from "./parts.js"

/** props: organiser, labs, time (the server's), templates (their names by id), reload. */
define("lab-organise-labs", class extends LabElement {
  #words = ""
  /** {act, lab}: the dialog that is open. */
  #asked

  #find = ({ target }) => {
    this.#words = target.value
    this.update()
  }

  #ask = (act, lab) => {
    this.#asked = { act, lab }
    this.update()
  }

  #close = () => {
    this.#asked = undefined
    this.update()
  }

  /** A lab was made, put away, brought back or deleted. */
  #done = async (words) => {
    announce(words)
    await this.props.reload()
  }

  /** What was deleted has taken its buttons with it. */
  #gone = async (words) => {
    this.#close()
    await this.#done(words)
    this.querySelector("#part-title").focus()
  }

  render() {
    const { labs, time } = this.props
    const due = labs.filter((lab) => isDue(lab, time)).sort((one, other) => one.deleteAt - other.deleteAt)
    const list = found(labs, plainDigits(this.#words), time)
    return [
      h("h2", { id: "part-title", tabindex: -1 }, t("organise.part.labs")),
      due.length > 0 && h("section", { class: "notice", key: "due", "aria-labelledby": "due-title" },
        h("h3", { id: "due-title" }, t("organise.due", { n: due.length })),
        h("ul", { class: "plain-list stack tight" }, due.map((lab) => h("li", { key: lab.lab },
          t(lab.rehearsal ? "organise.dueRehearsal" : "organise.dueLab", { title: lab.title, date: dateText(lab.deleteAt) })))),
        h("p", {}, t("organise.dueLead"))),
      labs.length === 0 ? h("p", { class: "card", key: "none" }, t("organise.none")) : [
        field({
          id: "find-lab", label: t("organise.find"), hint: t("organise.findHint"), type: "search", value: this.#words, oninput: this.#find,
        }),
        h("p", { class: "quiet", role: "status", key: "count" }, t("organise.count", { n: list.length, of: labs.length })),
        h("ul", { class: "stack", role: "list", key: "labs" }, list.map((lab) => this.#card(lab))),
      ],
      this.#asked && this.#dialog(),
    ]
  }

  #card(lab) {
    const { time } = this.props
    const isOver = lab.state === "archived"
    return h("li", { class: "card organise-lab", key: lab.lab },
      h("h3", { dir: "auto" }, lab.title || t("organise.untitled")),
      h("ul", { class: "tags", role: "list" },
        h("li", { class: `tag ${lab.state}`, key: "state" }, t(`organise.state.${lab.state}`)),
        lab.rehearsal && h("li", { class: "tag", key: "rehearsal" }, t("organise.rehearsal")),
        h("li", { class: "tag", key: "template", dir: "auto" }, this.props.templates?.get(lab.template) ?? lab.template)),
      h("dl", { class: "facts" },
        !isOver && this.#fact("code", h("b", { class: "tabular", dir: "ltr" }, codeText(lab.code))),
        this.#fact("people", t("organise.people", { n: lab.people })),
        lab.sitting > 1 && this.#fact("sitting", String(lab.sitting)),
        lab.changedAt && this.#fact("last", timeText(lab.changedAt)),
        this.#fact("deleted", lab.deleteAt ? dateText(lab.deleteAt)
          : lab.retentionDays ? t("organise.keptDays", { n: lab.retentionDays }) : t("organise.notDue"), isDue(lab, time) && "soon")),
      h("details", {},
        h("summary", { "aria-label": t("organise.actsThis", { title: lab.title }) }, t("organise.acts")),
        h("div", { class: "stack" }, this.#acts(lab))))
  }

  #fact = (name, value, kind) => h("div", { key: name, class: kind || null }, h("dt", {}, t(`organise.fact.${name}`)), h("dd", {}, value))

  #acts(lab) {
    const { organiser } = this.props
    const hasDesk = Boolean(new Keyring("facilitate", lab.lab).values.token)
    const isOver = lab.state === "archived"
    const ask = (act, kind) => button(t(`organise.act.${act}`), () => this.#ask(act, lab), {
      kind, key: act, "aria-label": t(`organise.act.${act}This`, { title: lab.title }),
    })
    return [
      h("div", { class: "row", key: "acts" },
        hasDesk && h("a", { class: "button", href: `/facilitate/${lab.lab}`, key: "desk" }, t("make.openDesk")),
        ask("link", hasDesk ? "plain" : ""),
        ask("copy", "plain"),
        lab.state === "ended" && ask("archive", "plain"),
        isOver && ask("back", "plain"),
        ask("delete", "plain")),
      !isOver && lab.state !== "ended" && h("p", { class: "quiet small", key: "hint" }, t("organise.endFirst")),
      h("lab-desk-data", { key: "data", class: "contents", props: { session: this.#files(lab, organiser) } }),
    ]
  }

  /** As the export part of a desk takes it. */
  #files = (() => {
    const known = new Map()
    return (lab, organiser) => {
      const key = `${lab.lab} ${lab.title}`
      if (!known.has(key)) {
        known.set(key, {
          state: { view: { lab: { id: lab.lab, title: lab.title } } },
          exported: (format, purpose) => organiser.exported(lab.lab, format, purpose),
          replayFile: (audience) => organiser.replayFile(lab.lab, audience),
        })
      }
      return known.get(key)
    }
  })()

  #dialog() {
    const { act, lab } = this.#asked
    const { organiser } = this.props
    if (act === "copy") {
      return h("lab-desk-again", { key: "copy", props: {
        lab, onclose: this.#close,
        session: { copied: async (wanted) => {
          const made = await organiser.copy(lab.lab, wanted)
          this.props.reload()
          return made
        } },
      } })
    }
    return h("lab-organise-act", { key: act, props: { act, lab, organiser, onclose: this.#close, done: this.#done, gone: this.#gone } })
  }
})

/** "Open · 482 913", for a line about a lab elsewhere on the page. */
export const labLine = ({ state, code }) =>
  factsText([t(`organise.state.${state}`), state !== "archived" && codeText(code)])
