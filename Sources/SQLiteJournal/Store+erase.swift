import Foundation
import GRDB
import LabJournal

extension Store {
    /// Destroys bytes and salts of these parts and keeps the commitments.
    ///
    /// The bytes are overwritten with as many zeros, not removed: a row that keeps its length is overwritten where
    /// it stands.
    func erase(_ parts: [Int: Parts], from lab: LabRow, _ db: Database) throws {
        for (revision, parts) in parts where revision >= 1 && revision < lab.revision {
            guard let row = try row(of: lab, revision: revision, db) else { continue }
            var erased = row.event
            erased.erase(parts)
            let gone = erased.erased.subtracting(row.event.erased)
            if gone.contains(.who), case .erased(let commitment) = erased.who {
                try blank("who", of: row.id, leaving: commitment, db)
            }
            if gone.contains(.what), case .erased(let commitment) = erased.what {
                try blank("what", of: row.id, leaving: commitment, db)
            }
        }
    }

    /// - Parameter part: the column's name.
    private func blank(_ part: String, of event: Int64, leaving commitment: [UInt8], _ db: Database) throws {
        let update = try db.cachedStatement(
            sql: "UPDATE event SET \(part) = zeroblob(length(\(part))) WHERE id = ?")
        try update.execute(arguments: [event])
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO erasure (event, \(part)) VALUES (?, ?)
                ON CONFLICT (event) DO UPDATE SET \(part) = excluded.\(part)
                """)
        try insert.execute(arguments: [event, Data(commitment)])
    }

    /// ``Journal/deleteLab(_:entering:)``.
    func deleteLab(_ name: String, entering line: [UInt8]?) throws(JournalError) {
        let key = LabRow.key(name)
        if let lab = labs[key] {
            try write { db in
                for sql in [
                    "DELETE FROM erasure WHERE event IN (SELECT id FROM event WHERE lab = ?)",
                    "DELETE FROM event WHERE lab = ?",
                    "DELETE FROM command WHERE lab = ?",
                    "DELETE FROM lab WHERE id = ?",
                ] {
                    try db.execute(sql: sql, arguments: [lab.id])
                }
                if let line { try enter(line, db) }
                try db.execute(sql: "INSERT OR IGNORE INTO chore (name) VALUES ('scrub')")
            }
            labs[key] = nil
            noteErasure()
            mirrorLedger()
        }
        try finishScrubbing()
    }

    /// Rewrites the database where a deletion is to be made physical. Deleting rows lets SQLite move their
    /// neighbours, which leaves copies of these in free space; a later erasure wouldn't find them.
    /// - Throws: `.notSaved` where there is no room for it now. It is tried again by the next call and at the start.
    func finishScrubbing() throws(JournalError) {
        let isDue = try access { db in
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT * FROM chore WHERE name = 'scrub')")
        }
        guard isDue == true else { return }
        try access { db in try db.execute(sql: "VACUUM") }
        try write { db in try db.execute(sql: "DELETE FROM chore WHERE name = 'scrub'") }
        noteErasure()
        try truncateLog()
    }

    private func row(of lab: LabRow, revision: Int, _ db: Database) throws -> EventRow? {
        let statement = try db.cachedStatement(sql: EventRow.select)
        let row = try Row.fetchOne(statement, arguments: [lab.id, revision - 1, 1])
        guard let row, let event = try EventRow(row), event.event.revision == revision else { return nil }
        return event
    }
}
