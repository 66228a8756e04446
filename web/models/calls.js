// How the client calls the server over HTTP, and the one call that a newcomer makes.

/** A call that failed: `status` 0 means that the server wasn't reached; `detail` is English, and `why` a word for it. `retryAfter` is in ms. */
export class CallError extends Error {
  constructor(status, { detail = "", reason, why, retryAfter } = {}) {
    super(detail)
    this.status = status
    this.detail = detail
    this.reason = status === 0 ? "unreachable" : reason
    this.why = why
    this.retryAfter = retryAfter
  }
}

/** The answer to a request, as `read` takes it out of the response: JSON, where nothing else is said. */
export async function call(path, options = {}, read = (response) => response.json()) {
  let response
  try {
    response = await fetch(path, { ...options, cache: "no-store", credentials: "omit" })
  } catch {
    throw new CallError(0)
  }
  if (response.ok) {
    return read(response).catch(() => {
      throw new CallError(0, "")
    })
  }
  const body = await response.json().catch(() => ({}))
  const seconds = Number(response.headers.get("Retry-After"))
  throw new CallError(response.status, {
    detail: body.detail ?? body.title, reason: body.reason, why: body.why, retryAfter: seconds ? seconds * 1000 : undefined,
  })
}

let timer

/** Loads the page again once the server can be reached: without network there would be no page at all any more. */
export function loadAgain() {
  clearTimeout(timer)
  timer = setTimeout(() => fetch("/healthz", { cache: "no-store" }).then(() => location.reload(), loadAgain), 3_000)
}

/** What a newcomer may know of the lab with this code. A QR code's invite key exempts from the limit on guesses. */
export function lookUp(code, invite) {
  const headers = invite ? { "Coprolab-Invite": invite } : {}
  return call(`/api/labs/${encodeURIComponent(code)}`, { headers })
}
