/// How contributions spread over people: how many people made none, one, two and so on. It names nobody.
///
/// It is for the report only, over activities that are not anonymous, and one each for ideas, votes,
/// ratings and pledges. Silent people belong in it.
package struct ContributionSpread: Hashable, Sendable {
    /// People by the number of their contributions; no entry is zero.
    package private(set) var people: [Int: Int] = [:]

    package init() {}

    /// One person for each element, who made that many contributions.
    package init(contributions: some Sequence<Int>) {
        for number in contributions { add(contributions: number) }
    }

    /// Counts one more person.
    package mutating func add(contributions: Int) {
        precondition(contributions >= 0, "a count of contributions can't be negative")
        people[contributions, default: 0] += 1
    }

    /// Takes back a person who was counted with that many contributions.
    package mutating func remove(contributions: Int) {
        guard let counted = people[contributions] else {
            preconditionFailure("only a person who was counted can be taken back")
        }
        people[contributions] = counted == 1 ? nil : counted - 1
    }

    /// Gini's coefficient with the correction for few people,
    /// G = Σ (2i − n − 1) xᵢ / (n Σ x) · n / (n − 1), x ascending: 0 where all contribute alike, 1 where one
    /// person does everything. Nil for fewer than two people, and while nobody has contributed.
    package var gini: Double? {
        let n = people.values.reduce(0, +)
        let sum = people.reduce(0) { $0 + $1.key * $1.value }
        guard n >= 2, sum > 0 else { return nil }
        var before = 0
        var weighted = 0
        for (contributions, group) in people.sorted(by: { $0.key < $1.key }) {
            // Σ (2i − n − 1) over the places before + 1 … before + group.
            weighted += group * (2 * before + group - n) * contributions
            before += group
        }
        return Double(weighted) / (Double(sum) * Double(n - 1))
    }
}
