/// The one kind of event that the journal acts upon: it says which parts of earlier events have been erased.
///
/// Its items name them, one for each revision: `12 who`, `13 what`, `14 who+what`. Other items may stand beside
/// them. Names of its own or later revisions have no effect.
package enum Erasure {
    package static let kind = "erased"

    /// `event` with the erasing kind, and the names of the parts added to its items in order of revision.
    package static func event(erasing parts: [Int: Parts], by event: JournalEvent) -> JournalEvent {
        var event = event
        event.kind = kind
        for (revision, parts) in parts.sorted(by: { $0.key < $1.key }) where !parts.isEmpty {
            event.items.append("\(revision) \(parts)")
        }
        return event
    }

    /// The parts that an event names; none where its kind isn't ``kind``.
    package static func parts(namedBy event: JournalEvent) -> [Int: Parts] {
        guard event.kind == kind else { return [:] }
        var named: [Int: Parts] = [:]
        for item in event.items {
            let words = item.split(separator: " ")
            guard words.count == 2, let revision = Int(words[0]), let parts = Parts(word: words[1]) else {
                continue
            }
            named[revision, default: []].formUnion(parts)
        }
        return named
    }
}
