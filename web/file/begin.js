// The beginning of a file that plays a lab without a server. The client's own modules lie in it as text, since a browser
// loads none from a disk; each gets an address of its own here, and a map says which name means which.
// It stands in the file itself and is no module: a map must be there before the first of them.
{
  const sources = JSON.parse(document.querySelector("#file-modules").textContent)
  const imports = Object.fromEntries(Object.entries(sources).map(([name, source]) =>
    [name, URL.createObjectURL(new Blob([source], { type: "text/javascript" }))]))
  const map = document.createElement("script")
  const text = JSON.stringify({ imports })
  map.type = "importmap"
  map.nonce = document.currentScript.nonce
  map.textContent = globalThis.trustedTypes?.createPolicy("file", { createScript: () => text }).createScript("") ?? text
  document.head.append(map)
  import("coprolab/file/server.js")
}
