import CoproductionLab
import LabJournal

/// What was carried out again on labs from a backup.
package struct LedgerReport: Sendable {
    /// Labs in which people were erased again, and how many.
    package fileprivate(set) var erased: [(lab: LabCard, people: Int)] = []
    /// Labs that were deleted again, when they had been deleted before, and why.
    package fileprivate(set) var deleted: [(lab: LabCard, time: Int64, reason: LedgerLine.Reason)] = []
    /// Labs that were deleted now, their time of keeping being over.
    package fileprivate(set) var expired: [LabCard] = []
    /// Labs that stay though they had been deleted.
    package fileprivate(set) var broughtBack: [LabCard] = []
    /// When the last erasure or deletion was that the ledger knows of; nil where it knows none.
    package fileprivate(set) var last: Int64?
}

extension Hub {
    /// Carries out what the ledger says on labs that came back from a backup: whoever was erased since then is erased again, and
    /// what was deleted is deleted again.
    ///
    /// - Parameter wanted: labs that are to stay though they were deleted.
    package func applyLedger(
        bringingBack wanted: Set<ID>
    ) async throws(LabAdministrationError) -> LedgerReport {
        var report = LedgerReport()
        let lines: [LedgerLine]
        do throws(JournalError) {
            lines = try await journal.ledger().compactMap { LedgerLine($0) }
        } catch {
            throw .journal(error)
        }
        report.last = lines.map(\.time).max()
        let byLab = Dictionary(grouping: lines, by: \.lab)
        for card in listLabs() {
            let lines = (byLab[card.lab] ?? []).sorted { $0.time < $1.time }
            if let (time, reason) = Self.deletion(in: lines) {
                guard wanted.contains(card.lab) else {
                    _ = try await deleteLab(card.lab, entering: nil)
                    report.deleted.append((card, time, reason))
                    continue
                }
                report.broughtBack.append(card)
                try await note(LedgerLine(lab: card.lab, time: Self.now, .broughtBack))
            }
            if let until = card.deleteAt, until <= Self.now {
                _ = try await deleteLab(card.lab, entering: .retention)
                report.expired.append(card)
                continue
            }
            var people = 0
            for line in lines where try await eraseAgain(line) { people += 1 }
            if people > 0 { report.erased.append((card, people)) }
        }
        return report
    }

    /// When and why a lab was deleted for the last time; nil where it came back after that, or never was.
    private static func deletion(in lines: [LedgerLine]) -> (Int64, LedgerLine.Reason)? {
        for line in lines.reversed() {
            switch line.what {
            case .deleted(let reason): return (line.time, reason)
            case .broughtBack: return nil
            case .erased: continue
            }
        }
        return nil
    }

    private func note(_ line: LedgerLine) async throws(LabAdministrationError) {
        do throws(JournalError) {
            try await journal.enter([line.bytes])
        } catch {
            throw .journal(error)
        }
    }

    /// Whether there was somebody to erase: who came after the backup isn't in it, and who was erased before isn't either.
    private func eraseAgain(_ line: LedgerLine) async throws(LabAdministrationError) -> Bool {
        guard case .erased(let hash, let hashes, let contributions, let mentions) = line.what else {
            return false
        }
        let lab = try await known(line.lab)
        guard let person = lab.state.people.keys.first(where: { LedgerLine.hash($0, in: lab.id) == hash })
        else { return false }
        let authors: [ID: Author]
        do throws(JournalError) {
            authors = try await self.authors(hashedAs: Set(hashes), in: lab.id)
        } catch {
            throw .journal(error)
        }
        var author: (@Sendable (ID) -> Author?)?
        if !hashes.isEmpty { author = { authors[$0] } }
        let request = ErasureRequest(
            person: person, contributions: contributions, mentions: mentions, isByThemself: false,
            author: author, isAgain: true)
        _ = try await erase(request, from: lab)
        return true
    }

    /// By activity, the pseudonyms in a lab that have these hashes.
    private func authors(hashedAs hashes: Set<String>, in lab: ID) async throws(JournalError) -> [ID: Author]
    {
        guard !hashes.isEmpty else { return [:] }
        var found: [ID: Author] = [:]
        var looked: Set<Author> = []
        var seen = 0
        while true {
            let page = try await journal.events(of: lab, after: seen, limit: 1_000)
            for event in page.map({ Event($0) }) {
                guard let activity = event.activity else { continue }
                for author in event.persons ?? [] where looked.insert(author).inserted {
                    if hashes.contains(LedgerLine.hash(author, in: lab)) { found[activity] = author }
                }
            }
            guard let last = page.last, page.count == 1_000 else { return found }
            seen = last.revision
        }
    }
}
