import LabJournal

/// The journal of one server, in an SQLite file.
///
/// Write-ahead log, `synchronous=FULL`, `secure_delete=ON`, one connection and no other, on a thread of its own: a
/// result is on disk when it comes back. An error that leaves the state unknown ends it; every later call throws
/// the same error.
package actor SQLiteJournal: Journal {
    private nonisolated let executor: DiskExecutor
    /// Kept so that the folder stays locked as long as the journal lives.
    private let folder: DataFolder?
    private let path: String
    private let mirror: String?
    private var state: State = .opening

    private enum State {
        case opening
        case open(Store)
        case failed(JournalError)
        case closed
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Opens the journal of a data folder, or makes it.
    /// - Throws: `.newerFormat`, `.notAJournal`, `.notWritable`, `.inUse`, `.notSaved`, `.broken`.
    package static func open(in folder: DataFolder) async throws(JournalError) -> SQLiteJournal {
        let journal = SQLiteJournal(path: folder.database, folder: folder, mirror: folder.erasures)
        try await journal.open()
        return journal
    }

    /// Opens the journal in this file, or makes it. The caller sees to it that nobody else does.
    /// - Parameter mirror: a file that keeps the ledger a second time, or nil.
    /// - Throws: as ``open(in:)``.
    package static func open(path: String, mirror: String? = nil) async throws(JournalError) -> SQLiteJournal
    {
        let journal = SQLiteJournal(path: path, folder: nil, mirror: mirror)
        try await journal.open()
        return journal
    }

    private init(path: String, folder: DataFolder?, mirror: String?) {
        executor = DiskExecutor(label: "coprolab.journal")
        self.path = path
        self.folder = folder
        self.mirror = mirror
    }

    package func append(_ batches: [LabBatch]) throws(JournalError) -> [AppendResult] {
        let results = try use { store throws(JournalError) in try store.append(batches) }
        // After the answers have gone out, and before the next append.
        Task { checkpoint() }
        return results
    }

    package func events(
        of lab: String, after revision: Int, limit: Int
    ) throws(JournalError) -> [StoredEvent] {
        try use { store throws(JournalError) in try store.events(of: lab, after: revision, limit: limit) }
    }

    package func skim(
        _ lab: String, after revision: Int, limit: Int, for kinds: Set<String>
    ) throws(JournalError) -> SkimmedEvents {
        try use { store throws(JournalError) in
            try store.skim(lab, after: revision, limit: limit, for: kinds)
        }
    }

    package func erasures(of lab: String) throws(JournalError) -> [StoredEvent] {
        try use { store throws(JournalError) in try store.erasures(of: lab) }
    }

    package func command(lab: String, client: String, number: Int) throws(JournalError) -> CommandRecord? {
        try use { store throws(JournalError) in
            try store.command(lab: lab, client: client, number: number)
        }
    }

    package func labs() throws(JournalError) -> [LabSummary] {
        try use { store throws(JournalError) in try store.summaries() }
    }

    /// Rewrites the database file, so it takes time in proportion to all that is in it.
    package func deleteLab(_ lab: String, entering line: [UInt8]?) throws(JournalError) {
        try use { store throws(JournalError) in try store.deleteLab(lab, entering: line) }
    }

    package func ledger() throws(JournalError) -> [[UInt8]] {
        try use { store throws(JournalError) in try store.ledger() }
    }

    package func enter(_ lines: [[UInt8]]) throws(JournalError) {
        try use { store throws(JournalError) in try store.enter(lines) }
    }

    package func backup(_ cursor: BackupCursor) throws(JournalError) -> BackupPage? {
        try use { store throws(JournalError) in try store.backup(cursor) }
    }

    /// Puts pieces of a backup, in their order, into a journal that was made for it. Labs stand in it as they stood in the
    /// other, with every hash; only ``verify(lab:head:)`` says afterwards whether that is sound.
    package func restore(_ pieces: [BackupPiece]) throws(JournalError) {
        try use { store throws(JournalError) in try store.restore(pieces) }
    }

    /// Works in steps, between which appends go on.
    package func verify(lab: String?, head: [UInt8]?) async throws(JournalError) -> VerifyReport {
        let labs = try use { store throws(JournalError) in store.names(of: lab) }
        var verdicts: [LabVerdict] = []
        var found: HeadVerdict?
        for name in labs {
            var check = LabCheck(lab: name, head: head)
            while try use({ store throws(JournalError) in try store.step(&check) }) { await Task.yield() }
            if let verdict = check.verdict { verdicts.append(verdict) }
            if let revision = check.foundAt { found = .found(lab: name, revision: revision) }
        }
        return VerifyReport(labs: verdicts, head: head == nil ? nil : found ?? .missing)
    }

    package func close() {
        if case .open(let store) = state {
            // What was appended is in the log whether or not this succeeds; the next start reads it there.
            try? store.close()
        }
        state = .closed
    }

    private func open() throws(JournalError) {
        state = .open(try Store(path: path, mirror: mirror))
    }

    private func checkpoint() {
        // A failure is kept by `use`, and the next append throws it.
        try? use { store throws(JournalError) in try store.checkpointIfDue() }
    }

    private func use<T>(_ body: (Store) throws(JournalError) -> T) throws(JournalError) -> T {
        switch state {
        case .open(let store):
            do {
                return try body(store)
            } catch {
                if case .broken = error { state = .failed(error) }
                throw error
            }
        case .failed(let error): throw error
        case .opening, .closed: throw .closed
        }
    }
}
