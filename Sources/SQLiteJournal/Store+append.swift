import Foundation
import GRDB
import LabJournal

extension Store {
    /// ``Journal/append(_:)``, without the checkpoint that may be due afterwards.
    func append(_ batches: [LabBatch]) throws(JournalError) -> [AppendResult] {
        var changed: [Data: LabRow] = [:]
        var erases = false
        var enters = false
        let results = try write { db in
            let statements = try AppendStatements(db)
            return try batches.map { batch in
                let key = LabRow.key(batch.lab)
                var lab = changed[key] ?? labs[key]
                let result = try append(batch, to: &lab, statements, db)
                if case .committed = result, let lab {
                    changed[key] = lab
                    erases = erases || batch.events.contains { $0.kind == Erasure.kind }
                    if let line = batch.line { try enter(line, db) }
                    enters = enters || batch.line != nil
                }
                return result
            }
        }
        labs.merge(changed) { _, new in new }
        if erases {
            noteErasure()
            try truncateLog()
        }
        if enters { mirrorLedger() }
        return results
    }

    private func append(
        _ batch: LabBatch, to known: inout LabRow?, _ statements: AppendStatements, _ db: Database
    ) throws -> AppendResult {
        guard batch.expecting == known?.revision ?? 0 else {
            guard let known else { return .conflict(tail: []) }
            let tail = try events(of: known, after: batch.expecting, limit: .max, db)
            return .conflict(tail: tail)
        }
        var lab = try known ?? create(batch.lab, db)
        if let repeated = try record(batch.commands, in: lab, statements, db) {
            if known == nil { try db.execute(sql: "DELETE FROM lab WHERE id = ?", arguments: [lab.id]) }
            return .repeated(repeated)
        }
        for event in batch.events {
            let sealed = HashChain.seal(event, lab: lab.name, revision: lab.revision + 1, after: lab.head)
            try statements.event.execute(arguments: EventRow.arguments(lab: lab.id, sealed))
            lab.revision = sealed.revision
            lab.head = sealed.hash
            if event.kind == Erasure.kind { try erase(Erasure.parts(namedBy: event), from: lab, db) }
        }
        if let summary = batch.summary {
            let arguments: StatementArguments = [lab.revision, Data(lab.head), Data(summary), lab.id]
            try statements.labWithSummary.execute(arguments: arguments)
        } else if lab.revision != known?.revision {
            try statements.lab.execute(arguments: [lab.revision, Data(lab.head), lab.id])
        }
        known = lab
        return .committed(revision: lab.revision, head: lab.head)
    }

    private func create(_ name: String, _ db: Database) throws -> LabRow {
        let head = HashChain.start(lab: name)
        try db.execute(
            sql: "INSERT INTO lab (name, revision, head) VALUES (?, 0, ?)",
            arguments: [LabRow.key(name), Data(head)])
        return LabRow(id: db.lastInsertedRowID, name: name, revision: 0, head: head)
    }

    /// Records the commands. Where some were recorded before, it records none and gives those back.
    private func record(
        _ commands: [CommandRecord], in lab: LabRow, _ statements: AppendStatements, _ db: Database
    ) throws -> [CommandRecord]? {
        var new: [CommandRecord] = []
        var repeated: [CommandRecord] = []
        for record in commands {
            try statements.command.execute(arguments: [
                lab.id, Data(record.client.utf8), record.number, record.firstRevision, record.count,
            ])
            if db.changesCount == 1 {
                new.append(record)
            } else if let earlier = try command(
                in: lab, client: record.client, number: record.number, db)
            {
                repeated.append(earlier)
            }
        }
        guard !repeated.isEmpty else { return nil }
        for record in new {
            try db.execute(
                sql: "DELETE FROM command WHERE lab = ? AND client = ? AND number = ?",
                arguments: [lab.id, Data(record.client.utf8), record.number])
        }
        return repeated
    }
}

/// The statements of an append, looked up once for all its batches.
private struct AppendStatements {
    let event: Statement
    let command: Statement
    let lab: Statement
    let labWithSummary: Statement

    init(_ db: Database) throws {
        event = try db.cachedStatement(sql: EventRow.insert)
        command = try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO command (lab, client, number, first, count) VALUES (?, ?, ?, ?, ?)")
        lab = try db.cachedStatement(sql: "UPDATE lab SET revision = ?, head = ? WHERE id = ?")
        labWithSummary = try db.cachedStatement(
            sql: "UPDATE lab SET revision = ?, head = ?, summary = ? WHERE id = ?")
    }
}
