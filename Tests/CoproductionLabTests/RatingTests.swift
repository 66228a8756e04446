import LabFixtures
import Testing

@testable import CoproductionLab

/// One person's ratings on the Priority Matrix.
@Suite struct RatingTests {
    private var room = LabFixture()
    private let anna: ID
    private let idea: ID

    init() throws {
        anna = try room.join(.usesServices)
        try room.open("ideas", "matrix")
        idea = try room.addIdea("Walks", by: anna)
    }

    private func own(_ room: LabFixture) -> JSON? {
        room.mine(anna).at("activities", "matrix", "ratings", idea)
    }

    @Test("[S24] impact and effort are rated from 1 to 5 or “don't know”, one axis at a time or both at once")
    func axes() throws {
        var room = room
        try room.rate(idea, impact: 1, by: anna)
        #expect(own(room) == ["impact": 1])
        try room.rate(idea, effort: "dontKnow", by: anna)
        #expect(own(room) == ["impact": 1, "effort": "dontKnow"])
        try room.rate(idea, impact: 5, effort: 4, by: anna)
        #expect(own(room) == ["impact": 5, "effort": 4])
        #expect(room.heard("matrix") == ["n": 1, "of": 1])
    }

    @Test("[S24] “none” takes an answer back, and with the last one the person isn't heard any more")
    func none() throws {
        var room = room
        try room.rate(idea, impact: 5, effort: 4, by: anna)
        try room.rate(idea, impact: "none", by: anna)
        #expect(own(room) == ["effort": 4])
        try room.rate(idea, effort: "none", by: anna)
        #expect(own(room) == nil)
        #expect(room.heard("matrix") == ["n": 0, "of": 1])
        #expect(try room.rate(idea, effort: "none", by: anna).isEmpty)
    }

    @Test(
        "[S24] what isn't on the scale is refused, and the other axis with it",
        arguments: [
            0, 6, -1, .double(2.5), "x", "4", "", "dontknow", .null, true, [3], ["level": 3], .int(.max),
        ] as [JSON])
    func offTheScale(value: JSON) throws {
        var room = room
        try room.rate(idea, impact: 2, effort: 2, by: anna)
        for body: [String: JSON] in [["impact": value], ["effort": value], ["impact": 4, "effort": value]] {
            #expect(
                room.reason("rate", by: anna, in: "matrix", body.merging(["item": .string(idea)]) { $1 })
                    == .invalid)
        }
        #expect(own(room) == ["impact": 2, "effort": 2])
    }

    @Test("A rating that names no axis or no item of the matrix is refused")
    func incomplete() throws {
        #expect(room.reason("rate", by: anna, in: "matrix", ["item": .string(idea)]) == .invalid)
        #expect(room.reason("rate", by: anna, in: "matrix", ["impact": 3]) == .invalid)
        #expect(
            room.reason("rate", by: anna, in: "matrix", ["item": "nothing", "impact": 3]) == .unknownItem)
    }

    @Test("The same rating again changes nothing")
    func same() throws {
        var room = room
        try room.rate(idea, impact: 3, by: anna)
        #expect(try room.rate(idea, impact: 3, by: anna).isEmpty)
        #expect(try room.rate(idea, impact: .double(3), by: anna).isEmpty)
    }

    @Test("A rating is undone axis by axis, as it was given, unless it has been changed since")
    func undo() throws {
        var room = room
        let first = try room.rate(idea, impact: 3, by: anna)
        let second = try room.rate(idea, effort: 2, by: anna)
        #expect(room.undoReason(first, by: anna) == .movedOn)
        try room.undo(second, by: anna)
        #expect(own(room) == ["impact": 3])
        try room.undo(first, by: anna)
        #expect(own(room) == nil)
        #expect(room.heard("matrix").at("n") == 0)
    }

    @Test("Ratings of an idea that has gone come back with it")
    func gone() throws {
        var room = room
        try room.rate(idea, impact: 3, by: anna)
        let hidden = try room.send("hideIdea", in: "ideas", ["idea": .string(idea)])
        #expect(
            room.reason("rate", by: anna, in: "matrix", ["item": .string(idea), "impact": 4]) == .unknownItem)
        #expect(room.shown("matrix").at("items") == [:])
        try room.undo(hidden)
        try room.send("revealActivity", in: "matrix")
        #expect(room.shown("matrix").at("items", idea, "results", "impact", "n") == 1)
    }

    @Test("The words of the axes are the template's, or the usual ones")
    func words() throws {
        #expect(room.shown("matrix").at("axes", "impact", "question") == "How much would it help?")
        let settings: JSON = [
            "axes": ["impact": ["question": "Does it matter?", "low": "No", "high": "Yes"]]
        ]
        let other = LabFixture { if $0.id == "matrix" { $0.settings = settings } }
        #expect(
            other.shown("matrix").at("axes", "impact") == [
                "question": "Does it matter?", "low": "No", "high": "Yes",
            ])
        #expect(other.shown("matrix").at("axes", "effort", "high") == "Very hard")
    }

    @Test("[S1] a rating keeps counting for the role that its author had when they first rated")
    func roleAtTheTime() throws {
        var room = room
        let others = try room.join([.family, .neighbour, .staff, .staff, .manager])
        try room.rate(idea, impact: 3, effort: 3, by: anna)
        for person in others { try room.rate(idea, impact: 3, effort: 3, by: person) }
        try room.send("setRole", by: anna, ["role": "staff"])
        try room.rate(idea, impact: 4, by: anna)
        try room.send("revealActivity", in: "matrix")
        #expect(room.shown("matrix").at("items", idea, "results", "sides", "community", "n") == 3)
        #expect(room.shown("matrix").at("items", idea, "results", "sides", "professional", "n") == 3)
    }
}
