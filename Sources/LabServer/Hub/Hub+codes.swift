import CoproductionLab
import LabJournal

// From what somebody typed to a lab, and the limit on guessing it.
extension Hub {
    static let unknownLab = ProtocolError(
        "unknownLab", "No open lab has this code. Check it with your facilitator.")

    func findLab(_ request: JoinRequest, _ session: Session) async throws(ProtocolError) -> LiveLab {
        if !isExempt(request, from: session.address) { try evaluateGuess(from: session.address) }
        let found: LiveLab?
        do throws(JournalError) {
            found = try await lab(named: request.lab)
        } catch {
            logger.error("a lab can't be read", metadata: ["error": "\(error)"])
            throw ProtocolError(
                "notSaved", "The server can't read this lab just now. Try again in a moment.",
                retryAfter: 2000)
        }
        guard let lab = found, lab.state.state.canBeRead else { throw guessedWrong(session) }
        // Closed and unknown read alike, and count alike, to whoever was not in.
        let mayBeIn = request.token != nil || request.returnCode != nil || request.recoveryCode != nil
        guard lab.state.state.takesNewcomers || mayBeIn else { throw guessedWrong(session) }
        return lab
    }

    func guessedWrong(_ session: Session) -> ProtocolError {
        guesses.wrong(from: session.address, now: clock.now)
        return Self.unknownLab
    }

    /// Who knows more than six digits isn't guessing: a lab's id, its invite key, a token of it, or somebody from there
    /// who is in. What only claims to be one of these is a guess like any other.
    private func isExempt(_ request: JoinRequest, from address: String) -> Bool {
        if request.lab.utf8.count != 6 { return true }
        return isExempt(code: request.lab, invite: request.invite, token: request.token, from: address)
    }

    func isExempt(code: String, invite: String?, token: String? = nil, from address: String) -> Bool {
        // In memory alone: reading a lab for this would tell by its time that there is one.
        guard let lab = codes[code].flatMap({ labs[$0] }) else { return false }
        if lab.addresses.contains(address) { return true }
        if let invite, Secrets.equal(invite, lab.state.invite) { return true }
        guard let hash = token.map({ Secrets.hash($0, as: .token) }) else { return false }
        return lab.state.person(token: hash) != nil
    }

    func evaluateGuess(from address: String) throws(ProtocolError) {
        if let wait = guesses.delay(for: address, now: clock.now) {
            throw ProtocolError(
                "tooManyTries",
                "Many wrong codes came from your network. Wait a moment; your device tries again by itself.",
                retryAfter: max(
                    100,
                    Int(wait.components.seconds) * 1000
                        + Int(wait.components.attoseconds / 1_000_000_000_000_000)))
        }
    }
}
