// The settings of each kind of activity as plain fields: what a facilitator may set when a step is added, and change until
// it begins. What stands in the settings and has no field here is left as it is.
//
// A field is {name, type, …}, its type one of
// - text, area: `most` characters; `needed`
// - number: from `least` to `most`
// - check, choice: `usual` is what holds where nothing is said; a choice has `options`
// - lines: a list of texts, one a line; named: a list of things with an id and a title, one a line
// - list: a list of things with fields of their own (`of`), from `least` to `most`; group: one such thing
// - rows: lines, or what flows in; roles: some of the roles; step: another step
// `when(raw)` says whether it is there, given what was typed beside it.

import { numberIn } from "../models/figures.js"

const text = (name, most, more) => ({ name, type: "text", most, ...more })
const area = (name, most, more) => ({ name, type: "area", most, ...more })
const number = (name, least, most, more) => ({ name, type: "number", least, most, ...more })
const check = (name, usual = false, more) => ({ name, type: "check", usual, ...more })
const choice = (name, options, more) => ({ name, type: "choice", options, usual: options[0], ...more })
const lines = (name, most, more) => ({ name, type: "lines", most, ...more })
const named = (name, most, more) => ({ name, type: "named", most, title: "title", ...more })

const HAS_OPTIONS = new Set(["single", "many"])
const isFilm = ({ file }) => /\.(mp4|webm|ogv)$/i.test(file ?? "")

const FIELDS = {
  info: [
    area("text", 5000),
    { name: "media", type: "group", optional: true, of: [
      text("file", 100, { needed: true }), text("title", 200, { needed: true }),
      area("transcript", 50_000, { needed: true }), text("captions", 100, { when: isFilm }),
    ] },
    { name: "resultsOf", type: "step" },
  ],
  break: [text("purpose", 2000)],
  choose: [{ name: "tracks", type: "list", least: 2, most: 12, of: [
    text("title", 120, { needed: true }), area("text", 1000), number("capacity", 0, 10_000),
  ] }],
  gather: [check("asksCos"), check("asksWhen"), check("asksFor"), check("asksQuote")],
  cluster: [lines("themes", 60), choice("editors", ["everyone", "facilitators"]), choice("passesOn", ["items", "themes"])],
  vote: [
    choice("mode", ["dots", "points"]), number("budget", 1, 1000), number("perItem", 1, 1000), number("take", 1, 1000),
    lines("options", 40), text("unit", 40, { when: ({ mode }) => mode === "points" }),
  ],
  rate: [{ name: "axes", type: "group", of: ["impact", "effort"].map((name) => ({ name, type: "group", of: [
    text("question", 200), text("low", 60), text("high", 60),
  ] })) }],
  grid: [
    { name: "rows", type: "rows", most: 40, needed: true }, named("columns", 10, { needed: true }),
    choice("cells", ["both", "level", "text"]),
    lines("levels", 4, { exactly: 4, when: ({ cells }) => cells !== "text" }),
    { name: "firstRoles", type: "roles" }, check("backwards"),
  ],
  survey: [{ name: "questions", type: "list", least: 1, most: 60, of: [
    choice("type", ["single", "many", "scale", "symbol", "number", "text"], { always: true }),
    text("title", 300, { needed: true }), text("easyTitle", 300), text("hint", 300),
    named("options", 40, { needed: true, when: ({ type }) => HAS_OPTIONS.has(type) }),
    text("low", 60, { when: ({ type }) => type === "scale" }), text("high", 60, { when: ({ type }) => type === "scale" }),
    text("unit", 30, { when: ({ type }) => type === "number" }),
    check("evidence", false, { when: ({ type }) => type !== "text" }), check("required"),
  ] }],
  questions: [named("panellists", 20, { title: "name" }), check("allowsNamed", true)],
  pledge: [
    ...["asksGet", "asksFirstStep", "asksBy", "asksHelp"].map((name) => check(name, true)),
    ...["asksSkills", "asksCoach", "asksGuardian"].map((name) => check(name)),
  ],
  form: [
    { name: "sections", type: "list", least: 1, most: 30, of: [
      text("title", 120, { needed: true }), text("easyTitle", 200), text("hint", 500), text("easyHint", 500),
      choice("type", ["longText", "text", "date", "number", "money", "choice", "quotes"]),
      named("options", 12, { needed: true, when: ({ type }) => type === "choice" }),
      choice("side", ["", "community", "professional"]), check("required"),
    ] },
    choice("signOff", ["none", "everyone", "sides"]),
  ],
  reflect: [lines("questions", 10)],
}

export const fieldsOf = (kind) => FIELDS[kind] ?? []

/** Every kind, in the order in which they are offered. */
export const KINDS = ["gather", "cluster", "vote", "rate", "grid", "survey", "questions", "form", "pledge", "choose", "info", "reflect", "break"]

/** Kinds that can do nothing unless something flows in; a vote may have things of its own, and a grid rows. */
export const needsInputs = (kind, raw) =>
  kind === "cluster" || kind === "rate" || (kind === "vote" && !raw.options?.trim()) || (kind === "grid" && raw.rows?.from === "inputs")

const GIVES = new Set(["gather", "cluster", "vote", "rate", "grid", "survey", "questions", "form"])
const ALL = new Set(["cluster", "vote", "rate", "pledge"])

/**
 * Whether a step of that kind can start from `step`: ideas are asked for by the empty cells of a table alone, and a form
 * takes quotes of ideas. `raw` is what was typed, `was` the settings that were there.
 */
export function takesFrom(kind, raw, was, step) {
  if (!GIVES.has(step.kind)) return false
  if (ALL.has(kind)) return true
  switch (kind) {
    case "grid": return raw.rows?.from === "inputs"
    case "gather": return step.kind === "grid"
    case "form": return step.kind === "gather" && raw.sections.some(({ type }) => type === "quotes")
    case "survey": return Boolean(was?.itemQuestion)
    default: return false
  }
}

/** Who sees what in a step that is added: as the templates have it. */
export function usualView(kind) {
  if (kind === "reflect") return { visibility: "private", reveal: "never" }
  // Whoever leaves gives back their place in a group, so the place must be theirs.
  if (kind === "choose") return { visibility: "role", reveal: "live" }
  const hidden = kind === "vote" || kind === "rate" || kind === "survey"
  return { visibility: kind === "pledge" ? "named" : "anonymous", reveal: hidden ? "onReveal" : "live" }
}

const titleOf = (thing, key) => (typeof thing === "string" ? thing : thing?.[key] ?? "")
const split = (value) => value.split("\n").map((line) => line.trim()).filter(Boolean)

/** What stands in the fields at the beginning. */
export function begin(fields, settings = {}) {
  return Object.fromEntries(fields.map((field) => [field.name, raw(field, settings[field.name])]))
}

function raw(field, value) {
  switch (field.type) {
    case "number": return value === undefined ? "" : String(value)
    case "check": case "choice": return value ?? field.usual
    case "lines": return (value ?? []).map((line) => titleOf(line, "text")).join("\n")
    case "named": return (value ?? []).map((thing) => titleOf(thing, field.title)).join("\n")
    case "rows": return value === "inputs" ? { from: "inputs", text: "" }
      : { from: "own", text: (value ?? []).map((row) => titleOf(row, "title")).join("\n") }
    case "roles": return value ?? []
    case "group": return begin(field.of, value ?? {})
    case "list": {
      const things = value ?? Array.from({ length: field.least }, () => ({}))
      return things.map((thing) => ({ ...begin(field.of, thing), was: thing }))
    }
    default: return value ?? ""
  }
}

/**
 * The settings that the fields make, over those that were there: {settings, problems: {path: key of a text}}.
 */
export function finish(fields, typed, was = {}, path = "settings") {
  const settings = { ...was }
  const problems = {}
  for (const field of fields) {
    const at = `${path}.${field.name}`
    const there = !field.when || field.when(typed)
    const made = there ? read(field, typed[field.name], was[field.name], at, problems) : undefined
    if (made === undefined) delete settings[field.name]
    else settings[field.name] = made
    if (there && field.needed && made === undefined) problems[at] ??= "agenda.missing"
  }
  return { settings, problems }
}

function read(field, typed, was, at, problems) {
  switch (field.type) {
    case "number": {
      if (!String(typed).trim()) return undefined
      const value = numberIn(typed)
      if (!Number.isInteger(value) || value < field.least || value > field.most) problems[at] = "step.whole"
      return value
    }
    case "check": return typed === field.usual && was === undefined ? undefined : typed
    case "choice": return (typed === field.usual && was === undefined && !field.always) || typed === "" ? undefined : typed
    case "lines": {
      const list = split(typed)
      if (list.length > field.most) problems[at] = "step.tooMany"
      if (field.exactly && list.length > 0 && list.length !== field.exactly) problems[at] = "step.four"
      // What has an id keeps it, as long as its words do.
      return list.length ? list.map((line) => was?.find?.((thing) => thing.text === line) ?? line) : undefined
    }
    case "named": return namedList(split(typed), was, field.title, at, problems, field.most)
    case "rows": return typed.from === "inputs" ? "inputs"
      : namedList(split(typed.text), Array.isArray(was) ? was : [], "title", at, problems, field.most)
    case "roles": return typed.length ? typed : undefined
    case "group": {
      if (field.optional && Object.values(typed).every((value) => !String(value).trim())) return undefined
      const { settings, problems: inner } = finish(field.of, typed, was, at)
      Object.assign(problems, inner)
      return Object.keys(settings).length ? settings : undefined
    }
    case "list": return things(field, typed, at, problems)
    default: return typed.trim() || undefined
  }
}

/** Things by their titles: each keeps the id that went with its words, or with its place. */
function namedList(titles, was = [], key, at, problems, most) {
  if (titles.length > most) problems[at] = "step.tooMany"
  if (new Set(titles).size !== titles.length) problems[at] = "step.twice"
  const byTitle = new Map(was.map((thing) => [thing[key], thing]))
  const free = (thing) => thing && !titles.includes(thing[key]) ? thing : undefined
  const ids = new Set(was.map(({ id }) => id))
  const list = titles.map((title, index) => {
    const old = byTitle.get(title) ?? free(was[index])
    return { ...old, id: old?.id ?? newID(ids), [key]: title }
  })
  return list.length ? list : undefined
}

function things(field, typed, at, problems) {
  const ids = new Set(typed.map(({ was: old }) => old?.id).filter(Boolean))
  const list = typed.map(({ was: old, ...raw }, index) => {
    const { settings, problems: inner } = finish(field.of, raw, old, `${at}.${index}`)
    Object.assign(problems, inner)
    return { ...settings, id: old?.id ?? newID(ids) }
  })
  return list.length ? list : undefined
}

function newID(ids) {
  let number = 1
  while (ids.has(`n${number}`)) number++
  ids.add(`n${number}`)
  return `n${number}`
}
