import Foundation
import GRDB
import LabJournal
import SQLiteJournal
import Testing

/// What is found after somebody, or a failing disk, changed the journal's file.
@Suite("Tampering")
struct TamperingTests {
    private let folder = try? TemporaryFolder()

    private func path() throws -> String { try #require(folder).file("coprolab.sqlite") }

    /// A closed journal of eight events, of which two are erased. Gives its events.
    private func make() async throws -> [StoredEvent] {
        let journal = try await SQLiteJournal.open(path: path())
        let record = CommandRecord(client: "phone", number: 1, firstRevision: 8, count: 1)
        try await journal.add(Sample.events(1...6))
        _ = try await journal.erase(
            lab: "lab", expecting: 6, parts: [2: .both, 3: .who], by: Sample.erasing())
        try await journal.add([Sample.event(8, command: record)], after: 7, commands: [record])
        let events = try await journal.all()
        await journal.close()
        return events
    }

    private func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path())
        try queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }

    private func fault() async throws -> LabFault? {
        let journal = try await SQLiteJournal.open(path: path())
        let report = try await journal.verify(lab: nil, head: nil)
        await journal.close()
        return report.labs.first?.fault
    }

    @Test(
        "a changed row is found by verify and refused by reading, with its revision",
        arguments: [
            "UPDATE event SET what = CAST(substr(what, 1, 16) || 'what <mark 9>' AS BLOB) WHERE revision = 5",
            "UPDATE event SET who = NULL WHERE revision = 5",
            "UPDATE event SET who = x'00' WHERE revision = 5",
            "UPDATE event SET who = what, what = who WHERE revision = 5",
            "UPDATE event SET time = time + 1 WHERE revision = 5",
            "UPDATE event SET kind = x'ff' WHERE revision = 5",
            "UPDATE event SET items = x'00' WHERE revision = 5",
            "UPDATE event SET hash = zeroblob(32) WHERE revision = 5",
            "UPDATE event SET revision = 99 WHERE revision = 5",
            "DELETE FROM event WHERE revision = 5",
        ])
    func changedRow(_ sql: String) async throws {
        _ = try await make()
        try change(sql)
        let fault = try await fault()
        #expect(fault?.revision == 5)
        let journal = try await SQLiteJournal.open(path: path())
        #expect(try await journal.events(of: "lab", after: 0, limit: 4).count == 4)
        let error = await #expect(throws: JournalError.self) { try await journal.all() }
        #expect(error?.isDamaged(at: 5) == true)
        await journal.close()
    }

    @Test("a last event that is missing is refused by reading")
    func missingLast() async throws {
        _ = try await make()
        try change("DELETE FROM event WHERE revision = 8")
        #expect(try await fault() == LabFault(revision: 8, reason: .missing))
        let journal = try await SQLiteJournal.open(path: path())
        #expect(try await journal.events(of: "lab", after: 0, limit: 7).count == 7)
        let error = await #expect(throws: JournalError.self) {
            try await journal.events(of: "lab", after: 6, limit: 9)
        }
        #expect(error?.isDamaged(at: 8) == true)
        await journal.close()
    }

    @Test("a part erased behind the journal's back is found")
    func silentErasure() async throws {
        _ = try await make()
        try change(
            """
            INSERT INTO erasure (event, what)
            SELECT id, x'\(String(repeating: "00", count: 32))' FROM event WHERE revision = 6;
            UPDATE event SET what = zeroblob(length(what)) WHERE revision = 6;
            """)
        #expect(try await fault() == LabFault(revision: 6, reason: .changed))
    }

    @Test("an erasing event cut off with the tail leaves a missing part that is found")
    func cutErasure() async throws {
        let events = try await make()
        try change(
            """
            DELETE FROM event WHERE revision > 6;
            UPDATE lab SET revision = 6, head = (SELECT hash FROM event WHERE revision = 6);
            """)
        #expect(try await fault() == LabFault(revision: 2, reason: .partsMissing(.both)))
        #expect(events.count == 8)
    }

    @Test("a well-cut tail shows against the noted head only")
    func cutTail() async throws {
        let events = try await make()
        try change(
            """
            DELETE FROM event WHERE revision > 7; DELETE FROM command;
            UPDATE lab SET revision = 7, head = (SELECT hash FROM event WHERE revision = 7);
            """)
        let journal = try await SQLiteJournal.open(path: path())
        #expect(try await journal.verify(lab: "lab", head: nil).isSound)
        #expect(try await journal.verify(lab: "lab", head: events[6].hash).isSound)
        let report = try await journal.verify(lab: "lab", head: events[7].hash)
        #expect(!report.isSound)
        #expect(report.head == .missing)
        await journal.close()
    }

    @Test("no flipped byte in the file changes what is read without being found")
    func flippedBytes() async throws {
        let events = try await make()
        let file = try Data(contentsOf: URL(fileURLWithPath: path()))
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix(state: seed)
        var found = 0
        for _ in 0..<400 {
            var flipped = file
            // A page holds its rows at the end and where they are at the head; free space is between.
            let page = Int.random(in: 0..<file.count / 4096, using: &random) * 4096
            let isHead = Bool.random(using: &random)
            let index = page + Int.random(in: isHead ? 0..<200 : 2_600..<4_096, using: &random)
            flipped[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            let folder = try TemporaryFolder.with(["coprolab.sqlite": flipped])
            let outcome = await Self.read(folder.file("coprolab.sqlite"), head: events[7].hash)
            if outcome != events { found += 1 }
            #expect(outcome == nil || outcome == events, "byte \(index), seed \(seed)")
        }
        #expect(found > 20, "the flips reach what is stored, seed \(seed)")
    }

    /// The events, or nil where opening, verifying or reading says that something is wrong.
    private static func read(_ path: String, head: [UInt8]) async -> [StoredEvent]? {
        guard let journal = try? await SQLiteJournal.open(path: path) else { return nil }
        let report = try? await journal.verify(lab: nil, head: head)
        let events = try? await journal.all()
        await journal.close()
        return report?.isSound == true ? events : nil
    }
}

extension JournalError {
    func isDamaged(at revision: Int) -> Bool {
        if case .damaged("lab", revision, _) = self { true } else { false }
    }
}

/// A small random generator that gives the same numbers for the same seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
