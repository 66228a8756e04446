import Foundation
import GRDB
import LabJournal

extension Store {
    /// A page is read between two appends, which wait for it: this many events or bytes, whichever comes first.
    private static let eventsPerPage = 250
    private static let bytesPerPage = 256 << 10
    private static let commandsPerPage = 1_000

    /// ``Journal/backup(_:)``.
    func backup(_ cursor: BackupCursor) throws(JournalError) -> BackupPage? {
        guard let lab = labs[LabRow.key(cursor.lab)] else { return nil }
        return try access { db in
            var pieces: [BackupPiece] = []
            let upTo = cursor.upTo ?? lab.revision
            if cursor.upTo == nil { pieces.append(.lab(try summary(of: lab, db))) }
            var next: BackupCursor?
            if cursor.command == nil {
                let reached = try events(of: lab, after: cursor.after, upTo: upTo, into: &pieces, db)
                next = BackupCursor(
                    lab: lab.name, upTo: upTo, after: reached,
                    command: reached < upTo ? nil : .init(client: "", number: .min))
            } else {
                next = try quietCommands(of: lab, cursor, upTo: upTo, into: &pieces, db)
            }
            return BackupPage(pieces: pieces, next: next, erasures: erasures)
        }
    }

    private func summary(of lab: LabRow, _ db: Database) throws -> LabSummary {
        let statement = try db.cachedStatement(sql: "SELECT summary FROM lab WHERE id = ?")
        let row = try Row.fetchOne(statement, arguments: [lab.id])
        return LabSummary(
            lab: lab.name, revision: lab.revision, head: lab.head, summary: try row?.bytes(at: 0))
    }

    /// The next events, each after the command that it came of. Gives the last revision.
    private func events(
        of lab: LabRow, after revision: Int, upTo: Int, into pieces: inout [BackupPiece], _ db: Database
    ) throws -> Int {
        var previous = revision
        var bytes = 0
        let statement = try db.cachedStatement(sql: EventRow.select)
        let limit = min(Self.eventsPerPage, upTo - revision)
        let rows = try Row.fetchCursor(statement, arguments: [lab.id, revision, limit])
        while bytes < Self.bytesPerPage, let row = try rows.next() {
            guard let sealed = try EventRow(row)?.event, sealed.revision == previous + 1 else {
                throw JournalError.damaged(
                    lab: lab.name, revision: previous + 1, what: "it is missing or was changed")
            }
            let event = sealed.event
            if let (client, number) = event.commandKey.flatMap(CommandRecord.parse),
                let record = try command(in: lab, client: client, number: number, db),
                record.firstRevision == sealed.revision
            {
                pieces.append(.command(record))
            }
            pieces.append(.event(sealed))
            previous = sealed.revision
            bytes += (event.who?.count ?? 0) + (event.what?.count ?? 0) + 256
        }
        guard previous > revision || revision >= upTo else {
            throw JournalError.damaged(lab: lab.name, revision: revision + 1, what: "it is missing")
        }
        return previous
    }

    /// The commands that were accepted and changed nothing.
    private func quietCommands(
        of lab: LabRow, _ cursor: BackupCursor, upTo: Int, into pieces: inout [BackupPiece], _ db: Database
    ) throws -> BackupCursor? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT client, number, first, count FROM command
                WHERE lab = ? AND (client, number) > (?, ?) ORDER BY client, number LIMIT ?
                """)
        let last = cursor.command
        let rows = try Row.fetchCursor(
            statement,
            arguments: [lab.id, Data((last?.client ?? "").utf8), last?.number ?? .min, Self.commandsPerPage])
        var count = 0
        var next = cursor
        while let row = try rows.next() {
            count += 1
            guard let client = try row.text(at: 0), let number = row[1] as Int64?,
                let first = row[2] as Int64?,
                let events = row[3] as Int64?
            else { throw JournalError.broken("the list of commands is damaged; restore a backup") }
            next.command = .init(client: client, number: Int(number))
            if events == 0, first <= upTo {
                pieces.append(
                    .command(
                        CommandRecord(
                            client: client, number: Int(number), firstRevision: Int(first), count: 0)))
            }
        }
        return count < Self.commandsPerPage ? nil : next
    }

    /// ``SQLiteJournal/restore(_:)``.
    func restore(_ pieces: [BackupPiece]) throws(JournalError) {
        try write { db in for piece in pieces { try restore(piece, db) } }
        if pieces.contains(where: { if case .line = $0 { true } else { false } }) { mirrorLedger() }
    }

    private func restore(_ piece: BackupPiece, _ db: Database) throws {
        switch piece {
        case .begun, .file: break
        case .line(let line): try enter(line, db)
        case .lab(let lab):
            try db.execute(
                sql: "INSERT INTO lab (name, revision, head, summary) VALUES (?, ?, ?, ?)",
                arguments: [
                    LabRow.key(lab.lab), lab.revision, Data(lab.head), lab.summary.map { Data($0) },
                ])
            let row = LabRow(
                id: db.lastInsertedRowID, name: lab.lab, revision: lab.revision, head: lab.head)
            labs[LabRow.key(lab.lab)] = row
            restoring = row
        case .command(let record):
            let insert = try db.cachedStatement(
                sql: "INSERT INTO command (lab, client, number, first, count) VALUES (?, ?, ?, ?, ?)")
            try insert.execute(arguments: [
                try labBeingRestored().id, Data(record.client.utf8), record.number, record.firstRevision,
                record.count,
            ])
        case .event(let sealed):
            let insert = try db.cachedStatement(sql: EventRow.insert)
            try insert.execute(arguments: EventRow.arguments(lab: try labBeingRestored().id, sealed))
            guard !sealed.erased.isEmpty else { return }
            let event = db.lastInsertedRowID
            let commitments = try db.cachedStatement(
                sql: "INSERT INTO erasure (event, who, what) VALUES (?, ?, ?)")
            try commitments.execute(arguments: [
                event, sealed.who.commitment.map { Data($0) }, sealed.what.commitment.map { Data($0) },
            ])
        }
    }

    private func labBeingRestored() throws -> LabRow {
        guard let restoring else { throw JournalError.broken("an event of a backup belongs to no lab") }
        return restoring
    }
}

extension Seal {
    /// What is left of an erased part.
    fileprivate var commitment: [UInt8]? {
        if case .erased(let commitment) = self { commitment } else { nil }
    }
}
