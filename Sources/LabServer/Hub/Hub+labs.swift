import CoproductionLab
import Foundation
import LabJournal

/// Why something about labs can't be done, in words for whoever asked.
package enum LabAdministrationError: Error, Sendable {
    case unknownTemplate(String)
    case unknownLab(String)
    /// No lab has this code any more, and these had it until they were put away.
    case putAway(code: String, [LabCard])
    /// There is no such lab, or whoever asks doesn't facilitate it: answered alike.
    case notFacilitating
    case refused(Rejection)
    case journal(JournalError)

    package var description: String {
        switch self {
        case .unknownTemplate(let id):
            "There is no template “\(id)”. GET /api/templates lists those there are."
        case .unknownLab(let name): "There is no lab “\(name)”. `coprolab lab list` shows those there are."
        case .putAway(let code, let labs):
            labs.map {
                "“\($0.title)” had the code \(code) until it was put away. Name it by its id: \($0.lab). "
            }.joined() + "`coprolab lab open` with that id brings it back."
        case .notFacilitating:
            "Only its facilitators can do this with a lab. Open this from its desk."
        case .refused(let rejection): rejection.detail
        case .journal(let error): error.description
        }
    }
}

extension Hub {
    /// Has something decided, written and evolved, and waits for it.
    func perform(
        in lab: LiveLab, _ decide: @escaping (inout Working) throws(Rejection) -> [Event]
    ) async throws(LabAdministrationError) -> [Event] {
        let outcome: Outcome = await withCheckedContinuation { continuation in
            submit(
                Pending(
                    command: nil, candidates: [], recordKey: { _, _ in "" }, decide: decide,
                    done: { continuation.resume(returning: $0) }), to: lab)
        }
        switch outcome {
        case .accepted(_, let events): return events
        case .rejected(let rejection): throw .refused(rejection)
        case .lost(let error): throw .journal(error)
        }
    }

    package func listLabs() -> [LabCard] {
        cards.values.sorted { ($0.createdAt, $0.lab) < ($1.createdAt, $1.lab) }
    }

    /// Gives a facilitator's command about the lab as a whole, for the operator: openLab, endLab, archiveLab. A lab that
    /// was put away isn't opened at once, but brought back: it has ended then.
    package func administer(_ name: String, _ command: String) async throws(LabAdministrationError) -> LabCard
    {
        let lab = try await known(name)
        do throws(LabAdministrationError) {
            _ = try await perform(in: lab) { work throws(Rejection) in
                guard let host = work.state.host else { return [] }
                var context = Hub.context(at: work.now)
                context.code = self.newCode(for: work.state)
                let isBack = command == "openLab" && work.state.state.isPutAway
                return try work.state.decide(
                    Command(isBack ? LabCommands.bringBack : command), by: host, &context)
            }
        } catch .refused(let rejection) where command == "archiveLab" && rejection.reason == .notAllowed {
            throw .refused(
                Rejection(.notAllowed, "\(rejection.detail) `coprolab lab close \(name)` ends it."))
        }
        return LabCard(lab.state)
    }

    /// The code that a lab gets when it is brought back: nil for its own, where no other lab has that by now.
    func newCode(for lab: Lab) -> String? {
        codes[lab.code].map { $0 == lab.id } == false ? freeCode() : nil
    }

    /// Another link for the screen, for whoever facilitates the lab: the link before it, and what shows the lab by it,
    /// is closed. Told here once and never again.
    ///
    /// - Parameter token: of one of its facilitators.
    func renewScreenLink(_ name: String, token: String) async throws(LabAdministrationError) -> JSON {
        let found: LiveLab?
        do throws(JournalError) {
            found = try await lab(named: name)
        } catch {
            throw .journal(error)
        }
        guard let lab = found, let person = lab.state.person(token: Secrets.hash(token, as: .token)),
            lab.state.people[person]?.isFacilitator == true
        else { throw .notFacilitating }
        let made = Secrets.token()
        let hash = Secrets.hash(made, as: .screenToken)
        _ = try await perform(in: lab) { work throws(Rejection) in
            try work.state.decideScreenToken(hash, by: person)
        }
        for session in sessions.values where session.lab === lab && session.isScreenByLink {
            server?.close(session.id, code: 1000, reason: "the screen has another link")
        }
        return [
            "screenToken": .string(made),
            "links": ["screen": .string(links.screen(lab: lab.id, token: made))],
        ]
    }

    /// Deletes a lab with all that was said in it, from memory and from disk.
    ///
    /// - Parameter reason: what the ledger is to say of it; nil where it says so already.
    package func deleteLab(
        _ name: String, entering reason: LedgerLine.Reason? = .command
    ) async throws(LabAdministrationError) -> LabCard {
        let lab = try await known(name)
        let card = LabCard(lab.state)
        for session in sessions.values where session.lab === lab {
            send(ServerMessage.closing(reason: "deleted", retryAfter: 0), to: session)
            server?.close(session.id, code: 1000, reason: "deleted")
        }
        // Forgotten first, so that whoever comes while it goes finds nothing.
        labs[lab.id] = nil
        forget(lab.id)
        let waiting = lab.pending
        lab.pending = []
        for pending in waiting { pending.done(.rejected(Self.deleted)) }
        await replays.forget(lab.id)
        do throws(JournalError) {
            let line = reason.map { LedgerLine(lab: lab.id, time: Self.now, .deleted($0)) }
            try await journal.deleteLab(lab.id, entering: line?.bytes)
        } catch {
            file(card)
            throw .journal(error)
        }
        return card
    }

    /// Deletes the labs whose time is over, as people were told when they joined, and looks again every hour.
    func keepRetention() async {
        await deleteExpired(at: Self.now)
        _ = loop.schedule(after: .seconds(3600)) {
            Task { await self.keepRetention() }
        }
    }

    /// - Parameter time: in milliseconds since 1970.
    package func deleteExpired(at time: Int64) async {
        for card in cards.values where card.deleteAt.map({ $0 <= time }) == true {
            do throws(LabAdministrationError) {
                _ = try await deleteLab(card.lab, entering: .retention)
                logger.notice(
                    "a lab was deleted, its time of keeping is over", metadata: ["lab": "\(card.lab)"])
            } catch {
                logger.error(
                    "a lab can't be deleted", metadata: ["lab": "\(card.lab)", "why": "\(error.description)"])
            }
        }
    }

    func known(_ name: String) async throws(LabAdministrationError) -> LiveLab {
        let id = try knownID(name)
        do throws(JournalError) {
            if let lab = try await lab(named: id) { return lab }
        } catch {
            throw .journal(error)
        }
        throw .unknownLab(name)
    }

    /// The id of a lab that an operator names by its id or code.
    func knownID(_ name: String) throws(LabAdministrationError) -> ID {
        let plain = name.filter { $0 != " " }
        if let id = codes[plain] { return id }
        if cards[plain] != nil { return plain }
        if let former = formerCodes[plain] {
            throw .putAway(code: plain, former.sorted().compactMap { cards[$0] })
        }
        throw .unknownLab(name)
    }

    /// What a newcomer may know of a lab; nil where no open lab has the code.
    func newcomersView(of code: String) async throws(JournalError) -> JSON? {
        guard let lab = try await lab(named: code)?.state, lab.state.takesNewcomers else { return nil }
        var card: [String: JSON] = [
            "title": .string(lab.title), "welcome": .string(lab.welcome), "language": .string(lab.language),
            "state": .string(lab.state.rawValue), "open": .bool(lab.state == .open),
            "retentionDays": .int(lab.retentionDays),
            "roles": .array(Role.allCases.map { .string($0.rawValue) }),
        ]
        card["words"] = lab.details.members["words"]
        card.flag("hidesNames", lab.details.hidesNames)
        card.flag("rehearsal", lab.isRehearsal)
        card.flag("locked", lab.door.isLocked)
        card.flag("full", lab.isFull)
        card.flag("approval", lab.door.asksFirst)
        return .object(card)
    }
}
