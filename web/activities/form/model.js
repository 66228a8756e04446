import { hasAny } from "../../models/collections.js"

const SIDES = {
  usesServices: "community", family: "community", neighbour: "community",
  staff: "professional", manager: "professional", elected: "professional",
}

/** The side that a role stands on, if any. */
export const sideOf = (role) => SIDES[role]

const at = (activity, changes) => ({ activities: { [activity]: changes } })
const formOf = (view, body) => view?.activities?.[body.activity]

/** An edit makes another version, which nobody has signed. */
const edited = (form) => ({ version: form.version + 1, ...(form.signed && { signed: { n: 0, complete: null } }) })

/** The words of an idea that flows in. */
function said(view, form, idea) {
  for (const source of form.inputsFrom ?? []) {
    const { ideas, items } = view.activities[source] ?? {}
    const found = ideas?.[idea] ?? view.activities[items?.[idea]?.from]?.ideas?.[idea]
    if (found) return found
  }
  return undefined
}

const overlays = {
  writeSection({ body }, { view }) {
    const form = formOf(view, body)
    const section = form?.sections?.[body.section]
    if (!section) return {}
    const { text } = body
    const version = body.version + 1
    const seen = form.reveal === "live" || form.state === "revealed"
    const words = section.options?.[text]?.title ?? text
    const change = { written: text ? true : null, version, unsaved: true }
    if (seen) Object.assign(change, { text: words || null, ...(section.options && { value: text || null }) })
    return {
      view: at(body.activity, { ...edited(form), sections: { [body.section]: change } }),
      mine: at(body.activity, { pass: null, sections: { [body.section]: text ? { text, version } : null } }),
    }
  },

  signForm({ body }, { view }) {
    const form = formOf(view, body)
    return {
      mine: at(body.activity, { pass: null, signed: body.version }),
      view: form?.signed && at(body.activity, { signed: { n: form.signed.n + 1 } }),
    }
  },

  unsignForm({ body }, { view, mine }) {
    const form = formOf(view, body)
    const stands = form?.signed?.n > 0 && mine?.activities?.[body.activity]?.signed === form.version
    return {
      mine: at(body.activity, { signed: null }),
      view: stands && at(body.activity, { signed: { n: form.signed.n - 1, complete: null } }),
    }
  },

  addQuote({ body, at: time }, { view }) {
    const form = formOf(view, body)
    const idea = form && said(view, form, body.idea)
    if (!idea || form.reveal !== "live") return {}
    const quote = { section: body.section, text: idea.text, order: `~${time}`, version: 0, unsaved: true }
    return { view: at(body.activity, { ...edited(form), quotes: { [body.idea]: quote } }) }
  },

  editQuote({ body }, { view }) {
    const form = formOf(view, body)
    const quote = form?.quotes?.[body.quote]
    if (!quote) return {}
    const original = quote.original ?? quote.text
    const change = {
      text: body.text, version: body.version + 1, original: original === body.text ? null : original, approved: null,
      unsaved: true,
    }
    return { view: at(body.activity, { ...edited(form), quotes: { [body.quote]: change } }) }
  },

  removeQuote({ body }, { view }) {
    const form = formOf(view, body)
    return { view: form?.quotes?.[body.quote] && at(body.activity, { ...edited(form), quotes: { [body.quote]: null } }) }
  },

  approveQuote({ body }, { view }) {
    const quote = formOf(view, body)?.quotes?.[body.quote]
    return { view: quote && at(body.activity, { quotes: { [body.quote]: { approved: body.on || null } } }) }
  },
}

export const model = {
  overlays,
  touched: (mine) => hasAny(mine.sections) || mine.signed !== undefined,
  offerable: ["writeSection", "signForm", "editQuote"],
  texts: "sections",
}
