// Every text of the client, from /locales/*.json. A text with forms for numbers is an object by plural category.

import { browser } from "./storage.js"

const LANGUAGES = ["en"]
let texts = {}
let language = "en"
/** The language with its country, for days and times. */
let locale = "en"
let plurals = new Intl.PluralRules("en")

/** Chooses: what the person chose, then what the browser asks for, then English. */
function preferred() {
  const wanted = [browser.get("coprolab.language"), ...(navigator.languages ?? [])]
  for (const tag of wanted.filter(Boolean)) {
    const found = LANGUAGES.find((known) => known === tag || known === tag.split("-")[0])
    if (found) return found
  }
  return "en"
}

async function load(name) {
  const response = await fetch(`/locales/${name}.json`)
  if (!response.ok) throw new Error(`The texts did not load (${response.status}).`)
  const loaded = await response.json()
  // Only now, since others may have come in between.
  texts = { ...texts, ...loaded }
}

/** Loads the texts that everybody needs. Answers the language and its direction, for the page's root. */
export async function loadWords() {
  language = preferred()
  locale = navigator.languages?.find((tag) => tag.split("-")[0] === language) ?? language
  plurals = new Intl.PluralRules(language)
  await load(language)
  return { language, direction: texts.direction ?? "ltr" }
}

const sets = new Map()

/** Loads a further set once; what failed is asked for again. */
function loadSet(name) {
  if (!sets.has(name)) {
    sets.set(name, load(`${language}.${name}`).catch((error) => {
      sets.delete(name)
      throw error
    }))
  }
  return sets.get(name)
}

/** Loads the texts of those who make, facilitate or show a lab as well. */
export const loadDeskWords = () => loadSet("desk")

/** Loads the texts of the kinds of activity that don't come with the page. */
export const loadMoreWords = () => loadSet("more")

let own = {}

/** The words that this lab calls otherwise (S5), by name; a text says `{=lab}` where such a word stands. */
export function useWords(words = {}) {
  own = words
}

/** A word as this lab has it; with a capital where the text's own word has one. */
function word(name) {
  const usual = texts[`word.${name}`] ?? name
  const chosen = own[name.toLowerCase()]
  if (!chosen) return usual
  return /^\p{Lu}/u.test(usual) ? chosen.charAt(0).toLocaleUpperCase(language) + chosen.slice(1) : chosen
}

/**
 * The text named `key`, its {places} filled from `values`. `values.n` chooses the plural form.
 * An unknown key shows as itself, so that it is seen and mended.
 */
export function t(key, values = {}) {
  let text = texts[key]
  if (text && typeof text === "object") {
    text = (values.n === 0 && text.zero) || text[plurals.select(values.n ?? 0)] || text.other
  }
  if (text === undefined) return key
  return text.replace(/\{=(\w+)\}/g, (_, name) => word(name)).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}

/** Whether a text of this name exists. */
export const has = (key) => key in texts

/** "12 March 2026" in the person's language; `value` is a date or "2026-03-12". */
export function dateText(value) {
  const date = typeof value === "string" ? new Date(`${value}T12:00:00`) : new Date(value)
  if (Number.isNaN(date.getTime())) return String(value)
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" }).format(date)
}

/** "12 March, 14:05" in the person's language; `value` is in milliseconds since 1970. */
export function timeText(value) {
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", hour: "numeric", minute: "2-digit" })
    .format(new Date(value))
}

/** "a, b and c" in the person's language. */
export function listText(parts) {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(parts)
}

/** "482913" shown as "482 913". */
export const codeText = (code) => String(code ?? "").replace(/^(\d{3})(\d{3})$/, "$1 $2")
