import HashTreeCollections

/// `gather`: people add short ideas. Ideas flow on to votes, ratings and pledges (S4).
package struct Gather: ActivityContent {
    package static let kind = "gather"
    package static let collections = ["ideas", "waiting", "hidden"]
    package static let flaggable: Set<String> = ["ideas"]
    package static let results = ["ideaAdded": "idea"]
    package static let commands: [String: CommandRule] = [
        "addIdea": .contribution(lateText: "text"),
        "editIdea": .contribution(lateText: "text"),
        "withdrawIdea": .whileOpen,
        "mergeIdeas": .facilitating,
        "hideIdea": .facilitating,
        "restoreIdea": .facilitating,
        "rewordIdea": .facilitating,
        "splitIdea": .facilitating,
        "bringInIdeas": .facilitating,
        "allowQuote": .anytime,
        "approve": .facilitating,
        "decline": .facilitating,
    ]
    package static let facilitation: Set<String> = [
        "ideasMerged", "ideaHidden", "ideaReworded", "ideaSplit", "ideasJoined", "ideaSplitAgain",
        "ideaApproved", "ideaDeclined", "ideasBroughtIn",
    ]
    package static let moderation: [String: Moderation.What] = [
        "ideaHidden": .hidden, "ideaReturned": .restored, "ideasMerged": .merged, "ideasParted": .parted,
        "ideaSplit": .split, "ideaSplitAgain": .split, "ideasJoined": .joined, "ideaReworded": .reworded,
        "ideaApproved": .approved, "ideaDeclined": .declined, "ideaUnread": .unread,
    ]
    package static let undoneAnytime: Set<String> = ["quoteAllowed"]
    package var hasOutputs: Bool { true }

    let asksCos: Bool
    let asksTime: Bool
    let asksReach: Bool
    /// Whether people are asked for consent to be quoted (S56).
    let asksQuote: Bool
    /// Whether a facilitator reads each idea before it is shown (S43).
    package let isModerated: Bool
    package let staysOpen: Bool
    /// The headings that ideas are put under, such as “helps start”, “helps stay”, “puts off” (S30); none, or two and more.
    package let headings: [Heading]
    package internal(set) var ideas = TreeDictionary<ID, Idea>()
    var byAuthor = TreeDictionary<Author, [ID]>()
    var shown = 0

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow("asksCos", "asksWhen", "asksFor", "asksQuote", "groups", "moderated", "staysOpen")
        asksCos = try settings.flag("asksCos", default: false)
        asksTime = try settings.flag("asksWhen", default: false)
        asksReach = try settings.flag("asksFor", default: false)
        asksQuote = try settings.flag("asksQuote", default: false)
        isModerated = try settings.flag("moderated", default: false)
        staysOpen = try settings.flag("staysOpen", default: false)
        headings = try Heading.list(settings)
    }

    // MARK: - Evolve

    package mutating func evolve(_ event: Event, in activity: Surroundings) -> Consequence {
        guard let id = event.item else { return Consequence() }
        switch event.kind {
        case "ideaAdded": return add(id, event)
        case "ideaReworded":
            return change(id) { idea in
                guard let words = event["to"] else { return }
                idea.words = Idea.Words(members: words)
                idea.original = event["original"]?.string
                idea.version += 1
            }
        case "ideaSplit": return split(id, event)
        case "ideaSplitAgain": return splitAgain(id, event)
        case "ideasJoined": return join(id, event)
        case "ideaEdited":
            let isModerated = isModerated
            return change(id) { idea in
                guard let words = event["to"] else { return }
                idea.words = Idea.Words(members: words)
                idea.original = event["original"]?.string
                idea.version += 1
                idea.isEdited = true
                if isModerated { idea.review = .waiting }
            }
        case "ideaApproved", "ideaDeclined", "ideaUnread":
            guard isModerated else { return Consequence() }
            return change(id) { idea in
                switch event.kind {
                case "ideaApproved": idea.review = .approved
                case "ideaDeclined": idea.review = .declined(reason: event["reason"]?.string ?? "")
                default: idea.review = .waiting
                }
            }
        case "quoteAllowed":
            guard let isOn = event["on"]?.bool else { return Consequence() }
            return change(id) { $0.isQuotable = isOn }
        case "ideaWithdrawn": return setAbsence(of: [id], .withdrawn)
        case "ideaHidden": return setAbsence(of: [id], .hidden)
        case "ideaReturned":
            return setAbsence(of: [id], event["absence"]?.string.flatMap(Idea.Absence.init))
        case "ideasBroughtIn":
            guard let list = event["ideas"]?.array else { return Consequence() }
            return zip(event.items, list).reduce(into: Consequence()) { $0.join(bringIn($1.0, $1.1)) }
        case "ideasTakenOut": return setAbsence(of: event.items, .withdrawn)
        case "ideasReturned": return setAbsence(of: event.items, nil)
        case "ideasMerged": return merge(id, event)
        case "ideasParted": return part(id, event)
        default: return Consequence()
        }
    }

    private mutating func add(_ id: ID, _ event: Event) -> Consequence {
        guard ideas[id] == nil, let words = event.what else { return Consequence() }
        let author = event.actor ?? ""
        var idea = Idea(
            id: id, author: author, role: event["role"]?.string.flatMap(Role.init) ?? .notSaid,
            support: event["support"]?.string.flatMap(Support.init) ?? .self,
            order: Order.appended(ideas.count), words: Idea.Words(members: words))
        if isModerated { idea.review = .waiting }
        ideas[id] = idea
        byAuthor[author, default: []].append(id)
        if idea.isShown { shown += 1 }
        var consequence = Consequence()
        consequence.entries = places(of: id)
        consequence.frame = true
        consequence.outputs = [id]
        consequence.contributions = [(author, idea.role, 1)]
        return consequence
    }

    private mutating func merge(_ id: ID, _ event: Event) -> Consequence {
        // Those whose rows were erased aren't there any more.
        let others = event.items.dropFirst().filter { ideas[$0] != nil }
        var consequence = setAbsence(of: others, .merged)
        for other in others { ideas[other]?.mergedInto = id }
        consequence.join(
            change(id) { idea in
                idea.merged.append(contentsOf: others)
                if let words = event["to"] {
                    let next = Idea.Words(members: words)
                    idea.merges.append(Idea.Merge(was: idea.words, to: next))
                    if next.text != idea.words.text { idea.original = idea.original ?? idea.words.text }
                    idea.words = next
                }
                idea.version += 1
            })
        return consequence
    }

    private mutating func part(_ id: ID, _ event: Event) -> Consequence {
        let others = Array(event.items.dropFirst())
        var consequence = setAbsence(of: others, nil)
        for other in others { ideas[other]?.mergedInto = nil }
        consequence.join(
            change(id) { idea in
                idea.merged.removeAll { others.contains($0) }
                if idea.merged.isEmpty { idea.merges = [] }
                if let words = event["to"] { idea.words = Idea.Words(members: words) }
                if idea.original == idea.words.text { idea.original = nil }
                idea.version += 1
            })
        return consequence
    }

    /// One of the ideas that an idea was split into: by the same author, who said all of it.
    mutating func add(_ id: ID, of whole: Idea, _ text: String) -> Consequence {
        guard ideas[id] == nil else { return Consequence() }
        var idea = Idea(
            id: id, author: whole.author, role: whole.role, support: whole.support,
            order: Order.appended(ideas.count), words: whole.words)
        idea.words.text = text
        idea.isBroughtIn = whole.isBroughtIn
        idea.splitFrom = whole.id
        ideas[id] = idea
        if !idea.isBroughtIn { byAuthor[idea.author, default: []].append(id) }
        shown += 1
        var consequence = Consequence()
        consequence.entries = places(of: id)
        consequence.frame = true
        consequence.outputs = [id]
        if !idea.isBroughtIn { consequence.mine = [idea.author] }
        return consequence
    }

    private mutating func bringIn(_ id: ID, _ words: JSON) -> Consequence {
        guard ideas[id] == nil else { return Consequence() }
        var idea = Idea(
            id: id, author: "", role: .notSaid, support: .self, order: Order.appended(ideas.count),
            words: Idea.Words(members: words))
        idea.isBroughtIn = true
        ideas[id] = idea
        shown += 1
        var consequence = Consequence()
        consequence.entries = [("ideas", id)]
        consequence.frame = true
        consequence.outputs = [id]
        return consequence
    }

    private mutating func change(_ id: ID, _ change: (inout Idea) -> Void) -> Consequence {
        guard var idea = ideas[id] else { return Consequence() }
        let wasShown = idea.isShown
        change(&idea)
        ideas[id] = idea
        var consequence = Consequence()
        if wasShown != idea.isShown {
            shown += idea.isShown ? 1 : -1
            consequence.frame = true
        }
        consequence.entries = places(of: id) + idea.merged.map { ("hidden", $0) }
        consequence.outputs = [id]
        if !idea.isBroughtIn { consequence.mine = [idea.author] }
        return consequence
    }

    /// The entries by which an idea may be seen.
    private func places(of id: ID) -> [(collection: String, id: ID)] {
        ["ideas", "hidden"].map { ($0, id) } + (isModerated ? [("waiting", id)] : [])
    }

    mutating func setAbsence(of ids: [ID], _ absence: Idea.Absence?) -> Consequence {
        var consequence = Consequence()
        consequence.frame = true
        for id in ids {
            guard let before = ideas[id], before.absence != absence else { continue }
            consequence.join(change(id) { $0.absence = absence })
            // The parts of a split idea count as one, as it did. Merged and hidden ideas were still somebody's contribution; a withdrawn one is taken back.
            if !before.isBroughtIn, before.splitFrom == nil,
                (before.absence == .withdrawn) != (absence == .withdrawn)
            {
                consequence.contributions.append((before.author, before.role, absence == .withdrawn ? -1 : 1))
            }
        }
        return consequence
    }
}

extension Consequence {
    mutating func join(_ other: Consequence) {
        entries.append(contentsOf: other.entries)
        frame = frame || other.frame
        everything = everything || other.everything
        mine.append(contentsOf: other.mine)
        contributions.append(contentsOf: other.contributions)
        outputs.append(contentsOf: other.outputs)
    }
}
