// Single-key shortcuts. `?` shows them, and they can be switched off there.

import { settings } from "../models/settings.js"
import { has, t } from "../models/words.js"
import "./dialog.js"
import { define, h, LabElement } from "./dom.js"

const tables = new Set()

/**
 * Adds shortcuts {key: {text, action, label?}} until the function that comes back is called; `text` is the name of a text, and
 * `label` what is on the key, or the name of a text for it.
 */
export function addKeys(table) {
  tables.add(table)
  return () => tables.delete(table)
}

const all = () => Object.assign({}, ...tables)

const WRITABLE = "input:not([type=radio], [type=checkbox]), textarea, select"
const isTyping = (target) => Boolean(target.closest?.(WRITABLE))

/** Undo as everywhere else. In a field it is the browser's own, for what was typed there. */
const isUndo = ({ ctrlKey, metaKey, altKey, shiftKey, key }) =>
  (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === "z"

document.addEventListener("keydown", (event) => {
  const undo = isUndo(event) && !isTyping(event.target) && all().u
  if (undo) {
    event.preventDefault()
    return undo.action()
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  if (!settings.values.keys || document.querySelector("dialog[open]")) return
  // A space presses what has the focus, before anything else.
  if (event.key === " " && event.target.closest?.("button, summary, [role=switch], [type=radio], [type=checkbox]")) return
  const table = all()
  const found = event.key === "?" ? { action: showKeys } : table[event.key] ?? table[event.key.toLowerCase()]
  if (!found) return
  event.preventDefault()
  return found.action()
})

/** Opens the list of keys. */
export function showKeys() {
  if (document.querySelector("lab-keys")) return
  document.body.append(document.createElement("lab-keys"))
}

define("lab-keys", class extends LabElement {
  render() {
    const apple = /Mac|iPhone|iPad/.test(navigator.platform)
    const rows = [["?", t("keys.show")], ...Object.entries(all()).map(([key, { text, label = key }]) =>
      [has(label) ? t(label) : label, t(text)]),
      ...(all().u ? [[apple ? "⌘ Z" : "Ctrl Z", t(all().u.text)]] : [])]
    return h("lab-dialog", { props: {
      heading: t("keys.title"), onclose: () => this.remove(),
      content: [
        h("dl", { class: "keys" },
          rows.map(([key, text]) => h("div", { key }, h("dt", {}, h("kbd", {}, key)), h("dd", {}, text)))),
        h("p", { class: "quiet" }, t("keys.more")),
        h("label", { class: "switch" },
          h("input", {
            type: "checkbox", role: "switch", checked: settings.values.keys,
            onchange: ({ target }) => settings.set("keys", target.checked),
          }),
          h("span", {}, t("keys.on"))),
      ],
    } })
  }
})
