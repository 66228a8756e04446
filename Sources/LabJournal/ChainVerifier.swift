/// Holds one lab's events, given in order, against the chain. It remembers a byte for each event, no more.
package struct ChainVerifier: Sendable {
    private let lab: String
    private let wanted: [UInt8]?
    private var head: [UInt8]
    /// The parts whose bytes were seen and the parts found erased, by revision − 1.
    private var seen: [(kept: Parts, erased: Parts)] = []
    /// Erased parts that no event has named so far.
    private var unnamed: [Int: Parts] = [:]
    private var erasedParts = 0
    private var erasures: [ErasureRecord] = []
    private var fault: LabFault?
    /// Where the wanted head was found.
    package private(set) var foundAt: Int?

    /// - Parameter head: a hash to look for in the chain.
    package init(lab: String, lookingFor head: [UInt8]? = nil) {
        self.lab = lab
        wanted = head
        self.head = HashChain.start(lab: lab)
        if head == self.head { foundAt = 0 }
    }

    /// Whether a fault was found, after which nothing further is checked.
    package var isDone: Bool { fault != nil }

    /// The last revision that was found good.
    package var revision: Int { seen.count }

    /// Checks the next event.
    /// - Parameter commands: the records of the commands accepted in this lab that may have caused it.
    package mutating func check(_ next: SealedEvent, causedBy record: CommandRecord?) {
        guard fault == nil else { return }
        guard next.revision == revision + 1 else {
            return stop(revision + 1, .missing)
        }
        guard next.follows(head, in: lab) else {
            return stop(next.revision, .changed)
        }
        if let key = next.event.commandKey {
            guard let record, record.key == key, record.covers(next.revision) else {
                return stop(next.revision, .commandMissing(key))
            }
        }
        let named = Erasure.parts(namedBy: next.event)
        if next.event.kind == Erasure.kind {
            erasures.append(
                ErasureRecord(
                    revision: next.revision, time: next.event.time,
                    parts: named.values.reduce(0) { $0 + ($1 == .both ? 2 : 1) }))
        }
        for (revision, parts) in named.sorted(by: { $0.key < $1.key })
        where revision >= 1 && revision < next.revision {
            let kept = seen[revision - 1].kept.intersection(parts)
            guard kept.isEmpty else { return stop(revision, .partsNotErased(kept)) }
            unnamed[revision]?.subtract(parts)
            if unnamed[revision]?.isEmpty == true { unnamed[revision] = nil }
        }
        head = next.hash
        seen.append((next.kept, next.erased))
        if !next.erased.isEmpty { unnamed[next.revision] = next.erased }
        erasedParts += next.erased == .both ? 2 : next.erased.isEmpty ? 0 : 1
        if head == wanted { foundAt = next.revision }
    }

    /// Says that the store couldn't read the next event.
    package mutating func unreadable(_ why: String) {
        guard fault == nil else { return }
        stop(revision + 1, .unreadable(why))
    }

    /// The verdict, after the last event.
    /// - Parameters: what the lab's record says of its revision and head, nil where it has none.
    package mutating func verdict(recordedRevision: Int?, recordedHead: [UInt8]?) -> LabVerdict {
        if fault == nil {
            if let first = unnamed.min(by: { $0.key < $1.key }) {
                stop(first.key, .partsMissing(first.value))
            } else if let recordedRevision, recordedRevision > revision {
                stop(revision + 1, .missing)
            } else if recordedRevision != revision || recordedHead != head {
                stop(revision, .recordDiffers)
            }
        }
        return LabVerdict(
            lab: lab, revision: revision, head: head, erasedParts: erasedParts, erasures: erasures,
            fault: fault)
    }

    private mutating func stop(_ revision: Int, _ reason: LabFault.Reason) {
        fault = LabFault(revision: revision, reason: reason)
    }
}
