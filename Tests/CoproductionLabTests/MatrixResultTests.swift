import LabFixtures
import Testing

@testable import CoproductionLab

/// What the reveal of the Priority Matrix shows: the values of `statistics.md`, through the engine.
@Suite struct MatrixResultTests {
    /// The results after each role's impact and effort ratings, in any order; a missing rating is left out.
    private func results(
        community: [(JSON, JSON)] = [], professional: [(JSON, JSON)] = [], other: [(JSON, JSON)] = [],
        reveal: Activity.Reveal = .onReveal, revealed: Bool = true
    ) throws -> JSON {
        var room = LabFixture { if $0.id == "matrix" { $0.reveal = reveal } }
        try room.open("ideas", "matrix")
        let idea = try room.addIdea("Walks", by: LabFixture.host)
        let answers =
            community.map { (Role.family, $0) } + professional.map { (Role.staff, $0) }
            + other.map { (Role.other, $0) }
        for (role, (impact, effort)) in answers {
            let person = try room.join(role)
            try room.rate(idea, impact: impact, effort: effort, by: person)
        }
        if revealed { try room.send("revealActivity", in: "matrix") }
        let results = room.shown("matrix").at("items", idea, "results") ?? .null
        #expect(room.shown("matrix", to: .screen).at("items", idea, "results") ?? .null == results)
        return results
    }

    /// The same ratings on both axes, by people of neither side.
    private func axis(_ ratings: [Int]) throws -> JSON? {
        try results(other: ratings.map { (.int($0), 2) })["impact"]
    }

    @Test("[S24] 5,5,4,4,4,3,5,4 has median 4, interpolated 4.25, consensus 0.7735")
    func eight() throws {
        let axis = try #require(try axis([5, 5, 4, 4, 4, 3, 5, 4]))
        #expect(axis["median"] == 4 && axis["im"] == .double(4.25) && axis["cns"] == .double(0.7735))
        #expect(axis["n"] == 8 && axis["dontKnow"] == 0 && axis["label"] == "mostlyAgree")
        #expect(axis["counts"] == ["1": 0, "2": 0, "3": 1, "4": 4, "5": 3])
    }

    @Test(
        "[S24] twelve ratings around 4 have interpolated median 4.3333, quartiles 4 and 5, consensus 0.7789")
    func twelve() throws {
        let axis = try #require(try axis([5, 5, 4, 5, 4, 4, 5, 4, 3, 5, 4, 4]))
        #expect(
            axis["im"] == .double(4.3333) && axis["q1"] == 4 && axis["q3"] == 5
                && axis["cns"] == .double(0.7789))
    }

    @Test(
        "[S24] one of each is a split, eight of one are in full agreement, four of 4 and four of 5 stand between"
    )
    func others() throws {
        #expect(try axis([1, 2, 3, 4, 5])?["cns"] == .double(0.434))
        #expect(try axis([1, 2, 3, 4, 5])?["label"] == "split")
        #expect(try axis(Array(repeating: 4, count: 8))?["cns"] == 1)
        let between = try axis([4, 4, 4, 4, 5, 5, 5, 5])
        #expect(between?["im"] == .double(4.5) && between?["cns"] == .double(0.8074))
    }

    @Test("[S24] a split is shown before its midpoint: four at each end say “talk first”")
    func split() throws {
        let halves = try results(other: [1, 1, 1, 1, 5, 5, 5, 5].map { ($0, 2) })
        #expect(halves.at("impact", "im") == 3 && halves.at("impact", "cns") == 0)
        #expect(halves["talkFirst"] == true && halves["onTheLine"] == true && halves["tooFew"] == false)
    }

    @Test(
        "[S24] high impact and low effort is a quick win, and the other corners have their names",
        arguments: [
            (5, 1, "quickWins"), (5, 5, "majorProjects"), (1, 1, "fillIns"), (1, 5, "leaveForNow"),
            (3, 3, "fillIns"),
        ])
    func quadrant(impact: Int, effort: Int, name: String) throws {
        let results = try results(other: Array(repeating: (.int(impact), .int(effort)), count: 3))
        #expect(results["quadrant"] == .string(name))
        #expect(results["onTheLine"] == .bool(impact == 3))
        #expect(results["talkFirst"] == false)
    }

    @Test("[S24] “don't know” is counted beside every figure and in none")
    func dontKnow() throws {
        let results = try results(other: [(4, "dontKnow"), (4, "dontKnow"), ("dontKnow", "dontKnow"), (4, 2)])
        #expect(results.at("impact", "n") == 3 && results.at("impact", "dontKnow") == 1)
        #expect(results.at("impact", "median") == 4)
        #expect(results.at("effort", "n") == 1 && results.at("effort", "label") == "tooFew")
        #expect(results["tooFew"] == true)
    }

    @Test(
        "[S24] where nobody has answered there are no figures, and where one has answered there are too few")
    func empty() throws {
        let none = try results()
        #expect(
            none["quadrant"] == nil && none["tooFew"] == true && none["sides"] == nil
                && none["differs"] == false)
        #expect(none["impact"]?.object?.keys.sorted() == ["counts", "dontKnow", "label", "n"])
        #expect(try results(other: [(4, 2)])["tooFew"] == true)
    }

    @Test("[S24] five who say 4 or 5 and four who say 2 or 3 see it differently: δ is 0.9")
    func sidesDiffer() throws {
        let results = try results(
            community: [5, 4, 5, 4, 5].map { ($0, 2) }, professional: [2, 3, 2, 4].map { ($0, 2) })
        #expect(results.at("delta", "impact") == .double(0.9) && results.at("delta", "effort") == 0)
        #expect(results["differs"] == true)
        #expect(results.at("sides", "community") == ["n": 5, "impact": .double(4.6667), "effort": 2])
        #expect(results.at("sides", "professional", "n") == 4)
        #expect(results.at("sides", "professional", "impact") == .double(2.5))
    }

    @Test("Figures of a side under three are hidden, and so is whatever they could be subtracted from")
    func smallNumbers() throws {
        func sides(_ community: Int, _ professional: Int, _ other: Int) throws -> [String] {
            func answers(_ count: Int) -> [(JSON, JSON)] { Array(repeating: (4, 2), count: count) }
            let results = try results(
                community: answers(community), professional: answers(professional), other: answers(other))
            #expect((results["delta"] != nil) == (results["sides"]?.object?.count == 2))
            return results["sides"]?.object?.keys.sorted() ?? []
        }
        #expect(try sides(3, 3, 0) == ["community", "professional"])
        #expect(try sides(3, 2, 0) == [], "the room less the community would be the two")
        #expect(try sides(3, 2, 1) == ["community"], "less the community there are three of them")
        #expect(try sides(2, 2, 5) == [])
        #expect(try sides(4, 3, 1) == ["community"], "the one is hidden behind the smaller side")
        #expect(try sides(3, 0, 0) == ["community"])
        #expect(try sides(2, 0, 0) == [])
        #expect(try sides(2, 5, 2) == ["professional"])
    }

    @Test("A side is shown on both axes or on none")
    func bothAxes() throws {
        let results = try results(
            community: [(4, 2), (4, 2), (4, 2)], professional: [(4, 2), (4, 2), (4, "dontKnow")])
        #expect(results["sides"] == nil, "two professionals on effort, and the community hides them")
        #expect(results["differs"] == false)
    }

    @Test("Live results show the room as it answers, but figures by side wait for the reveal")
    func live() throws {
        let answers: [(JSON, JSON)] = [(4, 2), (4, 2), (5, 2)]
        let running = try results(community: answers, professional: answers, reveal: .live, revealed: false)
        #expect(running.at("impact", "n") == 6)
        #expect(running["sides"] == nil && running["delta"] == nil && running["differs"] == false)
        let revealed = try results(community: answers, professional: answers, reveal: .live)
        #expect(revealed["sides"]?.object?.count == 2)
    }

    @Test("[S9] a reopened matrix keeps what it showed as a round, and ratings as they were")
    func rounds() throws {
        var room = LabFixture()
        let people = try room.join([.family, .family, .family])
        try room.open("ideas", "matrix")
        let idea = try room.addIdea("Walks", by: people[0])
        for person in people { try room.rate(idea, impact: 2, effort: 2, by: person) }
        try room.send("revealActivity", in: "matrix")
        let first = try #require(room.shown("matrix").at("items", idea, "results"))
        try room.send("reopenActivity", in: "matrix")
        try room.rate(idea, impact: 5, by: people[0])
        #expect(room.shown("matrix").at("items", idea, "results") == nil)
        #expect(room.shown("matrix").at("items", idea, "rounds") == ["1": first])
        #expect(room.mine(people[1]).at("activities", "matrix", "ratings", idea, "impact") == 2)
        try room.send("revealActivity", in: "matrix")
        #expect(room.shown("matrix").at("items", idea, "results", "impact", "counts", "5") == 1)
        #expect(room.shown("matrix").at("items", idea, "rounds") == ["1": first])
    }
}
