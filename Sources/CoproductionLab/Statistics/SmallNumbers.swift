/// Which figures of a table by role or side may be shown, so that nobody is read out of a small group.
///
/// A figure for a group is shown from the lab's threshold on. Since the total over all groups is shown as well,
/// whoever subtracts the shown groups from it has the figure of the hidden ones together: at least two groups
/// of people are therefore hidden, if any, and together they reach the threshold. The smallest shown group
/// is hidden too until that holds; of equals the earlier in the list.
///
/// A group without people has no figure and hides nobody: it neither needs hiding nor hides another. The
/// groups must make up the total, so people of neither side are a group of their own.
package struct SmallNumbers: Hashable, Sendable {
    /// The threshold of a lab that doesn't set its own.
    package static let usualThreshold = 3

    package enum Cell: Hashable, Sendable {
        /// The figure may be shown.
        case shown
        /// The group itself is too small, or would give a small one away.
        case hidden
        /// Nobody is in this group.
        case empty
    }

    /// One for each group, in the order given.
    package let cells: [Cell]
    /// Whether even the total would give a small group away, because there is no other to hide it behind:
    /// it has to be hidden as well, or shown knowing that.
    package let totalGivesAway: Bool

    /// - Parameters:
    ///   - groups: the number of people behind each group's figure.
    ///   - threshold: people from whom on a figure is shown, one for the whole lab.
    package init(groups: [Int], threshold: Int = usualThreshold) {
        precondition(groups.allSatisfy { $0 >= 0 }, "a group can't have fewer than no people")
        var cells = groups.map { $0 == 0 ? Cell.empty : $0 < threshold ? .hidden : .shown }
        // One small group alone stays under the threshold, so reaching it takes a second.
        func givesAway() -> Bool {
            let hidden = groups.indices.reduce(0) { $0 + (cells[$1] == .hidden ? groups[$1] : 0) }
            return 0 < hidden && hidden < threshold
        }
        while givesAway(),
            let next = groups.indices.filter({ cells[$0] == .shown }).min(by: { groups[$0] < groups[$1] })
        {
            cells[next] = .hidden
        }
        totalGivesAway = givesAway()
        self.cells = cells
    }

    /// Whether the figure of the group at this place may be shown.
    package func shows(_ index: Int) -> Bool { cells[index] == .shown }
}
