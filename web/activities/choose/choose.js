// `choose`: tracks side by side, with room or a waiting list. One tap chooses; who waits keeps the place they have.

import { announce } from "../../elements/announcer.js"
import { define, h, LabElement } from "../../elements/dom.js"
import { button, field, notice } from "../../elements/parts.js"
import { addStyles } from "../../elements/styles.js"
import { numberIn } from "../../models/figures.js"
import { ordered } from "../../models/lab.js"
import { has, t } from "../../models/words.js"
import { hasRoom } from "./model.js"

await addStyles("/activities/choose/choose.css")

const MOST = 10_000

/** "first", "second" …: the place in a waiting list in words, as a number from ten on. */
function placeWords(place) {
  return has(`choose.place.${place}`) ? t(`choose.place.${place}`) : t("choose.place.n", { n: place })
}

/** How full a track is: words, and a bar that says the same. */
function room({ capacity, taken, waiting }) {
  if (taken === undefined) return capacity ? h("p", { class: "quiet" }, t("choose.places", { n: capacity })) : undefined
  const left = Math.max(0, capacity - taken)
  const state = !capacity
    ? t("choose.open", { n: taken })
    : left === 0
      ? t("choose.full", { n: taken })
      : t("choose.left", { n: left, of: capacity })
  return [
    capacity > 0 && h("div", {
      class: left === 0 ? "room-bar full" : "room-bar", "aria-hidden": "true", key: "bar",
      vars: { "--share": String(Math.min(1, taken / capacity)) },
    }),
    h("p", { class: "state", key: "state" }, state,
      waiting > 0 && h("span", { class: "quiet block" }, t("choose.waiting", { n: waiting }))),
  ]
}

define("lab-choose", class extends LabElement {
  /** Says it when a place comes free while somebody waits. */
  changed(before) {
    const { activity, mine } = this.props
    const was = before.mine?.waitingFor
    const title = activity.tracks?.[mine?.track]?.title
    const moved = was && was === mine?.track && before.mine.track !== was
    if (moved) announce(t("choose.movedUp", { title }))
  }

  #choose(track, note) {
    const { answering, activity } = this.props
    answering.send(activity.id, "chooseTrack", { track }, { note })
  }

  render() {
    const { activity, mine, open, pending } = this.props
    const tracks = ordered(activity.tracks)
    const unsaved = new Set(pending.filter(({ name, body }) => name === "chooseTrack" && body.activity === activity.id)
      .map(({ body }) => body.track))
    const chosen = activity.tracks?.[mine?.track]
    const awaited = activity.tracks?.[mine?.waitingFor]
    return [
      (chosen || awaited) && h("div", { class: "notice calm", key: "mine", role: "status" },
        chosen && h("p", {}, t("choose.youAre", { title: chosen.title })),
        awaited && h("p", {}, t("choose.youWait", { title: awaited.title, place: placeWords(mine.place ?? 1) })),
        awaited && chosen && h("p", {}, t("choose.keep", { title: chosen.title })),
        open && button(t(awaited && !chosen ? "choose.stopWaiting" : "choose.letGo"),
          () => this.#choose("", t("choose.letGoDone")), { kind: "plain" })),
      h("ul", { class: "tracks", role: "list", key: "tracks" },
        tracks.map((track) => this.#track(track, unsaved.has(track.id)))),
    ]
  }

  #track(track, unsaved) {
    const { mine, open } = this.props
    const { id, title, text } = track
    const inside = mine?.track === id
    const waits = mine?.waitingFor === id
    const free = hasRoom(track)
    const name = [inside && "mine", waits && "waits", unsaved && "unsaved"].filter(Boolean).join(" ")
    const key = inside ? "stay" : free ? (mine?.track ? "switch" : "take") : "wait"
    return h("li", { class: `track ${name}`, key: id },
      h("h2", { id: `track-${id}` }, title),
      text && h("p", {}, text),
      room(track),
      inside && h("p", { class: "here" }, `✓ ${t("choose.yours")}`),
      waits && h("p", { class: "here" }, `… ${t("choose.waits", { place: placeWords(mine.place ?? 1) })}`),
      open && !(inside && !mine.waitingFor) && !waits && h("div", { class: "row" },
        button(t(`choose.${key}`), () => this.#choose(id, t(`choose.note.${key}`, { title })),
          { kind: key === "take" || key === "switch" ? "main" : "", "aria-describedby": `track-${id}` })))
  }
})

define("lab-choose-screen", class extends LabElement {
  render() {
    return h("ul", { class: "tracks", role: "list", "data-fit": "" }, ordered(this.props.activity.tracks).map((track) =>
      h("li", { class: "track", key: track.id },
        h("h2", {}, track.title),
        room(track))))
  }
})

/** How full the tracks are, and their size. */
define("lab-choose-desk", class extends LabElement {
  #sizes = {}
  /** The track whose size is none. */
  #wrong

  #save = ({ id, title, capacity }) => (event) => {
    event.preventDefault()
    const { session, activity } = this.props
    const size = numberIn(this.#sizes[id] ?? capacity)
    this.#wrong = Number.isInteger(size) && size >= 0 && size <= MOST ? undefined : id
    if (this.#wrong) {
      this.update()
      return this.querySelector(`#${CSS.escape(`size-${id}`)}`).focus()
    }
    delete this.#sizes[id]
    if (size !== capacity) session.send("setCapacity", { activity: activity.id, track: id, capacity: size },
      { note: t("choose.resized", { title }) })
    return this.update()
  }

  render() {
    return [
      notice(h("p", {}, t("choose.deskLead"))),
      h("ul", { class: "tracks", role: "list" }, ordered(this.props.activity.tracks).map((track) =>
        h("li", { class: "track", key: track.id },
          h("h3", {}, track.title),
          room(track),
          h("form", { class: "capacity", novalidate: true, onsubmit: this.#save(track) },
            field({
              id: `size-${track.id}`, inputmode: "numeric", error: this.#wrong === track.id && t("step.whole"),
              label: [t("choose.capacity"), h("span", { class: "visually-hidden" }, " ", track.title)],
              value: String(this.#sizes[track.id] ?? track.capacity),
              oninput: ({ target }) => (this.#sizes[track.id] = target.value),
            }),
            h("button", { class: "button" }, t("save"), h("span", { class: "visually-hidden" }, " ", track.title)))))),
    ]
  }
})
