// `info`: something to read, watch or talk about, with an earlier activity's results beside it. `break`: a rest.

import { define, h, LabElement } from "../../elements/dom.js"
import { hills } from "../../elements/parts.js"
import { withId } from "../../models/lab.js"
import { t } from "../../models/words.js"
import { kinds } from "../kinds.js"

define("lab-info", class extends LabElement {
  /** The address of what did not come. */
  #missing

  render() {
    const { activity, view, big } = this.props
    const { text, media, resultsOf, decidesOn } = activity
    const shown = resultsOf && view.activities[resultsOf]
    const decided = decidesOn && view.activities[decidesOn]
    const isOut = shown?.state === "revealed" || (shown?.reveal === "live" && shown.state !== "draft")
    return [
      text && !(big && (isOut || decided)) && h("div", { class: "prose" },
        text.split(/\n+/).map((line) => h("p", {}, line))),
      media && this.#media(media),
      shown && h("section", { class: "beside stack", "aria-label": shown.title },
        !big && h("h2", {}, shown.title),
        isOut ? results(withId(resultsOf, shown), view, big) : h("p", { class: "quiet" }, t("info.notYet"))),
      decided && h("section", { class: "beside stack", "aria-label": t("decisions.title") },
        h("lab-decisions", { props: { activity: withId(decidesOn, decided), view, big } })),
    ]
  }

  /** A picture, a sound or a film, and all that is in it in words (S47). */
  #media({ type, title, url, captions, transcript }) {
    const missing = this.#missing === url
    const shared = {
      src: url, onerror: () => {
        this.#missing = url
        this.update()
      },
    }
    const played = { ...shared, controls: true, preload: "metadata", "aria-label": title }
    const words = transcript.split(/\n+/).map((line) => h("p", {}, line))
    return h("figure", { class: "card stack media", key: url },
      missing && h("p", { class: "notice" }, t("info.missing")),
      !missing && type === "picture" && h("img", { ...shared, alt: title }),
      !missing && type === "sound" && h("audio", played),
      !missing && type === "film" && h("video", { ...played, playsinline: true },
        captions && h("track", { kind: "captions", src: captions, label: t("info.captions"), default: true })),
      h("figcaption", {}, title),
      missing ? h("div", { class: "prose" }, words) : h("details", {},
        h("summary", {}, t(`info.words.${type}`)),
        h("div", { class: "prose" }, words)))
  }
})

function results(activity, view, big) {
  if (activity.kind === "rate") return h("lab-results", { props: { activity, view, big } })
  // All other kinds show on the hall's screen what everybody may see.
  return h(kinds[activity.kind].screen, { props: { activity, view, big } })
}

define("lab-break", class extends LabElement {
  render() {
    const { purpose } = this.props.activity
    return h("div", { class: "rest stack" },
      hills(),
      purpose && h("p", { class: "lead" }, purpose),
      h("p", {}, t("break.text")))
  }
})
