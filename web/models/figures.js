// Numbers and codes as people type them: in digits of their own script, with the comma or the spaces of their language. And
// numbers and money as that language writes them.

import { apart, numberFormat } from "./words.js"

/** The noughts of other scripts: Arabic, Persian and Urdu, Hindi, Bengali, Punjabi, Gujarati, and wide digits. */
const NOUGHTS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0xff10]
/** Spaces, apostrophes and Arabic marks between thousands, signs of money, and marks of direction that came along in a copy. */
const BETWEEN = /[\s'’٬\p{Sc}\u200e\u200f\u2066-\u2069]/gu
/** "12", "1,200", "12,00,000". */
const WHOLE = /^-?(\d+|\d{1,3}([.,]\d{2,3})*[.,]\d{3})$/

/** What parts a number from its decimals in the page's language. */
const decimalSign = () => numberFormat().formatToParts(1.5).find(({ type }) => type === "decimal").value

/** A text with its digits as 0 to 9: "۴۸۲۹۱۳" as "482913". */
export const plainDigits = (text) => text.replace(/\p{Nd}/gu, (digit) => {
  const code = digit.codePointAt(0)
  const nought = NOUGHTS.find((each) => code >= each && code < each + 10)
  return nought ? String(code - nought) : digit
})

/** The digits of a text alone, as 0 to 9. */
export const digitsIn = (text) => plainDigits(text).replace(/\D/g, "")

/**
 * A number as it was typed, written "1200.5"; undefined where it is none. A sign before three digits parts thousands, unless it
 * is the decimal sign of the page's language or stands behind another one.
 */
export function plainNumber(text) {
  const bare = plainDigits(text).replace(BETWEEN, "").replace("٫", ".").replaceAll("،", ",").replace(/^[−–]/, "-")
  const signs = bare.match(/[.,]/g) ?? []
  const last = signs.at(-1)
  const isDecimal = new Set(signs).size === 2 || (signs.length === 1 && (last === decimalSign() || !/[.,]\d{3}$/.test(bare)))
  const at = isDecimal ? bare.lastIndexOf(last) : bare.length
  const [whole, part] = [bare.slice(0, at), bare.slice(at + 1)]
  if (!WHOLE.test(whole) || (isDecimal && (whole.includes(last) || !/^\d+$/.test(part)))) return undefined
  return whole.replace(/[.,]/g, "") + (isDecimal ? `.${part}` : "")
}

/** The number that was typed; NaN where it is none. */
export const numberIn = (text) => Number(plainNumber(String(text)) ?? NaN)

/** "1200.5" as one types it in the page's language. */
export const typedNumber = (text) => text.replace(".", decimalSign())

/** "4.5" in the page's language: a middle, with one decimal at the most. */
export const middleText = (value) => numberFormat({ maximumFractionDigits: 1 }).format(Math.round(value * 10) / 10)

/** "1,200.50 hours", "£1,200", "1200 zł": a written number with its unit; a sign of money stands where the page's language has it. */
export function amountText(text, unit, isMoney) {
  const decimals = text.split(".")[1]?.length ?? 0
  const exact = { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
  if (!unit || !isMoney || /\p{L}/u.test(unit)) return apart([numberFormat(exact).format(text), unit].filter(Boolean).join(" "))
  const parts = numberFormat({ ...exact, style: "currency", currency: "GBP" }).formatToParts(text)
  return apart(parts.map(({ type, value }) => (type === "currency" ? unit : value)).join(""))
}
