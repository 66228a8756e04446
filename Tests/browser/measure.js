// What on this page is wider than it, smaller than 18 px, or too small to be hit by a thumb (44 px): a list of words.
(width) => {
  const nameOf = (place) => (place.getAttribute("aria-label") ?? place.textContent).trim().slice(0, 40)
  const said = (place) => `${place.localName} “${nameOf(place)}”`
  const isSeen = (place) => {
    const { width, height } = place.getBoundingClientRect()
    return width > 2 && height > 2 && place.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
      && !place.closest(".visually-hidden, .skip, svg")
  }
  const all = [...document.body.querySelectorAll("*")]
  const seen = all.filter(isSeen)

  const wide = document.documentElement.scrollWidth <= width ? [] : all
    .filter((place) => place.getBoundingClientRect().right > width + 0.5)
    .map((place) => `${said(place)} ends at ${place.getBoundingClientRect().right}`)

  // The number in its disc is a picture of its place in the list.
  const written = (place) => [...place.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
  const small = seen.filter((place) => written(place) && !place.closest(".number"))
    .filter((place) => parseFloat(getComputedStyle(place).fontSize) < 17.99)
    .map((place) => `${said(place)} is ${getComputedStyle(place).fontSize} high`)

  // A label is part of its field's target; a link in a sentence is as high as its line.
  const reach = (place) => [place, ...(place.labels ?? [])].map((part) => part.getBoundingClientRect())
  const isShort = (place, side) => Math.max(...reach(place).map((box) => box[side])) < 43.9
  const tight = seen.filter((place) => place.matches("button, a[href], input, select, textarea, summary"))
    .filter((place) => !(place.localName === "a" && getComputedStyle(place).display === "inline"))
    .filter((place) => isShort(place, "width") || isShort(place, "height"))
    .map((place) => `${said(place)} is too small a target`)

  return [...wide, ...small, ...tight]
}
