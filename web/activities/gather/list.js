// Ideas from a list or a file: one a line, a table with commas, or what another lab gave to share. Pure.

import { COS, lengthOf } from "../../models/lab.js"
import { IDEA_LIMIT } from "./model.js"

export const LONGEST = 500
const NEWEST = 1
const BATCH = 50
const BATCH_BYTES = 20_000
const NAMES = ["text", "idea", "ideas", "title"]

/** What is wrong with a file, as the key of a sentence and what it says. */
export class ListProblem extends Error {
  constructor(key, values = {}) {
    super(key)
    this.key = key
    this.values = values
  }
}

/** The text of a file's bytes. */
export function textOf(bytes) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes)
    // Spreadsheets and pictures hold bytes that no text has.
    if (!text.includes("\0")) return text
  } catch {
    // Told below.
  }
  throw new ListProblem("bring.notText")
}

/** The rows of a text of separated values (RFC 4180), with whichever separator its first line has. */
function rowsOf(text) {
  const [first] = text.split(/\r?\n/, 1)
  const separator = ["\t", ";", ","].find((mark) => first.includes(mark)) ?? ","
  const rows = [[]]
  let field = ""
  let quoted = false
  let line = 1
  let opened = 1
  for (let index = 0; index < text.length; index++) {
    const mark = text[index]
    if (mark === "\n") line++
    if (quoted) {
      if (mark !== "\"") field += mark
      else if (text[index + 1] === "\"") field += text[++index]
      else quoted = false
    } else if (mark === "\"" && field === "") {
      quoted = true
      opened = line
    } else if (mark === separator || mark === "\n") {
      rows.at(-1).push(field)
      field = ""
      if (mark === "\n") rows.push([])
    } else if (mark !== "\r") field += mark
  }
  if (quoted) throw new ListProblem("bring.quote", { n: opened })
  rows.at(-1).push(field)
  return rows.filter((row) => row.some((value) => value.trim()))
}

function fromTable(text) {
  const rows = rowsOf(text)
  const head = rows[0]?.map((name) => name.trim().toLowerCase()) ?? []
  const column = head.findIndex((name) => NAMES.includes(name))
  return (column < 0 ? rows : rows.slice(1)).map((row) => {
    const cell = (name) => row[head.indexOf(name)]?.trim()
    return column < 0 ? { text: row[0] ?? "" } : tagged(row[column] ?? "", cell("cos"), cell("when"), cell("for"))
  })
}

function tagged(text, cos, when, whom) {
  const letters = COS.filter((co) => cos?.split(/[\s,]+/).includes(co))
  return {
    text,
    ...(letters.length > 0 && { cos: letters }),
    ...(["now", "couldBe"].includes(when) && { when }),
    ...(["person", "community"].includes(whom) && { for: whom }),
  }
}

/** The ideas of a lab's own export. */
function fromExport(text) {
  let file
  try {
    file = JSON.parse(text)
  } catch {
    throw new ListProblem("bring.broken")
  }
  if (file?.format !== "coprolab" || !Array.isArray(file.activities)) throw new ListProblem("bring.foreign")
  if (!(file.formatVersion <= NEWEST)) throw new ListProblem("bring.newer")
  const tables = file.activities.filter(({ kind }) => kind === "gather")
    .flatMap(({ tables: own }) => own ?? []).filter(({ name }) => name === "ideas")
  return tables.flatMap(({ columns, rows }) => rows.map((row) => {
    const cell = (name) => row[columns.indexOf(name)] ?? undefined
    return tagged(String(cell("text") ?? ""), cell("cos"), cell("when"), cell("for"))
  }))
}

const fromLines = (text) => text.split(/\r?\n/)
  .map((line) => ({ text: line.replace(/^\s*(?:[-*•–]|\d{1,3}[.)])\s+/, "") }))

/**
 * The ideas of a text that was typed, or that stood in a file of that name: [{text, cos?, when?, for?}], each once.
 * Throws a `ListProblem`.
 */
export function ideasOf(text, name = "") {
  const bare = text.replace(/^\uFEFF/, "")
  const isExport = /\.json$/i.test(name) || (name && /^\s*[{[]/.test(bare))
  const found = isExport ? fromExport(bare) : /\.(csv|tsv)$/i.test(name) ? fromTable(bare) : fromLines(bare)
  const ideas = []
  for (const [index, idea] of found.entries()) {
    const words = idea.text.replace(/\s+/g, " ").trim()
    if (!words || ideas.some((other) => other.text === words)) continue
    if (lengthOf(words) > IDEA_LIMIT) throw new ListProblem("bring.tooLong", { n: index + 1, text: words.slice(0, 60), most: IDEA_LIMIT })
    ideas.push({ ...idea, text: words })
  }
  if (ideas.length === 0 && (name || text.trim())) throw new ListProblem("bring.none")
  if (ideas.length > LONGEST) throw new ListProblem("bring.tooMany", { n: ideas.length, most: LONGEST })
  return ideas
}

/** Only what the step asks for, in commands that each fit into a message. */
export function batches(ideas, { asksCos, asksWhen, asksFor }, group) {
  const lists = []
  let bytes = 0
  for (const { text, cos, when, for: whom } of ideas) {
    const idea = {
      text, ...(asksCos && cos && { cos }), ...(asksWhen && when && { when }), ...(asksFor && whom && { for: whom }),
      ...(group && { group }),
    }
    const size = new TextEncoder().encode(JSON.stringify(idea)).length
    if (lists.length === 0 || lists.at(-1).length === BATCH || bytes + size > BATCH_BYTES) {
      lists.push([])
      bytes = 0
    }
    lists.at(-1).push(idea)
    bytes += size
  }
  return lists
}
