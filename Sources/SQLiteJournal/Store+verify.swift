import GRDB
import LabJournal

/// How far the check of one lab has come.
struct LabCheck {
    let lab: String
    private let head: [UInt8]?
    fileprivate var verifier: ChainVerifier
    fileprivate var erasures: Int?
    /// Set when the check is done; nil still where the lab has been deleted meanwhile.
    fileprivate(set) var verdict: LabVerdict?

    init(lab: String, head: [UInt8]?) {
        self.lab = lab
        self.head = head
        verifier = ChainVerifier(lab: lab, lookingFor: head)
    }

    /// The revision at which the wanted head was found.
    var foundAt: Int? { verifier.foundAt }

    fileprivate mutating func startAgain() {
        verifier = ChainVerifier(lab: lab, lookingFor: head)
    }
}

extension Store {
    /// The names of all labs, in the order in which they were made, or of the one that is asked for.
    func names(of lab: String?) -> [String] {
        if let lab { return labs[LabRow.key(lab)].map { [$0.name] } ?? [] }
        return labs.values.sorted { $0.id < $1.id }.map(\.name)
    }

    /// Checks the next events of a lab and says whether there is more to do. It begins anew where something was
    /// erased since the last step: events already seen would no longer be what they were.
    func step(_ check: inout LabCheck) throws(JournalError) -> Bool {
        guard let lab = labs[LabRow.key(check.lab)] else { return false }
        if check.erasures != erasures {
            check.startAgain()
            check.erasures = erasures
        }
        let before = check.verifier.revision
        var verifier = check.verifier
        try access { db in
            do {
                try forEachEvent(of: lab, after: before, limit: 2_000, db) { row in
                    guard let row else { return verifier.unreadable("it holds what was never written there") }
                    verifier.check(row.event, causedBy: try command(causing: row.event.event, in: lab, db))
                }
            } catch {
                guard error.isCorruption else { throw error }
                verifier.unreadable("\(error)")
            }
        }
        check.verifier = verifier
        if !verifier.isDone, verifier.revision > before, verifier.revision < lab.revision { return true }
        check.verdict = verifier.verdict(recordedRevision: lab.revision, recordedHead: lab.head)
        check.verifier = verifier
        return false
    }

    private func command(causing event: JournalEvent, in lab: LabRow, _ db: Database) throws -> CommandRecord?
    {
        guard let (client, number) = event.commandKey.flatMap(CommandRecord.parse) else { return nil }
        return try command(in: lab, client: client, number: number, db)
    }
}
