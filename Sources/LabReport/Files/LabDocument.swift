import CoproductionLab

/// The page that an organiser sends round: “We talked, we did together.” What was decided and pledged first, with
/// differences before agreement; then step by step what was said.
package struct LabDocument {
    private let export: LabExport
    private let words: ReportWords
    private let head: String?
    private var blocks: [Document.Block] = []

    /// - Parameter head: the hash of the last event of the lab's journal, in hexadecimal, where it is at hand.
    package static func make(of export: LabExport, in words: ReportWords, head: String? = nil) -> Document {
        var maker = LabDocument(export: export, words: words, head: head)
        maker.compose()
        return Document(
            title: export.heading["title"]?.string ?? "", language: words.language,
            isRightToLeft: words.isRightToLeft, blocks: maker.blocks)
    }

    private init(export: LabExport, words: ReportWords, head: String?) {
        self.export = export
        self.words = words
        self.head = head
    }

    private mutating func compose() {
        blocks.append(.lead(words("report.lead")))
        blocks.append(.quiet(words("report.for.\(export.purpose.rawValue)")))
        if let welcome = export.heading["welcome"]?.string, !welcome.isEmpty {
            blocks.append(.paragraph(welcome))
        }
        addSummary()
        addRoom()
        addInvolvement()
        addMatrices()
        addDecisions()
        addPledges()
        addForms()
        addQuestions()
        addQuotes()
        addSteps()
        addChain()
        addAbout()
    }

    // MARK: - The parts

    private mutating func addSummary() {
        let decided = export.chain.filter(\.isDecided).count
        let pledges = tables("pledge", "pledges").reduce(0) { $0 + $1.table.rows.count }
        var lines = [
            words("report.people", n: export.people.total), words("report.ideas", n: export.chain.count),
        ]
        if decided > 0 { lines.append(words("report.decided", n: decided)) }
        if pledges > 0 { lines.append(words("report.pledged", n: pledges)) }
        blocks.append(.heading(2, words("report.short")))
        blocks.append(.list(lines))
    }

    private mutating func addRoom() {
        blocks.append(.heading(2, words("report.room")))
        add(export.sheets.first { $0.table.name == "people" }?.table, caption: words("table.people"))
        if export.purpose == .sharing {
            blocks.append(.quiet(words("report.small", n: export.heading["smallNumbers"]?.int ?? 3)))
        }
    }

    private mutating func addInvolvement() {
        let picture = export.involvement.picture
        blocks.append(.heading(2, words("report.involvement")))
        blocks.append(.paragraph(words("involvement.\(picture.rawValue)")))
        blocks.append(
            .quiet(
                words(
                    "involvement.\(picture.rawValue).\(export.involvement.isForWantOfPeople ? "absent" : "lead")"
                )))
        let bars = Side.allCases.compactMap { side in
            export.involvement.json[side.rawValue]?["mean"].flatMap(Self.number).map {
                Picture.Bar(label: words("side.\(side.rawValue)"), value: $0, of: 1, text: Self.percent($0))
            }
        }
        guard !bars.isEmpty else { return }
        blocks.append(.picture(.bars(words("report.involvement"), bars)))
        blocks.append(
            .table(
                Document.TableBlock(
                    caption: words("table.involvement"),
                    columns: [words.column("side"), words("report.takesPart")],
                    figures: [1], rows: bars.map { [$0.label, $0.text] })))
    }

    /// Where sides differ or the room is split comes first: that is what to talk about.
    private mutating func addMatrices() {
        for (activity, table) in tables("rate", "results") {
            blocks.append(.heading(2, activity.title))
            if !activity.prompt.isEmpty { blocks.append(.quiet(activity.prompt)) }
            let rows = table.rows.enumerated().map { (number: $0.offset + 1, row: $0.element) }
            let dots = rows.compactMap { number, row -> Picture.Dot? in
                guard let x = table.cell("effortIM", of: row).flatMap(Self.number),
                    let y = table.cell("impactIM", of: row).flatMap(Self.number)
                else { return nil }
                return Picture.Dot(
                    number: number, text: table.cell("text", of: row)?.string ?? "", x: x, y: y,
                    isSplit: table.cell("talkFirst", of: row) == true,
                    differs: table.cell("differs", of: row) == true)
            }
            if !dots.isEmpty {
                blocks.append(.picture(.matrix(matrixWords, dots)))
                blocks.append(.quiet(words("report.rings")))
                blocks.append(.quiet(words("report.numbers")))
            }
            func urgency(_ row: [JSON]) -> Int {
                if table.cell("differs", of: row) == true { return 0 }
                return table.cell("talkFirst", of: row) == true ? 1 : 2
            }
            let sorted = rows.sorted { (urgency($0.row), $0.number) < (urgency($1.row), $1.number) }
            let keys = ["text", "quadrant", "impactIM", "effortIM", "impactN"]
            let shortNames = [
                "impactIM": "column.impact", "effortIM": "column.effort", "impactN": "report.answers",
            ]
            blocks.append(
                .table(
                    Document.TableBlock(
                        caption: words("table.results"),
                        columns: ["#"] + keys.map { words(shortNames[$0] ?? "column.\($0)") } + [
                            words("report.note")
                        ],
                        figures: [0, 3, 4, 5],
                        rows: sorted.map { number, row in
                            [String(number)]
                                + keys.map { shown(table.cell($0, of: row) ?? .null, under: $0) }
                                + [flags(table, row)]
                        })))
        }
    }

    private func flags(_ table: Table, _ row: [JSON]) -> String {
        ["differs", "talkFirst", "onTheLine", "tooFew"].filter { table.cell($0, of: row) == true }
            .map { words("flag.\($0)") }.joined(separator: "; ")
    }

    private var matrixWords: Picture.MatrixWords {
        Picture.MatrixWords(
            title: words("matrix.picture"), effort: words("report.hard"), impact: words("report.helps"),
            quadrants: PriorityQuadrantNames.all.map { words("quadrant.\($0)") })
    }

    private mutating func addDecisions() {
        let found = tables("rate", "decisions")
        guard !found.isEmpty else { return }
        blocks.append(.heading(2, words("report.decisions")))
        for (_, table) in found { add(table, caption: words("table.decisions")) }
    }

    private mutating func addPledges() {
        let found = tables("pledge", "pledges")
        guard !found.isEmpty else { return }
        blocks.append(.heading(2, words("report.pledges")))
        for (activity, table) in found {
            let board =
                export.purpose == .sharing
                ? Set(["give", "get", "firstStep", "by", "status", "role", "text"]) : nil
            add(table, caption: activity.title, only: board)
            let checkIns = activity.tables.first { $0.name == "checkIns" }
            add(checkIns, caption: words("table.checkIns"))
        }
    }

    private mutating func addForms() {
        for (activity, table) in tables("form", "sections") {
            let filled = table.rows.filter { table.cell("text", of: $0)?.string?.isEmpty == false }
            guard !filled.isEmpty else { continue }
            blocks.append(.heading(2, activity.title))
            for row in filled {
                blocks.append(.heading(3, words.cell(table.cell("title", of: row) ?? .null, under: "title")))
                let unit = table.cell("unit", of: row)?.string.map { " \($0)" } ?? ""
                blocks.append(.paragraph((table.cell("text", of: row)?.string ?? "") + unit))
            }
            if let signatures = activity.tables.first(where: { $0.name == "signatures" }),
                let row = signatures.rows.first,
                let signed = signatures.cell("signed", of: row)?.int
            {
                blocks.append(.paragraph(words("report.signed", n: signed)))
            }
        }
    }

    /// Those that nobody has answered first: they are still owed.
    private mutating func addQuestions() {
        let found = tables("questions", "questions")
        guard !found.isEmpty else { return }
        blocks.append(.heading(2, words("report.questions")))
        for (activity, table) in found {
            let isOpen = { (row: [JSON]) in table.cell("answer", of: row)?.string == nil }
            let open = table.rows.filter(isOpen).compactMap { table.cell("text", of: $0)?.string }
            if !open.isEmpty {
                blocks.append(.heading(3, words("report.unanswered")))
                blocks.append(.list(open))
            }
            let answered = table.rows.filter { !isOpen($0) }
            guard !answered.isEmpty else { continue }
            blocks.append(.heading(3, activity.title))
            for row in answered {
                blocks.append(
                    .quote(table.cell("text", of: row)?.string ?? "", by: table.cell("to", of: row)?.string))
                blocks.append(.paragraph(table.cell("answer", of: row)?.string ?? ""))
            }
        }
    }

    /// What people said in their own words and agreed to be quoted with (S56).
    private mutating func addQuotes() {
        var quotes: [Document.Block] = []
        for (_, table) in tables("form", "quotes") {
            for row in table.rows where table.cell("approved", of: row) == true {
                quotes.append(.quote(table.cell("text", of: row)?.string ?? "", by: nil))
            }
        }
        guard !quotes.isEmpty else { return }
        blocks.append(.heading(2, words("report.quotes")))
        blocks += quotes
    }

    private static let told = [
        "rate": ["results", "decisions"], "pledge": ["pledges", "checkIns"],
        "form": ["sections", "signatures", "quotes"],
        "questions": ["questions"],
    ]

    private mutating func addSteps() {
        blocks.append(.heading(2, words("report.steps")))
        for activity in export.activities {
            let rest = activity.tables.filter {
                !$0.rows.isEmpty && !(Self.told[activity.kind]?.contains($0.name) ?? false)
            }
            guard !rest.isEmpty || activity.members["heard"] != nil else { continue }
            blocks.append(.heading(3, activity.title))
            if !activity.prompt.isEmpty { blocks.append(.quiet(activity.prompt)) }
            if let heard = activity.members["heard"], let n = heard["n"]?.int, n > 0 {
                blocks.append(.quiet(words("report.heard", ["of": String(heard["of"]?.int ?? n)], n: n)))
            }
            if !activity.isShown && activity.members["heard"] != nil {
                blocks.append(.quiet(words("report.notShown")))
            }
            for table in rest { add(table, caption: words("table.\(table.name)")) }
        }
    }

    private mutating func addChain() {
        guard !export.chain.isEmpty else { return }
        blocks.append(.heading(2, words("report.chain")))
        blocks.append(.quiet(words("report.chainLead")))
        add(export.sheets.first { $0.table.name == "chain" }?.table, caption: words("table.chain"))
    }

    private mutating func addAbout() {
        blocks.append(.heading(2, words("report.about")))
        var lines = [
            words("report.revision", n: export.heading["revision"]?.int ?? 0),
            words("report.kept", n: export.heading["retentionDays"]?.int ?? 0),
        ]
        if let made = export.heading["createdAt"]?.int {
            lines.insert(words("report.made", ["date": Moment.day(ofMilliseconds: made)]), at: 0)
        }
        if let head { lines.append(words("report.head", ["hash": head])) }
        blocks.append(.list(lines))
        if let changes = export.sheets.first(where: { $0.table.name == "changes" })?.table {
            add(changes, caption: words("table.changes"))
        }
    }

    // MARK: - Tables

    /// What only programs need.
    private static let inner: Set<String> = ["item", "pledge", "into", "section", "consent", "type"]
    private static let innerOf: [String: Set<String>] = [
        "answers": ["question", "answer"], "figures": ["question", "q1", "q3", "dontKnow"],
        "groups": ["question"],
        "texts": ["question", "evidence"], "questions": ["question"], "directory": ["question"],
        "earlierResults": Set(
            Axis.allCases.flatMap { axis in
                ["1", "2", "3", "4", "5", "Q1", "Q3", "Label", "Delta", "DontKnow"].map { axis.rawValue + $0 }
            }),
    ]

    private mutating func add(_ table: Table?, caption: String, only wanted: Set<String>? = nil) {
        guard let table, !table.rows.isEmpty else { return }
        let hidden = Self.inner.union(Self.innerOf[table.name] ?? [])
        // A column in which nothing stands says nothing.
        let columns = table.columns.indices.filter { column in
            let key = table.columns[column]
            return !hidden.contains(key) && (wanted?.contains(key) ?? true)
                && table.rows.contains { $0[column] != .null && $0[column] != "" }
        }
        guard !columns.isEmpty else { return }
        let figures = columns.indices.filter { place in
            table.rows.allSatisfy { Self.number($0[columns[place]]) != nil || $0[columns[place]] == .null }
        }
        blocks.append(
            .table(
                Document.TableBlock(
                    caption: caption, columns: columns.map { words.column(table.columns[$0]) },
                    figures: Set(figures),
                    rows: table.rows.map { row in columns.map { shown(row[$0], under: table.columns[$0]) } }))
        )
    }

    /// A cell as people read it: figures to one decimal, where an export has them all.
    private func shown(_ value: JSON, under column: String) -> String {
        guard case .double(let number) = value else { return words.cell(value, under: column) }
        let tenths = Int((number * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    private func tables(_ kind: String, _ name: String) -> [(activity: ActivityExport, table: Table)] {
        export.activities.filter { $0.kind == kind }.compactMap { activity in
            activity.tables.first { $0.name == name && !$0.rows.isEmpty }.map { (activity, $0) }
        }
    }

    private static func number(_ value: JSON) -> Double? {
        switch value {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}

/// The corners of the matrix in reading order: above left, above right, below left, below right.
enum PriorityQuadrantNames {
    static let all = ["quickWins", "majorProjects", "fillIns", "leaveForNow"]
}
