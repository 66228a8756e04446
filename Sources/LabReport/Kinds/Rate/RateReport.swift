import CoproductionLab

/// The Priority Matrix (S24): each item's distribution and figures, where people differ, the figures by side and
/// role, and what was decided and why.
enum RateReport: ActivityReport {
    static func tables(of rate: Rate, in scene: Scene, for purpose: Purpose) -> [Table] {
        var results = Table("results", columns: ["item", "text"] + figures)
        var splits = Table(
            "splits",
            columns: [
                "item", "text", "differs", "talkFirst", "impactCns", "effortCns", "impactDelta",
                "effortDelta",
            ],
            isStep: false)
        var sides = Table(
            "sides", columns: ["item", "text", "side", "n", "impactIM", "effortIM"], isStep: false)
        var roles = Table(
            "roles", columns: ["item", "text", "role", "n", "impactIM", "effortIM"], isStep: false)
        var earlier = Table("earlierResults", columns: ["round", "item", "text"] + figures, isStep: false)
        var decisions = Table("decisions", columns: ["item", "text", "decision", "reason", "who"])
        for item in scene.listedInputs {
            let named: [String: JSON] = ["item": .string(item.id), "text": .string(scene.text(of: item))]
            // Flags need the lab's threshold on both sides in every export; only the figures by side are complete for keeping.
            if let shown = rate.results(of: item.id, threshold: scene.lab.smallNumbers, in: scene) {
                let row = named.merging(flat(shown)) { $1 }
                results.add(row)
                if row["differs"] == true || row["talkFirst"] == true { splits.add(row) }
            }
            let groups = rate.results(of: item.id, threshold: scene.threshold(for: purpose), in: scene)
            func add(_ name: String, _ kind: String, _ part: JSON?, to table: inout Table) {
                guard let part else { return }
                table.add(
                    named.merging([
                        kind: .string(name), "n": part["n"] ?? .null, "impactIM": part["impact"] ?? .null,
                        "effortIM": part["effort"] ?? .null,
                    ]) { $1 })
            }
            for side in Side.allCases.map(\.rawValue) {
                add(side, "side", groups?["sides"]?[side], to: &sides)
            }
            for role in Role.allCases.map(\.rawValue) {
                add(role, "role", groups?["roles"]?[role], to: &roles)
            }
            for (round, shown) in rate.earlierResults(of: item.id, in: scene) {
                earlier.add(named.merging(flat(shown)) { $1 }.merging(["round": .int(round)]) { $1 })
            }
            let entry = rate.entry(item.id, in: "items", for: .facilitator, in: scene)
            if let decision = entry?["decision"]?.object { decisions.add(named.merging(decision) { $1 }) }
        }
        let shown = scene.activity.showsAnswers ? [results, splits, sides] : []
        return shown + [roles, earlier, decisions].filter { !$0.rows.isEmpty }
    }

    private static let figures =
        ["quadrant", "onTheLine", "talkFirst", "differs", "tooFew"]
        + Axis.allCases.flatMap { axis in
            ["N", "DontKnow", "1", "2", "3", "4", "5", "Median", "IM", "Q1", "Q3", "Cns", "Label", "Delta"]
                .map {
                    axis.rawValue + $0
                }
        }

    /// The figures of one item as the cells of a row.
    private static func flat(_ results: JSON) -> [String: JSON] {
        var row: [String: JSON] = [:]
        for key in ["quadrant", "onTheLine", "talkFirst", "differs", "tooFew"] { row[key] = results[key] }
        for axis in Axis.allCases {
            let name = axis.rawValue
            let part = results[name]
            for (column, key) in [
                ("N", "n"), ("DontKnow", "dontKnow"), ("Median", "median"), ("IM", "im"), ("Q1", "q1"),
                ("Q3", "q3"), ("Cns", "cns"), ("Label", "label"),
            ] {
                row[name + column] = part?[key]
            }
            for level in 1...5 { row[name + String(level)] = part?["counts"]?[String(level)] }
            row[name + "Delta"] = results["delta"]?[name]
        }
        return row
    }
}
