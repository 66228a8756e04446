import Testing

@testable import CoproductionLab

/// Every figure from counts against the plain formula over an array of people, on seeded random rooms.
///
/// A failure names its seed: put it alone into `seeds` to see that room again.
@Suite struct StatisticsOracleTests {
    private static let seeds: ClosedRange<UInt64> = 1...400

    /// SplitMix64: small, and the same everywhere.
    private struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }

        /// A room of 1 to 40 answers, at times crowded at few levels.
        mutating func answers(levels: Int) -> [Int] {
            let low = Int.random(in: 1...levels, using: &self)
            let high = Int.random(in: low...levels, using: &self)
            return (0..<Int.random(in: 1...40, using: &self)).map { _ in
                Int.random(in: low...high, using: &self)
            }
        }
    }

    private func isClose(_ value: Double?, _ expected: Double) -> Bool {
        guard let value else { return false }
        return abs(value - expected) < 1e-9
    }

    private func counted(_ answers: [Int], levels: Int, using random: inout Random) -> OrdinalCounts {
        var counts = OrdinalCounts(levels: levels)
        // Answers that are changed on the way must leave no trace.
        for answer in answers {
            let first = OrdinalAnswer.level(Int.random(in: 1...levels, using: &random))
            counts.add(first)
            counts.add(.dontKnow)
            counts.remove(first)
            counts.add(.level(answer))
        }
        return counts
    }

    private func naiveQuantile(_ answers: [Int], _ p: Double) -> Double {
        let sorted = answers.sorted().map(Double.init)
        let h = Double(sorted.count - 1) * p
        let lower = Int(h.rounded(.down))
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (h - Double(lower)) * (sorted[upper] - sorted[lower])
    }

    @Test("Centre and consensus from counts equal those over an array")
    func centreAndConsensus() {
        for seed in Self.seeds {
            var random = Random(state: seed)
            let levels = Int.random(in: 2...7, using: &random)
            let answers = random.answers(levels: levels)
            let counts = counted(answers, levels: levels, using: &random)
            #expect(counts.n == answers.count && counts.dontKnow == answers.count, "seed \(seed)")
            let median = naiveQuantile(answers, 0.5)
            #expect(isClose(counts.median, median), "seed \(seed)")
            #expect(isClose(counts.firstQuartile, naiveQuantile(answers, 0.25)), "seed \(seed)")
            #expect(isClose(counts.thirdQuartile, naiveQuantile(answers, 0.75)), "seed \(seed)")
            let at = answers.count { Double($0) == median }
            let lean = answers.count { Double($0) > median } - answers.count { Double($0) < median }
            let interpolated = at == 0 ? median : median + Double(lean) / Double(2 * at)
            #expect(isClose(counts.interpolatedMedian, interpolated), "seed \(seed)")
            let mean = Double(answers.reduce(0, +)) / Double(answers.count)
            let consensus = answers.reduce(1.0) {
                $0 + binaryLogarithm(1 - abs(Double($1) - mean) / Double(levels - 1)) / Double(answers.count)
            }
            #expect(isClose(counts.consensus, consensus), "seed \(seed)")
        }
    }

    @Test("Cliff's delta from counts equals a comparison of every pair")
    func cliffsDelta() {
        for seed in Self.seeds {
            var random = Random(state: seed)
            let xs = random.answers(levels: 5)
            let ys = random.answers(levels: 5)
            var dominance = 0
            for x in xs { for y in ys { dominance += (x > y ? 1 : 0) - (x < y ? 1 : 0) } }
            let delta = counted(xs, levels: 5, using: &random)
                .cliffsDelta(against: counted(ys, levels: 5, using: &random))
            #expect(isClose(delta, Double(dominance) / Double(xs.count * ys.count)), "seed \(seed)")
        }
    }

    @Test("Counts of groups added up equal the counts of all")
    func sums() {
        for seed in Self.seeds {
            var random = Random(state: seed)
            let xs = random.answers(levels: 5)
            let ys = random.answers(levels: 5)
            var sum = counted(xs, levels: 5, using: &random)
            sum += counted(ys, levels: 5, using: &random)
            #expect(sum == counted(xs + ys, levels: 5, using: &random), "seed \(seed)")
        }
    }

    @Test("Gini from a spread equals the formula over the sorted people")
    func gini() {
        for seed in Self.seeds {
            var random = Random(state: seed)
            let people = (0..<Int.random(in: 2...40, using: &random)).map { _ in
                Int.random(in: 0...9, using: &random)
            }
            let n = people.count
            let sum = people.reduce(0, +)
            let weighted = people.sorted().enumerated().reduce(0) {
                $0 + (2 * ($1.offset + 1) - n - 1) * $1.element
            }
            let gini = ContributionSpread(contributions: people).gini
            if sum == 0 {
                #expect(gini == nil, "seed \(seed)")
            } else {
                let expected = Double(weighted) / Double(n * sum) * Double(n) / Double(n - 1)
                #expect(isClose(gini, expected), "seed \(seed)")
            }
        }
    }

    @Test("Ranks equal one more than the number of items ahead")
    func ranks() {
        for seed in Self.seeds {
            var random = Random(state: seed)
            let votes = (0..<Int.random(in: 1...30, using: &random)).map { _ in
                Int.random(in: 0...8, using: &random)
            }
            let ranking = Ranking(votes.enumerated().map { (item: $0.offset, votes: $0.element) })
            for (item, own) in votes.enumerated() {
                let place = votes.count { $0 > own } + 1
                let label = votes.count { $0 == own } > 1 ? "\(place)=" : "\(place)"
                #expect(ranking.ranks[item]?.description == label, "seed \(seed)")
            }
            let number = Int.random(in: 0...votes.count, using: &random)
            let line = number == 0 ? Int.max : votes.sorted(by: >)[number - 1]
            let taken = Set(votes.indices.filter { votes[$0] >= line })
            #expect(Set(ranking.cutOff(after: number).taken) == taken, "seed \(seed)")
        }
    }

    @Test("The interval of the median equals a search over exact binomial sums")
    func medianInterval() {
        for n in 2...50 {
            // One person at each level: levels are places. Pascal's row is exact up to here.
            let interval = OrdinalCounts(counts: Array(repeating: 1, count: n)).medianInterval()
            var row = [1.0]
            for _ in 0..<n { row = zip(row + [0], [0] + row).map { $0 + $1 } }
            let whole = row.reduce(0, +)
            let place = (1...n).last { 2 * $0 <= n && 1 - 2 * row.prefix($0).reduce(0, +) / whole >= 0.95 }
            #expect(interval?.lower == place, "n \(n)")
            #expect(interval?.upper == place.map { n + 1 - $0 }, "n \(n)")
        }
    }

    @Test("No hidden group of a random table can be found by subtraction")
    func smallNumbers() {
        for seed in Self.seeds {
            var random = Random(state: seed)
            let groups = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                Int.random(in: 0...9, using: &random)
            }
            let table = SmallNumbers(groups: groups)
            let hidden = groups.indices.filter { table.cells[$0] == .hidden }
            for (group, cell) in zip(groups, table.cells) {
                #expect((group == 0) == (cell == .empty), "seed \(seed)")
                if cell == .shown { #expect(group >= 3, "seed \(seed)") }
            }
            if table.totalGivesAway {
                #expect(!table.cells.contains(.shown), "seed \(seed)")
            } else if !hidden.isEmpty {
                #expect(hidden.count >= 2, "seed \(seed)")
                #expect(hidden.reduce(0) { $0 + groups[$1] } >= 3, "seed \(seed)")
            }
            if groups.allSatisfy({ $0 == 0 || $0 >= 3 }) { #expect(hidden.isEmpty, "seed \(seed)") }
        }
    }
}
