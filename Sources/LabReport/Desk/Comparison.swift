import CoproductionLab

/// Two sittings of a lab, or two labs, side by side: who took part, what surveys say, and the matrix. It holds figures of
/// the whole room alone, and none of fewer people than the lab's threshold (`statistics.md` §8).
package struct Comparison {
    /// A lab or a sitting, with the activities that belong to it and who was there, where that is known.
    package struct Side {
        let lab: Lab
        let sitting: Int?
        let room: Room?
        let activities: Set<ID>

        package init(lab: Lab, sitting: Int?, room: Room?, activities: Set<ID>) {
            self.lab = lab
            self.sitting = sitting
            self.room = room
            self.activities = activities
        }

        fileprivate func tables(_ kind: String) -> [[String: Table]] {
            lab.agenda.compactMap { lab.activities[$0] }
                .filter { $0.kind == kind && activities.contains($0.id) && $0.showsAnswers }
                .map { activity in
                    Dictionary(
                        ActivityReports.tables(of: activity, in: lab, for: .sharing).map { ($0.name, $0) }
                    ) { first, _ in first }
                }
        }
    }

    private let sides: [Side]
    private let threshold: Int

    package static func json(_ one: Side, _ other: Side) -> JSON { Comparison(sides: [one, other]).json }

    private init(sides: [Side]) {
        self.sides = sides
        threshold = sides.map(\.lab.smallNumbers).max() ?? SmallNumbers.usualThreshold
    }

    private var json: JSON {
        [
            "smallNumbers": .int(threshold), "sides": .array(sides.map(described)), "survey": .array(survey),
            "matrix": .array(matrix),
        ]
    }

    // MARK: - Who took part

    private func described(_ side: Side) -> JSON {
        var members: [String: JSON] = ["lab": .string(side.lab.id), "title": .string(side.lab.title)]
        members.set("sitting", side.sitting)
        if let plan = side.sitting.flatMap({ side.lab.sittings[$0] }) {
            members.set("sittingTitle", plan.title)
            members.set("date", plan.date)
        }
        guard let room = side.room else { return .object(members) }
        members["people"] = .int(room.joined)
        let involvement = side.lab.involvement(of: room) { side.activities.contains($0.id) }
        var figures: [String: JSON] = ["picture": .string(involvement.picture.rawValue)]
        figures.flag("few", involvement.isForWantOfPeople)
        let people = CoproductionLab.Side.allCases.map { involvement[$0].n }
        let cells = SmallNumbers(
            groups: people + [max(0, room.joined - people.reduce(0, +))], threshold: threshold)
        for (index, group) in CoproductionLab.Side.allCases.enumerated() where cells.shows(index) {
            if let mean = involvement[group].mean { figures[group.rawValue] = .figure(mean) }
        }
        members["involvement"] = .object(figures)
        return .object(members)
    }

    // MARK: - Surveys

    /// A question as one side answered it.
    private struct Asked {
        let title: String
        let type: String
        var labels: [String] = []
        var counts: [String: Int] = [:]
        var n = 0
        var median: JSON?
        var im: JSON?

        /// The same words asked in the same way are the same question.
        var key: String { "\(type) \(Comparison.folded(title))" }
    }

    private func asked(_ side: Side) -> [Asked] {
        var found: [Asked] = []
        for tables in side.tables("survey") {
            guard let figures = tables["figures"], let answers = tables["answers"] else { continue }
            for row in figures.rows {
                guard let title = figures.cell("title", of: row)?.string,
                    let type = figures.cell("type", of: row)?.string,
                    let question = figures.cell("question", of: row)
                else { continue }
                var asked = Asked(title: title, type: type)
                asked.n = figures.cell("n", of: row)?.int ?? 0
                asked.median = figures.cell("median", of: row)
                asked.im = figures.cell("im", of: row)
                // The ranges of numbers go by the answers, and differ.
                if type != "number" {
                    for answer in answers.rows where answers.cell("question", of: answer) == question {
                        guard let label = answers.cell("label", of: answer)?.string else { continue }
                        asked.labels.append(label)
                        asked.counts[label] = answers.cell("n", of: answer)?.int ?? 0
                    }
                    guard !asked.labels.isEmpty else { continue }
                }
                if !found.contains(where: { $0.key == asked.key }) { found.append(asked) }
            }
        }
        return found
    }

    private var survey: [JSON] {
        let all = sides.map(asked)
        var keys: [String] = []
        for asked in all.joined() where !keys.contains(asked.key) { keys.append(asked.key) }
        return keys.compactMap { key -> JSON? in
            let both = all.map { asked in asked.first { $0.key == key } }
            guard let first = both.compactMap({ $0 }).first else { return nil }
            var labels: [String] = []
            for label in both.compactMap({ $0?.labels }).joined() where !labels.contains(label) {
                labels.append(label)
            }
            var members: [String: JSON] = [
                "title": .string(first.title), "type": .string(first.type),
                "labels": .array(labels.map { .string($0) }),
                "sides": .array(both.map { figures(of: $0, labels) }),
            ]
            if first.type == "scale", let shift = shift(both, labels) { members["shift"] = .string(shift) }
            return .object(members)
        }
    }

    /// Empty where it wasn't asked; the number alone where it is small.
    private func figures(of asked: Asked?, _ labels: [String]) -> JSON {
        guard let asked else { return [:] }
        guard asked.n >= threshold else { return ["n": .int(asked.n), "tooFew": true] }
        var members: [String: JSON] = ["n": .int(asked.n)]
        if !labels.isEmpty { members["counts"] = .array(labels.map { .int(asked.counts[$0] ?? 0) }) }
        if asked.type == "scale" { members["im"] = asked.im == .null ? nil : asked.im }
        if asked.type == "number" { members["median"] = asked.median == .null ? nil : asked.median }
        return .object(members)
    }

    /// Whether the answers of the second side stand clearly higher or lower, by the rule that tells sides of a room apart
    /// (`statistics.md` §4); nil where one side wasn't asked.
    private func shift(_ both: [Asked?], _ labels: [String]) -> String? {
        let counts = both.compactMap { $0 }.map { asked in
            OrdinalCounts(counts: labels.map { asked.counts[$0] ?? 0 })
        }
        guard counts.count == 2, labels.count >= 2 else { return nil }
        guard counts.allSatisfy({ $0.n >= threshold }) else { return "tooFew" }
        guard counts[1].seesDifferently(from: counts[0], threshold: threshold) else { return "same" }
        return (counts[1].cliffsDelta(against: counts[0]) ?? 0) > 0 ? "higher" : "lower"
    }

    // MARK: - The matrix

    private var matrix: [JSON] {
        let all = sides.map(rated)
        var keys: [String] = []
        for item in all.joined() where !keys.contains(item.key) { keys.append(item.key) }
        return keys.compactMap { key -> JSON? in
            let both = all.map { items in items.first { $0.key == key } }
            guard let first = both.compactMap({ $0 }).first else { return nil }
            let quadrants = both.compactMap { $0?.figures["quadrant"]?.string }
            var members: [String: JSON] = [
                "text": .string(first.text), "sides": .array(both.map { .object($0?.figures ?? [:]) }),
            ]
            members.flag("moved", quadrants.count == 2 && quadrants[0] != quadrants[1])
            return .object(members)
        }
    }

    private func rated(_ side: Side) -> [(key: String, text: String, figures: [String: JSON])] {
        var found: [(key: String, text: String, figures: [String: JSON])] = []
        for tables in side.tables("rate") {
            guard let results = tables["results"] else { continue }
            for row in results.rows {
                guard let item = results.cell("item", of: row),
                    let text = results.cell("text", of: row)?.string
                else { continue }
                let n = ["impactN", "effortN"].map { results.cell($0, of: row)?.int ?? 0 }.min() ?? 0
                var figures: [String: JSON] = ["n": .int(n)]
                if n >= threshold {
                    for (name, column) in [
                        ("quadrant", "quadrant"), ("impact", "impactIM"), ("effort", "effortIM"),
                    ] {
                        if let value = results.cell(column, of: row), value != .null { figures[name] = value }
                    }
                    for flag in ["talkFirst", "differs"] {
                        figures.flag(flag, results.cell(flag, of: row) == true)
                    }
                } else {
                    figures["tooFew"] = true
                }
                if let decisions = tables["decisions"],
                    let decided = decisions.rows.first(where: { decisions.cell("item", of: $0) == item })
                {
                    figures.set("decision", decisions.cell("decision", of: decided)?.string)
                }
                let key = Self.folded(text)
                if !found.contains(where: { $0.key == key }) { found.append((key, text, figures)) }
            }
        }
        return found
    }

    /// As two texts are held to be the same: whatever their capitals and spaces.
    private static func folded(_ text: String) -> String {
        text.lowercased().split { $0.isWhitespace }.joined(separator: " ")
    }
}
