// A vote on the desk: what ties at the cut may be voted on once more, by everybody and on that alone.

import { define, h, LabElement } from "../../elements/dom.js"
import { button } from "../../elements/parts.js"
import { t } from "../../models/words.js"

const TITLE_LIMIT = 120

/** props: session, activity, view. */
define("lab-vote-desk", class extends LabElement {
  #runOff = () => {
    const { session, activity } = this.props
    session.send("runOff", {
      activity: activity.id, title: [...t("vote.runOffTitle", { title: activity.title })].slice(0, TITLE_LIMIT).join(""),
      prompt: t("vote.runOffPrompt", { n: activity.tie.places }),
    }, { note: t("vote.runOffOpened") })
  }

  render() {
    const { activity, view } = this.props
    const { tie, runOff } = activity
    return [
      h("lab-vote-screen", { key: "votes", props: { activity, view } }),
      tie && !runOff && h("div", { class: "stack tight", key: "run-off" },
        button(t("vote.runOff", { n: tie.n }), this.#runOff),
        h("p", { class: "quiet" }, t("vote.runOffLead"))),
    ]
  }
})
