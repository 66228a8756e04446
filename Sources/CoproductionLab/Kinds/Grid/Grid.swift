import HashTreeCollections

/// `grid`: people fill cells with a level from 0 to 3, a text, or both (S22, S23, S37, S57).
package struct Grid: ActivityContent {
    package static let kind = "grid"
    package static let collections = ["cells", "entries", "items", "hidden"]
    package static let flaggable: Set<String> = ["entries"]
    package static let inputCollection: String? = "items"
    package static let results = ["entryAdded": "entry"]
    package static let commands: [String: CommandRule] = [
        "setLevel": .contribution(),
        "addEntry": .contribution(lateText: "text"),
        "editEntry": .contribution(lateText: "text"),
        "withdrawEntry": .whileOpen,
        "letAllWrite": .facilitating,
        "hideEntry": .facilitating,
        "restoreEntry": .facilitating,
    ]
    package static let facilitation: Set<String> = ["allMayWrite", "entryHidden"]

    package static let moderation: [String: Moderation.What] = [
        "entryHidden": .hidden, "entryReturned": .restored,
    ]

    let plan: GridPlan
    /// S37: the facilitator has let everybody write.
    var isOpenToAll = false
    struct Own: Sendable {
        var role: Role
        var levels: [GridCell: Int] = [:]
    }
    var owns = TreeDictionary<Author, Own>()
    var tallies = TreeDictionary<GridCell, GridTally>()
    var entries = TreeDictionary<ID, GridEntry>()
    var standing = 0
    var byCell = TreeDictionary<GridCell, [ID]>()
    /// Cells in which something private was written before the lab was taken in here.
    var filled: Set<GridCell> = []
    var byAuthor = TreeDictionary<Author, [ID]>()
    /// The levels that earlier reveals showed, by round.
    var rounds: [Int: TreeDictionary<GridCell, GridTally>] = [:]

    package var needsInputs: Bool { plan.rows == nil }
    package var hasOutputs: Bool { plan.takesText }

    package init(settings: Settings) throws(TemplateProblem) { plan = try GridPlan(settings) }

    package mutating func entered(_ state: Activity.State, from earlier: Activity.State, in scene: Scene) {
        if earlier == .revealed, state == .open, scene.activity.round > 0, rounds[scene.activity.round] == nil
        {
            rounds[scene.activity.round] = tallies
        }
        // Where opening it again was undone, that round has not been.
        if state == .revealed { rounds = rounds.filter { $0.key <= scene.activity.round } }
    }

    func level(of author: Author, in cell: GridCell) -> Int? { owns[author]?.levels[cell] }

    /// Whether somebody wrote who had to let others go first.
    var hasLaterVoices: Bool {
        owns.values.contains { !$0.levels.isEmpty && !plan.firstRoles.contains($0.role) }
            || entries.values.contains { $0.absence != .withdrawn && !plan.firstRoles.contains($0.role) }
    }

    // MARK: - Evolve

    package mutating func evolve(_ event: Event, in activity: Surroundings) -> Consequence {
        switch event.kind {
        case "levelSet": return setLevel(event, activity)
        case "allMayWrite", "firstRolesWrite":
            isOpenToAll = event.kind == "allMayWrite"
            var consequence = Consequence()
            consequence.frame = true
            return consequence
        default: break
        }
        guard let id = event.item else { return Consequence() }
        switch event.kind {
        case "entryAdded": return add(id, event)
        case "entryEdited":
            return change(id) { entry in
                guard let text = event["to"]?.string else { return }
                entry.text = text
                entry.version += 1
            }
        case "entryWithdrawn": return setAbsence(of: id, .withdrawn)
        case "entryHidden": return setAbsence(of: id, .hidden)
        case "entryReturned":
            return setAbsence(of: id, event["absence"]?.string.flatMap(GridEntry.Absence.init))
        default: return Consequence()
        }
    }

    func written(by author: Author) -> [ID] { byAuthor[author] ?? [] }

    private mutating func setLevel(_ event: Event, _ activity: Surroundings) -> Consequence {
        guard let row = event["row"]?.string, let column = event["column"]?.string else {
            return Consequence()
        }
        let after = event["to"]?.int
        guard after.map(GridTally.levels.contains) != false else { return Consequence() }
        let cell = GridCell(row: row, column: column)
        let author = event.actor ?? ""
        var own = owns[author] ?? Own(role: event.role)
        let before = own.levels[cell]
        own.levels[cell] = after
        owns[author] = own
        var tally = tallies[cell] ?? GridTally()
        // With the role that a person had at their first answer, so that what is taken out was put in.
        tally.replace(before, with: after, of: own.role)
        tallies[cell] = tally.isEmpty ? nil : tally
        var consequence = Consequence()
        consequence.mine = [author]
        if activity.showsAnswers {
            consequence.entries = [("cells", cell.key)]
            // A cell without text is empty until somebody says more than “not at all”.
            if !plan.takesText { consequence.outputs = [cell.key] }
        }
        if (before == nil) != (after == nil) {
            consequence.contributions = [(author, own.role, after == nil ? -1 : 1)]
        }
        return consequence
    }

    private mutating func add(_ id: ID, _ event: Event) -> Consequence {
        guard entries[id] == nil, let text = event["text"]?.string, let row = event["row"]?.string,
            let column = event["column"]?.string
        else { return Consequence() }
        let author = event.actor ?? ""
        let entry = GridEntry(
            cell: GridCell(row: row, column: column), author: author,
            role: event.role,
            support: event.support,
            order: Order.appended(entries.count), text: text)
        entries[id] = entry
        standing += 1
        byCell[entry.cell, default: []].append(id)
        byAuthor[author, default: []].append(id)
        var consequence = Consequence()
        consequence.entries = [("entries", id)]
        consequence.outputs = [id]
        consequence.frame = true
        consequence.mine = [author]
        consequence.contributions = [(author, entry.role, 1)]
        return consequence
    }

    private mutating func change(_ id: ID, _ change: (inout GridEntry) -> Void) -> Consequence {
        guard var entry = entries[id] else { return Consequence() }
        change(&entry)
        entries[id] = entry
        var consequence = Consequence()
        consequence.entries = ["entries", "hidden"].map { ($0, id) }
        consequence.outputs = [id]
        consequence.mine = [entry.author]
        return consequence
    }

    private mutating func setAbsence(of id: ID, _ absence: GridEntry.Absence?) -> Consequence {
        guard let before = entries[id], before.absence != absence else { return Consequence() }
        var consequence = change(id) { $0.absence = absence }
        if before.stands != (absence == nil) { standing += absence == nil ? 1 : -1 }
        consequence.frame = true
        // What is hidden was still somebody's contribution; what is withdrawn is taken back.
        if (before.absence == .withdrawn) != (absence == .withdrawn) {
            consequence.contributions = [(before.author, before.role, absence == .withdrawn ? -1 : 1)]
        }
        return consequence
    }

    // MARK: - What flows on

    package func outputs(in scene: Scene) -> [Item] {
        guard scene.activity.showsTexts else { return [] }
        return entries.keys.compactMap { output($0, in: scene) }.sorted { $0.order < $1.order }
    }

    package func output(_ id: ID, in scene: Scene) -> Item? {
        guard scene.activity.showsTexts, let entry = entries[id], entry.stands,
            let row = plan.rowOrder(entry.cell.row, in: scene), let column = plan.column(entry.cell.column)
        else { return nil }
        return Item(id: id, source: scene.activity.id, order: row + column.order + entry.order)
    }

    package func text(of item: ID) -> String? { entries[item]?.text }

    package func builds(on item: ID) -> Bool {
        guard plan.rows == nil else { return false }
        return tallies.keys.contains { $0.row == item } || entries.values.contains { $0.cell.row == item }
    }

    package func resting(on item: ID, in scene: Scene) -> (
        entries: [(collection: String, id: ID)], outputs: [ID]
    ) {
        guard plan.rows == nil else { return ([], []) }
        let written = plan.columns.flatMap { byCell[GridCell(row: item, column: $0.id)] ?? [] }
        let cells = plan.columns.map { ("cells", GridCell(row: item, column: $0.id).key) }
        return (cells + written.map { ("entries", $0) }, written)
    }

    /// S23: what nobody has named becomes a question.
    package func prompts(in scene: Scene) -> [ID: JSON] {
        guard scene.activity.showsAnswers, scene.activity.state != .draft else { return [:] }
        var prompts: [ID: JSON] = [:]
        for row in plan.rows(in: scene) {
            for column in plan.columns {
                let cell = GridCell(row: row.id, column: column.id)
                guard isEmpty(cell) else { continue }
                var members = plan.tags(row: row.id, column: column.id)
                members["from"] = .string(scene.activity.id)
                members["row"] = .string(row.id)
                members["column"] = .string(column.id)
                members["order"] = .string(row.order + column.order)
                prompts[cell.key] = .object(members)
            }
        }
        return prompts
    }

    func isEmpty(_ cell: GridCell) -> Bool {
        guard !plan.takesText else {
            return !filled.contains(cell)
                && (byCell[cell] ?? []).allSatisfy { entries[$0]?.stands != true }
        }
        guard let tally = tallies[cell] else { return true }
        return tally.count(of: 0) == tally.n
    }
}
