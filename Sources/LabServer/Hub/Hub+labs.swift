import CoproductionLab
import Foundation
import LabJournal

/// What comes back when a lab is made: the secrets are told here once and never again.
package struct MadeLab: Sendable {
    package let id: String
    package let code: String
    package let facilitatorToken: String
    package let recoveryCode: String
    package let screenToken: String
    package let inviteKey: String

    package func json(_ links: Links) -> JSON {
        [
            "id": .string(id), "code": .string(code), "facilitatorToken": .string(facilitatorToken),
            "recoveryCode": .string(recoveryCode), "screenToken": .string(screenToken),
            "inviteKey": .string(inviteKey),
            "links": [
                "join": .string(links.join(code: code, invite: inviteKey)),
                "facilitate": .string(links.facilitate(lab: id, token: facilitatorToken)),
                "screen": .string(links.screen(lab: id, token: screenToken)),
            ],
        ]
    }
}

/// Why something about labs can't be done, in words for whoever asked.
package enum LabAdministrationError: Error, Sendable {
    case unknownTemplate(String)
    case unknownLab(String)
    case refused(Rejection)
    case journal(JournalError)

    package var description: String {
        switch self {
        case .unknownTemplate(let id):
            "There is no template “\(id)”. GET /api/templates lists those there are."
        case .unknownLab(let name): "There is no lab “\(name)”. `coprolab lab list` shows those there are."
        case .refused(let rejection): rejection.detail
        case .journal(let error): error.description
        }
    }
}

extension Hub {
    /// Makes a lab from a template, on disk before this returns.
    package func makeLab(
        title: String, template name: String, language: String? = nil
    ) async throws(LabAdministrationError) -> MadeLab {
        guard let template = templates.first(where: { $0.id == name }) else { throw .unknownTemplate(name) }
        guard language.map(Settings.isLanguage) ?? true else {
            throw .refused(Rejection(.invalid, "The language is a tag such as en, gd or ur."))
        }
        var random = SystemRandomNumberGenerator()
        var ids = IDSource(seed: random.next())
        let recovery = Secrets.code(characters: 16)
        let made = MadeLab(
            id: ids.next(), code: freeCode(), facilitatorToken: Secrets.token(), recoveryCode: recovery,
            screenToken: Secrets.token(), inviteKey: Secrets.code(characters: 12).replacing("-", with: ""))
        let plainRecovery = Secrets.normalised(code: recovery)
        var sealed: [String: String] = [:]
        sealed["recoveryCode"] = Sealing.seal(made.facilitatorToken, under: plainRecovery, as: .recoveryCode)
        var new = NewLab(
            title: title, code: made.code, language: language ?? template.language,
            facilitator: Joining.Secrets(
                token: Secrets.hash(made.facilitatorToken, as: .token), sealed: sealed),
            screenToken: Secrets.hash(made.screenToken, as: .screenToken),
            recoveryCode: Secrets.hash(plainRecovery, as: .recoveryCode),
            // Opens nothing that the code doesn't, and must be in every QR code: it is kept as it is.
            invite: made.inviteKey)
        new.retentionDays = settings.retentionDays
        new.maximumPeople = settings.maximumPeople
        new.safeguarding = settings.safeguarding
        var context = Hub.context(at: Self.now)
        let events: [Event]
        do throws(Rejection) {
            events = try new.events(from: template, &context)
        } catch {
            throw .refused(error)
        }
        let lab = LiveLab(Lab(id: made.id), isRestored: false)
        labs[made.id] = lab
        codes[made.code] = made.id
        do throws(LabAdministrationError) {
            _ = try await perform(in: lab) { _ in events }
        } catch {
            labs[made.id] = nil
            codes[made.code] = nil
            throw error
        }
        return made
    }

    private func freeCode() -> String {
        while true {
            let code = String(Int.random(in: 100_000...999_999))
            if codes[code] == nil { return code }
        }
    }

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

    /// Gives a facilitator's command about the lab as a whole, for the operator: openLab, endLab, archiveLab.
    package func administer(_ name: String, _ command: String) async throws(LabAdministrationError) -> LabCard
    {
        let lab = try await known(name)
        _ = try await perform(in: lab) { work throws(Rejection) in
            guard let host = work.state.host else { return [] }
            var context = Hub.context(at: work.now)
            return try work.state.decide(Command(command), by: host, &context)
        }
        return LabCard(lab.state)
    }

    /// Deletes a lab with all that was said in it, from memory and from disk.
    package func deleteLab(_ name: String) async throws(LabAdministrationError) -> LabCard {
        let lab = try await known(name)
        let card = LabCard(lab.state)
        for session in sessions.values where session.lab === lab {
            send(ServerMessage.closing(reason: "deleted", retryAfter: 0), to: session)
            server?.close(session.id, code: 1000, reason: "deleted")
        }
        // Forgotten first, so that whoever comes while it goes finds nothing.
        labs[lab.id] = nil
        cards[lab.id] = nil
        if codes[card.code] == lab.id { codes[card.code] = nil }
        let waiting = lab.pending
        lab.pending = []
        for pending in waiting { pending.done(.rejected(Self.deleted)) }
        do throws(JournalError) {
            try await journal.deleteLab(lab.id)
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
                _ = try await deleteLab(card.lab)
                logger.notice(
                    "a lab was deleted, its time of keeping is over", metadata: ["lab": "\(card.lab)"])
            } catch {
                logger.error(
                    "a lab can't be deleted", metadata: ["lab": "\(card.lab)", "why": "\(error.description)"])
            }
        }
    }

    func known(_ name: String) async throws(LabAdministrationError) -> LiveLab {
        do throws(JournalError) {
            guard let lab = try await lab(named: name.filter { $0 != " " }) else { throw JournalError.closed }
            return lab
        } catch .closed {
            throw .unknownLab(name)
        } catch {
            throw .journal(error)
        }
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
        return .object(card)
    }
}
