import CoproductionLab
import LabJournal
import WebSockets

extension Hub {
    /// Lets somebody in: with a token, a return code, a recovery code, or as somebody new, in that order.
    func join(_ request: JoinRequest, _ session: Session) async {
        do throws(ProtocolError) {
            leave(session)
            let lab = try await findLab(request, session)
            guard sessions[session.id] != nil else { return }
            let place: (id: ID, token: String)?
            do throws(ProtocolError) {
                if request.audience == .screen { return try joinScreen(request, lab, session) }
                session.keys = ClientKeys(request.client)
                session.requested = request.audience
                place = try self.place(request, lab, session)
            } catch {
                // Whoever has but the code of a closed lab, and nothing that opens it, learns no more than of an unknown one.
                guard codes[request.lab] != nil, !lab.state.state.takesNewcomers,
                    error.reason != "tooManyTries"
                else {
                    throw error
                }
                throw guessedWrong(session)
            }
            if let place {
                try joinAgain(place, request, lab, session)
            } else {
                try joinNew(request, lab, session)
            }
        } catch {
            refuse(error, session)
        }
    }

    // MARK: - Finding the lab

    private static let unknownLab = ProtocolError(
        "unknownLab", "No open lab has this code. Check it with your facilitator.")

    private func findLab(_ request: JoinRequest, _ session: Session) async throws(ProtocolError) -> LiveLab {
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

    private func guessedWrong(_ session: Session) -> ProtocolError {
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

    // MARK: - Who it is

    /// The place of somebody who was here before, with their token; nil for somebody new.
    private func place(
        _ request: JoinRequest, _ lab: LiveLab, _ session: Session
    ) throws(ProtocolError) -> (id: ID, token: String)? {
        if let token = request.token {
            guard let id = lab.state.person(token: Secrets.hash(token, as: .token)) else {
                throw ProtocolError(
                    "badToken",
                    "This device's key doesn't open this lab. Use your return code, or join as somebody new.")
            }
            return (id, token)
        }
        if let typed = request.returnCode {
            let code = Secrets.normalised(code: typed)
            try evaluateGuess(from: "return \(lab.id) \(session.address)")
            guard let id = lab.state.person(returnCode: Secrets.hash(code, as: .returnCode)),
                let token = lab.state.people[id]?.sealed["returnCode"].flatMap({
                    Sealing.open($0, with: code, as: .returnCode)
                })
            else {
                guesses.wrong(from: "return \(lab.id) \(session.address)", now: clock.now)
                throw ProtocolError(
                    "badReturnCode",
                    "This return code isn't known in this lab. Check it, or join as somebody new.")
            }
            return (id, token)
        }
        if let typed = request.recoveryCode {
            let code = Secrets.normalised(code: typed)
            try evaluateGuess(from: "recovery \(lab.id)")
            guard Secrets.equal(Secrets.hash(code, as: .recoveryCode), lab.state.recoveryHash),
                let id = lab.state.host,
                let token = lab.state.people[id]?.sealed["recoveryCode"].flatMap({
                    Sealing.open($0, with: code, as: .recoveryCode)
                })
            else {
                guesses.wrong(from: "recovery \(lab.id)", now: clock.now)
                throw ProtocolError(
                    "badRecoveryCode", "This recovery code doesn't open this lab. Check it letter by letter.")
            }
            return (id, token)
        }
        // The same join again, because its answer was lost, gives the same place.
        if let id = lab.state.person(client: Secrets.hash(request.client, as: .client)),
            let token = lab.state.people[id]?.sealed["client"].flatMap({
                Sealing.open($0, with: request.client, as: .client)
            })
        {
            return (id, token)
        }
        return nil
    }

    private func joinNew(_ request: JoinRequest, _ lab: LiveLab, _ session: Session) throws(ProtocolError) {
        guard request.audience == .participant else {
            throw ProtocolError(
                "notAllowed",
                "Facilitating needs the facilitator's link, or the recovery code that came with the lab.")
        }
        let newcomer: Joining.Newcomer
        do throws(Rejection) {
            newcomer = try Joining.Newcomer(
                name: request.name ?? "", role: request.role, support: request.support)
        } catch {
            let reason = ["name": "invalidName", "role": "invalidRole"].first {
                error.detail.contains("“\($0.key)”")
            }
            throw ProtocolError(reason?.value ?? "malformed", error.detail)
        }
        let token = Secrets.token()
        let returnCode = Secrets.code(characters: 12)
        let plainCode = Secrets.normalised(code: returnCode)
        var sealed: [String: String] = [:]
        sealed["returnCode"] = Sealing.seal(token, under: plainCode, as: .returnCode)
        sealed["client"] = Sealing.seal(token, under: request.client, as: .client)
        // The other way round as well: an answer that was lost mustn't lose the return code.
        sealed["token"] = Sealing.seal(returnCode, under: token, as: .token)
        let secrets = Joining.Secrets(
            token: Secrets.hash(token, as: .token), returnCode: Secrets.hash(plainCode, as: .returnCode),
            client: Secrets.hash(request.client, as: .client), sealed: sealed)
        session.waitsForCommit = true
        submit(
            Pending(
                command: nil, candidates: [], recordKey: { _, _ in "" },
                decide: { work throws(Rejection) in
                    // Two of the same join may wait side by side.
                    if work.state.person(client: secrets.client ?? "") != nil { return [] }
                    var context = Hub.context(at: work.now)
                    return try work.state.decideJoin(newcomer, secrets: secrets, &context)
                },
                done: { outcome in
                    session.waitsForCommit = false
                    self.finish(session) {
                        switch outcome {
                        case .accepted(let answer, _):
                            if let id = answer.result["participant"]?.string {
                                self.metrics.joins += 1
                                return self.enter(lab, session, as: id, token: token, request)
                            }
                            // The other of the two has got the place, and this one is the same person.
                            guard let place = try? self.place(request, lab, session) else {
                                return self.refuse(Self.unknownLab, session)
                            }
                            self.enter(lab, session, as: place.id, token: place.token, request)
                        case .rejected(let rejection):
                            self.refuse(ProtocolError(rejection.reason.rawValue, rejection.detail), session)
                        case .lost: break
                        }
                    }
                }), to: lab)
    }

    private func joinAgain(
        _ place: (id: ID, token: String), _ request: JoinRequest, _ lab: LiveLab, _ session: Session
    ) throws(ProtocolError) {
        guard let person = lab.state.people[place.id] else { throw Self.unknownLab }
        guard request.audience != .facilitator || person.isFacilitator else {
            throw ProtocolError(
                "notAllowed", "Only a facilitator can open this page. Ask one to make you a co-facilitator.")
        }
        session.mayHaveRepeats = lab.isRestored
        guard !lab.state.decideReturn(place.id).isEmpty else {
            return enter(lab, session, as: place.id, token: place.token, request)
        }
        session.waitsForCommit = true
        submit(
            Pending(
                command: nil, candidates: [], recordKey: { _, _ in "" },
                decide: { work in work.state.decideReturn(place.id) },
                done: { outcome in
                    session.waitsForCommit = false
                    self.finish(session) {
                        // Not saved: they are in all the same, and count from their next coming.
                        switch outcome {
                        case .rejected(let rejection) where rejection.reason != .notSaved:
                            return self.refuse(
                                ProtocolError(rejection.reason.rawValue, rejection.detail), session)
                        case .lost: return
                        case .accepted, .rejected: break
                        }
                        self.enter(lab, session, as: place.id, token: place.token, request)
                    }
                }), to: lab)
    }

    private func joinScreen(_ request: JoinRequest, _ lab: LiveLab, _ session: Session) throws(ProtocolError)
    {
        let token = request.token ?? ""
        let isScreen = Secrets.equal(Secrets.hash(token, as: .screenToken), lab.state.screenTokenHash)
        let person = lab.state.person(token: Secrets.hash(token, as: .token)).flatMap { lab.state.people[$0] }
        guard isScreen || person?.isFacilitator == true else {
            throw ProtocolError(
                "badToken", "This screen's link isn't valid. Copy it from the facilitator's page again.")
        }
        session.requested = .screen
        session.lab = lab
        send(
            ServerMessage.joined([
                "audience": "screen", "version": .int(lab.state.revision), "links": .object(links(lab)),
            ]), to: session, isAnswer: true)
        show(lab, session, as: .screen, have: request.have)
    }

    // MARK: - In

    private func links(_ lab: LiveLab) -> [String: JSON] {
        [
            "join": .string(links.join(code: lab.state.code, invite: lab.state.invite)),
            "qr": .string(links.qr(code: lab.state.code)),
        ]
    }

    private func enter(
        _ lab: LiveLab, _ session: Session, as id: ID, token: String, _ request: JoinRequest
    ) {
        guard sessions[session.id] != nil, let person = lab.state.people[id] else { return }
        session.lab = lab
        session.participant = id
        session.pseudonymKey = Secrets.pseudonymKey(token: token)
        lab.people[id, default: LiveLab.Presence()].connections.insert(session.id)
        lab.addresses.insert(session.address)
        for activity in lab.state.activities.values where activity.visibility.isAnonymous {
            lab.authors[session.author(in: activity)] = id
        }
        let audience = lab.audience(for: session)
        var members: [String: JSON] = [
            "participant": .string(id), "token": .string(token), "version": .int(lab.state.revision),
            "audience": .string(audience.rawValue), "name": .string(person.name),
            "role": .string(person.role.rawValue),
            "links": .object(links(lab)),
        ]
        members.set(
            "returnCode", person.sealed["token"].flatMap { Sealing.open($0, with: token, as: .token) })
        send(ServerMessage.joined(members), to: session, isAnswer: true)
        schedulePresence(lab)
        guard lab.sent.people[id] != nil else {
            // Its place is written, but not yet in what is sent: the next tick brings the view with them in it.
            lab.newcomers.append(session)
            return scheduleTick(lab)
        }
        show(lab, session, as: audience, have: request.have)
        sendMine(lab, session)
    }

    /// Takes a connection out of its lab. The person stays: only connections come and go.
    func leave(_ session: Session) {
        guard let lab = session.lab else { return }
        if let audience = session.audience { lab.channels[audience]?.connections.remove(session.id) }
        lab.owed.remove(session.id)
        if let id = session.participant {
            lab.people[id]?.connections.remove(session.id)
            if lab.people[id]?.connections.isEmpty == true { lab.people[id] = nil }
        }
        session.lab = nil
        session.participant = nil
        session.audience = nil
        session.isBehind = false
        schedulePresence(lab)
    }

    func refuse(_ error: ProtocolError, _ session: Session) {
        metrics.protocolErrors += 1
        send(ServerMessage.error(error), to: session, isAnswer: true)
    }

    static func context(
        at time: Int64, author: @escaping @Sendable (ID, ID) -> Author = { participant, _ in participant }
    ) -> Context {
        var random = SystemRandomNumberGenerator()
        return Context(time: time, ids: IDSource(seed: random.next()), author: author)
    }
}

extension LiveLab {
    /// What a connection may see, by what it asked for, the rights of its person and the life of the lab.
    func audience(for session: Session) -> Audience {
        if session.requested == .screen { return .screen }
        let person = session.participant.flatMap { state.people[$0] }
        if person?.isFacilitator == true, session.requested == .facilitator { return .facilitator }
        return state.isLobby ? .waiting : .participant
    }
}
