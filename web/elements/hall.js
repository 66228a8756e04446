// How much room the hall's screen has, and what of a list is shown where there is more of it than room.

/** The screen's height in its own pixels; in a preview it is drawn smaller, and in a replay it has the place above the controls. */
const heightOf = (stage) => Number(stage?.dataset.height) || stage?.closest(".replay-stage")?.clientHeight || innerHeight

/** The height from an element's upper edge down to where the screen's content ends. */
export function roomBelow(element) {
  const stage = element.closest(".stage")
  if (!stage) return innerHeight - element.getBoundingClientRect().top
  const box = stage.getBoundingClientRect()
  const scale = box.width / stage.offsetWidth || 1
  const edge = parseFloat(getComputedStyle(stage.querySelector(".hall")).paddingBlockEnd) || 0
  return heightOf(stage) - edge - (element.getBoundingClientRect().top - box.top) / scale
}

const shown = (element) => !element.closest("[hidden]")

/** The largest number from 0 to `most` for which `fits` holds, which it does for all smaller ones; -1 for none. */
function largest(most, fits) {
  let low = -1
  let high = most
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle - 1
  }
  return low
}

/**
 * Hides the last entries of all lists marked `data-fit` until `place` is no higher than its room: those within others
 * ("inner") first, down to one a list, and to none where they can be spared ("spare"). Where that isn't enough, or some
 * of a "whole" list would go, `place` is made "tight": what stands beside the content goes. `tell(n)` shows how many are hidden while it is measured.
 */
export function fit(place, tell) {
  place.classList.remove("tight")
  const lists = [...place.querySelectorAll("[data-fit]")]
  for (const list of lists) for (const entry of list.children) entry.hidden = false
  if (cut(place, lists.filter((list) => list.dataset.fit !== "whole"), tell)) return
  place.classList.add("tight")
  cut(place, lists, tell)
}

function cut(place, lists, tell) {
  const all = lists.flatMap((list) => [...list.children])
  for (const entry of all) entry.hidden = false
  const room = roomBelow(place)
  const fits = () => {
    tell(all.filter((entry) => entry.hidden && shown(entry.parentElement)).length)
    return place.scrollHeight <= room
  }
  if (fits()) return true
  for (const inner of [true, false]) {
    const among = lists.filter((list) => (list.dataset.fit === "inner") === inner)
    const longest = Math.max(0, ...among.map((list) => list.children.length))
    if (longest === 0) continue
    const keep = (count) => among.forEach((list) => {
      const least = list.dataset.fit === "spare" ? count : Math.max(1, count)
      ;[...list.children].forEach((entry, index) => (entry.hidden = index >= least))
    })
    const best = largest(longest, (count) => {
      keep(count)
      return fits()
    })
    keep(Math.max(0, best))
    // Then each as long as there is room again, those within the others too.
    if (best >= 0) return fill(among, fits) && fill(lists.filter(shown), fits)
  }
  return fits()
}

/** Shows again, list by list, what there is still room for. */
function fill(lists, fits) {
  let open = lists
  while (open.length > 0) {
    open = open.filter((list) => {
      const next = [...list.children].find((entry) => entry.hidden)
      if (!next) return false
      next.hidden = false
      if (fits()) return true
      next.hidden = true
      return false
    })
  }
  return fits()
}
