/** Something that can be listened to. */
export class Emitter {
  #listeners = new Set()

  /** Calls `listener` at each change, until the function that comes back is called. */
  subscribe(listener) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(...values) {
    for (const listener of [...this.#listeners]) listener(...values)
  }
}
