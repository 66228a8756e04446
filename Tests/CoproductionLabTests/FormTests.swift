import LabFixtures
import Testing

@testable import CoproductionLab

/// Forms: parts that are written together, each side in its own words, and signed as they were read.
@Suite struct FormTests {
    static let all: [(name: String, settings: JSON)] = [
        ("charter", Forms.charter), ("disagreement", Forms.disagreement), ("testCard", Forms.testCard),
        ("businessCase", Forms.businessCase), ("contribution", Forms.contribution),
        ("transfer", Forms.transfer), ("governance", Forms.governance),
    ]

    /// A room with one open form, called as its kind, and a vote on what comes out of it.
    private struct Room {
        var fixture: LabFixture
        let id: ID
        let anna: ID
        let bill: ID
        let other: ID

        init(_ name: String, _ settings: JSON, reveal: Activity.Reveal = .live) throws {
            id = name
            fixture = LabFixture(
                steps: [
                    LabFixture.Step(
                        id: name, kind: "form", visibility: .role, reveal: reveal, settings: settings),
                    LabFixture.Step(id: "dots", kind: "vote", inputsFrom: [name]),
                ])
            anna = try fixture.join(.usesServices, name: "Anna")
            bill = try fixture.join(.staff, name: "Bill")
            other = try fixture.join(.other, name: "Olive")
            try fixture.open(name)
        }

        func section(_ key: String) -> ID { id + key }
        func shown(_ key: String, to audience: Audience = .participant) -> JSON? {
            fixture.shown(id, to: audience).at("sections", section(key))
        }
        var frame: JSON { fixture.shown(id) }
        func version(_ key: String) -> Int { shown(key)?["version"]?.int ?? -1 }

        @discardableResult
        mutating func write(_ key: String, _ text: String, by person: ID) throws -> [Event] {
            try fixture.send(
                "writeSection", by: person, in: id,
                ["section": .string(section(key)), "text": .string(text), "version": .int(version(key))])
        }
        func refusal(_ key: String, _ text: String, by person: ID, version: Int? = nil) -> Rejection? {
            fixture.refusal(
                "writeSection", by: person, in: id,
                [
                    "section": .string(section(key)), "text": .string(text),
                    "version": .int(version ?? self.version(key)),
                ])
        }
        @discardableResult
        mutating func sign(by person: ID) throws -> [Event] {
            try fixture.send("signForm", by: person, in: id, ["version": frame["version"] ?? 0])
        }
        func refusalToSign(by person: ID) -> Rejection? {
            fixture.refusal("signForm", by: person, in: id, ["version": frame["version"] ?? 0])
        }
        mutating func fillCharter() throws {
            try write("conflict", "We meet within a week", by: anna)
            try write("support", "A worker for a day a week", by: bill)
            try write("review", "2027-03-01", by: bill)
        }
    }

    @Test("A form shows its parts from the beginning, and what is written in them")
    func shown() throws {
        var room = try Room("charter", Forms.charter)
        #expect(
            room.shown("conflict") == [
                "key": "conflict", "title": "What we do when we disagree", "type": "longText",
                "order": "m000003",
                "required": true, "version": 0,
            ])
        try room.write("conflict", "We meet within a week", by: room.anna)
        for audience in [Audience.participant, .facilitator, .screen] {
            #expect(room.shown("conflict", to: audience)?["text"] == "We meet within a week")
        }
        #expect(room.version("conflict") == 1 && room.frame["version"] == 1)
        #expect(room.fixture.heard("charter") == ["n": 1, "of": 3])
        #expect(try room.write("conflict", "We meet within a week", by: room.bill).isEmpty)
        try room.write("conflict", "", by: room.bill)
        #expect(room.shown("conflict")?["text"] == nil && room.shown("conflict")?["written"] == nil)
        #expect(room.fixture.heard("charter").at("n") == 2)
    }

    @Test("[S32][S17] each side writes its own part, on paper too; nobody writes the other's")
    func sides() throws {
        var room = try Room("disagreement", Forms.disagreement)
        try room.write("people", "Walking alone is my life", by: room.anna)
        try room.write("services", "We fear a fall by the canal", by: room.bill)
        for (key, person) in [
            ("people", room.bill), ("people", room.other), ("people", LabFixture.host),
            ("services", room.anna),
        ] {
            let refusal = room.refusal(key, "Not mine to say", by: person)
            #expect(refusal?.reason == .notAllowed && refusal?.detail.contains("own words") == true)
        }
        let paper = try room.fixture.addPaper(.family)
        let body: [String: JSON] = [
            "section": "people", "text": "From paper", "version": 1, "onBehalfOf": .string(paper),
        ]
        try room.fixture.send("writeSection", in: "disagreement", body)
        #expect(room.shown("people")?["text"] == "From paper")
        try room.write("limits", "The adults with incapacity act", by: room.other)
    }

    @Test("A part that was changed in the meantime isn't overwritten: both texts come back")
    func conflict() throws {
        var room = try Room("charter", Forms.charter)
        try room.write("conflict", "We meet within a week", by: room.anna)
        let refusal = room.refusal("conflict", "We ask a mediator", by: room.bill, version: 0)
        #expect(refusal?.reason == .changedMeanwhile)
        #expect(refusal?.extra["theirs"] == ["text": "We meet within a week", "version": 1])
        #expect(refusal?.extra["yours"] == ["text": "We ask a mediator"])
    }

    @Test(
        "[S32] a charter can't be signed while the conflict route, the agency's support or the review date is empty"
    )
    func halfEmpty() throws {
        var room = try Room("charter", Forms.charter)
        let refusal = room.refusalToSign(by: room.anna)
        #expect(refusal?.reason == .empty)
        for title in ["What we do when we disagree", "The agency's support", "When we look at this again"] {
            #expect(refusal?.detail.contains(title) == true)
        }
        try room.write("conflict", "We meet within a week", by: room.anna)
        try room.write("support", "A worker for a day a week", by: room.bill)
        #expect(
            room.refusalToSign(by: room.anna)?.detail
                == "This can't be signed half empty. Fill in “When we look at this again” first, then sign.")
        try room.write("review", "2027-03-01", by: room.bill)
        try room.sign(by: room.anna)
        #expect(room.frame["signed"] == ["n": 1])
        try room.sign(by: room.bill)
        #expect(room.frame["signed"] == ["n": 2, "complete": true])
        #expect(try room.sign(by: room.bill).isEmpty)
    }

    @Test("[S32] an edit voids the signatures of all, and says of how many")
    func voided() throws {
        var room = try Room("charter", Forms.charter)
        try room.fillCharter()
        let read = room.frame["version"] ?? 0
        try room.sign(by: room.anna)
        try room.sign(by: room.bill)
        #expect(room.fixture.mine(room.anna).at("activities", "charter", "signed") == read)
        try room.write("people", "We come every week", by: room.anna)
        #expect(room.frame["signed"] == ["n": 0])
        #expect(room.frame.at("versions", "4", "voided") == 2)
        // What was signed stays on record, and shows that it is another version.
        #expect(room.fixture.mine(room.bill).at("activities", "charter", "signed") == read)
        let stale = room.fixture.refusal("signForm", by: room.bill, in: "charter", ["version": read])
        #expect(stale?.reason == .notAllowed && stale?.detail.contains("Read it again") == true)
        try room.sign(by: room.bill)
        #expect(room.frame["signed"] == ["n": 1])
        #expect(room.fixture.heard("charter").at("n") == 2, "whose signature was voided has been heard")
    }

    @Test("[S32] undoing an edit voids signatures too; a signature is taken back by its owner")
    func undo() throws {
        var room = try Room("charter", Forms.charter)
        try room.fillCharter()
        let edited = try room.write("conflict", "We vote", by: room.bill)
        let signed = try room.sign(by: room.anna)
        #expect(room.fixture.undoReason(edited, by: room.anna) == .notYours)
        try room.fixture.undo(edited, by: room.bill)
        #expect(
            room.shown("conflict")?["text"] == "We meet within a week" && room.frame["signed"] == ["n": 0])
        #expect(room.fixture.undoReason(edited, by: room.bill) == .movedOn)
        #expect(room.fixture.undoReason(signed, by: room.anna) == .movedOn)
        let again = try room.sign(by: room.anna)
        try room.fixture.undo(again, by: room.anna)
        #expect(room.frame["signed"] == ["n": 0])
        try room.sign(by: room.anna)
        let unsigned = try room.fixture.send("unsignForm", by: room.anna, in: "charter")
        try room.fixture.undo(unsigned, by: room.anna)
        #expect(room.frame["signed"] == ["n": 1])
        try room.fixture.send("unsignForm", by: room.anna, in: "charter")
        #expect(try room.fixture.send("unsignForm", by: room.anna, in: "charter").isEmpty)
        #expect(room.frame["signed"] == ["n": 0])
    }

    @Test(
        "[S32] who signs by side shows from the lab's smallest number on, and only when nobody signs any more"
    )
    func bySide() throws {
        var room = try Room("charter", Forms.charter)
        try room.fillCharter()
        let staff = try room.fixture.join([.staff, .manager])
        let people = try room.fixture.join([.family, .neighbour])
        for person in [room.anna, room.bill] + staff + people { try room.sign(by: person) }
        #expect(room.frame["signed"] == ["n": 6, "complete": true])
        #expect(
            room.fixture.refusal("signForm", by: room.other, in: "charter", ["version": 3])?.reason
                == .notAllowed)
        try room.fixture.send("closeActivity", in: "charter")
        #expect(room.frame.at("signed", "bySide") == ["community": 3, "professional": 3])
    }

    @Test("[S32] the last versions are in the view, and all of them in the history")
    func versions() throws {
        var room = try Room("charter", Forms.charter)
        for number in 1...12 { try room.write("conflict", "Version \(number)", by: room.anna) }
        #expect(room.frame["versions"]?.object?.keys.sorted() == (3...12).map(String.init).sorted())
        #expect(room.frame.at("versions", "3", "text") == "Version 3")
        let form = try #require(room.fixture.lab.activities["charter"]?.content as? Form)
        #expect(form.history.map(\.change.text) == (1...12).map { "Version \($0)" })
    }

    @Test(
        "[S17] a disagreement record can't be voted on or averaged: nothing flows out, and a template is refused"
    )
    func notVotable() throws {
        var room = try Room("disagreement", Forms.disagreement)
        try room.write("limits", "The law", by: room.anna)
        try room.fixture.open("dots")
        #expect(room.fixture.shown("dots").at("items") == [:])
        for kind in ["vote", "rate"] {
            let json: JSON = [
                "id": "T", "name": "T", "minutes": 1, "title": "T", "welcome": "W",
                "activities": [
                    [
                        "id": "safe", "kind": "form", "title": "S", "prompt": "P",
                        "settings": Forms.disagreement,
                    ],
                    [
                        "id": "weigh", "kind": .string(kind), "title": "W", "prompt": "P",
                        "inputsFrom": ["safe"],
                    ],
                ],
            ]
            #expect(throws: TemplateProblem.self) { try Template(json) }
            do { _ = try Template(json) } catch {
                #expect(error.path == ["activities", "1", "inputsFrom"])
                #expect(error.message.contains("can't be voted on or averaged"))
            }
        }
        var settings = Forms.disagreement.object ?? [:]
        settings["votable"] = true
        #expect(throws: TemplateProblem.self) { try Form(settings: Settings(.object(settings))) }
    }

    @Test("[S12] a test card says what is tried, what it costs, what was learned, and keep, change or stop")
    func testCard() throws {
        var room = try Room("card", Forms.testCard)
        try room.write("test", "A walk on Saturdays", by: room.anna)
        try room.write("cost", "120.50", by: room.bill)
        try room.write("learned", "Families came", by: room.anna)
        try room.write("next", "change", by: room.anna)
        #expect(room.shown("cost")?["text"] == "120.50" && room.shown("cost")?["unit"] == "£")
        #expect(room.shown("next")?["text"] == "Change it" && room.shown("next")?["value"] == "change")
        #expect(room.refusal("next", "keep going", by: room.anna)?.reason == .invalid)
        for wrong in ["12,50", "-4", "1.234", "a lot", "1e5", "."] {
            #expect(room.refusal("cost", wrong, by: room.anna)?.detail.contains("digits") == true)
        }
        // Its parts flow on, in words and in order.
        try room.fixture.open("dots")
        #expect(room.fixture.shown("dots").at("items")?.object?.count == 4)
        let card = try #require(room.fixture.lab.activities["card"])
        #expect(card.content.text(of: room.section("next")) == "Change it")
    }

    @Test(
        "[S34][S39][S51][S57] a business case, a Contribution Analysis, a transfer and a governance form are filled part by part",
        arguments: ["businessCase", "contribution", "transfer", "governance"])
    func others(name: String) throws {
        let settings = try #require(Self.all.first { $0.name == name }?.settings)
        var room = try Room(name.lowercased(), settings)
        let form = try #require(room.fixture.lab.activities[room.id]?.content as? Form)
        for section in form.sections {
            let value =
                switch section.answer {
                case .money: "4000"
                case .number: "6"
                case .choice: section.options[0].id
                default: "Words for \(section.key)"
                }
            try room.write(section.key, value, by: room.anna)
            #expect(room.shown(section.key)?["text"] == .string(section.words(value)))
        }
        #expect(room.frame["kindOfForm"] == .string(name))
        if name == "governance" {
            for person in [room.anna, room.bill, room.other] { try room.sign(by: person) }
            #expect(room.frame["signed"] == ["n": 3, "complete": true])
        } else {
            #expect(room.refusalToSign(by: room.anna)?.reason == .notAllowed)
        }
    }

    @Test(
        "A form that waits for its reveal shows nobody its words, and nobody writes over what they can't read"
    )
    func hidden() throws {
        var room = try Room("charter", Forms.charter, reveal: .onReveal)
        try room.write("conflict", "We meet secretly", by: room.anna)
        for audience in Audience.allCases { #expect(!room.fixture.view(audience).text.contains("secretly")) }
        #expect(room.fixture.mine(room.anna).text.contains("secretly"))
        #expect(room.shown("conflict")?["written"] == true)
        let refusal = room.refusal("conflict", "We shout", by: room.bill, version: 0)
        #expect(refusal?.reason == .notAllowed && refusal?.extra.isEmpty == true)
        try room.write("conflict", "We meet openly", by: room.anna)
        try room.fixture.send("revealActivity", in: "charter")
        #expect(room.shown("conflict")?["text"] == "We meet openly")
    }

    @Test("What came too late is offered with its text, and taken in under its side")
    func late() throws {
        var room = try Room("charter", Forms.charter)
        try room.fixture.send("closeActivity", in: "charter")
        let body: JSON = ["activity": "charter", "section": "people", "text": "We listen", "version": 0]
        try room.fixture.send("offerLate", by: room.anna, ["name": "writeSection", "body": body])
        let late = try #require(room.fixture.view(.facilitator).at("late")?.object)
        #expect(late.values.first?["text"] == "We listen")
        #expect(
            room.fixture.reason("offerLate", by: room.bill, ["name": "writeSection", "body": body])
                == .notAllowed)
        try room.fixture.send("acceptLate", ["late": .string(late.keys.first ?? "")])
        #expect(room.shown("people")?["text"] == "We listen")
    }

    @Test(
        "Mistakes in a form's settings are named with their place",
        arguments: [
            (["sections": []], ["sections"]),
            (["sections": [["id": "A b", "title": "T"]]], ["sections", "0", "id"]),
            (["sections": [["id": "a"]]], ["sections", "0", "title"]),
            (
                ["sections": [["id": "a", "title": "T"], ["id": "a", "title": "T"]]], ["sections", "1", "id"]
            ),
            (["sections": [["id": "a", "title": "T", "type": "choice"]]], ["sections", "0", "options"]),
            (["sections": [["id": "a", "title": "T", "unit": "£"]]], ["sections", "0", "unit"]),
            (["sections": [["id": "a", "title": "T", "side": "both"]]], ["sections", "0", "side"]),
            (["sections": [["id": "a", "title": "T"]], "signOff": "chair"], ["signOff"]),
        ] as [(JSON, [String])])
    func mistakes(settings: JSON, path: [String]) {
        do {
            _ = try Form(settings: Settings(settings))
            Issue.record("\(settings) was read")
        } catch {
            #expect(error.path == path)
        }
    }
}
