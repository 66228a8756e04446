import Foundation
import GRDB
import LabJournal
import Testing

@testable import SQLiteJournal

/// What a journal on disk does beyond the common contract.
@Suite("SQLite journal")
struct SQLiteJournalTests {
    private let folder = try? TemporaryFolder()

    private func path() throws -> String { try #require(folder).file("coprolab.sqlite") }

    private func contents() throws -> [String: Data] { try #require(folder).contents() }

    @Test("reopened, it gives the same events, hashes, commands and summaries")
    func reopen() async throws {
        let record = CommandRecord(client: "phone", number: 3, firstRevision: 4, count: 1)
        var journal = try await SQLiteJournal.open(path: path())
        try await journal.add(Sample.events(1...3), summary: [1, 2])
        try await journal.add([Sample.event(4, command: record)], after: 3, commands: [record])
        try await journal.add(Sample.events(1...2), to: "other")
        let erased = try await journal.erase(
            lab: "lab", expecting: 4, parts: [2: .both], by: Sample.erasing())
        #expect(erased.isCommitted)
        let events = try await journal.all()
        let labs = try await journal.labs()
        await journal.close()
        journal = try await SQLiteJournal.open(path: path())
        #expect(try await journal.all() == events)
        #expect(try await journal.labs() == labs)
        #expect(try await journal.command(lab: "lab", client: "phone", number: 3) == record)
        #expect(try await journal.verify(lab: nil, head: events.last?.hash).isSound)
        try await journal.add(Sample.events(6...6), after: 5)
        await journal.close()
    }

    @Test("what was acknowledged is there after the process is gone without closing")
    func crash() async throws {
        let journal = try await SQLiteJournal.open(path: path())
        var acknowledged: [[UInt8]] = []
        for number in 1...40 {
            acknowledged.append(try await journal.add(Sample.events(number...number), after: number - 1))
            guard number % 10 == 0 else { continue }
            let left = try TemporaryFolder.with(contents())
            let recovered = try await SQLiteJournal.open(path: left.file("coprolab.sqlite"))
            #expect(try await recovered.all().map(\.hash) == acknowledged)
            #expect(try await recovered.verify(lab: nil, head: acknowledged.last).isSound)
            await recovered.close()
        }
        await journal.close()
    }

    @Test("a torn log is recovered as a prefix, and against the noted head the loss shows")
    func tornLog() async throws {
        let journal = try await SQLiteJournal.open(path: path())
        var heads = [HashChain.start(lab: "lab")]
        for number in 1...6 {
            heads.append(try await journal.add(Sample.events(number...number), after: number - 1))
        }
        let files = try contents()
        await journal.close()
        let log = try #require(files["coprolab.sqlite-wal"])
        var lengths: Set<Int> = []
        for count in stride(from: log.count - 1, to: 0, by: -997) {
            var files = files
            files["coprolab.sqlite-wal"] = Data(log.prefix(count))
            let torn = try TemporaryFolder.with(files)
            let recovered = try await SQLiteJournal.open(path: torn.file("coprolab.sqlite"))
            let events = try await recovered.all()
            #expect(events.map(\.hash) == Array(heads.dropFirst().prefix(events.count)))
            #expect(try await recovered.verify(lab: nil, head: nil).isSound)
            let report = try await recovered.verify(lab: nil, head: heads.last)
            #expect(report.isSound == (events.count == 6))
            lengths.insert(events.count)
            await recovered.close()
        }
        #expect(lengths.count > 3, "the cuts fall between many commits")
    }

    @Test("a file from a newer version is refused and left as it is")
    func newerFormat() async throws {
        let journal = try await SQLiteJournal.open(path: path())
        try await journal.add(Sample.events(1...1))
        await journal.close()
        let queue = try DatabaseQueue(path: path())
        try await queue.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 something new')")
        }
        try queue.close()
        let before = try contents()
        let refusal = JournalError.newerFormat(path: try path(), found: ["9 something new"])
        await #expect(throws: refusal) { try await SQLiteJournal.open(path: path()) }
        #expect("\(refusal)".contains("newer version of coprolab"))
        #expect(try contents() == before)
    }

    @Test("a file that isn't a journal is refused and left as it is", arguments: [true, false])
    func notAJournal(_ isDatabase: Bool) async throws {
        if isDatabase {
            let queue = try DatabaseQueue(path: path())
            try await queue.write { db in try db.execute(sql: "CREATE TABLE mine (x)") }
            try queue.close()
        } else {
            try Data("Dear diary, this is no database at all.".utf8).write(
                to: URL(fileURLWithPath: path()))
        }
        let before = try contents()
        let refusal = JournalError.notAJournal(path: try path())
        await #expect(throws: refusal) {
            try await SQLiteJournal.open(path: path())
        }
        #expect(try contents() == before)
    }

    @Test("a file in a folder that isn't there is refused")
    func noFolder() async throws {
        let path = try #require(folder).file("nowhere/coprolab.sqlite")
        await #expect(throws: JournalError.notWritable(path: path, why: "No such file or directory")) {
            try await SQLiteJournal.open(path: path)
        }
    }

    @Test("with no room left nothing is saved, reading goes on, and writing resumes by itself")
    func full() throws {
        let store = try Store(path: path())
        let first = LabBatch(lab: "a", expecting: 0, events: Sample.events(1...3))
        #expect(try store.append([first])[0].isCommitted)
        let big = JournalEvent(kind: "big", time: 1, what: [UInt8](repeating: 7, count: 50_000))
        let batches = [
            LabBatch(lab: "a", expecting: 3, events: Sample.events(4...4)),
            LabBatch(lab: "b", expecting: 0, events: [big]),
        ]
        try store.access { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count")
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages ?? 0)")
        }
        for _ in 1...3 {
            let error = #expect(throws: JournalError.self) { try store.append(batches) }
            #expect(error?.isNotSaved == true)
            #expect(try store.events(of: "a", after: 0, limit: .max).map(\.event) == Sample.events(1...3))
            #expect(try store.summaries().map(\.lab) == ["a"])
        }
        try store.access { db in _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = 100000") }
        #expect(try store.append(batches).allSatisfy(\.isCommitted))
        #expect(try store.events(of: "b", after: 0, limit: 9).map(\.event) == [big])
        try store.close()
    }

    @Test("the log is moved into the database as it grows")
    func checkpoints() throws {
        let store = try Store(path: path())
        for round in 0..<30 {
            let batch = LabBatch(lab: "lab", expecting: round * 1_000, events: Sample.events(1...1_000))
            #expect(try store.append([batch])[0].isCommitted)
            try store.checkpointIfDue()
        }
        let files = try contents()
        let log = files["coprolab.sqlite-wal"]?.count ?? 0
        let database = files["coprolab.sqlite"]?.count ?? 0
        #expect(log < database)
        try store.close()
        #expect(try contents().keys.sorted() == ["coprolab.sqlite"])
    }
}

extension JournalError {
    var isNotSaved: Bool {
        if case .notSaved = self { true } else { false }
    }
}
