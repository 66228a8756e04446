// What was changed on the programme, when and by whom: for everybody to see (S7).

import { changes } from "../models/lab.js"
import { listText, t, timeText } from "../models/words.js"
import { h } from "./dom.js"

export function changeList(view) {
  return h("ol", { class: "plain-list stack tight" }, changes(view).map(({ id, what, title, time, by, parts }) =>
    h("li", { key: id },
      parts ? t("change.editedParts", { title, what: listText(parts.map((part) => t(`change.part.${part}`))) })
        : t(`change.${what}`, { title }),
      h("span", { class: "quiet small" }, ` ${[by, timeText(time)].filter(Boolean).join(", ")}`))))
}
