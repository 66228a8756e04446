import CoproductionLab

/// The levels of a grid as they lie, with both sides where enough people are behind them, and what was written (S22, S23).
enum GridReport: ActivityReport {
    static func tables(of grid: Grid, in scene: Scene, for purpose: Purpose) -> [Table] {
        guard scene.activity.showsAnswers else { return [] }
        return [levels(grid, scene, purpose), texts(grid, scene, purpose)].filter { !$0.rows.isEmpty }
    }

    private static func levels(_ grid: Grid, _ scene: Scene, _ purpose: Purpose) -> Table {
        let sides = Side.allCases.map(\.rawValue)
        var table = Table(
            "levels",
            columns: ["row", "column", "n", "level0", "level1", "level2", "level3", "median"]
                + sides.flatMap { ["\($0)N", "\($0)Median"] })
        let threshold = purpose == .sharing ? scene.lab.smallNumbers : 1
        for (place, figures) in grid.levels(in: scene, threshold: threshold) {
            var row: [String: JSON] = ["row": .string(place.row), "column": .string(place.column)]
            row["n"] = figures["n"]
            row["median"] = figures["median"]
            for level in 0...3 { row["level\(level)"] = figures["counts"]?[String(level)] }
            for side in sides {
                row["\(side)N"] = figures["sides"]?[side]?["n"]
                row["\(side)Median"] = figures["sides"]?[side]?["median"]
            }
            table.add(row)
        }
        return table
    }

    private static func texts(_ grid: Grid, _ scene: Scene, _ purpose: Purpose) -> Table {
        var table = Table("entries", columns: ["row", "column", "text", "cos", "when", "role", "name"])
        for (place, entry, author) in grid.texts(in: scene) {
            var row = entry
            row["row"] = .string(place.row)
            row["column"] = .string(place.column)
            row["cos"] = entry["cos"].map { .string($0.strings.joined(separator: " ")) }
            if purpose == .keeping, scene.activity.visibility == .named {
                row["name"] = scene.lab.people[author].map { .string($0.name) }
            }
            table.add(row)
        }
        return table
    }
}
