import CoproductionLab

/// What one person gave (S35): their own contributions in every activity, private notes included, beside what was
/// asked. For their eyes alone.
package enum OwnExport {
    /// - Parameter author: the name behind which the person stands in each activity.
    package static func json(of participant: ID, in lab: Lab, author: (ID) -> Author) -> JSON {
        let mine = lab.mine(of: participant, author: author)
        let activities = lab.agenda.compactMap { id -> JSON? in
            guard let activity = lab.activities[id] else { return nil }
            let own = mine["activities"]?[id]?.object ?? [:]
            let late = lab.late.values.filter {
                $0.activity == id && $0.isWaiting && $0.author == author(id)
            }.sorted { $0.id < $1.id }
            guard !own.isEmpty || !late.isEmpty else { return nil }
            let scene = Scene(lab: lab, activity: activity)
            var members: [String: JSON] = [
                "id": .string(id), "kind": .string(activity.kind), "title": .string(activity.title),
                "prompt": .string(activity.prompt), "state": .string(activity.state.rawValue),
                "gave": .object(own.mapValues { readable($0, in: scene) }),
            ]
            members.set("easyPrompt", activity.easyPrompt)
            if !late.isEmpty {
                members["offeredLate"] = .array(
                    late.map { ["name": .string($0.command.name), "body": $0.command.body.json] })
            }
            return .object(members)
        }
        return [
            "format": "coprolab.mine", "formatVersion": 1,
            "lab": [
                "id": .string(lab.id), "title": .string(lab.title), "language": .string(lab.language),
                "createdAt": .int(Int(lab.createdAt)),
            ],
            "participant": mine["participant"] ?? .empty, "activities": .array(activities),
        ]
    }

    /// A collection by ids becomes a list, and what is said of an idea has the idea's words beside it, so that a reader
    /// without the lab understands it.
    private static func readable(_ value: JSON, in scene: Scene) -> JSON {
        guard let members = value.object else { return value }
        let ids = members.keys.sorted { one, other in
            (members[one]?["order"]?.string ?? "", one) < (members[other]?["order"]?.string ?? "", other)
        }
        return .array(
            ids.map { id in
                var row = members[id]?.object ?? ["value": members[id] ?? .null]
                row["id"] = .string(id)
                if let heading = scene.activity.content.heading(of: id) {
                    row["heading"] = .string(heading)
                    row["group"] = nil
                }
                for (key, item) in [("text", id), ("ideaText", row["idea"]?.string ?? "")] {
                    if row[key] == nil, let item = scene.input(item) { row.set(key, scene.text(of: item)) }
                }
                return .object(row)
            })
    }
}
