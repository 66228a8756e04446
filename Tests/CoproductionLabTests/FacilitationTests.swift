import LabFixtures
import Testing

@testable import CoproductionLab

/// Running a room: whose it is, its pace, and what is shown now.
@Suite struct FacilitationTests {
    private var room = LabFixture()
    private let anna: ID
    private let bill: ID

    init() throws {
        anna = try room.join(.usesServices)
        bill = try room.join(.staff)
    }

    private func rights(_ person: ID, _ on: Bool) -> [String: JSON] {
        ["participant": .string(person), "facilitator": .bool(on)]
    }

    @Test("[S7] a participant is made co-facilitator live, and still answers and counts like everybody")
    func coFacilitator() throws {
        var room = room
        #expect(room.reason("openActivity", by: anna, in: "ideas") == .notAllowed)
        try room.send("setRights", rights(anna, true))
        #expect(room.mine(anna).at("participant", "facilitator") == true)
        try room.send("openActivity", by: anna, in: "ideas")
        _ = try room.addIdea("Walks", by: anna)
        #expect(room.heard("ideas") == ["n": 1, "of": 2])
        #expect(
            room.journal.last { $0.event.kind == "activityOpened" }?.event.actor == anna,
            "the history says who")
        #expect(try room.send("setRights", rights(anna, true)).isEmpty)
    }

    @Test("[S7] rights are given and taken by facilitators, and the one a lab was made for keeps theirs")
    func rightsAreGiven() throws {
        var room = room
        #expect(room.reason("setRights", by: anna, rights(anna, true)) == .notAllowed)
        try room.send("setRights", rights(anna, true))
        #expect(room.reason("setRights", by: anna, rights(LabFixture.host, false)) == .notAllowed)
        #expect(room.reason("setRights", rights("nobody", true)) == .unknownPerson)
        #expect(room.reason("setRights", ["participant": .string(anna)]) == .invalid)
        try room.send("setRights", rights(anna, false))
        #expect(room.reason("openActivity", by: anna, in: "ideas") == .notAllowed)
    }

    @Test("Who has lost their rights can't use an undo to give or take any")
    func undoneRights() throws {
        var room = room
        try room.send("setRights", rights(anna, true))
        let given = try room.send("setRights", by: anna, rights(bill, true))
        try room.send("setRights", rights(anna, false))
        #expect(room.undoReason(given, by: anna) == .notAllowed)
        try room.undo(given)
        #expect(room.lab.people[bill]?.isFacilitator == false)
        #expect(room.undoReason(given) == .movedOn)
    }

    @Test("Name, role, support and watching are undone by their owner, unless they have changed since")
    func undoneChanges() throws {
        var room = room
        let first = try room.send("setName", by: anna, ["name": "Ann"])
        #expect(room.undoReason(first, by: bill) == .notYours)
        #expect(room.undoReason(first) == .notYours)
        let second = try room.send("setName", by: anna, ["name": "Annie"])
        #expect(room.undoReason(first, by: anna) == .movedOn)
        try room.undo(second, by: anna)
        try room.undo(first, by: anna)
        #expect(room.mine(anna).at("participant", "name") == "Guest 1")
        for (command, body) in [
            ("setRole", ["role": "elected"]), ("setSupport", ["support": "voice"]), ("watch", ["on": true]),
            ("leave", [:]),
        ] as [(String, [String: JSON])] {
            let before = room.view(.facilitator)
            let events = try room.send(command, by: anna, body)
            try room.undo(events, by: anna)
            #expect(room.view(.facilitator) == before, "\(command)")
            #expect(try room.send(command, by: anna, body).count == 1)
        }
    }

    @Test("[S9] nothing advances by itself: no answer, no pass and no time that goes by moves an activity")
    func pace() throws {
        var room = room
        try room.open("ideas", "dots")
        let states = { (room: LabFixture) in room.lab.agenda.map { room.lab.activities[$0]?.state } }
        let before = states(room)
        let idea = try room.addIdea("Walks", by: anna)
        try room.vote(idea, by: anna)
        try room.send("pass", by: bill, in: "dots")
        try room.send("pass", by: bill, in: "ideas")
        #expect(room.heard("ideas") == ["n": 2, "of": 2] && room.heard("dots") == ["n": 2, "of": 2])
        #expect(states(room) == before)
        var later = room.lab
        _ = later.evolve(Event("watched", by: [anna]), at: 1_900_000_000_000)
        #expect(later.agenda.map { later.activities[$0]?.state } == before)
        #expect(room.shown("ideas").at("guideMinutes") == 5, "[S46] minutes are guidance")
    }

    @Test("[S9] several activities may be open at once, and any can be taken up again")
    func severalOpen() throws {
        var room = room
        try room.open("ideas", "pledges")
        _ = try room.addIdea("Walks", by: anna)
        _ = try room.pledge("Tea", by: anna)
        try room.send("closeActivity", in: "ideas")
        try room.send("reopenActivity", in: "ideas")
        _ = try room.addIdea("Café", by: anna)
        #expect(room.shown("ideas").at("round") == 0)
        try room.send("revealActivity", in: "ideas")
        try room.send("reopenActivity", in: "ideas")
        #expect(room.shown("ideas").at("round") == 1)
    }

    @Test("What was opened or revealed last is what to look at now")
    func current() throws {
        var room = room
        #expect(room.view().at("lab", "current") == nil)
        try room.open("welcome", "ideas")
        #expect(room.view().at("lab", "current") == "ideas")
        try room.send("closeActivity", in: "ideas")
        #expect(room.view().at("lab", "current") == "ideas")
        try room.open("dots")
        try room.send("revealActivity", in: "ideas")
        #expect(room.view(.screen).at("lab", "current") == "ideas")
    }

    @Test(
        "Undoing a move of one activity goes back to what was shown before, and not away from what is shown since"
    )
    func currentAfterUndo() throws {
        var room = room
        let first = try room.send("openActivity", in: "welcome")
        var alone = room
        try alone.undo(first)
        #expect(alone.view().at("lab", "current") == nil)
        let second = try room.send("openActivity", in: "ideas")
        var back = room
        try back.undo(second)
        #expect(back.view().at("lab", "current") == "welcome")
        try room.open("dots")
        try room.undo(second)
        #expect(room.view().at("lab", "current") == "dots")
        #expect(room.shown("ideas").at("state") == "draft")
    }

    @Test("Every move of an activity is undone by a facilitator, until another follows it")
    func undoneMoves() throws {
        var room = room
        let moves = ["openActivity", "pauseActivity", "resumeActivity", "closeActivity", "revealActivity"]
        for move in moves {
            let before = room.shown("dots").at("state")
            let events = try room.send(move, in: "dots")
            #expect(room.undoReason(events, by: anna) == .notAllowed)
            var undone = room
            try undone.undo(events)
            #expect(undone.shown("dots").at("state") == before, "\(move)")
            #expect(undone.undoReason(events) == .movedOn, "\(move)")
        }
        let reopened = try room.send("reopenActivity", in: "dots")
        var undone = room
        try undone.undo(reopened)
        #expect(undone.shown("dots").at("state") == "revealed")
    }

    @Test("An opening isn't undone once somebody has been heard: it is closed")
    func openedAndHeard() throws {
        var room = room
        let opened = try room.send("openActivity", in: "ideas")
        try room.send("pass", by: anna, in: "ideas")
        #expect(room.undoReason(opened) == .movedOn)
    }

    @Test("An activity says when it was opened, and its inputs, and what its template says of it")
    func frame() throws {
        var room = room
        try room.open("dots")
        let frame = room.shown("dots")
        #expect(frame["openedAt"]?.int ?? 0 > 1_700_000_000_000)
        #expect(frame["inputsFrom"] == ["ideas"])
        #expect(frame["title"] == "Title of dots" && frame["kind"] == "vote" && frame["order"] == "m000003")
        #expect(room.shown("talk").at("resultsOf") == "matrix")
        #expect(room.shown("ideas").at("openedAt") == nil)
    }
}
