import HashTreeCollections

/// `vote`: people spend dots, or points of a budget (S36), on the items that flow in or on options of its own. Totals
/// are hidden until the reveal; ties stay ties.
package struct Vote: ActivityContent {
    package static let kind = "vote"
    package static let collections = ["items"]
    package static let inputCollection: String? = "items"
    package static let weighsInputs = true
    package static let commands: [String: CommandRule] = ["vote": .contribution(), "runOff": .facilitating]

    package enum Mode: String, Sendable, CaseIterable { case dots, points }

    private let mode: Mode
    /// What can be chosen beside the items that flow in, such as the parts of a neighbourhood's budget.
    private let options: [(id: ID, text: String)]
    /// What a point is, in the words of the lab: "£100".
    private let unit: String?
    private let settledBudget: Int?
    let perItem: Int
    /// How many items flow on; all that tie at the cut are taken. Nil: all of them.
    let take: Int?
    /// Of a run-off, the vote whose tie it decides, and the items that tie there.
    let runOffOf: ID?
    let only: [ID]

    /// Dots of each person on each item; an item without a dot isn't in it.
    var dots = TreeDictionary<Author, TreeDictionary<ID, Int>>()
    var totals = TreeDictionary<ID, Int>()
    /// The role that each person had at their first dot.
    var roles = TreeDictionary<Author, Role>()
    /// The dots on each item by role, and how many people of each role have given any.
    var byRole = TreeDictionary<ID, [Role: Int]>()
    var voters: [Role: Int] = [:]
    var usualBudget = 1
    /// Places and the items that flow on, as the reveal showed them: what happens upstream later leaves them alone.
    var ranks: [ID: Rank]?
    var taken: Set<ID>?
    /// Where the cut fell at the reveal, and what ties across it.
    var cut: Ranking<ID>.CutOff?
    /// The totals that earlier reveals showed, by round.
    var rounds: [Int: TreeDictionary<ID, Int>] = [:]

    package var needsInputs: Bool { options.isEmpty && runOffOf == nil }
    package var hasOutputs: Bool { true }

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow("mode", "budget", "perItem", "take", "options", "unit", "runOffOf", "only")
        mode = try settings.choice("mode", Mode.self, default: .dots)
        let most = mode == .dots ? 100 : Self.mostDots
        settledBudget = try settings.whole("budget", in: 1...most) ?? (mode == .points ? 100 : nil)
        perItem = try settings.whole("perItem", in: 1...most) ?? (mode == .points ? settledBudget ?? 100 : 1)
        unit = try settings.text("unit", atMost: 40)
        options = try Self.options(settings)
        take = try settings.whole("take", in: 1...1000)
        runOffOf = try settings.text("runOffOf", atMost: 64)
        only = settings.json["only"]?.strings ?? []
    }

    /// As a template writes them, or as a lab keeps them: with an id each.
    private static func options(_ settings: Settings) throws(TemplateProblem) -> [(id: ID, text: String)] {
        guard let given = settings.json["options"] else { return [] }
        return try Settings(settings.json.unsettlingTexts("options")).texts(
            "options", count: 2...40, atMost: 200
        ).enumerated()
            .map { (given.array?[$0]["id"]?.string ?? "option\($0 + 1)", $1) }
    }

    package static func settled(_ settings: JSON, _ ids: inout IDSource) -> JSON {
        settings.settlingTexts("options", &ids)
    }
    package static func unsettled(_ settings: JSON) -> JSON { settings.unsettlingTexts("options") }

    static let mostDots = 1000
    private var budget: Int { settledBudget ?? usualBudget }

    /// All that can be voted on: its own options first.
    package func items(in scene: Scene) -> [Item] {
        guard runOffOf == nil else { return only.compactMap { item($0, scene) } }
        return options.indices.map { option($0, scene) } + scene.inputs
    }

    private func item(_ id: ID, _ scene: Scene) -> Item? {
        if runOffOf != nil {
            guard only.contains(id), let root = root(scene), root.vote.runOffOf == nil else { return nil }
            return root.vote.item(id, root.scene)
        }
        return optionIndex(id).map { option($0, scene) } ?? scene.input(id)
    }

    private func option(_ index: Int, _ scene: Scene) -> Item {
        Item(id: options[index].id, source: scene.activity.id, order: Order.appended(index))
    }

    private func optionIndex(_ id: ID) -> Int? { options.firstIndex { $0.id == id } }

    package func text(of item: ID) -> String? { optionIndex(item).map { options[$0].text } }

    package mutating func entered(_ state: Activity.State, from earlier: Activity.State, in scene: Scene) {
        // Ideas that come later don't take dots away from those who have spent theirs.
        if state == .open { usualBudget = max(usualBudget, usualDotBudget(items: items(in: scene).count)) }
        if earlier == .revealed, state == .open, scene.activity.round > 0, rounds[scene.activity.round] == nil
        {
            rounds[scene.activity.round] = totals
        }
        // Where opening it again was undone, that round has not been.
        if state == .revealed { rounds = rounds.filter { $0.key <= scene.activity.round } }
        guard state == .revealed else {
            (ranks, taken, cut) = (nil, nil, nil)
            return
        }
        let ranking = Ranking(items(in: scene).map { (item: $0.id, votes: totals[$0.id] ?? 0) })
        ranks = ranking.ranks
        cut = take.map { ranking.cutOff(after: $0) }
        taken = cut.map { Set($0.taken) }
    }

    // MARK: - Decide

    package func decide(
        _ command: Command, in scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        if command.name == "runOff" { return try runOff(command.body, scene, &context) }
        let item = try command.body.id("item")
        guard self.item(item, scene) != nil else { throw .unknownItem }
        let wanted = try command.body.whole("dots", in: 0...Self.mostDots)
        guard wanted <= perItem else {
            throw Rejection(
                .overBudget, "At most \(perItem) of your \(mode.rawValue) can go on one item.")
        }
        let before = dots[scene.author ?? ""]?[item] ?? 0
        guard wanted != before else { return [] }
        let elsewhere = spentElsewhere(than: item, scene)
        guard wanted < before || elsewhere + wanted <= budget else {
            throw Rejection(
                .overBudget,
                "You have \(budget) \(mode.rawValue), and \(elsewhere) are spent already. Take some back first."
            )
        }
        return [event(item, wanted, before, scene)]
    }

    /// What the author has spent on other items. Dots on items that are gone are free again.
    private func spentElsewhere(than item: ID, _ scene: Scene) -> Int {
        (dots[scene.author ?? ""] ?? [:]).reduce(0) { sum, entry in
            entry.key != item && self.item(entry.key, scene) != nil ? sum + entry.value : sum
        }
    }

    private func event(_ item: ID, _ dots: Int, _ before: Int, _ scene: Scene) -> Event {
        let what: [String: JSON] = ["dots": .int(dots), "was": .int(before)]
        return scene.event("dotsPlaced", [item], .object(what.merging(scene.roles) { $1 }))
    }

    package func compensate(_ event: Event, in scene: Scene) throws(Rejection) -> [Event] {
        guard event.kind == "dotsPlaced", let item = event.item, let placed = event["dots"]?.int,
            let was = event["was"]?.int, (dots[scene.author ?? ""]?[item] ?? 0) == placed
        else { throw .movedOn }
        // Dots that were taken back may have been spent elsewhere since.
        guard was < placed || spentElsewhere(than: item, scene) + was <= budget else { throw .movedOn }
        return [self.event(item, was, placed, scene)]
    }

    package func takeOut(_ author: Author, in scene: Scene) -> [Event] {
        (dots[author] ?? [:]).sorted { $0.key < $1.key }.map { event($0.key, 0, $0.value, scene) }
    }

    // MARK: - Evolve

    package mutating func evolve(_ event: Event, in activity: Surroundings) -> Consequence {
        guard event.kind == "dotsPlaced", let item = event.item, let placed = event["dots"]?.int,
            (0...Self.mostDots).contains(placed)
        else { return Consequence() }
        let author = event.actor ?? ""
        let role = roles[author] ?? event.role
        roles[author] = role
        let had = dots.keys.contains(author)
        let before = dots[author, default: [:]].removeValue(forKey: item) ?? 0
        if placed > 0 { dots[author]?[item] = placed }
        let has = dots[author]?.isEmpty == false
        if !has { dots[author] = nil }
        if had != has { voters[role, default: 0] += had ? -1 : 1 }
        if placed != before { byRole[item, default: [:]][role, default: 0] += placed - before }
        let total = (totals[item] ?? 0) + placed - before
        totals[item] = total == 0 ? nil : total
        var consequence = Consequence()
        if activity.showsAnswers { consequence.entries = [("items", item)] }
        consequence.mine = [author]
        if (before == 0) != (placed == 0) {
            consequence.contributions = [(author, role, placed > 0 ? 1 : -1)]
        }
        return consequence
    }

    // MARK: - View

    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] {
        var members: [String: JSON] = [
            "mode": .string(mode.rawValue), "budget": .int(budget), "perItem": .int(perItem),
        ]
        members.set("unit", unit)
        members.set("runOffOf", runOffOf)
        if let cut, !cut.tied.isEmpty {
            members["tie"] = ["n": .int(cut.tied.count), "places": .int(places(cut))]
            members.set("runOff", scene.lab.runOff(of: scene.activity.id)?.id)
        }
        if scene.activity.showsGroups {
            let groups = shownGroups(threshold: scene.lab.smallNumbers)
            members["voters"] = .object(
                groups.view(side: { .int(people($0)) }, role: { .int(people($0)) })
                    .merging(["n": .int(voters.values.reduce(0, +))]) { $1 })
        }
        return members
    }

    /// The sides and roles of which enough people have voted (`statistics.md` §8). They are the same for all items: who
    /// gave an item no dot has said so.
    private func shownGroups(threshold: Int) -> ShownGroups {
        ShownGroups(people: voters, threshold: threshold)
    }
    private func people(_ role: Role) -> Int { voters[role] ?? 0 }
    private func people(_ side: Side) -> Int { Role.of(side).reduce(0) { $0 + people($1) } }
    private func votes(on item: ID, by role: Role) -> Int { byRole[item]?[role] ?? 0 }
    private func votes(on item: ID, by side: Side) -> Int {
        Role.of(side).reduce(0) { $0 + votes(on: item, by: $1) }
    }

    /// For a report: the groups that may be told, each with its people and its votes on an item.
    ///
    /// - Parameter threshold: from how many people on a group is told.
    package func groups(
        of item: ID, threshold: Int, in scene: Scene
    ) -> [(group: String, people: Int, votes: Int)] {
        guard scene.activity.showsGroups else { return [] }
        let shown = shownGroups(threshold: threshold)
        return shown.sides.map { ($0.rawValue, people($0), votes(on: item, by: $0)) }
            + shown.roles.map { ($0.rawValue, people($0), votes(on: item, by: $0)) }
    }

    package func ids(in collection: String, _ scene: Scene) -> [ID] { items(in: scene).map(\.id) }

    package func entry(_ id: ID, in collection: String, for audience: Audience, in scene: Scene) -> JSON? {
        guard let item = item(id, scene) else { return nil }
        var members: [String: JSON] = ["from": .string(item.source), "order": .string(item.order)]
        members.set("text", text(of: id) ?? root(scene)?.vote.text(of: id))
        if let cut, !cut.tied.isEmpty {
            members.flag("tied", cut.tied.contains(id))
            members.flag("goesOn", taken?.contains(id) == true)
        }
        if scene.activity.showsAnswers { members["votes"] = .int(totals[id] ?? 0) }
        if scene.activity.showsGroups {
            let groups = shownGroups(threshold: scene.lab.smallNumbers)
            let figures = groups.view(
                side: { .int(votes(on: id, by: $0)) }, role: { .int(votes(on: id, by: $0)) })
            members.merge(figures) { $1 }
        }
        if scene.activity.reveal != .never, let rank = ranks?[id] {
            members["rank"] = .string(rank.description)
        }
        if !rounds.isEmpty {
            members["rounds"] = .object(
                Dictionary(uniqueKeysWithValues: rounds.map { (String($0), ["votes": .int($1[id] ?? 0)]) }))
        }
        return .object(members)
    }

    package func mine(_ author: Author, in scene: Scene) -> [String: JSON] {
        guard let own = dots[author] else { return [:] }
        return ["dots": .object(Dictionary(uniqueKeysWithValues: own.map { ($0.key, .int($0.value)) }))]
    }

    /// The dots on an item and its place, as far as they are shown.
    package func result(of item: ID, in scene: Scene) -> (votes: Int, rank: Rank?)? {
        scene.activity.showsAnswers ? (totals[item] ?? 0, ranks?[item]) : nil
    }

    /// The dots that earlier reveals showed on an item, by round.
    package func earlierVotes(on item: ID) -> [(round: Int, votes: Int)] {
        rounds.sorted { $0.key < $1.key }.map { ($0.key, $0.value[item] ?? 0) }
    }

    package func builds(on item: ID) -> Bool { totals[item] != nil }

    package func canTakeBack(_ items: [ID], in scene: Scene) -> Bool {
        dots.values.allSatisfy { own in
            let returning = items.reduce(0) { $0 + (own[$1] ?? 0) }
            guard returning > 0 else { return true }
            return own.reduce(returning) { sum, entry in
                items.contains(entry.key) || self.item(entry.key, scene) == nil ? sum : sum + entry.value
            } <= budget
        }
    }

    // MARK: - What flows on

    package func outputs(in scene: Scene) -> [Item] {
        items(in: scene).filter { taken?.contains($0.id) != false }
    }

    package func output(_ id: ID, in scene: Scene) -> Item? {
        taken?.contains(id) == false ? nil : item(id, scene)
    }
}
