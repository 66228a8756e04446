import LabFixtures
import Testing

@testable import CoproductionLab

@Suite("What surrounds the activities")
struct FrameTests {
    @Test("[S15] the set-up questions are answered, changed and undone; an empty answer takes one away")
    func setUp() throws {
        var room = LabFixture()
        let events = try room.send(
            "setDetails",
            [
                "times": "Evenings, and one Saturday", "pay": "£12 an hour for everybody who isn't at work",
                "expenses": "Buses and child care", "access": "A loop, a quiet room",
            ])
        for audience in [Audience.participant, .facilitator, .screen] {
            #expect(room.view(audience).at("lab", "details", "times") == "Evenings, and one Saturday")
        }
        try room.send("setDetails", ["times": ""])
        #expect(room.view().at("lab", "details", "times") == nil)
        #expect(room.view().at("lab", "details", "access") == "A loop, a quiet room")
        #expect(room.undoReason(events) == .movedOn)
        #expect(room.reason("setDetails", ["times": .string(String(repeating: "x", count: 501))]) == .tooLong)
    }

    @Test(
        "[S15] a facilitator is warned where only professionals are paid, and nobody else is told by the program"
    )
    func warning() throws {
        var room = LabFixture()
        try room.send("setDetails", ["paid": ["professional": true, "community": false]])
        #expect(room.view(.facilitator).at("people", "onlyProfessionalsPaid") == true)
        #expect(room.view().at("people", "onlyProfessionalsPaid") == nil)
        try room.send("setDetails", ["paid": ["community": true]])
        #expect(room.view(.facilitator).at("people", "onlyProfessionalsPaid") == nil)
    }

    @Test(
        "[S15] a lab whose template asks for it opens only when pay and times are answered, and says what is missing"
    )
    func blocked() throws {
        var room = LabFixture()
        room.fold([
            Event("labCreated", by: ["host"], ["setUpNeeds": ["times", "pay"]]),
            Event("labStateRestored", by: ["host"], ["state": "prepared", "sitting": 1]),
        ])
        let refusal = room.refusal("openLab")
        #expect(refusal?.reason == .notAllowed && refusal?.extra["missing"] == ["times", "pay"])
        #expect(refusal?.detail.contains("who is paid") == true)
        try room.send("setDetails", ["times": "Evenings", "pay": "Everybody"])
        try room.send("openLab")
    }

    @Test("[S5] [S20] the lab's own words, its context and its glossary are for everybody in it")
    func words() throws {
        var room = LabFixture()
        try room.send(
            "setDetails",
            [
                "words": ["lab": "blether", "professional": "worker"],
                "context": "Kirkintilloch, on the canal.",
                "glossary": ["Assets": "What we have: people, places, skills"],
            ])
        let details = room.view().at("lab", "details")
        #expect(details?["words"] == ["lab": "blether", "professional": "worker"])
        #expect(details?["context"] == "Kirkintilloch, on the canal.")
        // Whoever waits has the words, and nothing else.
        #expect(
            room.view(.waiting).at("lab", "details") == [
                "words": ["lab": "blether", "professional": "worker"]
            ])
        #expect(details?["glossary"]?["Assets"] == "What we have: people, places, skills")
        try room.send("setDetails", ["glossary": ["Assets": ""], "words": ["lab": ""]])
        #expect(room.view().at("lab", "details", "glossary") == nil)
        #expect(room.view().at("lab", "details", "words") == ["professional": "worker"])
    }

    @Test("[S59] whose lab it is and who hosts it stand apart from the roles of those in the room")
    func owner() throws {
        var room = LabFixture()
        let before = room.view(.facilitator).at("people", "roles")
        try room.send("setDetails", ["owner": "East Dunbartonshire", "host": "Janet, local coordinator"])
        #expect(room.view().at("lab", "details", "owner") == "East Dunbartonshire")
        #expect(room.view().at("lab", "details", "host") == "Janet, local coordinator")
        #expect(room.view(.facilitator).at("people", "roles") == before)
    }

    @Test("[S60] in a lab that hides names nobody sees one, the facilitator neither")
    func hiddenNames() throws {
        var room = LabFixture()
        let child = try room.join(.usesServices, name: "Kirsty")
        try room.open("pledges")
        let pledge = try room.pledge("Water the beds", by: child)
        #expect(room.shown("pledges").at("pledges", pledge, "name") == "Kirsty")
        try room.send("setDetails", ["hidesNames": true])
        for audience in Audience.allCases {
            #expect(!String(decoding: room.view(audience).bytes, as: UTF8.self).contains("Kirsty"))
        }
    }

    @Test("[S7] the lab's language is changed while it lasts, and its history says by whom")
    func language() throws {
        var room = LabFixture()
        let moira = try room.join()
        #expect(room.reason("setLanguage", by: moira, ["language": "gd"]) == .notAllowed)
        for tag: JSON in ["", "in Gaelic", 4] {
            #expect(room.reason("setLanguage", ["language": tag]) == .invalid)
        }
        #expect(try room.send("setLanguage", ["language": "en"]).isEmpty)
        let first = try room.send("setLanguage", ["language": "gd"])
        for audience in Audience.allCases {
            #expect(room.view(audience).at("lab", "language") == "gd")
        }
        let line = try #require(room.view().at("history")?.object?.values.first)
        #expect(line["what"] == "language" && line["language"] == "gd" && line["by"] == "Fiona")
        #expect(line["activity"] == nil && line["title"] == nil)
        #expect(room.undoReason(first, by: moira) == .notAllowed)
        let second = try room.send("setLanguage", ["language": "ur"])
        #expect(room.undoReason(first) == .movedOn)
        try room.undo(second)
        #expect(room.lab.language == "gd" && room.lab.history.map(\.language) == ["gd", "ur", "gd"])
        try room.send("endLab")
        try room.send("setLanguage", ["language": "pl"])
        try room.send("archiveLab")
        #expect(room.reason("setLanguage", ["language": "en"]) == .labClosed)
    }

    @Test("[S7] [S60] for how long the lab is kept is changed while it lasts, and afterwards only shortened")
    func retention() throws {
        var room = LabFixture()
        let moira = try room.join()
        #expect(room.reason("setRetention", by: moira, ["days": 30]) == .notAllowed)
        for days: JSON in [0, 3651, "30"] {
            #expect(room.reason("setRetention", ["days": days]) == .invalid)
        }
        #expect(try room.send("setRetention", ["days": 90]).isEmpty)
        let first = try room.send("setRetention", ["days": 365])
        for audience in [Audience.participant, .facilitator, .screen] {
            #expect(room.view(audience).at("lab", "retentionDays") == 365)
        }
        let line = try #require(room.view().at("history")?.object?.values.first)
        #expect(line["what"] == "retention" && line["days"] == 365 && line["by"] == "Fiona")
        #expect(room.undoReason(first, by: moira) == .notAllowed)
        let second = try room.send("setRetention", ["days": 30])
        #expect(room.undoReason(first) == .movedOn)
        try room.undo(second)
        #expect(room.lab.retentionDays == 365 && room.lab.history.map(\.days) == [365, 30, 365])
        try room.send("endLab")
        #expect(room.reason("setRetention", ["days": 366]) == .notAllowed)
        let ended = try #require(room.lab.endedAt)
        try room.send("setRetention", ["days": 7])
        #expect(room.lab.keptUntil == ended + 7 * 86_400_000)
        try room.send("openLab")
        try room.send("setRetention", ["days": 500])
        #expect(room.lab.keptUntil == nil && room.lab.retentionDays == 500)
    }

    @Test("[S60] in a lab that hides names nobody's own is taken, or shown where it was taken before")
    func namesOfOnesOwn() throws {
        var room = LabFixture(steps: [
            LabFixture.Step(id: "panel", kind: "questions", reveal: .live),
            LabFixture.Step(
                id: "skills", kind: "survey", reveal: .live,
                settings: [
                    "questions": [["id": "words", "type": "text", "title": "What?"]],
                    "consents": [["id": "listed", "title": "List me"]],
                    "directory": ["shows": ["words"], "consent": "listed"],
                ]),
        ])
        let child = try room.join(.usesServices, name: "Kirsty")
        try room.open("panel", "skills")
        let asked: [String: JSON] = ["text": "Why?", "named": true]
        let listed: [String: JSON] = ["consent": "listed", "on": true, "name": "Kirsty of the park"]
        try room.send("askQuestion", by: child, in: "panel", asked)
        try room.send("answerQuestion", by: child, in: "skills", ["question": "words", "text": "Slides"])
        try room.send("setConsent", by: child, in: "skills", listed)
        for audience in [Audience.participant, .facilitator] {
            #expect(room.shown("panel", to: audience).text.contains("Kirsty"))
            #expect(room.shown("skills", to: audience).text.contains("Kirsty of the park"))
        }
        try room.send("setDetails", ["hidesNames": true])
        for audience in Audience.allCases { #expect(!room.view(audience).text.contains("Kirsty")) }
        #expect(room.shown("panel").at("allowsNamed") == false)
        let other = try room.join(.usesServices, name: "Isla")
        #expect(room.reason("askQuestion", by: other, in: "panel", asked) == .notAllowed)
        #expect(room.reason("setConsent", by: other, in: "skills", listed) == .notAllowed)
        try room.send("setConsent", by: child, in: "skills", ["consent": "listed", "on": false])
    }

    @Test("[S9] a signal is private: facilitators see how many, never who, and nobody else sees any")
    func signals() throws {
        var room = LabFixture()
        let people = try room.join([.usesServices, .family, .staff])
        let events = try room.send("signal", by: people[0], ["signal": "slowDown"])
        try room.send("signal", by: people[1], ["signal": "slowDown"])
        try room.send("signal", by: people[2], ["signal": "ready"])
        #expect(room.view(.facilitator).at("people", "signals") == ["slowDown": 2, "ready": 1])
        for audience in [Audience.participant, .screen, .waiting] {
            #expect(room.view(audience).at("people", "signals") == nil)
        }
        #expect(room.mine(people[0]).at("participant", "signal") == "slowDown")
        #expect(room.mine(people[1]).at("participant", "signal") == "slowDown")
        try room.undo(events, by: people[0])
        #expect(room.view(.facilitator).at("people", "signals") == ["slowDown": 1, "ready": 1])
        #expect(room.reason("settleSignals", by: people[0]) == .notAllowed)
        try room.send("settleSignals")
        #expect(room.view(.facilitator).at("people", "signals") == nil)
        #expect(room.mine(people[1]).at("participant", "signal") == nil)
        #expect(room.reason("signal", by: people[0], ["signal": "panic"]) == .invalid)
    }

    @Test("[S19] people who are new to this are counted for the facilitator, as they say themselves")
    func new() throws {
        var room = LabFixture()
        let people = try room.join([.usesServices, .family])
        try room.send("setNew", by: people[0], ["new": true])
        #expect(room.view(.facilitator).at("people", "newToThis") == 1)
        #expect(room.view().at("people", "newToThis") == nil)
        try room.send("leave", by: people[0])
        #expect(room.view(.facilitator).at("people", "newToThis") == 0)
    }

    @Test("[S9] sittings have a title and a day, and an activity belongs to one")
    func sittings() throws {
        var room = LabFixture()
        let events = try room.send(
            "planSitting", ["sitting": 2, "title": "Second evening", "date": "2026-12-01"])
        #expect(
            room.view().at("lab", "sittings", "2") == ["title": "Second evening", "date": "2026-12-01"])
        #expect(room.reason("planSitting", ["sitting": 2, "date": "1 December"]) == .invalid)
        try room.undo(events)
        #expect(room.view().at("lab", "sittings") == nil)
        room.fold([
            Event(
                "activityAdded", activity: "later", by: ["host"],
                ["kind": "gather", "title": "Later", "prompt": "?", "order": "mzz", "sitting": 2])
        ])
        #expect(room.shown("later").at("sitting") == 2)
    }
}
