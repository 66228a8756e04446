// What is asked of the server over HTTP by whoever is in a lab, or makes one.

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

const withToken = (token) => ({ headers: { Authorization: `Bearer ${token}` } })

/** What the person of this token gave in a lab: {lab, participant, activities: [{title, prompt, gave, …}]}. */
export const own = (lab, token) => call(`/api/labs/${encodeURIComponent(lab)}/mine`, withToken(token))

/** Erases the person of this token from a lab; `contributions` is go or stay. Nothing brings them back: {mentions, …}. */
export const eraseMe = (lab, contributions, token) => call(`/api/labs/${encodeURIComponent(lab)}/erase`, {
  method: "POST", body: JSON.stringify({ contributions }),
  headers: { "Content-Type": "application/json", ...withToken(token).headers },
})

/** Another link for a lab's screen, in place of the one before: {screenToken, links: {screen}}; a facilitator's token. */
export const renewScreenLink = (lab, token) =>
  call(`/api/labs/${encodeURIComponent(lab)}/screen`, { method: "POST", ...withToken(token) })

/** A whole lab as a blob: `format` json, csv, xlsx, md, html or ics; `purpose` sharing or keeping; a facilitator's token. */
export const exported = (lab, format, purpose, token) =>
  call(`/api/labs/${encodeURIComponent(lab)}/export/${format}?for=${purpose}`, withToken(token), (response) => response.blob())

/** How a lab's journal stands: {revision, head}, the hash of its last event; a facilitator's token. */
export const labHead = (lab, token) => call(`/api/labs/${encodeURIComponent(lab)}/head`, withToken(token))

/** How a lab went, for `audience` screen or facilitator: {revision, length, strip, marks, …}. */
export const replayOutline = (lab, audience, token) =>
  call(`/api/labs/${encodeURIComponent(lab)}/replay?audience=${audience}`, withToken(token))

/** The view at a moment (ms of the replay's clock, or a revision) and the patches that follow: {version, at, view, frames, reached}. */
export const replayFrames = (lab, audience, { at, after }, token) =>
  call(`/api/labs/${encodeURIComponent(lab)}/replay/frames?audience=${audience}&${at === undefined ? `after=${after}` : `at=${Math.round(at)}`}`,
    withToken(token))

/** One page (a blob) that plays the lab without a server; the facilitator's one plays it as on the screen as well. */
export const replayFile = (lab, audience, token) =>
  call(`/api/labs/${encodeURIComponent(lab)}/replay/file?audience=${audience}`, withToken(token), (response) => response.blob())

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
