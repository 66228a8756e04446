extension Lab {
    /// The involvement picture (S2, `statistics.md` §5), from counts that every activity keeps.
    package var involvement: Involvement {
        let turnouts: [[Side: Turnout]] = activities.values.filter(\.heard.hasContributions).map { activity in
            Dictionary(
                uniqueKeysWithValues: Side.allCases.map { side in
                    (
                        side,
                        Turnout(active: activity.heard.activeBySide[side] ?? 0, present: room.count(of: side))
                    )
                })
        }
        let people = Dictionary(uniqueKeysWithValues: Side.allCases.map { ($0, room.count(of: $0)) })
        return Involvement(
            activities: turnouts, people: people, others: room.joined - people.values.reduce(0, +),
            threshold: smallNumbers)
    }

    var involvementView: JSON {
        let involvement = self.involvement
        var members: [String: JSON] = ["picture": .string(involvement.picture.rawValue)]
        for side in Side.allCases {
            let part = involvement[side]
            var figures: [String: JSON] = ["n": .int(part.n), "share": .figure(part.share)]
            if let mean = part.mean { figures["mean"] = .figure(mean) }
            members[side.rawValue] = .object(figures)
        }
        return .object(members)
    }
}
