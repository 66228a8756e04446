import CoproductionLab

/// Who took part, by side and role: over all sittings, and never a name.
///
/// For sharing, small groups are hidden. A total is shown at each level, so each level hides a second group where
/// subtraction would give the first away: sides within the room, roles within their side, and no role of a side that is
/// hidden itself. Those who came to the last sitting are one number, since two tables by role could be subtracted.
package struct RoomExport: Sendable {
    package let total: Int
    package let bySide: [Side: Int]
    package let byRole: [Role: Int]
    /// People of the roles that aren't told.
    package let inSmallRoles: Int
    package let present: Room
    private let purpose: Purpose

    init(of lab: Lab, for purpose: Purpose) {
        var people: [Role: Int] = [:]
        // Who was never let in took no part, and who was taken out is counted nowhere else.
        for person in lab.people.values
        where !person.isHost && !person.isRemoved && person.admission == .inside {
            people[person.role, default: 0] += 1
        }
        total = people.values.reduce(0, +)
        present = lab.room
        self.purpose = purpose
        let sides: [Side?] = Side.allCases + [nil]
        let groups = sides.map { side in Role.allCases.filter { $0.side == side } }
        let counts = groups.map { roles in roles.map { people[$0] ?? 0 } }
        let threshold = purpose == .sharing ? lab.smallNumbers : 1
        let shown = SmallNumbers(groups: counts.map { $0.reduce(0, +) }, threshold: threshold)
        var (bySide, byRole): ([Side: Int], [Role: Int]) = ([:], [:])
        for index in sides.indices where shown.shows(index) {
            if let side = sides[index] { bySide[side] = counts[index].reduce(0, +) }
            let cells = SmallNumbers(groups: counts[index], threshold: threshold)
            for (place, role) in groups[index].enumerated() where cells.shows(place) {
                byRole[role] = counts[index][place]
            }
        }
        (self.bySide, self.byRole) = (bySide, byRole)
        inSmallRoles = total - byRole.values.reduce(0, +)
    }

    package var json: JSON {
        var members: [String: JSON] = [
            "total": .int(total), "bySide": Self.json(bySide), "byRole": Self.json(byRole),
            "inSmallRoles": .int(inSmallRoles), "presentNow": .int(present.joined),
        ]
        if purpose == .keeping {
            members["presentByRole"] = Self.json(present.byRole)
            members["watching"] = .int(present.watching)
            members["left"] = .int(present.left)
        }
        return .object(members)
    }

    private static func json(_ counts: [some RawRepresentable<String>: Int]) -> JSON {
        .object(Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, .int($0.value)) }))
    }
}
