// Where the context is secure, a worker keeps the files of the page, so that it opens without network. A hall's plain
// address has none, and all else works there.

/** The policy's one address, whatever is asked for. */
const policy = globalThis.trustedTypes?.createPolicy("worker", { createScriptURL: () => "/worker.js" })

/** Keeps what this page has loaded so far; what comes later is kept as it comes. `served` is the server's version. */
export async function keepForOffline(served) {
  if (!globalThis.isSecureContext || !navigator.serviceWorker) return
  try {
    await navigator.serviceWorker.register(policy?.createScriptURL("") ?? "/worker.js", { updateViaCache: "none" })
    const { active } = await navigator.serviceWorker.ready
    active.postMessage({ served, used: performance.getEntriesByType("resource").map(({ name }) => name) })
  } catch {
    // A browser that keeps nothing, such as one in a private window: the page works all the same.
  }
}
