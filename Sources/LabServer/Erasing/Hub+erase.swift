import CoproductionLab
import Foundation
import LabJournal
import WebSockets

/// What an erasure came to, for whoever asked for it.
struct Erased: Sendable {
    let revision: Int
    let rows: Int
    /// What they had given, of which each now is gone or says no name.
    let contributions: Int
    /// Others' texts that name them still.
    let mentions: Int
    /// Steps whose anonymous answers may be theirs, which nobody can tell.
    let untold: Int

    var json: JSON {
        [
            "revision": .int(revision), "rows": .int(rows), "contributions": .int(contributions),
            "mentions": .int(mentions), "anonymousSteps": .int(untold),
        ]
    }
}

/// How somebody is to be erased.
struct ErasureRequest: Sendable {
    let person: ID
    let contributions: Erasing.Contributions
    /// Whether others' texts are cut where they name them; nil: nothing is done where there are such.
    let mentions: AdministrationCall.MentionChoice?
    let isByThemself: Bool
    /// The name behind which they stand in an anonymous activity; nil where nobody can tell.
    let author: (@Sendable (_ activity: ID) -> Author?)?
    /// Whether it was carried out before, and the ledger says so already: they came back with a backup.
    var isAgain = false

    /// What the ledger is to say, so that they are erased again where a backup brings them back.
    fileprivate func line(_ erasing: Erasing, in lab: ID, at time: Int64) -> LedgerLine? {
        guard !isAgain else { return nil }
        // Where nothing was chosen, nothing was there to choose about.
        return LedgerLine(
            lab: lab, time: time,
            .erased(
                person: LedgerLine.hash(person, in: lab),
                authors: erasing.pseudonyms.map { LedgerLine.hash($0, in: lab) }.sorted(),
                contributions, mentions ?? .redact))
    }
}

extension Hub {
    /// Erases somebody from a lab: their rows are cut on disk, the lab is read anew from what is left, and everybody sees
    /// that at once. Nothing brings it back.
    func erase(_ request: ErasureRequest, from lab: LiveLab) async throws(LabAdministrationError) -> Erased {
        try await hold(lab)
        defer { release(lab) }
        // What came before is sent as what it was: who may see the lab since, and that a sitting began.
        sendNews(of: lab)
        do throws(Rejection) {
            try lab.state.checkErasing(request.person)
        } catch {
            throw .refused(error)
        }
        var erasing = Erasing(
            request.person, contributions: request.contributions, at: lab.state.revision + 1,
            takingMentions: request.mentions == .redact, author: { request.author?($0) })
        let left: Lab
        let batch: LabBatch
        do throws(JournalError) {
            left = try await cut(lab, &erasing)
            let event = try await erasure(erasing, of: lab, request)
            batch = LabBatch(
                lab: lab.id, expecting: lab.state.revision, events: [event],
                summary: LabCard(left).json.bytes,
                entering: request.line(erasing, in: lab.id, at: event.time)?.bytes)
        } catch {
            throw .journal(error)
        }
        if request.mentions == nil, !erasing.mentions.isEmpty {
            throw .refused(Self.mentioned(erasing.mentions.count))
        }
        guard labs[lab.id] === lab else { throw .refused(Self.deleted) }
        try await write(batch, of: lab, without: request.person)
        guard labs[lab.id] === lab else { throw .refused(Self.deleted) }
        return Erased(
            revision: lab.state.revision, rows: erasing.cuts.count, contributions: erasing.given,
            mentions: erasing.mentions.count,
            untold: request.author == nil && request.contributions == .go ? left.anonymousSteps : 0)
    }

    /// Waits until nothing of a lab is being written, and lets nothing begin until `release`.
    private func hold(_ lab: LiveLab) async throws(LabAdministrationError) {
        while true {
            guard labs[lab.id] === lab else { throw .refused(Self.deleted) }
            let (outcome, isMine): (Outcome, Bool) = await withCheckedContinuation { continuation in
                submit(
                    Pending(
                        command: nil, candidates: [], recordKey: { _, _ in "" }, decide: { _ in [] },
                        done: { outcome in
                            var isMine = false
                            // Of two who come at once the other waits.
                            if case .accepted = outcome, !lab.isHeld { (isMine, lab.isHeld) = (true, true) }
                            continuation.resume(returning: (outcome, isMine))
                        }), to: lab)
            }
            switch outcome {
            case .accepted where isMine: return
            case .accepted: continue
            case .rejected(let rejection): throw .refused(rejection)
            case .lost(let error): throw .journal(error)
            }
        }
    }

    /// Goes through the lab's rows, and gives back the lab that is left.
    private func cut(_ lab: LiveLab, _ erasing: inout Erasing) async throws(JournalError) -> Lab {
        var left = Lab(id: lab.id)
        if lab.state.origin != nil { try await foresee(lab, &erasing) }
        while true {
            let page = try await journal.events(of: lab.id, after: left.revision, limit: 1_000)
            for stored in page {
                let event = erasing.take(Event(stored), at: stored.revision)
                _ = left.evolve(event, at: stored.event.time)
            }
            if page.count < 1_000 { return left }
        }
    }

    private func foresee(_ lab: LiveLab, _ erasing: inout Erasing) async throws(JournalError) {
        var seen = 0
        while true {
            let page = try await journal.events(of: lab.id, after: seen, limit: 1_000)
            for stored in page { erasing.foresee(Event(stored)) }
            guard let last = page.last, page.count == 1_000 else { return }
            seen = last.revision
        }
    }

    /// The event that erases: it names the parts that go, and says what is left of rows that others are in, too. Where an
    /// earlier one said so of such a row, that one is cut and all it said is said again.
    private func erasure(
        _ erasing: Erasing, of lab: LiveLab, _ request: ErasureRequest
    ) async throws(JournalError) -> JournalEvent {
        let known = try await journal.restatements(of: lab.id)
        var (who, what) = erasing.restatement()
        var parts: [Int: Parts] = [:]
        var old: Set<Int> = []
        for (revision, cut) in erasing.cuts {
            parts[revision] = cut.who ? cut.what ? .both : .who : .what
            old.formUnion(known.erasures(speakingOf: revision))
        }
        for earlier in old { parts[earlier] = .what }
        for (revision, said) in known.who
        where old.contains(said.erasure) && erasing.cuts[revision]?.who != true {
            who[String(revision)] = try? JSON(parsing: said.persons)
        }
        for (revision, said) in known.what
        where old.contains(said.erasure) && erasing.cuts[revision]?.what != true {
            what[String(revision)] = try? JSON(parsing: said.left)
        }
        var says: [String: JSON] = [
            "contributions": .string(request.contributions.rawValue),
            "by": .string(request.isByThemself ? "themself" : "operator"),
        ]
        if !who.isEmpty { says["who"] = .object(who) }
        if !what.isEmpty { says["what"] = .object(what) }
        // It names nobody: not even who asked for it.
        let event = Event(Erasure.kind, by: nil, .object(says))
        return Erasure.event(
            erasing: parts, by: JournalEvent(event, time: Self.now, commandKey: nil))
    }

    private func write(
        _ batch: LabBatch, of lab: LiveLab, without person: ID
    ) async throws(LabAdministrationError) {
        do throws(JournalError) {
            guard case .committed = try await journal.append([batch]).first else {
                // Nothing but its deletion can have come between.
                guard labs[lab.id] === lab else { return }
                throw .damaged(lab: lab.id, revision: lab.state.revision, what: "the state in memory")
            }
            metrics.events += 1
            let fresh = try await read(lab.id)
            // A replay that is being read keeps nothing of what it read before.
            await replays.forget(lab.id)
            guard labs[lab.id] === lab else { return }
            forget(person, in: lab, now: fresh)
        } catch {
            guard case .notSaved = error else {
                isBroken = true
                logger.critical("the journal failed", metadata: ["error": "\(error)"])
                onBroken(error)
                throw .journal(error)
            }
            throw .refused(
                Rejection(
                    .notSaved,
                    "The server couldn't erase this just now, and has erased nothing. Try again in a moment.")
            )
        }
    }

    /// Nothing in memory holds what is gone from disk: not the state, nor what was sent of late, nor keys.
    private func forget(_ person: ID, in lab: LiveLab, now fresh: LiveLab) {
        dismiss(person, from: lab, reason: "erased")
        lab.authors = lab.authors.filter { $0.value != person }
        lab.people[person] = nil
        let old = lab.sent
        lab.state = fresh.state
        lab.sent = fresh.state
        lab.touched = Touched()
        lab.events = fresh.events
        file(LabCard(lab.state))
        showErased(lab, since: old)
    }

    /// Milliseconds since 1970 as 2026-12-01 14:05 UTC.
    package static func inWords(_ time: Int64) -> String {
        let text = Date(timeIntervalSince1970: Double(time) / 1_000).ISO8601Format()
        return text.prefix(16).replacing("T", with: " ") + " UTC"
    }

    /// The same for the name of a file: 20261201T140500Z.
    package static func forName(_ time: Int64) -> String {
        let text = Date(timeIntervalSince1970: Double(time / 1_000)).ISO8601Format()
        return text.filter { $0 != "-" && $0 != ":" }
    }

    static func mentioned(_ count: Int) -> Rejection {
        Rejection(
            .notAllowed,
            count == 1
                ? "One text of somebody else names them or repeats their words. Nothing was erased yet. Say --mentions redact "
                    + "to cut that out, too, or --mentions keep to leave it as it is."
                : "\(count) texts of others name them or repeat their words. Nothing was erased yet. Say --mentions redact to "
                    + "cut that out, too, or --mentions keep to leave them as they are.")
    }

    // MARK: - Who asks

    /// Somebody who asks for it themself, by their token, which tells their anonymous answers, too.
    func erase(
        token: String, in name: String, _ contributions: Erasing.Contributions
    ) async throws(LabAdministrationError) -> Erased? {
        let found: LiveLab?
        do throws(JournalError) {
            found = try await lab(named: name)
        } catch {
            throw .journal(error)
        }
        guard let lab = found, let person = lab.state.personToErase(token: Secrets.hash(token, as: .token))
        else { return nil }
        let key = Secrets.pseudonymKey(token: token)
        return try await erase(
            ErasureRequest(
                person: person, contributions: contributions, mentions: .keep, isByThemself: true,
                author: { Secrets.pseudonym(key: key, activity: $0) }), from: lab)
    }

    /// The operator, by name or id.
    func erase(
        _ name: String, in labName: String, _ contributions: Erasing.Contributions,
        mentions: AdministrationCall.MentionChoice?
    ) async throws(LabAdministrationError) -> JSON {
        let lab = try await known(labName)
        let found = lab.state.peopleToErase(named: name)
        guard let person = found.first else {
            throw .refused(
                Rejection(
                    .unknownPerson,
                    "There is nobody called “\(name)” in “\(lab.state.title)”. Give a name as they wrote it, or an id."
                ))
        }
        guard found.count == 1 else { throw .refused(try await severalPeople(found, in: lab)) }
        // Their token is known while they are here, and at no other time.
        let key = lab.people[person.id]?.connections.lazy.compactMap { self.sessions[$0]?.pseudonymKey }.first
        let state = lab.state
        var author: (@Sendable (ID) -> Author?)?
        if let key {
            author = { Secrets.pseudonym(key: key, activity: $0) }
        } else if person.support == .paper {
            author = { state.paperPseudonym(person.id, in: $0) }
        }
        let erased = try await erase(
            ErasureRequest(
                person: person.id, contributions: contributions, mentions: mentions, isByThemself: false,
                author: author), from: lab)
        return JSON.joining(
            erased.json,
            [
                "person": .string(person.id), "name": .string(person.name),
                "facilitated": .bool(person.isFacilitator), "contributionsWent": .bool(contributions == .go),
                "title": .string(lab.state.title),
            ])
    }

    private func severalPeople(
        _ people: [Participant], in lab: LiveLab
    ) async throws(LabAdministrationError) -> Rejection {
        var lines: [String] = []
        for person in people {
            do throws(JournalError) {
                let row = try await journal.events(of: lab.id, after: person.cameAt - 1, limit: 1).first
                let came = row.map { Self.inWords($0.event.time) } ?? "unknown"
                lines.append("  \(person.id)  \(person.role.rawValue), came \(came)")
            } catch {
                throw .journal(error)
            }
        }
        return Rejection(
            .invalid,
            "\(people.count) people here are called “\(people.first?.name ?? "")”. Name the one you mean by id:\n"
                + lines.joined(separator: "\n"))
    }
}
