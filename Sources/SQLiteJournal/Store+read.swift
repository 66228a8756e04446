import Foundation
import GRDB
import LabJournal

extension Store {
    /// ``Journal/events(of:after:limit:)``.
    func events(of lab: String, after revision: Int, limit: Int) throws(JournalError) -> [StoredEvent] {
        guard let lab = labs[LabRow.key(lab)] else { return [] }
        return try access { db in try events(of: lab, after: revision, limit: limit, db) }
    }

    /// The events after `revision`, each held against the chain.
    func events(of lab: LabRow, after revision: Int, limit: Int, _ db: Database) throws -> [StoredEvent] {
        var previous = max(revision, 0)
        guard limit > 0, previous < lab.revision else { return [] }
        do {
            var head = try hash(of: lab, revision: previous, db)
            var events: [StoredEvent] = []
            events.reserveCapacity(min(limit, lab.revision - previous, 10_000))
            try forEachEvent(of: lab, after: previous, limit: limit, db) { row in
                guard let row, row.event.revision == previous + 1, row.event.follows(head, in: lab.name)
                else {
                    throw JournalError.damaged(
                        lab: lab.name, revision: previous + 1, what: "it is missing or was changed")
                }
                events.append(row.event.stored(in: lab.name))
                previous += 1
                head = row.event.hash
            }
            guard events.count == limit || (previous == lab.revision && head == lab.head) else {
                throw JournalError.damaged(
                    lab: lab.name, revision: previous + 1, what: "the events don't reach the lab's head")
            }
            return events
        } catch {
            guard error.isCorruption else { throw error }
            throw JournalError.damaged(
                lab: lab.name, revision: previous + 1, what: "it can't be read: \(error)")
        }
    }

    /// ``Journal/skim(_:after:limit:for:)``.
    func skim(
        _ lab: String, after revision: Int, limit: Int, for kinds: Set<String>
    ) throws(JournalError) -> SkimmedEvents {
        guard let lab = labs[LabRow.key(lab)] else { return SkimmedEvents() }
        return try access { db in
            var previous = max(revision, 0)
            guard limit > 0, previous < lab.revision else { return SkimmedEvents() }
            var skimmed = SkimmedEvents()
            var wanted: [Int] = []
            let statement = try db.cachedStatement(sql: EventRow.skim(kinds: kinds.count))
            var arguments: StatementArguments = []
            for kind in kinds { arguments += [Data(kind.utf8)] }
            arguments += [lab.id, previous, limit]
            let rows = try Row.fetchCursor(statement, arguments: arguments)
            while let row = try rows.next() {
                guard let number = row[0] as Int64?, let time = row[1] as Int64?, Int(number) == previous + 1
                else {
                    throw JournalError.damaged(lab: lab.name, revision: previous + 1, what: "it is missing")
                }
                previous += 1
                skimmed.times.append(time)
                if row[2] as Int64? == 1 { wanted.append(previous) }
            }
            for revision in wanted {
                skimmed.events += try events(of: lab, after: revision - 1, limit: 1, db)
            }
            return skimmed
        }
    }

    /// ``Journal/erasures(of:)``.
    func erasures(of lab: String) throws(JournalError) -> [StoredEvent] {
        guard let lab = labs[LabRow.key(lab)] else { return [] }
        return try access { db in
            let statement = try db.cachedStatement(sql: EventRow.selectKind)
            let rows = try Row.fetchCursor(statement, arguments: [lab.id, Data(Erasure.kind.utf8)])
            var found: [StoredEvent] = []
            while let row = try rows.next() {
                guard let event = try EventRow(row)?.event else {
                    throw JournalError.damaged(
                        lab: lab.name, revision: 0, what: "an erasure holds what was never written there")
                }
                found.append(event.stored(in: lab.name))
            }
            return found
        }
    }

    /// ``Journal/command(lab:client:number:)``.
    func command(lab: String, client: String, number: Int) throws(JournalError) -> CommandRecord? {
        guard let lab = labs[LabRow.key(lab)] else { return nil }
        return try access { db in try command(in: lab, client: client, number: number, db) }
    }

    func command(in lab: LabRow, client: String, number: Int, _ db: Database) throws -> CommandRecord? {
        let statement = try db.cachedStatement(
            sql: "SELECT first, count FROM command WHERE lab = ? AND client = ? AND number = ?")
        let row = try Row.fetchOne(statement, arguments: [lab.id, Data(client.utf8), number])
        guard let row, let first = row[0] as Int64?, let count = row[1] as Int64? else { return nil }
        return CommandRecord(client: client, number: number, firstRevision: Int(first), count: Int(count))
    }

    /// ``Journal/labs()``.
    func summaries() throws(JournalError) -> [LabSummary] {
        try access { db in
            let statement = try db.cachedStatement(sql: "SELECT summary FROM lab WHERE id = ?")
            return try labs.values.sorted { $0.id < $1.id }.map { lab in
                let row = try Row.fetchOne(statement, arguments: [lab.id])
                return LabSummary(
                    lab: lab.name, revision: lab.revision, head: lab.head, summary: try row?.bytes(at: 0))
            }
        }
    }

    /// Gives `body` the lab's events in order, or nil for a row that this journal never wrote.
    func forEachEvent(
        of lab: LabRow, after revision: Int, limit: Int, _ db: Database, _ body: (EventRow?) throws -> Void
    ) throws {
        let statement = try db.cachedStatement(sql: EventRow.select)
        let rows = try Row.fetchCursor(statement, arguments: [lab.id, revision, limit])
        while let row = try rows.next() { try body(try EventRow(row)) }
    }

    private func hash(of lab: LabRow, revision: Int, _ db: Database) throws -> [UInt8] {
        guard revision > 0 else { return HashChain.start(lab: lab.name) }
        let statement = try db.cachedStatement(sql: "SELECT hash FROM event WHERE lab = ? AND revision = ?")
        guard let hash = try Row.fetchOne(statement, arguments: [lab.id, revision])?.bytes(at: 0) else {
            throw JournalError.damaged(lab: lab.name, revision: revision, what: "it is missing")
        }
        return hash
    }
}
