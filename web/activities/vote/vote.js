// `vote`: dots, given and taken back one by one; the budget is always in sight. Read easy, it is one idea a screen.

import { announce } from "../../elements/announcer.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { folded, groupsOf, groupTable } from "../../elements/groups.js"
import { notice, tags } from "../../elements/parts.js"
import { Turning } from "../../elements/turning.js"
import { numberIn } from "../../models/figures.js"
import { dotsSpent, itemsOf } from "../../models/lab.js"
import { settings } from "../../models/settings.js"
import { apart, t } from "../../models/words.js"

define("lab-vote", class extends LabElement {
  #turning = new Turning(this)
  #stop

  connected() {
    requestAnimationFrame(() => this.#turning.bring())
    this.#stop = settings.subscribe(() => this.update())
  }

  disconnected() {
    this.#stop()
  }

  #give(item, change) {
    const { answering, activity, mine } = this.props
    const given = mine?.dots?.[item.id] ?? 0
    const left = activity.budget - dotsSpent(activity, mine)
    if (change > 0 && left <= 0) return announce(t("vote.noneLeft"))
    const most = activity.perItem ?? activity.budget
    if (change > 0 && given >= most) return announce(t("vote.noMoreHere", { n: most }))
    if (change < 0 && given === 0) return undefined
    answering.send(activity.id, "vote", { item: item.id, dots: given + change })
    return announce(t("vote.now", { n: left - change }))
  }

  #spend(item, { target }) {
    const { answering, activity, mine } = this.props
    const given = mine?.dots?.[item.id] ?? 0
    const left = activity.budget - dotsSpent(activity, mine) + given
    const wanted = Math.max(0, Math.round(numberIn(target.value) || 0))
    const most = Math.min(left, activity.perItem ?? activity.budget)
    if (wanted > most) announce(t("vote.pointsTooMany", { n: most }))
    const points = Math.min(wanted, most)
    target.value = String(points)
    if (points !== given) answering.send(activity.id, "vote", { item: item.id, dots: points })
  }

  render() {
    const { activity, view, mine, open, pending } = this.props
    const points = activity.mode === "points"
    if (activity.state === "revealed") return [h("lab-vote-screen", { props: { activity, view } }), this.#own()]
    const items = itemsOf(view, activity)
    if (items.length === 0) return h("p", { class: "quiet", key: "none" }, t("vote.none"))
    const left = Math.max(0, activity.budget - dotsSpent(activity, mine))
    const unsaved = new Set(pending.filter(({ name, body }) =>
      name === "vote" && body.activity === activity.id).map(({ body }) => body.item))
    return [
      open && h("div", { class: "budget", key: "budget" },
        h("p", {},
          h("b", {}, String(left)), ` ${t(points ? "vote.pointsLeft" : "vote.left", { n: left, of: activity.budget })}`),
        !points && h("span", { class: "dots", "aria-hidden": "true" }, "●".repeat(left) + "○".repeat(activity.budget - left))),
      activity.unit && h("p", { class: "quiet", key: "unit" }, t("vote.pointsUnit", { unit: activity.unit })),
      activity.perItem === 1 && !points && open && h("p", { class: "quiet", key: "one" }, t("vote.onePer")),
      open && settings.values.easy && !settings.isOnPaper
        ? this.#oneByOne(items, (item) => this.#item(item, mine?.dots?.[item.id] ?? 0, left, open, unsaved.has(item.id), "h2"))
        : h("ul", { class: "votes", role: "list", key: "items" },
          items.map((item) => this.#item(item, mine?.dots?.[item.id] ?? 0, left, open, unsaved.has(item.id)))),
    ]
  }

  #oneByOne(items, show) {
    const index = this.#turning.place(items.length, () => 0)
    if (this.#turning.atEnd) return [this.#summary(items), this.#turning.buttons(items.length)]
    return [
      h("p", { class: "quiet", key: "place" }, t("rate.item", { n: index + 1, of: items.length })),
      h("ul", { class: "votes single", role: "list", key: "items" }, show(items[index])),
      this.#turning.buttons(items.length),
    ]
  }

  /** What was chosen, and that it can be changed. */
  #summary(items) {
    const { activity, mine } = this.props
    const own = items.map((item, index) => ({ ...item, index })).filter(({ id }) => mine?.dots?.[id])
    const given = activity.mode === "points" ? "vote.points" : "vote.given"
    return h("section", { class: "card stack", key: "summary" },
      h("h2", { tabindex: -1 }, own.length > 0 ? t("vote.yours") : t(given, { n: 0 })),
      own.length > 0 && h("ul", { class: "menu-list", role: "list" }, own.map(({ id, text, index }) => h("li", { key: id },
        h("button", { type: "button", class: "button link", onclick: () => this.#turning.goTo(index) }, text),
        h("span", { class: "quiet" }, ` ${t(given, { n: mine.dots[id] })}`)))),
      h("p", {}, t("rate.thanks")))
  }

  #item(item, given, left, open, unsaved, heading = "p") {
    const full = left <= 0 || given >= (this.props.activity.perItem ?? Infinity)
    const step = (sign, change, off, key) => h("button", {
      type: "button", class: "step-button", "aria-label": t(key, { text: item.text }),
      "aria-disabled": off ? "true" : "false", onclick: () => this.#give(item, change),
    }, h("span", { "aria-hidden": "true" }, sign))
    return h("li", { class: given > 0 ? "vote given" : "vote", key: item.id },
      h("div", { class: "grow" }, h(heading, { class: "idea-text", id: `vote-${item.id}`, tabindex: heading === "p" ? null : -1 }, item.text), tags(item)),
      open && this.props.activity.mode === "points"
        ? h("div", { class: "stepper" },
          h("input", {
            type: "text", inputmode: "numeric", autocomplete: "off", class: unsaved ? "points unsaved" : "points",
            "aria-label": t("vote.pointsFor", { text: item.text }), value: String(given),
            onchange: (event) => this.#spend(item, event),
          }))
        : open
        ? h("div", { class: "stepper", role: "group", "aria-labelledby": `vote-${item.id}` },
          step("−", -1, given === 0, "vote.take"),
          h("span", { class: unsaved ? "count unsaved" : "count" },
            h("span", { class: "visually-hidden" }, t("vote.given", { n: given })),
            h("span", { "aria-hidden": "true" }, String(given))),
          step("+", 1, full, "vote.give"))
        : given > 0 && h("p", { class: "quiet" }, t(this.props.activity.mode === "points" ? "vote.points" : "vote.given", { n: given })))
  }

  #own() {
    const { activity, view, mine } = this.props
    const own = itemsOf(view, activity).filter(({ id }) => mine?.dots?.[id])
    return own.length > 0 && notice(h("p", {}, t("vote.yours")),
      h("ul", {}, own.map(({ id, text }) => h("li", { key: id }, text, mine.dots[id] > 1 && ` (${mine.dots[id]})`))))
  }
})

/** What an earlier reveal showed. */
function before({ rounds = {} }) {
  const last = Object.keys(rounds).sort((a, b) => a - b).at(-1)
  return last && h("span", { class: "quiet small block" },
    t("results.before", { value: t("dots", { n: rounds[last].votes }) }))
}

/** How each shown group voted, item by item. Too few people of a group, and it isn't shown. */
function byGroup(activity, items) {
  const groups = groupsOf(activity.voters)
  if (groups.length === 0) return undefined
  const heads = [t("groups.idea"), ...groups.map(({ name, value }) => `${name} (${value})`)]
  return folded(groupTable(t("groups.hint"), heads, items.map((item) => {
    const votes = new Map(groupsOf(item).map(({ id, value }) => [id, value]))
    return { id: item.id, name: item.text, cells: groups.map(({ id }) => String(votes.get(id) ?? 0)) }
  })))
}

/** The sides' dots on an item, for the hall. */
function sides(item) {
  const shown = groupsOf({ sides: item.sides })
  return shown.length > 0 && h("p", { class: "quiet small" },
    shown.map(({ name, value }) => `${name} ${value}`).join(" · "))
}

/** What ties at the cut, for everybody to see, and whether it is decided. */
function tie({ tie: found, runOff }, view) {
  if (!found) return undefined
  const decided = view.activities[runOff]?.state === "revealed"
  return h("div", { class: "notice calm", key: "tie" },
    h("p", {}, runOff ? t(decided ? "vote.tieDecided" : "vote.tieAgain", { n: found.n })
      : `${t("vote.tie", { n: found.n })} ${t("vote.tiePlaces", { n: found.places })}`))
}

/** The dots of all, most first; ties share a rank and keep the list's order. */
define("lab-vote-screen", class extends LabElement {
  render() {
    const { activity, view, big, shows } = this.props
    const items = itemsOf(view, activity)
    const counted = shows !== "activity" && items.some(({ votes }) => votes != null)
    const sorted = counted ? [...items].sort((a, b) => (b.votes ?? 0) - (a.votes ?? 0)) : items
    const most = Math.max(1, ...items.map(({ votes }) => votes ?? 0))
    return [counted && tie(activity, view), h("ol", { key: "tally", class: counted ? "tally counted" : "tally", role: "list", "data-fit": "" }, sorted.map((item) =>
      h("li", { key: item.id, vars: { "--share": String(counted ? (item.votes ?? 0) / most : 0) } },
        counted && h("span", { class: "rank" }, apart(item.rank ?? "")),
        h("div", { class: "grow" }, h("p", {}, item.text), tags({ heading: item.heading, for: item.for }),
          counted && item.tied && h("p", { class: "small" }, t(item.goesOn ? "vote.tiedOn" : "vote.tied")), big && counted && sides(item),
          counted && before(item)),
        counted && h("span", { class: "total" },
          t(activity.mode === "points" ? "vote.points" : "dots", { n: item.votes ?? 0 }))))),
      !big && byGroup(activity, sorted)]
  }
})
