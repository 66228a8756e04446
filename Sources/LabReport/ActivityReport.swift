import CoproductionLab

/// What a kind of activity says in exports: a folder in `Kinds/`, and a line in `ActivityReports`.
package protocol ActivityReport: Sendable {
    associatedtype Content: ActivityContent

    /// Tables in the order in which a reader wants them. Empty where nothing may be shown yet.
    static func tables(of content: Content, in scene: Scene, for purpose: Purpose) -> [Table]
}

/// One table of an export: a sheet, a CSV file, or a table on a page.
package struct Table: Sendable, Equatable {
    /// Unique in its activity, letters only: "ideas".
    package let name: String
    /// Keys of the columns, such as "text"; a program reads these, pages have words for them. "item" and "text" are
    /// the id and the words of the idea that a row is about.
    package let columns: [String]
    /// Whether its rows tell a step in the chain of the items they are about (S4), or only say more of such a step.
    package let isStep: Bool
    /// One value a column; `.null` where there is none.
    package private(set) var rows: [[JSON]] = []

    package init(_ name: String, columns: [String], isStep: Bool = true) {
        self.name = name
        self.columns = columns
        self.isStep = isStep && columns.contains("item")
    }

    /// The cell of a row under a column's key.
    package func cell(_ key: String, of row: [JSON]) -> JSON? {
        columns.firstIndex(of: key).map { row[$0] }
    }

    /// Adds a row; columns that it doesn't have stay empty.
    package mutating func add(_ values: [String: JSON]) {
        rows.append(columns.map { values[$0] ?? .null })
    }

    /// Adds a row by the order of its columns: where there are very many rows, keys cost more than values.
    package mutating func add(cells: [JSON]) {
        precondition(cells.count == columns.count, "a row has a cell for each column")
        rows.append(cells)
    }

    package var json: JSON {
        [
            "name": .string(name), "columns": .array(columns.map { .string($0) }),
            "rows": .array(rows.map { .array($0) }),
        ]
    }
}
