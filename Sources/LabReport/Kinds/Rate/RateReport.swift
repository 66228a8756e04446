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
        let (threshold, wanted) = (scene.lab.smallNumbers, scene.threshold(for: purpose))
        for item in scene.listedInputs {
            let (id, text) = (JSON.string(item.id), JSON.string(scene.text(of: item)))
            let named = ["item": id, "text": text]
            // Flags need the lab's threshold on both sides in every export; only the figures by side are complete for keeping.
            let shown = rate.results(of: item.id, threshold: threshold, in: scene)
            if let shown {
                results.add(cells: [id, text] + flat(shown))
                if shown["differs"] == true || shown["talkFirst"] == true {
                    splits.add(cells: [
                        id, text, shown["differs"] ?? .null, shown["talkFirst"] ?? .null,
                        shown["impact"]?["cns"] ?? .null, shown["effort"]?["cns"] ?? .null,
                        shown["delta"]?["impact"] ?? .null, shown["delta"]?["effort"] ?? .null,
                    ])
                }
            }
            let groups =
                wanted == threshold ? shown : rate.results(of: item.id, threshold: wanted, in: scene)
            func add(_ name: String, _ part: JSON?, to table: inout Table) {
                guard let part else { return }
                table.add(cells: [
                    id, text, .string(name), part["n"] ?? .null, part["impact"] ?? .null,
                    part["effort"] ?? .null,
                ])
            }
            for side in Side.allCases.map(\.rawValue) { add(side, groups?["sides"]?[side], to: &sides) }
            for role in Role.allCases.map(\.rawValue) { add(role, groups?["roles"]?[role], to: &roles) }
            for (round, shown) in rate.earlierResults(of: item.id, in: scene) {
                earlier.add(cells: [.int(round), id, text] + flat(shown))
            }
            if let decision = rate.decision(on: item.id) { decisions.add(named.merging(decision) { $1 }) }
        }
        let shown = scene.activity.showsAnswers ? [results, splits, sides] : []
        return shown + [roles, earlier, decisions].filter { !$0.rows.isEmpty }
    }

    private static let flags = ["quadrant", "onTheLine", "talkFirst", "differs", "tooFew"]
    /// What there is of each axis: how it is called in a column, and in what is shown.
    private static let parts = [
        ("N", "n"), ("DontKnow", "dontKnow"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"),
        ("Median", "median"), ("IM", "im"), ("Q1", "q1"), ("Q3", "q3"), ("Cns", "cns"), ("Label", "label"),
        ("Delta", "delta"),
    ]
    private static let figures =
        flags + Axis.allCases.flatMap { axis in parts.map { axis.rawValue + $0.0 } }

    /// The figures of one item, in the order of `figures`.
    private static func flat(_ results: JSON) -> [JSON] {
        var cells = flags.map { results[$0] ?? .null }
        for axis in Axis.allCases.map(\.rawValue) {
            let shown = results[axis]
            let levels = shown?["counts"]
            for (_, key) in parts {
                let value =
                    switch key {
                    case "1", "2", "3", "4", "5": levels?[key]
                    case "delta": results["delta"]?[axis]
                    default: shown?[key]
                    }
                cells.append(value ?? .null)
            }
        }
        return cells
    }
}
