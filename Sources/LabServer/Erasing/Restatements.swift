import CoproductionLab
import LabJournal

/// What the `erased` events of a lab say of the rows that they cut: what is left of those that held others' things, too.
///
/// An `erased` event names the parts that went as `12 who`, `13 what`, and its own part *what* says what is left:
/// `{"who": {"12": ["p7k…"]}, "what": {"13": {…}}}`, by revision.
struct Restatements: Sendable {
    private(set) var who: [Int: (erasure: Int, persons: [UInt8])] = [:]
    private(set) var what: [Int: (erasure: Int, left: [UInt8])] = [:]

    /// - Parameter erasures: the `erased` events of a lab, in order.
    init(_ erasures: [StoredEvent]) {
        for stored in erasures {
            for (revision, parts) in Erasure.parts(namedBy: stored.event) {
                if parts.contains(.who) { who[revision] = nil }
                if parts.contains(.what) { what[revision] = nil }
            }
            let said = Self.said(by: stored)
            for (revision, persons) in said.who { who[revision] = (stored.revision, persons.bytes) }
            for (revision, left) in said.what { what[revision] = (stored.revision, left.bytes) }
        }
    }

    /// What one of them says is left, by revision.
    static func said(by erasure: StoredEvent) -> (who: [Int: JSON], what: [Int: JSON]) {
        guard let json = erasure.event.what.flatMap({ try? JSON(parsing: $0) }) else { return ([:], [:]) }
        func rows(_ key: String) -> [Int: JSON] {
            Dictionary(
                (json[key]?.object ?? [:]).compactMap { name, value in Int(name).map { ($0, value) } }
            ) { $1 }
        }
        return (rows("who"), rows("what"))
    }

    /// A row as it is to be read now.
    func restated(_ stored: StoredEvent) -> StoredEvent {
        guard !stored.erased.isEmpty else { return stored }
        var event = stored.event
        if stored.erased.contains(.what) { event.what = what[stored.revision]?.left }
        if stored.erased.contains(.who) { event.who = who[stored.revision]?.persons }
        return StoredEvent(
            lab: stored.lab, revision: stored.revision, event: event, erased: stored.erased, hash: stored.hash
        )
    }

    /// The erasures whose word on a row counts now.
    func erasures(speakingOf revision: Int) -> Set<Int> {
        Set([who[revision]?.erasure, what[revision]?.erasure].compactMap { $0 })
    }
}
