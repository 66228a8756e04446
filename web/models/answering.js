/**
 * Who an answer is for: the person at this device, or somebody on paper for whom a facilitator answers.
 * An activity's element gets one of these, and needs to know no more.
 */
export class Answering {
  #session

  constructor(session, person) {
    this.#session = session
    this.person = person
  }

  get session() {
    return this.#session
  }

  /** Sends a participant's command about an activity. Answers the command's id. */
  send(activity, name, body = {}, options = {}) {
    return this.#session.send(name, { activity, ...body, ...(this.person && { onBehalfOf: this.person.id }) }, options)
  }

  /** What this person has answered in an activity, as far as it may be known here. */
  mineIn(state, activity) {
    const mine = this.person ? state.proxies[this.person.id] : state.mine
    return mine?.activities?.[activity]
  }
}
