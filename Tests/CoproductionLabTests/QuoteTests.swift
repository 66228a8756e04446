import LabFixtures
import Testing

@testable import CoproductionLab

/// S56: true voices, not filtered; a consent of their own; an edit keeps the original.
@Suite struct QuoteTests {
    private var room: LabFixture
    private let anna: ID
    private let bill: ID
    private let said: ID

    init() throws {
        room = LabFixture(
            steps: [
                LabFixture.Step(id: "ideas", kind: "gather", reveal: .live, settings: ["asksQuote": true]),
                LabFixture.Step(
                    id: "study", kind: "form", reveal: .live, inputsFrom: ["ideas"], settings: Forms.caseStudy
                ),
            ])
        anna = try room.join(.usesServices, name: "Anna")
        bill = try room.join(.staff, name: "Bill")
        try room.open("ideas", "study")
        said = try room.addIdea("They asked me, and then they did it", by: anna)
    }

    private func idea(_ more: [String: JSON] = [:]) -> [String: JSON] {
        more.merging(["idea": .string(said)]) { $1 }
    }
    private func quote(_ more: [String: JSON] = [:]) -> [String: JSON] {
        more.merging(["quote": .string(said)]) { $1 }
    }
    private func shown(_ room: LabFixture) -> JSON? { room.shown("study").at("quotes", said) }
    private func version(_ room: LabFixture) -> JSON { room.shown("study")["version"] ?? 0 }

    @Test("[S56] being quoted takes a consent of its own, off by default, and only its author gives it")
    func consent() throws {
        var room = room
        let refused = room.refusal("addQuote", by: bill, in: "study", idea(["section": "voices"]))
        #expect(refused?.reason == .notAllowed && refused?.detail.contains("hasn't agreed") == true)
        for person in [bill, LabFixture.host] {
            #expect(room.reason("allowQuote", by: person, in: "ideas", idea(["on": true])) == .notYours)
        }
        try room.send("closeActivity", in: "ideas")
        let allowed = try room.send("allowQuote", by: anna, in: "ideas", idea(["on": true]))
        #expect(try room.send("allowQuote", by: anna, in: "ideas", idea(["on": true])).isEmpty)
        #expect(room.shown("ideas").at("ideas", said, "quotable") == true)
        #expect(room.mine(anna).at("activities", "ideas", "ideas", said, "quotable") == true)
        try room.send("addQuote", by: bill, in: "study", idea(["section": "voices"]))
        #expect(shown(room)?["text"] == "They asked me, and then they did it")
        #expect(shown(room)?["original"] == nil && shown(room)?["approved"] == nil)
        // Consent can be taken back at any time, and the words go with it.
        try room.undo(allowed, by: anna)
        #expect(shown(room) == nil)
        #expect(!room.shown("study").text.contains("asked me"))
    }

    @Test("[S56] an edit keeps the original beside it, and asks its author's yes anew")
    func edit() throws {
        var room = room
        try room.send("allowQuote", by: anna, in: "ideas", idea(["on": true]))
        try room.send("addQuote", by: bill, in: "study", idea(["section": "voices"]))
        let early = room.refusal("signForm", by: bill, in: "study", ["version": version(room)])
        #expect(early?.detail.contains("hasn't said yes") == true)
        #expect(room.reason("approveQuote", by: bill, in: "study", quote(["on": true])) == .notYours)
        #expect(room.reason("approveQuote", in: "study", quote(["on": true])) == .notYours)
        try room.send("approveQuote", by: anna, in: "study", quote(["on": true]))
        try room.send("signForm", by: bill, in: "study", ["version": version(room)])
        let edited = try room.send(
            "editQuote", by: bill, in: "study", quote(["text": "They asked me", "version": 1]))
        #expect(shown(room)?["text"] == "They asked me")
        #expect(shown(room)?["original"] == "They asked me, and then they did it")
        #expect(shown(room)?["approved"] == nil)
        #expect(room.shown("study").at("signed", "n") == 0)
        let stale = room.refusal("editQuote", by: anna, in: "study", quote(["text": "No", "version": 1]))
        #expect(stale?.extra["theirs"] == ["text": "They asked me", "version": 2])
        try room.undo(edited, by: bill)
        #expect(shown(room)?["original"] == nil)
        // Whatever its author writes later, what was quoted is what was said.
        try room.send("editIdea", by: anna, in: "ideas", idea(["version": 1, "text": "Other words"]))
        #expect(shown(room)?["text"] == "They asked me, and then they did it")
    }

    @Test("A quote is taken out and comes back; a merged idea, which holds others' words, isn't quoted")
    func removed() throws {
        var room = room
        try room.send("allowQuote", by: anna, in: "ideas", idea(["on": true]))
        let added = try room.send("addQuote", by: bill, in: "study", idea(["section": "voices"]))
        #expect(room.heard("study").at("n") == 1)
        try room.undo(added, by: bill)
        #expect(shown(room) == nil && room.heard("study").at("n") == 0)
        try room.send("addQuote", by: bill, in: "study", idea(["section": "voices"]))
        let removed = try room.send("removeQuote", by: anna, in: "study", quote())
        #expect(shown(room) == nil)
        try room.undo(removed, by: anna)
        #expect(shown(room)?["text"] == "They asked me, and then they did it")
        #expect(
            room.reason("addQuote", by: bill, in: "study", idea(["section": "story"])) == .notAllowed)
        let other = try room.addIdea("Me too", by: bill)
        try room.send("mergeIdeas", in: "ideas", ["into": .string(said), "ideas": [.string(other)]])
        #expect(shown(room) == nil)
    }

    @Test("Where nobody is quoted, nobody is asked")
    func unasked() throws {
        var room = LabFixture()
        let person = try room.join()
        try room.open("ideas")
        let idea = try room.addIdea("Walks", by: person)
        #expect(
            room.reason("allowQuote", by: person, in: "ideas", ["idea": .string(idea), "on": true])
                == .notAllowed)
    }
}
