import Foundation
import GRDB
import LabJournal

/// The row of an event, and the way from and to it.
struct EventRow {
    let id: Int64
    let event: SealedEvent

    static let insert = """
        INSERT INTO event (lab, revision, time, kind, version, items, command, who, what, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    /// Lab, revision above, limit.
    static let select = """
        SELECT event.id, revision, time, kind, version, items, command, hash, event.who, event.what,
            erasure.who, erasure.what
        FROM event LEFT JOIN erasure ON erasure.event = event.id
        WHERE lab = ? AND revision > ? ORDER BY revision LIMIT ?
        """

    /// Some kinds, lab, revision above, limit. Items stand after their number, each after its length: an empty first item is a
    /// length of 0.
    static func skim(kinds: Int) -> String {
        """
        SELECT revision, time,
            substr(items, 9, 8) = zeroblob(8)
            OR kind IN (\(Array(repeating: "?", count: kinds).joined(separator: ", ")))
        FROM event WHERE lab = ? AND revision > ? ORDER BY revision LIMIT ?
        """
    }

    /// Lab, kind.
    static let selectKind = """
        SELECT event.id, revision, time, kind, version, items, command, hash, event.who, event.what,
            erasure.who, erasure.what
        FROM event LEFT JOIN erasure ON erasure.event = event.id
        WHERE lab = ? AND kind = ? ORDER BY revision
        """

    static func arguments(lab: Int64, _ sealed: SealedEvent) -> StatementArguments {
        let event = sealed.event
        var items = CanonicalBytes()
        items.put(event.items)
        return [
            lab, sealed.revision, event.time, Data(event.kind.utf8), event.version, Data(items.bytes),
            event.commandKey.map { Data($0.utf8) }, sealed.who.stored(event.who),
            sealed.what.stored(event.what), Data(sealed.hash),
        ]
    }

    /// Nil where the row holds something that this journal never wrote.
    init?(_ row: Row) throws {
        guard let id = row[0] as Int64?, let revision = row[1] as Int64?, let time = row[2] as Int64?,
            let kind = try row.text(at: 3), let version = row[4] as Int64?, let items = try row.bytes(at: 5),
            let hash = try row.bytes(at: 7)
        else { return nil }
        var reader = CanonicalReader(items)
        guard let texts = reader.texts(), reader.isAtEnd else { return nil }
        let command = try row.text(at: 6)
        if command == nil, !row.hasNull(atIndex: 6) { return nil }
        guard let who = try ErasablePart(row, stored: 8, commitment: 10),
            let what = try ErasablePart(row, stored: 9, commitment: 11)
        else { return nil }
        self.id = id
        event = SealedEvent(
            revision: Int(revision),
            event: JournalEvent(
                kind: kind, version: Int(version), time: time, items: texts, commandKey: command,
                who: who.bytes, what: what.bytes),
            who: who.seal, what: what.seal, hash: hash)
    }
}

/// One part as its columns give it.
private struct ErasablePart {
    let bytes: [UInt8]?
    let seal: Seal

    /// Nil where there is a part without a whole salt.
    init?(_ row: Row, stored: Int, commitment: Int) throws {
        let saltAndBytes = try row.bytes(at: stored)
        // What was erased is zero. Where it isn't, the part is there, and `verify` is to find it.
        if let commitment = try row.bytes(at: commitment), saltAndBytes?.allSatisfy({ $0 == 0 }) == true {
            bytes = nil
            seal = .erased(commitment: commitment)
        } else if let saltAndBytes {
            guard let salt = Salt(saltAndBytes.prefix(Salt.length)) else { return nil }
            bytes = Array(saltAndBytes.dropFirst(Salt.length))
            seal = .kept(salt: salt)
        } else {
            bytes = nil
            seal = .never
        }
    }
}

extension Seal {
    /// A part as it is kept: the salt, then the bytes; zero where it was erased.
    fileprivate func stored(_ bytes: [UInt8]?) -> Data? {
        if case .erased = self { return Data(count: 1) }
        guard case .kept(let salt) = self, let bytes else { return nil }
        var stored = Data(capacity: Salt.length + bytes.count)
        salt.withBytes { stored.append(contentsOf: $0) }
        stored.append(contentsOf: bytes)
        return stored
    }
}

extension Row {
    /// A blob column's bytes, or nil for NULL.
    func bytes(at index: Int) throws -> [UInt8]? {
        try withUnsafeData(atIndex: index) { data in data?.withUnsafeBytes { Array($0) } }
    }

    /// The text in a blob column, or nil for NULL and for what isn't UTF-8.
    func text(at index: Int) throws -> String? {
        try withUnsafeData(atIndex: index) { data in
            data?.withUnsafeBytes { String(validating: $0, as: UTF8.self) }
        }
    }
}
