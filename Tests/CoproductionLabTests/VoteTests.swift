import LabFixtures
import Testing

@testable import CoproductionLab

/// Dots: budgets, caps, and dots on what has gone.
@Suite struct VoteTests {
    /// A room of four people with an open vote on so many ideas.
    private struct Room {
        var fixture: LabFixture
        let people: [ID]
        var ideas: [ID] = []

        init(ideas count: Int, settings: JSON = [:], reveal: Activity.Reveal = .onReveal) throws {
            fixture = LabFixture {
                if $0.id == "dots" {
                    $0.settings = settings
                    $0.reveal = reveal
                }
            }
            people = try fixture.join([.usesServices, .family, .staff, .manager])
            try fixture.open("ideas", "matrix")
            for number in 0..<count { ideas.append(try fixture.addIdea("Idea \(number)", by: people[0])) }
            try fixture.open("dots")
        }

        func reason(_ item: ID, _ dots: JSON, by person: ID) -> Reason? {
            fixture.reason("vote", by: person, in: "dots", ["item": .string(item), "dots": dots])
        }
    }

    @Test(
        "The usual budget is a quarter of the items, from one to five",
        arguments: [(0, 1), (1, 1), (4, 1), (5, 2), (8, 2), (16, 4), (17, 5), (40, 5)])
    func usualBudget(items: Int, dots: Int) throws {
        let room = try Room(ideas: items)
        #expect(room.fixture.shown("dots").at("budget") == .int(dots))
        #expect(room.fixture.shown("dots").at("perItem") == 1)
    }

    @Test("Ideas that come after the vote was opened don't change its budget, those before it opens again do")
    func laterIdeas() throws {
        var room = try Room(ideas: 4)
        for number in 0..<8 { _ = try room.fixture.addIdea("More \(number)", by: room.people[1]) }
        #expect(room.fixture.shown("dots").at("budget") == 1)
        try room.fixture.send("closeActivity", in: "dots")
        try room.fixture.send("reopenActivity", in: "dots")
        #expect(room.fixture.shown("dots").at("budget") == 3)
        for idea in room.ideas { try room.fixture.send("hideIdea", in: "ideas", ["idea": .string(idea)]) }
        try room.fixture.send("pauseActivity", in: "dots")
        try room.fixture.send("resumeActivity", in: "dots")
        #expect(
            room.fixture.shown("dots").at("budget") == 3, "and it never shrinks under what people have spent")
    }

    @Test("Nobody spends more dots than the budget, nor more on one item than it may have")
    func budget() throws {
        var room = try Room(ideas: 4, settings: ["budget": 3, "perItem": 2])
        let anna = room.people[0]
        try room.fixture.vote(room.ideas[0], 2, by: anna)
        #expect(room.reason(room.ideas[1], 2, by: anna) == .overBudget)
        #expect(room.reason(room.ideas[0], 3, by: anna) == .overBudget)
        try room.fixture.vote(room.ideas[1], 1, by: anna)
        #expect(room.reason(room.ideas[2], 1, by: anna) == .overBudget)
        try room.fixture.vote(room.ideas[0], 1, by: anna)
        try room.fixture.vote(room.ideas[2], 1, by: anna)
        #expect(
            room.fixture.mine(anna).at("activities", "dots", "dots")
                == .object([room.ideas[0]: 1, room.ideas[1]: 1, room.ideas[2]: 1]))
        #expect(room.reason(room.ideas[3], 1, by: room.people[1]) == nil, "[S1] everybody has as many")
    }

    @Test("Dots are whole numbers from nought, and the number is what is there in the end")
    func numbers() throws {
        var room = try Room(ideas: 4)
        for wrong: JSON in [-1, .double(1.5), "1", .null, true, [1], 1001, .int(.max), .double(1e300)] {
            #expect(room.reason(room.ideas[0], wrong, by: room.people[0]) == .invalid, "\(wrong)")
        }
        #expect(room.reason(room.ideas[0], .double(1), by: room.people[0]) == nil)
        #expect(room.reason("nothing", 1, by: room.people[0]) == .unknownItem)
        #expect(try room.fixture.vote(room.ideas[0], 0, by: room.people[0]).isEmpty)
        try room.fixture.vote(room.ideas[0], by: room.people[0])
        #expect(
            try room.fixture.vote(room.ideas[0], by: room.people[0]).isEmpty, "the same again changes nothing"
        )
        try room.fixture.vote(room.ideas[0], 0, by: room.people[0])
        #expect(room.fixture.mine(room.people[0]).at("activities", "dots") == nil)
        #expect(room.fixture.heard("dots") == ["n": 0, "of": 4])
    }

    @Test("Dots on an idea that has gone are free again")
    func freed() throws {
        var room = try Room(ideas: 4, reveal: .live)
        let anna = room.people[0]
        for gone in ["hideIdea", "withdrawIdea", "mergeIdeas"] {
            var room = room
            try room.fixture.vote(room.ideas[0], by: anna)
            #expect(room.reason(room.ideas[1], 1, by: anna) == .overBudget)
            let body: [String: JSON] = [
                "idea": .string(room.ideas[0]), "into": .string(room.ideas[3]),
                "ideas": [.string(room.ideas[0])],
            ]
            try room.fixture.send(
                gone, by: gone == "withdrawIdea" ? anna : LabFixture.host, in: "ideas", body)
            #expect(room.reason(room.ideas[0], 0, by: anna) == .unknownItem)
            try room.fixture.vote(room.ideas[1], by: anna)
            #expect(room.fixture.shown("dots").at("items", room.ideas[1], "votes") == 1)
            #expect(room.fixture.heard("dots").at("n") == 1)
        }
        try room.fixture.vote(room.ideas[2], by: anna)
    }

    @Test("[S1] an idea doesn't come back with dots that have been spent elsewhere since")
    func spentElsewhere() throws {
        var room = try Room(ideas: 4)
        let (anna, bill) = (room.people[0], room.people[1])
        try room.fixture.vote(room.ideas[0], by: anna)
        let moves: [(String, ID, [String: JSON])] = [
            ("hideIdea", LabFixture.host, ["idea": .string(room.ideas[0])]),
            ("withdrawIdea", anna, ["idea": .string(room.ideas[0])]),
            (
                "mergeIdeas", LabFixture.host,
                ["into": .string(room.ideas[3]), "ideas": [.string(room.ideas[0])]]
            ),
        ]
        for (name, person, body) in moves {
            var room = room
            let gone = try room.fixture.send(name, by: person, in: "ideas", body)
            try room.fixture.vote(room.ideas[1], by: bill)
            #expect(room.fixture.undoReason(gone, by: person) == nil, "\(name)")
            try room.fixture.vote(room.ideas[1], by: anna)
            #expect(room.fixture.undoReason(gone, by: person) == .movedOn, "\(name)")
            try room.fixture.vote(room.ideas[1], 0, by: anna)
            #expect(room.fixture.undoReason(gone, by: person) == nil, "\(name)")
        }
    }

    @Test("A vote is undone to what it was before, unless it has been changed since")
    func undo() throws {
        var room = try Room(ideas: 4, settings: ["budget": 5, "perItem": 3], reveal: .live)
        let anna = room.people[0]
        let first = try room.fixture.vote(room.ideas[0], 1, by: anna)
        let second = try room.fixture.vote(room.ideas[0], 3, by: anna)
        #expect(room.fixture.undoReason(first, by: anna) == .movedOn)
        #expect(room.fixture.undoReason(second, by: room.people[1]) == .notYours)
        try room.fixture.undo(second, by: anna)
        #expect(room.fixture.shown("dots").at("items", room.ideas[0], "votes") == 1)
        try room.fixture.undo(first, by: anna)
        #expect(room.fixture.shown("dots").at("items", room.ideas[0], "votes") == 0)
        #expect(room.fixture.heard("dots").at("n") == 0)
    }

    @Test("[S1] dots that were taken back and spent elsewhere don't come back by an undo")
    func undoneTwice() throws {
        var room = try Room(ideas: 4)
        let anna = room.people[0]
        try room.fixture.vote(room.ideas[0], by: anna)
        let takenBack = try room.fixture.vote(room.ideas[0], 0, by: anna)
        try room.fixture.vote(room.ideas[1], by: anna)
        #expect(room.fixture.undoReason(takenBack, by: anna) == .movedOn)
        try room.fixture.vote(room.ideas[1], 0, by: anna)
        try room.fixture.undo(takenBack, by: anna)
        #expect(room.fixture.mine(anna).at("activities", "dots", "dots") == .object([room.ideas[0]: 1]))
    }

    @Test("[S1] whatever happens, nobody's dots on what stands are more than the budget")
    func neverOverBudget() throws {
        for seed in 3000..<3060 as Range<UInt64> {
            var room = try RandomRoom(seed: seed)
            for _ in 0..<20 {
                for _ in 0..<4 { room.act() }
                let shown = room.fixture.shown("dots")
                let budget = try #require(shown["budget"]?.int)
                for person in room.people {
                    let own = room.fixture.mine(person).at("activities", "dots", "dots")?.object ?? [:]
                    let spent = own.reduce(0) {
                        $0 + (shown.at("items", $1.key) == nil ? 0 : $1.value.int ?? 0)
                    }
                    #expect(spent <= budget, "seed \(seed), \(person)")
                }
            }
        }
    }

    @Test("Where totals are live everybody sees them grow, and ranks only come with the reveal")
    func live() throws {
        var room = try Room(ideas: 2, reveal: .live)
        try room.fixture.vote(room.ideas[0], by: room.people[0])
        try room.fixture.vote(room.ideas[0], by: room.people[1])
        for audience in [Audience.participant, .facilitator, .screen] {
            let item = room.fixture.shown("dots", to: audience).at("items", room.ideas[0])
            #expect(item?["votes"] == 2 && item?["rank"] == nil)
        }
        try room.fixture.send("revealActivity", in: "dots")
        #expect(room.fixture.shown("dots").at("items", room.ideas[0], "rank") == "1")
    }

    @Test(
        "[S36] points of a budget go on options as one likes; their sum can't pass it, and half points aren't there"
    )
    func points() throws {
        var room = LabFixture(
            steps: [
                LabFixture.Step(
                    id: "budget", kind: "vote",
                    settings: [
                        "mode": "points", "budget": 50, "unit": "£100",
                        "options": ["Benches", "A minibus", "Lights"],
                    ])
            ])
        let people = try room.join([.usesServices, .staff])
        try room.open("budget")
        let items = room.shown("budget").at("items")?.object ?? [:]
        #expect(Set(items.values.compactMap { $0["text"]?.string }) == ["Benches", "A minibus", "Lights"])
        #expect(room.shown("budget").at("unit") == "£100" && room.shown("budget").at("mode") == "points")
        func spend(_ item: JSON, _ points: JSON, by person: ID) -> Reason? {
            do throws(Rejection) {
                try room.send("vote", by: person, in: "budget", ["item": item, "dots": points])
                return nil
            } catch { return error.reason }
        }
        #expect(spend("option1", 30, by: people[0]) == nil)
        #expect(spend("option2", 21, by: people[0]) == .overBudget)
        #expect(spend("option2", 20, by: people[0]) == nil)
        #expect(spend("option3", 1, by: people[0]) == .overBudget)
        #expect(spend("option1", 51, by: people[1]) == .overBudget)
        #expect(spend("option1", 50, by: people[1]) == nil)
        #expect(spend("option4", 1, by: people[1]) == .unknownItem)
        #expect(spend("option1", .double(0.5), by: people[1]) == .invalid)
        try room.send("revealActivity", in: "budget")
        let shown = room.shown("budget").at("items")
        #expect(shown?.at("option1", "votes") == 80 && shown?.at("option1", "rank") == "1")
        #expect(shown?.at("option2", "votes") == 20 && shown?.at("option3", "votes") == 0)
    }
}
