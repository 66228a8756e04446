import CoproductionLab
import LabFixtures
import LabReport
import Testing

@Suite("Forms and learning logs in an export")
struct FormReportTests {
    private static let steps = [
        LabFixture.Step(id: "ideas", kind: "gather", reveal: .live, settings: ["asksQuote": true]),
        LabFixture.Step(
            id: "charter", kind: "form", visibility: .role, reveal: .live, settings: Forms.charter),
        LabFixture.Step(
            id: "study", kind: "form", reveal: .onReveal, inputsFrom: ["ideas"], settings: Forms.caseStudy),
        LabFixture.Step(id: "log", kind: "reflect", visibility: .private, reveal: .never),
    ]

    private func tables(_ room: LabFixture, _ activity: ID, _ purpose: Purpose = .sharing) -> [Table] {
        room.lab.activities[activity].map { ActivityReports.tables(of: $0, in: room.lab, for: purpose) } ?? []
    }

    @Test("[S32] have every version, what stands now, and how many signed; no side that is too small")
    func charter() throws {
        var room = LabFixture(steps: Self.steps)
        let anna = try room.join()
        let bill = try room.join(.staff)
        try room.open("charter")
        func write(_ key: String, _ text: JSON, _ version: JSON, by person: ID) throws {
            try room.send(
                "writeSection", by: person, in: "charter",
                ["section": .string("charter" + key), "text": text, "version": version])
        }
        try write("conflict", "We vote", 0, by: anna)
        try write("conflict", "We meet within a week", 1, by: bill)
        try write("support", "A worker", 0, by: bill)
        try write("review", "2027-03-01", 0, by: bill)
        try room.send("signForm", by: anna, in: "charter", ["version": 4])
        try room.send("signForm", by: bill, in: "charter", ["version": 4])
        for purpose in Purpose.allCases {
            let found = tables(room, "charter", purpose)
            #expect(found.map(\.name) == ["sections", "versions", "signatures"])
            #expect(
                found[0].rows.map { $0[3] } == [
                    .null, .null, "We meet within a week", "A worker", "2027-03-01",
                ])
            #expect(
                found[1].rows.map { $0[3] } == ["We vote", "We meet within a week", "A worker", "2027-03-01"])
            #expect(found[2].rows == [[4, 2, true, .null, .null]])
        }
    }

    @Test(
        "[S56] have a quote's words as they stand and as they were said, once they are shown and while they may be"
    )
    func quotes() throws {
        var room = LabFixture(steps: Self.steps)
        let anna = try room.join()
        try room.open("ideas", "study")
        let idea = JSON.string(try room.addIdea("They asked me, and did it", by: anna))
        try room.send("allowQuote", by: anna, in: "ideas", ["idea": idea, "on": true])
        try room.send("addQuote", by: anna, in: "study", ["section": "studyvoices", "idea": idea])
        try room.send(
            "editQuote", by: anna, in: "study", ["quote": idea, "text": "They asked me", "version": 1])
        #expect(tables(room, "study").isEmpty)
        try room.send("revealActivity", in: "study")
        #expect(
            tables(room, "study")[1].rows == [
                ["voices", "They asked me", "They asked me, and did it", false]
            ])
        try room.send("allowQuote", by: anna, in: "ideas", ["idea": idea, "on": false])
        #expect(!tables(room, "study").contains { $0.json.text.contains("asked me") })
    }

    @Test("[S45] hold nothing of the learning log, for no purpose")
    func notes() throws {
        var room = LabFixture(steps: Self.steps)
        let anna = try room.join()
        try room.open("log")
        try room.send("writeNote", by: anna, in: "log", ["text": "Nobody asked me"])
        for purpose in Purpose.allCases { #expect(tables(room, "log", purpose).isEmpty) }
    }
}
