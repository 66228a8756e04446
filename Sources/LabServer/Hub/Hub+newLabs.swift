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
}
