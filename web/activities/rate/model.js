import { hasAny, ordered } from "../../models/collections.js"

const rating = (value) => (value === "none" ? null : value)

const overlays = {
  rate({ body }) {
    const changes = {}
    if (body.impact !== undefined) changes.impact = rating(body.impact)
    if (body.effort !== undefined) changes.effort = rating(body.effort)
    return { mine: { activities: { [body.activity]: { pass: null, ratings: { [body.item]: changes } } } } }
  },

  decide({ body }, { view }) {
    const item = view?.activities?.[body.activity]?.items?.[body.item]
    const decision = { decision: body.decision, reason: body.reason, who: body.who || null, unsaved: true }
    return { view: item && { activities: { [body.activity]: { items: { [body.item]: { decision } } } } } }
  },
}

export const model = {
  overlays,
  sides: true,
  touched: (mine) => hasAny(mine.ratings),
  offerable: ["rate"],
  chain(activity, { chainOf }) {
    for (const { id, from, results, decision } of ordered(activity.items)) {
      const chain = chainOf(id, from)
      if (!chain) continue
      if (results) Object.assign(chain, { results, quadrant: results.quadrant })
      if (decision) chain.decision = decision
    }
  },
}
