// What is asked of the server over HTTP by whoever is in a lab.

import { call } from "./calls.js"

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
