// The lab as a participant meets it: one question a screen, following the group.

import { activityFor, agenda, amHeard, hasEnded } from "../models/lab.js"
import { Answering } from "../models/answering.js"
import { settings } from "../models/settings.js"
import { dateText, loadMoreWords, t } from "../models/words.js"
import "./activity.js"
import { announce } from "./announcer.js"
import "./copy.js"
import "./dialog.js"
import { define, h, LabElement } from "./dom.js"
import "./drafts.js"
import { symbol } from "./easy.js"
import { addKeys } from "./keys.js"
import "./languages.js"
import "./late.js"
import "./me.js"
import { answered, needNotice, needPerson } from "./need.js"
import "./note.js"
import { button, hills, newer, reading, rehearsal } from "./parts.js"
import "./saved.js"
import "./signals.js"
import "./today.js"
import { undoLast } from "./undo.js"

const PLACES = ["today", "story", "me", "about", "certificate", "so-far"]
/** Pages that few open: they come when they are asked for. */
const LATER = {
  about: () => import("./about.js"), certificate: () => import("./certificate.js"), "so-far": () => import("./so-far.js"),
}
/** What a lab that isn't open says, by its state. */
const AT_REST = { betweenSittings: "lobby.between", ended: "lobby.ended", archived: "lobby.putAway" }

/** What goes with those words: until when the lab is kept. */
const kept = ({ lab }) => ({ day: lab.keptUntil ? dateText(lab.keptUntil) : "" })

function placeOf(hash) {
  const wanted = hash.slice(1)
  return PLACES.includes(wanted) || /^(a|story)-/.test(wanted) ? wanted : ""
}

/**
 * props: session, state, `arrived` for someone who just came in by a form, `ondesk` for who has a facilitator's rights,
 * `shared`, the people on this device (see entry.js).
 */
define("lab-room", class extends LabElement {
  #answering
  #shown
  #states = {}
  #rest
  #need
  #admission
  #held = false
  #menu = false
  #place = ""
  #focusHeading = false
  /** Whoever comes late is told once where to read what was done. */
  #toldSoFar = false
  #brought = new Set()
  /** Where the group was together when that was last looked at. */
  #together
  #stop = []

  connected() {
    this.#answering = new Answering(this.props.session)
    addEventListener("hashchange", this.#navigate)
    this.#place = placeOf(location.hash)
    // Whoever came in by a form goes on from the heading; a page that just opened leaves the focus alone.
    this.#focusHeading = Boolean(this.props.arrived) && document.activeElement === document.body
    this.#stop = [
      () => removeEventListener("hashchange", this.#navigate),
      settings.subscribe(() => this.update()),
      addKeys({
        h: { text: "keys.now", action: () => (location.hash = "") },
        t: { text: "keys.today", action: () => (location.hash = "today") },
        m: { text: "keys.menu", action: () => this.#setMenu(true) },
        u: { text: "keys.undo", action: () => undoLast(this.props.session) },
      }),
    ]
  }

  disconnected() {
    this.#stop.forEach((stop) => stop())
  }

  changed(before) {
    // However far somebody has scrolled, they are told.
    if (before.state && !before.ondesk && this.props.ondesk) this.props.session.say(t("room.youFacilitate"))
    this.#follow()
    this.#gather()
    this.#tell()
  }

  /** Comes when everybody is asked to what is on now, but never out of the middle of a sentence. */
  #gather() {
    const { lab } = this.props.state.view
    const title = this.#current()?.title
    const together = lab.together ? lab.current : ""
    const isNews = together && this.#together !== undefined && together !== this.#together
    this.#together = together ?? ""
    if (!isNews || !title) return undefined
    if (this.#place === "") return undefined
    if (this.#isBusy()) return announce(t("room.togetherAway", { title }))
    history.pushState(null, "", location.pathname)
    this.#place = ""
    this.#menu = false
    this.#focusHeading = Boolean(this.querySelector("main")?.contains(document.activeElement))
    scrollTo(0, 0)
    return announce(t("room.brought", { title }))
  }

  /** Whether somebody on another page is writing there. */
  #isBusy() {
    const at = document.activeElement
    return this.#hasText() || (this.contains(at) && at.matches("main :is(textarea, input:not([type=radio], [type=checkbox]))"))
  }

  /** Goes where the group goes, unless somebody is in the middle of a sentence. */
  #follow() {
    const current = this.#current()
    if (current?.id === this.#shown) return (this.#held = false)
    if (this.#shown && this.#isWriting()) return (this.#held = Boolean(current))
    return this.#goOn(current)
  }

  #current() {
    const { view, mine } = this.props.state
    return activityFor(view, mine)
  }

  #goOn(current) {
    const first = this.#shown === undefined
    this.#shown = current?.id ?? ""
    this.#held = false
    if (!current || first) return
    // Whoever has gone on with the group isn't new any more.
    this.#toldSoFar = true
    announce(t("room.nowIs", { title: current.title }))
    this.#focusHeading = this.#place === "" && Boolean(this.querySelector("main")?.contains(document.activeElement))
    if (this.#place === "") scrollTo(0, 0)
  }

  #isWriting() {
    return this.#place === "" && this.#hasText()
  }

  #hasText() {
    const fields = this.querySelectorAll("lab-activity :is(textarea, input:not([type], [readonly]))")
    return [...fields].some((field) => field.value.trim())
  }

  /** Says when the activity in sight is paused, closed, revealed or open again, and when the lab is over. */
  #tell() {
    const { view, mine } = this.props.state
    const { need } = this.props.state.mine.participant ?? {}
    if (need === "coming" && this.#need === "asked") announce(answered(this.props.state.mine.participant))
    this.#need = need
    const { admission } = mine.participant ?? {}
    if (this.#admission === "waiting" && mine.participant && !admission) announce(t("door.letIn"))
    if (this.#admission && admission === "turnedAway" && this.#admission !== admission) announce(t("door.turnedAway"))
    if (mine.participant) this.#admission = admission
    const rest = AT_REST[view.lab.state] ?? ""
    if (rest && this.#rest === "") announce(t(rest, kept(view)))
    this.#rest = rest
    for (const { id, state, title } of agenda(view)) {
      const before = this.#states[id]
      this.#states[id] = state
      const isNews = before && before !== state && before !== "draft"
      if (isNews && id === this.#shown) announce(t(`announce.${state}`, { title }))
    }
  }

  #navigate = () => {
    this.#place = placeOf(location.hash)
    this.#menu = false
    this.#focusHeading = true
    scrollTo(0, 0)
    this.update()
  }

  #setMenu(open) {
    this.#menu = open
    this.update()
  }

  drawn() {
    const { view } = this.props.state
    const heading = this.querySelector("main h1")
    document.title = [heading?.textContent, view.lab.title].filter(Boolean).join(" · ")
    if (!this.#focusHeading || !heading) return
    this.#focusHeading = false
    // Whoever asked what became of one idea is brought to it.
    const asked = this.#followed && this.querySelector(`[data-idea="${CSS.escape(this.#followed)}"] h2`)
    const place = asked || heading
    place.tabIndex = -1
    place.focus({ preventScroll: !asked })
  }

  render() {
    const { session, state, ondesk } = this.props
    const { view, mine } = state
    return [
      h("header", { class: "bar" },
        button(t("menu"), () => this.#setMenu(true), { kind: "plain menu", picture: "menu", "aria-haspopup": "dialog" }),
        h("p", { class: "lab-name" }, view.lab.title),
        h("lab-saved", { props: { saved: state.saved } })),
      h("main", { id: "main", class: "page" },
        rehearsal(view.lab),
        ondesk && h("div", { class: "notice calm", key: "desk" },
          h("p", {}, t("room.youFacilitate")),
          button(t("room.openDesk"), ondesk)),
        mine.participant?.watching && h("div", { class: "notice calm", key: "watching" },
          h("p", {}, t("room.watching")), button(t("room.joinIn"), () => session.send("watch", { on: false }))),
        needNotice(session, mine.participant),
        this.#answeringFor(),
        newer(session, state),
        !state.keepsName && this.#sharesName(),
        h("lab-drafts", { key: "drafts", props: { place: session.place } }),
        h("lab-late", { key: "late", props: { session, late: state.late, view } }),
        h("lab-conflicts", { key: "conflicts", props: { session, conflicts: state.conflicts } }),
        this.#held && h("div", { class: "notice", key: "held" },
          h("p", {}, t("room.movedOn", { title: this.#current()?.title ?? "" })),
          button(t("room.goThere"), () => this.#leaveHeld())),
        this.#place && view.lab.together && this.#current() && h("div", { class: "notice calm no-print", key: "together" },
          h("p", {}, t("room.togetherAway", { title: this.#current().title })),
          h("a", { class: "button", href: "#now" }, t("room.goThere"))),
        this.#content()),
      h("lab-note", { key: "note", props: { session, note: state.note } }),
      this.#menu && h("lab-dialog", {
        key: "menu", props: { heading: t("menu"), onclose: () => this.#setMenu(false), content: this.#menuContent() },
      }),
    ]
  }

  /** Two people on one phone: whose answers these are, in sight on every page, and the change-over in one tap. */
  #answeringFor() {
    const { people, together, onuse } = this.props.shared ?? {}
    if (!together) return undefined
    return h("div", { class: "sharing card", key: "sharing", role: "group", "aria-labelledby": "sharing-title" },
      h("p", { id: "sharing-title" }, t("places.answeringFor")),
      h("div", { class: "row" }, people.map(({ place, name, answers, waits }) =>
        h("button", {
          type: "button", class: "button", key: place, "aria-pressed": String(answers),
          onclick: () => {
            if (answers) return
            announce(t("places.changed", { name }))
            onuse(place)
          },
        }, h("bdi", {}, name), " ", waits && h("span", { class: "quiet" }, t("places.waits"))))))
  }

  #sharesName() {
    const { session, state } = this.props
    const { sharesName, name } = state.mine.participant ?? {}
    if (!sharesName || this.#place === "me") return undefined
    return h("div", { class: "notice calm", key: "shares" },
      h("p", {}, t("name.shared", { name })),
      h("div", { class: "row" },
        h("a", { class: "button", href: "#me" }, t("name.change")),
        button(t("name.keep"), () => session.keepName(), { kind: "plain" })))
  }

  /** The idea whose story is asked for. */
  get #followed() {
    return this.#place.startsWith("story-") ? decodeURIComponent(this.#place.slice(6)) : ""
  }

  #leaveHeld() {
    this.#goOn(this.#current())
    this.#focusHeading = true
    this.update()
  }

  #content() {
    const { state } = this.props
    const isStep = state.audience !== "waiting" && state.view.lab.state !== "prepared" && (this.#place === "" ? this.#shown : this.#place.startsWith("a-"))
    // A step has it on its first line.
    return [!isStep && h("lab-easy", { key: "easy", props: {} }), this.#shownPage()]
  }

  #shownPage() {
    const { session, state } = this.props
    const { view } = state
    if (this.#place === "me") return h("lab-me", {
      key: "me", props: {
        session, me: state.me, participant: state.mine.participant, lab: view.lab, shared: this.props.shared,
      },
    })
    if (state.audience === "waiting" || view.lab.state === "prepared") return this.#lobby()
    if (this.#place === "today") return h("lab-today", { key: "today", props: { view, mine: state.mine } })
    if (this.#place.startsWith("story")) return h("lab-story", { key: "story", props: { view } })
    if (LATER[this.#place]) return this.#later(this.#place)
    const wanted = this.#place.startsWith("a-") ? this.#place.slice(2) : this.#shown
    const activity = agenda(view).find(({ id }) => id === wanted)
    if (!activity) return this.#lobby()
    return [
      this.#place && h("a", { class: "back", href: "#now", key: "back" }, t("room.backToNow")),
      this.#catchUp(),
      this.#rest && h("div", { class: "notice calm", key: "rest" }, h("p", {}, t(this.#rest, kept(view)))),
      h("lab-activity", { key: activity.id, props: {
        answering: this.#answering, activity, view, mine: this.#answering.mineIn(state, activity.id),
        pending: state.pending, history: state.history, place: state.mine.activities?.[activity.track?.choice],
        role: state.mine.participant?.role,
        easy: settings.values.easy,
      } }),
    ]
  }

  #later(place) {
    const { view, mine } = this.props.state
    if (!this.#brought.has(place)) {
      Promise.all([loadMoreWords(), LATER[place]()]).then(() => {
        this.#brought.add(place)
        this.#focusHeading = true
        this.update()
      }, () => this.props.session.say(t("problem.unreachable")))
      return h("p", { class: "waiting", role: "status", key: "later" }, t("entry.connecting"))
    }
    return h(`lab-${place}`, { key: place, props: place === "about" ? { lab: view.lab } : { view, mine } })
  }

  /** For whoever comes when something has been done already, until they have answered or want it no more (S54). */
  #catchUp() {
    const { view, mine } = this.props.state
    if (this.#toldSoFar || this.#place || view.lab.state !== "open") return undefined
    const list = agenda(view)
    const done = list.filter(({ state }) => state === "closed" || state === "revealed")
    if (done.length === 0 || list.some((step) => amHeard(step, mine.activities?.[step.id]))) return undefined
    const told = () => {
      this.#toldSoFar = true
      this.update()
    }
    return h("div", { class: "notice calm no-print", key: "so-far" },
      h("p", {}, t("soFar.welcome", { n: done.length })),
      h("div", { class: "row" },
        h("a", { class: "button", href: "#so-far", onclick: told }, t("soFar.read")),
        button(t("soFar.notNow"), told, { kind: "plain" })))
  }

  #lobby() {
    const { view, mine, me } = this.props.state
    const name = mine.participant?.name ?? me?.name
    const { admission } = mine.participant ?? {}
    if (admission) return this.#atDoor(admission)
    const key = AT_REST[view.lab.state] ?? (view.lab.state === "open" ? "lobby.soon" : "lobby.prepared")
    const over = hasEnded(view)
    return h("section", { class: "lobby stack", key: "lobby" },
      hills(),
      h("h1", {}, name ? t("lobby.hello", { name }) : t("lobby.helloYou")),
      h("p", { class: "lead" }, t(key, kept(view))),
      !over && view.lab.welcome && h("p", {}, view.lab.welcome),
      view.activities && h("a", { class: "button", href: over ? "#so-far" : "#today" }, t(over ? "soFar.title" : "lobby.plan")),
      me?.returnCode && h("lab-copy", { props: {
        id: "lobby-return", label: t("me.returnCode"), value: me.returnCode, code: true,
      } }),
      !over && h("p", { class: "quiet" }, t("lobby.stay")))
  }

  /** Whoever is let in by a facilitator, and isn't yet. */
  #atDoor(admission) {
    const { view, me } = this.props.state
    return h("section", { class: "lobby stack", key: "door" },
      hills(),
      h("h1", {}, t(`door.${admission}`)),
      h("p", { class: "lead" }, t(`door.${admission}.lead`)),
      admission === "waiting" && view.lab.welcome && h("p", {}, view.lab.welcome),
      me?.returnCode && h("lab-copy", { props: {
        id: "lobby-return", label: t("me.returnCode"), value: me.returnCode, code: true,
      } }))
  }

  #menuContent() {
    const { session, state } = this.props
    const { view, mine } = state
    const link = (href, text, picture = href) => h("li", {},
      h("a",
        {
          href: `#${href}`, "aria-current": (href === "now" ? "" : href) === this.#place.replace(/^story-.*/, "story") ? "page" : null,
          onclick: () => this.#setMenu(false),
        },
        symbol(picture), text))
    return h("nav", { class: "stack", "aria-label": t("menu") },
      h("ul", { class: "menu-list", role: "list" },
        link("now", t("menu.now")),
        view.activities && link("today", t("today.title")),
        view.activities && link("so-far", t("soFar.title"), "soFar"),
        view.activities && link("story", t("story.title")),
        view.activities && link("about", t("menu.about")),
        link("me", t("me.title"))),
      needPerson(session, mine.participant),
      h("lab-languages", { props: {} }),
      reading("reading.title", ""),
      view.activities && !["ended", "archived"].includes(view.lab.state) &&
        h("lab-signals", { props: { session, signal: mine.participant?.signal } }))
  }
})
