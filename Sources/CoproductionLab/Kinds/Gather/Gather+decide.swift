extension Gather {
    package func decide(
        _ command: Command, in scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        let body = command.body
        switch command.name {
        case "addIdea":
            let words = try Idea.Words(body, allowing: self)
            var what = words.members
            what["role"] = .string(scene.role.rawValue)
            what["support"] = .string(scene.support.rawValue)
            return [event("ideaAdded", [context.ids.next()], scene, .object(what))]
        case "editIdea":
            let idea = try owned(try body.id("idea"), scene)
            let words = try Idea.Words(body, editing: idea.words, allowing: self)
            let version = try body.whole("version", in: 1...Int.max)
            guard version == idea.version else {
                throw Rejection(
                    .changedMeanwhile,
                    "This idea was changed in the meantime. Both texts are here: choose one, or write it anew.",
                    extra: [
                        "theirs": .object(idea.words.members.merging(["version": .int(idea.version)]) { $1 }),
                        "yours": .object(words.members),
                    ])
            }
            guard words != idea.words else { return [] }
            // Changed words are read anew, and what others have built on can't go until then.
            if isModerated, idea.isShown, scene.isBuilt(on: idea.id) { throw Review.isUsed }
            return [rewritten("ideaEdited", [idea.id], from: idea.words, to: words, scene)]
        case "withdrawIdea":
            let idea = try owned(try body.id("idea"), scene)
            let withdrawal = event("ideaWithdrawn", [idea.id], scene)
            guard !idea.merged.isEmpty else { return [withdrawal] }
            // Others' ideas that were merged into it aren't withdrawn with it.
            let items = [idea.id] + idea.merged
            return [rewritten("ideasParted", items, from: idea.words, to: idea.words, scene), withdrawal]
        case "allowQuote":
            let idea = try owned(try body.id("idea"), scene)
            let isOn = try body.flag("on")
            guard asksQuote || !isOn else {
                throw Rejection(.notAllowed, "Nobody is quoted from here, so there is nothing to agree to.")
            }
            return isOn == idea.isQuotable ? [] : [consent(to: idea, isOn, scene)]
        case "hideIdea":
            return [event("ideaHidden", [try standing(try body.id("idea")).id], scene)]
        case "restoreIdea": return try restore(body, scene)
        case "rewordIdea": return try reword(body, scene)
        case "splitIdea": return try split(body, scene, &context)
        case "bringInIdeas": return [try bringIn(body, in: scene, &context)]
        case "approve", "decline": return try review(command, scene)
        case "mergeIdeas": return [try merge(body, scene)]
        default: throw Rejection(.unknownCommand, "“\(command.name)” isn't for this activity.")
        }
    }

    /// S43: a facilitator's yes, or their no with the reason for it.
    private func review(_ command: Command, _ scene: Scene) throws(Rejection) -> [Event] {
        guard isModerated else { throw Review.notModerated }
        guard let idea = ideas[try command.body.id("entry")], idea.stands else { throw .unknownItem }
        guard let answer = try idea.review.answer(to: command, version: idea.version) else { return [] }
        let kind = answer.next == .approved ? "ideaApproved" : "ideaDeclined"
        return [event(kind, [idea.id], scene, .object(answer.what))]
    }

    private func consent(to idea: Idea, _ isOn: Bool, _ scene: Scene) -> Event {
        event("quoteAllowed", [idea.id], scene, ["on": .bool(isOn), "was": .bool(idea.isQuotable)])
    }

    private func merge(_ body: Fields, _ scene: Scene) throws(Rejection) -> Event {
        let into = try standing(try body.id("into"))
        let ids = try body.ids("ideas")
        guard !ids.contains(into.id), Set(ids).count == ids.count else {
            throw Rejection(
                .invalid, "“ideas” must be other ideas than the one they are merged into, each once.")
        }
        for id in ids { _ = try standing(id) }
        var words = into.words
        if let text = try body.optionalText("text", atMost: Idea.Words.limit) { words.text = text }
        for id in ids {
            guard let other = ideas[id] else { continue }
            words.cos = Co.allCases.filter { words.cos.contains($0) || other.words.cos.contains($0) }
        }
        return rewritten("ideasMerged", [into.id] + ids, from: into.words, to: words, scene)
    }

    package func compensate(_ event: Event, in scene: Scene) throws(Rejection) -> [Event] {
        guard let id = event.item, let idea = ideas[id] else { throw .movedOn }
        switch event.kind {
        case "ideasBroughtIn": return [try takeOut(event, in: scene)]
        case "ideasTakenOut" where event.items.allSatisfy({ ideas[$0]?.absence == .withdrawn }):
            try scene.checkReturn(of: event.items)
            return [self.event("ideasReturned", event.items, scene)]
        case "ideaAdded"
        where idea.stands && idea.version == 1 && idea.merged.isEmpty && !scene.isBuilt(on: id):
            return [self.event("ideaWithdrawn", [id], scene)]
        case "ideaEdited" where idea.stands && event["to"] == .object(idea.words.members):
            guard !isModerated || !idea.isShown || !scene.isBuilt(on: id) else { throw .movedOn }
            return [try back("ideaEdited", event, to: idea, scene)]
        case "ideaReworded" where idea.stands && event["to"] == .object(idea.words.members):
            guard let was = event["was"] else { throw .movedOn }
            return [
                reworded(idea, to: Idea.Words(members: was), original: event["wasOriginal"]?.string, scene)
            ]
        case "ideaSplit" where idea.absence == .split, "ideaSplitAgain" where idea.absence == .split:
            try scene.checkReturn(of: [id])
            return [try joined(idea, scene)]
        case "ideasJoined" where idea.stands && !scene.isBuilt(on: id):
            let parts = Array(event.items.dropFirst())
            guard parts.allSatisfy({ ideas[$0]?.absence == .withdrawn }) else { throw .movedOn }
            try scene.checkReturn(of: parts)
            return [self.event("ideaSplitAgain", event.items, scene)]
        case "ideaReturned" where idea.stands && event["byHand"] == true:
            return [self.event("ideaHidden", [id], scene)]
        case "ideaWithdrawn" where idea.absence == .withdrawn, "ideaHidden" where idea.absence == .hidden:
            try scene.checkReturn(of: [id])
            var back: [String: JSON] = [:]
            back["absence"] = event["was"]
            return [self.event("ideaReturned", [id], scene, .object(back))]
        case "ideasMerged" where idea.stands && event["to"] == .object(idea.words.members):
            let others = Array(event.items.dropFirst())
            guard others.allSatisfy({ ideas[$0]?.absence == .merged && idea.merged.contains($0) }) else {
                throw .movedOn
            }
            try scene.checkReturn(of: others)
            return [try back("ideasParted", event, to: idea, scene)]
        case "quoteAllowed" where idea.stands && event["on"] == .bool(idea.isQuotable):
            return [consent(to: idea, !idea.isQuotable, scene)]
        case "ideaApproved"
        where idea.isShown && event["version"] == .int(idea.version) && !scene.isBuilt(on: id):
            return [self.event("ideaUnread", [id], scene)]
        case "ideaDeclined":
            guard idea.stands, event["version"] == .int(idea.version), case .declined = idea.review else {
                throw .movedOn
            }
            return [self.event("ideaUnread", [id], scene)]
        case "ideasParted" where idea.stands && event["to"] == .object(idea.words.members):
            guard event.items.dropFirst().allSatisfy({ ideas[$0]?.stands == true }) else { throw .movedOn }
            return [try back("ideasMerged", event, to: idea, scene)]
        default: throw .movedOn
        }
    }

    /// The event that gives an idea the words that it had before `event`.
    private func back(_ kind: String, _ event: Event, to idea: Idea, _ scene: Scene) throws(Rejection)
        -> Event
    {
        guard let was = event["was"] else { throw .movedOn }
        return rewritten(
            kind, event.items, from: idea.words, to: Idea.Words(members: was), scene,
            original: event["wasOriginal"]?.string)
    }

    /// One that all may see: what waits to be read isn't made one with others, nor hidden.
    func standing(_ id: ID) throws(Rejection) -> Idea {
        guard let idea = ideas[id], idea.isShown else { throw .unknownItem }
        return idea
    }

    private func owned(_ id: ID, _ scene: Scene) throws(Rejection) -> Idea {
        guard let idea = ideas[id], idea.stands else { throw .unknownItem }
        guard idea.author == scene.author else { throw .notYours }
        return idea
    }

    /// - Parameter original: the author's own words, where those it gets are a facilitator's.
    func rewritten(
        _ kind: String, _ items: [ID], from was: Idea.Words, to words: Idea.Words, _ scene: Scene,
        original: String? = nil
    ) -> Event {
        var what: [String: JSON] = ["was": .object(was.members), "to": .object(words.members)]
        what.set("original", original)
        what.set("wasOriginal", items.first.flatMap { ideas[$0]?.original })
        return event(kind, items, scene, .object(what))
    }

    func event(_ kind: String, _ items: [ID], _ scene: Scene, _ what: JSON = .empty) -> Event {
        scene.event(kind, items, what, concerning: items.compactMap { ideas[$0]?.author })
    }
}
