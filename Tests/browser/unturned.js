// Which words on a page are Latin letters though the page is in others: a list of sentences. The lab's own words say their
// language, and what a sentence takes in from the lab is set apart in it.
async () => {
  // A label that is the lab's own words alone has no place of its own to say their language.
  const { areOwn } = await import("/models/own-words.js")
  const ours = document.documentElement.lang
  const NAMES = /coprolab|WhatsApp/g
  const latin = (text) => /[A-Za-z]{2,}/.test(text.replace(/\u2068[^\u2069]*\u2069/g, "").replace(NAMES, ""))
  const isOurs = (element) => element.closest("[lang]").getAttribute("lang") === ours
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true })
    && !element.closest("kbd, code, .code, .secret, [data-untranslated], script, style, noscript")
  const found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode
    if (latin(data) && isOurs(parentElement) && isSeen(parentElement)) {
      found.push(`“${data.trim()}” in ${parentElement.localName}.${parentElement.className}`)
    }
  }
  for (const element of document.body.querySelectorAll("[aria-label], [placeholder], [alt], [title]")) {
    for (const name of ["aria-label", "placeholder", "alt", "title"]) {
      const value = element.getAttribute(name)
      if (value && !areOwn([value]) && latin(value) && isOurs(element) && isSeen(element)) found.push(`${name} “${value}” of ${element.localName}`)
    }
  }
  return [...new Set(found)]
}
