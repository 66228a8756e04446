import Foundation
import LabJournal
import SQLiteJournal
import Testing

@Suite("The ledger of erasures")
struct LedgerTests {
    private let folder = try? TemporaryFolder()

    private static let lines = ["{\"lab\":\"a\"}", "{\"lab\":\"b\"}", "{}"].map { Array($0.utf8) }

    @Test("each line is kept once, in order, and outlives the lab it tells of", arguments: Subject.allCases)
    func order(_ subject: Subject) async throws {
        let journal = try await subject.open(in: #require(folder))
        let lines = Self.lines
        let batch = LabBatch(lab: "a", expecting: 0, events: Sample.events(1...1), entering: lines[0])
        _ = try await journal.append([batch])
        // Refused, so nothing is said of it.
        _ = try await journal.append([
            LabBatch(lab: "a", expecting: 0, events: [], entering: Array("refused".utf8))
        ])
        try await journal.deleteLab("a", entering: lines[1])
        try await journal.deleteLab("a", entering: Array("not there".utf8))
        try await journal.enter([lines[1], lines[2], lines[0]])
        #expect(try await journal.ledger() == lines)
        await journal.close()
    }

    @Test("a second copy stands beside the database, and brings the ledger back where the database is lost")
    func mirror() async throws {
        let path = try #require(folder).file("data")
        let lines = Self.lines
        let first = try DataFolder(path: path)
        let journal = try await SQLiteJournal.open(in: first)
        #expect(!FileManager.default.fileExists(atPath: first.erasures))
        let batch = LabBatch(lab: "a", expecting: 0, events: Sample.events(1...1), entering: lines[0])
        _ = try await journal.append([batch])
        #expect(
            FileManager.default.contents(atPath: first.erasures).map { Array($0) }
                == LedgerFile.text([lines[0]]))
        let mode = try FileManager.default.attributesOfItem(atPath: first.erasures)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        try await journal.deleteLab("a", entering: lines[1])
        await journal.close()
        first.close()
        try FileManager.default.removeItem(atPath: first.database)
        // Somebody was at it when the power went.
        let torn = try #require(FileHandle(forWritingAtPath: first.erasures))
        try torn.seekToEnd()
        try torn.write(contentsOf: Data("{\"lab\":".utf8))
        try torn.close()
        let again = try await SQLiteJournal.open(in: DataFolder(path: path))
        #expect(try await again.ledger() == Array(lines.prefix(2)))
        try await again.enter([lines[2]])
        #expect(
            FileManager.default.contents(atPath: first.erasures).map { Array($0) } == LedgerFile.text(lines))
        await again.close()
    }

    @Test("a file of somebody else's under its name is left alone")
    func foreign() async throws {
        let path = try #require(folder).file("data")
        let first = try DataFolder(path: path)
        try Data("my notes\n".utf8).write(to: URL(fileURLWithPath: first.erasures))
        await #expect(throws: JournalError.notAJournal(path: first.erasures)) {
            try await SQLiteJournal.open(in: first)
        }
        #expect(FileManager.default.contents(atPath: first.erasures) == Data("my notes\n".utf8))
    }

    @Test("a copy says where it ends, so that one that was cut off or changed is refused")
    func copy() throws {
        let copy = LedgerFile.copy(Self.lines)
        #expect(try LedgerFile.lines(in: copy) == Self.lines)
        #expect(try LedgerFile.lines(in: LedgerFile.copy([])) == [])
        #expect(throws: BackupFault.empty) { try LedgerFile.lines(in: []) }
        for length in 1..<copy.count {
            #expect(throws: BackupFault.self, "\(length)") {
                try LedgerFile.lines(in: Array(copy.prefix(length)))
            }
        }
        for place in copy.indices {
            var other = copy
            other[place] ^= 1
            #expect(throws: BackupFault.self, "\(place)") { try LedgerFile.lines(in: other) }
        }
        #expect(throws: BackupFault.newer(2)) {
            try LedgerFile.lines(in: Array("coprolab erasures 2\n".utf8))
        }
    }
}

@Suite("Putting other contents into a data folder")
struct RestoringTests {
    private let folder = try? TemporaryFolder()

    private func write(_ text: String, _ file: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    }

    private func read(_ file: String) -> String? {
        FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A folder with old contents, and new ones made beside them.
    private func prepared() throws -> DataFolder {
        let path = try #require(folder).file("data")
        let data = try DataFolder(path: path)
        for name in ["coprolab.sqlite", "coprolab.sqlite-wal", "organiser-key", "erasures"] {
            try write("old \(name)", "\(path)/\(name)")
        }
        try data.prepareRestoring()
        for name in ["coprolab.sqlite", "organiser-key"] {
            try write("new \(name)", "\(data.restoring)/\(name)")
        }
        return data
    }

    private func expectNew(_ path: String) {
        #expect(read("\(path)/coprolab.sqlite") == "new coprolab.sqlite")
        #expect(read("\(path)/organiser-key") == "new organiser-key")
        #expect(read("\(path)/before-x/coprolab.sqlite") == "old coprolab.sqlite")
        #expect(read("\(path)/before-x/coprolab.sqlite-wal") == "old coprolab.sqlite-wal")
        #expect(read("\(path)/before-x/organiser-key") == "old organiser-key")
        for gone in ["coprolab.sqlite-wal", "restoring"] {
            #expect(!FileManager.default.fileExists(atPath: "\(path)/\(gone)"), "\(gone)")
        }
        // There was no new one.
        #expect(read("\(path)/erasures") == "old erasures")
    }

    @Test("new contents come into place, and the old ones are kept")
    func putInPlace() throws {
        let data = try prepared()
        try data.putInPlace(keepingOldIn: "before-x")
        expectNew(data.path)
        #expect(data.putAside == ["before-x"])
        let mode = try FileManager.default.attributesOfItem(atPath: "\(data.path)/before-x")[
            .posixPermissions]
        #expect(mode as? Int == 0o700)
    }

    @Test("where that was interrupted, whoever opens the folder finishes it", arguments: 0...4)
    func interrupted(_ steps: Int) throws {
        let data = try prepared()
        let path = data.path
        try write("before-x", "\(data.restoring)/ready")
        let moves = [
            ("coprolab.sqlite-wal", "before-x/coprolab.sqlite-wal"),
            ("coprolab.sqlite", "before-x/coprolab.sqlite"),
            ("restoring/coprolab.sqlite", "coprolab.sqlite"), ("organiser-key", "before-x/organiser-key"),
        ]
        if steps > 0 {
            try FileManager.default.createDirectory(
                atPath: "\(path)/before-x", withIntermediateDirectories: false)
        }
        for (from, to) in moves.prefix(steps) {
            try FileManager.default.moveItem(atPath: "\(path)/\(from)", toPath: "\(path)/\(to)")
        }
        data.close()
        let again = try DataFolder(path: path)
        expectNew(again.path)
    }

    @Test("where it was never complete, the old contents stay and nothing is left of the new")
    func incomplete() throws {
        let data = try prepared()
        data.close()
        let again = try DataFolder(path: data.path)
        #expect(read(again.database) == "old coprolab.sqlite")
        #expect(!FileManager.default.fileExists(atPath: again.restoring))
        #expect(again.putAside.isEmpty)
    }
}
