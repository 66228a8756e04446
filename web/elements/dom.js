// A small way to describe what should be on the page, and to change only what differs. Text enters as text
// nodes alone; nothing here parses markup. What stays keeps its node, and with it the focus and the caret.

import { areOwn } from "../models/own-words.js"
import { labLanguage } from "../models/words.js"

const SVG = "http://www.w3.org/2000/svg"
const described = new WeakMap()
const handlers = new WeakMap()
/** What holds the lab's own words. */
const owned = new WeakSet()
/** Set as properties, since the attribute only holds their first value. */
const LIVE = new Set(["value", "checked", "selected", "disabled", "indeterminate"])

/**
 * Describes an element. Props: `key` (identity among its siblings), `onclick`… (functions), `props` (for our own
 * elements), `vars` ({"--x": value}), `ref` (called with the new node), else attributes; false, null and undefined are
 * left out.
 */
export function h(tag, props, ...children) {
  return {
    tag, props: props ?? {},
    children: children.flat(Infinity).filter((child) =>
      child != null && child !== false && child !== true && child !== ""),
  }
}

/** Makes the children of `parent` what `wanted` describes. */
export function patch(parent, wanted, svg = parent.namespaceURI === SVG) {
  const list = [wanted].flat(Infinity).filter((child) =>
    child != null && child !== false && child !== true && child !== "")
  const pool = new Map()
  for (const node of parent.childNodes) {
    const name = nameOf(node)
    if (!pool.has(name)) pool.set(name, [])
    pool.get(name).push(node)
  }
  const nodes = list.map((child) => pool.get(wantedName(child))?.shift())
  for (const left of pool.values()) for (const node of left) node.remove()
  let cursor = parent.firstChild
  list.forEach((child, index) => {
    const node = nodes[index] ?? create(child, svg)
    // A new element has its props before it is connected.
    renew(node, child, svg)
    if (node === cursor) cursor = cursor.nextSibling
    else parent.insertBefore(node, cursor)
  })
}

const wantedName = (child) => (typeof child === "object" ? `${child.tag} ${child.props.key ?? ""}` : "#text")

function nameOf(node) {
  const before = described.get(node)
  return before ? `${before.tag} ${before.props.key ?? ""}` : node.nodeName === "#text" ? "#text" : "#unknown"
}

function create(child, svg) {
  if (typeof child !== "object") return document.createTextNode(child)
  const node = svg || child.tag === "svg" ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag)
  return node
}

function renew(node, child, svg) {
  if (typeof child !== "object") {
    if (node.data !== String(child)) node.data = child
    return
  }
  const before = described.get(node)
  if (before === child) return
  described.set(node, child)
  const old = before?.props ?? {}
  for (const name in old) if (!(name in child.props)) setProp(node, name, undefined, old[name])
  if (!("props" in child.props)) patch(node, child.children,
    child.tag === "svg" || (svg && child.tag !== "foreignObject"))
  for (const name in child.props) setProp(node, name, child.props[name], old[name])
  if (!("lang" in child.props)) own(node, areOwn(child.children))
  if (!before) child.props.ref?.(node)
}

/** Gives the lab's own words their language and their direction; in a picture the direction is the picture's. */
function own(node, isOwn) {
  if (!isOwn && !owned.delete(node)) return
  const isText = isOwn && node.namespaceURI !== SVG
  setProp(node, "lang", (isOwn && labLanguage()) || null)
  setProp(node, "dir", isText ? "auto" : null)
  if (isOwn) owned.add(node)
}

function setProp(node, name, value, old) {
  if (name === "key" || name === "ref") return
  if (name === "props") {
    node.props = value
  } else if (name === "vars") {
    for (const [property, text] of Object.entries(value ?? {})) node.style.setProperty(property, text)
  } else if (name.startsWith("on")) {
    listen(node, name.slice(2), value)
  } else if (LIVE.has(name)) {
    const wanted = value ?? (name === "value" ? "" : false)
    if (node[name] !== wanted) node[name] = wanted
  } else if (value === old) {
    return
  } else if (value == null || (value === false && !name.startsWith("aria-"))) {
    node.removeAttribute(name)
  } else {
    node.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value))
  }
}

function listen(node, type, listener) {
  let table = handlers.get(node)
  if (!table) handlers.set(node, (table = {}))
  if (!(type in table)) node.addEventListener(type, (event) => handlers.get(node)[type]?.call(node, event))
  table[type] = listener
}

const same = (a, b) => {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}

/** Our elements that are on the page. */
const living = new Set()

/** Draws everything anew, in another language: what was typed, opened and reached stays as it is. */
export const redraw = () => [...living].forEach((element) => element.update())

/** An element that shows its `props`, and draws itself again only when one of them is another object. */
export class LabElement extends HTMLElement {
  #props = {}

  get props() {
    return this.#props
  }

  set props(next) {
    if (same(this.#props, next)) return
    const before = this.#props
    this.#props = next
    this.changed?.(before)
    this.update()
  }

  connectedCallback() {
    // Its kind came after the page had already described it: what it was given lies over the accessor.
    if (Object.hasOwn(this, "props")) {
      const given = this.props
      delete this.props
      this.#props = given
    }
    living.add(this)
    this.connected?.()
    this.update()
  }

  disconnectedCallback() {
    living.delete(this)
    this.disconnected?.()
  }

  /** Draws what `render()` describes. Where that takes away what has the focus, the focus stays near. */
  update() {
    if (!this.isConnected) return
    const around = surroundings(document.activeElement, this)
    patch(this, this.render())
    this.drawn?.()
    if (around.length > 0) keepFocus(around)
  }
}

/** An element and what is around it, from the inside out; nothing where it isn't within `root`. */
function surroundings(element, root) {
  const found = []
  if (!element || element === root || !root.contains(element)) return found
  for (let each = element; each && each !== document.body; each = each.parentElement) found.push(each)
  return found
}

/** Never a field for text: there a phone would show its keys, and the next shortcut would be a letter. */
const REACHABLE = ":is(a[href], button, input:is([type=radio], [type=checkbox]), summary, [tabindex]):not(:disabled)"

/** Whoever has no mouse must not be sent back to the top of the page because a button did its work and went. */
function keepFocus([focused, ...around]) {
  if (focused.isConnected || document.activeElement !== document.body) return
  for (const each of around) {
    const next = each.isConnected && each.querySelector(REACHABLE)
    if (next) return next.focus({ preventScroll: true })
  }
}

/** Registers an element under its name. */
export const define = (name, element) => customElements.define(name, element)
