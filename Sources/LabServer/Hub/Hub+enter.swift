import CoproductionLab
import WebSockets

// Connections going in and out of a lab.
extension Hub {
    func links(_ lab: LiveLab) -> [String: JSON] {
        [
            "join": .string(links.join(code: lab.state.code, invite: lab.state.invite)),
            "qr": .string(links.qr(code: lab.state.code)),
        ]
    }

    func enter(
        _ lab: LiveLab, _ session: Session, as id: ID, token: String, _ request: JoinRequest
    ) {
        guard sessions[session.id] != nil, let person = lab.state.people[id] else { return }
        session.lab = lab
        session.participant = id
        session.pseudonymKey = Secrets.pseudonymKey(token: token)
        lab.people[id, default: LiveLab.Presence()].connections.insert(session.id)
        lab.addresses.insert(session.address)
        knowAuthor(session, as: id, in: lab, lab.state.agenda)
        let audience = lab.audience(for: session)
        var members: [String: JSON] = [
            "participant": .string(id), "token": .string(token), "version": .int(lab.state.revision),
            "audience": .string(audience.rawValue), "name": .string(person.name),
            "role": .string(person.role.rawValue),
            "links": .object(links(lab)), "time": .int(Int(Self.now)),
        ]
        members.set("client", front?.assets.version)
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
        // What was accepted since the last tick may be this person's, by a connection that is gone.
        guard lab.sent.revision < lab.state.revision else { return }
        lab.owed.insert(session.id)
        scheduleTick(lab)
    }

    /// Keeps in mind behind which pseudonyms a connected person stands in those activities.
    private func knowAuthor(_ session: Session, as id: ID, in lab: LiveLab, _ activities: [ID]) {
        for activity in activities.compactMap({ lab.state.activities[$0] })
        where activity.visibility.isAnonymous {
            lab.authors[session.author(in: activity)] = id
        }
    }

    /// The same for everybody who is connected, in activities that were added since they came.
    func knowAuthors(in lab: LiveLab, _ activities: [ID]) {
        guard !activities.isEmpty else { return }
        for (id, presence) in lab.people {
            for session in presence.connections.compactMap({ sessions[$0] }) {
                knowAuthor(session, as: id, in: lab, activities)
            }
        }
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
        session.isScreenByLink = false
        session.isBehind = false
        schedulePresence(lab)
    }

    /// Tells somebody who isn't in the lab any more so, and closes their connections.
    func dismiss(_ id: ID, from lab: LiveLab, reason: String = "removed") {
        for connection in lab.people[id]?.connections ?? [] {
            guard let session = sessions[connection] else { continue }
            send(ServerMessage.closing(reason: reason), to: session, isAnswer: true)
            leave(session)
            server?.close(connection, code: 1008, reason: reason)
        }
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
        if person?.admission != .inside { return .waiting }
        if person?.isFacilitator == true, session.requested == .facilitator { return .facilitator }
        return state.isLobby ? .waiting : .participant
    }
}
