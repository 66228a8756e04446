import LabFixtures
import Testing

@testable import CoproductionLab

/// Erasing a person from the rows of a lab: what goes, what stays, and that nothing of it names them.
@Suite struct ErasingTests {
    /// What is left of a room without somebody.
    private struct Left {
        var rows: [(event: Event, time: Int64)] = []
        var lab: Lab
        var erasing: Erasing
    }

    private func erase(
        _ person: ID, _ contributions: Erasing.Contributions, from rows: [(event: Event, time: Int64)],
        anonymousToo: Bool = true, mentions: Bool = false
    ) -> Left {
        var left = Left(
            lab: Lab(id: "lab"),
            erasing: Erasing(
                person, contributions: contributions, at: rows.count + 1, takingMentions: mentions,
                author: { anonymousToo ? LabFixture.pseudonym(person, $0) : nil }))
        for (index, row) in rows.enumerated() {
            let event = left.erasing.take(row.event, at: index + 1)
            left.rows.append((event, row.time))
            _ = left.lab.evolve(event, at: row.time)
        }
        return left
    }

    /// All that anybody else may read of a lab.
    private func all(_ lab: Lab, _ people: [ID]) -> String {
        let views = Audience.allCases.map { lab.view(for: $0).text }
        let own = people.map { person in
            lab.mine(of: person) { activity in
                lab.activities[activity]?.visibility.isAnonymous == true
                    ? LabFixture.pseudonym(person, activity) : person
            }.text
        }
        return (views + own).joined(separator: "\n")
    }

    /// What somebody is called, in quotes as JSON has it; nothing that is there where others call themselves so as well.
    private func name(of person: ID, in room: RandomRoom) -> String {
        let name = "\"\(room.fixture.lab.people[person]?.name ?? "")\""
        let own = Set([person] + room.fixture.lab.agenda.map { LabFixture.pseudonym(person, $0) })
        let isShared = room.fixture.journal.contains { row in
            !own.contains(row.event.actor ?? "") && row.event.item != person
                && row.event.what?.text.contains(name) == true
        }
        return isShared ? "\u{0}" : name
    }

    private func randomRoom(_ seed: UInt64) throws -> RandomRoom {
        var room = try RandomRoom(seed: seed)
        room.signs = true
        for _ in 0..<90 { room.act() }
        return room
    }

    @Test(
        "[S14] Whoever is erased with what they gave is in no row, no view and nobody's own part any more, and all else is there",
        arguments: [0, 1, 2, 3] as [UInt64])
    func goes(quarter: UInt64) throws {
        for seed in (quarter * 8)..<(quarter * 8 + 8) {
            let room = try randomRoom(seed)
            for person in room.people[1...6] where room.fixture.lab.people[person] != nil {
                let left = erase(person, .go, from: room.fixture.journal)
                let place = "seed \(seed), \(person)"
                let name = name(of: person, in: room)
                for (index, row) in left.rows.enumerated() {
                    let says = (row.event.what?.text ?? "") + (row.event.persons ?? []).joined(separator: " ")
                    let names = room.fixture.lab.agenda.map { LabFixture.pseudonym(person, $0) }
                    #expect(
                        !says.contains(RandomRoom.signature(of: person)) && !says.contains(name)
                            && !(row.event.persons ?? []).contains { $0 == person || names.contains($0) },
                        "\(place): row \(index + 1) \(row.event)")
                }
                let others = room.people.filter { $0 != person }
                let seen = all(left.lab, others)
                #expect(!seen.contains(RandomRoom.signature(of: person)), "\(place)")
                #expect(!seen.contains(name), "\(place)")
                #expect(left.lab.people[person] == nil)
                expectOthersKept(left.lab, room, without: person, place)
            }
        }
    }

    /// What others made is there: each thing by its id, though it may have earlier words again.
    private func expectOthersKept(_ lab: Lab, _ room: RandomRoom, without person: ID, _ place: String) {
        let old = room.fixture.lab
        for other in room.people where other != person && old.people[other] != nil {
            func own(_ lab: Lab) -> [String: JSON] {
                lab.mine(of: other) { room.fixture.author(other, $0) }["activities"]?.object ?? [:]
            }
            let now = own(lab)
            for (activity, mine) in own(old) {
                for collection in ["pledges", "questions", "notes", "entries", "ideas"] {
                    for id in mine[collection]?.object?.keys ?? [:].keys {
                        #expect(
                            now[activity]?[collection]?[id] != nil,
                            "\(place): \(other) has lost \(collection) \(id)")
                    }
                }
                #expect(
                    now[activity]?["pass"] == mine["pass"], "\(place): the pass of \(other) in \(activity)")
            }
        }
    }

    @Test(
        "[S14] What stays says nobody's name, and counts as it did", arguments: [0, 1, 2, 3] as [UInt64])
    func stays(quarter: UInt64) throws {
        for seed in (100 + quarter * 8)..<(108 + quarter * 8) {
            let room = try randomRoom(seed)
            let old = room.fixture.lab
            for person in room.people[1...6] where old.people[person] != nil {
                let left = erase(person, .stay, from: room.fixture.journal)
                let place = "seed \(seed), \(person)"
                let name = name(of: person, in: room)
                for row in left.rows {
                    #expect(row.event.persons?.contains(person) != true, "\(place): \(row.event)")
                    #expect(row.event.what?.text.contains(name) != true, "\(place): \(row.event)")
                }
                #expect(
                    !all(left.lab, room.people.filter { $0 != person }).contains(name), "\(place)")
                for (id, activity) in old.activities
                where !["choose", "reflect", "survey"].contains(activity.kind) {
                    #expect(left.lab.activities[id]?.heard.count == activity.heard.count, "\(place): \(id)")
                    #expect(
                        left.lab.activities[id]?.heard.contributorsByRole.filter { $0.value > 0 }
                            == activity.heard.contributorsByRole.filter { $0.value > 0 }, "\(place): \(id)")
                }
            }
        }
    }

    @Test("One after the other, everybody but the host can be erased, and nothing is left of any")
    func everybody() throws {
        for seed in 200..<206 as Range<UInt64> {
            let room = try randomRoom(seed)
            var rows = room.fixture.journal
            for (index, person) in room.people.dropFirst().enumerated() {
                rows = erase(person, index.isMultiple(of: 2) ? .go : .stay, from: rows).rows
            }
            var lab = Lab(id: "lab")
            for row in rows { _ = lab.evolve(row.event, at: row.time) }
            #expect(lab.people.keys.sorted() == [LabFixture.host], "seed \(seed)")
            for (index, person) in room.people.dropFirst().enumerated() where index.isMultiple(of: 2) {
                #expect(!all(lab, []).contains(RandomRoom.signature(of: person)), "seed \(seed)")
            }
        }
    }

    // MARK: - What others share with them

    @Test("Of a part that several wrote in their words alone go")
    func sharedText() throws {
        var room = LabFixture(
            steps: [LabFixture.Step(id: "charter", kind: "form", reveal: .live, settings: Forms.charter)])
        let (moira, sam) = (try room.join(.usesServices, name: "Moira"), try room.join(.staff, name: "Sam"))
        try room.open("charter")
        func write(_ text: String, _ person: ID, _ version: Int) throws {
            try room.send(
                "writeSection", by: person, in: "charter",
                ["section": "conflict", "text": .string(text), "version": .int(version)])
        }
        try write("We meet on Mondays.", sam, 0)
        try write("We meet on Mondays. Tea is free for all.", moira, 1)
        try write("We meet on Mondays. Tea is free for all. Bring a friend.", sam, 2)
        let left = erase(moira, .go, from: room.journal)
        let text = left.lab.activities["charter"]?.content.text(of: "charterconflict")
        #expect(text == "We meet on Mondays.  Bring a friend.")
        #expect(!left.rows.contains { $0.event.what?.text.contains("Tea") == true })
    }

    @Test("Ideas that were merged with theirs stand by themselves again, and a merge with nobody's is none")
    func merged() throws {
        var room = LabFixture()
        let people = try room.join([.usesServices, .staff, .family])
        try room.open("ideas")
        let hers = try room.addIdea("Walk buddies for all", by: people[0])
        let his = try room.addIdea("A café", by: people[1])
        let theirs = try room.addIdea("A garden", by: people[2])
        try room.send(
            "mergeIdeas", in: "ideas",
            [
                "into": .string(his), "ideas": [.string(hers), .string(theirs)],
                "text": "Walk buddies for all, and a café",
            ])
        let left = erase(people[0], .go, from: room.journal)
        let gather = try #require(left.lab.activities["ideas"]?.content as? Gather)
        #expect(gather.text(of: his) == "A café" && gather.text(of: theirs) == "A garden")
        #expect(gather.text(of: hers) == nil)
        #expect(left.lab.view(for: .participant).at("activities", "ideas", "ideas", theirs) != nil)
        #expect(!left.rows.contains { $0.event.what?.text.contains("Walk buddies") == true })
    }

    @Test("[S41] A pledge names them as its coach no more; where another is called so as well, it stays")
    func coach() throws {
        for hasNamesake in [false, true] {
            var room = LabFixture()
            let (moira, sam) = (
                try room.join(.usesServices, name: "Moira"), try room.join(.staff, name: "Sam")
            )
            if hasNamesake { _ = try room.join(.family, name: "moira") }
            try room.open("pledges")
            try room.send("addPledge", by: sam, in: "pledges", ["give": "A lift", "coach": "Moira"])
            let left = erase(moira, .go, from: room.journal)
            let pledged = left.rows.first { $0.event.kind == "pledgeOffered" }?.event
            #expect(pledged?["give"] == "A lift" && (pledged?["coach"] != nil) == hasNamesake)
            #expect(left.erasing.mentions.count == (hasNamesake ? 1 : 0))
        }
    }

    @Test(
        "What others say of them is counted, and cut where the operator says so; their own words never free others' of theirs"
    )
    func mentioned() throws {
        var room = LabFixture()
        let (moira, sam) = (try room.join(.usesServices, name: "Moira"), try room.join(.staff, name: "Sam"))
        try room.open("ideas")
        _ = try room.addIdea("Buses in the evening", by: sam)
        _ = try room.addIdea("Buses in the evening", by: moira)
        _ = try room.addIdea("Ask Moira’s choir, not Moiraine", by: sam)
        let kept = erase(moira, .go, from: room.journal)
        #expect(kept.erasing.mentions.count == 1)
        #expect(kept.rows.count { $0.event["text"] == "Buses in the evening" } == 1)
        let cut = erase(moira, .go, from: room.journal, mentions: true)
        #expect(cut.erasing.mentions.isEmpty)
        #expect(cut.rows.contains { $0.event["text"] == "Ask […]’s choir, not Moiraine" })
        #expect(cut.rows.count { $0.event["text"] == "Buses in the evening" } == 1)
    }

    @Test("What somebody did as a facilitator stays without their name, and whom they let in stays in")
    func facilitator() throws {
        var room = LabFixture()
        let people = try room.join([.staff, .family])
        try room.send("setRights", ["participant": .string(people[0]), "facilitator": true])
        try room.send("setDoor", by: people[0], ["approval": true])
        let waiting = try room.join([.usesServices, .neighbour])
        try room.send("admitAll", by: people[0])
        try room.send("openActivity", by: people[0], in: "ideas")
        let paper =
            try room.send("addPerson", by: people[0], ["name": "Paula", "role": "family"]).first?.item ?? ""
        let left = erase(people[0], .go, from: room.journal)
        #expect(left.lab.activities["ideas"]?.state == .open)
        #expect(waiting.allSatisfy { left.lab.people[$0]?.admission == .inside })
        #expect(left.lab.people[paper]?.name == "Paula" && left.lab.people[people[0]] == nil)
        let admitted = left.rows.first { $0.event.kind == "doorAnswered" }?.event.persons
        #expect(admitted == [Erasing.alias(erasedAt: room.journal.count + 1)] + waiting)
        // And one of those who were let in: the others stay in.
        let second = erase(waiting[0], .go, from: left.rows)
        #expect(second.lab.people[waiting[1]]?.admission == .inside && second.lab.people[waiting[0]] == nil)
    }

    @Test("Where nobody can tell their pseudonyms, what they gave anonymously stays, behind these")
    func untold() throws {
        var room = LabFixture()
        let people = try room.join([.staff, .family])
        try room.open("matrix", "ideas")
        let idea = try room.addIdea("A café", by: people[0])
        let visible = room.lab.activities["ideas"]?.visibility.isAnonymous == true
        let left = erase(people[0], .go, from: room.journal, anonymousToo: false)
        #expect((left.lab.activities["ideas"]?.content.text(of: idea) != nil) == visible)
        #expect(left.lab.anonymousSteps == (visible ? 1 : 0))
    }

    @Test("Every kind of event is either somebody's own or a facilitator's")
    func kinds() {
        // Kinds that answer to nobody's name, or to the table of facilitation, but not to both.
        #expect(Erasing.making.isDisjoint(with: Erasing.facilitating))
        #expect(Erasing.theirsAlone.isDisjoint(with: Erasing.facilitating))
        #expect(Erasing.ofPeople.isDisjoint(with: Erasing.facilitating))
        for kind in ActivityKinds.all { #expect(kind.facilitation.isSubset(of: Erasing.facilitating)) }
    }
}
