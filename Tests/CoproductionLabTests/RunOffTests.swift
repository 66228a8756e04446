import LabFixtures
import Testing

@testable import CoproductionLab

/// Ties at the cut of a vote: everybody votes once more on these alone.
@Suite struct RunOffTests {
    private var room = LabFixture { step in
        if step.id == "dots" { step.settings = ["take": 2, "budget": 3] }
    }
    private var people: [ID] = []
    private var ideas: [ID] = []

    /// Four ideas: the first has most votes, the next two tie for the second place, the last has none.
    init() throws {
        people = try room.join([.usesServices, .staff, .family])
        try room.open("ideas", "dots", "matrix")
        for text in ["Walks", "Café", "Choir", "Garden"] {
            ideas.append(try room.addIdea(text, by: people[0]))
        }
        for person in people { try room.vote(ideas[0], by: person) }
        try room.vote(ideas[1], by: people[0])
        try room.vote(ideas[2], by: people[1])
    }

    private static let words: [String: JSON] = ["title": "Once more: dots", "prompt": "Which of these?"]

    private mutating func runOff(of activity: ID = "dots") throws -> ID {
        try #require(try room.send("runOff", in: activity, Self.words).first?.activity)
    }

    private func goOn() -> Set<ID> { Set(room.lab.inputs(of: room.lab.activities["matrix"]!).map(\.id)) }

    @Test("those that tie at the cut all go on, until a run-off on them alone has decided; both results stay")
    func decides() throws {
        var test = self
        #expect(test.room.reason("runOff", in: "dots", Self.words) == .notAllowed)
        try test.room.send("revealActivity", in: "dots")
        #expect(test.room.shown("dots").at("tie") == ["n": 2, "places": 1])
        #expect(test.goOn() == Set(ideas[0...2]))
        let again = try test.runOff()
        #expect(test.room.lab.current == again)
        let shown = test.room.shown(again)
        #expect(shown["title"] == "Once more: dots")
        #expect(shown["state"] == "open")
        #expect(shown["runOffOf"] == "dots")
        #expect(Set((shown["items"]?.object ?? [:]).keys) == Set(ideas[1...2]))
        #expect(test.room.shown("dots")["runOff"] == .string(again))
        #expect(test.room.reason("runOff", in: "dots", Self.words) == .alreadyDone)
        #expect(
            test.room.reason("vote", by: people[2], in: again, ["item": .string(ideas[0]), "dots": 1])
                == .unknownItem)
        for person in people {
            try test.room.send("vote", by: person, in: again, ["item": .string(ideas[2]), "dots": 1])
        }
        // Not before it is shown: nothing of how it stands leaks into what goes on.
        #expect(test.goOn() == Set(ideas[0...2]))
        try test.room.send("revealActivity", in: again)
        #expect(test.goOn() == [ideas[0], ideas[2]])
        #expect(test.room.shown("dots").at("items", ideas[2], "votes") == 1)
        #expect(test.room.shown(again).at("items", ideas[2], "votes") == 3)
        #expect(test.room.shown("dots").at("items", ideas[2], "goesOn") == true)
        #expect(test.room.shown("dots").at("items", ideas[1], "goesOn") == nil)
        #expect(test.room.shown("dots").at("items", ideas[1], "tied") == true)
        // Hidden again, it decides nothing any more.
        try test.room.send("reopenActivity", in: again)
        #expect(test.goOn() == Set(ideas[0...2]))
    }

    @Test("A run-off that ties again has one of its own")
    func again() throws {
        var test = self
        try test.room.send("revealActivity", in: "dots")
        let first = try test.runOff()
        try test.room.send("vote", by: people[0], in: first, ["item": .string(ideas[1]), "dots": 1])
        try test.room.send("vote", by: people[1], in: first, ["item": .string(ideas[2]), "dots": 1])
        try test.room.send("revealActivity", in: first)
        #expect(test.goOn() == Set(ideas[0...2]))
        let second = try test.runOff(of: first)
        #expect(Set((test.room.shown(second)["items"]?.object ?? [:]).keys) == Set(ideas[1...2]))
        try test.room.send("vote", by: people[0], in: second, ["item": .string(ideas[1]), "dots": 1])
        try test.room.send("revealActivity", in: second)
        #expect(test.goOn() == [ideas[0], ideas[1]])
    }

    @Test("a run-off that nobody has answered is taken back, and another may be held")
    func undone() throws {
        var test = self
        try test.room.send("revealActivity", in: "dots")
        let events = try test.room.send("runOff", in: "dots", Self.words)
        let id = try #require(events.first?.activity)
        try test.room.undo(events)
        #expect(test.room.lab.activities[id]?.isSkipped == true)
        #expect(test.room.lab.current == "dots")
        #expect(test.room.shown("dots")["runOff"] == nil)
        let next = try test.room.send("runOff", in: "dots", Self.words)
        let other = try #require(next.first?.activity)
        try test.room.send("vote", by: people[0], in: other, ["item": .string(ideas[1]), "dots": 1])
        #expect(test.room.undoReason(next) == .movedOn)
    }

    @Test("Where nothing ties at the cut there is nothing to vote on once more")
    func noTie() throws {
        var test = self
        try test.room.vote(ideas[1], by: people[2])
        try test.room.send("revealActivity", in: "dots")
        #expect(test.room.shown("dots")["tie"] == nil)
        #expect(test.room.reason("runOff", in: "dots", Self.words) == .notAllowed)
        #expect(test.room.reason("runOff", by: people[0], in: "dots", Self.words) == .notAllowed)
        #expect(test.room.reason("runOff", in: "dots", ["title": "", "prompt": "x"]) == .empty)
    }

    @Test("[S7] nobody makes one by hand, and no template and no other lab takes one over")
    func byHand() throws {
        var test = self
        try test.room.send("revealActivity", in: "dots")
        let step: JSON = [
            "kind": "vote", "title": "Mine", "prompt": "Mine", "inputsFrom": ["dots"],
            "settings": ["runOffOf": "dots", "only": [.string(ideas[1])]],
        ]
        #expect(test.room.reason("addActivity", ["after": "dots", "step": step]) == .invalid)
        let id = try test.runOff()
        let after: JSON = ["kind": "rate", "title": "Then", "prompt": "Then", "inputsFrom": [.string(id)]]
        try test.room.send("addActivity", ["after": .string(id), "step": after])
        let template = try Template(test.room.lab.template(id: "copy"))
        #expect(template.steps.map(\.kind) == ["info", "gather", "vote", "rate", "rate", "info", "pledge"])
        #expect(template.steps[3].inputsFrom == ["vote"])
    }
}
