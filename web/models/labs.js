// The few HTTP calls of the client.

/** A call that failed: `status` 0 means that the server wasn't reached; `retryAfter` is in ms. */
export class CallError extends Error {
  constructor(status, detail, retryAfter) {
    super(detail)
    this.status = status
    this.retryAfter = retryAfter
  }
}

async function call(path, options = {}) {
  let response
  try {
    response = await fetch(path, { ...options, cache: "no-store", credentials: "omit" })
  } catch {
    throw new CallError(0, "")
  }
  const body = await response.json().catch(() => ({}))
  if (response.ok) return body
  const seconds = Number(response.headers.get("Retry-After"))
  throw new CallError(response.status, body.detail ?? body.title ?? "", seconds ? seconds * 1000 : undefined)
}

/** What a newcomer may know of the lab with this code. A QR code's invite key exempts from the limit on guesses. */
export function lookUp(code, invite) {
  const headers = invite ? { "Coprolab-Invite": invite } : {}
  return call(`/api/labs/${encodeURIComponent(code)}`, { headers })
}

/** The templates as a list of {id, name, minutes, …}. */
export async function templates() {
  const answer = await call("/api/templates")
  const found = answer.templates ?? answer
  return Array.isArray(found) ? found : Object.entries(found).map(([id, template]) => ({ id, ...template }))
}

const withToken = (token) => ({ headers: { Authorization: `Bearer ${token}` } })

/** What the person of this token gave in a lab: {lab, participant, activities: [{title, prompt, gave, …}]}. */
export const own = (lab, token) => call(`/api/labs/${encodeURIComponent(lab)}/mine`, withToken(token))

/** A whole lab, `purpose` "sharing" or "keeping", for a facilitator's token. */
export const exported = (lab, purpose, token) =>
  call(`/api/labs/${encodeURIComponent(lab)}/export/json?for=${purpose}`, withToken(token))

/** Makes a lab. `key` is the organiser key, where the server asks for one (401). */
export function makeLab({ title, template, language }, key) {
  const headers = { "Content-Type": "application/json" }
  if (key) headers.Authorization = `Bearer ${key}`
  return call("/api/labs", { method: "POST", headers, body: JSON.stringify({ title, template, language }) })
}
