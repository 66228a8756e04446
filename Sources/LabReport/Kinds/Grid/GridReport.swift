import CoproductionLab

/// The levels of a grid as they lie, with both sides where enough people are behind them, and what was written (S22, S23).
enum GridReport: ActivityReport {
    static func tables(of grid: Grid, in scene: Scene, for purpose: Purpose) -> [Table] {
        guard scene.activity.showsAnswers else { return [] }
        let tables = [levels(grid, scene, purpose), texts(grid, scene, purpose), roles(grid, scene, purpose)]
        return tables.filter { !$0.rows.isEmpty }
    }

    private static func levels(_ grid: Grid, _ scene: Scene, _ purpose: Purpose) -> Table {
        let sides = Side.allCases.map(\.rawValue)
        var table = Table(
            "levels",
            columns: ["row", "column", "n", "level0", "level1", "level2", "level3", "median"]
                + sides.flatMap { ["\($0)N", "\($0)Median"] })
        let threshold = scene.threshold(for: purpose)
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

    /// The same by role, within the sides that may be told.
    private static func roles(_ grid: Grid, _ scene: Scene, _ purpose: Purpose) -> Table {
        var table = Table("levelsByRole", columns: ["row", "column", "role", "n", "median"])
        for (place, figures) in grid.levels(in: scene, threshold: scene.threshold(for: purpose)) {
            for role in Role.allCases.map(\.rawValue) {
                guard let part = figures["roles"]?[role] else { continue }
                table.add([
                    "row": .string(place.row), "column": .string(place.column), "role": .string(role),
                    "n": part["n"] ?? .null, "median": part["median"] ?? .null,
                ])
            }
        }
        return table
    }

    private static func texts(_ grid: Grid, _ scene: Scene, _ purpose: Purpose) -> Table {
        var table = Table("entries", columns: ["row", "column", "text", "cos", "when", "role", "name"])
        let roles = scene.namedRoles(for: purpose)
        for (place, entry, author) in grid.texts(in: scene) {
            var row = entry
            row["role"] = nil
            row.setRole(entry["role"] ?? .null, among: roles)
            row["row"] = .string(place.row)
            row["column"] = .string(place.column)
            row["cos"] = entry["cos"].map { .string($0.strings.joined(separator: " ")) }
            if purpose == .keeping, scene.showsNames(to: .facilitator) {
                row["name"] = scene.lab.people[author].map { .string($0.name) }
            }
            table.add(row)
        }
        return table
    }
}
