/// What the people of one role have contributed together.
package struct RoleContributions: Hashable, Sendable {
    package var contributions: Int
    package var people: Int

    package init(contributions: Int, people: Int) {
        precondition(contributions >= 0 && people >= 0, "a count can't be negative")
        self.contributions = contributions
        self.people = people
    }

    /// Contributions per head; nil for a role that isn't present.
    package var perHead: Double? { people == 0 ? nil : Double(contributions) / Double(people) }
}

/// Balance over the roles that are present: Pielou's evenness J = −Σ qᵣ ln qᵣ / ln R, qᵣ the role's share of
/// contributions per head, from 0 (one role alone speaks) to 1 (all speak alike).
///
/// Pielou, "The measurement of diversity in different types of biological collections" (1966). Nil with fewer
/// than two roles present, and while there are no contributions. A role without people is not present,
/// whatever it once contributed.
package func roleBalance(_ roles: some Sequence<RoleContributions>) -> Double? {
    let heads = roles.compactMap(\.perHead)
    let sum = heads.reduce(0, +)
    guard heads.count >= 2, sum > 0 else { return nil }
    let entropy = heads.filter { $0 > 0 }.reduce(0.0) { total, perHead in
        let share = perHead / sum
        return total - share * naturalLogarithm(share)
    }
    return min(max(entropy / naturalLogarithm(Double(heads.count)), 0), 1)
}
