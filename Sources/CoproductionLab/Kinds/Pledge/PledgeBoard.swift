import HashTreeCollections

/// `pledge`: people offer what they will do. Only its owner accepts a pledge (S18).
package struct PledgeBoard: ActivityContent {
    package static let kind = "pledge"
    package static let collections = ["pledges"]
    package static let results = ["pledgeOffered": "pledge"]
    package static let commands: [String: CommandRule] = [
        "addPledge": .contribution(lateText: "give"),
        "editPledge": .contribution(lateText: "give"),
        "withdrawPledge": .whileOpen,
        "acceptPledge": .anytime,
        "addCheckIn": .anytime,
    ]
    package static let undoneAnytime: Set<String> = ["checkInAdded"]

    /// Which of the optional fields the screens ask for.
    private let asks: [String: Bool]
    private var pledges = TreeDictionary<ID, Pledge>()
    private var byAuthor = TreeDictionary<Author, [ID]>()

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow(
            "asksGet", "asksFirstStep", "asksBy", "asksHelp", "asksSkills", "asksCoach", "asksGuardian")
        var asks: [String: Bool] = [:]
        for key in ["asksGet", "asksFirstStep", "asksBy", "asksHelp"] {
            asks[key] = try settings.flag(key, default: true)
        }
        for key in ["asksSkills", "asksCoach", "asksGuardian"] {
            asks[key] = try settings.flag(key, default: false)
        }
        self.asks = asks
    }

    // MARK: - Decide

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
        guard isOwner || scene.activity.showsAnswers else { throw .unknownItem }
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
        Event(kind, activity: scene.activity.id, items: [id], by: [scene.author ?? ""], what)
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

    // MARK: - Evolve

    package mutating func evolve(_ event: Event, in scene: Scene) -> Consequence {
        guard let id = event.item else { return Consequence() }
        var consequence = Consequence()
        consequence.entries = [("pledges", id)]
        if event.kind == "pledgeOffered" {
            guard pledges[id] == nil, let what = event.what else { return Consequence() }
            let author = event.actor ?? ""
            let role = event["role"]?.string.flatMap(Role.init) ?? .notSaid
            pledges[id] = Pledge(
                id: id, author: author, role: role,
                support: event["support"]?.string.flatMap(Support.init) ?? .self,
                order: Order.appended(pledges.count), words: Pledge.Words(members: what))
            byAuthor[author, default: []].append(id)
            consequence.contributions = [(author, role, 1)]
            return consequence
        }
        guard var pledge = pledges[id] else { return Consequence() }
        consequence.mine = [pledge.author]
        let stood = pledge.status != .withdrawn
        switch event.kind {
        case "checkInAdded":
            guard event.items.count == 2, pledge.status != .withdrawn else { return consequence }
            let progress = event["status"]?.string.flatMap(Pledge.Progress.init)
            pledge.checkIns.append(
                Pledge.CheckIn(
                    id: event.items[1], order: Order.appended(pledge.checkInsEver),
                    text: event["text"]?.string,
                    next: event["on"]?.string, progress: progress,
                    isFromDesk: event["fromDesk"]?.bool ?? false))
            pledge.checkInsEver += 1
            if let progress { pledge.status = Pledge.Status(rawValue: progress.rawValue) ?? pledge.status }
            pledge.next = event["on"]?.string ?? pledge.next
        case "checkInRemoved":
            guard event.items.count == 2, pledge.checkIns.contains(where: { $0.id == event.items[1] }) else {
                return consequence
            }
            pledge.checkIns.removeAll { $0.id == event.items[1] }
            if pledge.status != .withdrawn, let was = event["status"]?.string.flatMap(Pledge.Status.init) {
                pledge.status = was
            }
            pledge.next = event["next"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        case "pledgeEdited":
            let day = pledge.words.by
            pledge.words = Pledge.Words(members: event["to"] ?? .empty)
            // A new day is agreed on anew.
            if pledge.words.by != day { pledge.next = nil }
            pledge.version += 1
            // Other words are another pledge: it waits for its owner's yes again.
            pledge.status = .offered
        case "pledgeWithdrawn": pledge.status = .withdrawn
        case "pledgeAccepted": pledge.status = .accepted
        case "pledgeRestored":
            pledge.status = event["status"]?.string.flatMap(Pledge.Status.init) ?? .offered
        default: return Consequence()
        }
        pledges[id] = pledge
        let stands = pledge.status != .withdrawn
        if stood != stands { consequence.contributions = [(pledge.author, pledge.role, stands ? 1 : -1)] }
        return consequence
    }

    // MARK: - View

    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] {
        asks.mapValues { .bool($0) }
    }

    package func ids(in collection: String, _ scene: Scene) -> [ID] {
        pledges.values.filter { $0.status != .withdrawn }.map(\.id)
    }

    package func entry(_ id: ID, in collection: String, for audience: Audience, in scene: Scene) -> JSON? {
        guard scene.activity.showsAnswers, let pledge = pledges[id], pledge.status != .withdrawn else {
            return nil
        }
        var members = view(pledge)
        let isNamed = scene.showsNames(to: audience)
        if audience != .facilitator {
            // Who is at school isn't for everybody to know (S60), nor somebody else's name beyond named boards.
            for key in ["young", "guardian"] + (isNamed ? [] : ["coach"]) { members[key] = nil }
        }
        if pledge.support != .self { members["support"] = .string(pledge.support.rawValue) }
        if scene.activity.visibility.showsRole { members["role"] = .string(pledge.role.rawValue) }
        if !pledge.words.isYoung || audience == .facilitator {
            members.set("name", scene.name(of: pledge.author, for: audience))
        }
        return .object(members)
    }

    private func view(_ pledge: Pledge) -> [String: JSON] {
        var members = pledge.words.members
        members["order"] = .string(pledge.order)
        members["version"] = .int(pledge.version)
        members["status"] = .string(pledge.status.rawValue)
        members.set("next", pledge.next)
        if !pledge.checkIns.isEmpty {
            members["checkIns"] = .object(
                Dictionary(pledge.checkIns.map { ($0.id, .object($0.members)) }) { $1 })
        }
        return members
    }

    package func entries(of author: Author) -> [(collection: String, id: ID)] {
        (byAuthor[author] ?? []).map { ("pledges", $0) }
    }

    package func mine(_ author: Author, in scene: Scene) -> [String: JSON] {
        var own: [String: JSON] = [:]
        for id in byAuthor[author] ?? [] {
            guard let pledge = pledges[id], pledge.status != .withdrawn else { continue }
            own[id] = .object(view(pledge))
        }
        return own.isEmpty ? [:] : ["pledges": .object(own)]
    }

    /// All that stand, in the order in which they were offered.
    package var standing: [Pledge] {
        pledges.values.filter { $0.status != .withdrawn }.sorted { $0.order < $1.order }
    }

    package func builds(on item: ID) -> Bool {
        pledges.values.contains { $0.status != .withdrawn && $0.words.idea == item }
    }
}
