// The words of the field that every page knows, so that the way in needs nothing more.

export const ROLES = ["usesServices", "family", "neighbour", "staff", "manager", "elected", "other", "notSaid"]
export const COS = ["C", "D", "L", "A"]
/** A shape for each Co, so that colour is never alone. */
export const CO_SHAPES = { C: "◆", D: "●", L: "▲", A: "■" }
