// Single-key shortcuts. `?` shows them, and they can be switched off there.

import { settings } from "../models/settings.js"
import { t } from "../models/words.js"
import "./dialog.js"
import { define, h, LabElement } from "./dom.js"

const tables = new Set()

/** Adds shortcuts {key: {text, action}} until the function that comes back is called. */
export function addKeys(table) {
  tables.add(table)
  return () => tables.delete(table)
}

const all = () => Object.assign({}, ...tables)

const WRITABLE = "input:not([type=radio], [type=checkbox]), textarea, select"
const isTyping = (target) => Boolean(target.closest?.(WRITABLE))

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  if (!settings.values.keys || document.querySelector("dialog[open]")) return
  const found = event.key === "?" ? { action: showKeys } : all()[event.key]
  if (!found) return
  event.preventDefault()
  found.action()
})

/** Opens the list of keys. */
export function showKeys() {
  if (document.querySelector("lab-keys")) return
  document.body.append(document.createElement("lab-keys"))
}

define("lab-keys", class extends LabElement {
  render() {
    const rows = [["?", t("keys.show")], ...Object.entries(all()).map(([key, { text }]) => [key, text])]
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
