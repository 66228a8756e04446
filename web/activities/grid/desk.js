// The facilitator's side of a grid: whose turn it is, and what is put away.

import { define, h, LabElement } from "../../elements/dom.js"
import { button } from "../../elements/parts.js"
import { t } from "../../models/words.js"
import { rolesText } from "./parts.js"

define("lab-grid-desk", class extends LabElement {
  render() {
    const { session, activity, view } = this.props
    const first = activity.firstRoles
    return [
      first && h("div", { class: activity.allWrite ? "notice calm" : "notice", key: "first" },
        h("p", {}, t(activity.allWrite ? "grid.allWrite" : "grid.firstWrite", { roles: rolesText(first) })),
        !activity.allWrite && button(t("grid.letAll"),
          () => session.send("letAllWrite", { activity: activity.id }, { note: t("grid.letAllDone") }))),
      h("lab-grid-table", { key: "table", props: { activity, view, hide: this.#hide } }),
      h("lab-hidden", { key: "hidden-entries", props: { session, activity, restore: ["restoreEntry", "entry"] } }),
    ]
  }

  #hide = (entry) => {
    const { session, activity } = this.props
    return h("div", {}, button(t("desk.hide"),
      () => session.send("hideEntry", { activity: activity.id, entry: entry.id }, { note: t("desk.hidden") }),
      { kind: "link", "aria-label": t("desk.hideThis", { text: entry.text }) }))
  }
})
