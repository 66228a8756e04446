import Foundation
import LabJournal
import SQLiteJournal
import Testing

/// A journal that is carried away piece by piece, and comes back.
@Suite("Backup")
struct BackupTests {
    private let folder = try? TemporaryFolder()

    /// Two labs, one with commands, with parts erased, and with a command that changed nothing.
    private func filled(_ subject: Subject) async throws -> any Journal {
        let journal = try await subject.open(in: #require(folder))
        var events: [JournalEvent] = []
        var commands: [CommandRecord] = []
        for number in 1...600 {
            let record = CommandRecord(
                client: "client\(number % 7)", number: number, firstRevision: number, count: 1)
            events.append(Sample.event(number, command: number % 5 == 0 ? nil : record))
            if number % 5 != 0 { commands.append(record) }
        }
        try await journal.add(events, to: "a", commands: commands, summary: Array("summary".utf8))
        _ = try await journal.append([
            LabBatch(
                lab: "a", expecting: 600, events: [],
                commands: [CommandRecord(client: "quiet", number: .max, firstRevision: 600, count: 0)])
        ])
        _ = try await journal.erase(
            lab: "a", expecting: 600, parts: [3: .both, 300: .who, 599: .what], by: Sample.erasing())
        try await journal.add([JournalEvent(kind: "", time: .min)], to: "b")
        try await journal.enter([Array("one".utf8), Array("two".utf8)])
        return journal
    }

    private func carried(_ lab: String, from journal: any Journal) async throws -> [BackupPiece] {
        var pieces: [BackupPiece] = []
        var next: BackupCursor? = BackupCursor(lab: lab)
        while let cursor = next {
            let page = try #require(await journal.backup(cursor))
            pieces += page.pieces
            next = page.next
        }
        return pieces
    }

    private func file(of journal: any Journal) async throws -> [UInt8] {
        var writer = BackupWriter()
        var bytes = writer.begin(at: 1_790_000_000_000)
        bytes += writer.add([.file(name: "organiser-key", bytes: [1, 2, 3])])
        for lab in try await journal.labs() {
            bytes += writer.add(try await carried(lab.lab, from: journal))
        }
        bytes += writer.add(try await journal.ledger().map { .line($0) })
        bytes += writer.finish()
        #expect(bytes.count == writer.length)
        return bytes
    }

    /// - Throws: ``BackupFault``.
    private func pieces(in file: [UInt8]) throws -> [BackupPiece] {
        var rest = file[...]
        var reader = BackupReader { count in
            // As a disk may give it: less than was asked for.
            let some = rest.prefix(min(count, 37))
            rest = rest.dropFirst(some.count)
            return Array(some)
        }
        var pieces: [BackupPiece] = []
        while let piece = try reader.next() { pieces.append(piece) }
        #expect(reader.time == 1_790_000_000_000)
        return pieces
    }

    @Test("what comes back is what there was, with each hash, and proves itself", arguments: Subject.allCases)
    func roundTrip(_ subject: Subject) async throws {
        let journal = try await filled(subject)
        let pieces = try pieces(in: await file(of: journal))
        #expect(pieces.first == .file(name: "organiser-key", bytes: [1, 2, 3]))
        let back = try await SQLiteJournal.open(path: #require(folder).file("back.sqlite"))
        for start in stride(from: 0, to: pieces.count, by: 100) {
            try await back.restore(Array(pieces[start..<min(start + 100, pieces.count)]))
        }
        for lab in ["a", "b"] {
            let all = try await journal.all(of: lab)
            #expect(!all.isEmpty)
            #expect(try await back.all(of: lab) == all)
        }
        #expect(try await back.labs() == journal.labs())
        #expect(try await back.ledger() == journal.ledger())
        for (client, number) in [("client1", 1), ("client4", 599), ("quiet", .max), ("nobody", 1)] {
            #expect(
                try await back.command(lab: "a", client: client, number: number)
                    == journal.command(lab: "a", client: client, number: number))
        }
        let report = try await back.verify(lab: nil, head: nil)
        #expect(report == (try await journal.verify(lab: nil, head: nil)))
        #expect(report.isSound && report.labs[0].erasedParts == 4)
        // And it goes on.
        try await back.add(Sample.events(602...603), to: "a", after: 601)
        #expect(try await back.verify(lab: nil, head: nil).isSound)
        await back.close()
    }

    @Test(
        "a lab is carried as it stood when its first page was read, whatever comes after",
        arguments: Subject.allCases)
    func prefix(_ subject: Subject) async throws {
        let journal = try await filled(subject)
        let first = try #require(await journal.backup(BackupCursor(lab: "a")))
        try await journal.add(Sample.events(1...3), to: "a", after: 601)
        var pieces = first.pieces
        var next = first.next
        while let cursor = next {
            let page = try #require(await journal.backup(cursor))
            #expect(page.erasures == first.erasures)
            pieces += page.pieces
            next = page.next
        }
        let revisions = pieces.compactMap { piece in
            if case .event(let event) = piece { event.revision } else { nil }
        }
        #expect(revisions == Array(1...601))
        guard case .lab(let lab) = pieces[0] else { throw NotCommitted() }
        #expect(lab.revision == 601)
        #expect(lab.head == (try await journal.all(of: "a"))[600].hash)
    }

    @Test(
        "whoever carries a lab learns that something was erased or deleted meanwhile",
        arguments: Subject.allCases)
    func erasedMeanwhile(_ subject: Subject) async throws {
        let journal = try await filled(subject)
        let before = try #require(await journal.backup(BackupCursor(lab: "b"))).erasures
        _ = try await journal.erase(lab: "a", expecting: 601, parts: [7: .both], by: Sample.erasing())
        let between = try #require(await journal.backup(BackupCursor(lab: "b"))).erasures
        #expect(before != between)
        try await journal.deleteLab("a")
        #expect(try #require(await journal.backup(BackupCursor(lab: "b"))).erasures != between)
        #expect(try await journal.backup(BackupCursor(lab: "a")) == nil)
    }

    /// A backup of a few events, to be damaged in every place.
    private func small() async throws -> [UInt8] {
        let journal = try await Subject.memory.open(in: #require(folder))
        let record = CommandRecord(client: "c", number: 1, firstRevision: 1, count: 2)
        try await journal.add(
            (1...4).map { Sample.event($0, command: $0 < 3 ? record : nil) }, to: "lab", commands: [record])
        _ = try await journal.erase(lab: "lab", expecting: 4, parts: [2: .both], by: Sample.erasing())
        try await journal.enter([Array("line".utf8)])
        return try await file(of: journal)
    }

    @Test("a backup that was cut off anywhere is refused as such")
    func cut() async throws {
        let whole = try await small()
        #expect(try pieces(in: whole).count == 9)
        #expect(throws: BackupFault.empty) { try pieces(in: []) }
        for length in 1..<whole.count {
            #expect(throws: BackupFault.cut, "\(length)") { try pieces(in: Array(whole.prefix(length))) }
        }
    }

    @Test("a backup with any bit flipped is refused")
    func flipped() async throws {
        let whole = try await small()
        for place in whole.indices {
            var other = whole
            other[place] ^= UInt8(1 << (place % 8))
            #expect(throws: BackupFault.self, "\(place)") { try pieces(in: other) }
        }
        #expect(throws: BackupFault.changed("there is more behind its end")) { try pieces(in: whole + [0]) }
    }

    @Test("whoever changes an event and mends the checksum is found by the chain")
    func tampered() async throws {
        let changed = try pieces(in: await small()).map { piece in
            guard case .event(var sealed) = piece, sealed.revision == 3 else { return piece }
            sealed.event.what = Array("something else".utf8)
            return .event(sealed)
        }
        var writer = BackupWriter()
        let file = writer.begin(at: 1_790_000_000_000) + writer.add(changed) + writer.finish()
        let fault = BackupFault.unsound(lab: "lab", "revision 3 was changed after it was written")
        #expect(throws: fault) { try pieces(in: file) }
        // Nor can the last ones be left out.
        var shorter = BackupWriter()
        let short =
            shorter.begin(at: 1_790_000_000_000) + shorter.add(Array(changed.prefix(5))) + shorter.finish()
        #expect(throws: BackupFault.self) { try pieces(in: short) }
    }

    @Test(
        "other files are told from backups",
        arguments: [
            ("SQLite format 3\0 and so on", BackupFault.foreign(looksLike: .database)),
            ("{\"coprolab\": \"lab\", \"more\": 1}", .foreign(looksLike: .document)),
            ("coprolab erasures 1\n{}\n", .foreign(looksLike: .ledger)),
            ("PK\u{3}\u{4} and so on and so on", .foreign(looksLike: nil)),
            ("coprolab backup 2\nwhatever", .newer(2)), ("coprolab backup 17\nwhatever", .newer(17)),
            ("copro", .cut),
        ])
    func foreign(_ text: String, _ fault: BackupFault) {
        #expect(throws: fault) { try pieces(in: Array(text.utf8)) }
        #expect(fault.description.count > 40)
    }
}
