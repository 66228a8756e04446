import Foundation
import GRDB
import LabJournal

/// What the database records of a lab, without its summary.
struct LabRow {
    let id: Int64
    let name: String
    var revision: Int
    var head: [UInt8]

    /// The key under which a lab is found: the bytes of its id.
    static func key(_ lab: String) -> Data { Data(lab.utf8) }

    /// - Throws: `.broken` for a row that this journal never wrote.
    static func all(_ db: Database) throws -> [Data: LabRow] {
        var labs: [Data: LabRow] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT id, name, revision, head FROM lab")
        while let row = try rows.next() {
            let lab = try LabRow(row)
            labs[key(lab.name)] = lab
        }
        return labs
    }

    init(id: Int64, name: String, revision: Int, head: [UInt8]) {
        self.id = id
        self.name = name
        self.revision = revision
        self.head = head
    }

    private init(_ row: Row) throws {
        guard let id = row[0] as Int64?, let name = try row.text(at: 1), let revision = row[2] as Int64?,
            (0..<Int64.max).contains(revision), let head = try row.bytes(at: 3)
        else { throw JournalError.broken("the list of labs is damaged; restore a backup") }
        self.init(id: id, name: name, revision: Int(revision), head: head)
    }
}
