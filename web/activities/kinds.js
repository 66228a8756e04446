// The registry of kinds: which element answers an activity, which shows it on the hall's screen, and which lets a
// facilitator work on it. A new kind is a folder beside this file, and a line here and in `overlays.js`.

import "./gather/gather.js"
import "./info/info.js"
import "./pledge/pledge.js"
import "./rate/matrix.js"
import "./rate/rate.js"
import "./rate/results.js"
import "./vote/vote.js"

/** `answers`: people answer here, so there is "n of m heard", a promise and Pass. */
export const kinds = {
  info: { answer: "lab-info", screen: "lab-info", symbol: "i" },
  break: { answer: "lab-break", screen: "lab-break", symbol: "☕" },
  gather: { answer: "lab-gather", screen: "lab-gather-screen", desk: "lab-gather-desk", answers: true },
  vote: { answer: "lab-vote", screen: "lab-vote-screen", desk: "lab-vote-screen", answers: true },
  rate: { answer: "lab-rate", screen: "lab-rate-screen", desk: "lab-decide", answers: true },
  pledge: { answer: "lab-pledge", screen: "lab-pledge-screen", desk: "lab-pledge-screen", answers: true },
}
