// The server's clock, as far as we know it: a phone's own may be a day off.

let skew = 0

/** `time` is what the server's clock said just now, in milliseconds since 1970. */
export function setServerTime(time) {
  skew = time - Date.now()
}

export const serverNow = () => Date.now() + skew
