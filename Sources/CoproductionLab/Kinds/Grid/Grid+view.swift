extension Grid {
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

    package func has(_ collection: String, for audience: Audience) -> Bool {
        collection != "hidden" || audience == .facilitator
    }

    package func ids(in collection: String, _ scene: Scene) -> [ID] {
        switch collection {
        case "items": plan.rows == nil ? scene.inputs.map(\.id) : []
        case "entries": entries.filter { $0.value.stands }.map(\.key)
        case "hidden": entries.filter { $0.value.absence == .hidden }.map(\.key)
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
        case "hidden":
            // What a facilitator took off the view, for the desk, and never whose it is.
            guard audience == .facilitator, scene.activity.showsTexts, let entry = entries[id],
                entry.absence == .hidden
            else { return nil }
            return .object(members(of: entry).merging(["absence": "hidden"]) { $1 })
        default: return GridCell(key: id).flatMap { cell($0, in: scene) }
        }
    }

    private func written(_ id: ID, for audience: Audience, in scene: Scene) -> JSON? {
        guard output(id, in: scene) != nil, let entry = entries[id] else { return nil }
        var members = members(of: entry)
        members.flag("edited", entry.version > 1)
        if entry.support != .self { members["support"] = .string(entry.support.rawValue) }
        if scene.activity.visibility.showsRole { members["role"] = .string(entry.role.rawValue) }
        members.set("name", scene.name(of: entry.author, for: audience))
        return .object(members)
    }

    private func cell(_ cell: GridCell, in scene: Scene) -> JSON? {
        guard plan.rowOrder(cell.row, in: scene) != nil, plan.column(cell.column) != nil else { return nil }
        var members: [String: JSON] = [:]
        if scene.activity.showsAnswers, let tally = tallies[cell] {
            members = tally.view(
                threshold: scene.lab.smallNumbers, showsGroups: scene.activity.showsGroups)
        }
        let earlier = rounds.compactMapValues { $0[cell] }
        if scene.activity.reveal != .never, !earlier.isEmpty {
            members["rounds"] = .object(
                Dictionary(
                    uniqueKeysWithValues: earlier.map {
                        (
                            String($0),
                            .object(
                                $1.view(
                                    threshold: scene.lab.smallNumbers,
                                    showsGroups: scene.activity.visibility != .private))
                        )
                    }))
        }
        return members.isEmpty ? nil : .object(members)
    }
}
