// Which words on the page are the lab's own and not the client's: its titles and questions, and all that people gave. They
// stay in the lab's language, whatever the page's is, and each runs in its own direction.

const known = new Set()
const seen = new WeakSet()
/** What a program writes and no person: an id, a state, the name of a kind. */
const TOKEN = /^[a-z0-9]+(?:[A-Z][a-z]*)*$/

/** Takes in all texts of a view. What stayed the same object since is passed over, so that it costs what has changed. */
export function learn(value) {
  if (typeof value === "string") {
    if (TOKEN.test(value)) return
    known.add(value)
    // A long text is shown line by line.
    if (value.includes("\n")) value.split(/\n+/).forEach((line) => known.add(line))
  } else if (value && typeof value === "object" && !seen.has(value)) {
    seen.add(value)
    Object.values(value).forEach(learn)
  }
}

const LETTER = /\p{L}/u

/** Whether the texts among an element's children are the lab's own, and none is the client's. */
export function areOwn(children) {
  let found = false
  for (const child of children) {
    if (typeof child === "object") continue
    if (known.has(child)) found = true
    else if (LETTER.test(child)) return false
  }
  return found
}
