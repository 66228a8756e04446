// The form as whoever facilitates reads it: what is empty still, who has signed, and what it said before.

import { define, h, LabElement } from "../../elements/dom.js"
import { notice } from "../../elements/parts.js"
import { ordered } from "../../models/lab.js"
import { listText, t } from "../../models/words.js"
import { needed, readParts, signedLine, versionsTable } from "./parts.js"

define("lab-form-desk", class extends LabElement {
  render() {
    const { activity, view } = this.props
    const sections = ordered(activity.sections)
    const empty = needed(activity, sections)
    return [
      activity.signOff !== "none" && h("div", { class: "signing stack tight", key: "signing" },
        h("h3", {}, t("form.signTitle")), signedLine(activity),
        empty.length > 0 && notice(h("p", {}, t("form.stillEmpty", { what: listText(empty.map(({ title }) => title)) })))),
      readParts(activity, view),
      versionsTable(activity, sections),
    ]
  }
})
