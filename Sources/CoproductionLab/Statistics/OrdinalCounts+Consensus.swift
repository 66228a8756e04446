/// What a room's consensus is called. The raw values are those of the wire.
package enum ConsensusLabel: String, CaseIterable, Sendable {
    /// Cns of 0.75 and more.
    case mostlyAgree
    /// Cns from 0.5 up to 0.75.
    case mixed
    /// Cns under 0.5.
    case split
    /// Fewer than three answers, whatever their Cns.
    case tooFew
}

extension OrdinalCounts {
    /// Fewer answers than this have no label of their own.
    static let fewestForLabel = 3

    /// Consensus Cns = 1 + Σ pᵢ · log₂(1 − |i − μ| / (k − 1)), from 0 (half at each end) to 1 (all at one
    /// level). Nil without answers.
    ///
    /// Tastle & Wierman, "Consensus and dissention: a measure of ordinal dispersion" (2007). μ is the mean of
    /// the levels; it stays in here and is never shown.
    package var consensus: Double? {
        guard n > 0 else { return nil }
        let sum = levels.reduce(0) { $0 + $1 * self[$1] }
        let mean = Double(sum) / Double(n)
        let width = Double(levels.upperBound - levels.lowerBound)
        var consensus = 1.0
        for level in levels where self[level] > 0 {
            let share = Double(self[level]) / Double(n)
            consensus += share * binaryLogarithm(1 - abs(Double(level) - mean) / width)
        }
        // Rounding alone could leave the range.
        return min(max(consensus, 0), 1)
    }

    /// The words for the consensus; "too few" from no answer to two.
    package var consensusLabel: ConsensusLabel {
        guard n >= Self.fewestForLabel, let consensus else { return .tooFew }
        if consensus >= 0.75 { return .mostlyAgree }
        return consensus >= 0.5 ? .mixed : .split
    }
}
