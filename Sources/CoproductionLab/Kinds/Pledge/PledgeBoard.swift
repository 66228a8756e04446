import HashTreeCollections

/// `pledge`: people offer what they will do. Only its owner accepts a pledge (S18).
package struct PledgeBoard: ActivityContent {
    package static let kind = "pledge"
    package static let collections = ["pledges"]
    package static let flaggable: Set<String> = ["pledges"]
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
    var pledges = TreeDictionary<ID, Pledge>()
    var byAuthor = TreeDictionary<Author, [ID]>()

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

    // MARK: - Evolve

    package mutating func evolve(_ event: Event, in activity: Surroundings) -> Consequence {
        guard let id = event.item else { return Consequence() }
        var consequence = Consequence()
        consequence.entries = [("pledges", id)]
        if event.kind == "pledgeOffered" {
            guard pledges[id] == nil, let what = event.what else { return Consequence() }
            let author = event.actor ?? ""
            let role = event.role
            pledges[id] = Pledge(
                id: id, author: author, role: role,
                support: event.support,
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
        guard scene.activity.showsTexts, let pledge = pledges[id], pledge.status != .withdrawn else {
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
