import CoproductionLab
import LabFixtures
import LabReport
import Testing

@Suite("Pledges in an export")
struct PledgeReportTests {
    @Test("[S1][S18][S41] have both halves, where they stand and what was said; names for keeping alone")
    func pledges() throws {
        var room = LabFixture()
        let anna = try room.join(name: "Anna")
        try room.open("ideas", "pledges")
        let idea = try room.addIdea("Walks", by: anna)
        let body: [String: JSON] = [
            "give": "I lead", "get": "Vests", "by": "2026-12-01", "skills": "First aid", "coach": "Moira",
            "idea": .string(idea),
        ]
        let pledge = JSON.string(
            try room.send("addPledge", by: anna, in: "pledges", body).first?.item ?? "")
        try room.send("addPledge", by: anna, in: "pledges", ["give": "I read aloud", "young": true])
        try room.send("acceptPledge", by: anna, in: "pledges", ["pledge": pledge])
        try room.send(
            "addCheckIn", by: anna, in: "pledges",
            ["pledge": pledge, "status": "doing", "text": "Twice so far", "on": "2027-01-01"])
        for purpose in Purpose.allCases {
            let activity = try #require(room.lab.activities["pledges"])
            let tables = ActivityReports.tables(of: activity, in: room.lab, for: purpose)
            #expect(tables.map(\.name) == ["pledges", "checkIns"])
            let keeping = purpose == .keeping
            let first = tables[0]
            for (column, value) in [
                "give": "I lead", "get": "Vests", "firstStep": .null, "by": "2026-12-01", "help": .null,
                "skills": "First aid", "text": "Walks", "item": .string(idea), "status": "doing",
                "next": "2027-01-01",
            ] as [String: JSON] {
                #expect(first[column][0] == value, "\(column)")
            }
            // One person of a role is too few to be told by it.
            #expect(first["role"][0] == (keeping ? "usesServices" : .null))
            #expect(first.columns.contains("name") == keeping && first.columns.contains("coach") == keeping)
            if keeping {
                #expect(first["name"] == ["Anna", .null], "no pupil's name")
                #expect(first["coach"][0] == "Moira")
            }
            #expect(
                Array(tables[1].rows[0].dropFirst()) == [
                    "I lead", "Twice so far", "2027-01-01", "doing", false,
                ])
        }
    }

    @Test("are left out before their reveal")
    func hidden() throws {
        var room = LabFixture { if $0.kind == "pledge" { $0.reveal = .onReveal } }
        let anna = try room.join()
        try room.open("pledges")
        _ = try room.pledge("Tea", by: anna)
        let activity = try #require(room.lab.activities["pledges"])
        for purpose in Purpose.allCases {
            #expect(ActivityReports.tables(of: activity, in: room.lab, for: purpose).isEmpty)
        }
    }
}
