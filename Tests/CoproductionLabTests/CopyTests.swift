import LabFixtures
import Testing

@testable import CoproductionLab

/// A lab that is made from another: what was planned and set, and nothing that anybody said.
@Suite struct CopyTests {
    private func copy(of lab: Lab, isRehearsal: Bool = false) throws -> Lab {
        var new = NewLab(
            title: "", code: "111222", language: lab.language,
            facilitator: Joining.Secrets(token: "other"), screenToken: "s", recoveryCode: "r", invite: "i")
        new.copied = CopiedLab(of: lab)
        new.isRehearsal = isRehearsal
        if isRehearsal { new.retentionDays = 1 }
        var context = Context(time: 5, ids: IDSource(seed: 9)) { person, _ in person }
        var copied = Lab(id: "copy")
        for event in try new.events(from: Template(lab.template(id: "T2")), &context) {
            _ = copied.evolve(event, at: 5)
        }
        return copied
    }

    @Test(
        "[S51] programme, details, words and settings come along; what people said and who they are doesn't")
    func comesAlong() throws {
        var room = LabFixture { if $0.id == "dots" { $0.settings = ["take": 2] } }
        let anna = try room.join(name: "Annabella")
        try room.send(
            "setDetails",
            [
                "times": "Mondays", "pay": "All", "words": ["lab": "workshop"],
                "glossary": ["Co": "together"], "hidesNames": true,
            ])
        try room.send("planSitting", ["sitting": 2, "title": "Second", "date": "2026-12-01"])
        try room.send("setDoor", ["approval": true, "capacity": 20, "locked": true])
        try room.open("ideas")
        _ = try room.addIdea("Secret garden", by: anna)
        try room.send("bringInIdeas", in: "ideas", ["ideas": [["text": "From a list"]]])
        let copied = try copy(of: room.lab)
        #expect(copied.title == room.lab.title)
        #expect(copied.details == room.lab.details)
        #expect(copied.door.asksFirst && copied.door.capacity == 20 && !copied.door.isLocked)
        #expect(copied.sittings[2] == SittingPlan(title: "Second", date: nil))
        #expect(copied.state == .prepared)
        #expect(copied.people.count == 1 && copied.room.joined == 0)
        #expect(
            copied.agenda.map { copied.activities[$0]?.kind }
                == room.lab.agenda.map { room.lab.activities[$0]?.kind })
        #expect(copied.agenda.allSatisfy { copied.activities[$0]?.state == .draft })
        #expect(copied.activities[copied.agenda[2]]?.settings["take"] == 2)
        for audience in Audience.allCases {
            let text = copied.view(for: audience).text
            for said in ["Secret garden", "From a list", "Annabella", "2026-12-01"] {
                #expect(!text.contains(said), "\(audience) \(said)")
            }
            #expect(copied.view(for: audience).at("lab", "rehearsal") == nil)
        }
    }

    @Test("A rehearsal says what it is to everybody, and is kept for a day")
    func rehearsal() throws {
        let copied = try copy(of: LabFixture().lab, isRehearsal: true)
        #expect(copied.isRehearsal && copied.retentionDays == 1)
        for audience in [Audience.participant, .facilitator, .screen] {
            #expect(copied.view(for: audience).at("lab", "rehearsal") == true)
        }
        #expect(copied.view(for: .waiting).at("lab", "rehearsal") == true)
        var context = LabFixture().context
        let host = try #require(copied.host)
        #expect(throws: Rejection.self) {
            try copied.decide(Command("setRetention", ["days": 30]), by: host, &context)
        }
    }
}
