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
        guard state.canBeRead else { throw .putAway }
        guard !events.isEmpty else { throw Rejection(.alreadyDone, "There is nothing to undo.") }
        let wasLate = events.contains { $0.kind == "lateAccepted" }
        var undone: [Event] = []
        // Backwards, each against the state that the ones before leave.
        var lab = self
        for event in events.reversed() {
            let compensation = try lab.compensate(event, wasLate: wasLate, by: person, context)
            for event in compensation { _ = lab.evolve(event, at: context.time) }
            undone.append(contentsOf: compensation)
        }
        return undone
    }

    private func compensate(
        _ event: Event, wasLate: Bool, by person: Participant, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard let what = event.what else { throw .movedOn }
        guard let id = event.activity else { return try compensateLab(event, what, by: person) }
        guard let activity = activities[id] else { throw .unknownActivity }
        if Self.agendaEvents.contains(event.kind) {
            guard person.isFacilitator else { throw .facilitatorsOnly }
            guard state.takesAnswers else { throw .labEnded }
            return [try compensateAgenda(event, activity, by: person)]
        }
        if Self.stateEvents.contains(event.kind) {
            guard person.isFacilitator else { throw .facilitatorsOnly }
            guard takesAnswers(in: activity) else { throw .labEnded }
            return [try compensateMove(event, activity, by: person)]
        }
        let author = activity.visibility.isAnonymous ? context.author(person.id, id) : person.id
        var scene = Scene(lab: self, activity: activity, author: event.actor ?? author, participant: person)
        if type(of: activity.content).facilitation.contains(event.kind) {
            guard person.isFacilitator else { throw .facilitatorsOnly }
            scene.author = person.id
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
                try checkOpen(activity)
            }
        }
        if event.kind == "passed" {
            guard let passer = event.actor, activity.heard.hasPassed(passer) else { throw .movedOn }
            return [Event("passTakenBack", activity: id, by: [passer], what)]
        }
        return try activity.content.compensate(event, in: scene)
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
    ]

    private func compensateMove(
        _ event: Event, _ activity: Activity, by person: Participant
    ) throws(Rejection) -> Event {
        let after: [String: Activity.State] = [
            "activityOpened": .open, "activityPaused": .paused, "activityResumed": .open,
            "activityClosed": .closed, "activityRevealed": .revealed,
        ]
        guard activity.state == after[event.kind], let was = event["was"] else { throw .movedOn }
        // What people have answered stays theirs: an opening with answers in it is closed, not undone.
        if event.kind == "activityOpened", activity.heard.count > 0 { throw .movedOn }
        var members: [String: JSON] = ["state": was, "was": .string(activity.state.rawValue)]
        members["current"] = event["current"]
        members.flag("seen", event.kind == "activityRevealed")
        return Event("activityStateRestored", activity: activity.id, by: [person.id], .object(members))
    }

    private func compensateLab(
        _ event: Event, _ what: JSON, by person: Participant
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
        case "signalled":
            guard event.actor == person.id else { throw .notYours }
            guard what["signal"]?.string == person.signal?.rawValue else { throw .movedOn }
            var back: [String: JSON] = [:]
            back["signal"] = what["was"]
            back["was"] = what["signal"]
            return [Event(event.kind, items: [person.id], by: [person.id], .object(back))]
        case "participantChanged": return [try compensateChange(event, what, by: person)]
        case "labOpened", "sittingEnded", "labEnded":
            guard person.isFacilitator else { throw .facilitatorsOnly }
            let after: [String: State] = [
                "labOpened": .open, "sittingEnded": .betweenSittings, "labEnded": .ended,
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
