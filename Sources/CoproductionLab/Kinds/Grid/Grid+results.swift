extension Grid {
    /// The words of one place in the grid.
    package struct Place: Sendable {
        package let row: String
        package let column: String
    }

    /// The levels of each cell that somebody answered, row by row. Empty while hidden.
    ///
    /// - Parameter threshold: from how many people on figures of a side or a role are shown; they wait for the reveal.
    package func levels(in scene: Scene, threshold: Int) -> [(place: Place, figures: [String: JSON])] {
        guard scene.activity.showsAnswers else { return [] }
        let showsGroups = scene.activity.showsGroups
        return places(in: scene).compactMap { cell, place in
            tallies[cell].map { (place, $0.view(threshold: threshold, showsGroups: showsGroups)) }
        }
    }

    /// What was written, row by row. Empty while hidden. Where authors are anonymous the order in a cell is that of the
    /// alphabet, since the order of writing could tell whose it is.
    package func texts(in scene: Scene) -> [(place: Place, entry: [String: JSON], author: Author)] {
        guard scene.activity.showsTexts else { return [] }
        let byCell = Dictionary(grouping: entries.values.filter(\.stands)) { $0.cell }
        return places(in: scene).flatMap { cell, place in
            let found = (byCell[cell] ?? []).sorted {
                scene.activity.visibility.isAnonymous ? $0.text < $1.text : $0.order < $1.order
            }
            return found.map { entry in
                var members = plan.tags(row: cell.row, column: cell.column)
                members["text"] = .string(entry.text)
                if scene.activity.visibility.showsRole { members["role"] = .string(entry.role.rawValue) }
                return (place, members, entry.author)
            }
        }
    }

    private func places(in scene: Scene) -> [(GridCell, Place)] {
        var rows = plan.rows(in: scene).map { ($0.id, plan.title(ofRow: $0.id, in: scene)) }
        // Rows that came out of an anonymous activity stand by their words, since their order could tell whose they are.
        if plan.rows == nil,
            scene.inputs.contains(where: {
                scene.lab.activities[$0.source]?.visibility.isAnonymous == true
            })
        {
            rows.sort { ($0.1, $0.0) < ($1.1, $1.0) }
        }
        return rows.flatMap { id, title in
            plan.columns.map { column in
                (GridCell(row: id, column: column.id), Place(row: title, column: column.title))
            }
        }
    }
}
