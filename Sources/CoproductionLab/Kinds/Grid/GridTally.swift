/// How many people said which level of one cell, by role. Whoever said nothing isn't in it, which is another thing than
/// saying “not at all” (S22).
struct GridTally: Sendable {
    /// Level 0 is the first of four.
    var byRole: [Role: OrdinalCounts] = [:]

    static let levels = 0...3

    mutating func replace(_ before: Int?, with after: Int?, of role: Role) {
        if let before { byRole[role]?.remove(.level(before + 1)) }
        if let after { byRole[role, default: OrdinalCounts(levels: 4)].add(.level(after + 1)) }
    }

    private func of(_ roles: [Role]) -> OrdinalCounts {
        roles.reduce(OrdinalCounts(levels: 4)) { $0 + (byRole[$1] ?? OrdinalCounts(levels: 4)) }
    }
    var room: OrdinalCounts { of(Role.allCases) }
    var isEmpty: Bool { room.n == 0 }
    var n: Int { room.n }
    func count(of level: Int) -> Int { room[level + 1] }
    var median: Double? { room.median.map { $0 - 1 } }

    /// What is shown of it: the distribution first; sides and roles only where there are enough people, and only after a
    /// reveal.
    func view(threshold: Int, showsGroups: Bool) -> [String: JSON] {
        let room = room
        var members = Self.figures(room)
        members["counts"] = .object(
            Dictionary(uniqueKeysWithValues: Self.levels.map { (String($0), .int(room[$0 + 1])) }))
        members["label"] = .string(room.consensusLabel.rawValue)
        guard showsGroups else { return members }
        let shown = ShownGroups(people: byRole.mapValues(\.n), threshold: threshold)
        let groups = shown.view(
            side: { .object(Self.figures(of(Role.of($0)))) }, role: { .object(Self.figures(of([$0]))) })
        members.merge(groups) { $1 }
        if shown.sides.count == Side.allCases.count {
            members["differs"] = .bool(
                of(Role.of(.community)).seesDifferently(
                    from: of(Role.of(.professional)), threshold: threshold))
        }
        return members
    }

    private static func figures(_ counts: OrdinalCounts) -> [String: JSON] {
        var members: [String: JSON] = ["n": .int(counts.n)]
        members["median"] = counts.median.map { .figure($0 - 1) }
        members["im"] = counts.interpolatedMedian.map { .figure($0 - 1) }
        return members
    }
}
