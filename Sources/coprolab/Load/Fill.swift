import ArgumentParser
import CoproductionLab
import Foundation
import LabJournal
import LabServer
import SQLiteJournal

struct Fill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a large lab of made-up people into a data folder, to measure by.",
        discussion: """
            What happens in it is decided by the engine and chained by the journal like everything else, but for its times, which \
            are made up, too: as if the people had acted one after the other. Prints the lab's links and codes.
            """,
        shouldDisplay: false)

    @Option(help: "How many events its journal is to have.") var events = 20_000
    @Option(help: "How many ideas.") var ideas = 500
    @Option(help: "How many people.") var people = 200
    @Option(help: "Milliseconds between two events.") var pause = 20
    @Flag(help: "As JSON.") var json = false
    @OptionGroup var options: SettingsOptions

    func validate() throws {
        guard people > 0, ideas > 0, pause >= 0 else {
            throw ValidationError("--people and --ideas must be more than 0, and --pause no less than that.")
        }
        guard events >= people + ideas + Crowd.besides else {
            throw ValidationError(
                "\(people) people and \(ideas) ideas make \(people + ideas + Crowd.besides) events at least. Give more --events."
            )
        }
    }

    func run() async throws {
        let settings = try await Settings(options)
        let folder = try DataFolder(path: settings.data)
        defer { folder.close() }
        let journal = try await SQLiteJournal.open(in: folder)
        let templates = try TemplateLibrary.read(folder: settings.templates)
        let made = try await Administration.withHub(on: journal, settings, templates) { hub in
            let made = try await hub.carryOut(.new(title: "A large lab", template: "T2", language: nil))
            var crowd = try await Crowd(made, journal: journal, pause: Int64(pause))
            try await crowd.act(people: people, ideas: ideas, events: events)
            return made
        }
        Progress.clear()
        if json { return print(made.text) }
        print("\(settings.data): a lab of \(events) events.")
        Labels.tell(made)
    }
}

/// Made-up people who fill a lab of the template T2, straight into its journal.
private struct Crowd {
    /// What the facilitator does besides: the lab and its three steps opened, one revealed, decisions, the end.
    static let besides = 40 + decisions
    private static let decisions = 100
    private static let commit = 2_000

    private struct Member {
        let id: ID
        let client: String
        /// The name behind which they stand in each activity.
        var authors: [ID: Author] = [:]
        let key: String
        var number = 0
        var dots: Set<Int> = []
    }

    private let journal: SQLiteJournal
    private let pause: Int64
    private var state: Lab
    private var time: Int64
    private var ids: IDSource
    private var members: [Member] = []
    private var items: [ID] = []
    private var steps: [String: ID] = [:]
    private var written: Int
    private var events: [JournalEvent] = []
    private var records: [CommandRecord] = []

    init(_ made: JSON, journal: SQLiteJournal, pause: Int64) async throws {
        self.journal = journal
        self.pause = pause
        var random = SystemRandomNumberGenerator()
        ids = IDSource(seed: random.next())
        state = Lab(id: made["id"]?.string ?? "")
        time = Int64(Date().timeIntervalSince1970 * 1000)
        for stored in try await journal.events(of: state.id, after: 0, limit: .max) {
            _ = state.evolve(Event(stored), at: stored.event.time)
        }
        written = state.revision
        for (id, activity) in state.activities { steps[activity.kind] = id }
        guard let host = state.host else { throw Failure("The lab has no facilitator.") }
        members = [Member(id: host, client: "facilitator", key: made["facilitatorToken"]?.string ?? "")]
    }

    mutating func act(people: Int, ideas: Int, events: Int) async throws {
        try await lead("openLab")
        for number in 1...people { try await join(number) }
        try await lead("openActivity", ["activity": .string(step("gather"))])
        for number in 1...ideas {
            try await give(
                "addIdea", ["text": .string(Self.idea(number))], by: number % people + 1, in: "gather")
        }
        try await lead("openActivity", ["activity": .string(step("vote"))])
        try await lead("openActivity", ["activity": .string(step("rate"))])
        while state.revision < events - Self.decisions - 2 {
            try await chooseOrRate(by: Int.random(in: 1...people))
        }
        // Ratings alone are shown: while dots are hidden, every idea stands on the matrix.
        try await lead("revealActivity", ["activity": .string(step("rate"))])
        for number in 0..<Self.decisions {
            let item = items[number % items.count]
            let reason = "We talked about it, and it is what we can do (\(number + 1))."
            try await lead(
                "decide",
                [
                    "activity": .string(step("rate")), "item": .string(item), "reason": .string(reason),
                    "decision": .string(["do", "plan", "later", "drop"][number % 4]),
                ])
        }
        try await lead("endLab")
        try await write()
    }

    private func step(_ kind: String) -> ID { steps[kind] ?? "" }

    // MARK: - What people do

    private mutating func join(_ number: Int) async throws {
        let roles = ["usesServices", "family", "neighbour", "staff", "manager", "elected"]
        let token = Secrets.token()
        let newcomer = try Joining.Newcomer(
            name: "Person \(number)", role: roles[number % roles.count], support: nil)
        var context = context(of: nil)
        let events = try state.decideJoin(
            newcomer, secrets: Joining.Secrets(token: Secrets.hash(token, as: .token)), &context)
        ids = context.ids
        guard let id = events.first?.item else { return }
        members.append(Member(id: id, client: "person\(number)", key: token))
        try await take(events, of: nil)
    }

    /// As in `load`: half of them dots, half of them ratings.
    private mutating func chooseOrRate(by person: Int) async throws {
        let item = Int.random(in: items.indices)
        guard Bool.random() else {
            let axis = Bool.random() ? "impact" : "effort"
            return try await give(
                "rate", ["item": .string(items[item]), axis: .int(Int.random(in: 1...5))], by: person,
                in: "rate")
        }
        let own = members[person].dots
        let target = own.contains(item) || own.count < 5 ? item : own.randomElement() ?? item
        let takesBack = own.contains(target)
        if takesBack { members[person].dots.remove(target) } else { members[person].dots.insert(target) }
        try await give(
            "vote", ["item": .string(items[target]), "dots": .int(takesBack ? 0 : 1)], by: person, in: "vote")
    }

    private mutating func lead(_ name: String, _ body: JSON = .empty) async throws {
        try await carryOut(Command(name, body), by: 0)
    }

    private mutating func give(_ name: String, _ body: JSON, by person: Int, in kind: String) async throws {
        let body = body.merging(["activity": .string(step(kind))])
        try await carryOut(Command(name, body), by: person)
    }

    private static func idea(_ number: Int) -> String {
        let what = [
            "Walk together", "Cook for each other", "Share a car", "Answer the phone by turns", "Visit",
        ]
        let whom = [
            "with neighbours", "with the day centre", "with families", "with the school", "with staff",
        ]
        let how = [
            "every Tuesday after lunch", "before the surgery opens",
            "so that nobody goes home to a cold house",
            "and write down what helped", "where the bus no longer goes",
        ]
        return "\(what[number % 5]) \(whom[number / 5 % 5]), \(how[number / 25 % 5]) (\(number))"
    }

    // MARK: - Decided, evolved, written

    private mutating func carryOut(_ command: Command, by person: Int) async throws {
        var context = context(of: person)
        let decided = try state.decide(command, by: members[person].id, &context)
        ids = context.ids
        if command.name == "addIdea", let idea = decided.first?.item { items.append(idea) }
        try await take(decided, of: person)
    }

    private mutating func context(of person: Int?) -> Context {
        if let person {
            for activity in steps.values where members[person].authors[activity] == nil {
                members[person].authors[activity] = Secrets.pseudonym(
                    key: Secrets.pseudonymKey(token: members[person].key), activity: activity)
            }
        }
        let authors = person.map { members[$0].authors } ?? [:]
        return Context(time: time, ids: ids) { participant, activity in authors[activity] ?? participant }
    }

    private mutating func take(_ new: [Event], of person: Int?) async throws {
        var key: String?
        if let person {
            members[person].number += 1
            let record = CommandRecord(
                client: members[person].client,
                // Large, as the server hides them.
                number: members[person].number | 1 << 62,
                firstRevision: state.revision + (new.isEmpty ? 0 : 1), count: new.count)
            key = record.key
            records.append(record)
        }
        for event in new {
            time += pause
            _ = state.evolve(event, at: time)
            events.append(JournalEvent(event, time: time, commandKey: key))
        }
        if events.count >= Self.commit { try await write() }
    }

    private mutating func write() async throws {
        let batch = LabBatch(
            lab: state.id, expecting: written, events: events, commands: records,
            summary: LabCard(state).json.bytes)
        guard case .committed? = try await journal.append([batch]).first else {
            throw Failure("The journal took none of it. Choose an empty data folder.")
        }
        written = state.revision
        events = []
        records = []
        Progress.show("\(written) events")
    }
}
