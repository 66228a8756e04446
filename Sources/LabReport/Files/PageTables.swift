import CoproductionLab

/// How the tables of an export read on a page. Programs want a row for each figure; people want the figures of one
/// idea side by side, and nothing said twice. Whatever a page leaves out stands in the workbook and the CSV files.
struct PageTables {
    let words: ReportWords

    /// What a step of the programme says, table by table.
    func blocks(of activity: ActivityExport, but told: Set<String>) -> [Document.Block] {
        let tables = activity.tables.filter { !$0.rows.isEmpty && !told.contains($0.name) }
        return tables.flatMap { table -> [Document.Block] in
            let caption = words("table.\(table.name)")
            switch table.name {
            case "text": return shown(table)
            case "texts": return saidInWords(table)
            case "versions": return [.quiet(words("report.versions", n: table.rows.count))]
            case "entries": return block(of: grid(table), by: "column", caption: caption)
            case "themes": return block(of: themes(table), caption: caption)
            case "answers": return block(of: answers(table, tables), caption: caption)
            case "people": return block(of: people(table, tables), caption: caption)
            case "figures" where tables.contains { $0.name == "answers" }: return []
            case "groups": return block(of: middles(table, tables), by: "group", caption: caption)
            case "votes":
                return block(
                    of: tables.first { $0.name == "votesByGroup" } ?? table, by: "group", beside: table,
                    caption: caption)
            case "votesByGroup" where tables.contains { $0.name == "votes" }: return []
            case "sides": return block(of: table, by: "side", caption: caption)
            default: return block(of: table, caption: caption)
            }
        }
    }

    // MARK: - A table as it is

    /// What only programs need.
    private static let inner: Set<String> = [
        "item", "pledge", "into", "section", "consent", "type", "question",
    ]
    private static let innerOf: [String: Set<String>] = [
        "figures": ["q1", "q3", "dontKnow"],
        "earlierResults": Set(
            Axis.allCases.flatMap { axis in
                ["1", "2", "3", "4", "5", "Q1", "Q3", "Label", "Delta", "DontKnow"].map { axis.rawValue + $0 }
            }),
    ]

    /// - Parameter only: the columns to show, where not all are for this page.
    func block(of table: Table?, caption: String, only wanted: Set<String>? = nil) -> [Document.Block] {
        guard let table, !table.rows.isEmpty else { return [] }
        let columns = visible(table).filter { wanted?.contains(table.columns[$0]) ?? true }
        return block(
            caption: caption, of: table.name, columns: columns.map { heading(table.columns[$0], in: table) },
            rows: table.rows.map { row in columns.map { (row[$0], table.columns[$0]) } })
    }

    private func visible(_ table: Table) -> [Int] {
        let hidden = Self.inner.union(Self.innerOf[table.name] ?? [])
        return table.columns.indices.filter { column in
            let key = table.columns[column]
            return !hidden.contains(key) && table.rows.contains { says($0[column], under: key) }
        }
    }

    /// In a table of ideas, the idea itself.
    func heading(_ column: String, in table: Table) -> String {
        let isIdea = column == "text" && table.columns.contains("item")
        return isIdea && !words.has("column.\(table.name).text")
            ? words.column("idea") : words.column(column, in: table.name)
    }

    /// A column in which nobody says anything, or everybody no, says nothing.
    private func says(_ value: JSON, under column: String) -> Bool {
        switch value {
        case .null, .bool(false), "": false
        case 0: column != "merged"
        default: true
        }
    }

    private func block(caption: String, of table: String, columns: [String], rows: [[(JSON, String)]])
        -> [Document.Block]
    {
        guard !columns.isEmpty else { return [] }
        if columns.count == 1 {
            return [.quiet(caption), .list(rows.map { shown($0[0].0, under: $0[0].1, in: table) })]
        }
        let figures = columns.indices.filter { place in
            rows.allSatisfy { Self.number($0[place].0) != nil || $0[place].0 == .null }
        }
        // Where one figure of a column has a part, all are shown with one, so that they stand under each other.
        let parted = figures.filter { place in
            rows.contains { row in if case .double = row[place].0 { true } else { false } }
        }
        return [
            .table(
                Document.TableBlock(
                    caption: caption, columns: columns, figures: Set(figures),
                    rows: rows.map { row in
                        row.enumerated().map { place, cell in
                            shown(cell.0, under: cell.1, in: table, inTenths: parted.contains(place))
                        }
                    }))
        ]
    }

    /// A cell as people read it: figures to one decimal, where an export has them all, and a day as people write it.
    func shown(_ value: JSON, under column: String, in table: String, inTenths: Bool = false) -> String {
        switch value {
        case .double(let number): return Self.tenths(number)
        case .int(let number) where inTenths: return Self.tenths(Double(number))
        // In one line, however narrow the column.
        case .string(let text):
            return words.day(text, isShort: true)?.replacing(" ", with: "\u{A0}")
                ?? words.cell(value, under: column, in: table)
        default: return words.cell(value, under: column, in: table)
        }
    }

    private static func tenths(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    static func number(_ value: JSON) -> Double? {
        switch value {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    // MARK: - Groups side by side

    /// A table with a row for each thing and group as one with a row for each thing: what a group says under its name, with
    /// how many they are, where they were as many throughout.
    ///
    /// - Parameters:
    ///   - group: the column that names the group; the columns after it are its figures, `n` how many they are.
    ///   - lead: a table with a row for each of the same things, whose columns come first.
    private func block(
        of table: Table, by group: String, beside lead: Table? = nil, caption: String
    ) -> [Document.Block] {
        guard let place = table.columns.firstIndex(of: group) else {
            return block(of: lead ?? table, caption: caption)
        }
        var things = Table(table.name, columns: Array(table.columns[..<place]), isStep: false)
        for row in table.rows.uniqued(by: { $0[0].text }) {
            things.add(Dictionary(uniqueKeysWithValues: zip(table.columns, row)))
        }
        let lead = lead ?? things
        let heads = visible(lead)
        let names = table.rows.map { $0[place] }.uniqued { $0.text }
        let figures = table.columns[(place + 1)...].filter { key in
            key != "n" && table.rows.contains { table.cell(key, of: $0) ?? .null != .null }
        }
        func number(_ name: JSON) -> String {
            let counts = table.rows.filter { $0[place] == name }.compactMap { table.cell("n", of: $0)?.int }
            guard let n = counts.first, counts.allSatisfy({ $0 == n }) else { return "" }
            return " (\(n))"
        }
        var columns = heads.map { heading(lead.columns[$0], in: lead) }
        for key in figures {
            for name in names {
                let who = words.cell(name, under: group) + number(name)
                columns.append(figures.count == 1 ? who : "\(words.column(Self.short[key] ?? key)): \(who)")
            }
        }
        let said = Dictionary(grouping: table.rows) { $0[0].text }
        let rows = lead.rows.map { thing -> [(JSON, String)] in
            let own = said[thing[0].text] ?? []
            return heads.map { (thing[$0], lead.columns[$0]) }
                + figures.flatMap { key in
                    names.map { name in
                        let row = own.first { $0[place] == name }
                        return (row.flatMap { table.cell(key, of: $0) } ?? .null, key)
                    }
                }
        }
        return block(caption: caption, of: table.name, columns: columns, rows: rows)
    }

    private static let short = ["impactIM": "impact", "effortIM": "effort"]

    /// Where people and staff see things differently or the room is split, with both sides' middles.
    func differences(_ activity: ActivityExport) -> [Document.Block] {
        func table(_ name: String) -> Table? { activity.tables.first { $0.name == name } }
        guard let splits = table("splits"), let sides = table("sides") else { return [] }
        let items = Set(splits.rows.compactMap { splits.cell("item", of: $0)?.string })
        var differing = Table("sides", columns: sides.columns, isStep: false)
        for row in sides.rows where items.contains(sides.cell("item", of: row)?.string ?? "") {
            differing.add(Dictionary(uniqueKeysWithValues: zip(sides.columns, row)))
        }
        guard !differing.rows.isEmpty else { return [] }
        return block(of: differing, by: "side", caption: words("table.splits"))
    }

    // MARK: - Tables that read otherwise

    /// What was shown or read out: as it stands, with the words of a picture, a sound or a film.
    private func shown(_ table: Table) -> [Document.Block] {
        table.rows.flatMap { row in
            zip(table.columns, row).compactMap { key, value -> Document.Block? in
                guard let text = value.string, !text.isEmpty else { return nil }
                return .paragraph(key == "text" ? text : "\(words.column(key)): \(text)")
            }
        }
    }

    /// What people wrote, under its question.
    private func saidInWords(_ table: Table) -> [Document.Block] {
        table.rows.uniqued { table.cell("title", of: $0)?.string ?? "" }.flatMap {
            first -> [Document.Block] in
            let title = table.cell("title", of: first)
            let lines = table.rows.filter { table.cell("title", of: $0) == title }
                .map { line(table, $0, with: ["role", "support", "name"]) }
            return [.heading(4, title?.string ?? words("table.texts")), .list(lines)]
        }
    }

    /// What was written in each place of a grid, a line each, with what was said about it and by whom.
    private func grid(_ table: Table) -> Table {
        var folded = Table("entries", columns: ["row", "column", "text"], isStep: false)
        func place(_ row: [JSON]) -> JSON {
            .array(["row", "column"].map { table.cell($0, of: row) ?? .null })
        }
        for first in table.rows.uniqued(by: { place($0).text }) {
            let lines = table.rows.filter { place($0) == place(first) }.map { row in
                line(table, row, with: ["cos", "when", "role", "name"])
            }
            folded.add([
                "row": table.cell("row", of: first) ?? .null,
                "column": table.cell("column", of: first) ?? .null,
                "text": .string(lines.joined(separator: "\n")),
            ])
        }
        return folded
    }

    /// What somebody wrote, and after it in brackets what else the row says.
    private func line(_ table: Table, _ row: [JSON], with keys: [String]) -> String {
        let more = keys.compactMap { key in table.cell(key, of: row).map { words.cell($0, under: key) } }
            .filter { !$0.isEmpty }
        let text = table.cell("text", of: row)?.string ?? ""
        return more.isEmpty ? text : "\(text) (\(more.joined(separator: ", ")))"
    }

    /// A theme in each row, its ideas a line each.
    private func themes(_ table: Table) -> Table {
        var folded = Table("themes", columns: ["theme", "text"], isStep: false)
        for first in table.rows.uniqued(by: { table.cell("theme", of: $0)?.text ?? "" }) {
            let theme = table.cell("theme", of: first) ?? .null
            let texts = table.rows.filter { table.cell("theme", of: $0) == theme }
                .compactMap { table.cell("text", of: $0)?.string }
            folded.add(["theme": theme, "text": .string(texts.joined(separator: "\n"))])
        }
        return folded
    }
}

extension Sequence {
    /// The first of each key, in their order.
    func uniqued(by key: (Element) -> String) -> [Element] {
        var seen: Set<String> = []
        return filter { seen.insert(key($0)).inserted }
    }
}
