// The beginning: the texts, then the page that the address asks for. A phone loads what a phone needs.

import { announce } from "./elements/announcer.js"
import { redraw } from "./elements/dom.js"
import { loadAgain } from "./models/calls.js"
import { loadDeskWords, loadOrganiserWords, loadWords, t, tongue } from "./models/words.js"
import { readRoute } from "./models/route.js"
import { settings } from "./models/settings.js"

const root = document.documentElement
// A file that plays a lab has an address of its own.
const { page, lab } = readRoute(root.dataset.route ?? location.pathname)
root.dataset.page = page
readAsChosen()
const skip = document.querySelector("#skip")
const { language, direction } = await load().catch((error) => {
  // The Wi-Fi dropped while the page came: what is missing is asked for again.
  loadAgain()
  throw error
})
speak({ language, direction })
tongue.subscribe((now) => {
  const before = root.lang
  speak(now)
  redraw()
  if (now.language !== before) announce(t("language.now"))
})

function speak({ language, direction }) {
  root.lang = language
  root.dir = direction
  skip.textContent = t("skip")
}

/** The letters and colours that the person wants, else what the device says. The hall's screen goes by the device alone. */
function readAsChosen() {
  const dark = matchMedia("(prefers-color-scheme: dark)")
  const strong = matchMedia("(prefers-contrast: more)")
  const apply = () => {
    const { size, theme, contrast } = page === "screen" ? {} : settings.values
    root.dataset.scheme = theme === "light" || theme === "dark" ? theme : dark.matches ? "dark" : "light"
    root.dataset.contrast = contrast === "high" || strong.matches ? "high" : "normal"
    root.dataset.size = size ?? "1"
  }
  apply()
  settings.subscribe(apply)
  for (const query of [dark, strong]) query.addEventListener("change", apply)
}

async function load() {
  const loading = {
    home: () => import("./elements/home.js"),
    organise: () => import("./elements/organise.js"),
    missing: () => import("./elements/missing.js"),
    replay: () => import("./elements/replay.js"),
    statement: () => import("./elements/statement.js"),
  }[page]?.() ?? Promise.all([import("./elements/entry.js"), import("./elements/join.js")])
  const words = await loadWords()
  if (["facilitate", "screen", "replay", "organise"].includes(page)) await loadDeskWords()
  if (page === "organise") await loadOrganiserWords()
  await loading
  return words
}

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

const ALONE = ["home", "organise", "missing", "replay", "statement"]
const element = document.createElement(ALONE.includes(page) ? `lab-${page}` : "lab-entry")
if (lab) element.props = page === "replay" ? { lab } : { page, lab }
document.querySelector("#app").replaceChildren(element)
