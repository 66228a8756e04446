import CoproductionLab
import Foundation
import LabJournal

extension Hub {
    /// Puts something in line for a lab. What waits is decided together and written in one transaction for all labs.
    func submit(_ pending: Pending, to lab: LiveLab) {
        guard !isBroken else { return pending.done(.lost(.closed)) }
        lab.pending.append(pending)
        guard !isCommitting else { return }
        isCommitting = true
        Task { await commitAll() }
    }

    static let deleted = Rejection(.labClosed, "This lab was deleted.")

    static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    /// Lets what has gathered for a lab that was held go on.
    func release(_ lab: LiveLab) {
        lab.isHeld = false
        guard !lab.pending.isEmpty, !isCommitting, !isBroken else { return }
        isCommitting = true
        Task { await commitAll() }
    }

    private func commitAll() async {
        defer { isCommitting = false }
        while !isBroken {
            let waiting = labs.values.filter { !$0.pending.isEmpty && !$0.isHeld }
            if waiting.isEmpty { return }
            await commit(waiting)
        }
    }

    private func commit(_ waiting: [LiveLab]) async {
        var works: [(lab: LiveLab, work: Working, done: [(Pending, Outcome)])] = []
        for lab in waiting {
            let taken = lab.pending
            lab.pending = []
            works.append(decide(taken, for: lab))
        }
        var repeated: [(lab: LiveLab, records: [CommandRecord], numbers: [String: Int])] = []
        // What was refused needs no disk.
        let batches = works.filter(\.work.hasNews)
        if !batches.isEmpty {
            let start = clock.now
            do throws(JournalError) {
                let results = try await journal.append(batches.map { batch(for: $0.lab, $0.work) })
                metrics.commits += 1
                metrics.commitTime += clock.now - start
                var rest = results[...]
                for position in works.indices where works[position].work.hasNews {
                    guard let result = rest.popFirst() else { break }
                    let (lab, work, done) = works[position]
                    if case .repeated(let records) = result { repeated.append((lab, records, work.numbers)) }
                    if !take(result, lab: lab, work: work, done: done) { works[position].done = [] }
                }
            } catch {
                fail(error, works.flatMap(\.done).map(\.0))
                return
            }
        }
        for work in works {
            for (pending, outcome) in work.done { pending.done(outcome) }
        }
        for (lab, records, numbers) in repeated { await recall(records, numbers, lab) }
    }

    /// Commands that the journal knew and memory didn't get the answers they had when their turn comes again.
    private func recall(_ records: [CommandRecord], _ numbers: [String: Int], _ lab: LiveLab) async {
        for record in records {
            let number = numbers[record.key] ?? record.number
            do throws(JournalError) {
                try await recall(number, [record.client], lab) { _, _ in record.number }
            } catch {
                logger.error("the journal can't be read", metadata: ["error": "\(error)"])
                let answer = LiveLab.Answer(
                    firstRevision: record.firstRevision, count: record.count, result: .empty)
                lab.remember(answer, client: record.client, number: number)
            }
        }
    }

    /// Decides what waits, in order, on a copy of the state.
    private func decide(
        _ taken: [Pending], for lab: LiveLab
    ) -> (lab: LiveLab, work: Working, done: [(Pending, Outcome)]) {
        var work = Working(state: lab.state, now: Self.now)
        var done: [(Pending, Outcome)] = []
        for pending in taken {
            if let command = pending.command, let answer = answered(command, pending.candidates, lab, work) {
                done.append((pending, .accepted(answer, events: [])))
                continue
            }
            do throws(Rejection) {
                let events = try pending.decide(&work)
                let first = work.state.revision + 1
                let answer = LiveLab.Answer(
                    firstRevision: events.isEmpty ? work.state.revision : first, count: events.count,
                    result: Lab.result(of: events))
                var commandKey: String?
                if let command = pending.command {
                    let key = pending.recordKey(work.state, events)
                    // Under the key that counts in the end: what a body says of its activity may have misled before.
                    if let earlier = answered(command, [key], lab, work) {
                        done.append((pending, .accepted(earlier, events: [])))
                        continue
                    }
                    let record = CommandRecord(
                        client: key, number: pending.hidden(command.number, key),
                        firstRevision: answer.firstRevision, count: events.count)
                    commandKey = record.key
                    work.numbers[record.key] = command.number
                    work.records.append(record)
                    work.answers[key, default: [:]][command.number] = answer
                }
                work.take(events, commandKey: commandKey)
                done.append((pending, .accepted(answer, events: events)))
            } catch {
                done.append((pending, .rejected(error)))
            }
        }
        if work.hasNews, let card = cards[lab.id], work.now - card.changedAt >= Self.cardsAge {
            work.summaryChanged = true
        }
        return (lab, work, done)
    }

    /// So many milliseconds may the list of labs be behind in when something last happened in one.
    private static let cardsAge: Int64 = 60_000

    /// The answer that a command had before, in memory or a moment ago.
    private func answered(
        _ command: CommandID, _ keys: [String], _ lab: LiveLab, _ work: Working
    ) -> LiveLab.Answer? {
        for key in keys {
            if let answer = lab.answers[key]?[command.number] ?? work.answers[key]?[command.number] {
                return answer
            }
        }
        return nil
    }

    private func batch(for lab: LiveLab, _ work: Working) -> LabBatch {
        LabBatch(
            lab: lab.id, expecting: lab.state.revision,
            events: work.events.map { JournalEvent($0.event, time: $0.time, commandKey: $0.commandKey) },
            commands: work.records, summary: work.summaryChanged ? LabCard(work.state).json.bytes : nil)
    }

    /// Makes a committed batch the truth. False where it was not committed: then nothing of it counts.
    private func take(
        _ result: AppendResult, lab: LiveLab, work: Working, done: [(Pending, Outcome)]
    ) -> Bool {
        switch result {
        case .committed:
            var revision = lab.state.revision
            for (event, _, _) in work.events {
                revision += 1
                lab.remember(event, revision: revision)
            }
            for (client, answers) in work.answers {
                for (number, answer) in answers { lab.remember(answer, client: client, number: number) }
            }
            lab.state = work.state
            lab.touched.formUnion(work.touched)
            knowAuthors(
                in: lab, work.events.filter { $0.event.kind == "activityAdded" }.compactMap(\.event.activity))
            for (event, _, _) in work.events where event.kind == "personRemoved" {
                if let person = event.item { dismiss(person, from: lab) }
            }
            metrics.events += work.events.count
            // Not where it was deleted while this was written.
            if work.summaryChanged, labs[lab.id] === lab { file(LabCard(work.state)) }
            if !work.touched.isEmpty { scheduleTick(lab) }
            return true
        case .repeated:
            // What the journal knew is recalled; the rest is decided again.
            lab.pending.insert(contentsOf: done.map(\.0), at: 0)
            return false
        case .conflict where labs[lab.id] !== lab:
            // It was deleted while this waited.
            for pending in done.map(\.0) { pending.done(.rejected(Self.deleted)) }
            return false
        case .conflict:
            // One process owns its journal, so this can't come about by two deciding; memory and disk differ.
            logger.critical("a lab and its journal differ", metadata: ["lab": "\(lab.id)"])
            fail(
                .damaged(lab: lab.id, revision: lab.state.revision, what: "the state in memory"),
                done.map(\.0))
            return false
        }
    }

    /// Full or busy: those commands are refused in words, reading goes on, and the next write tries again. Anything
    /// else: no answer at all, since it isn't known what is on disk.
    private func fail(_ error: JournalError, _ waiting: [Pending]) {
        metrics.failedCommits += 1
        guard case .notSaved(let why) = error else {
            isBroken = true
            logger.critical("the journal failed", metadata: ["error": "\(error)"])
            onBroken(error)
            let others = labs.values.flatMap { lab in
                defer { lab.pending = [] }
                return lab.pending
            }
            for pending in waiting + others { pending.done(.lost(error)) }
            return
        }
        logger.error("not saved", metadata: ["why": "\(why)"])
        let rejection = Rejection(
            .notSaved, "The server couldn't save this just now. Your device keeps it; try again in a moment.")
        for pending in waiting { pending.done(.rejected(rejection)) }
    }
}
