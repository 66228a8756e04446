/// How many people said which level of one cell, by side. Whoever said nothing isn't in it, which is another thing than
/// saying “not at all” (S22).
struct GridTally: Sendable {
    /// Community, professional, and those on neither side; level 0 is the first of four.
    private var groups = Array(repeating: OrdinalCounts(levels: 4), count: 3)

    static let levels = 0...3

    private static func group(_ role: Role) -> Int {
        switch role.side {
        case .community: 0
        case .professional: 1
        case nil: 2
        }
    }

    mutating func replace(_ before: Int?, with after: Int?, of role: Role) {
        let group = Self.group(role)
        if let before { groups[group].remove(.level(before + 1)) }
        if let after { groups[group].add(.level(after + 1)) }
    }

    private var room: OrdinalCounts { groups.reduce(OrdinalCounts(levels: 4), +) }
    var isEmpty: Bool { room.n == 0 }
    var n: Int { room.n }
    func count(of level: Int) -> Int { room[level + 1] }
    var median: Double? { room.median.map { $0 - 1 } }

    /// What is shown of it: the distribution first; sides only where there are enough of them, and only after a reveal.
    func view(threshold: Int, showsSides: Bool) -> [String: JSON] {
        let room = room
        var members = Self.figures(room)
        members["counts"] = .object(
            Dictionary(uniqueKeysWithValues: Self.levels.map { (String($0), .int(room[$0 + 1])) }))
        members["label"] = .string(room.consensusLabel.rawValue)
        guard showsSides else { return members }
        let small = SmallNumbers(groups: groups.map(\.n), threshold: threshold)
        var sides: [String: JSON] = [:]
        for (index, side) in [Side.community, .professional].enumerated() where small.shows(index) {
            sides[side.rawValue] = .object(Self.figures(groups[index]))
        }
        if !sides.isEmpty { members["sides"] = .object(sides) }
        if sides.count == 2 {
            members["differs"] = .bool(groups[0].seesDifferently(from: groups[1], threshold: threshold))
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
