/// Where labs are kept: an append-only list of events for each, chained by ``HashChain``.
///
/// A value that `append` returns is on disk. Lab ids and client keys are compared byte for byte, without Unicode
/// normalisation. Every implementation passes the same contract suite (`JournalContractTests`).
package protocol Journal: Sendable {
    /// Commits many labs in **one** transaction and gives one result for each batch, in order.
    ///
    /// A batch that is refused (conflict, repeated command) leaves all others committed. Two batches of one lab
    /// are taken one after the other. A lab begins to exist with its first batch that expects revision 0.
    /// An event of the kind ``Erasure/kind`` erases the parts it names in the same transaction.
    /// - Throws: `.notSaved`: nothing of all batches was kept, it may be tried again. `.broken`: it is unknown what
    ///   was kept; answer nobody and end the process.
    func append(_ batches: [LabBatch]) async throws(JournalError) -> [AppendResult]

    /// The lab's events with a revision above `revision`, in order, at most `limit`; none for an unknown lab.
    /// - Throws: `.damaged` where an event doesn't fit the chain.
    func events(of lab: String, after revision: Int, limit: Int) async throws(JournalError) -> [StoredEvent]

    /// When each of the lab's events with a revision above `revision` was, at most `limit` of them, and in full those of them
    /// that are of one of these kinds or whose first item is empty. Faster than ``events(of:after:limit:)`` by far where these
    /// are few.
    /// - Throws: `.damaged` where one is missing, or one that is given in full doesn't fit the chain.
    func skim(
        _ lab: String, after revision: Int, limit: Int, for kinds: Set<String>
    ) async throws(JournalError) -> SkimmedEvents

    /// The lab's events of the kind ``Erasure/kind``, in order; none for an unknown lab. They are not held against the chain.
    func erasures(of lab: String) async throws(JournalError) -> [StoredEvent]

    /// The record of an accepted command, or nil.
    func command(lab: String, client: String, number: Int) async throws(JournalError) -> CommandRecord?

    /// Every lab there is, in the order in which they were made.
    func labs() async throws(JournalError) -> [LabSummary]

    /// Removes a lab with all its events and commands, also physically. Nothing happens for an unknown lab.
    /// - Parameter line: what the ledger is to say of it, or nil.
    /// - Throws: `.notSaved`: the lab, or remains of it on disk, may still be there; it may be tried again.
    func deleteLab(_ lab: String, entering line: [UInt8]?) async throws(JournalError)

    /// Lines that outlive what they tell of: which erasures and deletions there were, so that they can be carried out again
    /// on a backup from before. In the order in which they were entered, each once. The journal doesn't know what they mean;
    /// keep nothing in them that a person wrote.
    func ledger() async throws(JournalError) -> [[UInt8]]

    /// Adds those of these lines that the ledger lacks.
    func enter(_ lines: [[UInt8]]) async throws(JournalError)

    /// A part of a lab as a backup keeps it, for who carries the whole of it away page by page while appends go on.
    /// - Returns: nil where the lab isn't there, or not any more.
    func backup(_ cursor: BackupCursor) async throws(JournalError) -> BackupPage?

    /// Holds one lab, or all, against the chain. What it finds is in the report; it throws only where it
    /// could not look.
    /// - Parameter head: a head hash noted earlier. It must occur in the chain of a lab that is checked, so that a
    ///   cut or rewritten tail shows.
    func verify(lab: String?, head: [UInt8]?) async throws(JournalError) -> VerifyReport

    /// Finishes what is running and closes. Everything called later throws `.closed`.
    func close() async
}

extension Journal {
    package func deleteLab(_ lab: String) async throws(JournalError) {
        try await deleteLab(lab, entering: nil)
    }

    package func skim(
        _ lab: String, after revision: Int, limit: Int, for kinds: Set<String>
    ) async throws(JournalError) -> SkimmedEvents {
        let page = try await events(of: lab, after: revision, limit: limit)
        return SkimmedEvents(
            times: page.map(\.event.time),
            events: page.filter { $0.event.items.first == "" || kinds.contains($0.event.kind) })
    }

    package func erasures(of lab: String) async throws(JournalError) -> [StoredEvent] {
        var found: [StoredEvent] = []
        var revision = 0
        while true {
            let page = try await events(of: lab, after: revision, limit: 5_000)
            found += page.filter { $0.event.kind == Erasure.kind }
            guard let last = page.last, page.count == 5_000 else { return found }
            revision = last.revision
        }
    }

    /// Erases parts of a lab's events: appends an ``Erasure`` event which names them, in the same transaction.
    ///
    /// - Parameter event: time, command key, who and what of the erasing event. Its kind is set and the names of
    ///   the parts are added to its items.
    package func erase(
        lab: String, expecting revision: Int, parts: [Int: Parts], by event: JournalEvent,
        commands: [CommandRecord] = [], summary: [UInt8]? = nil
    ) async throws(JournalError) -> AppendResult {
        let batch = LabBatch(
            lab: lab, expecting: revision, events: [Erasure.event(erasing: parts, by: event)],
            commands: commands, summary: summary)
        let results = try await append([batch])
        guard let result = results.first else { throw .broken("the journal gave no result for a batch") }
        return result
    }
}

/// Some events of a lab, one after the other, read in passing.
package struct SkimmedEvents: Sendable, Equatable {
    /// Of all of them, in milliseconds since 1970.
    package var times: [Int64]
    /// Those that were asked for.
    package var events: [StoredEvent]

    package init(times: [Int64] = [], events: [StoredEvent] = []) {
        self.times = times
        self.events = events
    }
}

/// What is to be added to one lab.
package struct LabBatch: Sendable, Equatable {
    package var lab: String
    /// The lab's revision before this batch; 0 for a new lab.
    package var expecting: Int
    package var events: [JournalEvent]
    /// The accepted commands, with the revisions that their events get here.
    package var commands: [CommandRecord]
    /// Opaque bytes that replace the lab's summary, or nil to leave it. A cache, not covered by the chain:
    /// keep nothing in it that belongs to a person.
    package var summary: [UInt8]?
    /// What the ledger is to say of this batch, or nil; see ``Journal/ledger()``.
    package var line: [UInt8]?

    package init(
        lab: String, expecting: Int, events: [JournalEvent], commands: [CommandRecord] = [],
        summary: [UInt8]? = nil, entering line: [UInt8]? = nil
    ) {
        self.lab = lab
        self.expecting = expecting
        self.events = events
        self.commands = commands
        self.summary = summary
        self.line = line
    }
}

/// What became of one batch.
package enum AppendResult: Sendable, Equatable {
    /// On disk. The lab's revision and head hash are now these.
    case committed(revision: Int, head: [UInt8])
    /// The lab isn't at the expected revision; nothing of the batch was kept. The tail holds the events after the
    /// expected revision. It is empty where the journal is behind it, which is so when the lab was deleted.
    case conflict(tail: [StoredEvent])
    /// These commands were accepted before (or stand twice in the batch); nothing of the batch was kept. Answer
    /// them from their events.
    case repeated([CommandRecord])
}

/// One lab as the list shows it.
package struct LabSummary: Sendable, Equatable {
    package let lab: String
    package let revision: Int
    /// h(revision), 32 bytes.
    package let head: [UInt8]
    /// What the last batch with a summary gave.
    package let summary: [UInt8]?

    package init(lab: String, revision: Int, head: [UInt8], summary: [UInt8]?) {
        self.lab = lab
        self.revision = revision
        self.head = head
        self.summary = summary
    }
}
