// Confidence, for an export that speaks for more than the room. In the lab itself the room is the whole
// population and "n of m" says all there is to say.

/// A share of people and the range it may have among all those the room stands for.
package struct WilsonInterval: Hashable, Sendable {
    /// From 0 to 1.
    package let lower: Double
    /// From 0 to 1.
    package let upper: Double

    /// Wilson's score interval, 95 %, of a number of people out of n. Nil for n = 0.
    ///
    /// Wilson, "Probable inference, the law of succession, and statistical inference" (1927).
    package init?(_ number: Int, of n: Int) {
        precondition(0 <= number && number <= n, "a part can't be greater than the whole")
        guard n > 0 else { return nil }
        let z = 1.959963984540054
        let count = Double(n)
        let share = Double(number) / count
        let centre = share + z * z / (2 * count)
        let reach = z * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
        let scale = 1 + z * z / count
        // At either end the formula gives exactly 0 and 1; rounding doesn't.
        lower = number == 0 ? 0 : (centre - reach) / scale
        upper = number == n ? 1 : (centre + reach) / scale
    }
}

/// Two answers between which the median lies among all those the room stands for.
package struct MedianInterval: Hashable, Sendable {
    /// The lower level.
    package let lower: Int
    /// The upper level.
    package let upper: Int
    /// How sure it is, at least the confidence asked for and usually more, since it can't be met exactly.
    package let coverage: Double
}

extension OrdinalCounts {
    /// The order-statistic interval of the median: the answers at the j-th place from below and from above, j the greatest for
    /// which the coverage 1 − 2 · P(Bin(n, ½) < j) still reaches the confidence.
    ///
    /// It asks nothing of the distribution. Nil where even the lowest and the highest answer don't reach the
    /// confidence; at 95 % that is below six answers. On a scale with ties the true coverage is greater still.
    package func medianInterval(confidence: Double = 0.95) -> MedianInterval? {
        precondition(0 < confidence && confidence < 1, "a confidence lies between 0 and 1")
        var place = 0
        var tail = 0.0
        // Logarithms, since ½ⁿ itself is no longer a number from n = 1075 on.
        var logarithm = -Double(n) * naturalLogarithm(2)
        while 2 * place < n {
            let next = tail + exponential(logarithm)
            guard 1 - 2 * next >= confidence else { break }
            tail = next
            logarithm += naturalLogarithm(Double(n - place)) - naturalLogarithm(Double(place + 1))
            place += 1
        }
        guard place > 0 else { return nil }
        return MedianInterval(
            lower: level(atPlace: place - 1), upper: level(atPlace: n - place), coverage: 1 - 2 * tail)
    }
}
