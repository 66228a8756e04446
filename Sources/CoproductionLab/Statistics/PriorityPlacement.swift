/// A quadrant of the Priority Matrix [S24]. The raw values are those of the wire.
package enum PriorityQuadrant: String, CaseIterable, Sendable {
    /// High impact, low effort.
    case quickWins
    /// High impact, high effort.
    case majorProjects
    /// Low impact, low effort.
    case fillIns
    /// Low impact, high effort.
    case leaveForNow
}

/// Where an item stands in the Priority Matrix, and the two flags that stand over its quadrant [S24].
///
/// Effort is on x, impact on y. An axis is high when its interpolated median lies above the middle of the
/// scale (3 of 5); at the middle it is low, and "on the line" says how little that means.
package struct PriorityPlacement: Hashable, Sendable {
    package let quadrant: PriorityQuadrant
    /// An interpolated median lies within a quarter of a level of the middle: the quadrant could as well be the next one.
    package let onTheLine: Bool
    /// Consensus is under 0.5 on an axis: the midpoint hides a split. This flag is shown before the other, and
    /// it is raised even where there are too few answers for a label.
    package let talkFirst: Bool

    /// Nil while nobody has answered one of the axes.
    package init?(impact: OrdinalCounts, effort: OrdinalCounts) {
        guard
            let impactMedian = impact.interpolatedMedian, let effortMedian = effort.interpolatedMedian,
            let impactConsensus = impact.consensus, let effortConsensus = effort.consensus
        else { return nil }
        let impactLean = impactMedian - impact.middle
        let effortLean = effortMedian - effort.middle
        quadrant =
            switch (impactLean > 0, effortLean > 0) {
            case (true, false): .quickWins
            case (true, true): .majorProjects
            case (false, false): .fillIns
            case (false, true): .leaveForNow
            }
        onTheLine = abs(impactLean) <= 0.25 || abs(effortLean) <= 0.25
        talkFirst = impactConsensus < 0.5 || effortConsensus < 0.5
    }
}

extension OrdinalCounts {
    /// The middle of the scale, in levels: 3 of 5.
    fileprivate var middle: Double { Double(levels.lowerBound + levels.upperBound) / 2 }
}
