import CoproductionLab

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

    // MARK: - Who it is

    /// The place of somebody who was here before, with their token; nil for somebody new.
    private func place(
        _ request: JoinRequest, _ lab: LiveLab, _ session: Session
    ) throws(ProtocolError) -> (id: ID, token: String)? {
        let code = request.returnCode.map { Secrets.hash(Secrets.normalised(code: $0), as: .returnCode) }
        guard
            !lab.state.isOfSomebodyRemoved(
                token: request.token.map { Secrets.hash($0, as: .token) }, returnCode: code,
                client: Secrets.hash(request.client, as: .client))
        else {
            throw ProtocolError(
                "removed", "A facilitator has taken you out of this lab. Speak to them if this is a mistake.")
        }
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
            // By address as well, so that nobody who guesses holds up the facilitator whose laptop is gone.
            try evaluateGuess(from: "recovery \(lab.id) \(session.address)", free: 10)
            guard Secrets.equal(Secrets.hash(code, as: .recoveryCode), lab.state.recoveryHash),
                let id = lab.state.host,
                let token = lab.state.people[id]?.sealed["recoveryCode"].flatMap({
                    Sealing.open($0, with: code, as: .recoveryCode)
                })
            else {
                guesses.wrong(from: "recovery \(lab.id) \(session.address)", now: clock.now)
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
        session.isScreenByLink = isScreen
        session.lab = lab
        var members: [String: JSON] = [
            "audience": "screen", "version": .int(lab.state.revision), "links": .object(links(lab)),
            "time": .int(Int(Self.now)),
        ]
        members.set("client", front?.assets.version)
        send(ServerMessage.joined(members), to: session, isAnswer: true)
        show(lab, session, as: .screen, have: request.have)
    }
}
