// The pages on which somebody is in no lab: still waiting, not let in, erased, or gone. Each says what to do next.
// `ways` holds the ways on: {page, lab, typed, problem, others: the people on this device who may go on, onuse, ontype,
// onrecover, onreturn, ontry, onback, onagain}.

import { codeText, t } from "../models/words.js"
import { h } from "./dom.js"
import { button, field, hills } from "./parts.js"

export function waiting(text) {
  return h("main", { id: "main", class: "page" },
    h("h1", { class: "visually-hidden" }, "coprolab"),
    h("p", { class: "waiting", role: "status" }, text))
}

/** No server: what to do, and the people on this device who may go on in what they had seen. */
export function unreachable({ others, onuse, ontry }) {
  return h("main", { id: "main", class: "page" },
    h("section", { class: "card stack" }, hills(),
      h("h1", {}, t("entry.unreachable")),
      h("p", { role: "status" }, t("entry.unreachableLead")),
      h("ul", {}, ["wifi", "near", "ask"].map((what) => h("li", { key: what }, t(`entry.unreachable.${what}`)))),
      button(t("entry.tryNow"), ontry, { kind: "main" }),
      goOn(others, onuse)))
}

/** A facilitator may let somebody in again, so there is a way to try. */
export function removed({ onagain }) {
  return h("main", { id: "main", class: "page" },
    h("section", { class: "card stack" },
      h("h1", {}, t("entry.removed")),
      h("p", {}, t("problem.removed")),
      button(t("entry.tryAgain"), onagain)))
}

/** No lab is here, or none that lets anybody in. */
export function dead(text, ways) {
  const { page, lab } = ways
  return h("main", { id: "main", class: "page" },
    h("section", { class: "card stack" },
      h("h1", {}, t(page === "screen" ? "entry.noScreenTitle" : "entry.notFound")),
      h("p", {}, text),
      /^\d+$/.test(lab) && h("p", { class: "quiet" }, t("entry.code", { code: codeText(lab) })),
      h("a", { class: "button main", href: "/" }, t(page === "join" ? "entry.again" : "home.link"))),
    h("lab-languages", { props: {} }),
    page === "join" && wayBack(ways))
}

/** A lab that has ended is closed to newcomers; whoever was there may still read. */
function wayBack({ problem, typed, ontype, onreturn }) {
  return h("details", { class: "card", open: Boolean(problem.refused) },
    h("summary", {}, t("join.haveCode")),
    h("form", { class: "stack", onsubmit: onreturn, novalidate: true },
      h("p", { class: "quiet" }, t("join.returnLead")),
      codeField("return-code", t("join.returnCode"), problem.refused, typed, ontype),
      button(t("join.returnGo"), null, { type: "submit" })))
}

/** The facilitator of a lab on another device, or without their place: the recovery code. */
export function recovery({ problem, typed, ontype, onrecover }) {
  return h("main", { id: "main", class: "page" },
    h("form", { class: "card stack", onsubmit: onrecover, novalidate: true },
      h("h1", {}, t("recover.title")),
      h("p", {}, t("recover.lead")),
      codeField("recovery", t("make.recoveryLabel"), problem?.text, typed, ontype),
      h("button", { class: "button main" }, t("recover.go"))),
    h("lab-languages", { props: {} }))
}

/** The last page of somebody who was erased: there is no way back, and so none is offered. */
export function erased(how, { others, onuse }) {
  return h("main", { id: "main", class: "page" },
    h("section", { class: "card stack goodbye" }, hills(),
      h("h1", { id: "erased", tabindex: -1 }, t("erased.title")),
      h("p", {}, t("erased.lead")),
      how && h("p", {}, t(`erased.${how.contributions}`)),
      how?.mentions > 0 && h("p", { class: "notice" }, t("erased.mentions", { n: how.mentions })),
      h("p", {}, t("erased.thanks")),
      goOn(others, onuse, "main"),
      h("a", { class: "button link", href: "/" }, t("home.link"))),
    h("lab-languages", { props: {} }))
}

/** The last page of somebody who left: their code, and the way back while the page is open. */
export function goodbye(me, { others, onuse, onback }) {
  return h("main", { id: "main", class: "page" },
    h("section", { class: "card stack goodbye" }, hills(),
      h("h1", {}, t("goodbye.title")),
      h("p", {}, t("goodbye.text")),
      me?.returnCode && h("lab-copy", { props: {
        id: "goodbye-code", label: t("me.returnCode"), value: me.returnCode, code: true,
      } }),
      goOn(others, onuse, "main"),
      button(t("goodbye.back"), onback),
      h("a", { class: "button link", href: "/" }, t("home.link"))),
    h("lab-languages", { props: {} }))
}

function goOn(others, onuse, kind) {
  return others.map(({ place, name }) => button(t("places.goOn", { name }), () => onuse(place), { kind, key: place }))
}

function codeField(id, label, error, value, oninput) {
  return field({ id, dir: "ltr", label, error, autocapitalize: "characters", spellcheck: "false", value, oninput })
}
