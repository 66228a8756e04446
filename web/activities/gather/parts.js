// What phones, the desk and the hall show of gathered ideas.

import { define, h, LabElement } from "../../elements/dom.js"
import { tags } from "../../elements/parts.js"
import { factsText, t } from "../../models/words.js"
import "./cos.js"
import { byHeading } from "./model.js"

/** Ideas under their headings, each drawn by `list`; `level` is that of the headings. */
export function headed(activity, ideas, list, level = "h3") {
  if (!activity.groups) return list(ideas)
  return h("div", { class: "headings" }, byHeading(activity, ideas).map(({ id, title, ideas: below }) =>
    h("section", { class: "stack tight", key: id },
      h(level, {}, title ?? t("gather.noHeading"), h("span", { class: "quiet small" }, ` ${t("gather.count", { n: below.length })}`)),
      below.length > 0 ? list(below) : h("p", { class: "quiet" }, t("gather.noneHere")))))
}

/** What is said in the place of ideas that aren't shown: how many there are. */
export function unshown(activity, none = "gather.none") {
  const key = activity.visibility === "private" ? "gather.privateCount" : "gather.hiddenCount"
  return h("p", { class: "quiet" }, activity.count ? t(key, { n: activity.count }) : t(none))
}

/** What happens now against what could be, where ideas say both (S21). */
export const starOf = (activity, view, more) => activity.asksCos && activity.asksWhen &&
  h("lab-cos", { key: "cos", props: { activity, view, ...more } })

/** One idea. Draws itself again only when it changed, however many there are. */
define("lab-idea", class extends LabElement {
  render() {
    const { idea, heading } = this.props
    const by = factsText([idea.name, idea.role && t(`role.${idea.role}`)])
    const facts = [
      by,
      idea.support && idea.support !== "self" && t(`support.said.${idea.support}`),
      idea.broughtIn && t("gather.broughtIn"),
      idea.edited && t("gather.edited"),
      idea.merged && t("gather.merged", { n: idea.merged }),
    ]
    const shown = facts.filter(Boolean).join(" · ")
    return [
      h("p", { class: "idea-text" }, idea.text),
      idea.original && h("p", { class: "quiet small original", key: "original" },
        t(idea.split ? "gather.split" : "gather.reworded", { text: idea.original })),
      tags({ ...idea, heading }),
      shown && h("p", { class: "quiet small" }, shown),
    ]
  }
})
