import CoproductionLab
import LabJournal
import WebSockets

extension Hub {
    /// Takes one message in; it is handled when those before it are.
    func receive(_ bytes: [UInt8], from id: ConnectionID) {
        guard let session = sessions[id] else { return }
        metrics.framesReceived += 1
        session.inbox.append(bytes)
        session.inboxBytes += bytes.count
        guard session.inbox.count <= settings.maximumWaiting,
            session.inboxBytes <= settings.maximumWaitingBytes
        else {
            server?.close(id, code: 1008, reason: "too many messages")
            return
        }
        handleNext(session)
    }

    /// Ends what a connection was busy with, and goes on with what it has sent meanwhile.
    func finish(_ session: Session, _ action: () -> Void) {
        session.isBusy = false
        action()
        handleNext(session)
    }

    private func handleNext(_ session: Session) {
        while !session.isBusy, !isStopping, !session.inbox.isEmpty, sessions[session.id] != nil {
            guard mayGoOn(session) else { return }
            let next = session.inbox.removeFirst()
            session.inboxBytes -= next.count
            handle(next, session)
        }
    }

    /// A token bucket: whoever sends too fast waits, and loses nothing.
    private func mayGoOn(_ session: Session) -> Bool {
        let now = clock.now
        let elapsed = (now - session.refilled).seconds
        session.allowance = min(
            settings.messageBurst, session.allowance + elapsed * settings.messagesPerSecond)
        session.refilled = now
        if session.allowance >= 1 {
            session.allowance -= 1
            return true
        }
        guard session.resumeTimer == nil else { return false }
        if !session.wasSlowed {
            session.wasSlowed = true
            refuse(
                ProtocolError(
                    "slowDown", "Your device sends very fast. Nothing is lost; it is taken in step by step.",
                    retryAfter: 1000),
                session)
        }
        let id = session.id
        session.resumeTimer = loop.schedule(after: .milliseconds(100)) {
            self.assumeIsolated { hub in
                guard let session = hub.sessions[id] else { return }
                session.resumeTimer = nil
                hub.handleNext(session)
            }
        }
        return false
    }

    private func handle(_ bytes: [UInt8], _ session: Session) {
        do throws(ProtocolError) {
            switch try ClientMessage(bytes) {
            case .join(let request):
                session.isBusy = true
                let id = session.id
                Task {
                    guard let session = sessions[id] else { return }
                    await join(request, session)
                    // Where a place is being written, the end of that is the end of joining.
                    if !session.waitsForCommit { finish(session) {} }
                }
            case .command(let id, let command): try handle(id, command, session)
            case .people(let after, let waiting):
                if waiting {
                    try sendWaiting(after: after, session)
                } else {
                    try sendPeople(after: after, session)
                }
            }
        } catch {
            refuse(error, session)
            session.strikes += 1
            if session.strikes >= settings.maximumStrikes {
                server?.close(session.id, code: 1008, reason: "malformed messages")
            }
        }
    }

    // MARK: - Commands

    private func handle(_ id: CommandID, _ command: Command, _ session: Session) throws(ProtocolError) {
        guard let lab = session.lab, let participant = session.participant, let keys = session.keys else {
            throw ProtocolError("notJoined", "Join the lab first.")
        }
        let candidates = keys.candidates(command, in: lab.state)
        let pseudonyms = Dictionary(
            uniqueKeysWithValues: lab.state.activities.values.filter(\.visibility.isAnonymous)
                .map { ($0.id, session.author(in: $0)) })
        let pending = Pending(
            command: id, candidates: candidates,
            recordKey: { lab, events in keys.recorded(events, command, in: lab, pseudonyms) },
            hidden: keys.hidden,
            decide: decision(command, by: participant, pseudonyms, session, lab),
            done: { outcome in self.answer(outcome, to: id, session, lab) })
        // What memory doesn't hold may be in the journal: looked up before it is decided again.
        let isInMemory = candidates.contains { lab.answers[$0]?[id.number] != nil }
        let needsLookUp =
            !isInMemory
            && (session.mayHaveRepeats
                || candidates.contains { lab.answers[$0]?.mayHaveForgotten(id.number) == true })
        let undone = undoneCommand(command, session, lab)
        guard needsLookUp || undone != nil else { return submit(pending, to: lab) }
        session.isBusy = true
        Task {
            do throws(JournalError) {
                if needsLookUp { try await recall(id.number, candidates, lab, hidden: keys.hidden) }
                if let undone {
                    try await recall(
                        undone.number, keys.all(in: lab.state), lab, events: true, hidden: keys.hidden)
                }
            } catch {
                logger.error("the journal can't be read", metadata: ["error": "\(error)"])
            }
            finish(session) { submit(pending, to: lab) }
        }
    }

    /// The command that an undo names, where memory hasn't got its events.
    private func undoneCommand(_ command: Command, _ session: Session, _ lab: LiveLab) -> CommandID? {
        guard command.name == LabCommands.undo, let keys = session.keys,
            let id = command.body.json["command"]?.string.flatMap({ CommandID($0) }), keys.belongs(id.client)
        else { return nil }
        let names = keys.all(in: lab.state)
        for key in names {
            if let answer = lab.answers[key]?[id.number] {
                return answer.count == 0 || lab.events[answer.firstRevision] != nil ? nil : id
            }
        }
        let isForgotten = names.contains { lab.answers[$0]?.mayHaveForgotten(id.number) == true }
        return session.mayHaveRepeats || isForgotten ? id : nil
    }

    /// Brings what the journal knows of a command back into memory.
    func recall(
        _ number: Int, _ keys: [String], _ lab: LiveLab, events wantsEvents: Bool = false,
        hidden: (_ number: Int, _ key: String) -> Int
    ) async throws(JournalError) {
        for key in keys {
            var found = try await journal.command(lab: lab.id, client: key, number: hidden(number, key))
            // Journals of before have the number itself.
            if found == nil { found = try await journal.command(lab: lab.id, client: key, number: number) }
            guard let record = found else { continue }
            let stored = try await journal.events(
                of: lab.id, after: record.firstRevision - 1, limit: max(record.count, 1)
            ).prefix(record.count)
            let events = stored.map { Event($0) }
            if wantsEvents {
                for (stored, event) in zip(stored, events) { lab.events[stored.revision] = event }
            }
            lab.remember(
                LiveLab.Answer(
                    firstRevision: record.firstRevision, count: record.count, result: Lab.result(of: events)),
                client: key, number: number)
            return
        }
    }

    private func decision(
        _ command: Command, by participant: ID, _ pseudonyms: [ID: Author], _ session: Session, _ lab: LiveLab
    ) -> (inout Working) throws(Rejection) -> [Event] {
        let undone = undoneEvents(command, session, lab)
        return { work throws(Rejection) in
            let lab = work.state
            var context = Hub.context(at: work.now) { person, activity in
                person == participant
                    ? pseudonyms[activity] ?? person : lab.paperPseudonym(person, in: activity)
            }
            if command.name == LabCommands.bringBack { context.code = self.newCode(for: lab) }
            guard command.name == LabCommands.undo else {
                return try work.state.decide(command, by: participant, &context)
            }
            let events = undone(work)
            if events.contains(where: { $0.kind == "labArchived" }),
                let other = self.codes[lab.code], other != lab.id
            {
                throw Rejection(.movedOn, "The code of this lab belongs to another lab by now.")
            }
            return try work.state.decideUndo(of: events, by: participant, context)
        }
    }

    /// Looks up, when its turn comes, what the command did that an undo names: its own client's, or nothing.
    private func undoneEvents(
        _ command: Command, _ session: Session, _ lab: LiveLab
    ) -> (Working) -> [Event] {
        guard command.name == LabCommands.undo, let keys = session.keys,
            let id = command.body.json["command"]?.string.flatMap({ CommandID($0) }), keys.belongs(id.client)
        else { return { _ in [] } }
        return { work in
            let names = keys.all(in: work.state)
            let answers = names.lazy.compactMap {
                work.answers[$0]?[id.number] ?? lab.answers[$0]?[id.number]
            }
            guard let answer = answers.first else { return [] }
            let before = work.state.revision - work.events.count
            return (0..<answer.count).compactMap { offset in
                let revision = answer.firstRevision + offset
                return revision > before ? work.events[revision - before - 1].event : lab.events[revision]
            }
        }
    }

    private func answer(_ outcome: Outcome, to id: CommandID, _ session: Session, _ lab: LiveLab) {
        guard sessions[session.id] != nil else { return }
        switch outcome {
        case .accepted(let answer, _):
            metrics.accepted += 1
            send(
                ServerMessage.accepted(id, version: answer.version, result: answer.result), to: session,
                isAnswer: true)
            // A `mine` of at least that version follows, after the patch of what all see and with nothing in it if nothing
            // is new: by it the sender knows that all of that version has come.
            guard session.lab === lab else { return }
            lab.owed.insert(session.id)
            scheduleTick(lab)
        case .rejected(let rejection):
            metrics.rejected[rejection.reason.rawValue, default: 0] += 1
            send(ServerMessage.rejected(id, rejection), to: session, isAnswer: true)
        case .lost: break
        }
    }

    // MARK: - People

    /// A page of the people in the lab, for facilitators, on request: no view holds such a list.
    private func sendPeople(after: String, _ session: Session) throws(ProtocolError) {
        guard let lab = session.lab, session.audience == .facilitator else {
            throw ProtocolError("notAllowed", "Only facilitators can see the list of people.")
        }
        let page = lab.state.people.values
            .filter { $0.id > after && !$0.isHost && $0.admission != .waiting }.sorted { $0.id < $1.id }
        let shown = page.prefix(50).map { told($0, in: lab) }
        send(
            ServerMessage.people(shown, next: page.count > 50 ? shown.last?["id"]?.string : nil), to: session,
            isAnswer: true)
    }

    /// Those who wait to be let in, first come first.
    private func sendWaiting(after: String, _ session: Session) throws(ProtocolError) {
        guard let lab = session.lab, session.audience == .facilitator else {
            throw ProtocolError("notAllowed", "Only facilitators can see who waits.")
        }
        let all = lab.state.atTheDoor
        let rest = all.dropFirst((all.firstIndex { $0.id == after } ?? -1) + 1)
        let shown = rest.prefix(50).map { told($0, in: lab) }
        send(
            ServerMessage.people(
                shown, next: rest.count > 50 ? shown.last?["id"]?.string : nil, waiting: true), to: session,
            isAnswer: true)
    }

    private func told(_ person: Participant, in lab: LiveLab) -> JSON {
        // Where no names are shown (S60), a facilitator has those alone that they wrote down themself, from paper.
        let hidesNames = lab.state.details.hidesNames
        var members: [String: JSON] = [
            "id": .string(person.id),
            "name": .string(hidesNames && person.support != .paper ? "" : person.name),
            "role": .string(person.role.rawValue),
            "support": .string(person.support.rawValue), "facilitator": .bool(person.isFacilitator),
            "watching": .bool(person.isWatching), "left": .bool(person.hasLeft),
            "removed": .bool(person.isRemoved), "needs": .bool(lab.state.needs[person.id] != nil),
            "here": .bool(lab.people[person.id] != nil),
        ]
        members.flag("turnedAway", person.admission == .turnedAway)
        return .object(members)
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
