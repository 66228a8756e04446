// Opens the page without network. It keeps the files that this browser has used, all of one version of the client; a
// page of another version gets everything from the server, until the worker of that version has taken over.

const VERSION = "{version}"
const CACHE = `coprolab ${VERSION}`
const PAGE = "/index.html"
/** So long a page waits for a server that doesn't answer before it opens from what is kept. */
const PATIENCE = 4_000
const FILES = /^\/(app\.js|icon[^/]*|manifest\.webmanifest|(models|elements|activities|styles|locales)\/.+)$/

addEventListener("install", (event) => event.waitUntil(
  caches.open(CACHE).then((cache) => cache.add(PAGE)).then(() => skipWaiting())))

addEventListener("activate", (event) => event.waitUntil((async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("coprolab ") && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
  await clients.claim()
})()))

addEventListener("message", (event) => {
  const { served, used } = event.data
  event.waitUntil(served && served !== VERSION ? caches.delete(CACHE) : keep(used ?? []))
})

async function keep(names) {
  const paths = names.map((name) => new URL(name)).filter(isFile).map(({ pathname }) => pathname)
  if (!(await caches.has(CACHE))) return
  const cache = await caches.open(CACHE)
  await Promise.allSettled([...new Set(paths)].map(async (path) => (await kept(path)) ?? cache.add(path)))
}

const isFile = ({ origin, pathname }) => origin === location.origin && FILES.test(pathname)

const kept = (path) => caches.match(path, { cacheName: CACHE, ignoreVary: true, ignoreSearch: true })

addEventListener("fetch", (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== "GET" || url.origin !== location.origin) return
  if (request.mode === "navigate" && !url.pathname.startsWith("/api/")) event.respondWith(page(request))
  else if (isFile(url)) event.respondWith(file(event, url.pathname))
})

/** The page as the server has it now; where there is none to be had, as it was. */
async function page(request) {
  const before = await kept(PAGE)
  const patience = new Promise((done) => setTimeout(done, PATIENCE))
  const coming = fetch(request)
  if (!before) return coming
  const answer = await Promise.race([coming.catch(() => undefined), patience])
  if (!answer || answer.status >= 500) return before
  // Another version has come: its page must not run with our files.
  if (answer.ok && !(await answer.clone().text()).includes(VERSION)) await caches.delete(CACHE)
  return answer
}

async function file(event, path) {
  const before = await kept(path)
  if (before) return before
  const answer = await fetch(event.request)
  if (answer.ok && (await caches.has(CACHE))) {
    const copy = answer.clone()
    event.waitUntil(caches.open(CACHE).then((cache) => cache.put(path, copy)))
  }
  return answer
}
