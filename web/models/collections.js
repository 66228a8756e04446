// Keyed collections, as views have them.

const known = new WeakMap()
const entries = new WeakMap()

/** A value of a keyed collection with its id in it; the same value gives the same object. */
export function withId(id, value) {
  let entry = entries.get(value)
  if (!entry) entries.set(value, (entry = { ...value, id }))
  return entry
}

/** A keyed collection as [{id, …}] in the order of their `order`. What is the same stays the same object. */
export function ordered(collection) {
  if (!collection) return []
  let list = known.get(collection)
  if (!list) {
    list = Object.entries(collection)
      .map(([id, value]) => withId(id, value))
      .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1))
    known.set(collection, list)
  }
  return list
}

/** Whether an object has a member. */
export const hasAny = (object) => Boolean(object) && Object.keys(object).length > 0
