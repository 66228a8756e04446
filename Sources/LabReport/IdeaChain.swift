import CoproductionLab

/// What became of one idea (S4): idea → theme → votes → matrix → decision → pledge → outcome. Every table of every
/// activity that tells of the idea is a step, in the order of the agenda, so that a new kind joins by its tables.
package struct IdeaChain: Sendable {
    package struct Step: Sendable {
        package let activity: ID
        package let kind: String
        /// The table that says it, such as "votes" or "decisions".
        package let table: String
        /// Its cells, but for the idea itself and for those that are empty.
        package let cells: [String: JSON]
    }

    package let item: ID
    package let text: String
    /// Where the idea was gathered.
    package let activity: ID
    package let steps: [Step]

    /// A decision with its reason: every idea should end with one.
    package var isDecided: Bool { steps.contains { $0.table == "decisions" } }
    package var hasPledge: Bool { steps.contains { $0.table == "pledges" } }

    static func all(in lab: Lab, told activities: [ActivityExport]) -> [IdeaChain] {
        var steps: [ID: [Step]] = [:]
        for activity in activities {
            for table in activity.tables where table.isStep {
                for row in table.rows {
                    guard let item = table.cell("item", of: row)?.string else { continue }
                    var cells: [String: JSON] = [:]
                    for (key, value) in zip(table.columns, row)
                    where value != .null && key != "item" && key != "text" {
                        cells[key] = value
                    }
                    steps[item, default: []].append(
                        Step(activity: activity.id, kind: activity.kind, table: table.name, cells: cells))
                }
            }
        }
        return lab.agenda.flatMap { id -> [IdeaChain] in
            guard let activity = lab.activities[id] else { return [] }
            let scene = Scene(lab: lab, activity: activity)
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
