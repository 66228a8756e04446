// The Priority Matrix as a picture: effort to the right, impact upwards, one numbered dot an item. A bar goes from one
// side's median to the other's where they differ; a dashed ring says that the room is split. The table says the same.

import { define, h, LabElement } from "../../elements/dom.js"
import { roomBelow } from "../../elements/hall.js"
import { itemsOf, placed } from "../../models/lab.js"
import { t } from "../../models/words.js"

const LEFT = 34
const GAP = 8
const NARROW = 330

/** One user unit is one pixel, so that letters and dots keep their size on every screen. */
class Frame {
  constructor(width, height, radius, letter) {
    this.left = LEFT + radius / 2
    this.radius = radius
    this.width = width - this.left
    this.height = height
    this.half = (this.width - GAP) / 2
    this.low = (this.height - GAP) / 2
    this.inset = radius + 8
    // The names of the corners keep clear of the dots.
    this.lines = this.half < NARROW / 2 ? 2 : 1
    this.drop = radius + letter * (0.6 + 1.15 * this.lines)
  }

  across(x) {
    return this.left + this.inset + x * (this.width - 2 * this.inset)
  }

  down(y) {
    return this.drop + y * (this.height - 2 * this.drop)
  }

  at({ impact, effort }) {
    return [this.across((effort - 1) / 4), this.down(1 - (impact - 1) / 4)]
  }
}

/** props: activity, view, `big` for the hall. */
define("lab-matrix", class extends LabElement {
  #width = 0
  #room = 500
  #legend = 0
  #observer

  connected() {
    this.#observer = new ResizeObserver(() => {
      if (Math.abs(this.clientWidth - this.#width) > 1) this.#measure()
    })
    this.#observer.observe(this)
    this.#width = this.clientWidth
    this.#room = roomBelow(this)
  }

  drawn() {
    if (!this.props.big) return
    const legend = this.querySelector("figcaption").offsetHeight
    const room = roomBelow(this)
    if (Math.abs(legend - this.#legend) < 2 && Math.abs(room - this.#room) < 2) return
    this.#legend = legend
    this.#room = room
    this.update()
  }

  #measure() {
    this.#width = this.clientWidth
    this.#room = roomBelow(this)
    this.update()
  }

  disconnected() {
    this.#observer.disconnect()
  }

  render() {
    const { activity, view, big } = this.props
    const width = Math.max(240, this.#width || 340)
    const letter = big ? parseFloat(getComputedStyle(this).fontSize) || 32 : 18
    const height = big
      ? Math.max(300, Math.min(width, this.#room - this.#legend - 3.5 * letter - 24))
      : Math.min(640, Math.max(300, width * (width < 480 ? 1.15 : 0.75)))
    const frame = new Frame(width, height, big ? letter * 0.92 : width < 480 ? 15 : 17, letter)
    const { left, half, low } = frame
    const { axes } = activity
    const middle = left + half + GAP
    const lower = low + GAP
    const field = (name, x, y) => h("rect", { class: name, key: name, x, y, width: half, height: low, rx: 14 })
    const corner = (name, x, y, lines) => {
      const words = t(`quadrant.${name}`)
      const cut = frame.lines === 2 ? words.lastIndexOf(" ") : -1
      const parts = cut < 0 ? [words] : [words.slice(0, cut), words.slice(cut + 1)]
      return h("text", {
        class: "corner", key: `${name}-name`, x: x + 12,
        y: lines === "up" ? y - (parts.length - 1) * letter * 1.15 : y,
      },
        parts.map((part, index) => h("tspan", { key: String(index), x: x + 12, dy: index * letter * 1.15 }, part)))
    }
    const items = itemsOf(view, activity)
    const hasSides = items.some(({ results }) => results?.sides?.community && results.sides.professional)
    const differs = items.some(({ results }) => results?.differs && results.sides?.community && results.sides.professional)
    const isSplit = items.some(({ results }) => results?.talkFirst)
    const spots = placed(items, frame.radius * 2 + 2, frame)
    return h("figure", { class: "matrix-figure" },
      h("svg", {
        class: "matrix", viewBox: `0 0 ${width} ${height + letter * 1.7}`, role: "img",
        "aria-label": t("matrix.picture"),
      },
        field("quickWins", left, 0), field("majorProjects", middle, 0),
        field("fillIns", left, lower), field("leaveForNow", middle, lower),
        corner("quickWins", left, letter * 1.4), corner("majorProjects", middle, letter * 1.4),
        corner("fillIns", left, height - letter * 0.7, "up"),
        corner("leaveForNow", middle, height - letter * 0.7, "up"),
        h("text", { class: "axis", x: left, y: height + letter * 1.35 }, axes.effort.low),
        h("text", { class: "axis end", x: width, y: height + letter * 1.35 }, axes.effort.high),
        h("text", { class: "axis", transform: `translate(${left - letter * 0.6} ${height}) rotate(-90)` },
          axes.impact.low),
        h("text", { class: "axis end", transform: `translate(${left - letter * 0.6} 0) rotate(-90)` },
          axes.impact.high),
        spots.filter(({ item }) => item.results.differs).map(({ item }) => between(item, frame)),
        spots.map((spot) => dot(spot, frame, letter))),
      h("figcaption", { class: "legend" },
        // What is drawn, and no more.
        differs && [
          h("span", { class: "key people", key: "people" }, t("matrix.community")),
          h("span", { class: "key staff", key: "staff" }, t("matrix.professional")),
        ],
        isSplit && h("span", { class: "key split", key: "split" }, t("matrix.split")),
        differs && h("span", { class: "key between", key: "between" }, t("matrix.between")),
        spots.length > 0 && !hasSides && h("span", { key: "few" }, t("matrix.noSides"))))
  }
})

/** The bar from one side's median to the other's. */
function between({ id, results: { sides } }, frame) {
  if (!sides?.community || !sides.professional) return undefined
  const [x1, y1] = frame.at(sides.community)
  const [x2, y2] = frame.at(sides.professional)
  const size = frame.radius * 0.65
  return h("g", { key: `between-${id}` },
    h("line", { class: "between", x1, y1, x2, y2 }),
    h("circle", { class: "people", cx: x1, cy: y1, r: size }),
    h("rect", { class: "staff", x: x2 - size, y: y2 - size, width: size * 2, height: size * 2, rx: 4 }))
}

function dot({ item, x, y }, frame, letter) {
  return h("g", { key: item.id },
    item.results.talkFirst && h("circle", { class: "split", cx: x, cy: y, r: frame.radius + 7 }),
    h("circle", { class: "dot", cx: x, cy: y, r: frame.radius }),
    h("text", { class: "n", x, y: y + letter * 0.34 }, String(item.number)))
}
