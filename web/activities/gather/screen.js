// The ideas on the wall, and what they show together once no more come.

import { define, h, LabElement } from "../../elements/dom.js"
import { itemsOf, ordered } from "../../models/lab.js"
import { t } from "../../models/words.js"
import { promptsOf } from "../grid/model.js"
import { headed, starOf, unshown } from "./parts.js"

const IN_HALL = 8

/** Long ideas need wide columns. */
function lengthName(ideas) {
  const longest = Math.max(...ideas.slice(0, 8).map(({ text }) => text.length))
  return longest > 400 ? "wide" : longest > 90 ? "medium" : ""
}

define("lab-gather-screen", class extends LabElement {
  render() {
    const { activity, view } = this.props
    const ideas = ordered(activity.ideas)
    const prompts = promptsOf(view, activity, itemsOf)
    return [
      activity.state === "open" && prompts.length > 0 && h("section", { class: "stack tight", key: "prompts" },
        h("h2", {}, t("grid.prompts")),
        h("ul", { class: "tags", role: "list" }, prompts.slice(0, IN_HALL).map(({ id, row, column }) =>
          h("li", { class: "tag", key: id }, `${row}: ${column}`)))),
      this.#ideas(ideas),
    ]
  }

  #ideas(ideas) {
    const { activity, view, shows } = this.props
    // While ideas come, they need the wall; the picture is for when one looks at them together.
    const picture = activity.state !== "open" && shows !== "activity" && starOf(activity, view, { big: true })
    const wall = (list) => h("ul", {
      class: activity.groups ? "ideas" : `wall ${lengthName(list)}`, role: "list", "data-fit": picture ? "spare" : "",
    }, list.map((idea) =>
      h("li", { key: idea.id, class: "idea" }, h("lab-idea", { props: { idea } }))))
    if (ideas.length === 0) {
      return [unshown(activity), activity.groups && h("ul", { class: "headings asked", role: "list" },
        ordered(activity.groups).map(({ id, title }) => h("li", { class: "card", key: id }, title)))]
    }
    const count = h("p", { class: "quiet", key: "count" }, t("gather.count", { n: ideas.length }))
    const all = headed(activity, [...ideas].reverse(), wall, "h2")
    return [count, picture ? h("div", { class: "hall-results stacked", key: "both" }, h("div", {}, picture), h("div", {}, all)) : all]
  }
})
