// How sides and roles answered, as far as there are enough of them: the same small table wherever results are shown.

import { ROLES } from "../models/lab.js"
import { t } from "../models/words.js"
import { h } from "./dom.js"

const SIDES = ["community", "professional"]

/** Sides first, then roles, as far as a result has them: [{id, name, value}]. */
export function groupsOf(result) {
  return [
    ...SIDES.filter((side) => result?.sides?.[side] !== undefined).map((side) =>
      ({ id: side, name: t(`side.${side}`), value: result.sides[side] })),
    ...ROLES.filter((role) => result?.roles?.[role] !== undefined).map((role) =>
      ({ id: role, name: t(`role.${role}`), value: result.roles[role] })),
  ]
}

/** A table that scrolls by itself where a screen is narrow. `rows` are {id, name, cells}. */
export function groupTable(caption, heads, rows) {
  return h("div", { class: "scroll-x", tabindex: 0, role: "group", "aria-label": caption, key: caption },
    h("table", { class: "groups" },
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, heads.map((head, index) => h("th", { scope: "col", key: String(index) }, head)))),
      h("tbody", {}, rows.map(({ id, name, cells }) => h("tr", { key: id },
        h("th", { scope: "row" }, name), cells.map((cell, index) => h("td", { key: String(index) }, cell)))))))
}

/** It is there for who wants it; where sides differ it is open at once. */
export const folded = (table, open) => table && h("details", { key: "groups", open: Boolean(open) },
  h("summary", {}, t("groups.title")), table)
