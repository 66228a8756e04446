import HashTreeCollections

/// `grid`: people fill cells with a level from 0 to 3, a text, or both (S22, S23, S37, S57).
package struct Grid: ActivityContent {
    package static let kind = "grid"
    package static let collections = ["cells", "entries", "items"]
    package static let inputCollection: String? = "items"
    package static let results = ["entryAdded": "entry"]
    package static let commands: [String: CommandRule] = [
        "setLevel": .contribution(),
        "addEntry": .contribution(lateText: "text"),
        "editEntry": .contribution(lateText: "text"),
        "withdrawEntry": .whileOpen,
        "letAllWrite": .facilitating,
        "hideEntry": .facilitating,
    ]
    package static let facilitation: Set<String> = ["allMayWrite", "entryHidden"]

    let plan: GridPlan
    /// S37: the facilitator has let everybody write.
    private(set) var isOpenToAll = false
    private struct Own: Sendable {
        var role: Role
        var levels: [GridCell: Int] = [:]
    }
    private var owns = TreeDictionary<Author, Own>()
    private(set) var tallies = TreeDictionary<GridCell, GridTally>()
    private(set) var entries = TreeDictionary<ID, GridEntry>()
    private var standing = 0
    private var byCell = TreeDictionary<GridCell, [ID]>()
    private var byAuthor = TreeDictionary<Author, [ID]>()
    /// The levels that earlier reveals showed, by round.
    private var rounds: [Int: TreeDictionary<GridCell, GridTally>] = [:]

    package init(settings: Settings) throws(TemplateProblem) { plan = try GridPlan(settings) }

    package mutating func entered(_ state: Activity.State, from earlier: Activity.State, in scene: Scene) {
        if earlier == .revealed, state == .open, scene.activity.round > 0, rounds[scene.activity.round] == nil
        {
            rounds[scene.activity.round] = tallies
        }
    }

    func level(of author: Author, in cell: GridCell) -> Int? { owns[author]?.levels[cell] }

    /// Whether somebody wrote who had to let others go first.
    var hasLaterVoices: Bool {
        owns.values.contains { !$0.levels.isEmpty && !plan.firstRoles.contains($0.role) }
            || entries.values.contains { $0.absence != .withdrawn && !plan.firstRoles.contains($0.role) }
    }

    // MARK: - Evolve

    package mutating func evolve(_ event: Event, in scene: Scene) -> Consequence {
        switch event.kind {
        case "levelSet": return setLevel(event, scene)
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
        case "entryReturned": return setAbsence(of: id, nil)
        default: return Consequence()
        }
    }

    private mutating func setLevel(_ event: Event, _ scene: Scene) -> Consequence {
        guard let row = event["row"]?.string, let column = event["column"]?.string else {
            return Consequence()
        }
        let after = event["to"]?.int
        guard after.map(GridTally.levels.contains) != false else { return Consequence() }
        let cell = GridCell(row: row, column: column)
        let author = event.actor ?? ""
        var own = owns[author] ?? Own(role: event["role"]?.string.flatMap(Role.init) ?? .notSaid)
        let before = own.levels[cell]
        own.levels[cell] = after
        owns[author] = own
        var tally = tallies[cell] ?? GridTally()
        // With the role that a person had at their first answer, so that what is taken out was put in.
        tally.replace(before, with: after, of: own.role)
        tallies[cell] = tally.isEmpty ? nil : tally
        var consequence = Consequence()
        consequence.mine = [author]
        if scene.activity.showsAnswers {
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
            role: event["role"]?.string.flatMap(Role.init) ?? .notSaid,
            support: event["support"]?.string.flatMap(Support.init) ?? .self,
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
        consequence.entries = [("entries", id)]
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
        guard scene.activity.showsAnswers else { return [] }
        return entries.keys.compactMap { output($0, in: scene) }.sorted { $0.order < $1.order }
    }

    package func output(_ id: ID, in scene: Scene) -> Item? {
        guard scene.activity.showsAnswers, let entry = entries[id], entry.stands,
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
            return (byCell[cell] ?? []).allSatisfy { entries[$0]?.stands != true }
        }
        guard let tally = tallies[cell] else { return true }
        return tally.count(of: 0) == tally.n
    }

    // MARK: - Own

    package func mine(_ author: Author, in scene: Scene) -> [String: JSON] {
        var members: [String: JSON] = [:]
        if let levels = owns[author]?.levels, !levels.isEmpty {
            members["levels"] = .object(
                Dictionary(
                    levels.map { ($0.key.key, .int($0.value)) }, uniquingKeysWith: { first, _ in first }))
        }
        var own: [String: JSON] = [:]
        for id in byAuthor[author] ?? [] {
            guard let entry = entries[id], entry.absence != .withdrawn else { continue }
            var members = self.members(of: entry)
            members.set("absence", entry.absence?.rawValue)
            own[id] = .object(members)
        }
        if !own.isEmpty { members["entries"] = .object(own) }
        return members
    }

    func members(of entry: GridEntry) -> [String: JSON] {
        plan.tags(row: entry.cell.row, column: entry.cell.column).merging([
            "row": .string(entry.cell.row), "column": .string(entry.cell.column), "text": .string(entry.text),
            "order": .string(entry.order), "version": .int(entry.version),
        ]) { $1 }
    }

    package func entries(of author: Author) -> [(collection: String, id: ID)] {
        (byAuthor[author] ?? []).map { ("entries", $0) }
    }

    // MARK: - View

    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] {
        var members: [String: JSON] = [
            "holds": .string(plan.content.rawValue), "columns": Self.view(plan.columns),
            "count": .int(standing),
        ]
        if let rows = plan.rows { members["rows"] = Self.view(rows) }
        if plan.takesLevels { members["levels"] = .array(plan.levels.map { .string($0) }) }
        members.flag("backwards", plan.isBackwards)
        if !plan.firstRoles.isEmpty {
            members["firstRoles"] = .array(
                Role.allCases.filter(plan.firstRoles.contains).map { .string($0.rawValue) })
            members["allWrite"] = .bool(isOpenToAll)
        }
        return members
    }

    private static func view(_ lines: [GridPlan.Line]) -> JSON {
        .object(
            Dictionary(
                lines.map { line in
                    var members: [String: JSON] = [
                        "title": .string(line.title), "order": .string(line.order),
                    ]
                    members.set("hint", line.hint)
                    return (line.id, .object(members))
                }, uniquingKeysWith: { first, _ in first }))
    }

    package func ids(in collection: String, _ scene: Scene) -> [ID] {
        switch collection {
        case "items": plan.rows == nil ? scene.inputs.map(\.id) : []
        case "entries": entries.filter { $0.value.stands }.map(\.key)
        default:
            ([tallies] + rounds.values).reduce(into: Set<ID>()) { $0.formUnion($1.keys.map(\.key)) }.sorted()
        }
    }

    package func entry(_ id: ID, in collection: String, for audience: Audience, in scene: Scene) -> JSON? {
        switch collection {
        case "items":
            guard plan.rows == nil, let item = scene.input(id) else { return nil }
            return ["from": .string(item.source), "order": .string(item.order)]
        case "entries": return written(id, for: audience, in: scene)
        default: return GridCell(key: id).flatMap { cell($0, in: scene) }
        }
    }

    private func written(_ id: ID, for audience: Audience, in scene: Scene) -> JSON? {
        guard output(id, in: scene) != nil, let entry = entries[id] else { return nil }
        var members = members(of: entry)
        members.flag("edited", entry.version > 1)
        if entry.support != .self { members["support"] = .string(entry.support.rawValue) }
        if scene.activity.visibility.showsRole { members["role"] = .string(entry.role.rawValue) }
        if scene.activity.visibility == .named, audience != .screen {
            members.set("name", scene.lab.people[entry.author]?.name)
        }
        return .object(members)
    }

    private func cell(_ cell: GridCell, in scene: Scene) -> JSON? {
        guard plan.rowOrder(cell.row, in: scene) != nil, plan.column(cell.column) != nil else { return nil }
        var members: [String: JSON] = [:]
        if scene.activity.showsAnswers, let tally = tallies[cell] {
            // Figures by side don't move answer by answer, so they wait for the reveal even where all else is live.
            members = tally.view(
                threshold: scene.lab.smallNumbers, showsSides: scene.activity.state == .revealed)
        }
        let earlier = rounds.compactMapValues { $0[cell] }
        if scene.activity.reveal != .never, !earlier.isEmpty {
            members["rounds"] = .object(
                Dictionary(
                    uniqueKeysWithValues: earlier.map {
                        (String($0), .object($1.view(threshold: scene.lab.smallNumbers, showsSides: true)))
                    }))
        }
        return members.isEmpty ? nil : .object(members)
    }
}
