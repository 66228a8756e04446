import Foundation
import GRDB
import Glibc
import LabJournal

extension Store {
    /// ``Journal/ledger()``.
    func ledger(after id: Int64 = 0) throws(JournalError) -> [[UInt8]] {
        try access { db in
            var lines: [[UInt8]] = []
            let rows = try Row.fetchCursor(
                db, sql: "SELECT line FROM ledger WHERE id > ? ORDER BY id", arguments: [id])
            while let row = try rows.next() { lines.append(try row.bytes(at: 0) ?? []) }
            return lines
        }
    }

    /// ``Journal/enter(_:)``.
    func enter(_ lines: [[UInt8]]) throws(JournalError) {
        guard !lines.isEmpty else { return }
        try write { db in for line in lines { try enter(line, db) } }
        mirrorLedger()
    }

    func enter(_ line: [UInt8], _ db: Database) throws {
        let insert = try db.cachedStatement(sql: "INSERT OR IGNORE INTO ledger (line) VALUES (?)")
        try insert.execute(arguments: [Data(line)])
    }

    /// At the start: what the file beside the database has and this lacks comes in, as after the database was lost.
    func readMirror() throws(JournalError) {
        guard let mirror else { return }
        if let file = FileManager.default.contents(atPath: mirror), !file.isEmpty {
            do {
                try enter(LedgerFile.lines(in: Array(file)))
            } catch {
                if let error = error as? JournalError { throw error }
                throw .notAJournal(path: mirror)
            }
        }
        mirrorLedger()
    }

    /// Brings the file beside the database up to date. It is a second copy of what is on disk already: where there is no room
    /// for it now, it is tried again after the next append and at the next start.
    func mirrorLedger() {
        guard let mirror else { return }
        mustMirror = true
        guard let last = try? access({ db in try Int64.fetchOne(db, sql: "SELECT max(id) FROM ledger") ?? 0 })
        else { return }
        if let mirrored, mirrored > 0 {
            guard last > mirrored else {
                mustMirror = false
                return
            }
            self.mirrored = nil
            guard let lines = try? ledger(after: mirrored), append(lines.flatMap { $0 + [10] }, to: mirror)
            else { return }
        } else {
            guard let lines = try? ledger() else { return }
            let wanted = LedgerFile.text(lines)
            let kept = FileManager.default.contents(atPath: mirror).map { Array($0) } ?? []
            if wanted != kept, !lines.isEmpty || !kept.isEmpty {
                guard (try? DataFolder.replace(mirror, with: wanted)) != nil else { return }
            }
        }
        mirrored = last
        mustMirror = false
    }

    private func append(_ bytes: [UInt8], to file: String) -> Bool {
        let descriptor = open(file, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { Glibc.close(descriptor) }
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        return written == bytes.count && fsync(descriptor) == 0
    }
}
