// What a facilitator takes away of a lab: to share, or to keep; as a report, a workbook, tables, a calendar, or all of it.

import { t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { choice } from "./parts.js"
import { fileName } from "./save.js"

/** Formats as they stand in an export's address, and the replay: how a file of theirs ends, and the text that names it. */
const FILES = [
  ["html", "html", "data.report"], ["md", "md", "data.markdown"], ["xlsx", "xlsx", "data.workbook"],
  ["csv", "zip", "data.tables"], ["ics", "ics", "data.calendar"], ["replay", "html", "data.replay"],
  ["json", "json", "data.download"],
]

/** Whose replay goes with a purpose: the screen's to share, the desk's as well to keep. */
const seenFor = (purpose) => (purpose === "keeping" ? "facilitator" : "screen")

/** props: session (exported, replayFile, and lendReplay where there is a replay to open), and details, whose words it speaks. */
define("lab-desk-data", class extends LabElement {
  #purpose = "sharing"

  #choose = (purpose) => {
    this.#purpose = purpose
    this.update()
  }

  async #make(format, ending) {
    const purpose = this.#purpose
    const { session } = this.props
    const blob = await (format === "replay" ? session.replayFile(seenFor(purpose)) : session.exported(format, purpose))
    // In a replay nothing is fetched, and it says so itself.
    if (!(blob instanceof Blob)) return undefined
    if (format === "ics" && !(await blob.text()).includes("BEGIN:VEVENT")) return { problem: t("data.noDays") }
    const what = format === "replay" ? `${t("replay.controls")} ${t(`data.${purpose}.file`)}` : t(`data.${purpose}.file`)
    return { name: fileName(session.state.view.lab.title, what, ending), blob }
  }

  render() {
    const lab = this.props.session.state.view.lab.id
    return h("details", {},
      h("summary", {}, h("h3", {}, t("data.title"))),
      h("div", { class: "stack" },
        this.props.session.lendReplay && h("a", {
          class: "button", href: `/replay/${lab}`, target: "_blank", onclick: () => this.props.session.lendReplay(lab),
        }, t("replay.open")),
        choice({
          legend: t("data.for"), name: `data-for-${lab}`, value: this.#purpose,
          options: ["sharing", "keeping"].map((purpose) => [purpose, t(`data.${purpose}`)]),
          onchange: this.#choose,
        }),
        h("p", { class: "quiet", "aria-live": "polite" }, t(`data.${this.#purpose}.lead`)),
        FILES.map(([format, ending, text]) => h("lab-save", {
          class: "stack tight", key: format, props: { text, make: () => this.#make(format, ending) },
        }))))
  }
})
