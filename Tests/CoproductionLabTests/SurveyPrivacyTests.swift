import LabFixtures
import Testing

@testable import CoproductionLab

/// Whose answers a survey shows to whom: small numbers, consents, the directory, matches.
@Suite struct SurveyPrivacyTests {
    private static func room(
        reveal: Activity.Reveal = .live, visibility: Activity.Visibility = .anonymous
    ) throws -> LabFixture {
        let step = LabFixture.Step(
            id: "survey", kind: "survey", visibility: visibility, reveal: reveal, settings: RandomRoom.survey)
        var room = LabFixture(steps: [step])
        try room.open("survey")
        return room
    }

    private func answer(_ room: inout LabFixture, _ question: ID, _ answer: JSON, by person: ID)
        throws(Rejection)
    {
        try room.send(
            "answerQuestion", by: person, in: "survey", ["question": .string(question), "answer": answer])
    }

    private func consent(
        _ room: inout LabFixture, _ consent: String, _ on: Bool, as name: String? = nil, by person: ID
    ) throws(Rejection) {
        var body: [String: JSON] = ["consent": .string(consent), "on": .bool(on)]
        body.set("name", name)
        try room.send("setConsent", by: person, in: "survey", body)
    }

    private func directory(_ room: LabFixture, to audience: Audience = .participant) -> [JSON] {
        room.shown("survey", to: audience).at("directory")?.object.map { Array($0.values) } ?? []
    }

    @Test("before the reveal the views are the same, whatever people answer, write and consent to")
    func hidden() throws {
        var one = try Self.room(reveal: .onReveal)
        let people = try one.join([.usesServices, .staff, .family])
        var two = one
        for person in people {
            try answer(&one, "trust", 1, by: person)
            try answer(&two, "can", ["cook"], by: person)
            try answer(&one, "words", "A bench", by: person)
            try answer(&two, "words", "More tea", by: person)
        }
        try consent(&one, "quoted", true, by: people[0])
        try consent(&two, "listed", true, as: "Anna", by: people[0])
        for audience in Audience.allCases {
            #expect(one.view(audience).bytes == two.view(audience).bytes, "\(audience)")
        }
    }

    @Test(
        "figures by side and role come with the reveal, from three people on, and none can be found by subtraction"
    )
    func smallNumbers() throws {
        var room = try Self.room(reveal: .live)
        let roles: [Role] = [
            .usesServices, .usesServices, .usesServices, .usesServices, .family, .staff, .staff, .manager,
        ]
        for (index, person) in try room.join(roles).enumerated() {
            try answer(&room, "trust", .int(index % 5 + 1), by: person)
        }
        let trust = { (room: LabFixture) in room.shown("survey").at("results", "trust") }
        #expect(trust(room)?["n"] == 8 && trust(room)?["sides"] == nil && trust(room)?["roles"] == nil)
        try room.send("revealActivity", in: "survey")
        #expect(trust(room)?.at("sides", "community", "n") == 5)
        #expect(trust(room)?.at("sides", "professional", "n") == 3)
        // One family carer: with four who use services shown, and five on the side, they could be read out.
        #expect(trust(room)?["roles"] == nil)
        #expect(trust(room)?["differs"] == false && trust(room)?["delta"] != nil)
        try room.send("reopenActivity", in: "survey")
        #expect(
            trust(room)?["sides"] == nil && trust(room)?.at("rounds", "1", "sides", "community", "n") == 5)
    }

    @Test("what is private is read by its owner alone, and has no figures by role")
    func privateAnswers() throws {
        var room = try Self.room(reveal: .live, visibility: .private)
        let people = try room.join(Array(repeating: .usesServices, count: 4))
        for person in people {
            try answer(&room, "trust", 3, by: person)
            try answer(&room, "words", "Only for me", by: person)
        }
        try room.send("revealActivity", in: "survey")
        #expect(room.shown("survey", to: .facilitator).at("texts") == [:])
        #expect(room.shown("survey").at("results", "trust", "n") == 4)
        #expect(room.shown("survey").at("results", "trust", "sides") == nil)
        #expect(room.mine(people[0]).at("activities", "survey", "answers", "words") != nil)
    }

    @Test(
        "[S25] live counts are anonymous, and the directory lists only those who opted in, by the name they give"
    )
    func directory() throws {
        var room = try Self.room()
        let (anna, bill) = (try room.join(.usesServices, name: "Anna"), try room.join(.staff, name: "Bill"))
        for person in [anna, bill] { try answer(&room, "can", ["cook"], by: person) }
        try answer(&room, "words", "On Mondays", by: anna)
        #expect(room.shown("survey").at("results", "can", "counts", "cook") == 2)
        #expect(directory(room).isEmpty)
        #expect(
            room.reason("setConsent", by: anna, in: "survey", ["consent": "listed", "on": true]) == .invalid)
        try consent(&room, "listed", true, as: "Anna from Lenzie", by: anna)
        #expect(directory(room).map { $0["name"] } == ["Anna from Lenzie"])
        #expect(directory(room).first?["answers"] == ["can": ["cook"], "words": ["On Mondays"]])
        #expect(directory(room, to: .screen).isEmpty)
        #expect(directory(room, to: .facilitator).count == 1)
        try answer(&room, "can", ["cook", "drive"], by: anna)
        #expect(directory(room).first?.at("answers", "can") == ["cook", "drive"])
        #expect(!room.view(.participant).text.contains("Bill"))
        #expect(!room.view(.screen).text.contains("Anna"))
    }

    @Test(
        "[S25][S56] consent to each reuse is off until it is given, one by one, and taken back after the close too"
    )
    func consents() throws {
        var room = try Self.room()
        let anna = try room.join()
        try answer(&room, "can", ["cook"], by: anna)
        #expect(room.mine(anna).at("activities", "survey", "consents") == nil)
        #expect(room.shown("survey").at("consents", "listed", "n") == 0)
        try consent(&room, "quoted", true, by: anna)
        #expect(room.mine(anna).at("activities", "survey", "consents") == ["quoted": ["on": true]])
        #expect(directory(room).isEmpty)
        try consent(&room, "listed", true, as: "Anna", by: anna)
        #expect(room.shown("survey").at("consents", "listed", "n") == 1)
        try room.send("closeActivity", in: "survey")
        try consent(&room, "listed", false, by: anna)
        #expect(directory(room).isEmpty && room.shown("survey").at("consents", "listed", "n") == 0)
        try room.send("endLab")
        try consent(&room, "quoted", false, by: anna)
        #expect(room.mine(anna).at("activities", "survey", "consents") == nil)
        #expect(
            room.reason("setConsent", by: anna, in: "survey", ["consent": "quoted", "on": true]) == .labClosed
        )
        #expect(
            room.reason("setConsent", by: anna, in: "survey", ["consent": "sold", "on": true]) == .unknownItem
        )
    }

    @Test("[S26] matches are suggested without names; only when both say yes does each learn the other's")
    func matches() throws {
        var room = try Self.room()
        let (anna, bill) = (try room.join(.usesServices, name: "Anna"), try room.join(.family, name: "Bill"))
        let cat = try room.join(.staff, name: "Cat")
        try answer(&room, "can", ["drive"], by: anna)
        try answer(&room, "would", ["drive"], by: bill)
        #expect(room.reason("suggestMatches", by: bill, in: "survey") == .notAllowed)
        let suggested = try room.send("suggestMatches", in: "survey")
        let match = try #require(suggested.first?.item)
        #expect(suggested.count == 1)
        #expect(try room.send("suggestMatches", in: "survey").isEmpty)
        let own = { (room: LabFixture, person: ID) in
            room.mine(person).at("activities", "survey", "matches", match)
        }
        #expect(own(room, anna) == ["option": "drive", "gives": true])
        #expect(own(room, bill) == ["option": "drive", "gives": false] && own(room, cat) == nil)
        let yes: [String: JSON] = ["match": .string(match), "on": true]
        #expect(room.reason("acceptMatch", by: cat, in: "survey", yes) == .notYours)
        #expect(room.reason("acceptMatch", by: LabFixture.host, in: "survey", yes) == .notYours)
        #expect(room.reason("acceptMatch", by: bill, in: "survey", yes) == .invalid)
        try room.send("acceptMatch", by: bill, in: "survey", yes.merging(["name": "Bill B."]) { $1 })
        #expect(own(room, anna)?["with"] == nil && own(room, bill)?["accepted"] == "Bill B.")
        #expect(room.undoReason(suggested) == .movedOn)
        try room.send("acceptMatch", by: anna, in: "survey", yes.merging(["name": "Anna A."]) { $1 })
        #expect(own(room, anna)?["with"] == "Bill B." && own(room, bill)?["with"] == "Anna A.")
        #expect(
            room.shown("survey").at("matches") == [
                "has": "can", "wants": "would", "suggested": 1, "agreed": 1,
            ])
        for audience in Audience.allCases { #expect(!room.view(audience).text.contains("Bill B.")) }
        try room.send("acceptMatch", by: anna, in: "survey", ["match": .string(match), "on": false])
        #expect(own(room, bill)?["with"] == nil)
    }

    @Test("[S26] a supporter may write for somebody, and the directory says so")
    func supporter() throws {
        var room = try Self.room()
        let anna = try room.join()
        try room.send("setSupport", by: anna, ["support": "scribe"])
        try answer(&room, "can", ["cook"], by: anna)
        try consent(&room, "listed", true, as: "Anna", by: anna)
        #expect(directory(room).first?["support"] == "scribe")
    }

    @Test("one answer sends only that question's change")
    func patches() throws {
        var room = try Self.room()
        let anna = try room.join()
        _ = room.takeTouched()
        let old = room.lab
        try answer(&room, "trust", 3, by: anna)
        let patch = room.lab.patch(for: .participant, since: old, touching: room.takeTouched())
        #expect(patch?.at("activities", "survey")?.object?.keys.sorted() == ["heard", "results"])
        #expect(patch?.at("activities", "survey", "results")?.object?.keys.sorted() == ["trust"])
        #expect(patch?.at("activities", "survey", "results", "trust", "counts") == ["3": 1])
    }
}
