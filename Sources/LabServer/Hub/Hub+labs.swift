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
                "replay": .string(links.replay(lab: id, token: facilitatorToken)),
            ],
        ]
    }
}

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
    /// Makes a lab from a template, on disk before this returns.
    package func makeLab(
        title: String, template name: String, language: String? = nil, retentionDays: Int? = nil
    ) async throws(LabAdministrationError) -> MadeLab {
        guard let template = templates.first(where: { $0.id == name }) else { throw .unknownTemplate(name) }
        if let retentionDays, !Lab.keptDays.contains(retentionDays) {
            throw .refused(
                Rejection(
                    .invalid,
                    "A lab is kept for \(Lab.keptDays.lowerBound) to \(Lab.keptDays.upperBound) days after its end."
                ))
        }
        return try await makeLab(title: title, from: template, language: language) { new in
            if let retentionDays { new.retentionDays = retentionDays }
        }
    }

    /// Makes a lab from another: its programme, details, words and settings, and nothing that anybody said.
    ///
    /// - Parameter token: of one of its facilitators.
    func copyLab(
        _ name: String, token: String, title: String, isRehearsal: Bool
    ) async throws(LabAdministrationError) -> MadeLab {
        let source: Lab?
        do throws(JournalError) {
            source = try await lab(named: name)?.state
        } catch {
            throw .journal(error)
        }
        guard let source, let person = source.person(token: Secrets.hash(token, as: .token)),
            source.people[person]?.isFacilitator == true
        else { throw .notFacilitating }
        return try await copy(source, title: title, isRehearsal: isRehearsal)
    }

    /// The same for whoever may make labs.
    func copy(
        _ source: Lab, title: String, isRehearsal: Bool
    ) async throws(LabAdministrationError) -> MadeLab {
        let template: Template
        do throws(TemplateProblem) {
            template = try Template(source.template(id: source.template))
        } catch {
            throw .refused(
                Rejection(.invalid, "This lab's programme can't be copied as it stands: \(error.message)"))
        }
        return try await makeLab(title: title, from: template, language: source.language) { new in
            new.copied = CopiedLab(of: source)
            new.safeguarding = source.safeguarding
            new.isRehearsal = isRehearsal
            // What was only tried out doesn't say for how long the real one is kept.
            if isRehearsal {
                new.retentionDays = 1
            } else if !source.isRehearsal {
                new.retentionDays = source.retentionDays
            }
        }
    }

    private func makeLab(
        title: String, from template: Template, language: String?, _ change: (inout NewLab) -> Void
    ) async throws(LabAdministrationError) -> MadeLab {
        guard language.map(Settings.isLanguage) ?? true else {
            throw .refused(Rejection(.invalid, "The language is a tag such as en, gd or ur."))
        }
        let secrets = newSecrets()
        let made = secrets.made
        var new = NewLab(
            title: title, code: made.code, language: language ?? template.language,
            facilitator: secrets.facilitator, screenToken: secrets.screenToken,
            recoveryCode: secrets.recoveryCode,
            // Opens nothing that the code doesn't, and must be in every QR code: it is kept as it is.
            invite: made.inviteKey)
        new.retentionDays = settings.retentionDays
        new.maximumPeople = settings.maximumPeople
        new.safeguarding = settings.safeguarding
        change(&new)
        var context = Hub.context(at: Self.now)
        let events: [Event]
        do throws(Rejection) {
            events = try new.events(from: template, &context)
        } catch {
            throw .refused(error)
        }
        return try await make(made, events)
    }

    /// What is new in every lab: told here once, and kept as hashes.
    struct NewSecrets {
        let made: MadeLab
        let facilitator: Joining.Secrets
        let screenToken: String
        let recoveryCode: String
    }

    func newSecrets() -> NewSecrets {
        var random = SystemRandomNumberGenerator()
        var ids = IDSource(seed: random.next())
        let recovery = Secrets.code(characters: 16)
        let made = MadeLab(
            id: ids.next(), code: freeCode(), facilitatorToken: Secrets.token(), recoveryCode: recovery,
            screenToken: Secrets.token(), inviteKey: Secrets.code(characters: 12).replacing("-", with: ""))
        let plainRecovery = Secrets.normalised(code: recovery)
        var sealed: [String: String] = [:]
        sealed["recoveryCode"] = Sealing.seal(made.facilitatorToken, under: plainRecovery, as: .recoveryCode)
        return NewSecrets(
            made: made,
            facilitator: Joining.Secrets(
                token: Secrets.hash(made.facilitatorToken, as: .token), sealed: sealed),
            screenToken: Secrets.hash(made.screenToken, as: .screenToken),
            recoveryCode: Secrets.hash(plainRecovery, as: .recoveryCode))
    }

    /// Writes the first events of a lab; nothing of it is there where that fails.
    func make(_ made: MadeLab, _ events: [Event]) async throws(LabAdministrationError) -> MadeLab {
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
        // One that was taken in may have been put away already, and then it has no code.
        if lab.state.state == .archived { codes[made.code] = nil }
        return made
    }

    /// A code that no lab has; not that of an archived one either, while there are others, since it may be brought back.
    func freeCode() -> String {
        let archived = Set(cards.values.map(\.code))
        var tries = 0
        while true {
            let code = String(Int.random(in: 100_000...999_999))
            tries += 1
            if codes[code] == nil, tries > 100 || !archived.contains(code) { return code }
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
