import CoproductionLab
import WebSockets

extension Hub {
    /// Says that a lab has news: they go out with its next tick, at once if the last is long enough ago.
    func scheduleTick(_ lab: LiveLab) {
        guard lab.tick == nil else { return }
        let connections = lab.channels.values.reduce(0) { $0 + $1.connections.count }
        let interval = settings.tick * min(4, 1 + connections / 2_500)
        let wait = max(.zero, interval - (clock.now - lab.lastTick))
        let id = lab.id
        lab.tick = loop.schedule(after: wait) {
            self.assumeIsolated { hub in
                if let lab = hub.labs[id] { hub.tick(lab) }
            }
        }
    }

    /// Sends what waits for the next tick now.
    func sendNews(of lab: LiveLab) {
        guard let timer = lab.tick else { return }
        loop.cancel(timer)
        tick(lab)
    }

    /// Sends what has changed since the last tick: one patch an audience, encoded once, and each person's own part.
    private func tick(_ lab: LiveLab) {
        lab.tick = nil
        lab.lastTick = clock.now
        metrics.ticks += 1
        let old = lab.sent
        let touched = lab.touched
        lab.touched = Touched()
        lab.sent = lab.state
        // Who changes audience gets no patch of the one they leave, and a fresh view of the other once it is up to date.
        let moved = audienceChanges(lab, since: old, touched)
        for (session, _) in moved {
            if let earlier = session.audience { lab.channels[earlier]?.connections.remove(session.id) }
        }
        for audience in Audience.allCases { sendPatch(to: audience, lab, since: old, touched) }
        for (session, next) in moved { show(lab, session, as: next, have: nil) }
        sendMine(lab, since: old, touched)
        let newcomers = lab.newcomers
        lab.newcomers = []
        for session in newcomers where session.lab === lab && session.audience == nil {
            show(lab, session, as: lab.audience(for: session), have: nil)
            sendMine(lab, session)
        }
        if !lab.owed.isEmpty {
            let nothing = ServerMessage.mine(.empty, version: lab.sent.revision)
            for id in lab.owed {
                if let session = sessions[id] { send(nothing, to: session) }
            }
            lab.owed = []
        }
        if old.sitting != lab.sent.sitting { countInNewSitting(lab) }
    }

    /// Who stays connected from one sitting to the next is there in the next, without joining again. Who has left isn't,
    /// though a page of theirs may still be open.
    private func countInNewSitting(_ lab: LiveLab) {
        for id in lab.people.keys
        where lab.state.people[id]?.hasLeft == false && !lab.state.decideReturn(id).isEmpty {
            submit(
                Pending(
                    command: nil, candidates: [], recordKey: { _, _ in "" },
                    decide: { work in work.state.decideReturn(id) }, done: { _ in }), to: lab)
        }
    }

    private func sendPatch(
        to audience: Audience, _ lab: LiveLab, since old: Lab, _ touched: Touched
    ) {
        guard var channel = lab.channels[audience] else { return }
        guard !channel.connections.isEmpty else {
            // Nobody looks: whoever comes next gets a whole view.
            channel.version = lab.sent.revision
            channel.snapshot = nil
            channel.patches = []
            lab.channels[audience] = channel
            return
        }
        guard let patch = lab.sent.patch(for: audience, since: old, touching: touched) else { return }
        let version = lab.sent.revision
        let frame = ServerMessage.patch(
            patch, from: channel.version, version: version, have: have(audience, version))
        channel.patches.append((channel.version, version, frame))
        if channel.patches.count > settings.patchesKept { channel.patches.removeFirst() }
        channel.version = version
        channel.snapshot = nil
        lab.channels[audience] = channel
        for id in channel.connections {
            guard let session = sessions[id], !session.isBehind else { continue }
            send(frame, to: session)
        }
    }

    /// People whose rights have changed, and everybody when the lobby opens or closes, look at another view now.
    private func audienceChanges(
        _ lab: LiveLab, since old: Lab, _ touched: Touched
    ) -> [(Session, Audience)] {
        var candidates: Set<ConnectionID> = []
        if touched.keys.contains(.lab) || !touched.whole.isEmpty {
            for audience in [Audience.participant, .waiting] {
                candidates.formUnion(lab.channels[audience]?.connections ?? [])
            }
        }
        for case .person(let id) in touched.mine {
            candidates.formUnion(lab.people[id]?.connections ?? [])
        }
        var moved: [(Session, Audience)] = []
        for id in candidates {
            // Newcomers have no audience yet: they are shown theirs at the end of this tick.
            guard let session = sessions[id], session.audience != nil, let participant = session.participant,
                let person = lab.sent.people[participant]
            else { continue }
            // S7: rights given in the middle of a lab show at once, and taken ones go at once.
            if let before = old.people[participant], before.isFacilitator != person.isFacilitator {
                session.requested = person.isFacilitator ? .facilitator : .participant
            }
            let next = lab.audience(for: session)
            if next != session.audience { moved.append((session, next)) }
        }
        return moved
    }

    /// Puts a connection into an audience and gives it what that sees: the difference to what it has, or everything.
    func show(_ lab: LiveLab, _ session: Session, as audience: Audience, have: String?) {
        if let earlier = session.audience { lab.channels[earlier]?.connections.remove(session.id) }
        session.audience = audience
        guard var channel = lab.channels[audience] else { return }
        if channel.connections.isEmpty {
            // Patches start from what was sent to all; with nobody there it may be older than what this one gets.
            channel.version = lab.sent.revision
            channel.snapshot = nil
            channel.patches = []
        }
        channel.connections.insert(session.id)
        defer { lab.channels[audience] = channel }
        if let have, let version = self.version(have, audience) {
            if version == channel.version { return }
            if let first = channel.patches.firstIndex(where: { $0.from == version }) {
                for patch in channel.patches[first...] { send(patch.frame, to: session) }
                return
            }
        }
        let snapshot =
            channel.snapshot
            ?? ServerMessage.view(
                lab.sent.view(for: audience), audience: audience, version: channel.version,
                have: self.have(audience, channel.version))
        channel.snapshot = snapshot
        send(snapshot, to: session)
    }

    /// What a client shows when it comes back. It names this start of the server, since patches are kept in memory alone.
    private func have(_ audience: Audience, _ version: Int) -> String {
        "\(boot).\(audience.rawValue.prefix(1)).\(version)"
    }

    private func version(_ have: String, _ audience: Audience) -> Int? {
        let parts = have.split(separator: ".")
        guard parts.count == 3, parts[0] == boot, parts[1] == audience.rawValue.prefix(1) else {
            return nil
        }
        return Int(parts[2])
    }

    // MARK: - One person's own

    /// All of somebody's own, for a connection that has nothing of it yet.
    func sendMine(_ lab: LiveLab, _ session: Session) {
        guard let participant = session.participant else { return }
        let mine = lab.sent.mine(of: participant) { activity in
            lab.sent.activities[activity].map { session.author(in: $0) } ?? participant
        }
        send(ServerMessage.mine(mine, version: lab.sent.revision), to: session)
    }

    private func sendMine(_ lab: LiveLab, since old: Lab, _ touched: Touched) {
        guard !touched.mine.isEmpty else { return }
        var patches: [ID: JSON] = [:]
        for key in touched.mine {
            let person: ID? =
                switch key {
                case .person(let id): id
                case .contributions(_, let author): lab.authors[author] ?? author
                }
            guard let person, lab.people[person] != nil, let patch = lab.sent.minePatch(key, since: old)
            else { continue }
            patches[person] = JSON.joining(patches[person] ?? .empty, patch)
        }
        for (person, patch) in patches {
            let frame = ServerMessage.mine(patch, version: lab.sent.revision)
            for id in lab.people[person]?.connections ?? [] {
                guard let session = sessions[id], session.audience != nil, !session.isBehind else { continue }
                send(frame, to: session)
                lab.owed.remove(id)
            }
        }
    }

    /// What looks different once somebody was erased goes to everybody at once. What was sent before is kept for nobody
    /// who comes back: they get the whole view.
    func showErased(_ lab: LiveLab, since old: Lab) {
        for audience in Audience.allCases {
            guard var channel = lab.channels[audience] else { continue }
            channel.snapshot = nil
            channel.patches = []
            let version = lab.sent.revision
            let patch =
                channel.connections.isEmpty
                ? nil : JSON.mergePatch(from: old.view(for: audience), to: lab.sent.view(for: audience))
            let from = channel.version
            channel.version = version
            lab.channels[audience] = channel
            let frame = ServerMessage.patch(
                patch ?? .empty, from: from, version: version, have: have(audience, version))
            for id in channel.connections {
                guard let session = sessions[id], !session.isBehind else { continue }
                send(frame, to: session)
            }
        }
        for (person, presence) in lab.people {
            for session in presence.connections.compactMap({ sessions[$0] })
            where session.audience != nil && !session.isBehind {
                func mine(in state: Lab) -> JSON {
                    state.mine(of: person) { state.activities[$0].map { session.author(in: $0) } ?? person }
                }
                guard let patch = JSON.mergePatch(from: mine(in: old), to: mine(in: lab.sent)) else {
                    continue
                }
                send(ServerMessage.mine(patch, version: lab.sent.revision), to: session)
            }
        }
        if !lab.owed.isEmpty || !lab.newcomers.isEmpty { scheduleTick(lab) }
    }

    /// A connection has caught up: its answers first, then one fresh view instead of all it has missed.
    func catchUp(_ session: Session) {
        session.isBehind = false
        let unsent = session.unsent
        session.unsent = []
        for frame in unsent { send(frame, to: session, isAnswer: true) }
        guard let lab = session.lab, let audience = session.audience else { return }
        show(lab, session, as: audience, have: nil)
        sendMine(lab, session)
    }

    // MARK: - Who is connected

    /// Tells facilitators and screens how many are connected, at most once a second. It is in no view and no journal.
    func schedulePresence(_ lab: LiveLab) {
        guard lab.presenceTimer == nil else { return }
        let id = lab.id
        lab.presenceTimer = loop.schedule(after: .seconds(1)) {
            self.assumeIsolated { hub in
                guard let lab = hub.labs[id] else { return }
                lab.presenceTimer = nil
                hub.sendPresence(lab)
            }
        }
    }

    private func sendPresence(_ lab: LiveLab) {
        let connected = lab.people.keys.count {
            lab.state.people[$0].map { !$0.isHost && $0.admission == .inside } ?? false
        }
        let frame = ServerMessage.presence(connected: connected)
        for audience in [Audience.facilitator, .screen] {
            for id in lab.channels[audience]?.connections ?? [] {
                if let session = sessions[id] { send(frame, to: session) }
            }
        }
        lab.lastPresence = connected
    }
}

extension JSON {
    /// Two patches of different parts in one. Unlike a merge it keeps the nulls of both.
    static func joining(_ one: JSON, _ other: JSON) -> JSON {
        guard case .object(var members) = one, case .object(let further) = other else { return other }
        members.merge(further) { joining($0, $1) }
        return .object(members)
    }
}
