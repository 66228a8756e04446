import LabFixtures
import Testing

@testable import CoproductionLab

/// “Anonymous” holds on disk as well: nothing that the journal keeps of a command joins a person and a pseudonym of
/// theirs, or two pseudonyms of theirs in different activities.
@Suite struct NamesApartTests {
    /// A name in the events of one command: where it stands, and whose it is.
    private struct Named {
        let place: String
        let name: Author
        let person: ID
    }

    /// How often two names at the same two places were one person's, and how often two people's.
    private struct Pairs {
        var one = 0
        var two = 0
        var example = ""
    }

    /// All names that the events of one command hold: as who did it, as whom it concerns, as who made the thing that it is
    /// about, or within the words.
    private func names(
        in events: [Event], owners: [Author: ID], makers: [ID: Author]
    ) -> [Named] {
        var found: [Named] = []
        func add(_ name: String?, _ place: String) {
            guard let name, let person = owners[name] else { return }
            found.append(Named(place: place, name: name, person: person))
        }
        for event in events {
            for (index, name) in (event.persons ?? []).enumerated() {
                add(name, event.kind + (index == 0 ? " by" : " concerning"))
            }
            for item in event.items { add(makers[item] ?? item, "\(event.kind) of") }
            for text in texts(event.what ?? .empty) { add(makers[text] ?? text, "\(event.kind) with") }
        }
        return found
    }

    private func texts(_ json: JSON) -> [String] {
        switch json {
        case .string(let text): [text]
        case .array(let values): values.flatMap(texts)
        case .object(let members): members.flatMap { [$0.key] + texts($0.value) }
        default: []
        }
    }

    /// Two names in one batch join nothing as long as they may be two people's: a facilitator hides an idea, their own or
    /// another's. Where the same two places only ever hold two names of one person, they say that these are one.
    @Test("In the random rooms no two names in what one command led to tell that they are one person's")
    func apart() throws {
        var pairs: [String: Pairs] = [:]
        for seed in 3000..<3400 as Range<UInt64> {
            var room = try RandomRoom(seed: seed)
            for _ in 0..<80 { room.act() }
            let lab = room.fixture.lab
            let anonymous = lab.activities.values.filter(\.visibility.isAnonymous).map(\.id)
            var owners: [Author: ID] = [:]
            for person in lab.people.keys {
                owners[person] = person
                for id in anonymous { owners[LabFixture.pseudonym(person, id)] = person }
            }
            var makers: [ID: Author] = [:]
            for (event, _) in room.fixture.journal where event.activity != nil {
                for item in event.items where makers[item] == nil { makers[item] = event.actor }
            }
            for (_, events) in room.done {
                let names = names(in: events, owners: owners, makers: makers)
                for (index, first) in names.enumerated() {
                    for second in names[(index + 1)...] where first.name != second.name {
                        let key = [first.place, second.place].sorted().joined(separator: " + ")
                        if first.person == second.person {
                            pairs[key, default: Pairs()].one += 1
                            pairs[key]?.example = "seed \(seed), \(first.name), \(second.name)"
                        } else {
                            pairs[key, default: Pairs()].two += 1
                        }
                    }
                }
            }
        }
        #expect(pairs.count > 100)
        for (places, pair) in pairs where pair.one > 0 {
            #expect(
                pair.two > 0,
                "\(places): \(pair.one) times one person's, never two people's, \(pair.example)")
        }
    }

    @Test("Taking somebody out with what they gave leaves anonymous contributions where they are")
    func removal() throws {
        var room = LabFixture()
        let anna = try room.join()
        try room.open("ideas", "pledges")
        let idea = try room.addIdea("Walks", by: anna)
        let pledge = try room.pledge("I lead one", by: anna)
        let events = try room.send(
            "removePerson", ["participant": .string(anna), "contributions": "go"])
        #expect(events.map(\.kind) == ["personRemoved", "pledgeWithdrawn"])
        #expect(room.shown("ideas").at("ideas", idea) != nil)
        #expect(room.shown("pledges").at("pledges", pledge) == nil)
        let pseudonym = LabFixture.pseudonym(anna, "ideas")
        #expect(events.allSatisfy { $0.persons?.contains(pseudonym) == false })
        // What begins an erasure reaches further: no name is left standing in its events.
        let all = room.lab.takingOut(
            try #require(room.lab.people[anna]), .everything, room.context)
        #expect(all.map(\.kind) == ["ideaWithdrawn"] && all[0].actor == pseudonym)
        try room.undo(events)
        #expect(room.shown("pledges").at("pledges", pledge) != nil)
        #expect(room.lab.people[anna]?.isRemoved == false)
    }

    @Test("[S56] who agrees to a quote of their anonymous words does so under the name that these have")
    func quote() throws {
        var room = LabFixture(
            steps: [
                LabFixture.Step(id: "ideas", kind: "gather", reveal: .live, settings: ["asksQuote": true]),
                LabFixture.Step(
                    id: "study", kind: "form", visibility: .named, reveal: .live, inputsFrom: ["ideas"],
                    settings: Forms.caseStudy),
            ])
        let anna = try room.join()
        let bill = try room.join(.staff)
        try room.open("ideas", "study")
        let idea = try room.addIdea("They asked me", by: anna)
        try room.send("allowQuote", by: anna, in: "ideas", ["idea": .string(idea), "on": true])
        try room.send("addQuote", by: bill, in: "study", ["idea": .string(idea), "section": "voices"])
        let yes = try room.send(
            "approveQuote", by: anna, in: "study", ["quote": .string(idea), "on": true])
        #expect(yes.flatMap { $0.persons ?? [] } == [LabFixture.pseudonym(anna, "ideas")])
        #expect(room.shown("study").at("quotes", idea, "approved") == true)
        #expect(room.undoReason(yes, by: bill) == .notYours)
        let back = try room.undo(yes, by: anna)
        #expect(back.flatMap { $0.persons ?? [] } == [LabFixture.pseudonym(anna, "ideas")])
        #expect(room.shown("study").at("quotes", idea, "approved") == nil)
    }
}
