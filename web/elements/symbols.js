// Small pictures beside words, for whoever reads them more easily together. Our own; lines alone, so that they take the
// colour of the words. None of them says anything that the words don't.

import { h } from "./dom.js"

const CIRCLE = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18"
const HEAD = "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8"
const UNKNOWN = `${CIRCLE}M9.5 9.5a2.5 2.5 0 1 1 3.5 2.5c-.7.4-1 1-1 2M12 17.5h.01`
const ABOUT = `${CIRCLE}M12 11v6M12 7h.01`
const PEOPLE = "M9 4a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M2 20c.5-4 3-6 7-6s6.5 2 7 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14c2.5.8 3.7 3 4 6"

/** The way of the lines in a field of 24 by 24, by name. Those that point along the line of words turn with it. */
const WAYS = {
  about: ABOUT, add: "M12 5v14M5 12h14", back: "M15 5l-7 7 7 7", break: "M5 8h11v6a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5zM16 9h2a2 2 0 0 1 0 5h-2M8 3v2M12 3v2",
  choose: "M12 3v18M5 4h11l3 2.5L16 9H5zM19 11H8l-3 2.5L8 16h11z", cluster: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  done: "M5 13l5 5L20 6", edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3", elected: "M4 11h16v9H4zM8 11V4h8v7M10 14h4",
  eye: "M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  family: "M12 20S4 15 4 9a4 4 0 0 1 8-1 4 4 0 0 1 8 1c0 6-8 11-8 11", form: "M6 3h9l4 4v14H6zM9 12h7M9 16h7",
  gather: "M9 18h6M10 21h4M12 3a6 6 0 0 0-4 10.5c.7.7 1 1.5 1 2.5h6c0-1 .3-1.8 1-2.5A6 6 0 0 0 12 3",
  grid: "M4 5h16v14H4zM4 10h16M4 15h16M10 5v14", info: ABOUT, listen: "M4 9h4l5-4v14l-5-4H4zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
  manager: "M6 4h12v17H6zM9 4V2h6v2M9 10h6M9 14h6", me: `${HEAD}M4 21c1-5 4-7 8-7s7 2 8 7`, menu: "M4 7h16M4 12h16M4 17h16",
  neighbour: "M4 11l8-7 8 7v9H4zM10 20v-6h4v6", next: "M9 5l7 7-7 7", notSaid: "M5 12h14", now: "M7 5l11 7-11 7z",
  other: "M5 12h.01M12 12h.01M19 12h.01", pass: "M4 12h11M11 7l5 5-5 5M20 5v14", pause: "M8 5v14M16 5v14", people: PEOPLE,
  pledge: "M12 20S4 15 4 9a4 4 0 0 1 8-1 4 4 0 0 1 8 1c0 6-8 11-8 11", question: UNKNOWN, questions: "M4 4h16v12h-8l-5 4v-4H4zM8 10h8",
  rate: "M4 20v-4M9.3 20v-8M14.6 20V8M20 20V4", ready: "M4 11h3v9H4zM7 11l4-7c2 0 2 2 1.5 4L12 10h7l-1.5 9c-.2.6-.8 1-1.5 1H7",
  reflect: "M12 6C10 5 7 5 4 5v14c3 0 6 0 8 1 2-1 5-1 8-1V5c-3 0-6 0-8 1v14", remove: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  slowDown: "M7 3h10M7 21h10M8 3c0 4 3 6 4 9 1-3 4-5 4-9M8 21c0-4 3-6 4-9 1 3 4 5 4 9", soFar: `${CIRCLE}M12 7v5l3 3`,
  staff: "M4 8h16v12H4zM9 8V4h6v4M9 13h6", stop: "M6 6h12v12H6z", story: "M4 19h6c4 0 2-9 6-9h4M17 6l4 4-4 4M4 19h.01",
  survey: "M4 4h4v4H4zM11 6h9M4 10.5h4v4H4zM11 12.5h9M4 17h4v4H4zM11 19h9", today: "M5 6h1M10 6h9M5 12h1M10 12h9M5 18h1M10 18h9",
  undo: "M9 6l-5 5 5 5M4 11h10a5 5 0 0 1 0 10h-3", unknown: UNKNOWN, usesServices: `${HEAD}M4 21c1-5 4-7 8-7s7 2 8 7`,
  vote: "M6 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6M18 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6M12 3a3 3 0 1 0 0 6 3 3 0 0 0 0-6M12 15a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
}
const TURNS = new Set(["back", "next", "now", "pass", "story", "undo"])

/** The picture of that name; nothing where there is none. */
export function picture(name) {
  const way = WAYS[name]
  if (!way) return undefined
  return h("svg", {
    class: TURNS.has(name) ? "symbol turns" : "symbol", key: `symbol-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false",
  }, h("path", { d: way }))
}
