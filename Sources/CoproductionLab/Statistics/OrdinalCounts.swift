/// One answer on an ordinal scale.
package enum OrdinalAnswer: Hashable, Sendable {
    /// A level, from 1 up to the number of levels of the scale.
    case level(Int)
    /// A full answer that is left out of every figure and counted beside it.
    case dontKnow
}

/// How many people chose each level of an ordinal scale: all that the figures of a question need.
///
/// The scale is fixed: a level nobody chose still counts as a level. Adding and removing one answer costs the
/// same in a room of ten and of ten thousand, and every figure costs as much as there are levels. "Don't
/// know" is kept beside the levels; a pass is never added at all.
package struct OrdinalCounts: Hashable, Sendable {
    /// People at each level; the first element belongs to level 1.
    package private(set) var counts: [Int]
    /// People who answered "don't know".
    package private(set) var dontKnow: Int
    /// People who chose a level: n in every figure, without "don't know".
    package private(set) var n: Int

    /// Counts without any answer. A scale has at least two levels; a lab's ratings have five.
    package init(levels: Int = 5) {
        self.init(counts: Array(repeating: 0, count: levels))
    }

    /// Counts that are known already, the first for level 1. None may be negative.
    package init(counts: [Int], dontKnow: Int = 0) {
        precondition(counts.count >= 2, "an ordinal scale has at least two levels")
        precondition(counts.allSatisfy { $0 >= 0 } && dontKnow >= 0, "a count of people can't be negative")
        self.counts = counts
        self.dontKnow = dontKnow
        n = counts.reduce(0, +)
    }

    /// The levels of the scale, 1 to k.
    package var levels: ClosedRange<Int> { 1...counts.count }

    /// The people at one level, which must be on the scale.
    package subscript(level: Int) -> Int { counts[level - 1] }

    /// Counts one more answer. Its level must be on the scale: `decide` has refused every other.
    package mutating func add(_ answer: OrdinalAnswer) {
        switch answer {
        case .level(let level):
            counts[level - 1] += 1
            n += 1
        case .dontKnow:
            dontKnow += 1
        }
    }

    /// Takes back an answer that was added before.
    package mutating func remove(_ answer: OrdinalAnswer) {
        switch answer {
        case .level(let level):
            precondition(counts[level - 1] > 0, "only an answer that was counted can be taken back")
            counts[level - 1] -= 1
            n -= 1
        case .dontKnow:
            precondition(dontKnow > 0, "only an answer that was counted can be taken back")
            dontKnow -= 1
        }
    }

    /// The answers of two groups together. Both must be on the same scale.
    package static func + (left: OrdinalCounts, right: OrdinalCounts) -> OrdinalCounts {
        var sum = left
        sum += right
        return sum
    }

    /// Counts another group's answers too. Both must be on the same scale.
    package static func += (left: inout OrdinalCounts, right: OrdinalCounts) {
        precondition(left.counts.count == right.counts.count, "the scales differ")
        for index in right.counts.indices { left.counts[index] += right.counts[index] }
        left.dontKnow += right.dontKnow
        left.n += right.n
    }
}
