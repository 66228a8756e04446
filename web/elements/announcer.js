// One polite live region for the whole page. It never moves the focus.

let region
let waiting = []
let timer

/** Lets a screen reader say a sentence when it has a moment. Several at once are said together. */
export function announce(text) {
  if (!text) return
  region ??= document.querySelector("#announcer")
  if (!waiting.includes(text)) waiting.push(text)
  clearTimeout(timer)
  timer = setTimeout(() => {
    region.textContent = waiting.join(" ")
    waiting = []
    timer = setTimeout(() => (region.textContent = ""), 8_000)
  }, 150)
}
