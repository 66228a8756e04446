/// What facilitators do to ideas of others: each keeps what was there, and can be taken back in one tap.
extension Gather {
    static let parts = 2...10

    /// Other words for an idea that all see; its author's own are kept and shown beside them.
    func reword(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        let idea = try standing(try body.id("idea"))
        var words = idea.words
        words.text = try body.text("text", atMost: Idea.Words.limit)
        let version = try body.whole("version", in: 1...Int.max)
        guard version == idea.version else {
            throw .changedMeanwhile(
                "This idea", theirs: idea.words.text, version: idea.version, yours: words.text)
        }
        guard words != idea.words else { return [] }
        let original = idea.original ?? idea.words.text
        // Back in its author's own words it isn't reworded any more.
        return [reworded(idea, to: words, original: words.text == original ? nil : original, scene)]
    }

    func reworded(
        _ idea: Idea, to words: Idea.Words, original: String?, _ scene: Scene
    ) -> Event {
        var what: [String: JSON] = ["was": .object(idea.words.members), "to": .object(words.members)]
        what.set("original", original)
        what.set("wasOriginal", idea.original)
        return event("ideaReworded", [idea.id], scene, .object(what))
    }

    /// Several ideas out of one that holds several. The one is kept, and comes back when they are joined again.
    func split(_ body: Fields, _ scene: Scene, _ context: inout Context) throws(Rejection) -> [Event] {
        let idea = try standing(try body.id("idea"))
        guard let given = body.json["texts"]?.array, Self.parts.contains(given.count) else {
            throw Rejection(
                .invalid,
                "“texts” must be a list of \(Self.parts.lowerBound) to \(Self.parts.upperBound) texts, one for each idea."
            )
        }
        var texts: [JSON] = []
        for text in given {
            texts.append(.string(try Fields(["text": text]).text("text", atMost: Idea.Words.limit)))
        }
        var items = [idea.id]
        for _ in texts { items.append(context.ids.next()) }
        return [event("ideaSplit", items, scene, ["texts": .array(texts)])]
    }

    /// What is hidden, was merged into another or was split comes back as it was.
    func restore(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        guard let idea = ideas[try body.id("idea")], let absence = idea.absence, absence != .withdrawn else {
            throw .unknownItem
        }
        try scene.checkReturn(of: [idea.id])
        switch absence {
        case .hidden, .withdrawn: return [event("ideaReturned", [idea.id], scene)]
        case .split: return [try joined(idea, scene)]
        case .merged:
            guard let into = idea.mergedInto.flatMap({ ideas[$0] }) else { throw .unknownItem }
            return [parted(into, [idea.id], scene)]
        }
    }

    /// The parts of a split idea go, as far as nobody has touched or built on them.
    func joined(_ idea: Idea, _ scene: Scene) throws(Rejection) -> Event {
        let parts = ideas.values.filter { $0.splitFrom == idea.id && $0.absence != .withdrawn }.map(\.id)
            .sorted()
        for id in parts {
            guard let part = ideas[id], part.stands, part.version == 1, part.merged.isEmpty,
                !scene.isBuilt(on: id)
            else { throw .movedOn }
        }
        return event("ideasJoined", [idea.id] + parts, scene)
    }

    /// Ideas that were merged into another stand by themselves again. The other has its own words back, where nobody has
    /// changed them since.
    func parted(_ into: Idea, _ ids: [ID], _ scene: Scene) -> Event {
        var words = into.words
        let isLast = into.merged.allSatisfy { ids.contains($0) }
        if isLast, let first = into.merges.first, let last = into.merges.last, last.to == into.words {
            words = first.was
        }
        return rewritten("ideasParted", [into.id] + ids, from: into.words, to: words, scene)
    }

    /// All that an author gave. Others' ideas that were merged with theirs stand by themselves again.
    package func takeOut(_ author: Author, in scene: Scene) -> [Event] {
        let own = Set(entries(of: author).map(\.id)).filter { ideas[$0]?.absence != .withdrawn }
        var events: [Event] = []
        for into in ideas.values.sorted(by: { $0.order < $1.order }) where !into.merged.isEmpty {
            let ids = own.contains(into.id) ? into.merged : into.merged.filter { own.contains($0) }
            if !ids.isEmpty { events.append(parted(into, ids, scene)) }
        }
        for id in own.sorted() {
            var was: [String: JSON] = [:]
            if let absence = ideas[id]?.absence, absence != .merged { was["was"] = .string(absence.rawValue) }
            events.append(event("ideaWithdrawn", [id], scene, .object(was)))
        }
        return events
    }

    // MARK: - Evolve

    mutating func split(_ id: ID, _ event: Event) -> Consequence {
        guard let idea = ideas[id], let texts = event["texts"]?.array, texts.count == event.items.count - 1
        else {
            return Consequence()
        }
        var consequence = setAbsence(of: [id], .split)
        for (part, text) in zip(event.items.dropFirst(), texts) {
            guard let text = text.string else { continue }
            consequence.join(add(part, of: idea, text))
        }
        return consequence
    }

    mutating func join(_ id: ID, _ event: Event) -> Consequence {
        var consequence = setAbsence(of: Array(event.items.dropFirst()), .withdrawn)
        consequence.join(setAbsence(of: [id], nil))
        return consequence
    }

    /// The parts of an idea that come back with an undo.
    mutating func splitAgain(_ id: ID, _ event: Event) -> Consequence {
        var consequence = setAbsence(of: [id], .split)
        consequence.join(setAbsence(of: Array(event.items.dropFirst()), nil))
        return consequence
    }

    // MARK: - View

    /// The words before a facilitator changed or split them, for everybody.
    func tellOriginal(of idea: Idea, _ members: inout [String: JSON]) {
        if let whole = idea.splitFrom {
            members["split"] = true
            members.set("original", idea.original ?? ideas[whole]?.words.text)
        } else if let original = idea.original {
            members["original"] = .string(original)
        }
    }

    /// What facilitators took off the view, for the desk: in one tap it is there again. It never says whose it is.
    func hidden(_ id: ID, for audience: Audience, in scene: Scene) -> JSON? {
        guard audience == .facilitator, scene.activity.visibility != .private, let idea = ideas[id] else {
            return nil
        }
        var members = idea.words.members
        members["order"] = .string(idea.order)
        members["version"] = .int(idea.version)
        switch idea.absence {
        case .hidden, .split:
            guard scene.activity.showsTexts else { return nil }
            members["absence"] = .string(idea.absence == .hidden ? "hidden" : "split")
        case .merged:
            guard scene.activity.showsTexts, let into = idea.mergedInto.flatMap({ ideas[$0] }) else {
                return nil
            }
            members["absence"] = "merged"
            members["into"] = .string(into.words.text)
        case nil:
            guard case .declined(let reason) = idea.review else { return nil }
            members["absence"] = "declined"
            members["reason"] = .string(reason)
        case .withdrawn: return nil
        }
        return .object(members)
    }
}
