import LabFixtures
import Testing

@testable import CoproductionLab

/// What a facilitator takes back, and what is answered where it has moved on.
@Suite struct FacilitatorsUndoTests {
    private func why(_ events: [Event], in room: LabFixture) -> String? {
        do throws(Rejection) {
            _ = try room.lab.decideUndo(of: events, by: LabFixture.host, room.context)
            return nil
        } catch {
            #expect(error.reason == .movedOn)
            return error.extra["why"]?.string
        }
    }

    @Test("opening again is taken back: what was shown is shown again, as the same round")
    func reopened() throws {
        var room = LabFixture()
        let anna = try room.join()
        try room.open("ideas", "dots")
        let idea = try room.addIdea("Walks", by: anna)
        try room.vote(idea, by: anna)
        try room.send("revealActivity", in: "dots")
        let before = room.shown("dots")
        let reopened = try room.send("reopenActivity", in: "dots")
        #expect(room.lab.activities["dots"]?.round == 1)
        try room.undo(reopened)
        #expect(room.lab.activities["dots"]?.state == .revealed)
        #expect(room.shown("dots") == before)
        // And the next time it is opened again, its round is kept as ever.
        try room.send("reopenActivity", in: "dots")
        #expect(room.shown("dots").at("items", idea, "rounds", "1", "votes") == 1)
    }

    @Test("answers that were given since it was opened again aren't shown by an undo")
    func answeredSince() throws {
        var room = LabFixture()
        let anna = try room.join()
        try room.open("ideas", "dots")
        let idea = try room.addIdea("Walks", by: anna)
        try room.send("revealActivity", in: "dots")
        let shown = try room.send("reopenActivity", in: "dots")
        #expect(why(shown, in: room) == nil)
        try room.vote(idea, by: anna)
        #expect(why(shown, in: room) == "answered")
        // What was only closed shows nothing by being closed again.
        try room.send("closeActivity", in: "dots")
        let closed = try room.send("reopenActivity", in: "dots")
        try room.vote(idea, 0, by: anna)
        try room.undo(closed)
        #expect(room.lab.activities["dots"]?.state == .closed)
        #expect(room.undoReason(closed) == .movedOn)
    }

    @Test("a step that people have answered is closed, not unopened")
    func openedAndAnswered() throws {
        var room = LabFixture()
        let anna = try room.join()
        let opened = try room.send("openActivity", in: "ideas")
        #expect(why(opened, in: room) == nil)
        _ = try room.addIdea("Walks", by: anna)
        #expect(why(opened, in: room) == "answered")
    }

    @Test("somebody on paper who was added by mistake is gone again, until answers are entered for them")
    func addedOnPaper() throws {
        var room = LabFixture()
        try room.open("ideas")
        let joined = room.lab.room.joined
        let added = try room.send("addPerson", ["name": "Jean", "role": "family"])
        #expect(room.lab.room.joined == joined + 1)
        try room.undo(added)
        #expect(room.lab.room.joined == joined)
        #expect(room.lab.people[try #require(added[0].item)] == nil)
        #expect(room.undoReason(added) == .movedOn)

        let again = try room.send("addPerson", ["name": "Jean", "role": "family"])
        let jean = try #require(again[0].item)
        let idea = try room.send(
            "addIdea", in: "ideas", ["text": "A bench", "onBehalfOf": .string(jean)])
        #expect(why(again, in: room) == "entered")
        try room.undo(idea)
        #expect(why(again, in: room) == nil)
        #expect(room.undoReason(again, by: jean) == .notAllowed)
    }

    @Test("Nobody who came with a phone is taken back by an undo")
    func joined() throws {
        var room = LabFixture()
        let anna = try room.join()
        let event = try #require(room.journal.last { $0.event.kind == "participantJoined" }).event
        #expect(event.item == anna)
        #expect(room.undoReason([event]) == .movedOn)
    }

    @Test("[S9] signals that were settled come back, but for those who have signalled something else since")
    func signals() throws {
        var room = LabFixture()
        let (anna, ben) = (try room.join(), try room.join())
        try room.send("signal", by: anna, ["signal": "slowDown"])
        try room.send("signal", by: ben, ["signal": "pause"])
        let settled = try room.send("settleSignals")
        try room.send("signal", by: ben, ["signal": "ready"])
        try room.undo(settled)
        #expect(room.lab.people[anna]?.signal == .slowDown)
        #expect(room.lab.people[ben]?.signal == .ready)
        #expect(room.undoReason(settled) == .movedOn)
    }

    @Test(
        "A lab that was put away is brought back by the hand that put it away, and nothing else is done in it"
    )
    func archived() throws {
        var room = LabFixture()
        let anna = try room.join()
        try room.send("endLab")
        let archived = try room.send("archiveLab")
        #expect(room.reason("openLab") == .labClosed)
        #expect(room.undoReason(archived, by: anna) == .notAllowed)
        try room.undo(archived)
        #expect(room.lab.state == .ended)
        try room.send("openLab")
        #expect(room.lab.state == .open)
    }

    @Test(
        "What was said can't be taken back once its activity has closed, and that is said in words of its own"
    )
    func closed() throws {
        var room = LabFixture()
        try room.open("ideas")
        let idea = try room.send("addIdea", in: "ideas", ["text": "Walks"])
        try room.send("closeActivity", in: "ideas")
        #expect(why(idea, in: room) == "closed")
    }
}
