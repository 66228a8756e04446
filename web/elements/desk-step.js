// One step of the programme as a form: a new one of any kind, or one that is there, with its settings until it begins.
// The form stays until the server has said yes; what it refuses stands beside the field, and nothing typed is lost.

import { numberIn } from "../models/figures.js"
import { agenda, NAMED_ROLES, ordered } from "../models/lab.js"
import { has, t } from "../models/words.js"
import { define, h, LabElement } from "./dom.js"
import { button, choice, field, problemText } from "./parts.js"
import { begin, fieldsOf, finish, KINDS, needsInputs, takesFrom, usualView } from "./step-settings.js"

const WORDS = [
  { name: "title", most: 120 }, { name: "prompt", most: 1000, area: 2 },
  { name: "easyPrompt", most: 1000, area: 2, optional: true }, { name: "commentary", most: 2000, area: 3, optional: true },
]
/** What was typed and not saved yet, by lab and step, while the dialog is closed. */
const kept = new Map()

const idOf = (path) => `step-${path.replaceAll(".", "-")}`

/** A step to begin with. */
const blank = (view, after = view.lab.current) => ({
  kind: "gather", words: { title: "", prompt: "", easyPrompt: "", commentary: "" }, guideMinutes: "10", inputs: [],
  settings: Object.fromEntries(KINDS.map((kind) => [kind, begin(fieldsOf(kind))])), after: (view.activities[after] ? after : agenda(view).at(-1)?.id) ?? "",
  track: "",
})

/** A step as it stands. */
const asIs = (activity, was = JSON.parse(activity.settings ?? "{}")) => ({
  kind: activity.kind, version: activity.edition, was,
  words: Object.fromEntries(WORDS.map(({ name }) => [name, activity[name] ?? ""])),
  guideMinutes: String(activity.guideMinutes), inputs: activity.inputsFrom ?? [],
  settings: { [activity.kind]: begin(fieldsOf(activity.kind), was) },
})

/** props: session, view, activity (none for a new one), ondone. */
define("lab-desk-step", class extends LabElement {
  #draft
  #problems = {}
  #saving = false
  #done = false

  get #key() {
    return `${this.props.view.lab.id} ${this.props.activity?.id ?? ""}`
  }

  connected() {
    const { view, activity } = this.props
    this.#draft = kept.get(this.#key) ?? (activity ? asIs(activity) : blank(view))
    queueMicrotask(() => this.querySelector("#step-title")?.focus())
  }

  disconnected() {
    if (!this.#done) kept.set(this.#key, this.#draft)
  }

  #change(changes, redraw = false) {
    this.#draft = { ...this.#draft, ...changes }
    if (redraw) this.update()
  }

  #end(saved) {
    this.#done = true
    kept.delete(this.#key)
    this.props.ondone(saved)
  }

  #isOpenToChange() {
    const { activity } = this.props
    return !activity || Boolean(activity.settings)
  }

  /** A rest asks nothing. */
  #mayBeEmpty(name, optional) {
    return optional || (name === "prompt" && this.#draft.kind === "break")
  }

  /** The step as a command has it, and what is wrong with it: {body, problems}. */
  #made() {
    const { kind, words, inputs, was, settings: typed } = this.#draft
    const problems = {}
    const body = {}
    for (const { name, optional } of WORDS) {
      const value = words[name].trim()
      if (!value && !this.#mayBeEmpty(name, optional)) problems[name] = "agenda.missing"
      if (value || this.props.activity || !optional) body[name] = value
    }
    const minutes = numberIn(this.#draft.guideMinutes || 0)
    if (!Number.isInteger(minutes) || minutes < 0 || minutes > 600) problems.guideMinutes = "step.minutes"
    body.guideMinutes = minutes
    if (this.#isOpenToChange()) {
      const made = finish(fieldsOf(kind), typed[kind], was)
      Object.assign(problems, made.problems)
      body.settings = made.settings
      // What it starts from already stays, even where it would not be offered here.
      const known = new Set([...this.#sources().map(({ id }) => id), ...(this.props.activity?.inputsFrom ?? [])])
      body.inputsFrom = inputs.filter((id) => known.has(id))
      if (needsInputs(kind, typed[kind]) && body.inputsFrom.length === 0) problems.inputsFrom = "step.needsInputs"
    }
    return { body, problems }
  }

  #save = async (event) => {
    event.preventDefault()
    const { session, activity } = this.props
    const { kind, after, track, version } = this.#draft
    const { body, problems } = this.#made()
    this.#problems = problems
    if (Object.keys(problems).length) return this.#show()
    this.#saving = true
    this.update()
    const answer = activity
      ? await session.ask("editActivity", { activity: activity.id, version, ...body }, { note: t("agenda.edited") })
      : await session.ask("addActivity", { after, step: {
        kind, ...body, ...usualView(kind), ...(track && { track: { of: track.split(" ")[0], is: track.split(" ")[1] } }),
      } }, { note: t("agenda.added") })
    this.#saving = false
    if (answer.accepted) return this.#end(true)
    return this.#refused(answer)
  }

  #refused({ reason, detail, theirs }) {
    if (reason === "changedMeanwhile" && theirs) {
      this.#change({ version: theirs.version })
      this.#problems = { form: t("step.meanwhile", { title: theirs.title ?? "" }) }
    } else {
      // “settings.tracks.0.title: words” belongs to that field, where there is one.
      const [, path, words] = /^([\w.]+): (.*)$/s.exec(detail) ?? []
      const place = path && this.querySelector(`#${CSS.escape(idOf(path))}`) ? path : "form"
      this.#problems = { [place]: problemText({ reason, detail: words ?? detail }) }
    }
    // The dialog was closed meanwhile; what was typed is in it still.
    if (!this.isConnected) this.props.session.say(Object.values(this.#problems)[0])
    return this.#show()
  }

  #show() {
    this.update()
    const wrong = this.querySelector("[aria-invalid=true], .error")
    if (wrong?.matches("input, textarea, select")) wrong.focus()
    else wrong?.closest("fieldset, .field, form")?.querySelector("input, textarea, select")?.focus()
    wrong?.scrollIntoView({ block: "center" })
  }

  /** The words of what is wrong there. */
  #problem(path) {
    const problem = this.#problems[path]
    return problem && (has(problem) ? t(problem) : problem)
  }

  // What can be chosen among the other steps

  #earlier() {
    const { view, activity } = this.props
    const list = agenda(view)
    if (activity) return list.slice(0, list.findIndex(({ id }) => id === activity.id))
    return list.slice(0, list.findIndex(({ id }) => id === this.#draft.after) + 1)
  }

  /** The steps before it from which something can flow in. */
  #sources() {
    const { kind, settings, was } = this.#draft
    return this.#earlier().filter((step) => takesFrom(kind, settings[kind], was, step))
  }

  render() {
    const { activity } = this.props
    const { kind, words } = this.#draft
    const general = this.#problem("form")
    return h("form", { class: "stack step-form", onsubmit: this.#save, novalidate: true, "aria-busy": String(this.#saving) },
      !activity && choice({
        legend: t("agenda.kind"), name: "step-kind", value: kind, options: KINDS.map((name) => [name, t(`kind.${name}`)]),
        onchange: (name) => this.#change({ kind: name }, true),
      }),
      h("p", { class: "quiet" }, t(`kind.${kind}.what`)),
      WORDS.map(({ name, most, area, optional }) => field({
        id: `step-${name}`, label: t(`agenda.field.${name}`), hint: name === "commentary" && t("agenda.commentaryHint"),
        area, maxlength: most, optional: this.#mayBeEmpty(name, optional), value: words[name], error: this.#problem(name),
        oninput: ({ target }) => this.#change({ words: { ...this.#draft.words, [name]: target.value } }),
      })),
      field({
        id: "step-guideMinutes", label: t("agenda.field.guideMinutes"), inputmode: "numeric",
        value: this.#draft.guideMinutes, error: this.#problem("guideMinutes"),
        oninput: ({ target }) => this.#change({ guideMinutes: target.value }),
      }),
      this.#isOpenToChange()
        ? [this.#settings(), this.#inputs(), !activity && this.#place()]
        : h("p", { class: "notice calm" }, t("step.begun")),
      general && h("p", { class: "error", role: "alert" }, general),
      h("div", { class: "row" },
        h("button", { class: "button main narrow", disabled: this.#saving },
          t(this.#saving ? "saved.saving" : activity ? "save" : "agenda.addGo")),
        button(t("cancel"), () => this.#end(false), { kind: "plain" })))
  }

  #settings() {
    const { kind, settings } = this.#draft
    const fields = fieldsOf(kind)
    if (fields.length === 0) return undefined
    return h("fieldset", { class: "stack step-settings", key: `settings-${kind}` },
      h("legend", {}, t("step.settings")),
      this.#fields(fields, settings[kind], "settings", (typed, redraw) =>
        this.#change({ settings: { ...this.#draft.settings, [kind]: typed } }, redraw)))
  }

  /** `set(typed, redraw)` keeps what is typed; it reads what was typed before anew, since several fields share it. */
  #fields(fields, typed, path, set) {
    const now = () => this.#at(path)
    return fields.filter((each) => !each.when || each.when(typed)).map((each) =>
      this.#field(each, typed[each.name], `${path}.${each.name}`,
        (value, redraw) => set({ ...now(), [each.name]: value }, redraw)))
  }

  /** What is typed at a path such as settings.tracks.0 now. */
  #at(path) {
    const [, ...names] = path.split(".")
    return names.reduce((typed, name) => typed[name], this.#draft.settings[this.#draft.kind])
  }

  /** The words of a field: those of this kind, or those that many share. */
  #label(path, part = "") {
    const name = path.split(".").filter((piece) => !/^\d+$/.test(piece)).slice(1).join(".")
    const key = `step.${this.#draft.kind}.${name}${part}`
    return has(key) ? t(key) : part && !has(`step.${name.split(".").at(-1)}${part}`) ? undefined : t(`step.${name.split(".").at(-1)}${part}`)
  }

  #field(each, value, path, set) {
    const id = idOf(path)
    const shared = {
      id, label: this.#label(path), hint: this.#label(path, ".hint"), error: this.#problem(path), value,
      oninput: ({ target }) => set(target.value),
    }
    const optional = !each.needed
    switch (each.type) {
      case "text": return field({ ...shared, maxlength: each.most, optional })
      case "area": return field({ ...shared, area: 3, maxlength: each.most, optional })
      case "number": return field({ ...shared, inputmode: "numeric", optional })
      case "lines": case "named":
        return field({ ...shared, area: 3, optional, hint: shared.hint ?? t("step.oneALine") })
      case "check": return h("label", { class: "switch", key: id },
        h("input", { id, type: "checkbox", checked: value, onchange: ({ target }) => set(target.checked) }),
        h("span", {}, shared.label))
      case "choice": return choice({
        legend: shared.label, name: id, value, onchange: (option) => set(option, true),
        options: each.options.map((option) => [option, t(`${this.#choiceKey(path)}.${option || "none"}`)]),
      })
      case "rows": return this.#rows(shared, value, set)
      case "roles": return h("fieldset", { class: "choice", key: id },
        h("legend", {}, shared.label, h("span", { class: "quiet" }, ` ${t("optional")}`)),
        h("div", { class: "chips" }, NAMED_ROLES.map((role) => h("label", { class: "chip", key: role },
          h("input", { type: "checkbox", checked: value.includes(role), onchange: ({ target }) =>
            set(target.checked ? [...value, role] : value.filter((other) => other !== role), true) }),
          h("span", {}, t(`role.${role}`))))))
      case "step": return this.#select(id, shared.label, value,
        agenda(this.props.view).filter((step) => step.heard && step.id !== this.props.activity?.id), t("step.none"), set)
      case "group": return h("fieldset", { class: "stack step-group", key: id },
        h("legend", {}, shared.label), shared.hint && h("p", { class: "hint" }, shared.hint),
        shared.error && h("p", { class: "error" }, shared.error),
        this.#fields(each.of, value, path, set))
      default: return this.#list(each, value, path, set, shared)
    }
  }

  #choiceKey(path) {
    return `step.${this.#draft.kind}.${path.split(".").filter((piece) => !/^\d+$/.test(piece)).at(-1)}`
  }

  #rows(shared, { from, text }, set) {
    return h("div", { class: "stack tight", key: shared.id },
      choice({
        legend: t("step.grid.rowsFrom"), name: `${shared.id}-from`, value: from,
        options: [["own", t("step.grid.rowsFrom.own")], ["inputs", t("step.grid.rowsFrom.inputs")]],
        onchange: (value) => set({ ...this.#at(shared.id.replace("step-", "").replaceAll("-", ".")), from: value }, true),
      }),
      from === "own" && field({
        ...shared, area: 3, value: text, hint: t("step.oneALine"), oninput: ({ target }) => set({ from, text: target.value }),
      }))
  }

  #list(each, things, path, set, { label, hint, error }) {
    const full = things.length >= each.most
    const name = (index) => t(`step.${this.#draft.kind}.one`, { n: index + 1 })
    const now = () => this.#at(path)
    const move = (index, by) => {
      const list = [...now()]
      list.splice(index + by, 0, ...list.splice(index, 1))
      set(list, true)
      this.querySelector(`#${CSS.escape(idOf(`${path}.${index + by}.title`))}`)?.focus()
    }
    return h("fieldset", { class: "stack", key: path },
      h("legend", {}, label), hint && h("p", { class: "hint" }, hint), error && h("p", { class: "error" }, error),
      h("ol", { class: "plain-list stack" }, things.map((thing, index) =>
        h("li", { class: "card stack tight", key: index },
          h("div", { class: "row spread" },
            h("h3", {}, name(index)),
            h("div", { class: "row" },
              index > 0 && button("↑", () => move(index, -1), { kind: "plain round", "aria-label": t("agenda.up", { title: name(index) }) }),
              index < things.length - 1 && button("↓", () => move(index, 1),
                { kind: "plain round", "aria-label": t("agenda.down", { title: name(index) }) }),
              things.length > each.least && button(t("step.remove"), () =>
                set(now().filter((_, other) => other !== index), true),
              { kind: "plain", "aria-label": t("step.removeThis", { title: name(index) }) }))),
          this.#fields(each.of, thing, `${path}.${index}`, (value, redraw) =>
            set(now().map((other, place) => (place === index ? value : other)), redraw))))),
      !full && button(t(`step.${this.#draft.kind}.more`), () => {
        set([...now(), { ...begin(each.of), was: undefined }], true)
        this.querySelector(`#${CSS.escape(idOf(`${path}.${now().length - 1}.title`))}`)?.focus()
      }, { kind: "plain" }))
  }

  #inputs() {
    const { kind, inputs, settings } = this.#draft
    const list = this.#sources()
    const problem = this.#problem("inputsFrom")
    if (list.length === 0 && !problem) {
      return needsInputs(kind, settings[kind]) && h("p", { class: "notice", key: "inputs" }, t("step.nothingBefore"))
    }
    return h("fieldset", { class: "choice", key: "inputs" },
      h("legend", {}, t("agenda.from"), !needsInputs(kind, settings[kind]) && h("span", { class: "quiet" }, ` ${t("optional")}`)),
      problem && h("p", { class: "error" }, problem),
      h("div", { class: "chips" }, list.map(({ id, title }) => h("label", { class: "chip", key: id },
        h("input", { type: "checkbox", checked: inputs.includes(id), onchange: ({ target }) => {
          const now = this.#draft.inputs
          this.#change({ inputs: target.checked ? [...now, id] : now.filter((other) => other !== id) })
        } }),
        h("span", {}, title)))))
  }

  #place() {
    const { view } = this.props
    const { after, track } = this.#draft
    const choices = this.#earlier().filter(({ kind }) => kind === "choose")
    const tracks = choices.flatMap((choose) => ordered(choose.tracks).map((one) =>
      ({ id: `${choose.id} ${one.id}`, title: `${choose.title}: ${one.title}` })))
    return [
      this.#select("step-after", t("agenda.after"), after, agenda(view), t("agenda.first"),
        (value) => this.#change({ after: value }, true)),
      tracks.length > 0 && this.#select("step-track", t("step.track"), track, tracks, t("step.everybody"),
        (value) => this.#change({ track: value })),
    ]
  }

  #select(id, label, value, list, none, set) {
    return h("div", { class: "field", key: id },
      h("label", { for: id }, label),
      h("select", { id, onchange: ({ target }) => set(target.value) },
        h("option", { value: "", selected: !value }, none),
        list.map(({ id: option, title }) => h("option", { value: option, key: option, selected: value === option }, title))))
  }
})
