/// Dots that each person may spend unless the template says otherwise: one for every four items, rounded up,
/// between one and five.
package func usualDotBudget(items: Int) -> Int {
    min(max((items + 3) / 4, 1), 5)
}

/// A place in standard competition ranking: 1, 2=, 2=, 4.
package struct Rank: Hashable, Sendable, CustomStringConvertible {
    /// One more than the number of items with more votes.
    package let place: Int
    /// Whether other items have this place too.
    package let isShared: Bool

    /// The place as people read it: "1", "2=".
    package var description: String { isShared ? "\(place)=" : "\(place)" }
}

/// The order of items by their votes. Ties are never broken, not by time nor by anything else.
package struct Ranking<Item: Hashable & Sendable>: Sendable {
    /// Each item's place.
    package let ranks: [Item: Rank]
    /// Items from the most votes to the fewest, all that tie in one group, in the order they came in.
    package let groups: [[Item]]

    /// Each item once, with its votes.
    package init(_ votes: some Sequence<(item: Item, votes: Int)>) {
        var tied: [Int: [Item]] = [:]
        for entry in votes { tied[entry.votes, default: []].append(entry.item) }
        groups = tied.sorted { $0.key > $1.key }.map(\.value)
        var ranks: [Item: Rank] = [:]
        var ahead = 0
        for group in groups {
            let rank = Rank(place: ahead + 1, isShared: group.count > 1)
            for item in group { ranks[item] = rank }
            ahead += group.count
        }
        self.ranks = ranks
    }

    /// Where a line after the first so many items falls.
    package struct CutOff: Sendable {
        /// Items that are in without question.
        package let clear: [Item]
        /// Items that tie across the line: all are taken with the clear ones, or a run-off is held among them. Empty where the line
        /// falls between two places.
        package let tied: [Item]

        /// What a cut-off without a run-off takes: all that tie, too.
        package var taken: [Item] { clear + tied }
    }

    /// The cut-off after a number of items, which is at least 0.
    package func cutOff(after number: Int) -> CutOff {
        precondition(number >= 0, "a cut-off takes no negative number of items")
        var clear: [Item] = []
        for group in groups where clear.count < number {
            guard clear.count + group.count <= number else { return CutOff(clear: clear, tied: group) }
            clear += group
        }
        return CutOff(clear: clear, tied: [])
    }
}
