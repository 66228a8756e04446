const at = (activity, changes) => ({ activities: { [activity]: changes } })
const placeOf = (state, { activity }) => state?.activities?.[activity]

/** Whether a track has a place for one more; what isn't known may be so. */
export const hasRoom = ({ capacity, taken }) => !capacity || taken === undefined || taken < capacity

const overlays = {
  chooseTrack({ body }, { view, mine }) {
    const track = placeOf(view, body)?.tracks?.[body.track]
    const own = placeOf(mine, body)
    if (!body.track) return { mine: at(body.activity, { track: null, waitingFor: null, place: null }) }
    const gets = !track || own?.track === body.track || hasRoom(track)
    return {
      mine: at(body.activity, gets
        ? { pass: null, track: body.track, waitingFor: null, place: null }
        : { pass: null, waitingFor: body.track, place: (track.waiting ?? 0) + 1 }),
    }
  },

  setCapacity: ({ body }) => ({ view: at(body.activity, { tracks: { [body.track]: { capacity: body.capacity } } }) }),
}

export const model = {
  overlays,
  reveals: false,
  touched: (mine) => Boolean(mine.track || mine.waitingFor),
  offerable: ["chooseTrack"],
  promise: ({ visibility }) => [`choose.promise.${visibility === "named" ? "named" : "count"}`],
}
