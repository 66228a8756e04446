// Which page the address asks for. A secret in the fragment is taken out of the address at once.

import { plainDigits } from "./figures.js"
import { browser } from "./storage.js"

/**
 * {page: "home"|"organise"|"join"|"facilitate"|"screen"|"replay"|"statement"|"missing", lab} for a path such as /join/482913; of a
 * statement, which one in the place of the lab.
 */
export function readRoute(path) {
  const [, page, lab] = path.split("/")
  if (["join", "facilitate", "screen", "replay"].includes(page) && lab) {
    return { page, lab: plainDigits(decodeURIComponent(lab).replace(/\s/g, "")) }
  }
  if (page === "organise" && !lab) return { page }
  if (["privacy", "accessibility"].includes(page) && !lab) return { page: "statement", lab: page }
  return { page: ["/", "/index.html", "/join", "/join/"].includes(path) ? "home" : "missing" }
}

/** What this browser knows of a lab on one page: {token, invite, returnCode, name, title, at}. */
export class Keyring {
  #key

  constructor(page, lab) {
    this.#key = `coprolab.${page}.${lab}`
  }

  get values() {
    return browser.get(this.#key) ?? {}
  }

  update(changes) {
    browser.set(this.#key, { ...this.values, ...changes })
  }

  forget() {
    browser.set(this.#key, undefined)
  }
}

/**
 * Reads #t=TOKEN (facilitator, screen) or #k=INVITE (join), keeps it, and removes it from the
 * address and the history.
 */
export function takeSecrets(keyring) {
  const fragment = new URLSearchParams(location.hash.slice(1))
  const token = fragment.get("t")
  const invite = fragment.get("k")
  if (!token && !invite) return
  if (token) keyring.update({ token })
  if (invite) keyring.update({ invite })
  history.replaceState(null, "", location.pathname)
}
