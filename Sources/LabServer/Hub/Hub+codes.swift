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
            found = try await namedLab(request)
        } catch {
            logger.error("a lab can't be read", metadata: ["error": "\(error)"])
            throw ProtocolError(
                "notSaved", "The server can't read this lab just now. Try again in a moment.",
                retryAfter: 2000)
        }
        guard let lab = found else { throw guessedWrong(session) }
        // Closed and unknown read alike, and count alike, to whoever was not in.
        guard lab.state.state.takesNewcomers || request.holdsKey else { throw guessedWrong(session) }
        return lab
    }

    /// The lab that somebody names who comes in: by its id or code, and one that was put away by the code that it had, to
    /// whoever holds a key to it.
    private func namedLab(_ request: JoinRequest) async throws(JournalError) -> LiveLab? {
        let found = try await lab(named: request.lab)
        guard request.holdsKey, let former = formerCodes[request.lab],
            found.map({ isOpened(by: request, $0) }) != true
        else {
            return found
        }
        for id in former.sorted() {
            if let lab = try await lab(named: id), isOpened(by: request, lab) { return lab }
        }
        return found
    }

    private func isOpened(by request: JoinRequest, _ lab: LiveLab) -> Bool {
        func hash(_ code: String, as domain: Secrets.Domain) -> String {
            Secrets.hash(Secrets.normalised(code: code), as: domain)
        }
        if let token = request.token {
            if request.audience == .screen,
                Secrets.equal(Secrets.hash(token, as: .screenToken), lab.state.screenTokenHash)
            {
                return true
            }
            return lab.state.person(token: Secrets.hash(token, as: .token)) != nil
        }
        if let code = request.returnCode {
            return lab.state.person(returnCode: hash(code, as: .returnCode)) != nil
        }
        return request.recoveryCode.map {
            Secrets.equal(hash($0, as: .recoveryCode), lab.state.recoveryHash)
        } ?? false
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
        let hash = token.map { Secrets.hash($0, as: .token) }
        return (formerCodes[code] ?? []).union([codes[code]].compactMap { $0 }).contains { id in
            guard let lab = labs[id] else { return false }
            if codes[code] == id {
                if lab.addresses.contains(address) { return true }
                if let invite, Secrets.equal(invite, lab.state.invite) { return true }
            }
            return hash.map { lab.state.person(token: $0) != nil } ?? false
        }
    }

    func evaluateGuess(
        from address: String, free: Int = GuessLimiter.freeGuesses
    ) throws(ProtocolError) {
        if let wait = guesses.delay(for: address, free: free, now: clock.now) {
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

extension JoinRequest {
    /// Whether it comes with anything that may open a lab of which its sender was part.
    fileprivate var holdsKey: Bool { token != nil || returnCode != nil || recoveryCode != nil }
}
