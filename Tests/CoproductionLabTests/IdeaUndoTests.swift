import LabFixtures
import Testing

@testable import CoproductionLab

/// Taking back what was done with ideas; `movedOn` where something later builds on it.
@Suite struct IdeaUndoTests {
    private var room = LabFixture()
    private let anna: ID
    private let bill: ID

    init() throws {
        anna = try room.join(.usesServices)
        bill = try room.join(.staff)
        try room.open("ideas", "dots", "matrix", "pledges")
    }

    private func edit(_ idea: ID, _ version: Int, _ text: JSON) -> [String: JSON] {
        ["idea": .string(idea), "version": .int(version), "text": text]
    }

    @Test("Undoing each step with an idea leaves the view as it was before, but for version and “edited”")
    func back() throws {
        var room = room
        let one = try room.addIdea("Walks", by: anna)
        let two = try room.addIdea("Café", by: bill)
        let steps: [(name: String, by: ID, body: [String: JSON])] = [
            ("addIdea", anna, ["text": "Songs"]), ("editIdea", anna, edit(one, 1, "Long walks")),
            ("withdrawIdea", anna, ["idea": .string(one)]),
            ("hideIdea", LabFixture.host, ["idea": .string(two)]),
            ("mergeIdeas", LabFixture.host, ["into": .string(one), "ideas": [.string(two)], "text": "Both"]),
        ]
        func plain(_ room: LabFixture) -> [JSON?] {
            let shown = room.shown("ideas").at("ideas")?.object ?? [:]
            return shown.keys.sorted().flatMap { [.string($0), shown[$0]?["text"], shown[$0]?["merged"]] }
        }
        for step in steps {
            var room = room
            let before = plain(room)
            let heard = room.heard("ideas")
            let events = try room.send(step.name, by: step.by, in: "ideas", step.body)
            #expect(plain(room) != before, "\(step.name)")
            try room.undo(events, by: step.by)
            #expect(plain(room) == before, "\(step.name)")
            #expect(room.heard("ideas") == heard, "\(step.name)")
            #expect(room.undoReason(events, by: step.by) == .movedOn, "\(step.name) is not undone twice")
        }
    }

    @Test("An undo can be undone")
    func redo() throws {
        var room = room
        let one = try room.addIdea("Walks", by: anna)
        let edited = try room.send("editIdea", by: anna, in: "ideas", edit(one, 1, "Long walks"))
        let undone = try room.undo(edited, by: anna)
        #expect(room.shown("ideas").at("ideas", one, "text") == "Walks")
        try room.undo(undone, by: anna)
        #expect(room.shown("ideas").at("ideas", one, "text") == "Long walks")
        let two = try room.addIdea("Café", by: bill)
        let merged = try room.send(
            "mergeIdeas", in: "ideas", ["into": .string(one), "ideas": [.string(two)]])
        try room.undo(try room.undo(merged))
        #expect(room.shown("ideas").at("ideas", one, "merged") == 1)
        #expect(room.shown("ideas").at("ideas", two) == nil)
    }

    @Test("Nobody undoes what somebody else did")
    func others() throws {
        var room = room
        let added = try room.send("addIdea", by: anna, in: "ideas", ["text": "Walks"])
        #expect(room.undoReason(added, by: bill) == .notYours)
        let hidden = try room.send("hideIdea", in: "ideas", ["idea": .string(added.first?.item ?? "")])
        #expect(room.undoReason(hidden, by: anna) == .notAllowed)
        #expect(room.undoReason(hidden, by: bill) == .notAllowed)
    }

    @Test("[S7] a co-facilitator takes back what another facilitator did, and the history says who")
    func coFacilitator() throws {
        var room = room
        let idea = try room.addIdea("Walks", by: anna)
        let hidden = try room.send("hideIdea", in: "ideas", ["idea": .string(idea)])
        try room.send("setRights", ["participant": .string(bill), "facilitator": true])
        try room.send("closeActivity", in: "ideas")
        let back = try room.undo(hidden, by: bill)
        #expect(back.first?.actor == bill)
        #expect(room.shown("ideas").at("ideas", idea, "text") == "Walks")
    }

    @Test(
        "An idea that others have voted on, rated or merged, or that was edited, is not undone but withdrawn")
    func movedOn() throws {
        let (anna, bill) = (anna, bill)
        let later: [(inout LabFixture, ID) throws -> Void] = [
            { room, idea in try room.vote(idea, by: bill) },
            { room, idea in try room.rate(idea, impact: 3, by: bill) },
            { room, idea in
                try room.send(
                    "decide", in: "matrix", ["item": .string(idea), "decision": "do", "reason": "It helps."])
            },
            { room, idea in
                try room.send(
                    "addPledge", by: bill, in: "pledges", ["give": "I walk along", "idea": .string(idea)])
            },
            { room, idea in
                try room.send(
                    "editIdea", by: anna, in: "ideas",
                    ["idea": .string(idea), "version": 1, "text": "Long walks"])
            },
            { room, idea in
                let other = try room.addIdea("Walking", by: bill)
                try room.send("mergeIdeas", in: "ideas", ["into": .string(idea), "ideas": [.string(other)]])
            },
            { room, idea in try room.send("hideIdea", in: "ideas", ["idea": .string(idea)]) },
        ]
        for (index, happens) in later.enumerated() {
            var room = room
            let added = try room.send("addIdea", by: anna, in: "ideas", ["text": "Walks"])
            let idea = try #require(added.first?.item)
            #expect(room.undoReason(added, by: anna) == nil)
            try happens(&room, idea)
            #expect(room.undoReason(added, by: anna) == .movedOn, "case \(index)")
        }
    }

    @Test("An edit or a merge is not undone once the words have changed again")
    func changedAgain() throws {
        var room = room
        let one = try room.addIdea("Walks", by: anna)
        let two = try room.addIdea("Café", by: bill)
        let first = try room.send("editIdea", by: anna, in: "ideas", edit(one, 1, "Long walks"))
        try room.send("editIdea", by: anna, in: "ideas", edit(one, 2, "Short walks"))
        #expect(room.undoReason(first, by: anna) == .movedOn)
        let merged = try room.send(
            "mergeIdeas", in: "ideas", ["into": .string(one), "ideas": [.string(two)], "text": "Both"])
        try room.send("editIdea", by: anna, in: "ideas", edit(one, 4, "All"))
        #expect(room.undoReason(merged) == .movedOn)
    }

    @Test("Answers are undone while their activity is open, and not while it is paused or closed")
    func states() throws {
        var room = room
        let added = try room.send("addIdea", by: anna, in: "ideas", ["text": "Walks"])
        try room.send("pauseActivity", in: "ideas")
        #expect(room.undoReason(added, by: anna) == .activityPaused)
        try room.send("closeActivity", in: "ideas")
        #expect(room.undoReason(added, by: anna) == .movedOn)
        try room.send("reopenActivity", in: "ideas")
        try room.send("endLab")
        #expect(room.undoReason(added, by: anna) == .labClosed)
        try room.send("archiveLab")
        #expect(room.undoReason(added, by: anna) == .labClosed)
        #expect(
            room.undoReason([Event("labEnded", by: ["host"], ["was": "open", "sitting": 1])]) == .labClosed)
    }

    @Test("[S1] a facilitator's own answers are undone by the rules for everybody's")
    func facilitatorsAnswer() throws {
        var room = LabFixture { if $0.kind == "vote" { $0.visibility = .named } }
        let anna = try room.join()
        try room.open("ideas", "dots")
        let idea = try room.addIdea("Walks", by: anna)
        let vote = try room.vote(idea, by: LabFixture.host)
        try room.send("revealActivity", in: "dots")
        #expect(room.undoReason(vote) == .movedOn)
    }

    @Test("What is erased can't be undone, and nothing is nothing to undo")
    func nothing() throws {
        var room = room
        let added = try room.send("addIdea", by: anna, in: "ideas", ["text": "Walks"])
        var erased = try #require(added.first)
        erased.what = nil
        #expect(room.undoReason([erased], by: anna) == .movedOn)
        #expect(room.undoReason([], by: anna) == .alreadyDone)
        let elsewhere = Event("ideaAdded", activity: "nowhere", items: ["x"], by: [anna])
        #expect(room.undoReason([elsewhere], by: anna) == .unknownActivity)
    }
}
