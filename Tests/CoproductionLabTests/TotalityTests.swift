import LabFixtures
import Testing

@testable import CoproductionLab

/// `evolve` takes whatever is in a journal: events of later versions, of no sense, and without what was erased.
@Suite struct TotalityTests {
    private static let oddities: [JSON] = [
        .null, true, false, 0, 1, -1, 6, .int(.max), .int(.min), .double(0.5), .double(1e300), "", "x",
        "ideas", "dots",
        "host", "open", "revealed", "dontKnow", "paper", [], [1], ["ideas"], [:], ["impact": 9], ["text": 4],
    ]

    private static func mutate(_ event: Event, _ numbers: inout SeededNumbers, among journal: [Event])
        -> Event
    {
        let other = journal.randomElement(using: &numbers) ?? event
        var kind = event.kind
        var activity = event.activity
        var items = event.items
        var persons = event.persons
        var what = event.what
        switch Int.random(in: 0..<10, using: &numbers) {
        case 0: what = nil
        case 1: persons = nil
        case 2: kind = Bool.random(using: &numbers) ? other.kind : "danced"
        case 3: activity = Bool.random(using: &numbers) ? other.activity : "nowhere"
        case 4: items = Bool.random(using: &numbers) ? [] : other.items
        case 5: persons = Bool.random(using: &numbers) ? [] : other.persons
        case 6: what = oddities.randomElement(using: &numbers)
        case 7: what = other.what
        default:
            guard var members = what?.object, let key = members.keys.sorted().randomElement(using: &numbers)
            else { break }
            members[key] = Bool.random(using: &numbers) ? nil : oddities.randomElement(using: &numbers)
            what = .object(members)
        }
        return Event(kind, activity: activity, items: items, by: persons, what)
    }

    @Test("Mutilated journals fold without a trap, and patches still make what a fresh view shows")
    func mutilated() throws {
        for seed in 0..<100 as Range<UInt64> {
            var numbers = SeededNumbers(seed: seed)
            var room = try RandomRoom(seed: seed)
            for _ in 0..<60 { room.act() }
            var events = room.fixture.journal.map(\.event)
            if seed % 3 == 0 { events.shuffle(using: &numbers) }
            var lab = Lab(id: "lab")
            var views = Audience.allCases.map { lab.view(for: $0) }
            for event in events {
                let mutilated = Double.random(in: 0..<1, using: &numbers) < 0.3
                let folded = mutilated ? Self.mutate(event, &numbers, among: events) : event
                let old = lab
                let touched = lab.evolve(folded, at: .random(in: .min ... .max, using: &numbers))
                for (index, audience) in Audience.allCases.enumerated() {
                    if let patch = lab.patch(for: audience, since: old, touching: touched) {
                        views[index] = views[index].merging(patch)
                    }
                }
            }
            for (index, audience) in Audience.allCases.enumerated() {
                let fresh = lab.view(for: audience)
                let difference = JSON.mergePatch(from: views[index], to: fresh)?.text
                #expect(difference == nil, "seed \(seed), \(audience)")
            }
            Self.useIt(lab, room, &numbers)
        }
    }

    /// Whatever state has come of it, deciding in it is a plain yes or no.
    private static func useIt(_ lab: Lab, _ room: RandomRoom, _ numbers: inout SeededNumbers) {
        for person in room.people { _ = lab.mine(of: person) { room.fixture.author(person, $0) } }
        var context = room.fixture.context
        for command in LabCommands.known.sorted() {
            for activity in lab.agenda {
                let item = room.fixture.journal.randomElement(using: &numbers)?.event.item ?? ""
                let id = JSON.string(item)
                let body: JSON = [
                    "activity": .string(activity), "item": id, "idea": id, "pledge": id, "into": id,
                    "ideas": [id],
                    "late": id, "participant": id, "text": "Tea", "give": "Tea", "dots": 1, "impact": 1,
                    "version": 1,
                    "name": "addIdea", "body": ["activity": .string(activity), "text": "Tea"],
                    "facilitator": true, "theme": id, "entry": id, "row": id, "column": "C", "level": 1,
                    "track": "a", "capacity": 1,
                ]
                _ = try? lab.decide(Command(command, body), by: LabFixture.host, &context)
            }
        }
        for (event, _) in room.fixture.journal {
            _ = try? lab.decideUndo(of: [event], by: LabFixture.host, context)
        }
    }

    @Test("Numbers that no lab has are taken as none, and never overflow")
    func numbers() throws {
        var room = LabFixture()
        let anna = try room.join()
        try room.open("ideas", "dots", "matrix")
        let idea = try room.addIdea("Walks", by: anna)
        room.fold([
            Event("dotsPlaced", activity: "dots", items: [idea], by: [anna], ["dots": .int(.max)]),
            Event("dotsPlaced", activity: "dots", items: [idea], by: ["b"], ["dots": .int(.max)]),
            Event(
                "itemRated", activity: "matrix", items: [idea], by: [anna],
                ["to": ["impact": .int(.max), "effort": -1]]),
            Event("labStateRestored", by: ["host"], ["state": "open", "sitting": .int(.max)]),
            Event("sittingEnded", by: ["host"]),
            Event("labStateRestored", by: ["host"], ["state": "nowhere", "sitting": 0]),
        ])
        #expect(room.lab.sitting == 2)
        try room.send("revealActivity", in: "dots")
        #expect(room.shown("dots").at("items", idea, "votes") == 0)
    }

    @Test("Activities that name each other as inputs, or come twice, do no harm")
    func circles() throws {
        var room = LabFixture(steps: [
            LabFixture.Step(id: "a", kind: "vote", reveal: .live, inputsFrom: ["b", "a"]),
            LabFixture.Step(id: "b", kind: "vote", reveal: .live, inputsFrom: ["a"]),
            LabFixture.Step(id: "b", kind: "rate", reveal: .live, inputsFrom: ["b"]),
            LabFixture.Step(id: "c", kind: "dance"),
        ])
        #expect(room.lab.agenda == ["a", "b"])
        try room.open("a", "b")
        try room.send("revealActivity", in: "a")
        #expect(room.shown("b").at("kind") == "vote" && room.shown("b").at("items") == [:])
    }

    @Test("An event of a kind that this version doesn't know counts as a revision and changes nothing")
    func unknownKind() throws {
        var room = LabFixture()
        let before = room.view()
        let revision = room.lab.revision
        room.fold([
            Event("somethingNew", by: ["host"], ["x": 1]),
            Event("somethingNew", activity: "ideas", by: ["host"], ["x": 1]),
            Event("ideaAdded", activity: "nowhere", items: ["i"], by: ["host"], ["text": "Walks"]),
        ])
        #expect(room.view() == before)
        #expect(room.lab.revision == revision + 3)
    }

    @Test("Changes of a person whose joining was erased make nobody")
    func erasedPerson() throws {
        var room = LabFixture()
        var joined = Event("participantJoined", items: ["ann"], by: nil, ["name": "Ann"])
        joined.what = nil
        room.fold([
            joined,
            Event(
                "participantChanged", items: ["ann"], by: ["ann"], ["name": "Annie", "was": ["name": "Ann"]]),
            Event("participantReturned", items: ["ann"], by: ["ann"], ["sitting": 1]),
        ])
        #expect(room.lab.people["ann"] == nil && room.view().at("people", "joined") == 0)
    }

    @Test("Every event of a room may have been erased, one or all, and the rest still stands")
    func erased() throws {
        var room = try RandomRoom(seed: 5)
        for _ in 0..<80 { room.act() }
        let journal = room.fixture.journal
        for erased in journal.indices.dropFirst(2) {
            var lab = Lab(id: "lab")
            for (index, entry) in journal.enumerated() {
                var event = entry.event
                if index == erased { (event.persons, event.what) = (nil, nil) }
                _ = lab.evolve(event, at: entry.time)
            }
            #expect(lab.revision == journal.count)
            for audience in Audience.allCases { _ = lab.view(for: audience).bytes }
        }
    }

    @Test(
        "An erased idea is as if it had been withdrawn: gone from all that it flowed into, dots and ratings with it"
    )
    func erasedIdea() throws {
        var room = LabFixture()
        let anna = try room.join(.family)
        try room.open("ideas", "dots", "matrix")
        let idea = try room.addIdea("Erase these words", by: anna)
        try room.vote(idea, by: anna)
        try room.rate(idea, impact: 4, by: anna)
        try room.send(
            "editIdea", by: anna, in: "ideas",
            ["idea": .string(idea), "version": 1, "text": "Erase these too"])
        for activity in ["dots", "matrix"] { try room.send("revealActivity", in: activity) }
        var lab = Lab(id: "lab")
        for (entry, time) in room.journal {
            var event = entry
            if event.persons?.contains(LabFixture.pseudonym(anna, "ideas")) == true {
                (event.persons, event.what) = (nil, nil)
            }
            _ = lab.evolve(event, at: time)
        }
        for audience in Audience.allCases { #expect(!lab.view(for: audience).text.contains("Erase")) }
        #expect(lab.view(for: .participant).at("activities", "ideas", "count") == 0)
        #expect(lab.view(for: .participant).at("activities", "dots", "items") == [:])
        #expect(lab.view(for: .participant).at("activities", "ideas", "heard", "n") == 0)
    }
}
