extension Lab {
    /// The involvement picture (S2, `statistics.md` §5), from counts that every activity keeps.
    package var involvement: Involvement { involvement(of: room) { _ in true } }

    /// The same over some of the activities, beside those who were there then.
    package func involvement(of room: Room, over counts: (Activity) -> Bool) -> Involvement {
        let counted = activities.values.filter { $0.heard.hasContributions && counts($0) }
        let turnouts: [[Side: Turnout]] = counted.map { activity in
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

    /// How evenly the roles that are present contribute (`statistics.md` §5), nil with fewer than two of them.
    package var balance: Double? {
        roleBalance(
            room.byRole.map { role, people in
                RoleContributions(
                    contributions: activities.values.reduce(0) {
                        $0 + ($1.heard.contributionsByRole[role] ?? 0)
                    }, people: people)
            })
    }

    /// How the contributions to activities of one kind spread over people, the silent ones included. Nil where all of
    /// that kind are anonymous: there nobody can say what one person gave.
    package func spread(over kind: String) -> ContributionSpread? {
        let open = activities.values.filter {
            $0.kind == kind && !$0.visibility.isAnonymous && $0.heard.hasContributions
        }
        guard !open.isEmpty else { return nil }
        let given = open.reduce(into: [:]) { $0.merge($1.heard.contributionsByAuthor, uniquingKeysWith: +) }
        // Of those who came with a lab that was taken in, the spread they had is known, and not who gave what.
        let imported = importedSpreads[kind]
        return ContributionSpread(
            contributions: (imported ?? [])
                + people.values.filter {
                    given[$0.id] != nil || ($0.counts(in: sitting) && !($0.isImported && imported != nil))
                }.map { given[$0.id] ?? 0 })
    }

    var involvementView: JSON {
        let involvement = self.involvement
        var members: [String: JSON] = ["picture": .string(involvement.picture.rawValue)]
        members.flag("few", involvement.isForWantOfPeople)
        for side in Side.allCases {
            let part = involvement[side]
            var figures: [String: JSON] = ["n": .int(part.n), "share": .figure(part.share)]
            if let mean = part.mean { figures["mean"] = .figure(mean) }
            members[side.rawValue] = .object(figures)
        }
        return .object(members)
    }
}
