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
        case LabCommands.bringBack: return try bringBack(by: person, context)
        case "setRights": return try setRights(body, by: person)
        case "addPerson": return try addPerson(body, by: person, &context)
        case "acceptLate": return try acceptLate(body, by: person, &context)
        case "removePerson": return try decideRemoval(body, by: person, context)
        case "letBackIn": return try letBackIn(body, by: person, context)
        case "answerNeed": return try answerNeed(body, by: person)
        case "settleFlag": return try settleFlag(body, by: person)
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
            throw Rejection(
                .notAllowed,
                next == .archived
                    ? "This lab is \(state.inWords). End it first, then it can be put away."
                    : next == .betweenSittings
                        ? "This lab is \(state.inWords), so no sitting is on. Open it first."
                        : "This lab is \(state.inWords), and can't become \(next.inWords) from there.")
        }
        return [
            Event(kind, by: [person.id], ["was": .string(state.rawValue), "sitting": .int(sitting)])
        ]
    }

    /// A lab that was put away has ended again, with its old code or, where another lab has that by now, with a new one.
    private func bringBack(by person: Participant, _ context: Context) throws(Rejection) -> [Event] {
        guard state.isPutAway else { throw Rejection(.alreadyDone, "This lab isn't put away.") }
        var members: [String: JSON] = ["was": .string(state.rawValue), "sitting": .int(sitting)]
        members.set("code", context.code)
        return [Event("labUnarchived", by: [person.id], .object(members))]
    }

    /// Another link for the screen: whatever shows the lab by the one before doesn't any more.
    ///
    /// - Parameter hash: of the new token.
    package func decideScreenToken(_ hash: String, by participant: ID) throws(Rejection) -> [Event] {
        guard people[participant]?.isFacilitator == true else { throw .facilitatorsOnly }
        return [Event("screenLinkRenewed", by: [participant], ["screenToken": .string(hash)])]
    }

    /// A link for facilitators, made by whoever organises the labs here: it opens the place of the facilitator that the lab was
    /// made for. The one made so before opens nothing any more, and everybody sees in the history that there is one (S7).
    ///
    /// - Parameter hash: of the new token.
    package func decideOrganiserLink(_ hash: String) throws(Rejection) -> [Event] {
        guard let host else { throw Rejection(.unknownPerson, "This lab has no facilitator's place.") }
        return [Event("facilitatorLinkMade", by: [host], ["token": .string(hash)])]
    }

    mutating func takeOrganiserLink(_ event: Event, at time: Int64) -> Touched {
        var touched = Touched()
        guard let hash = event["token"]?.string, let host else { return touched }
        if let organiserLinkHash { byToken[organiserLinkHash] = nil }
        organiserLinkHash = hash
        byToken[hash] = host
        // The organiser did it, and not the person whose place it opens.
        history.append(
            AgendaChange(
                what: .link, activity: nil, title: "", time: time, revision: revision, person: nil, parts: [])
        )
        touched.keys = [.change(revision)]
        return touched
    }

    // MARK: - Activities

    private func moveActivity(_ command: Command, by person: Participant) throws(Rejection) -> [Event] {
        let id = try command.body.id("activity")
        guard let activity = activities[id] else { throw .unknownActivity }
        guard takesAnswers(in: activity) else {
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
            if let (group, needed) = activity.quorum.missing(activity.heard).first {
                let who = needed == 1 ? "one of the people" : "\(needed) people"
                throw Rejection(
                    .notAllowed,
                    "“\(activity.title)” waits for at least \(who) who \(group.inWords) before it is shown. "
                        + "So far it has heard \(activity.heard.count(of: group))."
                )
            }
            guard activity.takesAnswers, activity.reveal != .never else {
                throw Rejection(.notAllowed, "“\(activity.title)” has nothing to reveal.")
            }
        }
        var was: [String: JSON] = ["was": .string(activity.state.rawValue)]
        was.set("current", current)
        let isAlone = command.body.has("alone") ? try command.body.flag("alone") : false
        let others = isAlone ? [] : besides(activity, command.name)
        if move.to == .open { was.flag("beside", isLedByAnother(activity)) }
        return [Event(move.kind, activity: id, by: [person.id], .object(was))]
            + others.map { other in
                Event(
                    move.kind, activity: other.id, by: [person.id],
                    ["was": .string(other.state.rawValue), "beside": true])
            }
    }

    /// The steps of all tracks of a choice that stand together on the agenda (S53), each track's in their order.
    private func slot(of activity: Activity) -> [Activity] {
        guard let track = activity.track, let index = agenda.firstIndex(of: activity.id) else { return [] }
        func isBeside(_ id: ID) -> Bool { activities[id]?.track?.choice == track.choice }
        let before = agenda[..<index].reversed().prefix(while: isBeside)
        let after = agenda[index...].prefix(while: isBeside)
        return (before.reversed() + after).compactMap { activities[$0] }
    }

    /// What moves with a step in the other tracks: with the first opening each track's first step, with a pause or a close
    /// whatever is on there. Once a slot has begun, each track goes on by itself.
    private func besides(_ activity: Activity, _ command: String) -> [Activity] {
        let slot = slot(of: activity)
        let others = slot.filter { $0.track != activity.track && !$0.isSkipped }
        let isAtRest = slot.allSatisfy { $0.state != .open && $0.state != .paused }
        func first(_ steps: [Activity]) -> [Activity] {
            var tracks: Set<String> = []
            return steps.filter { tracks.insert($0.track?.track ?? "").inserted }
        }
        switch command {
        case "openActivity": return slot.allSatisfy { $0.state == .draft } ? first(others) : []
        case "pauseActivity": return others.filter { $0.state == .open }
        case "resumeActivity": return others.filter { $0.state == .paused }
        case "closeActivity": return others.filter { $0.state == .open || $0.state == .paused }
        case "reopenActivity":
            return isAtRest
                ? first(others.reversed().filter { $0.state == .closed || $0.state == .revealed }) : []
        default: return []
        }
    }

    /// Whether a step of another track is shown as what is on now, and still is: then a track that goes on by itself
    /// doesn't take its place.
    private func isLedByAnother(_ activity: Activity) -> Bool {
        guard let leader = current.flatMap({ activities[$0] }), leader.track != nil,
            leader.track != activity.track, leader.state == .open || leader.state == .paused
        else { return false }
        return slot(of: activity).contains { $0.id == leader.id }
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
                    "name": .string(try body.name()),
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
            change["name"] = .string(try body.name())
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
        let changed = Event("participantChanged", items: [person.id], by: persons, .object(change))
        return [changed] + (command.name == "leave" ? placesGivenBack(by: person) : [])
    }

    /// Whoever leaves gives back the place in a track, so that the next who waits has it (S53). An anonymous place stays
    /// taken: given back together with leaving it would say whose it was.
    func placesGivenBack(by person: Participant) -> [Event] {
        agenda.compactMap { id in
            guard let activity = activities[id], !activity.visibility.isAnonymous else { return nil }
            return (activity.content as? Choose)?.left(by: person.id, in: id)
        }
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
