// Every text of the client, from /locales/*.json, in the language that a person reads. A text with forms for numbers is an
// object by plural category. Only the files of the chosen language come over the network; a file that is damaged is
// told in words, and English stands in for what it lacks.

import { Emitter } from "./emitter.js"
import { browser } from "./storage.js"

/** The languages that there are, each by its own name, so that whoever reads it finds it. */
export const LANGUAGES = { en: "English", gd: "Gàidhlig", pl: "Polski", ur: "اردو" }
const KEY = "coprolab.language"

/** Tells {language, direction} whenever they change, and when texts came that were missing. */
export const tongue = new Emitter()

let language = "en"
let texts = {}
/** Stands in for what the chosen language lacks; empty until something does. */
let english = {}
/** The language with its country, for days and times. */
let locale = "en"
let plurals = new Intl.PluralRules("en")
/** The files that are here: the first, and the sets that were asked for since. */
let loading = new Map()
/** What is wrong with the files, in words. */
const faults = new Set()
/** Whether English was asked for to stand in. */
let asked = false
/** Counts the changes of language, since the last one counts. */
let turn = 0
/** Whether a language was chosen, or the browser asks for one that we have. */
let isWanted = false

const known = (tag) => Object.keys(LANGUAGES).find((each) => each === tag || each === tag.split("-")[0])

/** Chooses: what the person chose, then what the browser asks for, then English. */
function preferred() {
  const wanted = [browser.get(KEY), ...(navigator.languages ?? [])]
  const found = wanted.filter((tag) => typeof tag === "string").map(known).find(Boolean)
  isWanted = Boolean(found)
  return found ?? "en"
}

const fileOf = (tag, set) => `${set ? `${tag}.${set}` : tag}.json`
const PLACE = /\{=?\w+\}/g
const isSound = (text) => typeof text === "string" && !/[{}]/.test(text.replace(PLACE, ""))
const isText = (text) => isSound(text) || (text?.other !== undefined && Object.values(text).every(isSound))

function fault(words) {
  faults.add(words)
  console.warn(words)
}

/** The texts of a file without those that are damaged; undefined where none can be read. */
async function bring(tag, set) {
  const file = fileOf(tag, set)
  const response = await fetch(`/locales/${file}`)
  // A server that is busy is asked again; a file that isn't there never comes.
  if (response.status >= 500 || (!response.ok && tag === "en")) throw new Error(`The texts did not load (${response.status}).`)
  let found
  try {
    if (!response.ok) throw new Error(String(response.status))
    found = JSON.parse(await response.text())
  } catch (error) {
    fault(`${file} can't be read: ${error.message}`)
    return undefined
  }
  for (const [key, text] of Object.entries(found)) {
    if (isText(text)) continue
    fault(`${file}: “${key}” has a broken placeholder or no form for other numbers.`)
    delete found[key]
  }
  return found
}

/** Everything of a set in a language, with English below where that language can't give it. */
async function read(tag, set) {
  const found = await bring(tag, set)
  const below = found || tag === "en" ? {} : await bring("en", set)
  return { found: found ?? {}, below }
}

function take({ found, below }) {
  asked = false
  texts = { ...texts, ...found }
  english = { ...english, ...below }
}

/** Loads a set of texts once; what failed is asked for again. */
export function loadSet(set) {
  if (!loading.has(set)) {
    const [tag, current] = [language, loading]
    loading.set(set, read(tag, set).then((came) => {
      // Only now, since others may have come in between, and not where the language was changed meanwhile.
      if (current === loading) take(came)
    }, (error) => {
      current.delete(set)
      throw error
    }))
  }
  return loading.get(set)
}

const direction = () => texts.direction ?? "ltr"
const tell = () => tongue.emit({ language, direction: direction() })

function settle(tag) {
  language = tag
  locale = navigator.languages?.find((each) => each.split("-")[0] === tag) ?? tag
  plurals = new Intl.PluralRules(tag)
}

/** Loads the texts that everybody needs. Answers the language and its direction, for the page's root. */
export async function loadWords() {
  settle(preferred())
  await loadSet("")
  return { language, direction: direction() }
}

/** Loads the texts of those who make, facilitate or show a lab as well. */
export const loadDeskWords = () => loadSet("desk")

/** Loads the texts of the organiser's page as well. */
export const loadOrganiserWords = () => loadSet("organise")

/** Loads the texts of the kinds of activity that don't come with the page. */
export const loadMoreWords = () => loadSet("more")

/** The language of the page. */
export const currentLanguage = () => language

/** What is wrong with the texts, a sentence each. */
export const damaged = () => [...faults]

/**
 * Changes the language of the page, once all its texts are here: nothing is loaded anew but them, and what was typed stays.
 * Unless `keep` is false, this browser remembers it.
 */
export async function useLanguage(tag, { keep = true } = {}) {
  if (!LANGUAGES[tag]) return
  if (keep) {
    browser.set(KEY, tag)
    isWanted = true
  }
  const mine = ++turn
  if (tag === language) return
  const sets = [...loading.keys()]
  const came = await Promise.all(sets.map((set) => read(tag, set)))
  if (mine !== turn) return
  // What was asked for while these came is asked for in the new language.
  const later = [...loading.keys()].filter((set) => !sets.includes(set))
  settle(tag)
  texts = {}
  english = {}
  loading = new Map(sets.map((set) => [set, Promise.resolve()]))
  came.forEach(take)
  tell()
  await Promise.all(later.map(loadSet))
  if (later.length > 0) tell()
}

// The lab's own words and language

let own = {}
let ownLanguage

/** The words that this lab calls otherwise (S5), by name, in its language; a text says `{=lab}` where such a word stands. */
export function useWords(words = {}, tag = ownLanguage) {
  own = words
  ownLanguage = tag
}

/** The page goes by the lab's language: always on the hall's screen, else where the browser asks for none that we have. */
export function followLab(tag, always = false) {
  const found = known(tag ?? "")
  if (found && found !== language && (always || !isWanted)) useLanguage(found, { keep: false }).catch(() => {})
}

/** The language of the lab's own texts, where it isn't the page's. */
export const labLanguage = () => (ownLanguage && known(ownLanguage) !== language ? ownLanguage : undefined)

/** A word as this lab has it; with a capital where the text's own word has one. A word may be made of another. */
function word(name) {
  const usual = worded(textOf(`word.${name}`) ?? name)
  const chosen = labLanguage() ? undefined : own[name.toLowerCase()]
  if (!chosen) return usual
  return /^\p{Lu}/u.test(usual) ? chosen.charAt(0).toLocaleUpperCase(language) + chosen.slice(1) : chosen
}

const worded = (text) => text.replace(/\{=(\w+)\}/g, (_, name) => word(name))

// Texts

/** English for what the chosen language lacks; it shows as soon as it is here. */
function bringEnglish() {
  if (asked || language === "en") return
  asked = true
  const [sets, tag] = [[...loading.keys()], language]
  Promise.all(sets.map((set) => bring("en", set))).then((came) => {
    if (tag !== language) return
    english = Object.assign({}, ...came)
    tell()
  }, () => {}).finally(() => (asked = tag === language))
}

function textOf(key) {
  if (key in texts) return texts[key]
  if (!(key in english)) bringEnglish()
  return english[key]
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/

/**
 * What stands within a sentence of ours, set apart where it could turn something round: all but a plain number from right to
 * left, and else what has letters that run that way.
 */
export function apart(value) {
  const text = String(value)
  const turns = direction() === "rtl" ? /[^\d]/.test(text) : RIGHT_TO_LEFT.test(text)
  return turns ? `\u2068${text}\u2069` : text
}

/**
 * The text named `key`, its {places} filled from `values`. `values.n` chooses the plural form.
 * An unknown key shows as itself, so that it is seen and mended.
 */
export function t(key, values = {}) {
  let text = textOf(key)
  if (text && typeof text === "object") {
    text = (values.n === 0 && text.zero) || text[plurals.select(values.n ?? 0)] || text.other
  }
  if (text === undefined) return key
  return worded(text).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? apart(values[name]) : whole))
}

/** Whether a text of this name exists. */
export const has = (key) => key in texts || key in english

// Days, times and lists, by Intl. Where a browser doesn't know the language, they are said in numbers.

const isKnownTo = (Format) => Format.supportedLocalesOf([locale]).length > 0

function said(date, words, numbers) {
  const spoken = isKnownTo(Intl.DateTimeFormat)
  return new Intl.DateTimeFormat(spoken ? locale : "en-GB", spoken ? words : numbers).format(date)
}

/** "12 March 2026" in the person's language; `value` is a date or "2026-03-12". */
export function dateText(value) {
  const date = typeof value === "string" ? new Date(`${value}T12:00:00`) : new Date(value)
  if (Number.isNaN(date.getTime())) return String(value)
  return said(date, { day: "numeric", month: "long", year: "numeric" }, { dateStyle: "short" })
}

/** "12 March, 14:05" in the person's language; `value` is in milliseconds since 1970. */
export function timeText(value) {
  return said(new Date(value), { day: "numeric", month: "long", hour: "numeric", minute: "2-digit" },
    { dateStyle: "short", timeStyle: "short" })
}

/** "a, b and c" in the person's language. */
export function listText(parts) {
  if (!isKnownTo(Intl.ListFormat)) return factsText(parts)
  return new Intl.ListFormat(language, { type: "conjunction" }).format(parts.map(apart))
}

/** "Zoe, uses services": what there is to say of one thing, which no "and" joins. */
export const factsText = (parts) => parts.filter(Boolean).map(apart).join(t("list.comma"))

/** A text in quotation marks. */
export const quoted = (text) => t("quoted", { text })

/** Numbers as the person's language writes them, in the digits that all of ours use. */
export const numberFormat = (options) =>
  new Intl.NumberFormat(isKnownTo(Intl.NumberFormat) ? locale : "en-GB", { numberingSystem: "latn", ...options })

/** "482913" shown as "482 913", by a space that neither breaks nor lets the halves change places. */
export const codeText = (code) => String(code ?? "").replace(/^(\d{3})(\d{3})$/, "$1\u00a0$2")
