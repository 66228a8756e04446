// The facilitator's tools of the kinds, which a participant's phone never loads.

import "./gather/desk.js"
import "./pledge/desk.js"
import "./rate/decide.js"
import "./vote/desk.js"
