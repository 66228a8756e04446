// Values kept in the browser. Where storage is forbidden or full, they last as long as the page.

class Area {
  #real
  /** What could not be written. */
  #fallback = new Map()

  constructor(find) {
    try {
      this.#real = find()
      this.#real.setItem("coprolab.test", "1")
      this.#real.removeItem("coprolab.test")
    } catch {
      this.#real = null
    }
  }

  /** The value kept under `key`, or undefined. A value that can't be read counts as absent. */
  get(key) {
    try {
      const text = this.#fallback.get(key) ?? this.#real?.getItem(key)
      return text == null ? undefined : JSON.parse(text)
    } catch {
      return undefined
    }
  }

  /** Keeps `value` under `key`; undefined forgets it. */
  set(key, value) {
    this.#fallback.delete(key)
    if (value === undefined) return this.#real?.removeItem(key)
    const text = JSON.stringify(value)
    try {
      this.#real.setItem(key, text)
    } catch {
      // Forbidden or full. What was kept before stays where it is.
      this.#fallback.set(key, text)
    }
    return undefined
  }

  /** All keys that begin with `prefix`. */
  keys(prefix) {
    const keys = new Set(this.#fallback.keys())
    for (let n = 0; n < (this.#real?.length ?? 0); n++) keys.add(this.#real.key(n))
    return [...keys].filter((key) => key.startsWith(prefix))
  }
}

/** Shared by all tabs of this browser, and kept when it closes. */
export const browser = new Area(() => globalThis.localStorage)

/** This tab's own; it survives a reload. */
export const tab = new Area(() => globalThis.sessionStorage)

/** 128 random bits as text. (`crypto.randomUUID` isn't offered on plain http.) */
export function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}
