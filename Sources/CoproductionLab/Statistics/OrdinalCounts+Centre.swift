extension OrdinalCounts {
    /// The median M, in levels; halfway between two levels where the middle pair differs. Nil without answers.
    package var median: Double? { quantile(numerator: 1, denominator: 2) }

    /// The first quartile, type 7. Nil without answers.
    package var firstQuartile: Double? { quantile(numerator: 1, denominator: 4) }

    /// The third quartile, type 7. Nil without answers.
    package var thirdQuartile: Double? { quantile(numerator: 3, denominator: 4) }

    /// The interpolated median IM = M + (above − below) / (2 · at): the median moved, by half a level at most,
    /// to where its level's people lean. Nil without answers.
    ///
    /// Where nobody stands at M itself (an even room that splits around it), IM = M.
    package var interpolatedMedian: Double? {
        guard let median else { return nil }
        var below = 0
        var at = 0
        var above = 0
        for level in levels {
            if Double(level) < median {
                below += self[level]
            } else if Double(level) > median {
                above += self[level]
            } else {
                at += self[level]
            }
        }
        return at == 0 ? median : median + Double(above - below) / Double(2 * at)
    }

    /// The level of the answer at a place in ascending order, 0 for the lowest, n − 1 for the highest.
    func level(atPlace place: Int) -> Int {
        var passed = 0
        for level in levels {
            passed += self[level]
            if place < passed { return level }
        }
        preconditionFailure("place \(place) is not among \(n) answers")
    }

    /// Type 7 of Hyndman & Fan, "Sample quantiles in statistical packages" (1996): linear between the closest
    /// ranks at (n − 1) · p. The fraction comes as two integers, so that a whole rank is hit exactly.
    private func quantile(numerator: Int, denominator: Int) -> Double? {
        guard n > 0 else { return nil }
        let (place, rest) = ((n - 1) * numerator).quotientAndRemainder(dividingBy: denominator)
        let lower = level(atPlace: place)
        guard rest > 0 else { return Double(lower) }
        let upper = level(atPlace: place + 1)
        return Double(lower) + Double(upper - lower) * Double(rest) / Double(denominator)
    }
}
