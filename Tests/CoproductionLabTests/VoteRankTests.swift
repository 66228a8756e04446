import LabFixtures
import Testing

@testable import CoproductionLab

/// What a vote's reveal shows, what flows on from it, and what stays of it.
@Suite struct VoteRankTests {
    /// The lab after so many votes on each idea.
    private func room(votes: [Int], settings: [String: JSON] = [:]) throws -> (room: LabFixture, ideas: [ID])
    {
        var room = LabFixture {
            if $0.id == "dots" { $0.settings = .object(["budget": 5].merging(settings) { $1 }) }
        }
        let people = try room.join(Array(repeating: .family, count: votes.max() ?? 0))
        try room.open("ideas", "dots", "matrix", "pledges")
        var ideas: [ID] = []
        for (number, votes) in votes.enumerated() {
            let idea = try room.addIdea("Idea \(number)", by: people[0])
            for person in people.prefix(votes) { try room.vote(idea, by: person) }
            ideas.append(idea)
        }
        return (room, ideas)
    }

    private func ranks(_ room: LabFixture, _ ideas: [ID]) -> [String] {
        ideas.map { room.shown("dots").at("items", $0, "rank")?.string ?? "none" }
    }

    private func flowing(_ room: LabFixture, to activity: ID = "matrix") -> Set<ID> {
        Set(room.shown(activity).at("items")?.object?.keys.map { $0 } ?? [])
    }

    @Test("Votes of 7, 5, 5 and 2 rank 1, 2=, 2=, 4, and only after the reveal")
    func ranked() throws {
        var (room, ideas) = try room(votes: [5, 2, 7, 5])
        #expect(ranks(room, ideas) == ["none", "none", "none", "none"])
        try room.send("revealActivity", in: "dots")
        #expect(ranks(room, ideas) == ["2=", "4", "1", "2="])
        for audience in [Audience.participant, .facilitator, .screen] {
            #expect(room.shown("dots", to: audience).at("items", ideas[2], "votes") == 7)
        }
    }

    @Test("A cut-off takes all that tie with the last of them, and nobody breaks a tie by time")
    func cutOff() throws {
        for (take, expected) in [
            (1, [2]), (2, [2, 0, 3]), (3, [2, 0, 3]), (4, [2, 0, 3, 1]), (9, [2, 0, 3, 1]),
        ] {
            var (room, ideas) = try room(votes: [5, 2, 7, 5], settings: ["take": .int(take)])
            #expect(flowing(room) == Set(ideas), "before the reveal all flow on")
            try room.send("revealActivity", in: "dots")
            #expect(flowing(room) == Set(expected.map { ideas[$0] }), "take \(take)")
            #expect(room.shown("dots").at("items")?.object?.count == 4, "the vote itself still shows all")
        }
    }

    @Test("What flows on is what the reveal showed: what happens to an idea later brings no other in")
    func stable() throws {
        var (room, ideas) = try room(votes: [3, 2, 1, 0], settings: ["take": 2])
        try room.send("revealActivity", in: "dots")
        let hidden = try room.send("hideIdea", in: "ideas", ["idea": .string(ideas[0])])
        #expect(flowing(room) == [ideas[1]])
        #expect(ranks(room, ideas) == ["none", "2", "3", "4"])
        try room.undo(hidden)
        #expect(flowing(room) == [ideas[0], ideas[1]])
        let late = try room.addIdea("Late", by: LabFixture.host)
        #expect(!flowing(room).contains(late))
        #expect(room.shown("dots").at("items", late, "rank") == nil)
    }

    @Test("Closing again after an undone reveal takes ranks and cut-off away")
    func undone() throws {
        var (room, ideas) = try room(votes: [3, 2, 1, 0], settings: ["take": 2])
        try room.send("closeActivity", in: "dots")
        let reveal = try room.send("revealActivity", in: "dots")
        try room.undo(reveal)
        #expect(room.shown("dots").at("state") == "closed")
        #expect(ranks(room, ideas) == ["none", "none", "none", "none"])
        #expect(flowing(room) == Set(ideas))
        #expect(room.shown("dots").at("seenBefore") == true)
    }

    @Test("[S9] reopening hides again and keeps what was shown as a round; people's dots stay theirs")
    func rounds() throws {
        var (room, ideas) = try room(votes: [2, 1])
        try room.send("revealActivity", in: "dots")
        try room.send("reopenActivity", in: "dots")
        let item = room.shown("dots").at("items", ideas[1])
        #expect(item?["votes"] == nil && item?["rank"] == nil)
        #expect(item?["rounds"] == ["1": ["votes": 1]])
        let person = try room.join()
        try room.vote(ideas[1], by: person)
        try room.vote(ideas[1], by: LabFixture.host)
        #expect(room.shown("dots").at("items", ideas[1], "rounds") == ["1": ["votes": 1]])
        try room.send("revealActivity", in: "dots")
        #expect(room.shown("dots").at("items", ideas[1], "votes") == 3)
        #expect(ranks(room, ideas) == ["2", "1"])
        try room.send("reopenActivity", in: "dots")
        #expect(
            room.shown("dots").at("items", ideas[1], "rounds") == ["1": ["votes": 1], "2": ["votes": 3]])
    }

    @Test("Closing and reopening without a reveal makes no round")
    func noRound() throws {
        var (room, ideas) = try room(votes: [1])
        try room.send("closeActivity", in: "dots")
        try room.send("reopenActivity", in: "dots")
        #expect(room.shown("dots").at("round") == 0)
        #expect(room.shown("dots").at("items", ideas[0], "rounds") == nil)
    }

    @Test("An idea that flows in on two ways is one item")
    func once() throws {
        var room = LabFixture { if $0.id == "matrix" { $0.inputsFrom = ["dots", "ideas"] } }
        let anna = try room.join()
        try room.open("ideas", "dots", "matrix")
        let idea = try room.addIdea("Walks", by: anna)
        #expect(flowing(room) == [idea])
        #expect(room.lab.activities["matrix"].map { room.lab.inputs(of: $0).count } == 1)
    }
}
