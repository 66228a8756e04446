import CoproductionLab

/// The page that an organiser sends round: “We talked, we did together.” What was decided and pledged first, with
/// differences before agreement; then step by step what was said.
package struct LabDocument {
    private let export: LabExport
    private let words: ReportWords
    private let head: String?
    private let tables: PageTables
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
        tables = PageTables(words: words)
        self.head = head
    }

    private mutating func compose() {
        blocks.append(.lead(words("report.lead")))
        if let days { blocks.append(.paragraph(days)) }
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
        let decided = ideas.filter(\.isDecided).count
        let pledges = told("pledge", by: "pledges").reduce(0) { $0 + $1.table.rows.count }
        var lines = [
            words("report.people", n: export.people.total), words("report.ideas", n: ideas.count),
        ]
        if decided > 0 { lines.append(words("report.decided", n: decided)) }
        if pledges > 0 { lines.append(words("report.pledged", n: pledges)) }
        blocks.append(.heading(2, words("report.short")))
        blocks.append(.list(lines))
    }

    private mutating func addRoom() {
        blocks.append(.heading(2, words("report.room")))
        blocks += tables.block(of: sheet("people"), caption: words("table.people"))
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
            export.involvement.json[side.rawValue]?["mean"].flatMap(PageTables.number).map {
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
        for (activity, table) in told("rate", by: "results") {
            blocks.append(.heading(2, activity.title))
            if !activity.prompt.isEmpty { blocks.append(.quiet(activity.prompt)) }
            let rows = table.rows.enumerated().map { (number: $0.offset + 1, row: $0.element) }
            let dots = rows.compactMap { number, row -> Picture.Dot? in
                guard let x = table.cell("effortIM", of: row).flatMap(PageTables.number),
                    let y = table.cell("impactIM", of: row).flatMap(PageTables.number)
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
                        columns: ["#"]
                            + keys.map { shortNames[$0].map { words($0) } ?? tables.heading($0, in: table) }
                            + [
                                words("report.note")
                            ],
                        figures: [0, 3, 4, 5],
                        rows: sorted.map { number, row in
                            [String(number)]
                                + keys.map { key in
                                    tables.shown(
                                        table.cell(key, of: row) ?? .null, under: key, in: table.name,
                                        inTenths: key.hasSuffix("IM"))
                                }
                                + [flags(table, row)]
                        })))
            blocks += tables.differences(activity)
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
        let found = told("rate", by: "decisions")
        guard !found.isEmpty else { return }
        blocks.append(.heading(2, words("report.decisions")))
        for (_, table) in found { blocks += tables.block(of: table, caption: words("table.decisions")) }
    }

    private mutating func addPledges() {
        let found = told("pledge", by: "pledges")
        guard !found.isEmpty else { return }
        blocks.append(.heading(2, words("report.pledges")))
        for (activity, table) in found {
            let board =
                export.purpose == .sharing
                ? Set(["give", "get", "firstStep", "by", "status", "role", "text"]) : nil
            blocks += tables.block(of: table, caption: activity.title, only: board)
            let checkIns = activity.tables.first { $0.name == "checkIns" }
            blocks += tables.block(of: checkIns, caption: words("table.checkIns"))
        }
    }

    private mutating func addForms() {
        for (activity, table) in told("form", by: "sections") {
            let filled = table.rows.filter { table.cell("text", of: $0)?.string?.isEmpty == false }
            guard !filled.isEmpty else { continue }
            blocks.append(.heading(2, activity.title))
            for row in filled {
                blocks.append(.heading(3, words.cell(table.cell("title", of: row) ?? .null, under: "title")))
                let unit = table.cell("unit", of: row)?.string.map { " \($0)" } ?? ""
                let text = table.cell("text", of: row)?.string ?? ""
                blocks.append(.paragraph((words.day(text) ?? text) + unit))
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
        let found = told("questions", by: "questions")
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
        for (_, table) in told("form", by: "quotes") {
            for row in table.rows where table.cell("approved", of: row) == true {
                quotes.append(.quote(table.cell("text", of: row)?.string ?? "", by: nil))
            }
        }
        guard !quotes.isEmpty else { return }
        blocks.append(.heading(2, words("report.quotes")))
        blocks += quotes
    }

    /// What the parts before have told, by kind of activity.
    private static let told: [String: Set<String>] = [
        "rate": ["results", "decisions", "splits", "roles"], "pledge": ["pledges", "checkIns"],
        "form": ["sections", "signatures", "quotes"],
        "questions": ["questions"],
    ]

    private mutating func addSteps() {
        blocks.append(.heading(2, words("report.steps")))
        for activity in export.activities where activity.kind != "break" {
            let rest = tables.blocks(of: activity, but: Self.told[activity.kind] ?? [])
            guard !rest.isEmpty || activity.members["heard"] != nil else { continue }
            blocks.append(.heading(3, activity.title))
            if !activity.prompt.isEmpty { blocks.append(.quiet(activity.prompt)) }
            if let heard = activity.members["heard"], let n = heard["n"]?.int, n > 0 {
                blocks.append(.quiet(words("report.heard", ["of": String(heard["of"]?.int ?? n)], n: n)))
            }
            if !activity.isShown && activity.members["heard"] != nil {
                blocks.append(.quiet(words("report.notShown")))
            }
            blocks += rest
        }
    }

    /// Every idea with what became of it; those that nobody has taken further stand after them, for another time.
    private mutating func addChain() {
        guard !ideas.isEmpty, let table = sheet("chain") else { return }
        let items = Set(ideas.map(\.item))
        let rows = table.rows.filter { items.contains(table.cell("item", of: $0)?.string ?? "") }
        blocks.append(.heading(2, words("report.chain")))
        blocks.append(.quiet(words("report.chainLead")))
        let outcomes = ["votes", "quadrant", "decision"]
        func isOpen(_ row: [JSON]) -> Bool {
            table.cell("pledged", of: row) != true
                && outcomes.allSatisfy { [.null, 0].contains(table.cell($0, of: row) ?? .null) }
        }
        var further = Table("chain", columns: ["item", "text"] + outcomes + ["pledged"])
        for row in rows where !isOpen(row) {
            further.add(Dictionary(uniqueKeysWithValues: zip(table.columns, row)))
        }
        blocks += tables.block(of: further, caption: words("table.chain"))
        let open = rows.filter(isOpen).compactMap { table.cell("text", of: $0)?.string }
        guard !open.isEmpty else { return }
        blocks.append(.heading(3, words("report.open")))
        blocks.append(.list(open))
    }

    private mutating func addAbout() {
        blocks.append(.heading(2, words("report.about")))
        var lines = [words("report.kept", n: export.heading["retentionDays"]?.int ?? 0)]
        if let head { lines.append(words("report.head", ["hash": head])) }
        blocks.append(.list(lines))
        blocks += tables.block(of: sheet("changes"), caption: words("table.changes"))
    }

    // MARK: - What the parts are made of

    /// The day of the lab, or its first and its last: those on which a step was opened.
    private var days: String? {
        let opened = export.activities.compactMap { $0.members["openedAt"]?.int }
        guard let first = opened.min(), let last = opened.max() else { return nil }
        let days = [first, last].map { words.day(ofMilliseconds: $0) }
        return days[0] == days[1] ? days[0] : days.joined(separator: " – ")
    }

    /// What people brought, and what became of it; the sections of a form stand in it as they are, unless they went further.
    private var ideas: [IdeaChain] {
        let forms = Set(export.activities.filter { $0.kind == "form" }.map(\.id))
        return export.chain.filter { !forms.contains($0.activity) || !$0.steps.isEmpty }
    }

    private func sheet(_ name: String) -> Table? {
        export.sheets.first { $0.activity == nil && $0.table.name == name }?.table
    }

    private func told(_ kind: String, by name: String) -> [(activity: ActivityExport, table: Table)] {
        export.activities.filter { $0.kind == kind }.compactMap { activity in
            activity.tables.first { $0.name == name && !$0.rows.isEmpty }.map { (activity, $0) }
        }
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}

/// The corners of the matrix in reading order: above left, above right, below left, below right.
enum PriorityQuadrantNames {
    static let all = ["quickWins", "majorProjects", "fillIns", "leaveForNow"]
}
