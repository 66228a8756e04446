// The beginning: the texts, then the page that the address asks for.

import "./elements/activity.js"
import "./elements/copy.js"
import "./elements/desk-activity.js"
import "./elements/desk-room.js"
import "./elements/desk.js"
import "./elements/dialog.js"
import "./elements/entry.js"
import "./elements/home.js"
import "./elements/join.js"
import "./elements/keys.js"
import "./elements/late.js"
import "./elements/make.js"
import "./elements/me.js"
import "./elements/note.js"
import "./elements/people.js"
import "./elements/room.js"
import "./elements/saved.js"
import "./elements/screen.js"
import "./elements/today.js"
import { readRoute } from "./models/route.js"
import { loadWords, t } from "./models/words.js"

const root = document.documentElement
const { language, direction } = await loadWords()
root.lang = language
root.dir = direction

const skip = document.querySelector("#skip")
skip.textContent = t("skip")
skip.addEventListener("click", (event) => {
  event.preventDefault()
  const main = document.querySelector("#main")
  main?.setAttribute("tabindex", "-1")
  main?.focus()
})

const { page, lab } = readRoute(location.pathname)
root.dataset.page = page
const element = document.createElement(page === "home" ? "lab-home" : "lab-entry")
if (lab) element.props = { page, lab }
document.querySelector("#app").replaceChildren(element)
