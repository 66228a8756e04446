import HashTreeCollections

/// `rate`: the Priority Matrix (S24). Each person rates impact and effort of each item; after the reveal the group
/// sees where it differs, and decides.
package struct Rate: ActivityContent {
    package static let kind = "rate"
    package static let collections = ["items"]
    package static let inputCollection: String? = "items"
    package static let weighsInputs = true
    package static let commands: [String: CommandRule] = [
        "rate": .contribution(),
        "decide": .facilitating,
    ]
    package static let facilitation: Set<String> = ["itemDecided"]

    struct Wording: Sendable {
        let question: String
        let low: String
        let high: String
    }

    private let axes: [Axis: Wording]
    struct Own: Sendable {
        var role: Role
        var ratings = TreeDictionary<ID, Rating>()

        /// Rates an item anew; the person's role, and how they had rated it.
        mutating func rate(_ item: ID, _ rating: Rating) -> (Role, before: Rating) {
            let before = ratings.removeValue(forKey: item) ?? Rating()
            if !rating.isEmpty { ratings[item] = rating }
            return (role, before)
        }
    }
    var owns = TreeDictionary<Author, Own>()
    var tallies = TreeDictionary<ID, ItemTally>()
    var decisions = TreeDictionary<ID, Decision>()
    /// Counts how often anything was decided on an item, so that versions never come back.
    var decided = TreeDictionary<ID, Int>()
    /// What earlier reveals showed, by round.
    var rounds: [Int: TreeDictionary<ID, ItemTally>] = [:]

    package var needsInputs: Bool { true }
    package var hasOutputs: Bool { true }

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow("axes")
        let below = try settings.below("axes")
        try below.allow("impact", "effort")
        let usual: [Axis: Wording] = [
            .impact: Wording(question: "How much would it help?", low: "A little", high: "A lot"),
            .effort: Wording(question: "How hard would it be?", low: "Easy", high: "Very hard"),
        ]
        var axes: [Axis: Wording] = [:]
        for axis in Axis.allCases {
            let words = try below.below(axis.rawValue)
            try words.allow("question", "low", "high")
            guard let fallback = usual[axis] else { continue }
            axes[axis] = Wording(
                question: try words.text("question", atMost: 200) ?? fallback.question,
                low: try words.text("low", atMost: 60) ?? fallback.low,
                high: try words.text("high", atMost: 60) ?? fallback.high)
        }
        self.axes = axes
    }

    package mutating func entered(_ state: Activity.State, from earlier: Activity.State, in scene: Scene) {
        if earlier == .revealed, state == .open, scene.activity.round > 0, rounds[scene.activity.round] == nil
        {
            rounds[scene.activity.round] = tallies
        }
        // Where opening it again was undone, that round has not been.
        if state == .revealed { rounds = rounds.filter { $0.key <= scene.activity.round } }
    }

    // MARK: - Decide

    package func decide(
        _ command: Command, in scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        let item = try command.body.id("item")
        guard scene.input(item) != nil else { throw .unknownItem }
        if command.name == "decide" { return try decide(item, command.body, scene) }
        let before = owns[scene.author ?? ""]?.ratings[item] ?? Rating()
        var after = before
        try after.take(command.body)
        return after == before ? [] : [rated(item, from: before, to: after, scene)]
    }

    private func rated(_ item: ID, from before: Rating, to after: Rating, _ scene: Scene) -> Event {
        scene.event(
            "itemRated", [item],
            [
                "to": .object(after.members), "was": .object(before.members),
                "role": .string(scene.role.rawValue), "support": .string(scene.support.rawValue),
            ])
    }

    private func decide(_ item: ID, _ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        guard scene.activity.state != .draft else {
            throw Rejection(.notOpen, "Nothing has been rated here yet. Open the activity first.")
        }
        var members: [String: JSON] = [
            "decision": .string(try body.choice("decision", Decision.Choice.self).rawValue),
            "reason": .string(try body.text("reason", atMost: 500)),
        ]
        members.set("who", try body.optionalText("who", atMost: 300))
        let earlier = decisions[item]
        if body.has("version"), body.json["version"]?.int != (earlier?.version ?? 0) {
            throw Rejection(
                .changedMeanwhile,
                "Somebody else has decided on this item in the meantime. Read it, then decide again.",
                extra: ["theirs": .object(earlier?.view ?? [:]), "yours": .object(members)])
        }
        guard members != earlier?.members else { return [] }
        return [decided(item, to: .object(members), was: earlier, scene)]
    }

    private func decided(_ item: ID, to members: JSON, was: Decision?, _ scene: Scene) -> Event {
        scene.event(
            "itemDecided", [item],
            ["to": members, "was": .object(was?.members ?? [:])])
    }

    package func compensate(_ event: Event, in scene: Scene) throws(Rejection) -> [Event] {
        guard let item = event.item, let was = event["was"] else { throw .movedOn }
        switch event.kind {
        case "itemRated":
            let now = owns[scene.author ?? ""]?.ratings[item] ?? Rating()
            guard event["to"] == .object(now.members) else { throw .movedOn }
            return [rated(item, from: now, to: Rating(members: was), scene)]
        case "itemDecided":
            guard event["to"] == .object(decisions[item]?.members ?? [:]) else { throw .movedOn }
            return [decided(item, to: was, was: decisions[item], scene)]
        default: throw .movedOn
        }
    }

    package func takeOut(_ author: Author, in scene: Scene) -> [Event] {
        (owns[author]?.ratings ?? [:]).sorted { $0.key < $1.key }.map {
            rated($0.key, from: $0.value, to: Rating(), scene)
        }
    }

    // MARK: - Evolve

    package mutating func evolve(_ event: Event, in activity: Surroundings) -> Consequence {
        var consequence = Consequence()
        guard let item = event.item else { return consequence }
        switch event.kind {
        case "itemRated":
            let author = event.actor ?? ""
            let after = Rating(members: event["to"] ?? .empty)
            let (role, before) = owns[author, default: Own(role: event.role)].rate(item, after)
            // With the role that a person had at their first rating, so that what is taken out was put in.
            if before != after {
                tallies[item, default: ItemTally()].replace(before, with: after, of: role)
            }
            if after.isEmpty, tallies[item]?.isEmpty == true { tallies[item] = nil }
            consequence.mine = [author]
            if activity.showsAnswers { consequence.entries = [("items", item)] }
            if before.isEmpty != after.isEmpty {
                consequence.contributions = [(author, role, after.isEmpty ? -1 : 1)]
            }
        case "itemDecided":
            let version = (decided[item] ?? 0) + 1
            decided[item] = version
            decisions[item] = Decision(members: event["to"], version: version)
            consequence.entries = [("items", item)]
            consequence.outputs = [item]
        default: break
        }
        return consequence
    }

    // MARK: - View

    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] {
        [
            "axes": .object(
                Dictionary(
                    uniqueKeysWithValues: axes.map { axis, words in
                        (
                            axis.rawValue,
                            [
                                "question": .string(words.question), "low": .string(words.low),
                                "high": .string(words.high),
                            ]
                        )
                    }))
        ]
    }

    package func ids(in collection: String, _ scene: Scene) -> [ID] { scene.inputs.map(\.id) }

    package func entry(_ id: ID, in collection: String, for audience: Audience, in scene: Scene) -> JSON? {
        guard let item = scene.input(id) else { return nil }
        var members: [String: JSON] = ["from": .string(item.source), "order": .string(item.order)]
        if scene.activity.showsAnswers {
            members["results"] = (tallies[id] ?? ItemTally()).results(
                threshold: scene.lab.smallNumbers, showsGroups: scene.activity.showsGroups)
        }
        if !rounds.isEmpty {
            members["rounds"] = .object(
                Dictionary(
                    uniqueKeysWithValues: rounds.map { round, tallies in
                        (
                            String(round),
                            (tallies[id] ?? ItemTally()).results(
                                threshold: scene.lab.smallNumbers,
                                showsGroups: scene.activity.visibility != .private)
                        )
                    }))
        }
        if let decision = decisions[id] {
            members["decision"] = .object(decision.view)
        }
        return .object(members)
    }

    package func mine(_ author: Author, in scene: Scene) -> [String: JSON] {
        guard let own = owns[author], !own.ratings.isEmpty else { return [:] }
        var ratings: [String: JSON] = [:]
        for (item, rating) in own.ratings { ratings[item] = .object(rating.members) }
        return ["ratings": .object(ratings)]
    }

    /// What is shown of an item's answers, as in its entry.
    ///
    /// - Parameter threshold: from how many answers on a side's figures are given: the lab's own, or 1 in an export that
    ///   hides no small numbers.
    package func results(of item: ID, threshold: Int, in scene: Scene) -> JSON? {
        guard scene.activity.showsAnswers, scene.input(item) != nil else { return nil }
        return (tallies[item] ?? ItemTally()).results(
            threshold: threshold, showsGroups: scene.activity.showsGroups)
    }

    /// What was decided on an item, as in its entry.
    package func decision(on item: ID) -> [String: JSON]? { decisions[item]?.view }

    /// What earlier reveals showed of an item, by round.
    package func earlierResults(of item: ID, in scene: Scene) -> [(round: Int, results: JSON)] {
        rounds.sorted { $0.key < $1.key }.map { round, tallies in
            (
                round,
                (tallies[item] ?? ItemTally()).results(
                    threshold: scene.lab.smallNumbers, showsGroups: scene.activity.visibility != .private)
            )
        }
    }

    package func builds(on item: ID) -> Bool { tallies[item] != nil || decisions[item] != nil }

    package func outputs(in scene: Scene) -> [Item] { scene.inputs }
    package func output(_ id: ID, in scene: Scene) -> Item? { scene.input(id) }
}
