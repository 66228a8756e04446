import { hasAny, ordered } from "../../models/collections.js"

const overlays = {
  vote: ({ body }) => ({
    mine: { activities: { [body.activity]: { pass: null, dots: { [body.item]: body.dots || null } } } },
  }),
}

export const model = {
  overlays,
  sides: true,
  touched: (mine) => hasAny(mine.dots),
  offerable: ["vote"],
  chain(activity, { chainOf }) {
    for (const { id, from, votes, rank } of ordered(activity.items)) {
      const chain = chainOf(id, from)
      // What a run-off says stands beside what the vote had said.
      if (chain && votes != null) Object.assign(chain, activity.runOffOf ? { runOff: { votes, rank } } : { votes, rank })
    }
  },
}
