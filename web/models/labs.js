// What is asked of the server over HTTP by whoever is in a lab, or makes one.

import { call } from "./calls.js"
import { tab } from "./storage.js"

/** {templates: [{id, name, minutes, …}], needsKey: whether the organiser key is needed here}. */
export const templates = () => call("/api/templates")

const KEY = "coprolab.organiserKey"

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

/** How a lab went, for `audience` screen or facilitator: {revision, length, strip, marks, …}. */
export const replayOutline = (lab, audience, token) =>
  call(`/api/labs/${encodeURIComponent(lab)}/replay?audience=${audience}`, withToken(token))

/** The view at a moment (ms of the replay's clock, or a revision) and the patches that follow: {version, at, view, frames, reached}. */
export const replayFrames = (lab, audience, { at, after }, token) =>
  call(`/api/labs/${encodeURIComponent(lab)}/replay/frames?audience=${audience}&${at === undefined ? `after=${after}` : `at=${Math.round(at)}`}`,
    withToken(token))

/** Makes a lab from one that `token` facilitates: its programme and settings, nothing that anybody said. */
export const copyLab = ({ from, token, title, rehearsal }, key) => made({ from, facilitatorToken: token, title, rehearsal }, key)

/** Takes in a lab out of `file`, an export for keeping. `key` is the organiser key, where the server asks for one (401). */
export function takeIn(file, key) {
  const headers = { "Content-Type": "application/json" }
  if (key) headers.Authorization = `Bearer ${key}`
  return call("/api/labs/import", { method: "POST", headers, body: file })
}

/** Makes a lab. `key` is the organiser key, where the server asks for one (401). */
export const makeLab = ({ title, template, language }, key) => made({ title, template, language }, key)
