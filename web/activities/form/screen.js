// The form as it stands, on the wall.

import { define, h, LabElement } from "../../elements/dom.js"
import { readParts, signedLine } from "./parts.js"

define("lab-form-screen", class extends LabElement {
  render() {
    const { activity, view } = this.props
    return [
      activity.signOff !== "none" && h("div", { class: "signing", key: "signing" }, signedLine(activity)),
      readParts(activity, view),
    ]
  }
})
