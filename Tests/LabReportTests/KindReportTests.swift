import CoproductionLab
import LabFixtures
import LabReport
import Testing

@Suite("What each kind says in an export")
struct KindReportTests {
    @Test(
        "Ideas stand with their tags; where the activity is anonymous their order says nothing of who was first"
    )
    func ideas() throws {
        var room = LabFixture()
        let people = try room.join([.usesServices, .staff])
        try room.open("ideas")
        let walks = try room.send(
            "addIdea", by: people[0], in: "ideas",
            ["text": "Walks", "cos": ["C", "L"], "when": "now", "for": "community"])
        let cafe = try room.addIdea("Café", by: people[1])
        let gone = try room.addIdea("Gone", by: people[0])
        try room.send("withdrawIdea", by: people[0], in: "ideas", ["idea": .string(gone)])
        let table = try #require(room.tables("ideas", for: .sharing)["ideas"])
        #expect(table.columns == ["item", "text", "cos", "when", "for", "edited", "merged"])
        #expect(table["text"] == ["Café", "Walks"])
        #expect(table["item"] == [.string(cafe), .string(walks.first?.item ?? "")])
        #expect(table["cos"] == [.null, "C L"] && table["when"] == [.null, "now"])
    }

    @Test("An export for keeping has the words of merged ideas, one for sharing what they became")
    func merged() throws {
        var room = LabFixture()
        let people = try room.join([.usesServices, .staff])
        try room.open("ideas")
        let walks = try room.addIdea("Walks", by: people[0])
        let strolls = try room.addIdea("Strolls", by: people[1])
        try room.send(
            "mergeIdeas", in: "ideas",
            ["into": .string(walks), "ideas": .array([.string(strolls)]), "text": "Walks and strolls"])
        let shared = room.tables("ideas", for: .sharing)
        #expect(shared["ideas"]?["text"] == ["Walks and strolls"] && shared["ideas"]?["merged"] == [1])
        #expect(shared["mergedIdeas"] == nil)
        let kept = try #require(room.tables("ideas", for: .keeping)["mergedIdeas"])
        #expect(kept["text"] == ["Strolls"] && kept["into"] == [.string(walks)])
    }

    @Test("Names stand in an export for keeping where the activity shows them, and in none for sharing")
    func names() throws {
        for visibility in Activity.Visibility.allCases {
            var room = LabFixture { if $0.kind == "gather" { $0.visibility = visibility } }
            let moira = try room.join(.family, name: "Moira Unmistakable")
            try room.open("ideas")
            _ = try room.addIdea("Walks", by: moira)
            guard visibility != .private else {
                #expect(Purpose.allCases.allSatisfy { room.tables("ideas", for: $0).isEmpty })
                continue
            }
            let kept = try #require(room.tables("ideas", for: .keeping)["ideas"])
            #expect((kept["name"] == ["Moira Unmistakable"]) == (visibility == .named))
            #expect((kept["role"] == ["family"]) == (visibility == .role || visibility == .named))
            let shared = try #require(room.tables("ideas", for: .sharing)["ideas"])
            #expect(!shared.columns.contains("name") && !shared.columns.contains("support"))
            for purpose in Purpose.allCases {
                let text = room.export(for: purpose).text
                #expect(text.contains("Moira") == (visibility == .named && purpose == .keeping))
                #expect(!text.contains(moira) && !text.contains(LabFixture.pseudonym(moira, "ideas")))
            }
        }
    }

    @Test(
        "A row for sharing names a role only where enough people of it contributed, and never leaves one to be found"
    )
    func roles() throws {
        var room = LabFixture { if $0.kind == "gather" { $0.visibility = .role } }
        let people = try room.join([.usesServices, .usesServices, .usesServices, .usesServices])
        let staff = try room.join([.staff, .staff, .staff])
        let manager = try room.join(.manager)
        try room.open("ideas")
        for (index, person) in (people + staff + [manager]).enumerated() {
            _ = try room.addIdea("Idea \(index)", by: person)
        }
        let shared = try #require(room.tables("ideas", for: .sharing)["ideas"])
        // The one manager is hidden, and the three of the staff with them: else who isn't named must be the manager.
        #expect(shared["role"].filter { $0 == "usesServices" }.count == 4)
        #expect(shared["role"].filter { $0 == .null }.count == 4)
        let kept = try #require(room.tables("ideas", for: .keeping)["ideas"])
        #expect(kept["role"].filter { $0 == "manager" }.count == 1)
    }

    @Test(
        "[S24] the matrix has each item's distribution and figures, its splits, and what was decided with its reason"
    )
    func matrix() throws {
        var room = LabFixture()
        let people = try room.join([
            .usesServices, .family, .neighbour, .neighbour, .usesServices, .staff, .staff, .manager, .elected,
        ])
        try room.open("ideas", "dots", "matrix")
        let walks = try room.addIdea("Walks", by: people[0])
        let cafe = try room.addIdea("Café", by: people[1])
        for (index, impact) in [5, 4, 5, 4, 5, 2, 3, 2, 4].enumerated() {
            try room.rate(walks, impact: .int(impact), effort: 2, by: people[index])
        }
        try room.rate(cafe, impact: "dontKnow", effort: 1, by: people[0])
        #expect(room.tables("matrix", for: .keeping).isEmpty, "nothing before the reveal")
        try room.send(
            "decide", in: "matrix",
            ["item": .string(walks), "decision": "do", "reason": "It helps.", "who": "Us all"])
        #expect(
            room.tables("matrix", for: .sharing).keys.sorted() == ["decisions"], "decisions are said aloud")
        try room.send("revealActivity", in: "matrix")
        let tables = room.tables("matrix", for: .sharing)
        let results = try #require(tables["results"])
        #expect(results["text"] == ["Café", "Walks"])
        #expect(results["quadrant"] == [.null, "quickWins"])
        #expect(results["impactN"] == [0, 9] && results["impactDontKnow"] == [1, 0])
        #expect(results["impact5"] == [0, 3] && results["impact1"] == [0, 0])
        #expect(results["impactDelta"] == [.null, JSON.figure(0.9)])
        #expect(tables["splits"]?["text"] == ["Walks"] && tables["splits"]?["differs"] == [true])
        #expect(tables["sides"]?["side"] == ["community", "professional"])
        #expect(tables["sides"]?["n"] == [5, 4])
        #expect(tables["decisions"]?["reason"] == ["It helps."] && tables["decisions"]?["who"] == ["Us all"])
    }

    @Test("Figures of a small side stand in an export for keeping alone; flags follow the same rule in both")
    func smallSides() throws {
        var room = LabFixture()
        let people = try room.join([.usesServices, .family, .neighbour, .staff])
        try room.open("ideas", "dots", "matrix")
        let walks = try room.addIdea("Walks", by: people[0])
        for person in people.dropLast() { try room.rate(walks, impact: 5, effort: 1, by: person) }
        try room.rate(walks, impact: 1, effort: 1, by: people[3])
        try room.send("revealActivity", in: "matrix")
        #expect(room.tables("matrix", for: .sharing)["sides"]?.rows.isEmpty == true)
        #expect(room.tables("matrix", for: .keeping)["sides"]?["n"] == [3, 1])
        for purpose in Purpose.allCases {
            #expect(room.tables("matrix", for: purpose)["results"]?["differs"] == [false])
        }
    }

    @Test("What an earlier reveal showed stays in the export while the next round is hidden")
    func rounds() throws {
        var room = LabFixture()
        let moira = try room.join()
        try room.open("ideas", "dots", "matrix")
        let walks = try room.addIdea("Walks", by: moira)
        try room.vote(walks, by: moira)
        try room.rate(walks, impact: 4, effort: 2, by: moira)
        for move in ["revealActivity", "reopenActivity"] {
            for activity in ["dots", "matrix"] { try room.send(move, in: activity) }
        }
        try room.vote(walks, 0, by: moira)
        try room.rate(walks, impact: 1, by: moira)
        #expect(room.tables("dots", for: .sharing).keys.sorted() == ["earlierVotes"])
        #expect(room.tables("dots", for: .sharing)["earlierVotes"]?["votes"] == [1])
        #expect(room.tables("matrix", for: .sharing).keys.sorted() == ["earlierResults"])
        #expect(room.tables("matrix", for: .sharing)["earlierResults"]?["impactMedian"] == [4])
        #expect(room.tables("matrix", for: .sharing)["earlierResults"]?["round"] == [1])
    }

    @Test("[S4] a pledge stands beside the idea that it carries out")
    func pledges() throws {
        var room = LabFixture()
        let moira = try room.join(.usesServices, name: "Moira")
        try room.open("ideas", "dots", "matrix", "pledges")
        let walks = try room.addIdea("Walks", by: moira)
        let pledge = try room.send(
            "addPledge", by: moira, in: "pledges",
            ["give": "I lead Tuesday's walk", "get": "Vests", "by": "2026-12-01", "idea": .string(walks)])
        try room.send(
            "acceptPledge", by: moira, in: "pledges", ["pledge": .string(pledge.first?.item ?? "")])
        let table = try #require(room.tables("pledges", for: .keeping)["pledges"])
        #expect(table["give"] == ["I lead Tuesday's walk"] && table["get"] == ["Vests"])
        #expect(table["status"] == ["accepted"] && table["by"] == ["2026-12-01"])
        #expect(table["item"] == [.string(walks)] && table["text"] == ["Walks"] && table["name"] == ["Moira"])
        #expect(room.tables("pledges", for: .sharing)["pledges"]?.columns.contains("name") == false)
    }

    @Test("What is read has its text, and a break its purpose")
    func readings() throws {
        let steps =
            LabFixture.steps + [
                LabFixture.Step(id: "tea", kind: "break", settings: ["purpose": "Tea"]),
                LabFixture.Step(id: "rest", kind: "break"),
            ]
        let room = LabFixture(steps: steps)
        for purpose in Purpose.allCases {
            #expect(room.tables("welcome", for: purpose)["text"]?["text"] == ["Welcome."])
            #expect(room.tables("tea", for: purpose)["text"]?["text"] == ["Tea"])
            #expect(room.tables("rest", for: purpose).isEmpty && room.tables("talk", for: purpose).isEmpty)
        }
    }
}
