extension OrdinalCounts {
    /// Cliff's δ = (#(x > y) − #(x < y)) / (n₁ n₂), from −1 (every x under every y) to 1. Nil where one group
    /// has no answers.
    ///
    /// Cliff, "Dominance statistics: ordinal analyses to answer ordinal questions" (1993). Both groups must
    /// be on the same scale.
    package func cliffsDelta(against other: OrdinalCounts) -> Double? {
        precondition(counts.count == other.counts.count, "the scales differ")
        guard n > 0, other.n > 0 else { return nil }
        var dominance = 0
        var below = 0
        for level in levels {
            let above = other.n - below - other[level]
            dominance += self[level] * (below - above)
            below += other[level]
        }
        return Double(dominance) / (Double(n) * Double(other.n))
    }

    /// Whether two sides see this differently: |δ| is at least 0.474 (large, after Romano et al. 2006), the
    /// medians lie at least one level apart, and each side has as many answers as the threshold asks for.
    ///
    /// There is no p-value: at three against three none can fall under 0.10.
    package func seesDifferently(from other: OrdinalCounts, threshold: Int = SmallNumbers.usualThreshold)
        -> Bool
    {
        guard n >= threshold, other.n >= threshold,
            let delta = cliffsDelta(against: other), let median, let otherMedian = other.median
        else { return false }
        return abs(delta) >= 0.474 && abs(median - otherMedian) >= 1
    }
}
