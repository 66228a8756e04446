/// Who may come in: the facilitator locks the door, lets newcomers in one by one, or says how many there is room for.
package struct Door: Sendable, Equatable {
    /// Nobody new comes in. Whoever was here before still does.
    package internal(set) var isLocked = false
    /// Newcomers wait until a facilitator lets them in.
    package internal(set) var asksFirst = false
    /// For how many there is room; nil for as many as the server takes.
    package internal(set) var capacity: Int?

    package init() {}

    /// As the journal and the facilitators' view have it.
    package var members: [String: JSON] {
        var members: [String: JSON] = [:]
        members.flag("locked", isLocked)
        members.flag("approval", asksFirst)
        members.set("capacity", capacity)
        return members
    }

    init(members json: JSON) {
        isLocked = json["locked"]?.bool ?? false
        asksFirst = json["approval"]?.bool ?? false
        capacity = json["capacity"]?.int
    }
}

/// Where somebody stands who came by a door at which one asks first.
package enum Admission: String, Sendable, CaseIterable { case inside, waiting, turnedAway }

extension LabCommands {
    /// About who comes in.
    static let door: Set<String> = ["setDoor", "admit", "admitAll", "turnAway"]
}

extension Lab {
    /// How many of those who came to this sitting and haven't left there is a place for.
    package var placesTaken: Int { room.joined + room.watching }
    package var isFull: Bool { door.capacity.map { placesTaken >= $0 } ?? false }

    /// Refuses newcomers where the door is locked or the lab is full.
    func checkDoor() throws(Rejection) {
        guard !door.isLocked else { throw .labLocked }
        guard people.count < maximumPeople, !isFull else { throw .labFull }
    }

    func decideDoor(_ command: Command, by person: Participant) throws(Rejection) -> [Event] {
        switch command.name {
        case "setDoor":
            let next = try door(changedBy: command.body)
            guard next != door else { return [] }
            return [
                Event(
                    "doorSet", by: [person.id],
                    ["to": .object(next.members), "was": .object(door.members)])
            ]
        case "admitAll":
            let waiting = atTheDoor.map(\.id)
            guard !waiting.isEmpty else {
                throw Rejection(.alreadyDone, "Nobody is waiting to be let in.")
            }
            return [try answer(waiting, .inside, by: person)]
        default:
            guard let other = people[try command.body.id("participant")] else {
                throw Rejection(.unknownPerson, "There is nobody of this id in the lab.")
            }
            let next = command.name == "admit" ? Admission.inside : .turnedAway
            guard other.admission != next else {
                throw Rejection(
                    .alreadyDone,
                    next == .inside ? "They are in already." : "They have been turned away already.")
            }
            guard next == .inside || other.admission == .waiting else {
                throw Rejection(.alreadyDone, "They have been let in already.")
            }
            return [try answer([other.id], next, by: person)]
        }
    }

    /// Those who wait to be let in, in the order in which they came.
    package var atTheDoor: [Participant] {
        people.values.filter { $0.admission == .waiting }.sorted { ($0.cameAt, $0.id) < ($1.cameAt, $1.id) }
    }

    private func answer(_ ids: [ID], _ next: Admission, by person: Participant) throws(Rejection) -> Event {
        if next == .inside, let capacity = door.capacity, placesTaken + ids.count > capacity {
            throw Rejection(
                .labFull,
                "There is room for \(capacity), and \(placesTaken) are in. Make room first, or let in fewer.")
        }
        return Event(
            "doorAnswered", items: ids, by: [person.id] + ids,
            ["to": .string(next.rawValue), "was": .string(people[ids[0]]?.admission.rawValue ?? "")])
    }

    private func door(changedBy body: Fields) throws(Rejection) -> Door {
        var next = door
        if body.has("locked") { next.isLocked = try body.flag("locked") }
        if body.has("approval") { next.asksFirst = try body.flag("approval") }
        if body.has("capacity") {
            let capacity = try body.whole("capacity", in: 0...maximumPeople)
            next.capacity = capacity == 0 ? nil : capacity
        }
        return next
    }

    // MARK: - Undo

    func compensateDoor(
        _ event: Event, _ what: JSON, by person: Participant, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard person.isFacilitator else { throw .facilitatorsOnly }
        if event.kind == "doorSet" {
            guard what["to"] == .object(door.members), let was = what["was"] else { throw .movedOn }
            return [Event(event.kind, by: [person.id], ["to": was, "was": .object(door.members)])]
        }
        guard let to = what["to"], let was = what["was"] else { throw .movedOn }
        // Who has answered since they were let in, is in; who was taken further since stays where they are.
        let back = event.items.filter { id in
            guard let other = people[id], other.admission.rawValue == to.string else { return false }
            return other.admission != .inside || !hasAnswered(other, context)
        }
        guard !back.isEmpty else { throw .movedOn(.tookPart) }
        return [Event(event.kind, items: back, by: [person.id] + back, ["to": was, "was": to])]
    }

    /// Whether somebody has been heard anywhere. An anonymous answer is known to be theirs by themself alone, so there it
    /// can't be told.
    private func hasAnswered(_ person: Participant, _ context: Context) -> Bool {
        activities.contains { id, activity in
            !activity.visibility.isAnonymous && activity.heard.hasHeard(person.id)
        }
    }

    // MARK: - Evolve

    mutating func evolveDoor(_ event: Event) -> Touched {
        var touched = Touched()
        if event.kind == "doorSet" {
            door = Door(members: event["to"] ?? .empty)
            touched.keys = [.lab]
            return touched
        }
        guard let next = event["to"]?.string.flatMap(Admission.init) else { return touched }
        for id in event.items {
            guard var person = people[id] else { continue }
            count(person, -1)
            person.admission = next
            people[id] = person
            count(person, 1)
            touched.mine.insert(.person(id))
        }
        touched.formUnion(touchedByRoom)
        return touched
    }

    /// Counts one person in or out, in the room or at the door.
    mutating func count(_ person: Participant, _ step: Int) {
        if person.admission == .waiting { waitingAtDoor += step }
        room.count(person, in: sitting, step)
    }
}

extension Rejection {
    static let labLocked = Rejection(
        .labLocked,
        "The door of this lab is closed: nobody new can come in just now. Ask its facilitator to open it.")
    static let notInside = Rejection(
        .notAllowed, "You aren't in yet. A facilitator lets you in; stay on this page.")
}
