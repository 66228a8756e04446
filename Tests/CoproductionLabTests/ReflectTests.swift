import LabFixtures
import Testing

@testable import CoproductionLab

/// The learning log: what somebody writes for themself stays theirs.
@Suite struct ReflectTests {
    private static let secret = "Nobody asked me, and I felt it"
    private var room: LabFixture
    private let anna: ID
    private let bill: ID

    init() throws {
        room = LabFixture(
            steps: [
                LabFixture.Step(
                    id: "log", kind: "reflect", visibility: .private, reveal: .never,
                    settings: ["questions": ["What did I learn?", "What will I do?"]]),
                LabFixture.Step(id: "ideas", kind: "gather", reveal: .live, inputsFrom: ["log"]),
            ])
        anna = try room.join(.usesServices, name: "Anna")
        bill = try room.join(.staff, name: "Bill")
        try room.send("setRights", ["participant": .string(bill), "facilitator": true])
    }

    private func notes(_ room: LabFixture, of person: ID) -> [JSON] {
        (room.mine(person).at("activities", "log", "notes")?.object ?? [:]).values
            .sorted { ($0["order"]?.string ?? "") < ($1["order"]?.string ?? "") }
    }

    @Test(
        "[S45] only their owner sees notes: no view, no count and no patch tells of them, the facilitator's neither"
    )
    func secret() throws {
        var room = room
        try room.open("log")
        let before = room.lab
        let views = Audience.allCases.map { room.view($0).bytes }
        _ = room.takeTouched()
        let written = try room.send(
            "writeNote", by: anna, in: "log", ["text": .string(Self.secret), "question": 1])
        let note = try #require(written.first?.item)
        #expect(Lab.result(of: written) == ["note": .string(note)])
        try room.send(
            "writeNote", by: anna, in: "log", ["note": .string(note), "version": 1, "text": "And I said so"])
        let touched = room.takeTouched()
        #expect(touched.keys.isEmpty && touched.whole.isEmpty)
        for (index, audience) in Audience.allCases.enumerated() {
            #expect(room.view(audience).bytes == views[index])
            #expect(room.lab.patch(for: audience, since: before, touching: touched) == nil)
        }
        #expect(room.mine(bill).at("activities") == [:] && room.mine(LabFixture.host).at("activities") == [:])
        #expect(
            notes(room, of: anna) == [
                ["text": "And I said so", "order": "m000001", "version": 2, "question": 1]
            ])
        #expect(room.shown("log", to: .facilitator).at("heard") == nil)
        let activity = try #require(room.lab.activities["log"])
        #expect(activity.heard.count == 0 && !activity.heard.hasContributions)
        #expect(activity.content.outputs(in: Scene(lab: room.lab, activity: activity)).isEmpty)
    }

    @Test("[S45] a facilitator neither changes, removes, undoes nor enters a note")
    func facilitators() throws {
        var room = room
        try room.open("log")
        let written = try room.send("writeNote", by: anna, in: "log", ["text": .string(Self.secret)])
        let note = JSON.string(written.first?.item ?? "")
        for person in [bill, LabFixture.host] {
            #expect(room.reason("removeNote", by: person, in: "log", ["note": note]) == .unknownItem)
            #expect(
                room.reason("writeNote", by: person, in: "log", ["note": note, "version": 1, "text": "x"])
                    == .unknownItem)
            #expect(room.undoReason(written, by: person) == .notYours)
        }
        let paper = try room.addPaper()
        #expect(
            room.reason("writeNote", in: "log", ["text": "For Paula", "onBehalfOf": .string(paper)])
                == .notAllowed)
        #expect(room.reason("revealActivity", in: "log") == .notAllowed)
        #expect(room.reason("pass", by: anna, in: "log") == .unknownCommand)
        let late: JSON = ["activity": "log", "text": .string(Self.secret)]
        try room.send("closeActivity", in: "log")
        #expect(room.reason("offerLate", by: anna, ["name": "writeNote", "body": late]) == .unknownCommand)
    }

    @Test("[S45] notes are written from the opening on for as long as the lab can be read")
    func anytime() throws {
        var room = room
        #expect(room.reason("writeNote", by: anna, in: "log", ["text": "Early"]) == .notOpen)
        try room.open("log")
        let first = try room.send("writeNote", by: anna, in: "log", ["text": "While it is open"])
        try room.send("pauseActivity", in: "log")
        try room.send("writeNote", by: anna, in: "log", ["text": "Paused"])
        try room.send("closeActivity", in: "log")
        try room.send("writeNote", by: anna, in: "log", ["text": "Closed"])
        try room.send("endLab")
        let last = try room.send("writeNote", by: anna, in: "log", ["text": "At home"])
        #expect(notes(room, of: anna).count == 4)
        try room.undo(last, by: anna)
        let removed = try room.send("removeNote", by: anna, in: "log", ["note": .string(first[0].item ?? "")])
        #expect(notes(room, of: anna).map { $0["text"] } == ["Paused", "Closed"])
        try room.undo(removed, by: anna)
        #expect(notes(room, of: anna).map { $0["text"] } == ["While it is open", "Paused", "Closed"])
        try room.send("archiveLab")
        #expect(room.reason("writeNote", by: anna, in: "log", ["text": "Gone"]) == .labClosed)
    }

    @Test("A note that was changed on another device isn't overwritten, and the same words change nothing")
    func versions() throws {
        var room = room
        try room.open("log")
        let note = JSON.string(
            try room.send("writeNote", by: anna, in: "log", ["text": "One"]).first?.item ?? "")
        let edited = try room.send(
            "writeNote", by: anna, in: "log", ["note": note, "version": 1, "text": "Two"])
        #expect(
            try room.send("writeNote", by: anna, in: "log", ["note": note, "version": 2, "text": "Two"])
                .isEmpty)
        let stale = room.refusal(
            "writeNote", by: anna, in: "log", ["note": note, "version": 1, "text": "Three"])
        #expect(
            stale?.reason == .changedMeanwhile && stale?.extra["theirs"] == ["text": "Two", "version": 2])
        try room.undo(edited, by: anna)
        #expect(notes(room, of: anna).map { $0["text"] } == ["One"])
        #expect(room.reason("writeNote", by: anna, in: "log", ["text": "x", "question": 3]) == .invalid)
        #expect(room.reason("writeNote", by: anna, in: "log", ["text": " "]) == .empty)
    }

    @Test("[S45] a template that would show notes to anybody is refused")
    func templates() throws {
        func template(_ visibility: JSON, _ reveal: JSON) -> JSON {
            [
                "id": "T", "name": "T", "minutes": 1, "title": "T", "welcome": "W",
                "activities": [
                    [
                        "id": "log", "kind": "reflect", "title": "L", "prompt": "P", "visibility": visibility,
                        "reveal": reveal,
                    ]
                ],
            ]
        }
        _ = try Template(template("private", "never"))
        for (visibility, reveal, key) in [
            ("anonymous", "never", "visibility"), ("named", "never", "visibility"),
            ("private", "live", "reveal"),
            ("private", "onReveal", "reveal"),
        ] as [(JSON, JSON, String)] {
            do {
                _ = try Template(template(visibility, reveal))
                Issue.record("\(visibility) \(reveal) was read")
            } catch {
                #expect(error.path == ["activities", "0", key])
            }
        }
    }
}
