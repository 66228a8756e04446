/** Adds stylesheets to the page once; resolves when they apply, so that nothing shows unstyled. */
export function addStyles(...paths) {
  return Promise.all(paths.map((path) => new Promise((done) => {
    if (document.querySelector(`link[href="${path}"]`)) return done()
    // A file that plays a lab has them all in it, and each begins to apply when it is asked for.
    const brought = document.querySelector(`style[data-path="${path}"]`)
    if (brought) {
      if (brought.media) document.head.append(brought)
      brought.removeAttribute("media")
      return done()
    }
    const link = document.createElement("link")
    link.rel = "stylesheet"
    link.href = path
    link.onload = link.onerror = done
    document.head.append(link)
    return undefined
  })))
}
