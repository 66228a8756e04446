import CoproductionLab
import LabJournal
import Synchronization

/// A journal whose rows read as what is left of them after erasures: whoever folds them needs to know nothing of these.
final class RestatedJournal: Journal {
    private let base: any Journal
    /// By lab, once somebody has met an erased row; until the lab's next erasure.
    private let known = Mutex(Known())

    private struct Known {
        var byLab: [String: Restatements] = [:]
        /// Counts what made one of them old, so that none is kept that was read before it.
        var changes = 0

        mutating func forget(_ lab: String) {
            byLab[lab] = nil
            changes += 1
        }
    }

    init(_ base: any Journal) { self.base = base }

    func append(_ batches: [LabBatch]) async throws(JournalError) -> [AppendResult] {
        let results = try await base.append(batches)
        for batch in batches where batch.events.contains(where: { $0.kind == Erasure.kind }) {
            known.withLock { $0.forget(batch.lab) }
        }
        return results
    }

    func events(of lab: String, after revision: Int, limit: Int) async throws(JournalError) -> [StoredEvent] {
        let page = try await base.events(of: lab, after: revision, limit: limit)
        guard page.contains(where: { !$0.erased.isEmpty }) else { return page }
        let restatements = try await restatements(of: lab)
        return page.map { restatements.restated($0) }
    }

    func skim(
        _ lab: String, after revision: Int, limit: Int, for kinds: Set<String>
    ) async throws(JournalError) -> SkimmedEvents {
        var skimmed = try await base.skim(lab, after: revision, limit: limit, for: kinds)
        guard skimmed.events.contains(where: { !$0.erased.isEmpty }) else { return skimmed }
        let restatements = try await restatements(of: lab)
        skimmed.events = skimmed.events.map { restatements.restated($0) }
        return skimmed
    }

    func restatements(of lab: String) async throws(JournalError) -> Restatements {
        let (kept, changes) = known.withLock { ($0.byLab[lab], $0.changes) }
        if let kept { return kept }
        let read = Restatements(try await base.erasures(of: lab))
        known.withLock { if $0.changes == changes { $0.byLab[lab] = read } }
        return read
    }

    func erasures(of lab: String) async throws(JournalError) -> [StoredEvent] {
        try await base.erasures(of: lab)
    }

    func command(lab: String, client: String, number: Int) async throws(JournalError) -> CommandRecord? {
        try await base.command(lab: lab, client: client, number: number)
    }

    func labs() async throws(JournalError) -> [LabSummary] { try await base.labs() }

    func deleteLab(_ lab: String, entering line: [UInt8]?) async throws(JournalError) {
        known.withLock { $0.forget(lab) }
        try await base.deleteLab(lab, entering: line)
    }

    func ledger() async throws(JournalError) -> [[UInt8]] { try await base.ledger() }

    func enter(_ lines: [[UInt8]]) async throws(JournalError) { try await base.enter(lines) }

    func backup(_ cursor: BackupCursor) async throws(JournalError) -> BackupPage? {
        try await base.backup(cursor)
    }

    func verify(lab: String?, head: [UInt8]?) async throws(JournalError) -> VerifyReport {
        try await base.verify(lab: lab, head: head)
    }

    func close() async { await base.close() }
}
