// Pieces of a grid that phones, the desk and the hall share.

import { h } from "../../elements/dom.js"
import { factsText, listText, t } from "../../models/words.js"

export const LEVELS = [0, 1, 2, 3]

export const rolesText = (roles) => listText(roles.map((role) => t(`role.${role}`)))

export const isHidden = ({ reveal, state }) => reveal === "never" || (reveal === "onReveal" && state !== "revealed")

/** Whose words they are, where the activity shows it. */
export function by({ name, role, support }) {
  const said = factsText([name, role && t(`role.${role}`), support && t(`support.said.${support}`)])
  return said && h("span", { class: "quiet small block" }, said)
}
