// The log of moderation, for facilitators: who did what to which words, when. It never says whose the words are.

import { ordered } from "../models/collections.js"
import { t, timeText } from "../models/words.js"
import "./dialog.js"
import { define, h, LabElement } from "./dom.js"

const texts = (words) => Object.entries(words ?? {}).sort(([a], [b]) => a - b).map(([, text]) => text)

/** props: session, view, onclose. */
define("lab-desk-moderation", class extends LabElement {
  render() {
    const { view, onclose } = this.props
    const lines = [...ordered(view.moderation)].reverse()
    return h("lab-dialog", { props: { heading: t("moderation.title"), onclose, wide: true, content: [
      h("p", { class: "quiet" }, t("moderation.lead")),
      lines.length === 0 && h("p", {}, t("moderation.none")),
      h("ol", { class: "ideas", role: "list" }, lines.map((line) => this.#line(line, view))),
    ] } })
  }

  #line({ id, what, by, time, activity, originals, words, reason, about, contributions }, view) {
    const person = about ?? t("moderation.somebody")
    return h("li", { class: "idea", key: id },
      h("p", {}, h("b", {}, t(`moderation.${what}`, { name: person })),
        contributions && what === "personRemoved" && ` ${t(`moderation.gave.${contributions}`)}`),
      texts(originals).map((text, index) => h("blockquote", { key: `was-${index}` }, text)),
      texts(words).length > 0 && h("p", { class: "quiet small", key: "became" }, t("moderation.became")),
      texts(words).map((text, index) => h("blockquote", { key: `is-${index}` }, text)),
      reason && h("p", { key: "reason" }, t("moderation.reason", { reason })),
      h("p", { class: "quiet small" }, [by ?? t("moderation.by"), timeText(time), view.activities[activity]?.title].filter(Boolean).join(" · ")))
  }
})
