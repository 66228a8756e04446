extension ItemTally {
    /// What the reveal shows of one item: distributions first, where people differ, and never a mean (S24).
    ///
    /// - Parameters:
    ///   - threshold: from how many answers on figures of a side or a role are shown (`statistics.md` §8).
    ///   - showsGroups: whether there are figures by side and role at all, as from a reveal on.
    func results(threshold: Int, showsGroups: Bool = true) -> JSON {
        let impact = room(.impact)
        let effort = room(.effort)
        var members: [String: JSON] = [
            "impact": impact.view, "effort": effort.view,
            "tooFew": .bool(impact.consensusLabel == .tooFew || effort.consensusLabel == .tooFew),
        ]
        if let placement = PriorityPlacement(impact: impact, effort: effort) {
            members["quadrant"] = .string(placement.quadrant.rawValue)
            members["onTheLine"] = .bool(placement.onTheLine)
            members["talkFirst"] = .bool(placement.talkFirst)
        }
        let shown = shownGroups(threshold: threshold)
        if showsGroups {
            let groups = shown.view(side: { groupView(Role.of($0)) }, role: { groupView([$0]) })
            members.merge(groups) { $1 }
        }
        guard showsGroups, shown.sides.count == Side.allCases.count else {
            members["differs"] = false
            return .object(members)
        }
        var deltas: [String: JSON] = [:]
        var differs = false
        for axis in Axis.allCases {
            let community = side(.community, axis)
            let professional = side(.professional, axis)
            if let delta = community.cliffsDelta(against: professional) {
                deltas[axis.rawValue] = .figure(delta)
            }
            differs = differs || community.seesDifferently(from: professional, threshold: threshold)
        }
        members["delta"] = .object(deltas)
        members["differs"] = .bool(differs)
        return .object(members)
    }

    private func groupView(_ roles: [Role]) -> JSON {
        var members: [String: JSON] = [:]
        for axis in Axis.allCases {
            let counts = of(roles, axis)
            members["n"] = .int(max(counts.n, members["n"]?.int ?? 0))
            if let centre = counts.interpolatedMedian { members[axis.rawValue] = .figure(centre) }
        }
        return .object(members)
    }
}

extension OrdinalCounts {
    /// One axis of one item: its distribution and the figures of `statistics.md` §§1–2.
    fileprivate var view: JSON {
        var members: [String: JSON] = [
            "n": .int(n), "dontKnow": .int(dontKnow), "label": .string(consensusLabel.rawValue),
            "counts": .object(
                Dictionary(uniqueKeysWithValues: levels.map { (String($0), .int(self[$0])) })),
        ]
        let figures: [(String, Double?)] = [
            ("median", median), ("im", interpolatedMedian), ("q1", firstQuartile), ("q3", thirdQuartile),
            ("cns", consensus),
        ]
        for (name, figure) in figures { members[name] = figure.map(JSON.figure) }
        return .object(members)
    }
}
