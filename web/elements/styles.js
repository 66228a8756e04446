/** Adds stylesheets to the page once; resolves when they apply, so that nothing shows unstyled. */
export function addStyles(...paths) {
  return Promise.all(paths.map((path) => new Promise((done) => {
    if (document.querySelector(`link[href="${path}"]`)) return done()
    const link = document.createElement("link")
    link.rel = "stylesheet"
    link.href = path
    link.onload = link.onerror = done
    document.head.append(link)
    return undefined
  })))
}
