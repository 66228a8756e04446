import Testing

@testable import CoproductionLab

/// Empty rooms, single people, ties and thresholds hit exactly.
@Suite struct StatisticsEdgeTests {
    @Test("Without answers there is no figure, and a label says too few")
    func empty() {
        let empty = OrdinalCounts()
        #expect(empty.counts == [0, 0, 0, 0, 0])
        #expect(empty.median == nil && empty.interpolatedMedian == nil)
        #expect(empty.firstQuartile == nil && empty.thirdQuartile == nil)
        #expect(empty.consensus == nil && empty.consensusLabel == .tooFew)
        #expect(empty.cliffsDelta(against: OrdinalCounts(counts: [0, 0, 1, 0, 0])) == nil)
        #expect(empty.medianInterval() == nil)
        #expect(PriorityPlacement(impact: empty, effort: empty) == nil)
    }

    @Test("Where everybody says don't know there is still no figure, and they are counted beside it")
    func allDontKnow() {
        var counts = OrdinalCounts()
        for _ in 1...4 { counts.add(.dontKnow) }
        #expect(counts.n == 0 && counts.dontKnow == 4)
        #expect(counts.median == nil && counts.consensus == nil)
        counts.remove(.dontKnow)
        #expect(counts.dontKnow == 3)
    }

    @Test("One answer is its own median and quartiles, with too few for a label")
    func single() {
        var counts = OrdinalCounts()
        counts.add(.level(2))
        #expect(counts.median == 2 && counts.interpolatedMedian == 2)
        #expect(counts.firstQuartile == 2 && counts.thirdQuartile == 2)
        #expect(counts.consensus == 1 && counts.consensusLabel == .tooFew)
    }

    @Test("Adding and taking back an answer leaves the counts as they were")
    func addAndRemove() {
        let before = OrdinalCounts(counts: [1, 0, 2, 0, 3], dontKnow: 1)
        var counts = before
        counts.add(.level(4))
        #expect(counts[4] == 1 && counts.n == 7)
        counts.remove(.level(4))
        #expect(counts == before)
    }

    @Test("An even room around a level where nobody stands has its median there, not moved")
    func nobodyAtTheMedian() {
        let counts = OrdinalCounts(counts: [0, 2, 0, 2, 0])
        #expect(counts.median == 3 && counts.interpolatedMedian == 3)
    }

    @Test("Quartiles lie between two levels where the ranks do")
    func quartilesBetween() {
        let counts = OrdinalCounts(counts: [1, 1, 1, 1, 0])
        #expect(counts.firstQuartile == 1.75)
        #expect(counts.median == 2.5)
        #expect(counts.thirdQuartile == 3.25)
    }

    @Test("Consensus of exactly 0.75 is mostly agree, and of exactly 0.5 mixed")
    func labelThresholds() {
        let three = OrdinalCounts(counts: [1, 0, 6, 0, 1])
        #expect(three.consensus == 0.75 && three.consensusLabel == .mostlyAgree)
        let two = OrdinalCounts(counts: [3, 0, 6, 0, 3])
        #expect(two.consensus == 0.5 && two.consensusLabel == .mixed)
    }

    @Test(
        "[S24] every quadrant has its name",
        arguments: [
            (5, 1, PriorityQuadrant.quickWins), (5, 5, .majorProjects), (1, 1, .fillIns),
            (1, 5, .leaveForNow),
        ])
    func quadrants(impact: Int, effort: Int, quadrant: PriorityQuadrant) throws {
        var impacts = OrdinalCounts()
        var efforts = OrdinalCounts()
        for _ in 1...3 {
            impacts.add(.level(impact))
            efforts.add(.level(effort))
        }
        let placement = try #require(PriorityPlacement(impact: impacts, effort: efforts))
        #expect(placement.quadrant == quadrant)
        #expect(!placement.onTheLine && !placement.talkFirst)
    }

    @Test("[S24] the middle of the scale is low, and on the line up to a quarter of a level away")
    func onTheLine() throws {
        let low = OrdinalCounts(counts: [4, 0, 0, 0, 0])
        let middle = try #require(
            PriorityPlacement(impact: OrdinalCounts(counts: [0, 0, 4, 0, 0]), effort: low))
        #expect(middle.quadrant == .fillIns && middle.onTheLine)
        let middleEffort = try #require(
            PriorityPlacement(impact: low, effort: OrdinalCounts(counts: [0, 0, 4, 0, 0])))
        #expect(middleEffort.quadrant == .fillIns && middleEffort.onTheLine)
        // M = 3 with one of two more above than below: IM is exactly 3.25.
        let quarter = OrdinalCounts(counts: [0, 0, 2, 1, 0])
        #expect(quarter.interpolatedMedian == 3.25)
        let near = try #require(PriorityPlacement(impact: quarter, effort: low))
        #expect(near.quadrant == .quickWins && near.onTheLine)
        let far = try #require(
            PriorityPlacement(impact: OrdinalCounts(counts: [0, 0, 3, 2, 0]), effort: low))
        #expect(!far.onTheLine)
    }

    @Test("[S24] two people at opposite ends talk first, though they are too few for a label")
    func twoApart() throws {
        let apart = OrdinalCounts(counts: [1, 0, 0, 0, 1])
        let placement = try #require(
            PriorityPlacement(impact: apart, effort: OrdinalCounts(counts: [0, 2, 0, 0, 0])))
        #expect(placement.talkFirst && apart.consensusLabel == .tooFew)
    }

    @Test("[S24] sides see differently only with three answers each and medians a level apart")
    func differenceRule() {
        let high = OrdinalCounts(counts: [0, 0, 0, 0, 3])
        #expect(high.seesDifferently(from: OrdinalCounts(counts: [3, 0, 0, 0, 0])))
        #expect(!high.seesDifferently(from: OrdinalCounts(counts: [2, 0, 0, 0, 0])))
        #expect(
            !OrdinalCounts(counts: [0, 0, 0, 0, 2]).seesDifferently(
                from: OrdinalCounts(counts: [3, 0, 0, 0, 0])))
        // δ is 0.5, but the medians are half a level apart.
        let upper = OrdinalCounts(counts: [0, 0, 0, 2, 2])
        let lower = OrdinalCounts(counts: [0, 0, 0, 4, 0])
        #expect(upper.cliffsDelta(against: lower) == 0.5)
        #expect(!upper.seesDifferently(from: lower))
        #expect(!high.seesDifferently(from: OrdinalCounts(counts: [3, 0, 0, 0, 0]), threshold: 4))
    }

    @Test("A delta of exactly 0.474 is flagged")
    func deltaThreshold() {
        // 237 of 20 × 25 pairs, and medians of 3 and 2.
        let x = OrdinalCounts(counts: [0, 5, 11, 2, 2])
        let y = OrdinalCounts(counts: [11, 6, 3, 5, 0])
        #expect(x.cliffsDelta(against: y) == 0.474)
        #expect(x.seesDifferently(from: y))
    }

    @Test("[S1] roles belong to a side, but other and rather not say to neither")
    func sides() {
        #expect(Role.allCases.filter { $0.side == .community } == [.usesServices, .family, .neighbour])
        #expect(Role.allCases.filter { $0.side == .professional } == [.staff, .manager, .elected])
        #expect(Role.allCases.filter { $0.side == nil } == [.other, .notSaid])
    }

    @Test("An order-statistic interval needs six answers at 95 %")
    func medianIntervalNeedsSix() throws {
        #expect(OrdinalCounts(counts: [1, 1, 1, 1, 1]).medianInterval() == nil)
        let six = try #require(OrdinalCounts(counts: [1, 1, 1, 1, 2]).medianInterval())
        #expect(six.lower == 1 && six.upper == 5 && abs(six.coverage - 0.96875) < 1e-12)
    }

    @Test("An order-statistic interval holds for ten thousand answers")
    func medianIntervalOfMany() throws {
        // One person at each of ten thousand levels: the interval's levels are its places.
        let counts = OrdinalCounts(counts: Array(repeating: 1, count: 10_000))
        let interval = try #require(counts.medianInterval())
        #expect(interval.lower == 4902 && interval.upper == 5099)
        #expect(interval.coverage >= 0.95 && interval.coverage < 0.952)
    }

    @Test("Wilson's interval stays between 0 and 1, and nobody asked has none")
    func wilsonEnds() throws {
        #expect(WilsonInterval(0, of: 0) == nil)
        let none = try #require(WilsonInterval(0, of: 10))
        #expect(none.lower == 0 && abs(none.upper - 0.27753) < 0.00001)
        let all = try #require(WilsonInterval(10, of: 10))
        #expect(all.upper == 1 && abs(all.lower - 0.72247) < 0.00001)
    }
}
