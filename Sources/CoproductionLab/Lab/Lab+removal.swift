/// Taking somebody out of the lab by a facilitator's hand. What they gave stays or goes, as the facilitator chooses;
/// undoing it brings both back. What is anonymous stays in either case: what went in one stroke with a person would say
/// for ever whose it was.
extension Lab {
    enum Contributions: String, CaseIterable { case stay, go }

    func decideRemoval(
        _ body: Fields, by person: Participant, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard let other = people[try body.id("participant")] else {
            throw Rejection(.unknownPerson, "There is nobody of this id in the lab.")
        }
        let choice = try body.choice("contributions", Contributions.self)
        guard !other.isHost else {
            throw Rejection(.notAllowed, "The facilitator a lab was made for can't be taken out of it.")
        }
        guard other.id != person.id else {
            throw Rejection(.notAllowed, "You can't take yourself out. Leave the lab instead, under “Me”.")
        }
        guard !other.isRemoved else {
            throw Rejection(.alreadyDone, "They have been taken out of this lab already.")
        }
        let goes =
            switch choice {
            // The place in a track is free for the next who waits, as when somebody leaves.
            case .stay: placesGivenBack(by: other)
            case .go: takingOut(other, .underTheirName, context)
            }
        let removal = Event(
            "personRemoved", items: [other.id], by: [person.id, other.id],
            [
                "contributions": .string(choice.rawValue), "facilitator": .bool(other.isFacilitator),
                "with": .int(goes.count),
            ])
        return [removal] + goes
    }

    /// How far taking out reaches.
    enum Reach {
        case underTheirName
        /// What is anonymous, too: for an erasure alone, which leaves no name standing in these events either.
        case everything
    }

    /// The events that take out what somebody gave: what an erasure begins with, too. Notes for oneself aren't touched,
    /// since they are their writer's alone, and how ideas were sorted together stays.
    func takingOut(_ person: Participant, _ reach: Reach, _ context: Context) -> [Event] {
        var events: [Event] = []
        for id in agenda {
            guard let activity = activities[id] else { continue }
            let isAnonymous = activity.visibility.isAnonymous
            if isAnonymous, reach == .underTheirName { continue }
            let author = isAnonymous ? context.author(person.id, id) : person.id
            let scene = Scene(lab: self, activity: activity, author: author, participant: person)
            events += activity.content.takeOut(author, in: scene)
            if activity.heard.hasPassed(author) {
                events.append(
                    Event(
                        "passTakenBack", activity: id, by: [author],
                        ["role": .string(person.role.rawValue), "support": .string(person.support.rawValue)]))
            }
            for offer in late.values where offer.isWaiting && offer.activity == id && offer.author == author {
                events.append(Event("lateDismissed", items: [offer.id], by: [author]))
            }
        }
        return events
    }

    /// Any facilitator lets somebody in again, with what went with them; what can't come back any more stays out.
    func letBackIn(
        _ body: Fields, by person: Participant, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard let other = people[try body.id("participant")] else {
            throw Rejection(.unknownPerson, "There is nobody of this id in the lab.")
        }
        guard other.isRemoved else {
            throw Rejection(.alreadyDone, "They haven't been taken out, or are in again already.")
        }
        var events: [Event] = []
        // Backwards, each against the state that the ones before leave.
        var lab = self
        for event in (removals[other.id]?.events ?? []).reversed() {
            guard let back = try? lab.bringBack(event, by: person, context) else { continue }
            for event in back { _ = lab.evolve(event, at: context.time) }
            events += back
        }
        return events
    }

    /// Keeps in mind what went in one stroke with somebody.
    mutating func keepRemoval(_ event: Event) {
        if event.kind == "personRemoved", let id = event.item {
            let count = max(0, event["with"]?.int ?? 0)
            removals[id] = Removal(events: [event], missing: count)
            removing = count > 0 ? id : nil
        } else if let id = removing, var removal = removals[id] {
            removal.events.append(event)
            removal.missing -= 1
            removals[id] = removal
            if removal.missing == 0 { removing = nil }
        }
    }

    func compensateRemoval(_ event: Event, by person: Participant) throws(Rejection) -> Event {
        guard person.isFacilitator else { throw .facilitatorsOnly }
        guard let id = event.item, people[id]?.isRemoved == true else { throw .movedOn }
        return Event(
            "personReturned", items: [id], by: [person.id, id], ["facilitator": event["facilitator"] ?? false]
        )
    }

    // MARK: - Evolve

    mutating func evolveRemoval(_ event: Event) -> Touched {
        guard let id = event.item, var person = people[id] else { return Touched() }
        room.count(person, in: sitting, -1)
        person.isRemoved = event.kind == "personRemoved"
        if !person.isRemoved { removals[id] = nil }
        person.isFacilitator = person.isRemoved ? false : event["facilitator"]?.bool ?? false
        people[id] = person
        room.count(person, in: sitting, 1)
        var touched = touchedByRoom
        touched.formUnion(touchedNeeds(by: id))
        touched.mine.insert(.person(id))
        return touched
    }
}

/// What went in one stroke with somebody who was taken out, that included.
package struct Removal: Sendable {
    var events: [Event]
    /// How many of them are still to come.
    var missing: Int
}
