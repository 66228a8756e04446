// What facilitators took off the view: hidden, merged, split, declined. One tap brings it back.

import { hasAny, ordered } from "../models/collections.js"
import { t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { button } from "./parts.js"

/** `restore` is the command that brings one back, and the member of its body that names it. */
export function hiddenList(session, activity, [command, member]) {
  if (!hasAny(activity.hidden)) return undefined
  const list = ordered(activity.hidden)
  const back = ({ id, version, absence }) => (absence === "declined"
    ? session.send("approve", { activity: activity.id, entry: id, version }, { note: t("review.approvedNote") })
    : session.send(command, { activity: activity.id, [member]: id }, { note: t("hidden.restored") }))
  return h("details", { class: "card", key: "hidden-list" },
    h("summary", {}, h("h3", {}, t("hidden.title", { n: list.length }))),
    h("ul", { class: "ideas", role: "list" }, list.map((entry) => h("li", { class: "idea gone", key: entry.id },
      h("div", { class: "grow" },
        h("p", { class: "idea-text" }, entry.text),
        h("p", { class: "quiet small" }, t(`hidden.is.${entry.absence}`, { text: entry.into ?? "" }),
          entry.reason && ` ${entry.reason}`)),
      button(t(`hidden.back.${entry.absence}`), () => back(entry),
        { kind: "plain", "aria-label": t("hidden.backThis", { what: t(`hidden.back.${entry.absence}`), text: entry.text }) })))))
}

/** The same as an element, for kinds whose desk comes with what phones load. props: session, activity, restore. */
define("lab-hidden", class extends LabElement {
  render() {
    const { session, activity, restore } = this.props
    return hiddenList(session, activity, restore) ?? []
  }
})
