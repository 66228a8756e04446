import LabFixtures
import LabReport
import Testing

@testable import CoproductionLab

/// Erasing somebody from a lab that was taken in: what its named steps say of them goes or loses their name, as if it had
/// been written here.
@Suite struct ImportedErasingTests {
    private struct Left {
        var rows: [Event] = []
        var lab = Lab(id: "other")
    }

    private func erase(_ person: ID, _ contributions: Erasing.Contributions, from rows: [Event]) -> Left {
        var erasing = Erasing(
            person, contributions: contributions, at: rows.count + 1, takingMentions: true,
            author: { LabFixture.pseudonym(person, $0) })
        for row in rows { erasing.foresee(row) }
        var left = Left()
        for (index, row) in rows.enumerated() {
            let event = erasing.take(row, at: index + 1)
            left.rows.append(event)
            _ = left.lab.evolve(event, at: 1_800_000_000_000)
        }
        return left
    }

    private func lab(of rows: [Event]) -> Lab {
        var lab = Lab(id: "other")
        for row in rows { _ = lab.evolve(row, at: 1_800_000_000_000) }
        return lab
    }

    private func person(_ name: String, in rows: [Event]) throws -> ID {
        try #require(lab(of: rows).people.values.first { $0.name == name }?.id)
    }

    /// All that anybody may read of a lab, and what it hands on.
    private func all(_ lab: Lab) -> String {
        let views = Audience.allCases.map { lab.view(for: $0).text }
        return (views + [KeptLab.json(of: lab).text, LabExport(of: lab, for: .keeping).json.text])
            .joined(separator: "\n")
    }

    /// What a piece says in words of those who wrote it.
    private func texts(of piece: Event) -> [String] {
        ["text", "original", "give"].compactMap { piece[$0]?.string }
    }

    @Test(
        "[S14] Whoever is erased from a lab that was taken in is in no row, view or export of it by their name or by what they wrote",
        arguments: Erasing.Contributions.allCases)
    func random(contributions: Erasing.Contributions) throws {
        var (erased, ofNames, ofTexts) = (0, 0, 0)
        for seed in 0..<16 as Range<UInt64> {
            var room = try RandomRoom(seed: 4000 + seed)
            room.signs = true
            for _ in 0..<120 { room.act() }
            let rows = try KeepingTests.events(of: room.fixture.lab)
            let before = lab(of: rows)
            for (id, person) in before.people where !person.isHost {
                let left = erase(id, contributions, from: rows)
                let seen = all(left.lab)
                let said = left.rows.map { ($0.what?.text ?? "") + ($0.persons ?? []).joined(separator: " ") }
                let place = "seed \(seed), \(person.name)"
                erased += 1
                #expect(left.lab.people[id] == nil && !seen.contains(id), "\(place)")
                #expect(!said.contains { $0.contains(id) }, "\(place)")
                let name = "\"\(person.name)\""
                let isShared = rows.contains {
                    $0.actor != id && $0.item != id && $0.what?.text.contains(name) == true
                }
                if !person.name.isEmpty, !isShared {
                    ofNames += 1
                    #expect(!seen.contains(name) && !said.contains { $0.contains(name) }, "\(place)")
                }
                guard contributions == .go else { continue }
                let given = rows.filter { $0.kind == "pieceImported" && $0.persons == [id] }
                for text in given.flatMap(texts) where text.utf8.count >= 12 {
                    ofTexts += 1
                    let quoted = JSON.string(text).text
                    #expect(
                        !seen.contains(quoted) && !said.contains { $0.contains(quoted) }, "\(place): \(text)")
                }
            }
            // What is left can be handed on.
            let last = try #require(before.people.values.filter { !$0.isHost }.map(\.id).max())
            let left = erase(last, contributions, from: rows).lab
            do {
                let (one, two) = (KeptLab.json(of: left), KeptLab.json(of: try KeepingTests.imported(left)))
                #expect(one.bytes == two.bytes, "seed \(seed): \(JSON.difference(one, two) ?? "")")
            } catch let problem as ImportProblem {
                Issue.record("seed \(seed): \(problem.words)")
            }
        }
        #expect(erased > 100 && ofNames > 10, "\(erased), \(ofNames)")
        if contributions == .go { #expect(ofTexts > 20, "\(ofTexts)") }
    }

    @Test("What stays counts as it did, and says nobody's name")
    func stays() throws {
        var room = LabFixture(steps: [
            LabFixture.Step(id: "ideas", kind: "gather", visibility: .named, reveal: .live)
        ])
        let moira = try room.join(.usesServices, name: "Moira")
        try room.open("ideas")
        let idea = try room.addIdea("A café", by: moira)
        let rows = try KeepingTests.events(of: room.lab)
        let left = erase(try person("Moira", in: rows), .stay, from: rows).lab
        #expect(left.activities["ideas"]?.content.text(of: idea) == "A café")
        #expect(left.activities["ideas"]?.heard.count == 1)
        #expect(!all(left).contains("Moira"))
    }

    @Test("Ideas that were merged with theirs stand by themselves again")
    func merged() throws {
        var room = LabFixture(steps: [
            LabFixture.Step(id: "ideas", kind: "gather", visibility: .named, reveal: .live)
        ])
        let moira = try room.join(.usesServices, name: "Moira")
        let others = try room.join([.staff, .family])
        try room.open("ideas")
        let theirs = try room.addIdea("A garden", by: others[1])
        let his = try room.addIdea("A café", by: others[0])
        let hers = try room.addIdea("Walk buddies for all", by: moira)
        try room.send(
            "mergeIdeas", in: "ideas",
            [
                "into": .string(his), "ideas": [.string(hers), .string(theirs)],
                "text": "Walk buddies for all, and a café",
            ])
        let rows = try KeepingTests.events(of: room.lab)
        let left = erase(try person("Moira", in: rows), .go, from: rows)
        let gather = try #require(left.lab.activities["ideas"]?.content as? Gather)
        #expect(gather.text(of: his) == "A café" && gather.text(of: theirs) == "A garden")
        #expect(gather.text(of: hers) == nil)
        for id in [his, theirs] {
            #expect(left.lab.view(for: .participant).at("activities", "ideas", "ideas", id) != nil)
        }
        #expect(!left.rows.contains { $0.what?.text.contains("Walk buddies") == true })
        #expect(left.lab.activities["ideas"]?.heard.count == 2)
    }

    @Test("Of a part that several wrote in their words alone go")
    func sharedText() throws {
        var room = LabFixture(steps: [
            LabFixture.Step(
                id: "charter", kind: "form", visibility: .named, reveal: .live, settings: Forms.charter)
        ])
        let (moira, sam) = (try room.join(.usesServices, name: "Moira"), try room.join(.staff, name: "Sam"))
        try room.open("charter")
        for (version, (text, writer)) in [
            ("We meet on Mondays.", sam), ("We meet on Mondays. Tea is free for all.", moira),
            ("We meet on Mondays. Tea is free for all. Bring a friend.", sam),
        ].enumerated() {
            try room.send(
                "writeSection", by: writer, in: "charter",
                ["section": "conflict", "text": .string(text), "version": .int(version)])
        }
        let rows = try KeepingTests.events(of: room.lab)
        let left = erase(try person("Moira", in: rows), .go, from: rows)
        let text = left.lab.activities["charter"]?.content.text(of: "charterconflict")
        #expect(text == "We meet on Mondays.  Bring a friend.")
        #expect(!left.rows.contains { $0.what?.text.contains("Tea") == true })
        #expect(!all(left.lab).contains("Moira"))
    }
}
