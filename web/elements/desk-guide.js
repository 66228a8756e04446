// Phones and the hall's screen, guided from the desk: everyone brought together, what the screen shows, and a look at both.

import { kinds } from "../activities/kinds.js"
import { currentActivity, hasResults, withId } from "../models/lab.js"
import { t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { button, choice } from "./parts.js"
import "./time.js"

const TIMES = [1, 2, 3, 5, 10, 15, 20, 30]
const USUAL = 5

/** A time to go by, and one more minute. props: session, activity, which is open. */
define("lab-desk-time", class extends LabElement {
  #set(minutes) {
    this.props.session.send("setTime", { activity: this.props.activity.id, minutes },
      { note: t(minutes > 0 ? "time.setNote" : "time.noneNote", { n: minutes }) })
    const details = this.querySelector("details")
    if (details) details.open = false
  }

  #more = () => {
    this.props.session.send("setTime", { activity: this.props.activity.id, more: 1 }, { note: t("time.moreNote") })
  }

  render() {
    const { until, guideMinutes, title } = this.props.activity
    const usual = guideMinutes || USUAL
    return h("section", { class: "stack tight time-to-go-by", "aria-label": t("time.title") },
      until && h("lab-time", { key: "left", props: { until, over: "time.overDesk", said: t("time.overDeskSaid", { title }) } }),
      h("div", { class: "row", key: "buttons" },
        until
          ? [
            button(t("time.more"), this.#more, { kind: "", key: "more" }),
            button(t("time.none"), () => this.#set(0), { kind: "plain", key: "none" }),
          ]
          : button(t("time.set", { n: usual }), () => this.#set(usual), { kind: "plain", key: "set" }),
        h("details", { class: "inline", key: "other" },
          h("summary", {}, t("time.other")),
          h("div", { class: "row", role: "group", "aria-label": t("time.title") }, TIMES.map((n) =>
            button(t("time.minutes", { n }), () => this.#set(n), { kind: "plain", key: String(n) }))))))
  }
})

/** What the screen is told, as one word for a choice: "auto", "join", "activity:ID", "results:ID". */
function chosen({ lab }) {
  const { show = "auto", activity = lab.current } = lab.screen ?? {}
  return show === "activity" || show === "results" ? `${show}:${activity}` : show
}

/** props: session, view, activity, which is looked at on the desk. */
define("lab-desk-guide", class extends LabElement {
  #previews = false

  #choose = (value) => {
    const [show, activity] = value.split(":")
    this.props.session.send("setScreen", { show, ...(activity && { activity }) }, { note: t("guide.screenNote") })
  }

  async #look(on) {
    if (on) await import("./desk-preview.js")
    this.#previews = on
    this.update()
  }

  render() {
    const { session, view } = this.props
    const current = currentActivity(view)
    const bring = (on) => session.send("bringEveryone", { on }, { note: t(on ? "guide.brought" : "guide.free") })
    if (view.lab.state === "archived") return []
    return h("section", { class: "card stack", "aria-labelledby": "guide-title" },
      h("h2", { id: "guide-title" }, t("guide.title")),
      view.lab.state === "open" && current && h("div", { class: "stack tight", key: "phones" },
        h("h3", {}, t("guide.phones")),
        view.lab.together
          ? h("div", { class: "notice calm" },
            h("p", {}, t("guide.together")),
            button(t("guide.letGo"), () => bring(false)))
          : h("div", { class: "row" }, button(this.#bringText(current), () => bring(true), { kind: "plain" }))),
      this.#screen(),
      h("div", { class: "row", key: "look" }, button(t("guide.preview"), () => this.#look(true), { kind: "plain" })),
      this.#previews && h("lab-desk-preview", {
        key: "preview", props: { session, onclose: () => this.#look(false) },
      }))
  }

  #bringText(current) {
    return t(current.id === this.props.activity?.id ? "guide.bring" : "guide.bringNow")
  }

  #screen() {
    const { view, activity } = this.props
    const value = chosen(view)
    const options = [["auto", t("guide.auto")], ["join", t("guide.join")]]
    const shown = activity && activity.state !== "draft" && kinds[activity.kind] ? activity : undefined
    if (shown) {
      options.push([`activity:${shown.id}`, t("guide.activity", { title: shown.title })])
      if (hasResults(shown)) options.push([`results:${shown.id}`, t("guide.results", { title: shown.title })])
    }
    if (!options.some(([option]) => option === value)) {
      const [show, id] = value.split(":")
      options.push([value, t(`guide.${show}`, { title: withId(id, view.activities[id] ?? {}).title ?? "" })])
    }
    const waits = shown && kinds[shown.kind].answers && shown.reveal !== "never" && !hasResults(shown)
    return h("div", { class: "stack tight", key: "screen" },
      choice({ legend: t("guide.screen"), name: "screen-shows", value, options, onchange: this.#choose }),
      value !== "auto" && h("p", { class: "quiet", key: "stays" }, t("guide.stays")),
      waits && h("p", { class: "quiet", key: "waits" }, t("guide.noResults")))
  }
})
