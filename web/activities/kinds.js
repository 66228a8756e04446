// The registry of kinds: which element answers an activity, which shows it on the hall's screen, and which lets a
// facilitator work on it. A new kind is a folder beside this file, and a line here and in `models.js`. Those of the
// first template come with the page; the others when a lab's programme has them.

import { addStyles } from "../elements/styles.js"
import { loadMoreWords } from "../models/words.js"
import "./gather/gather.js"
import "./info/info.js"
import "./pledge/pledge.js"
import "./rate/matrix.js"
import "./rate/rate.js"
import "./rate/results.js"
import "./vote/vote.js"

await addStyles("/styles/room.css", ...["gather/gather", "vote/vote", "rate/rate", "rate/results", "rate/matrix"].map((name) =>
  `/activities/${name}.css`))

/**
 * `answers`: people answer here, so there is "n of m heard", a promise and Pass. `load`: brings the kind's elements,
 * where they don't come with the page; their texts are in `locales/*.more.json`.
 */
export const kinds = {
  info: { answer: "lab-info", screen: "lab-info", symbol: "i" },
  break: { answer: "lab-break", screen: "lab-break", symbol: "☕" },
  choose: {
    answer: "lab-choose", screen: "lab-choose-screen", desk: "lab-choose-desk", answers: true,
    load: () => import("./choose/choose.js"),
  },
  gather: { answer: "lab-gather", screen: "lab-gather-screen", desk: "lab-gather-desk", answers: true },
  cluster: {
    answer: "lab-cluster", screen: "lab-cluster-screen", desk: "lab-cluster-desk", answers: true,
    load: () => import("./cluster/cluster.js"),
  },
  vote: { answer: "lab-vote", screen: "lab-vote-screen", desk: "lab-vote-desk", answers: true },
  rate: { answer: "lab-rate", screen: "lab-rate-screen", desk: "lab-decide", answers: true },
  grid: {
    answer: "lab-grid", screen: "lab-grid-screen", desk: "lab-grid-desk", answers: true,
    load: () => import("./grid/grid.js"),
  },
  form: {
    answer: "lab-form", screen: "lab-form-screen", desk: "lab-form-desk", answers: true,
    load: () => import("./form/form.js"),
  },
  reflect: {
    answer: "lab-reflect", screen: "lab-reflect-screen", desk: "lab-reflect-desk",
    load: () => import("./reflect/reflect.js"),
  },
  pledge: { answer: "lab-pledge", screen: "lab-pledge-screen", desk: "lab-pledge-desk", answers: true },
  questions: {
    answer: "lab-questions", screen: "lab-questions-screen", desk: "lab-questions-desk", answers: true,
    load: () => import("./questions/questions.js"),
  },
  survey: {
    answer: "lab-survey", screen: "lab-survey-screen", desk: "lab-survey-desk", answers: true,
    load: () => import("./survey/survey.js"),
  },
}

const loads = new Map()
const loaded = new Set()

/** Whether a kind can be shown now. */
export const isLoaded = (name) => Boolean(kinds[name]) && (!kinds[name].load || loaded.has(name))

/** Brings what the programme of a view needs; resolves when all of it can be shown, to whether anything came. */
export async function loadKinds(view) {
  const names = new Set(Object.values(view?.activities ?? {}).map(({ kind }) => kind))
  const missing = [...names].filter((name) => kinds[name]?.load && !loaded.has(name))
  await Promise.all(missing.map(loadKind))
  return missing.length > 0
}

function loadKind(name) {
  if (!loads.has(name)) {
    loads.set(name, Promise.all([loadMoreWords(), kinds[name].load()]).then(() => loaded.add(name)))
  }
  return loads.get(name)
}
