// What was changed on the programme, when and by whom: for everybody to see (S7).

import { hasAny } from "../models/collections.js"
import { changes } from "../models/lab.js"
import { dateText, factsText, LANGUAGES, listText, t, timeText } from "../models/words.js"
import { h } from "./dom.js"

/** Whether there is anything to tell. */
export const hasChanges = (view) => Boolean(view?.lab?.imported) || hasAny(view?.history)

export function changeList(view) {
  const { imported } = view.lab
  return h("ol", { class: "plain-list stack tight" },
    changes(view).map(({ id, what, title, language, days, time, by, parts }) =>
      h("li", { key: id },
        parts ? t("change.editedParts", { title, what: listText(parts.map((part) => t(`change.part.${part}`))) })
          : t(`change.${what}`, { title, language: LANGUAGES[language] ?? language, days }),
        h("span", { class: "quiet small" }, ` ${factsText([by, timeText(time)])}`))),
    imported && h("li", { key: "imported" },
      t("change.imported", { date: dateText(imported.date) }),
      h("span", { class: "quiet small" }, ` ${timeText(imported.time)}`)))
}
