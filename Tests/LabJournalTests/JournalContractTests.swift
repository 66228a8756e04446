import LabJournal
import Testing

/// What every journal does. Each test runs against all of them.
@Suite("Journal contract")
struct JournalContractTests {
    let folder = try? TemporaryFolder()

    private func open(_ subject: Subject) async throws -> any Journal {
        try await subject.open(in: #require(folder))
    }

    @Test("appended events come back unchanged, in order, numbered from 1", arguments: Subject.allCases)
    func appendAndRead(_ subject: Subject) async throws {
        let journal = try await open(subject)
        let bare = JournalEvent(kind: "", version: -3, time: .min)
        let empty = JournalEvent(
            kind: "k", time: .max, items: [""], commandKey: nil, who: [], what: [0, 255])
        let events = Sample.events(1...3) + [bare, empty]
        let head = try await journal.add(events)
        let stored = try await journal.all()
        #expect(stored.map(\.event) == events)
        #expect(stored.map(\.revision) == [1, 2, 3, 4, 5])
        #expect(stored.allSatisfy { $0.lab == "lab" && $0.erased.isEmpty && $0.hash.count == 32 })
        #expect(stored.last?.hash == head)
    }

    @Test("events are read in pages", arguments: Subject.allCases)
    func pages(_ subject: Subject) async throws {
        let journal = try await open(subject)
        try await journal.add(Sample.events(1...5))
        #expect(try await journal.events(of: "lab", after: 2, limit: 2).map(\.revision) == [3, 4])
        #expect(try await journal.events(of: "lab", after: 4, limit: 9).map(\.revision) == [5])
        #expect(try await journal.events(of: "lab", after: 5, limit: 9).isEmpty)
        #expect(try await journal.events(of: "lab", after: 99, limit: 9).isEmpty)
        #expect(try await journal.events(of: "lab", after: 0, limit: 0).isEmpty)
        #expect(try await journal.events(of: "nobody's", after: 0, limit: 9).isEmpty)
    }

    @Test(
        "one lab's conflict leaves the others committed and hands back its tail", arguments: Subject.allCases)
    func conflict(_ subject: Subject) async throws {
        let journal = try await open(subject)
        try await journal.add(Sample.events(1...4), to: "a")
        let results = try await journal.append([
            LabBatch(lab: "b", expecting: 0, events: Sample.events(1...1)),
            LabBatch(lab: "a", expecting: 2, events: Sample.events(9...9)),
            LabBatch(lab: "c", expecting: 0, events: Sample.events(1...2)),
        ])
        #expect(results.map(\.isCommitted) == [true, false, true])
        let tail = try await journal.events(of: "a", after: 2, limit: 9)
        #expect(results[1] == .conflict(tail: tail))
        #expect(tail.map(\.revision) == [3, 4])
        #expect(try await journal.labs().map(\.lab) == ["a", "b", "c"])
    }

    @Test("a journal behind the expected revision answers with an empty tail", arguments: Subject.allCases)
    func behind(_ subject: Subject) async throws {
        let journal = try await open(subject)
        try await journal.add(Sample.events(1...2))
        let results = try await journal.append([
            LabBatch(lab: "lab", expecting: 7, events: Sample.events(1...1)),
            LabBatch(lab: "new", expecting: 1, events: Sample.events(1...1)),
        ])
        #expect(results == [.conflict(tail: []), .conflict(tail: [])])
        #expect(try await journal.labs().map(\.lab) == ["lab"])
    }

    @Test("batches of one lab in one append are taken one after the other", arguments: Subject.allCases)
    func sameLabTwice(_ subject: Subject) async throws {
        let journal = try await open(subject)
        let results = try await journal.append([
            LabBatch(lab: "lab", expecting: 0, events: Sample.events(1...2)),
            LabBatch(lab: "lab", expecting: 2, events: Sample.events(3...3)),
            LabBatch(lab: "lab", expecting: 2, events: Sample.events(4...4)),
        ])
        let stored = try await journal.all()
        #expect(stored.map(\.event) == Sample.events(1...3))
        #expect(results.map(\.isCommitted) == [true, true, false])
        #expect(results[2] == .conflict(tail: [stored[2]]))
    }

    @Test("a command's record is found for ever, also one without events", arguments: Subject.allCases)
    func commands(_ subject: Subject) async throws {
        let journal = try await open(subject)
        let record = CommandRecord(client: "phone\0é", number: 7, firstRevision: 1, count: 2)
        let silent = CommandRecord(client: "phone\0é", number: 8, firstRevision: 2, count: 0)
        let events = [Sample.event(1, command: record), Sample.event(2, command: record)]
        try await journal.add(events, commands: [record, silent])
        #expect(try await journal.command(lab: "lab", client: "phone\0é", number: 7) == record)
        #expect(try await journal.command(lab: "lab", client: "phone\0é", number: 8) == silent)
        #expect(try await journal.command(lab: "lab", client: "phone\0é", number: 9) == nil)
        #expect(try await journal.command(lab: "lab", client: "phone", number: 7) == nil)
        #expect(try await journal.command(lab: "other", client: "phone\0é", number: 7) == nil)
        #expect(try await journal.verify(lab: nil, head: nil).isSound)
    }

    @Test("a repeated command refuses its batch and only that", arguments: Subject.allCases)
    func repeated(_ subject: Subject) async throws {
        let journal = try await open(subject)
        let first = CommandRecord(client: "phone", number: 1, firstRevision: 1, count: 1)
        try await journal.add([Sample.event(1, command: first)], commands: [first])
        let again = CommandRecord(client: "phone", number: 1, firstRevision: 3, count: 1)
        let other = CommandRecord(client: "phone", number: 2, firstRevision: 2, count: 1)
        let twice = CommandRecord(client: "pad", number: 1, firstRevision: 0, count: 0)
        let results = try await journal.append([
            LabBatch(
                lab: "lab", expecting: 1,
                events: [Sample.event(2, command: other), Sample.event(3, command: again)],
                commands: [other, again]),
            LabBatch(lab: "new", expecting: 0, events: [], commands: [twice, twice]),
            LabBatch(lab: "second", expecting: 0, events: Sample.events(1...1)),
        ])
        #expect(results[0] == .repeated([first]))
        #expect(results[1] == .repeated([twice]))
        #expect(results[2].isCommitted)
        #expect(try await journal.command(lab: "lab", client: "phone", number: 2) == nil)
        #expect(try await journal.all().count == 1)
        #expect(try await journal.labs().map(\.lab) == ["lab", "second"])
        try await journal.add([Sample.event(2, command: other)], after: 1, commands: [other])
        #expect(try await journal.verify(lab: nil, head: nil).isSound)
    }

    @Test("labs are listed with revision, head and latest summary", arguments: Subject.allCases)
    func summaries(_ subject: Subject) async throws {
        let journal = try await open(subject)
        try await journal.add([], to: "empty")
        let first = try await journal.add(Sample.events(1...1), to: "b", summary: [1])
        let second = try await journal.add(Sample.events(2...3), to: "b", after: 1)
        #expect(first != second)
        #expect(
            try await journal.labs() == [
                LabSummary(lab: "empty", revision: 0, head: HashChain.start(lab: "empty"), summary: nil),
                LabSummary(lab: "b", revision: 3, head: second, summary: [1]),
            ])
        try await journal.add([], to: "b", after: 3, summary: [])
        #expect(try await journal.labs().last?.summary == [])
    }

    @Test("ids are compared byte for byte", arguments: Subject.allCases)
    func bytes(_ subject: Subject) async throws {
        let journal = try await open(subject)
        let composed = "caf\u{E9}"
        let decomposed = "cafe\u{301}"
        try await journal.add(Sample.events(1...1), to: composed)
        try await journal.add(Sample.events(1...2), to: decomposed)
        try await journal.add(Sample.events(1...3), to: composed + "\0")
        #expect(try await journal.labs().map(\.revision) == [1, 2, 3])
        #expect(try await journal.all(of: decomposed).count == 2)
    }

    @Test("a deleted lab is gone with its commands and can be made anew", arguments: Subject.allCases)
    func delete(_ subject: Subject) async throws {
        let journal = try await open(subject)
        let record = CommandRecord(client: "phone", number: 1, firstRevision: 1, count: 1)
        try await journal.add([Sample.event(1, command: record)], commands: [record])
        try await journal.add(Sample.events(1...2), to: "other")
        try await journal.deleteLab("lab")
        try await journal.deleteLab("nobody's")
        #expect(try await journal.all().isEmpty)
        #expect(try await journal.command(lab: "lab", client: "phone", number: 1) == nil)
        #expect(try await journal.labs().map(\.lab) == ["other"])
        try await journal.add([Sample.event(5, command: record)], commands: [record])
        #expect(try await journal.all().map(\.event.time) == [1_790_000_000_005])
        #expect(try await journal.verify(lab: nil, head: nil).isSound)
    }

    @Test("a closed journal says so", arguments: Subject.allCases)
    func closed(_ subject: Subject) async throws {
        let journal = try await open(subject)
        await journal.close()
        await journal.close()
        await #expect(throws: JournalError.closed) { try await journal.add(Sample.events(1...1)) }
        await #expect(throws: JournalError.closed) { try await journal.labs() }
        await #expect(throws: JournalError.closed) { try await journal.verify(lab: nil, head: nil) }
    }
}

extension AppendResult {
    var isCommitted: Bool {
        if case .committed = self { true } else { false }
    }
}
