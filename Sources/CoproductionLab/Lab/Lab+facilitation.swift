extension Lab {
    func decideFacilitation(
        _ command: Command, by person: Participant, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        let body = command.body
        switch command.name {
        case "openLab":
            if state == .prepared { try checkSetUp() }
            return try enterLab(.open, from: [.prepared, .betweenSittings, .ended], "labOpened", by: person)
        case "endSitting": return try enterLab(.betweenSittings, from: [.open], "sittingEnded", by: person)
        case "endLab":
            return try enterLab(.ended, from: [.prepared, .open, .betweenSittings], "labEnded", by: person)
        case "archiveLab": return try enterLab(.archived, from: [.ended], "labArchived", by: person)
        case "setRights": return try setRights(body, by: person)
        case "addPerson": return try addPerson(body, by: person, &context)
        case "acceptLate": return try acceptLate(body, by: person, &context)
        case "dismissLate":
            let id = try body.id("late")
            guard late[id]?.isWaiting == true else { throw .unknownItem }
            return [Event("lateDismissed", items: [id], by: [person.id])]
        default: return try moveActivity(command, by: person)
        }
    }

    private func enterLab(
        _ next: State, from earlier: Set<State>, _ kind: String, by person: Participant
    ) throws(Rejection) -> [Event] {
        if state == next { throw Rejection(.alreadyDone, "The lab is so already.") }
        guard earlier.contains(state) else {
            throw Rejection(.notAllowed, "A lab that is \(state.inWords) can't become \(next.inWords).")
        }
        return [
            Event(kind, by: [person.id], ["was": .string(state.rawValue), "sitting": .int(sitting)])
        ]
    }

    // MARK: - Activities

    private func moveActivity(_ command: Command, by person: Participant) throws(Rejection) -> [Event] {
        let id = try command.body.id("activity")
        guard let activity = activities[id] else { throw .unknownActivity }
        guard state.takesAnswers else {
            throw Rejection(.labClosed, "This lab has ended. Open the lab again first.")
        }
        let moves: [String: (from: Set<Activity.State>, to: Activity.State, kind: String)] = [
            "openActivity": ([.draft], .open, "activityOpened"),
            "pauseActivity": ([.open], .paused, "activityPaused"),
            "resumeActivity": ([.paused], .open, "activityResumed"),
            "closeActivity": ([.open, .paused], .closed, "activityClosed"),
            "revealActivity": ([.open, .paused, .closed], .revealed, "activityRevealed"),
            "reopenActivity": ([.closed, .revealed], .open, "activityReopened"),
        ]
        guard let move = moves[command.name] else {
            throw Rejection(.unknownCommand, "There is no command “\(command.name)”.")
        }
        if activity.state == move.to {
            throw Rejection(.alreadyDone, "“\(activity.title)” is \(move.to.rawValue) already.")
        }
        guard move.from.contains(activity.state) else {
            throw Rejection(
                .notAllowed,
                "“\(activity.title)” is \(activity.state.inWords); this can't be done from there.")
        }
        if command.name == "openActivity", activity.isSkipped {
            throw Rejection(.notAllowed, "“\(activity.title)” is left out today. Take it in again first.")
        }
        if command.name == "revealActivity" {
            for (role, needed) in activity.quorum.sorted(by: { $0.key.rawValue < $1.key.rawValue })
            where activity.heard.count(of: role) < needed {
                throw Rejection(
                    .notAllowed,
                    "“\(activity.title)” waits for at least \(needed) people who \(role.inWords) before it is shown."
                )
            }
            guard activity.takesAnswers, activity.reveal != .never else {
                throw Rejection(.notAllowed, "“\(activity.title)” has nothing to reveal.")
            }
        }
        var was: [String: JSON] = ["was": .string(activity.state.rawValue)]
        was.set("current", current)
        let others = move.kind == "activityRevealed" ? [] : besides(activity, in: move.from)
        return [Event(move.kind, activity: id, by: [person.id], .object(was))]
            + others.map { other in
                Event(
                    move.kind, activity: other.id, by: [person.id],
                    ["was": .string(other.state.rawValue), "beside": true])
            }
    }

    /// The activities of the other tracks that run at the same time (S53): those of the same choice that stand next to it.
    private func besides(_ activity: Activity, in states: Set<Activity.State>) -> [Activity] {
        guard let track = activity.track, let index = agenda.firstIndex(of: activity.id) else { return [] }
        func isBeside(_ id: ID) -> Bool { activities[id]?.track?.choice == track.choice }
        let before = agenda[..<index].reversed().prefix(while: isBeside)
        let after = agenda[(index + 1)...].prefix(while: isBeside)
        return (before.reversed() + after).compactMap { activities[$0] }
            .filter { $0.track != track && states.contains($0.state) && !$0.isSkipped }
    }

    // MARK: - People

    /// S7: a participant can be made co-facilitator live.
    private func setRights(_ body: Fields, by person: Participant) throws(Rejection) -> [Event] {
        guard let other = people[try body.id("participant")] else {
            throw Rejection(.unknownPerson, "There is nobody of this id in the lab.")
        }
        let rights = try body.flag("facilitator")
        guard other.isFacilitator != rights else { return [] }
        guard !other.isHost else {
            throw Rejection(.notAllowed, "The facilitator a lab was made for keeps their rights.")
        }
        return [
            Event(
                "participantChanged", items: [other.id], by: [person.id, other.id],
                ["facilitator": .bool(rights), "was": ["facilitator": .bool(!rights)]])
        ]
    }

    /// Somebody who takes part on paper: no token, no phone, one equal answer.
    private func addPerson(
        _ body: Fields, by person: Participant, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        guard state.takesNewcomers else { throw Rejection(.labClosed, "This lab has ended.") }
        guard people.count < maximumPeople else { throw .labFull }
        let id = context.ids.next()
        let support: Support = body.has("support") ? try body.choice("support", Support.self) : .paper
        guard support == .paper else {
            throw Rejection(.invalid, "Only people on paper are added here; all others join with the code.")
        }
        return [
            Event(
                "participantJoined", items: [id], by: [person.id, id],
                [
                    "name": .string(try body.text("name", atMost: Joining.nameLimit)),
                    "role": .string(try body.choice("role", Role.self).rawValue),
                    "support": .string(support.rawValue), "sitting": .int(sitting),
                ])
        ]
    }

    /// What people say of themselves, and a facilitator of somebody on paper.
    func decidePersonal(
        _ command: Command, of person: Participant, byHandOf hand: Participant
    ) throws(Rejection) -> [Event] {
        let body = command.body
        var change: [String: JSON] = [:]
        var was: [String: JSON] = [:]
        switch command.name {
        case "setName":
            change["name"] = .string(try body.text("name", atMost: Joining.nameLimit))
            was["name"] = .string(person.name)
        case "setRole":
            change["role"] = .string(try body.choice("role", Role.self).rawValue)
            was["role"] = .string(person.role.rawValue)
        case "setSupport":
            let support = try body.choice("support", Support.self)
            guard support != .paper, hand.id == person.id else {
                throw Rejection(.invalid, "Who has a phone isn't on paper. Choose self, scribe or voice.")
            }
            change["support"] = .string(support.rawValue)
            was["support"] = .string(person.support.rawValue)
        case "setNew":
            change["new"] = .bool(try body.flag("new"))
            was["new"] = .bool(person.isNew)
        case "watch":
            change["watching"] = .bool(try body.flag("on"))
            was["watching"] = .bool(person.isWatching)
        case "leave":
            change["left"] = true
            was["left"] = .bool(person.hasLeft)
        default: throw Rejection(.unknownCommand, "There is no command “\(command.name)”.")
        }
        guard change != was else { return [] }
        change["was"] = .object(was)
        let persons = hand.id == person.id ? [person.id] : [hand.id, person.id]
        return [Event("participantChanged", items: [person.id], by: persons, .object(change))]
    }
}

extension Rejection {
    static let labFull = Rejection(
        .labFull, "This lab is full. Ask its facilitator to make room, or to add you on paper.")
}

extension Lab.State {
    var inWords: String { self == .betweenSittings ? "between sittings" : rawValue }
}

extension Activity.State {
    var inWords: String { self == .draft ? "not open yet" : rawValue }
}
