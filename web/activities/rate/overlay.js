const rating = (value) => (value === "none" ? null : value)

export const overlays = {
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
