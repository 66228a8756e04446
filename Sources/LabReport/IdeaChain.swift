import CoproductionLab

/// What became of one idea (S4): idea → theme → votes → matrix → decision → pledge → outcome. Every table of every
/// activity that tells of the idea is a step, in the order of the agenda, so that a new kind joins by its tables.
package struct IdeaChain: Sendable {
    package struct Step: Sendable {
        package let activity: ID
        package let kind: String
        /// The table that says it, such as "votes" or "decisions".
        package let table: String
        fileprivate let columns: [String]
        fileprivate let row: [JSON]

        /// Its cells, but for the idea itself and for those that are empty.
        package var cells: [String: JSON] {
            zip(columns, row).reduce(into: [:]) { cells, cell in
                if Self.isTold(cell.0, cell.1) { cells[cell.0] = cell.1 }
            }
        }

        package func cell(_ key: String) -> JSON? {
            columns.firstIndex(of: key).flatMap { Self.isTold(key, row[$0]) ? row[$0] : nil }
        }

        private static func isTold(_ key: String, _ value: JSON) -> Bool {
            value != .null && key != "item" && key != "text"
        }
    }

    package let item: ID
    package let text: String
    /// Where the idea was gathered.
    package let activity: ID
    package let steps: [Step]

    /// A decision with its reason: every idea should end with one.
    package var isDecided: Bool { steps.contains { $0.table == "decisions" } }
    package var hasPledge: Bool { steps.contains { $0.table == "pledges" } }

    static func all(in scenes: [Scene], told activities: [ActivityExport]) -> [IdeaChain] {
        var steps: [ID: [Step]] = [:]
        for activity in activities {
            for table in activity.tables where table.isStep {
                for row in table.rows {
                    guard let item = table.cell("item", of: row)?.string else { continue }
                    steps[item, default: []].append(
                        Step(
                            activity: activity.id, kind: activity.kind, table: table.name,
                            columns: table.columns, row: row))
                }
            }
        }
        return scenes.flatMap { scene in
            let id = scene.activity.id
            // What was only passed on begins further up.
            return scene.listedOutputs.filter { $0.source == id }.map { item in
                IdeaChain(
                    item: item.id, text: scene.text(of: item), activity: id, steps: steps[item.id] ?? [])
            }
        }
    }

    package var json: JSON {
        [
            "item": .string(item), "text": .string(text), "activity": .string(activity),
            "decided": .bool(isDecided), "pledged": .bool(hasPledge),
            "steps": .array(
                steps.map { step in
                    [
                        "activity": .string(step.activity), "kind": .string(step.kind),
                        "table": .string(step.table), "cells": .object(step.cells),
                    ]
                }),
        ]
    }
}
