/// The sides and roles whose figures may be shown beside those of the whole room (`statistics.md` §8).
///
/// Sides first; a role only where its side is shown, and held against that side's total, which is known then. People of
/// neither side are a side of their own in this, and have no figure as such.
package struct ShownGroups: Sendable, Equatable {
    package private(set) var sides: [Side] = []
    package private(set) var roles: [Role] = []

    private static let groups: [(side: Side?, roles: [Role])] =
        [.community, .professional, nil].map { side in (side, Role.allCases.filter { $0.side == side }) }

    /// - Parameters:
    ///   - people: how many of each role are behind the figure.
    ///   - threshold: from how many people on a figure is shown.
    package init(people: [Role: Int], threshold: Int) {
        self.init(threshold: threshold) { people[$0] ?? 0 }
    }

    /// - Parameter people: how many of a role are behind the figure.
    init(threshold: Int, people: (Role) -> Int) {
        let people = Self.groups.map { $0.roles.map(people) }
        let cells = SmallNumbers(groups: people.map { $0.reduce(0, +) }, threshold: threshold)
        for (index, (side, members)) in Self.groups.enumerated() where cells.shows(index) {
            if let side { sides.append(side) }
            let within = SmallNumbers(groups: people[index], threshold: threshold)
            roles += members.indices.filter(within.shows).map { members[$0] }
        }
    }

    /// The groups that are shown here and there as well.
    func intersection(_ other: ShownGroups) -> ShownGroups {
        var both = self
        both.sides.removeAll { !other.sides.contains($0) }
        both.roles.removeAll { !other.roles.contains($0) }
        return both
    }

    /// A figure for each shown group as members of a view: `sides` and `roles`, where there are any.
    func view(side: (Side) -> JSON, role: (Role) -> JSON) -> [String: JSON] {
        var members: [String: JSON] = [:]
        if !sides.isEmpty {
            members["sides"] = .object(
                Dictionary(uniqueKeysWithValues: sides.map { ($0.rawValue, side($0)) }))
        }
        if !roles.isEmpty {
            members["roles"] = .object(
                Dictionary(uniqueKeysWithValues: roles.map { ($0.rawValue, role($0)) }))
        }
        return members
    }
}

extension Role {
    /// The roles of a side.
    static func of(_ side: Side) -> [Role] { allCases.filter { $0.side == side } }
}
