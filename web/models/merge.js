// JSON Merge Patch (RFC 7396) on values that are never changed in place: whatever a patch doesn't
// touch stays the same object, so that "is it the same?" is one comparison.

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value)

/** `target` with `patch` applied; `null` in a patch deletes. */
export function merged(target, patch) {
  if (!isObject(patch)) return patch
  const base = isObject(target) ? target : {}
  let result = base === target ? null : {}
  for (const key of Object.keys(patch)) {
    const value = patch[key]
    if (value === null) {
      if (key in (result ?? base)) {
        result ??= { ...base }
        delete result[key]
      }
      continue
    }
    const before = Object.hasOwn(base, key) ? base[key] : undefined
    const after = merged(before, value)
    if (after !== before) {
      result ??= { ...base }
      result[key] = after
    }
  }
  return result ?? base
}
