// The Priority Matrix as a picture: effort to the right, impact upwards, one numbered dot an item. A bar goes from one
// side's median to the other's where they differ; a dashed ring says that the room is split. The table says the same.

import { define, h, LabElement } from "../../elements/dom.js"
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
  #top = 230
  #observer

  connected() {
    this.#observer = new ResizeObserver(() => {
      if (Math.abs(this.clientWidth - this.#width) > 1) this.#measure()
    })
    this.#observer.observe(this)
    this.#width = this.clientWidth
    this.#top = this.getBoundingClientRect().top + scrollY
  }

  #measure() {
    this.#width = this.clientWidth
    this.#top = this.getBoundingClientRect().top + scrollY
    this.update()
  }

  disconnected() {
    this.#observer.disconnect()
  }

  render() {
    const { activity, view, big } = this.props
    const width = Math.max(240, this.#width || 340)
    const height = big
      ? Math.max(400, Math.min(width, innerHeight - this.#top - 185))
      : Math.min(640, Math.max(300, width * (width < 480 ? 1.15 : 0.75)))
    const letter = big ? 26 : 18
    const frame = new Frame(width, height, big ? 24 : width < 480 ? 15 : 17, letter)
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
    const spots = placed(itemsOf(view, activity), frame.radius * 2 + 2, frame)
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
        h("span", { class: "key people" }, t("matrix.community")),
        h("span", { class: "key staff" }, t("matrix.professional")),
        h("span", { class: "key split" }, t("matrix.split")),
        h("span", { class: "key between" }, t("matrix.between"))))
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
