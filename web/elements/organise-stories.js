// The library of case studies: those that everybody who tells them agreed to be shown, read as pages and taken away as files.

import { dateText, t } from "../models/words.js"
import { define, h } from "./dom.js"
import { OverAllLabs } from "./organise-over-all.js"
import { button } from "./parts.js"
import { fileName } from "./save.js"

const DAY = /^\d{4}-\d\d-\d\d$/
const FILES = [["html", "organise.storyPage"], ["md", "organise.storyText"]]

/** props: organiser, labs. */
define("lab-organise-stories", class extends OverAllLabs {
  #read

  load() {
    return this.props.organiser.stories()
  }

  #open(story) {
    this.#read = story
    this.update()
    this.querySelector("#story-title").focus()
  }

  #close = () => {
    const story = this.#read
    this.#read = undefined
    this.update()
    const back = [...this.querySelectorAll("[data-story]")].find(({ dataset }) => dataset.story === story)
    ;(back ?? this.querySelector("#part-title")).focus()
  }

  render() {
    const story = this.found?.find((each) => each.story === this.#read)
    return [
      h("h2", { id: "part-title", tabindex: -1 }, t("organise.part.stories")),
      this.#read && this.found && !story && h("p", { class: "notice", role: "status", key: "gone" }, t("organise.storyGone")),
      !this.found ? this.waiting() : story ? this.#page(story) : this.#list(),
    ]
  }

  #list() {
    return [
      h("p", { key: "lead" }, t("organise.storiesLead")),
      this.found.length === 0 ? h("p", { class: "card", key: "none" }, t("organise.storiesNone"))
        : h("ul", { class: "stack", role: "list", key: "list" }, this.found.map((story) => h("li", { class: "card organise-lab", key: story.story },
          h("h3", { dir: "auto", lang: story.language }, story.title),
          h("p", { class: "quiet" }, h("bdi", {}, story.labTitle), story.until && ` · ${t("organise.storyUntil", { date: dateText(story.until) })}`),
          h("div", { class: "row" }, button(t("organise.storyRead"), () => this.#open(story.story), {
            "data-story": story.story, "aria-label": t("organise.storyReadThis", { title: story.title }),
          }))))),
    ]
  }

  #page({ story, title, labTitle, language, parts, terms, until }) {
    const { organiser } = this.props
    const own = { dir: "auto", lang: language }
    return h("article", { class: "card stack story", key: "page" },
      h("h3", { id: "story-title", tabindex: -1, ...own }, title),
      h("p", { class: "quiet" }, h("bdi", {}, labTitle)),
      parts.map(({ title: heading, text, quotes = [] }, index) => h("section", { class: "stack tight", key: String(index) },
        h("h4", own, heading),
        text && h("p", { class: "written", ...own }, text),
        quotes.map((quote, place) => h("blockquote", { key: String(place), ...own }, quote)))),
      h("section", { class: "stack tight terms", key: "terms" },
        h("h4", {}, t("organise.storyTerms")),
        until && h("p", {}, t("organise.storyUntil", { date: dateText(until) })),
        h("dl", { class: "stack tight" }, terms.map((term, index) => h("div", { key: String(index) },
          h("dt", { class: "quiet", ...own }, term.title), h("dd", own, DAY.test(term.text) ? dateText(term.text) : term.text))))),
      h("div", { class: "row", key: "files" },
        FILES.map(([format, text]) => h("lab-save", { class: "stack tight", key: format, props: {
          text, make: async () => ({ name: fileName(title, t("organise.storyFile"), format), blob: await organiser.story(story, format) }),
        } })),
        button(t("organise.storyClose"), this.#close, { kind: "plain" })))
  }
})
