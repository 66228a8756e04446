import { hasAny, ordered } from "../../models/collections.js"

const at = (activity, changes) => ({ activities: { [activity]: changes } })
const isLive = (view, id) => view?.activities?.[id]?.reveal === "live" && view.activities[id].visibility !== "private"

/** The name that stands beside a question that is asked with it. */
const nameOf = (body, mine) => (body.named ? mine?.participant?.name : undefined)

function onBoth({ body }, { view, mine }, changes) {
  const own = mine?.activities?.[body.activity]?.questions?.[body.question]
  const seen = view?.activities?.[body.activity]?.questions?.[body.question]
  const patch = at(body.activity, { questions: { [body.question]: changes } })
  return { mine: own && patch, view: seen && patch }
}

const overlays = {
  askQuestion({ id, body, at: time }, { view, mine }) {
    const { text, to } = body
    const name = body.onBehalfOf ? undefined : nameOf(body, mine)
    const question = {
      text, ...(to && { to }), ...(name && { name }), order: `~${time}`, version: 0, status: "queued", unsaved: true,
    }
    return {
      mine: at(body.activity, { pass: null, questions: { [id]: question } }),
      view: isLive(view, body.activity)
        ? at(body.activity, { questions: { [id]: { ...question, support: 0 } } }) : undefined,
    }
  },
  editQuestion(command, state) {
    const { text, to, named } = command.body
    return onBoth(command, state, {
      unsaved: true, ...(text !== undefined && { text }), ...(to !== undefined && { to: to || null }),
      ...(named !== undefined && { name: nameOf(command.body, state.mine) ?? null }),
    })
  },
  withdrawQuestion: (command, state) => onBoth(command, state, null),
  supportQuestion({ body }, { view, mine }) {
    const seen = view?.activities?.[body.activity]?.questions?.[body.question]
    const was = Boolean(mine?.activities?.[body.activity]?.supports?.[body.question])
    const support = Math.max(0, (seen?.support ?? 0) + (body.on ? 1 : 0) - (was ? 1 : 0))
    return {
      mine: at(body.activity, { pass: null, supports: { [body.question]: body.on || null } }),
      view: seen && !body.onBehalfOf ? at(body.activity, { questions: { [body.question]: { support } } }) : undefined,
    }
  },
  /** A key that sorts right after the one before its new place, until the server gives the real one. */
  moveQuestion({ body }, { view }) {
    const list = ordered(view?.activities?.[body.activity]?.questions).filter(({ id }) => id !== body.question)
    const place = body.before ? list.findIndex(({ id }) => id === body.before) : list.length
    if (place < 0 || !view?.activities?.[body.activity]?.questions?.[body.question]) return {}
    const order = place === 0 ? "!" : `${list[place - 1].order}~`
    return { view: at(body.activity, { questions: { [body.question]: { order } } }) }
  },
  setQuestionStatus({ body }, { view }) {
    const seen = view?.activities?.[body.activity]?.questions?.[body.question]
    const changes = { status: body.status, ...(body.answer !== undefined && { answer: body.answer || null }) }
    return { view: seen && at(body.activity, { questions: { [body.question]: changes } }) }
  },
}

export const model = {
  overlays,
  touched: (mine) => hasAny(mine.questions) || hasAny(mine.supports),
  offerable: ["askQuestion", "supportQuestion"],
  kept: ["editQuestion"],
  texts: "questions",
}
