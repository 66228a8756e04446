extension Lab {
    /// Takes back what an earlier command did: compensating events, or `movedOn` where something later builds on it.
    ///
    /// - Parameter events: those of the command that is named, in their order.
    package func decideUndo(
        of events: [Event], by participant: ID, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard let person = people[participant] else {
            throw Rejection(.unknownPerson, "You aren't in this lab. Join it again with its code.")
        }
        guard !person.isRemoved else { throw .removed }
        // The one thing that is still done in a lab that was put away: bringing it back.
        guard !state.isPutAway || events.contains(where: { $0.kind == "labArchived" }) else { throw .putAway }
        guard !events.isEmpty else { throw Rejection(.alreadyDone, "There is nothing to undo.") }
        let wasRemoval = events.contains { $0.kind == "personRemoved" }
        let wasLate = events.contains { $0.kind == "lateAccepted" }
        var undone: [Event] = []
        // Backwards, each against the state that the ones before leave.
        var lab = self
        for event in events.reversed() {
            let compensation =
                wasRemoval
                ? try lab.bringBack(event, by: person, context)
                : try lab.compensate(event, wasLate: wasLate, by: person, context)
            for event in compensation { _ = lab.evolve(event, at: context.time) }
            undone.append(contentsOf: compensation)
        }
        return undone
    }

    /// What went with somebody who was taken out comes back with them, whatever the state of its activity.
    func bringBack(
        _ event: Event, by person: Participant, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard person.isFacilitator else { throw .facilitatorsOnly }
        if event.kind == "personRemoved" { return [try compensateRemoval(event, by: person)] }
        guard let what = event.what, let id = event.activity else {
            return try compensate(event, wasLate: false, by: person, context)
        }
        guard let activity = activities[id] else { throw .unknownActivity }
        if event.kind == "passTakenBack" {
            return [Event("passed", activity: id, by: event.persons, what)]
        }
        let scene = Scene(
            lab: self, activity: activity, author: event.actor, participant: Self.standIn(for: event, person))
        return try activity.content.compensate(event, in: scene)
    }

    private func compensate(
        _ event: Event, wasLate: Bool, by person: Participant, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard let what = event.what else { throw .movedOn }
        guard let id = event.activity else { return try compensateLab(event, what, by: person, context) }
        guard let activity = activities[id] else { throw .unknownActivity }
        if Self.agendaEvents.contains(event.kind) {
            guard person.isFacilitator else { throw .facilitatorsOnly }
            guard state.takesAnswers else { throw .labEnded }
            return [try compensateAgenda(event, activity, by: person)]
        }
        if event.kind == "flagChanged" || event.kind == "flagsSettled" {
            return [try compensateFlag(event, in: activity, by: person, context)]
        }
        if Self.stateEvents.contains(event.kind) {
            guard person.isFacilitator else { throw .facilitatorsOnly }
            guard takesAnswers(in: activity) else { throw .labEnded }
            return [try compensateMove(event, activity, by: person)]
        }
        if event.kind == "timeSet" { return try compensateTime(event, activity, by: person) }
        let author = name(of: person, for: event, in: activity, context)
        var scene = Scene(lab: self, activity: activity, author: event.actor ?? author, participant: person)
        if event["byHand"] == true || type(of: activity.content).facilitation.contains(event.kind) {
            guard person.isFacilitator else { throw .facilitatorsOnly }
            scene.author = person.id
            let moderation = Set(type(of: activity.content).moderation.keys)
            return try activity.content.compensate(event, in: scene).map { $0.moderated(moderation) }
        } else {
            // A facilitator takes back what they did for somebody on paper; all others their own alone.
            let kind = type(of: activity.content)
            guard event.actor == author || (person.isFacilitator && !kind.isPrivate) else { throw .notYours }
            scene.participant = Self.standIn(for: event, person)
            if event.kind == "lateOffered" {
                guard let item = event.item, late[item]?.isWaiting == true else { throw .movedOn }
                return [Event("lateDismissed", items: [item], by: [scene.author ?? author])]
            }
            if wasLate {
                guard person.isFacilitator else { throw .facilitatorsOnly }
                guard activity.state != .revealed else { throw .movedOn }
            } else if !kind.undoneAnytime.contains(event.kind) {
                try checkStillOpen(activity)
            }
        }
        if event.kind == "passed" {
            guard let passer = event.actor, activity.heard.hasPassed(passer) else { throw .movedOn }
            return [Event("passTakenBack", activity: id, by: [passer], what)]
        }
        return try activity.content.compensate(event, in: scene)
    }

    /// The name under which somebody would have done `event`.
    private func name(
        of person: Participant, for event: Event, in activity: Activity, _ context: Context
    ) -> Author {
        var home = activity
        if type(of: activity.content).namedAtSource.contains(event.kind),
            let source = event.item.flatMap({ input($0, of: activity)?.source }),
            let found = activities[source]
        {
            home = found
        }
        return home.visibility.isAnonymous ? context.author(person.id, home.id) : person.id
    }

    /// What was said is taken back until its activity closes.
    private func checkStillOpen(_ activity: Activity) throws(Rejection) {
        if takesAnswers(in: activity), activity.state == .closed || activity.state == .revealed {
            throw .movedOn(.closed)
        }
        try checkOpen(activity)
    }

    /// Whose answer is taken back, with the role that they had when they gave it.
    private static func standIn(for event: Event, _ person: Participant) -> Participant {
        var subject = person
        subject.role = event["role"]?.string.flatMap(Role.init) ?? subject.role
        subject.support = event["support"]?.string.flatMap(Support.init) ?? subject.support
        return subject
    }

    private static let agendaEvents: Set<String> = [
        "activityAdded", "activityEdited", "activityMoved", "activitySkipped",
    ]
    private static let stateEvents: Set<String> = [
        "activityOpened", "activityPaused", "activityResumed", "activityClosed", "activityRevealed",
        "activityReopened",
    ]

    private func compensateMove(
        _ event: Event, _ activity: Activity, by person: Participant
    ) throws(Rejection) -> Event {
        let after: [String: Activity.State] = [
            "activityOpened": .open, "activityPaused": .paused, "activityResumed": .open,
            "activityClosed": .closed, "activityRevealed": .revealed, "activityReopened": .open,
        ]
        guard activity.state == after[event.kind], let was = event["was"] else { throw .movedOn }
        // What people have answered stays theirs: an opening with answers in it is closed, not undone.
        if event.kind == "activityOpened", activity.heard.count > 0 { throw .movedOn(.answered) }
        // Nor are answers shown that were given in the belief that they are hidden until the next reveal.
        let showsAgain = event.kind == "activityReopened" && was == "revealed"
        if showsAgain, activity.answeredAt > activity.enteredAt { throw .movedOn(.answered) }
        var members: [String: JSON] = ["state": was, "was": .string(activity.state.rawValue)]
        members["current"] = event["current"]
        members.flag("seen", event.kind == "activityRevealed")
        members.flag("sameRound", showsAgain)
        return Event("activityStateRestored", activity: activity.id, by: [person.id], .object(members))
    }

    private func compensateLab(
        _ event: Event, _ what: JSON, by person: Participant, _ context: Context
    ) throws(Rejection) -> [Event] {
        switch event.kind {
        case "detailsChanged":
            guard person.isFacilitator else { throw .facilitatorsOnly }
            guard what["to"] == .object(details.members), let was = what["was"] else { throw .movedOn }
            return [Event(event.kind, by: [person.id], ["to": was, "was": .object(details.members)])]
        case "sittingPlanned":
            guard person.isFacilitator else { throw .facilitatorsOnly }
            guard let number = what["sitting"], let was = what["was"], let to = what["to"],
                .object(number.int.flatMap { sittings[$0] }?.members ?? [:]) == to
            else { throw .movedOn }
            return [Event(event.kind, by: [person.id], ["sitting": number, "to": was, "was": to])]
        case "languageChanged": return [try compensateLanguage(event, by: person)]
        case "retentionChanged": return [try compensateRetention(event, by: person)]
        case "doorSet", "doorAnswered": return try compensateDoor(event, what, by: person, context)
        case "signalled":
            guard event.actor == person.id else { throw .notYours }
            guard what["signal"]?.string == person.signal?.rawValue else { throw .movedOn }
            var back: [String: JSON] = [:]
            back["signal"] = what["was"]
            back["was"] = what["signal"]
            return [Event(event.kind, items: [person.id], by: [person.id], .object(back))]
        case "needChanged": return [try compensateNeed(event, by: person)]
        case "everyoneBrought", "screenChosen": return try compensateGuidance(event, by: person)
        case "signalsSettled":
            guard person.isFacilitator else { throw .facilitatorsOnly }
            // Who has signalled something else since then keeps that.
            let back = (what["was"]?.object ?? [:]).filter { people[$0.key].map { $0.signal == nil } == true }
            guard !back.isEmpty else { throw .movedOn }
            return [Event("signalsReturned", by: [person.id] + back.keys.sorted(), ["to": .object(back)])]
        case "participantJoined":
            guard person.isFacilitator else { throw .facilitatorsOnly }
            return [try compensatePaper(event, by: person, context)]
        case "participantChanged": return [try compensateChange(event, what, by: person)]
        case "labOpened", "sittingEnded", "labEnded", "labArchived", "labUnarchived":
            guard person.isFacilitator else { throw .facilitatorsOnly }
            let after: [String: State] = [
                "labOpened": .open, "sittingEnded": .betweenSittings, "labEnded": .ended,
                "labArchived": .archived, "labUnarchived": .ended,
            ]
            guard state == after[event.kind], let was = what["was"], let number = what["sitting"] else {
                throw .movedOn
            }
            return [Event("labStateRestored", by: [person.id], ["state": was, "sitting": number])]
        case "lateDismissed", "lateAccepted":
            guard person.isFacilitator else { throw .facilitatorsOnly }
            guard let item = event.item, late[item]?.isWaiting == false else { throw .movedOn }
            return [Event("lateReturned", items: [item], by: [person.id])]
        default: throw .movedOn
        }
    }

    /// Somebody on paper who was added by mistake is gone again, unless answers were entered for them.
    private func compensatePaper(
        _ event: Event, by person: Participant, _ context: Context
    ) throws(Rejection) -> Event {
        guard let other = event.item.flatMap({ people[$0] }), other.support == .paper, other.tokenHash == nil
        else { throw .movedOn }
        for (id, activity) in activities {
            let author = activity.visibility.isAnonymous ? context.author(other.id, id) : other.id
            guard !activity.heard.hasHeard(author) else { throw .movedOn(.entered) }
        }
        return Event("personTakenBack", items: [other.id], by: [person.id, other.id])
    }

    /// Rights are taken back by facilitators alone, all else by whoever changed it.
    private func compensateChange(
        _ event: Event, _ what: JSON, by person: Participant
    ) throws(Rejection) -> Event {
        guard let was = what["was"]?.object, let other = event.item.flatMap({ people[$0] }) else {
            throw .movedOn
        }
        if was["facilitator"] != nil {
            guard person.isFacilitator else { throw .facilitatorsOnly }
        } else {
            guard event.actor == person.id else { throw .notYours }
        }
        guard was.keys.allSatisfy({ what[$0] == other.members[$0] }) else { throw .movedOn }
        var members = was
        members["was"] = .object((what.object ?? [:]).filter { was[$0.key] != nil })
        let persons = other.id == person.id ? [person.id] : [person.id, other.id]
        return Event("participantChanged", items: [other.id], by: persons, .object(members))
    }
}
