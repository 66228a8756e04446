extension PledgeBoard {
    package func decide(
        _ command: Command, in scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        let body = command.body
        if command.name == "addPledge" {
            let words = try Pledge.Words(body)
            try checkIdea(words, scene)
            var what = words.members
            what["role"] = .string(scene.role.rawValue)
            what["support"] = .string(scene.support.rawValue)
            return [event("pledgeOffered", context.ids.next(), scene, .object(what))]
        }
        let pledge = try standing(try body.id("pledge"))
        if command.name == "addCheckIn" { return try checkIn(on: pledge, body, scene, &context) }
        guard pledge.author == scene.author else {
            throw Rejection(
                .notYours,
                command.name == "acceptPledge"
                    ? "Only the person who offers a pledge can accept it. Ask them to."
                    : "Only the person who wrote this can change it.")
        }
        switch command.name {
        case "editPledge":
            let words = try Pledge.Words(body, editing: pledge.words)
            // An idea that has gone since may stay named; another one must be there.
            if words.idea != pledge.words.idea { try checkIdea(words, scene) }
            guard try body.whole("version", in: 1...Int.max) == pledge.version else {
                throw Rejection(
                    .changedMeanwhile, "This pledge was changed in the meantime. Both are here: choose one.",
                    extra: [
                        "theirs": .object(
                            pledge.words.members.merging(["version": .int(pledge.version)]) { $1 }),
                        "yours": .object(words.members),
                    ])
            }
            guard words != pledge.words else { return [] }
            return [
                event(
                    "pledgeEdited", pledge.id, scene,
                    ["was": .object(pledge.words.members), "to": .object(words.members)])
            ]
        case "withdrawPledge":
            return [event("pledgeWithdrawn", pledge.id, scene, ["was": .string(pledge.status.rawValue)])]
        case "acceptPledge":
            guard pledge.status == .offered else { return [] }
            guard !pledge.words.isYoung || pledge.words.hasGuardian else {
                throw Rejection(
                    .notAllowed,
                    "A parent or guardian says yes first. Note in the pledge that they have, then take it on."
                )
            }
            return [event("pledgeAccepted", pledge.id, scene)]
        default: throw Rejection(.unknownCommand, "“\(command.name)” isn't for this activity.")
        }
    }

    private static let mostCheckIns = 100

    /// S41: the owner says how it goes; a facilitator may note a talk and the next day, and nothing for the owner.
    private func checkIn(
        on pledge: Pledge, _ body: Fields, _ scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        let isOwner = pledge.author == scene.author
        guard isOwner || scene.activity.showsTexts else { throw .unknownItem }
        guard isOwner || scene.participant?.isFacilitator == true else { throw .notYours }
        var what: [String: JSON] = [:]
        what.set("text", try body.optionalText("text", atMost: Pledge.Words.limit))
        if body.has("on") { what.set("on", try body.day("on")) }
        if body.has("status") {
            guard isOwner else {
                throw Rejection(
                    .notYours, "Only the person whose pledge it is says where it stands. Ask them.")
            }
            let progress = try body.choice("status", Pledge.Progress.self)
            guard pledge.status != .offered else {
                throw Rejection(
                    .notAllowed, "Nobody has taken this on yet. Take it on first, then say how it goes.")
            }
            what["status"] = .string(progress.rawValue)
        }
        guard !what.isEmpty else {
            throw Rejection(.empty, "Say how it goes, or choose where it stands.")
        }
        guard pledge.checkIns.count < Self.mostCheckIns else {
            throw Rejection(.notAllowed, "There are a hundred check-ins here already, which is the most.")
        }
        // Where it stands already is no news.
        if what == ["status": .string(pledge.status.rawValue)] { return [] }
        what.flag("fromDesk", !isOwner)
        what["was"] = ["status": .string(pledge.status.rawValue), "next": .string(pledge.next ?? "")]
        // It is about the owner: erasing them must find it.
        let persons = [scene.author ?? ""] + (isOwner ? [] : [pledge.author])
        return [
            Event(
                "checkInAdded", activity: scene.activity.id, items: [pledge.id, context.ids.next()],
                by: persons,
                .object(what))
        ]
    }

    private func checkIdea(_ words: Pledge.Words, _ scene: Scene) throws(Rejection) {
        if let idea = words.idea, scene.input(idea) == nil { throw .unknownItem }
    }

    private func standing(_ id: ID) throws(Rejection) -> Pledge {
        guard let pledge = pledges[id], pledge.status != .withdrawn else { throw .unknownItem }
        return pledge
    }

    private func event(_ kind: String, _ id: ID, _ scene: Scene, _ what: JSON = .empty) -> Event {
        scene.event(kind, [id], what)
    }

    package func takeOut(_ author: Author, in scene: Scene) -> [Event] {
        entries(of: author).compactMap { pledges[$0.id] }.filter { $0.status != .withdrawn }.map {
            event("pledgeWithdrawn", $0.id, scene, ["was": .string($0.status.rawValue)])
        }
    }

    package func compensate(_ event: Event, in scene: Scene) throws(Rejection) -> [Event] {
        guard let id = event.item, let pledge = pledges[id] else { throw .movedOn }
        switch event.kind {
        case "pledgeOffered" where pledge.status == .offered && pledge.version == 1:
            return [self.event("pledgeWithdrawn", id, scene, ["was": "offered"])]
        case "pledgeEdited" where event["to"] == .object(pledge.words.members) && pledge.status == .offered:
            guard let was = event["was"] else { throw .movedOn }
            return [self.event("pledgeEdited", id, scene, ["was": .object(pledge.words.members), "to": was])]
        case "pledgeWithdrawn" where pledge.status == .withdrawn:
            return [self.event("pledgeRestored", id, scene, ["status": event["was"] ?? "offered"])]
        case "checkInAdded":
            guard let last = pledge.checkIns.last, event.items.last == last.id, let was = event["was"] else {
                throw .movedOn
            }
            return [
                Event(
                    "checkInRemoved", activity: scene.activity.id, items: [id, last.id],
                    by: event.persons ?? [scene.author ?? ""], was)
            ]
        case "pledgeAccepted" where pledge.status == .accepted:
            return [self.event("pledgeRestored", id, scene, ["status": "offered"])]
        default: throw .movedOn
        }
    }
}
