/// The broad role a person picks for themself [S1]. There are no job titles, and one person has one role.
///
/// The raw values are the words of the wire and of the journal: they never change.
package enum Role: String, CaseIterable, Sendable {
    case usesServices
    case family
    case neighbour
    case staff
    case manager
    case elected
    case other
    case notSaid

    /// Its place among all roles.
    var place: Int {
        switch self {
        case .usesServices: 0
        case .family: 1
        case .neighbour: 2
        case .staff: 3
        case .manager: 4
        case .elected: 5
        case .other: 6
        case .notSaid: 7
        }
    }

    /// As it stands after “people who …”.
    package var inWords: String {
        switch self {
        case .usesServices: "use services"
        case .family: "are family or carers"
        case .neighbour: "are neighbours"
        case .staff: "are front-line staff"
        case .manager: "are managers"
        case .elected: "are elected members"
        case .other: "have another role"
        case .notSaid: "didn't say their role"
        }
    }

    /// The side of the room this role stands on, or nil for people who belong to neither or would rather
    /// not say. They count in the room and in every figure for the whole room, never for a side.
    package var side: Side? {
        switch self {
        case .usesServices, .family, .neighbour: .community
        case .staff, .manager, .elected: .professional
        case .other, .notSaid: nil
        }
    }
}

extension Side {
    /// As it stands after “people who …”.
    package var inWords: String {
        switch self {
        case .community: "use services, are family or are neighbours"
        case .professional: "are staff, managers or elected members"
        }
    }
}

/// One of the two sides whose part in the work the involvement picture weighs [S2].
package enum Side: String, CaseIterable, Sendable {
    case community
    case professional
}
