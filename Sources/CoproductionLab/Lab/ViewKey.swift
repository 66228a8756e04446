/// For whom a view is made. Each sees only what it may; what is hidden is not in its view at all.
package enum Audience: String, Sendable, CaseIterable {
    case participant, facilitator, screen, waiting
}

/// A part of a view that is rendered, compared and sent on its own.
package enum ViewKey: Hashable, Sendable {
    case lab
    case people
    /// The activity's own members, without the entries of its collections.
    case frame(ID)
    case entry(ID, collection: String, id: ID)
    case late(ID)
    /// A line of the log of moderation, by its revision.
    case moderation(Int)
    /// Who has asked for a person.
    case need(ID)
    case flags(ID, item: ID)
    /// A line of the agenda's history, by its revision.
    case change(Int)

    /// The activity of which it is an entry.
    var activity: ID? {
        guard case .entry(let activity, _, _) = self else { return nil }
        return activity
    }

    /// Where the part hangs in the view.
    var path: [String] {
        switch self {
        case .lab: ["lab"]
        case .people: ["people"]
        case .frame(let activity): ["activities", activity]
        case .entry(let activity, let collection, let id): ["activities", activity, collection, id]
        case .late(let id): ["late", id]
        case .moderation(let revision): ["moderation", String(revision)]
        case .need(let id): ["needs", id]
        case .flags(let activity, let item): ["activities", activity, "flags", item]
        case .change(let revision): ["history", String(revision)]
        }
    }
}

/// Which parts of which views may look different after some events: more than have changed, never fewer.
package struct Touched: Sendable {
    package var keys: Set<ViewKey> = []
    /// Activities of which every entry may look different.
    package var whole: Set<ID> = []
    package var mine: Set<MineKey> = []

    package init() {}

    package var isEmpty: Bool { keys.isEmpty && whole.isEmpty && mine.isEmpty }

    package mutating func formUnion(_ other: Touched) {
        keys.formUnion(other.keys)
        whole.formUnion(other.whole)
        mine.formUnion(other.mine)
    }
}
