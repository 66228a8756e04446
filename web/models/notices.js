// What whoever runs the server says in the privacy notice and the accessibility statement.

import { call } from "./calls.js"

/** {retentionDays, privacy: {texts: {purpose: {en: "…"}}, missing: ["contact"]}, accessibility: {…}}. */
export const notices = () => call("/api/pages")

/** A text in the language of the page, else in English, else in whatever it is in: {language, paragraphs}. */
export function saidIn(texts = {}, language) {
  const found = [language, ...Object.keys(texts).filter((tag) => tag.split("-")[0] === language), "en", ...Object.keys(texts)]
    .find((tag) => tag in texts)
  return found && { language: found, paragraphs: texts[found].split(/\n\s*\n/).map((each) => each.trim()).filter(Boolean) }
}

const ADDRESS = /https?:\/\/[^\s<>"'()]*[^\s<>"'().,;:!?]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

/** A text in pieces, those that are an address with a link: [{text, href}]. */
export function linked(text) {
  const pieces = []
  let at = 0
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    if (index > at) pieces.push({ text: text.slice(at, index) })
    pieces.push({ text: address, href: address.startsWith("http") ? address : `mailto:${address}` })
    at = index + address.length
  }
  if (at < text.length) pieces.push({ text: text.slice(at) })
  return pieces
}
