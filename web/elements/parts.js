// Small pieces that many screens share, as descriptions for `patch`.

import { CO_SHAPES, COS } from "../models/terms.js"
import { currentLanguage, has, t } from "../models/words.js"
import { h } from "./dom.js"
import { symbol } from "./easy.js"

/** Brings what changes letters, contrast and colours; without a connection it stays away. */
export const bringReading = () => import("./reading.js").catch(() => {})

/** Letters, contrast and colours, for whoever opens it; what it needs comes then. */
export const reading = (title = "reading.title", kind = "card") => h("details", { class: kind, key: "reading", ontoggle: bringReading },
  h("summary", {}, t(title)), h("lab-reading", { props: {} }))

/** The pages that whoever runs the server fills in; `aside` opens them in a tab of their own. */
export const statements = (aside) => h("p", { class: "row" }, ["privacy", "accessibility"].map((page) =>
  h("a", { class: "button link", href: `/${page}`, target: aside && "_blank" }, t(`pages.${page}`))))

/** A button; `kind` is "main", "plain" or nothing; `picture` the name of a symbol that Easy Read puts beside the text. */
export function button(text, onclick, { kind = "", picture, ...props } = {}) {
  return h("button", { type: "button", class: `button ${kind}`, onclick, ...props }, symbol(picture), text)
}

/** The heading of an idea, its Co's, each with its shape, whether it happens now, and for whom it is. */
export function tags({ cos, when, for: whom, heading }, full) {
  const found = [
    heading && h("li", { class: "tag heading", key: "heading" }, heading),
    ...COS.filter((co) => cos?.includes(co)).map((co) =>
      h("li", { class: "tag co", key: co },
        h("span", { "aria-hidden": "true" }, CO_SHAPES[co]),
        t(full ? `co.${co}` : `co.${co}.short`)),
    ),
    when && h("li", { class: "tag", key: "when" }, t(`when.${when}`)),
    whom && h("li", { class: "tag", key: "for" }, t(`for.${whom}`)),
  ].filter(Boolean)
  return found.length > 0 && h("ul", { class: "tags", role: "list" }, found)
}

/** What became of a text of one's own that is read before others see it (S43). */
export function reviewed({ review, reason }) {
  if (!review) return undefined
  if (review === "waiting") return h("p", { class: "review unread", key: "review" }, t("review.waiting"))
  return h("div", { class: "review declined", key: "review" },
    h("p", {}, h("b", {}, t("review.declined")), ` ${reason ?? ""}`), h("p", { class: "quiet" }, t("review.again")))
}

/** The way from an idea to what became of it, in one tap (S4). */
export const follow = ({ id, text }) => h("a", {
  class: "button link narrow", href: `#story-${encodeURIComponent(id)}`, "aria-label": t("story.followThis", { text }), key: "follow",
}, t("story.follow"))

/** "9 of 12 heard". */
export function heard({ heard: count }, big = false) {
  if (!count) return undefined
  return h("p", { class: big ? "heard" : "heard small" },
    h("b", {}, String(count.n)),
    ` ${t("heard.of", { n: count.of, of: count.of })}`)
}

/** The server has a newer page. It is loaded when it suits, and what was typed or waits to be saved comes along. */
export const newer = (session, { outdated }) => outdated && h("div", { class: "notice calm", key: "newer" },
  h("p", {}, t("newer.text")),
  h("div", { class: "row" },
    button(t("newer.load"), () => location.reload()),
    button(t("newer.later"), () => session.stayAsIs(), { kind: "plain" })))

/** A sentence that asks to be noticed; colour, bar and words. */
export const notice = (...children) => h("div", { class: "notice" }, children)

/** On every page of a lab that is only tried out. */
export const rehearsal = (lab) => lab.rehearsal && h("p", { class: "rehearsal", key: "rehearsal" },
  h("strong", {}, t("rehearsal")), ` ${t("rehearsal.lead")}`)

/** A labelled choice of one, drawn as chips. `options` are [value, label]. */
export function choice({ legend, name, options, value, onchange, key, optional }) {
  return h("fieldset", { class: "choice", key: key ?? name },
    h("legend", {}, legend, optional && h("span", { class: "quiet" }, ` ${t("optional")}`)),
    h("div", { class: "chips" }, options.map(([option, label]) =>
      h("label", { class: "chip", key: option },
        h("input", { type: "radio", name, value: option, checked: option === value, onchange: () => onchange(option) }),
        h("span", {}, label)))))
}

/** A labelled field; `hint` and `error` are read with it. */
export function field({ id, label, hint, error, area, optional, ...input }) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ")
  return h("div", { class: "field", key: id },
    h("label", { for: id }, label, optional && h("span", { class: "quiet" }, ` ${t("optional")}`)),
    hint && h("p", { class: "hint", id: `${id}-hint` }, hint),
    h(area ? "textarea" : "input", {
      id, name: id, "aria-describedby": described || null, "aria-invalid": error ? "true" : null, autocomplete: "off",
      ...(area && { rows: area }), ...input,
    }),
    error && h("p", { class: "error", id: `${id}-error` }, error))
}

/** The words for a refusal. The server's own are more exact, and they are English. */
export function problemText({ reason, problem, why, detail, text }) {
  const name = reason ?? problem
  if (why && has(`problem.${name}.${why}`)) return t(`problem.${name}.${why}`)
  if (has(`problem.${name}`)) return t(`problem.${name}`)
  const english = detail || text
  if (english && currentLanguage() === "en") return english
  return has(`refusal.${name}`) ? t(`refusal.${name}`) : t("problem.other")
}

/** Hills of heather, moss and loch. */
export function hills() {
  return h("svg", {
    class: "hills", viewBox: "0 0 800 200", preserveAspectRatio: "xMidYMax slice", "aria-hidden": "true",
    focusable: "false",
  },
    h("circle", { class: "sun", cx: 610, cy: 72, r: 34 }),
    h("path", { class: "far", d: "M0 120C90 70 150 60 240 104S410 60 500 84s180-36 300 16v100H0z" }),
    h("path", { class: "near", d: "M0 150c110-46 210-40 330-8s250 6 470-30v88H0z" }),
    h("path", { class: "water", d: "M0 182c140-14 260 8 400 0s270-10 400 0v18H0z" }))
}
