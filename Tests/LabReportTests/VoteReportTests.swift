import CoproductionLab
import LabFixtures
import LabReport
import Testing

@Suite("A vote in an export")
struct VoteReportTests {
    @Test("is empty before the reveal, and has each item's dots and place after it")
    func votes() throws {
        var room = try LabFixture.votedOnce()
        for purpose in Purpose.allCases { #expect(tables(room, purpose).isEmpty) }
        try room.send("revealActivity", in: "dots")
        let table = try #require(tables(room, .sharing).first)
        #expect(table.columns == ["item", "text", "votes", "rank"])
        #expect(table.rows.map { $0[1] } == ["Supported walks", "Big-button feedback"])
        #expect(table.rows.map { $0[2] } == [1, 0])
        #expect(table.rows.map { $0[3] } == ["1", "2"])
    }

    @Test("says how sides and roles voted: for sharing where enough did, for keeping all")
    func groups() throws {
        var room = try LabFixture.votedByGroups()
        #expect(room.tables("dots", for: .keeping)["votesByGroup"] == nil)
        try room.send("revealActivity", in: "dots")
        let shared = try #require(room.tables("dots", for: .sharing)["votesByGroup"])
        let groups: [JSON] = ["community", "professional", "usesServices"]
        #expect(shared["group"] == groups + groups, "one manager beside the staff isn't told, so neither are")
        #expect(shared["n"] == [3, 4, 3, 3, 4, 3])
        #expect(shared["votes"] == [0, 4, 0, 3, 1, 3])
        let kept = try #require(room.tables("dots", for: .keeping)["votesByGroup"])
        #expect(kept["group"].contains("manager") && kept.rows.count > shared.rows.count)
    }

    private func tables(_ room: LabFixture, _ purpose: Purpose) -> [Table] {
        room.lab.activities["dots"].map { ActivityReports.tables(of: $0, in: room.lab, for: purpose) } ?? []
    }
}
