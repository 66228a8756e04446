// An address at which there is nothing: what may be wrong, and the way on.

import { loadSet, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { hills } from "./parts.js"

await loadSet("pages")

define("lab-missing", class extends LabElement {
  drawn() {
    document.title = t("missing.title")
  }

  render() {
    return h("main", { id: "main", class: "page" },
      h("section", { class: "card stack" }, hills(),
        h("h1", {}, t("missing.title")),
        h("p", {}, t("missing.lead")),
        h("a", { class: "button main", href: "/" }, t("missing.home"))))
  }
})
