import LabFixtures
import Testing

@testable import CoproductionLab

/// What the group decides on each item, and why.
@Suite struct DecisionTests {
    private var room = LabFixture()
    private let anna: ID
    private let idea: ID

    init() throws {
        anna = try room.join(.usesServices)
        try room.open("ideas", "matrix")
        idea = try room.addIdea("Walks", by: anna)
    }

    private func body(_ decision: JSON, _ reason: JSON = "It helps.", version: Int? = nil) -> [String: JSON] {
        var body: [String: JSON] = ["item": .string(idea), "decision": decision, "reason": reason]
        body.set("version", version)
        return body
    }

    private func shown(_ room: LabFixture) -> JSON? { room.shown("matrix").at("items", idea, "decision") }

    @Test(
        "[S4] an idea ends with a decision, a reason and who acts together",
        arguments: ["do", "plan", "later", "drop"])
    func decided(decision: String) throws {
        var room = room
        try room.send(
            "decide", in: "matrix", body(.string(decision)).merging(["who": "Anna and the café"]) { $1 })
        for audience in [Audience.participant, .facilitator, .screen] {
            #expect(
                room.shown("matrix", to: audience).at("items", idea, "decision")
                    == [
                        "decision": .string(decision), "reason": "It helps.", "who": "Anna and the café",
                        "version": 1,
                    ])
        }
    }

    @Test("[S24] there is no decision without one of the four words and a reason")
    func incomplete() {
        #expect(room.reason("decide", in: "matrix", body("maybe")) == .invalid)
        #expect(room.reason("decide", in: "matrix", body(.null)) == .invalid)
        #expect(room.reason("decide", in: "matrix", body("do", "  ")) == .empty)
        #expect(room.reason("decide", in: "matrix", body("do", .null)) == .invalid)
        #expect(
            room.reason("decide", in: "matrix", ["item": "nothing", "decision": "do", "reason": "x"])
                == .unknownItem)
    }

    @Test("A decision is changed, and who knew only of an earlier one is told so with both")
    func changed() throws {
        var room = room
        #expect(room.reason("decide", in: "matrix", body("do", version: 1)) == .changedMeanwhile)
        try room.send("decide", in: "matrix", body("do", version: 0))
        let stale = try #require(room.refusal("decide", in: "matrix", body("drop", "Too dear.", version: 0)))
        #expect(stale.reason == .changedMeanwhile)
        #expect(stale.extra["theirs"] == ["decision": "do", "reason": "It helps.", "version": 1])
        #expect(stale.extra["yours"] == ["decision": "drop", "reason": "Too dear."])
        try room.send("decide", in: "matrix", body("plan", version: 1))
        try room.send("decide", in: "matrix", body("later"))
        #expect(shown(room) == ["decision": "later", "reason": "It helps.", "version": 3])
    }

    @Test("The same decision again changes nothing")
    func same() throws {
        var room = room
        try room.send("decide", in: "matrix", body("do"))
        #expect(try room.send("decide", in: "matrix", body("do")).isEmpty)
    }

    @Test("A decision is undone to the one before, and its versions never come back")
    func undo() throws {
        var room = room
        let first = try room.send("decide", in: "matrix", body("do"))
        let second = try room.send("decide", in: "matrix", body("drop", "Too dear."))
        #expect(room.undoReason(first) == .movedOn)
        #expect(room.undoReason(second, by: anna) == .notAllowed)
        try room.undo(second)
        #expect(shown(room) == ["decision": "do", "reason": "It helps.", "version": 3])
        try room.undo(first)
        #expect(shown(room) == nil)
        #expect(room.reason("decide", in: "matrix", body("do", version: 0)) == nil)
        try room.send("decide", in: "matrix", body("do"))
        #expect(shown(room)?["version"] == 5)
    }

    @Test("A decision stands while the matrix is closed, revealed or open again, and is undone there too")
    func anyState() throws {
        var room = room
        for move in ["closeActivity", "revealActivity", "reopenActivity", "pauseActivity"] {
            try room.send(move, in: "matrix")
            let events = try room.send("decide", in: "matrix", body("do", .string("After \(move).")))
            #expect(shown(room)?["reason"] == .string("After \(move)."))
            try room.undo(events)
            #expect(shown(room) == nil)
        }
    }

    @Test("A decision tells nothing about ratings before the reveal")
    func beforeReveal() throws {
        var room = room
        try room.rate(idea, impact: 5, effort: 1, by: anna)
        try room.send("decide", in: "matrix", body("do"))
        #expect(
            room.shown("matrix").at("items", idea)?.object?.keys.sorted() == ["decision", "from", "order"])
    }
}
