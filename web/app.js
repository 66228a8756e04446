// The beginning: the texts, then the page that the address asks for. A phone loads what a phone needs.

import { loadDeskWords, loadWords, t } from "./models/words.js"
import { readRoute } from "./models/route.js"
import { settings } from "./models/settings.js"

const root = document.documentElement
const { page, lab } = readRoute(location.pathname)
const { language, direction } = await load().catch((error) => {
  // The Wi-Fi dropped while the page came: what is missing is asked for again.
  setTimeout(() => location.reload(), 3_000)
  throw error
})
root.lang = language
root.dir = direction
root.dataset.page = page

async function load() {
  const loading = page === "home"
    ? import("./elements/home.js")
    : Promise.all([import("./elements/entry.js"), import("./elements/join.js")])
  const words = await loadWords()
  if (page !== "join") await loadDeskWords()
  await loading
  return words
}

const skip = document.querySelector("#skip")
skip.textContent = t("skip")
skip.addEventListener("click", (event) => {
  event.preventDefault()
  const main = document.querySelector("#main")
  main?.setAttribute("tabindex", "-1")
  main?.focus()
})

// A link with a secret, opened where its page is shown already.
addEventListener("hashchange", () => /^#[kt]=/.test(location.hash) && location.reload())

// On paper nothing can be opened or gone through: all of it stands there at once.
const opened = new Set()
function setOnPaper(on) {
  settings.isOnPaper = on
  if (on) document.querySelectorAll("details:not([open])").forEach((place) => opened.add(place))
  opened.forEach((place) => (place.open = on))
  if (!on) opened.clear()
}
addEventListener("beforeprint", () => setOnPaper(true))
addEventListener("afterprint", () => setOnPaper(false))
matchMedia("print").addEventListener("change", ({ matches }) => setOnPaper(matches))

const element = document.createElement(page === "home" ? "lab-home" : "lab-entry")
if (lab) element.props = { page, lab }
document.querySelector("#app").replaceChildren(element)
