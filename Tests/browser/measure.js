// What on this page is wider than it, smaller than 18 px, too small to be hit by a thumb (44 px), or called otherwise than what
// stands on it (WCAG 2.5.3): a list of words.
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

  // A label is part of its field's target; a link in a sentence is as high as its line; what is only looked at is no target.
  const reach = (place) => [place, ...(place.labels ?? [])].map((part) => part.getBoundingClientRect())
  const isShort = (place, side) => Math.max(...reach(place).map((box) => box[side])) < 43.9
  const tight = seen.filter((place) => place.matches("button, a[href], input, select, textarea, summary"))
    .filter((place) => !place.closest(".preview-frame"))
    .filter((place) => !(place.localName === "a" && getComputedStyle(place).display === "inline"))
    .filter((place) => isShort(place, "width") || isShort(place, "height"))
    .map((place) => `${said(place)} is too small a target`)

  // A sign or a number beside the words, which is not read out, is no part of them.
  const words = (text) => ` ${text.toLowerCase().match(/[\p{L}\p{N}]+/gu)?.join(" ") ?? ""} `
  const readable = (place) => {
    if (place.nodeType === Node.TEXT_NODE) return place.data
    const isSign = place.ariaHidden === "true" && !/\p{L}/u.test(place.textContent)
    return isSign || place.matches?.(".visually-hidden, svg") ? "" : [...place.childNodes].map(readable).join(" ")
  }
  const shown = (place) => [place, ...(place.labels ?? [])].map(readable).join(" ")
  const misnamed = seen.filter((place) => place.matches(":is(button, a[href], input)[aria-label]") && /\p{L}{2}/u.test(shown(place)))
    .filter((place) => !words(place.getAttribute("aria-label")).includes(words(shown(place))))
    .map((place) => `${said(place)} is called otherwise than “${shown(place).trim()}”, which stands on it`)

  return [...wide, ...small, ...tight, ...misnamed]
}
