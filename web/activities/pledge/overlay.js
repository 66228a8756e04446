const FIELDS = ["give", "get", "firstStep", "by", "help", "idea"]

function fields(body) {
  const found = {}
  for (const name of FIELDS) if (body[name] !== undefined) found[name] = body[name] === "" ? null : body[name]
  return found
}

function at(activity, pledge, changes, more = {}) {
  return { activities: { [activity]: { ...more, pledges: { [pledge]: changes } } } }
}

const isLive = (view, id) => view?.activities?.[id]?.reveal === "live"

function onBoth({ body }, { view, mine }, changes) {
  const own = mine?.activities?.[body.activity]?.pledges?.[body.pledge]
  const seen = view?.activities?.[body.activity]?.pledges?.[body.pledge]
  return {
    mine: own && at(body.activity, body.pledge, changes),
    view: seen && at(body.activity, body.pledge, changes),
  }
}

export const overlays = {
  addPledge({ id, body, at: time }, { view }) {
    const pledge = { ...fields(body), order: `~${time}`, version: 0, status: "offered", unsaved: true }
    return {
      mine: at(body.activity, id, pledge, { pass: null }),
      view: isLive(view, body.activity) ? at(body.activity, id, pledge) : undefined,
    }
  },
  editPledge: (command, state) => onBoth(command, state, { ...fields(command.body), status: "offered", unsaved: true }),
  withdrawPledge: (command, state) => onBoth(command, state, null),
  acceptPledge: (command, state) => onBoth(command, state, { status: "accepted", unsaved: true }),
}
