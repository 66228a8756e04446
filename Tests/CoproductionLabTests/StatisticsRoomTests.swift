import Testing

@testable import CoproductionLab

/// Involvement, balance, spread, ranks and small numbers: figures of a whole room.
@Suite struct StatisticsRoomTests {
    private func involvement(community: (Int, Int, n: Int), professional: (Int, Int, n: Int), others: Int = 0)
        -> Involvement
    {
        Involvement(
            activities: [
                [
                    .community: Turnout(active: community.0, present: community.1),
                    .professional: Turnout(active: professional.0, present: professional.1),
                ]
            ],
            people: [.community: community.n, .professional: professional.n], others: others)
    }

    @Test("[S2] one side alone is professional-led or self-help, and neither is not yet")
    func pictures() {
        #expect(involvement(community: (1, 5, 5), professional: (4, 4, 4)).picture == .professionalLed)
        #expect(involvement(community: (5, 5, 5), professional: (1, 4, 4)).picture == .selfHelp)
        #expect(involvement(community: (1, 5, 5), professional: (1, 4, 4)).picture == .notYet)
        #expect(Involvement(activities: [], people: [:], others: 0).picture == .notYet)
    }

    @Test("[S2] a side of two, or of less than a quarter of the room, is not high")
    func smallSides() {
        #expect(!involvement(community: (2, 2, 2), professional: (4, 4, 4)).community.isHigh)
        #expect(involvement(community: (3, 3, 3), professional: (9, 9, 9)).community.isHigh)
        #expect(!involvement(community: (3, 3, 3), professional: (9, 9, 9), others: 1).community.isHigh)
    }

    @Test("[S2] a mean of exactly 0.6 is high, however it is summed")
    func meanThreshold() {
        let activity: [Side: Turnout] = [.community: Turnout(active: 3, present: 5)]
        let ten = Involvement(
            activities: Array(repeating: activity, count: 10), people: [.community: 5], others: 0)
        #expect(ten.community.isHigh)
        let less = Involvement(
            activities: [[.community: Turnout(active: 599, present: 1000)]], people: [.community: 1000],
            others: 0)
        #expect(!less.community.isHigh)
    }

    @Test("[S2] an activity where nobody of a side was present says nothing about that side")
    func absentSide() {
        let involvement = Involvement(
            activities: [
                [.community: Turnout(active: 4, present: 4), .professional: Turnout(active: 0, present: 0)],
                [.community: Turnout(active: 2, present: 4)],
            ],
            people: [.community: 4, .professional: 3], others: 0)
        #expect(involvement[.community].mean == 0.75)
        #expect(involvement[.professional].mean == nil)
        #expect(!involvement[.professional].isHigh)
    }

    @Test("Whoever was active and has left was present")
    func activeAndLeft() {
        #expect(Turnout(active: 3, present: 2) == Turnout(active: 3, present: 3))
    }

    @Test("[S2] balance is 1 where all roles contribute alike, 0 where one speaks alone, none with one role")
    func balanceEnds() {
        let alike = [
            RoleContributions(contributions: 4, people: 2), RoleContributions(contributions: 8, people: 4),
        ]
        #expect(roleBalance(alike) == 1)
        let alone = [
            RoleContributions(contributions: 4, people: 2), RoleContributions(contributions: 0, people: 4),
        ]
        #expect(roleBalance(alone) == 0)
        #expect(roleBalance(alike.prefix(1)) == nil)
        #expect(roleBalance([RoleContributions]()) == nil)
        let silent = Array(repeating: RoleContributions(contributions: 0, people: 4), count: 3)
        #expect(roleBalance(silent) == nil)
    }

    @Test("[S2] a role without people is not present in the balance")
    func absentRole() {
        let present = [
            RoleContributions(contributions: 4, people: 2), RoleContributions(contributions: 2, people: 2),
        ]
        #expect(
            roleBalance(present + [RoleContributions(contributions: 0, people: 0)]) == roleBalance(present))
    }

    @Test("Gini is 0 where all contribute alike, and has no value for one person or for silence")
    func giniEnds() {
        #expect(ContributionSpread(contributions: [3, 3, 3]).gini == 0)
        #expect(ContributionSpread(contributions: [3]).gini == nil)
        #expect(ContributionSpread(contributions: [0, 0, 0]).gini == nil)
        #expect(ContributionSpread().gini == nil)
    }

    @Test("A person who contributes once more moves in the spread")
    func spreadMoves() {
        var spread = ContributionSpread(contributions: [0, 1, 1])
        spread.remove(contributions: 0)
        spread.add(contributions: 1)
        #expect(spread == ContributionSpread(contributions: [1, 1, 1]))
        #expect(spread.people == [1: 3])
    }

    @Test(
        "Dots are one for four items, from one to five",
        arguments: [(0, 1), (1, 1), (4, 1), (5, 2), (16, 4), (17, 5), (400, 5)])
    func dots(items: Int, budget: Int) {
        #expect(usualDotBudget(items: items) == budget)
    }

    @Test("Items without votes share the last place")
    func zeroVotes() {
        let ranking = Ranking([("A", 0), ("B", 3), ("C", 0)].map { (item: $0.0, votes: $0.1) })
        #expect(ranking.ranks["B"]?.description == "1")
        #expect(ranking.ranks["A"]?.description == "2=" && ranking.ranks["C"]?.description == "2=")
        #expect(ranking.groups == [["B"], ["A", "C"]])
    }

    @Test("A cut-off takes all that tie across its line, and names them for a run-off")
    func cutOff() {
        let ranking = Ranking([("A", 7), ("B", 5), ("C", 5), ("D", 2)].map { (item: $0.0, votes: $0.1) })
        let two = ranking.cutOff(after: 2)
        #expect(two.clear == ["A"] && two.tied == ["B", "C"] && two.taken == ["A", "B", "C"])
        let three = ranking.cutOff(after: 3)
        #expect(three.clear == ["A", "B", "C"] && three.tied.isEmpty)
        #expect(ranking.cutOff(after: 0).taken.isEmpty)
        #expect(ranking.cutOff(after: 9).taken == ["A", "B", "C", "D"])
        #expect(Ranking<String>([]).cutOff(after: 1).taken.isEmpty)
    }

    @Test("Groups of three and more are shown")
    func shown() {
        let table = SmallNumbers(groups: [5, 3, 0])
        #expect(table.cells == [.shown, .shown, .empty])
        #expect(!table.totalGivesAway)
        #expect(table.shows(0) && !table.shows(2))
    }

    @Test("A single small group takes the next smallest with it, since the total would give it away")
    func secondary() {
        #expect(SmallNumbers(groups: [7, 2, 4]).cells == [.shown, .hidden, .hidden])
        #expect(SmallNumbers(groups: [4, 2, 4]).cells == [.hidden, .hidden, .shown])
        #expect(SmallNumbers(groups: [7, 2, 0]).cells == [.hidden, .hidden, .empty])
    }

    @Test("Two small groups are enough to hide each other only when together they reach the threshold")
    func smallTogether() {
        #expect(SmallNumbers(groups: [7, 2, 2]).cells == [.shown, .hidden, .hidden])
        #expect(SmallNumbers(groups: [7, 1, 1]).cells == [.hidden, .hidden, .hidden])
        #expect(SmallNumbers(groups: [7, 1, 1, 5]).cells == [.shown, .hidden, .hidden, .hidden])
    }

    @Test("Where a small group is all there is, the total gives it away")
    func nothingToHideBehind() {
        #expect(SmallNumbers(groups: [2, 0]).totalGivesAway)
        #expect(SmallNumbers(groups: [1, 1]).totalGivesAway)
        #expect(!SmallNumbers(groups: [2, 1]).totalGivesAway)
        #expect(!SmallNumbers(groups: []).totalGivesAway)
    }

    @Test("A lab may ask for a higher threshold")
    func higherThreshold() {
        #expect(SmallNumbers(groups: [9, 4, 6], threshold: 5).cells == [.shown, .hidden, .hidden])
    }
}
