import CoproductionLab
import LabFixtures
import Testing

@Suite("What an organiser does with a lab")
struct OrganiserTests {
    @Test("[S7] a link of the organiser's opens the host's place, is in the history, and ends the one before")
    func link() throws {
        var room = LabFixture()
        let before = room.view()
        room.fold(try room.lab.decideOrganiserLink("first"))
        #expect(room.lab.person(token: "first") == LabFixture.host)
        #expect(room.lab.history.map(\.what) == [.link] && room.lab.history.first?.person == nil)
        room.fold(try room.lab.decideOrganiserLink("second"))
        #expect(room.lab.person(token: "first") == nil)
        #expect(room.lab.person(token: "second") == LabFixture.host)
        #expect(room.view()["history"]?.object?.count == 2)
        #expect(room.view()["people"] == before["people"], "nobody has come")
        try room.send("endLab")
        try room.send("archiveLab")
        room.fold(try room.lab.decideOrganiserLink("third"))
        #expect(room.lab.person(token: "third") == LabFixture.host)
    }

    @Test("a lab knows when something last happened in it")
    func changedAt() throws {
        var room = LabFixture()
        let made = room.lab.changedAt
        _ = try room.join()
        #expect(room.lab.changedAt > made)
    }
}

@Suite("Case studies that may be shown")
struct SharedCaseStudyTests {
    private static let day = "2026-12-01"

    private struct Room {
        var fixture: LabFixture
        let anna: ID
        let sam: ID

        init(consent: JSON? = Room.consent) throws {
            var steps = [
                LabFixture.Step(id: "ideas", kind: "gather", reveal: .live, settings: ["asksQuote": true]),
                LabFixture.Step(
                    id: "study", kind: "form", reveal: .live, inputsFrom: ["ideas"], settings: Room.study),
            ]
            if let consent {
                steps.append(LabFixture.Step(id: "consent", kind: "form", reveal: .live, settings: consent))
            }
            fixture = LabFixture(steps: steps)
            anna = try fixture.join(.family)
            sam = try fixture.join(.staff)
            for step in steps { try fixture.open(step.id) }
        }

        static let study: JSON = [
            "kindOfForm": "caseStudy", "signOff": "everyone",
            "sections": [
                ["id": "title", "title": "Called?"], ["id": "voices", "title": "Said", "type": "quotes"],
            ],
        ]
        static let consent: JSON = [
            "kindOfForm": "consent", "signOff": "everyone",
            "sections": [
                ["id": "where", "title": "Where?"], ["id": "until", "title": "Until?", "type": "date"],
            ],
        ]

        mutating func write(_ form: ID, _ part: String, _ text: String, version: Int = 0) throws {
            try fixture.send(
                "writeSection", by: sam, in: form,
                ["section": .string(form + part), "text": .string(text), "version": .int(version)])
        }

        mutating func sign(_ form: ID) throws {
            let version = fixture.shown(form)["version"] ?? 0
            for person in [anna, sam] {
                try fixture.send("signForm", by: person, in: form, ["version": version])
            }
        }

        var titles: [String] {
            fixture.lab.sharedCaseStudies(on: SharedCaseStudyTests.day).map(\.activity.id)
        }
    }

    @Test("[S40] are signed by all, and so is their consent, whose day isn't over")
    func shared() throws {
        var room = try Room()
        try room.write("study", "title", "The café")
        try room.sign("study")
        #expect(room.titles.isEmpty)
        try room.write("consent", "until", "2026-12-01")
        try room.sign("consent")
        #expect(room.titles == ["study"])
        let shared = try #require(room.fixture.lab.sharedCaseStudies(on: "2026-12-01").first)
        #expect(shared.until == "2026-12-01" && shared.terms.map(\.words) == ["2026-12-01"])
        #expect(room.fixture.lab.sharedCaseStudies(on: "2026-12-02").isEmpty)
        _ = try room.fixture.join(.neighbour)
        #expect(room.titles.isEmpty, "who has come since hasn't agreed")
    }

    @Test("[S40] need a consent of their lab, which is signed and open to those who sign")
    func withoutConsent() throws {
        var room = try Room(consent: nil)
        try room.write("study", "title", "The café")
        try room.sign("study")
        #expect(room.titles.isEmpty)
        var unsigned = try Room(consent: [
            "kindOfForm": "consent", "sections": [["id": "where", "title": "Where?"]],
        ])
        try unsigned.write("study", "title", "The café")
        try unsigned.sign("study")
        try unsigned.write("consent", "where", "Everywhere")
        #expect(unsigned.titles.isEmpty)
    }

    @Test(
        "[S40][S56] a signature of a consent and a yes to a quote are taken back at any time, and nothing else is"
    )
    func takenBack() throws {
        var room = try Room()
        try room.write("study", "title", "The café")
        let idea = JSON.string(try room.fixture.addIdea("They asked me", by: room.anna))
        try room.fixture.send("allowQuote", by: room.anna, in: "ideas", ["idea": idea, "on": true])
        try room.fixture.send(
            "addQuote", by: room.sam, in: "study", ["section": "studyvoices", "idea": idea])
        try room.fixture.send("approveQuote", by: room.anna, in: "study", ["quote": idea, "on": true])
        try room.sign("study")
        try room.write("consent", "where", "In our town")
        try room.sign("consent")
        #expect(room.titles == ["study"])
        try room.fixture.send("endLab")
        #expect(room.fixture.reason("unsignForm", by: room.anna, in: "study") == .labClosed)
        try room.fixture.send("archiveLab")
        #expect(room.titles == ["study"])
        #expect(room.fixture.reason("unsignForm", by: room.anna, in: "study") != nil)
        #expect(
            room.fixture.reason("approveQuote", by: room.anna, in: "study", ["quote": idea, "on": true])
                != nil)
        var other = room
        try room.fixture.send("approveQuote", by: room.anna, in: "study", ["quote": idea, "on": false])
        #expect(room.titles.isEmpty)
        try other.fixture.send("unsignForm", by: other.sam, in: "consent")
        #expect(other.titles.isEmpty)
    }
}
