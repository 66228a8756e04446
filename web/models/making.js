// How a lab is made: from a template, from another lab, or out of a file.

import { call } from "./calls.js"
import { plainDigits } from "./figures.js"
import { tab } from "./storage.js"

/** {templates: [{id, name, minutes, …}], needsKey: whether the organiser key is needed here}. */
export const templates = () => call("/api/templates")

export const KEY = "coprolab.organiserKey"

/** The organiser key that was right before in this tab. */
export const organiserKey = () => tab.get(KEY) ?? ""

/** Makes a lab, and keeps its key for as long as the tab is open: one that was refused is forgotten. */
async function made(body, key) {
  const headers = { "Content-Type": "application/json" }
  if (key) headers.Authorization = `Bearer ${key}`
  try {
    const lab = await call("/api/labs", { method: "POST", headers, body: JSON.stringify(body) })
    if (key) tab.set(KEY, key)
    return lab
  } catch (error) {
    if (error.status === 401) tab.set(KEY, undefined)
    throw error
  }
}

/** Makes a lab from one that `token` facilitates: its programme and settings, nothing that anybody said. */
export const copyLab = ({ from, token, title, rehearsal }, key) => made({ from, facilitatorToken: token, title, rehearsal }, key)

/** Takes in a lab out of `file`, an export for keeping. `key` is the organiser key, where the server asks for one (401). */
export function takeIn(file, key) {
  const headers = { "Content-Type": "application/json" }
  if (key) headers.Authorization = `Bearer ${key}`
  return call("/api/labs/import", { method: "POST", headers, body: file })
}

/** For how many days a lab can be kept after its end. */
export const KEPT = { least: 1, most: 3_650 }

/** The days that somebody typed, in digits of any script; false where that is no such number. */
export const daysIn = (text) => {
  const days = Number(plainDigits(text))
  return Number.isInteger(days) && days >= KEPT.least && days <= KEPT.most && days
}

/** Makes a lab, from {title, template, language, retentionDays}. `key` is the organiser key, where the server asks for one (401). */
export const makeLab = (lab, key) => made(lab, key)
