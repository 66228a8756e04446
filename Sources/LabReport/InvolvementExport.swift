import CoproductionLab

/// The involvement picture (S2, `statistics.md` §5), and as only a report has it how evenly roles and persons
/// contributed.
package struct InvolvementExport: Sendable {
    package let picture: InvolvementPicture
    /// The picture is of one side since the other has too few people here.
    package let isForWantOfPeople: Bool
    package let sides: [Side: SideInvolvement]
    /// Over the roles that are present, 0 to 1.
    package let balance: Double?
    /// Gini's coefficient over persons, 0 to 1, by what they contributed; it names nobody.
    package let spread: [String: Double]
    private let purpose: Purpose

    init(of lab: Lab, for purpose: Purpose) {
        let involvement = lab.involvement
        let isKeeping = purpose == .keeping
        self.purpose = purpose
        picture = involvement.picture
        isForWantOfPeople = involvement.isForWantOfPeople
        let people = Side.allCases.map { involvement[$0].n }
        let cells = SmallNumbers(
            groups: people + [lab.room.joined - people.reduce(0, +)], threshold: lab.smallNumbers)
        sides = Dictionary(
            uniqueKeysWithValues: Side.allCases.enumerated().filter { isKeeping || cells.shows($0.offset) }
                .map { ($0.element, involvement[$0.element]) })
        // One figure over all roles: not where one of them is so small that it could be read out of it.
        let roles = SmallNumbers(groups: Array(lab.room.byRole.values), threshold: lab.smallNumbers)
        balance = isKeeping || !roles.cells.contains(.hidden) ? lab.balance : nil
        var spread: [String: Double] = [:]
        for (name, kind) in [
            ("ideas", "gather"), ("votes", "vote"), ("ratings", "rate"), ("pledges", "pledge"),
        ] {
            guard let over = lab.spread(over: kind) else { continue }
            if isKeeping || over.people.values.reduce(0, +) >= lab.smallNumbers { spread[name] = over.gini }
        }
        self.spread = spread
    }

    package var json: JSON {
        var members: [String: JSON] = ["picture": .string(picture.rawValue)]
        members.flag("few", isForWantOfPeople)
        for (side, part) in sides {
            var figures: [String: JSON] = [:]
            figures["mean"] = part.mean.map(JSON.figure)
            // Of the room that is there now: beside the table of all who came, subtraction would tell who has gone.
            if purpose == .keeping {
                figures["n"] = .int(part.n)
                figures["share"] = .figure(part.share)
            }
            members[side.rawValue] = .object(figures)
        }
        members["balance"] = balance.map(JSON.figure)
        if !spread.isEmpty { members["spread"] = .object(spread.mapValues(JSON.figure)) }
        return .object(members)
    }
}
