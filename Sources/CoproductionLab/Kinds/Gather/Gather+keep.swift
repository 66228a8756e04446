extension Gather {
    /// Ideas in their order, but for those that were withdrawn, and those that nobody has read and let through.
    package func kept(_ share: KeptShare, in scene: Scene) -> [KeptPiece] {
        guard share.hasWords else { return [] }
        return ideas.values.compactMap { idea in
            guard idea.absence != .withdrawn, idea.review == .approved else { return nil }
            return piece(of: idea, share, scene)
        }
    }

    private func piece(of idea: Idea, _ share: KeptShare, _ scene: Scene) -> KeptPiece {
        var what = idea.words.members
        what.set("role", idea.role)
        what.set("support", idea.support)
        what.setVersion(idea.version)
        what.flag("edited", idea.isEdited)
        what.flag("quotable", idea.isQuotable)
        what.flag("broughtIn", idea.isBroughtIn)
        idea.review.tell(&what)
        what.set("absence", idea.absence?.rawValue)
        what.set("original", idea.original)
        what.set("into", idea.mergedInto)
        what.set("from", idea.splitFrom)
        if !idea.merged.isEmpty { what["merged"] = .array(idea.merged.map { .string($0) }) }
        if !idea.merges.isEmpty {
            what["merges"] = .array(
                idea.merges.map { ["was": .object($0.was.members), "to": .object($0.to.members)] })
        }
        // It holds the words of those whose ideas were merged into it, too.
        let writers = [idea.author] + idea.merged.compactMap { ideas[$0]?.author }
        return KeptPiece(
            "idea", items: [idea.id], persons: idea.isBroughtIn ? [] : share.persons(writers),
            place: scene.keptPlace(idea.order), what)
    }

    package mutating func restore(_ piece: String, _ event: Event, in scene: Scene) {
        guard piece == "idea", let id = event.item, ideas[id] == nil, let what = event.what else { return }
        let isBroughtIn = what["broughtIn"] == true
        let author = isBroughtIn ? "" : event.importedAuthor()
        var idea = Idea(
            id: id, author: author, role: event.role, support: event.support,
            order: Order.appended(ideas.count), words: Idea.Words(members: what))
        idea.isBroughtIn = isBroughtIn
        idea.version = max(1, what["version"]?.int ?? 1)
        idea.isEdited = what["edited"] == true
        idea.isQuotable = what["quotable"] == true
        idea.review = Review(told: what)
        idea.absence = what["absence"]?.string.flatMap(Idea.Absence.init)
        idea.original = what["original"]?.string
        idea.mergedInto = what["into"]?.string
        idea.splitFrom = what["from"]?.string
        idea.merged = what["merged"]?.strings ?? []
        idea.merges = (what["merges"]?.array ?? []).map {
            Idea.Merge(
                was: Idea.Words(members: $0["was"] ?? .empty), to: Idea.Words(members: $0["to"] ?? .empty))
        }
        ideas[id] = idea
        if !isBroughtIn { byAuthor[author, default: []].append(id) }
        if idea.isShown { shown += 1 }
    }
}
