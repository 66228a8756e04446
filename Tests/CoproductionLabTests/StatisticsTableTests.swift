import Testing

@testable import CoproductionLab

/// The values that the design gives for every figure.
@Suite struct StatisticsTableTests {
    private let tolerance = 0.000_001

    private func counts(_ answers: Int...) -> OrdinalCounts {
        var counts = OrdinalCounts()
        for answer in answers { counts.add(.level(answer)) }
        return counts
    }

    private func isClose(_ value: Double?, _ expected: Double, within: Double? = nil) -> Bool {
        guard let value else { return false }
        return abs(value - expected) <= within ?? tolerance
    }

    @Test("Consensus of a seven-level scale is the published value")
    func sevenLevels() {
        let counts = OrdinalCounts(counts: [30, 40, 210, 130, 530, 50, 10])
        #expect(isClose(counts.consensus, 0.725_687_6, within: 0.000_000_05))
        #expect(counts.consensusLabel == .mixed)
    }

    @Test("Four people who all say 4 agree fully")
    func fullAgreement() {
        let four = counts(4, 4, 4, 4)
        #expect(four.interpolatedMedian == 4)
        #expect(four.consensus == 1)
        #expect(four.consensusLabel == .mostlyAgree)
    }

    @Test("[S24] four at each end have their midpoint at 3, no consensus, and talk first")
    func halves() throws {
        let halves = counts(1, 1, 1, 1, 5, 5, 5, 5)
        #expect(halves.median == 3)
        #expect(halves.interpolatedMedian == 3)
        #expect(halves.consensus == 0)
        #expect(halves.consensusLabel == .split)
        let placement = try #require(PriorityPlacement(impact: halves, effort: counts(2, 2, 2)))
        #expect(placement.talkFirst)
    }

    @Test("One person at each level is a split")
    func evenSpread() {
        let spread = counts(1, 2, 3, 4, 5)
        #expect(isClose(spread.consensus, 0.433_985))
        #expect(spread.consensusLabel == .split)
    }

    @Test("An even room between 4 and 5 has its median there")
    func evenRoom() {
        let room = counts(4, 4, 4, 4, 5, 5, 5, 5)
        #expect(room.median == 4.5)
        #expect(room.interpolatedMedian == 4.5)
        #expect(isClose(room.consensus, 0.807_355))
    }

    @Test("The interpolated median leans to where more people stand")
    func leaning() {
        let room = counts(5, 5, 4, 4, 4, 3, 5, 4)
        #expect(room.median == 4)
        #expect(room.interpolatedMedian == 4.25)
        #expect(isClose(room.consensus, 0.773_539))
    }

    @Test("Twelve answers have the quartiles of type 7")
    func quartiles() {
        let room = counts(5, 5, 4, 5, 4, 4, 5, 4, 3, 5, 4, 4)
        #expect(isClose(room.interpolatedMedian, 4.333_333, within: 0.000_001))
        #expect(room.firstQuartile == 4)
        #expect(room.thirdQuartile == 5)
        #expect(isClose(room.consensus, 0.778_89, within: 0.000_005))
    }

    @Test("Cliff's delta of the published example is −0.25")
    func publishedDelta() {
        // Tens are the levels: 10 is level 1.
        let x = OrdinalCounts(counts: [2, 3, 3, 1, 1])
        let y = OrdinalCounts(counts: [1, 1, 1, 2, 1])
        #expect(x.cliffsDelta(against: y) == -0.25)
        #expect(y.cliffsDelta(against: x) == 0.25)
        #expect(!x.seesDifferently(from: y))
    }

    @Test("[S24] two sides far apart are flagged: we see this differently")
    func flaggedDelta() {
        let community = counts(5, 4, 5, 4, 5)
        let professional = counts(2, 3, 2, 4)
        #expect(isClose(community.cliffsDelta(against: professional), 0.9))
        #expect(community.seesDifferently(from: professional))
        #expect(professional.seesDifferently(from: community))
    }

    @Test("One person who does everything is a Gini of 1")
    func giniOfOneAlone() {
        #expect(ContributionSpread(contributions: [40, 0, 0, 0]).gini == 1)
    }

    @Test("[S2] balance over roles counts contributions per head")
    func balance() {
        let roles = [(12, 6), (30, 4), (6, 3), (2, 2)].map {
            RoleContributions(contributions: $0.0, people: $0.1)
        }
        #expect(roles.map(\.perHead) == [2, 7.5, 2, 1])
        #expect(isClose(roleBalance(roles), 0.789_86, within: 0.000_005))
    }

    @Test("Wilson's interval of seven out of ten")
    func wilson() throws {
        let interval = try #require(WilsonInterval(7, of: 10))
        #expect(isClose(interval.lower, 0.3968, within: 0.000_05))
        #expect(isClose(interval.upper, 0.8922, within: 0.000_05))
    }

    @Test("[S2] both sides highly involved is co-production")
    func coProduction() {
        let involvement = Involvement(
            activities: [
                [.community: Turnout(active: 8, present: 9), .professional: Turnout(active: 4, present: 4)],
                [.community: Turnout(active: 7, present: 9), .professional: Turnout(active: 2, present: 4)],
            ],
            people: [.community: 9, .professional: 4], others: 0)
        #expect(isClose(involvement.community.mean, 0.833_333))
        #expect(involvement.professional.mean == 0.75)
        #expect(involvement.picture == .coProduction)
    }

    @Test("Ranks share a place where votes tie")
    func ranks() {
        let ranking = Ranking([("A", 7), ("B", 5), ("C", 5), ("D", 2)].map { (item: $0.0, votes: $0.1) })
        #expect(["A", "B", "C", "D"].map { ranking.ranks[$0]?.description } == ["1", "2=", "2=", "4"])
    }
}
