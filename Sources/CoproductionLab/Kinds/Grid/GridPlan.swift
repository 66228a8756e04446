/// What a grid is made of: its rows, its columns, and what goes into a cell.
struct GridPlan: Sendable {
    enum Content: String, CaseIterable { case level, text, both }
    enum Tag: String, CaseIterable { case co, when }

    struct Line: Sendable {
        let id: ID
        let title: String
        let hint: String?
        let order: String
    }

    /// Nil where the rows are the items that flow in.
    let rows: [Line]?
    let columns: [Line]
    let content: Content
    /// The words of the levels 0 to 3 (S22).
    let levels: [String]
    /// S37: who writes first; empty where everybody may from the start.
    let firstRoles: Set<Role>
    /// S57: asked from the last row to the first.
    let isBackwards: Bool
    /// S23: what a row or a column says of the entries in it.
    let rowTag: Tag?
    let columnTag: Tag?

    static let usualLevels = ["Not at all", "A little", "Often", "Fully, always"]
    static let mostRows = 40
    static let mostColumns = 10

    init(_ settings: Settings) throws(TemplateProblem) {
        try settings.allow(
            "rows", "columns", "cells", "levels", "firstRoles", "backwards", "tags")
        rows = settings.json["rows"] == "inputs" ? nil : try Self.lines("rows", settings, most: Self.mostRows)
        columns = try Self.lines("columns", settings, most: Self.mostColumns)
        content = try settings.choice("cells", Content.self, default: .both)
        levels = try Self.levels(settings)
        firstRoles = try Self.roles(settings)
        isBackwards = try settings.flag("backwards", default: false)
        let tags = try settings.below("tags")
        try tags.allow("row", "column")
        rowTag = try Self.tag("row", tags, rows ?? [], canTag: rows != nil)
        columnTag = try Self.tag("column", tags, columns, canTag: true)
    }

    private static func lines(
        _ key: String, _ settings: Settings, most: Int
    ) throws(TemplateProblem) -> [Line] {
        guard let list = settings.json[key]?.array, (1...most).contains(list.count) else {
            let inputs = key == "rows" ? ", or “inputs” for the items that flow in" : ""
            throw TemplateProblem("needs a list of one to \(most) with id and title\(inputs).", at: [key])
        }
        var lines: [Line] = []
        for (index, json) in list.enumerated() {
            do throws(TemplateProblem) {
                let line = Settings(json)
                try line.allow("id", "title", "hint")
                let id = try line.required("id", atMost: 20)
                guard
                    id.utf8.allSatisfy({
                        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    })
                else { throw TemplateProblem("must be letters a–z and digits.", at: ["id"]) }
                guard !lines.contains(where: { $0.id == id }) else {
                    throw TemplateProblem("“\(id)” is there twice.", at: ["id"])
                }
                lines.append(
                    Line(
                        id: id, title: try line.required("title", atMost: 80),
                        hint: try line.text("hint", atMost: 200), order: Order.appended(index)))
            } catch {
                throw TemplateProblem(error.message, at: [key, String(index)] + error.path)
            }
        }
        return lines
    }

    private static func levels(_ settings: Settings) throws(TemplateProblem) -> [String] {
        guard let given = settings.json["levels"] else { return usualLevels }
        guard given.strings.count == 4, given.array?.count == 4,
            given.strings.allSatisfy({ !$0.isEmpty && $0.count <= 40 })
        else { throw TemplateProblem("must be four words, for the levels 0 to 3.", at: ["levels"]) }
        return given.strings
    }

    private static func roles(_ settings: Settings) throws(TemplateProblem) -> Set<Role> {
        guard let given = settings.json["firstRoles"] else { return [] }
        let roles = given.strings.compactMap(Role.init)
        guard !roles.isEmpty, roles.count == given.array?.count else {
            let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw TemplateProblem("must be a list of roles: \(known).", at: ["firstRoles"])
        }
        return Set(roles)
    }

    private static func tag(
        _ key: String, _ settings: Settings, _ lines: [Line], canTag: Bool
    ) throws(TemplateProblem) -> Tag? {
        guard settings.json[key] != nil else { return nil }
        let tag = try settings.choice(key, Tag.self, default: .co)
        let words = tag == .co ? Co.allCases.map(\.rawValue) : Idea.Time.allCases.map(\.rawValue)
        guard canTag, lines.allSatisfy({ words.contains($0.id) }) else {
            throw TemplateProblem(
                "says that each \(key)'s id is one of \(words.joined(separator: ", ")).", at: ["tags", key])
        }
        return tag
    }

    // MARK: - Reading it

    var takesLevels: Bool { content != .text }
    var takesText: Bool { content != .level }

    /// Its rows as they stand now, with the activity that holds the text where they flow in.
    func rows(in scene: Scene) -> [(id: ID, order: String)] {
        rows?.map { ($0.id, $0.order) } ?? scene.inputs.map { ($0.id, $0.order) }
    }

    func rowOrder(_ id: ID, in scene: Scene) -> String? {
        guard let rows else { return scene.input(id)?.order }
        return rows.first { $0.id == id }?.order
    }

    func column(_ id: ID) -> Line? { columns.first { $0.id == id } }

    func title(ofRow id: ID, in scene: Scene) -> String {
        guard let rows else { return scene.input(id).map(scene.text) ?? "" }
        return rows.first { $0.id == id }?.title ?? ""
    }

    /// What the place of an entry says of it (S23).
    func tags(row: ID, column: ID) -> [String: JSON] {
        var members: [String: JSON] = [:]
        var cos: [JSON] = []
        for (tag, id) in [(rowTag, row), (columnTag, column)] {
            if tag == .co, !cos.contains(.string(id)) { cos.append(.string(id)) }
            if tag == .when { members["when"] = .string(id) }
        }
        if !cos.isEmpty { members["cos"] = .array(cos) }
        return members
    }
}

/// One cell of a grid. Its key in views is `row.column`.
struct GridCell: Hashable, Sendable {
    let row: ID
    let column: ID

    var key: String { "\(row).\(column)" }

    init(row: ID, column: ID) {
        self.row = row
        self.column = column
    }

    init?(key: String) {
        let parts = key.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        row = String(parts[0])
        column = String(parts[1])
    }
}
