import CoproductionLab

/// People say how much there is of something in each cell, and write what they know of it into some.
enum GridPlayer: DemoPlayer {
    static let kind = "grid"

    static func next(_ scene: DemoScene) -> DemoTurn {
        let grid = scene.activity
        let first = grid["firstRoles"]?.strings ?? []
        let isFirst = first.contains(scene.me.role)
        // It is about those who write first; the others read along.
        guard first.isEmpty || isFirst || grid["allWrite"] == true else { return .wait }
        let rows = rows(scene)
        let columns = scene.ordered("columns").map(\.id)
        let places = rows.indices.flatMap { row in columns.indices.map { (row: row, column: $0) } }
        for place in grid["backwards"] == true ? places.reversed() : places {
            let cell = (row: rows[place.row], column: columns[place.column])
            if let turn = level(cell, scene) ?? text(cell, place, columns.count, scene) { return turn }
        }
        return .done
    }

    private static func rows(_ scene: DemoScene) -> [String] {
        scene.activity["rows"] == nil ? scene.ordered("items").map(\.id) : scene.ordered("rows").map(\.id)
    }

    private static func level(_ cell: (row: String, column: String), _ scene: DemoScene) -> DemoTurn? {
        guard scene.activity["holds"] != "text", scene.own["levels"]?["\(cell.row).\(cell.column)"] == nil
        else { return nil }
        let mood = scene.mind.mood(for: cell.row + cell.column)
        // Nobody knows everything.
        guard mood < 0.6 else { return nil }
        var level = 1.4 + DemoMind.mood(cell.row + cell.column + scene.lab.id) * 0.7 + mood * 0.6
        // What could be is more than what is. Staff see more done together than those with whom it is done.
        if cell.column == "couldBe" { level += 1.1 } else if scene.mind.isProfessional { level += 0.9 }
        if cell.row == "A" { level -= 0.8 }
        return scene.act(
            "setLevel",
            [
                "row": .string(cell.row), "column": .string(cell.column),
                "level": .int(max(0, min(3, Int(level.rounded())))),
            ], thinking: 1.5...5)
    }

    private static func text(
        _ cell: (row: String, column: String), _ place: (row: Int, column: Int), _ width: Int,
        _ scene: DemoScene
    ) -> DemoTurn? {
        guard scene.activity["holds"] != "level" else { return nil }
        let own = scene.own["entries"]?.object ?? [:]
        let first = scene.activity["firstRoles"]?.strings ?? []
        for side in [nil, Side.community, Side.professional] {
            if let side, scene.me.side != side { continue }
            let texts = texts(cell, place.row, side, scene)
            // Who goes first writes what all would; the others only add what their own side knows.
            let writers =
                side == nil && !first.isEmpty
                ? scene.seats.filter { first.contains(scene.people[$0].role) } : scene.seats(of: side)
            for (index, text) in texts.enumerated()
            where !writers.isEmpty
                && writers[(place.row * width + place.column + index * 5) % writers.count] == scene.seat
                && !own.values.contains(where: { $0["text"]?.string == text })
            {
                return scene.act(
                    "addEntry",
                    ["row": .string(cell.row), "column": .string(cell.column), "text": .string(text)],
                    thinking: 5...20)
            }
        }
        return nil
    }

    /// What is said of this cell; where nothing is said of it alone, one of the texts for its column.
    private static func texts(
        _ cell: (row: String, column: String), _ row: Int, _ side: Side?, _ scene: DemoScene
    ) -> [String] {
        let end = side.map { ".\($0.rawValue)" } ?? ""
        let ofCell = scene.words("\(scene.step).\(cell.row).\(cell.column)\(end)")
        guard ofCell.isEmpty else { return ofCell }
        let ofColumn = scene.words("\(scene.step).\(cell.column)\(end)")
        return ofColumn.indices.contains(row) ? [ofColumn[row]] : []
    }
}
