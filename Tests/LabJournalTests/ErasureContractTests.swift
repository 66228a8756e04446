import LabJournal
import Testing

/// Erasing and proving, for every journal.
@Suite("Erasure and verification contract")
struct ErasureContractTests {
    let folder = try? TemporaryFolder()

    private func open(_ subject: Subject) async throws -> any Journal {
        try await subject.open(in: #require(folder))
    }

    @Test(
        "erasing removes the parts, names them in an event, and the proof still holds",
        arguments: Subject.allCases)
    func erase(_ subject: Subject) async throws {
        let journal = try await open(subject)
        let noted = try await journal.add(Sample.events(1...4))
        let before = try await journal.all()
        let result = try await journal.erase(
            lab: "lab", expecting: 4, parts: [1: .who, 2: .both, 4: .what], by: Sample.erasing())
        #expect(result.isCommitted)
        let after = try await journal.all()
        #expect(after.map(\.erased) == [.who, .both, [], .what, []])
        #expect(after.map(\.hash).prefix(4) == before.map(\.hash)[...])
        #expect(after[0].event.who == nil && after[0].event.what == before[0].event.what)
        #expect(after[1].event.who == nil && after[1].event.what == nil)
        #expect(after[2] == before[2])
        #expect(after[4].event.kind == Erasure.kind)
        #expect(after[4].event.items == ["person1", "1 who", "2 who+what", "4 what"])
        let report = try await journal.verify(lab: "lab", head: noted)
        #expect(report.isSound)
        #expect(report.head == .found(lab: "lab", revision: 4))
        #expect(report.labs.map(\.erasedParts) == [4])
        let erasing = after[4].event
        #expect(
            report.labs.flatMap(\.erasures) == [ErasureRecord(revision: 5, time: erasing.time, parts: 4)])
        #expect(try await journal.erasures(of: "lab") == [after[4]])
        #expect(try await journal.erasures(of: "none") == [])
    }

    @Test("parts can be erased one after the other, and again", arguments: Subject.allCases)
    func eraseTwice(_ subject: Subject) async throws {
        let journal = try await open(subject)
        try await journal.add(Sample.events(1...2) + [JournalEvent(kind: "bare", time: 1)])
        for (revision, parts) in [(3, [1: Parts.who]), (4, [1: .what]), (5, [1: .both, 2: .who, 3: .both])] {
            let result = try await journal.erase(
                lab: "lab", expecting: revision, parts: parts, by: Sample.erasing())
            #expect(result.isCommitted)
        }
        #expect(try await journal.all().map(\.erased) == [.both, .who, [], [], [], []])
        #expect(try await journal.verify(lab: nil, head: nil).isSound)
    }

    @Test("an erasure meeting a conflict erases nothing", arguments: Subject.allCases)
    func eraseConflict(_ subject: Subject) async throws {
        let journal = try await open(subject)
        try await journal.add(Sample.events(1...2))
        let result = try await journal.erase(
            lab: "lab", expecting: 1, parts: [1: .both], by: Sample.erasing())
        #expect(result == .conflict(tail: Array(try await journal.all().suffix(1))))
        #expect(try await journal.all().map(\.event) == Sample.events(1...2))
    }

    @Test(
        "an erasing event works in any batch, and names of later revisions have no effect",
        arguments: Subject.allCases)
    func eraseInBatch(_ subject: Subject) async throws {
        let journal = try await open(subject)
        let erasing = Erasure.event(erasing: [0: .both, 1: .both, 2: .both, 3: .both], by: Sample.erasing())
        try await journal.add([Sample.event(1), erasing, Sample.event(3)])
        #expect(try await journal.all().map(\.erased) == [.both, [], []])
        #expect(try await journal.all().last?.event == Sample.event(3))
        #expect(try await journal.verify(lab: nil, head: nil).isSound)
    }

    @Test("a noted head is found in the chain for ever, and no other is", arguments: Subject.allCases)
    func heads(_ subject: Subject) async throws {
        let journal = try await open(subject)
        let noted = try await journal.add(Sample.events(1...3))
        let other = try await journal.add(Sample.events(1...3), to: "other")
        #expect(noted != other)
        try await journal.add(Sample.events(4...5), after: 3)
        #expect(try await journal.verify(lab: nil, head: noted).head == .found(lab: "lab", revision: 3))
        #expect(try await journal.verify(lab: nil, head: other).head == .found(lab: "other", revision: 3))
        let wrongLab = try await journal.verify(lab: "lab", head: other)
        #expect(wrongLab.head == .missing)
        #expect(!wrongLab.isSound)
        #expect(wrongLab.labs.map(\.fault) == [nil])
    }

    @Test("verifying says how far each lab was checked", arguments: Subject.allCases)
    func verdicts(_ subject: Subject) async throws {
        let journal = try await open(subject)
        let a = try await journal.add(Sample.events(1...3), to: "a")
        try await journal.add([], to: "b")
        let report = try await journal.verify(lab: nil, head: nil)
        #expect(report.labs.map(\.lab) == ["a", "b"])
        #expect(report.labs.map(\.revision) == [3, 0])
        #expect(report.labs.first?.head == a)
        #expect(report.isSound && report.head == nil)
        #expect(try await journal.verify(lab: "b", head: nil).labs.map(\.lab) == ["b"])
        #expect(try await journal.verify(lab: "nobody's", head: nil).labs.isEmpty)
    }

    @Test("an event that names a command without a record is found", arguments: Subject.allCases)
    func missingCommand(_ subject: Subject) async throws {
        let journal = try await open(subject)
        let record = CommandRecord(client: "phone", number: 1, firstRevision: 2, count: 1)
        try await journal.add([Sample.event(1), Sample.event(2, command: record)])
        let report = try await journal.verify(lab: nil, head: nil)
        #expect(report.labs.map(\.fault) == [LabFault(revision: 2, reason: .commandMissing("phone.1"))])
    }
}
