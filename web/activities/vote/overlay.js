export const overlays = {
  vote: ({ body }) => ({
    mine: { activities: { [body.activity]: { pass: null, dots: { [body.item]: body.dots || null } } } },
  }),
}
