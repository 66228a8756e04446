extension Lab {
    /// Takes in what happened to somebody in the room: they came, came again, or said something else of themselves.
    mutating func evolvePerson(_ event: Event) -> Touched {
        let isNew = event.kind == "participantJoined" || event.kind == "personImported"
        guard let id = event.item, people[id] != nil || isNew else { return Touched() }
        var person =
            people[id]
            ?? Participant(
                id: id, name: "", role: .notSaid, support: .self, isFacilitator: false,
                isHost: event["host"]?.bool ?? false, sitting: sitting)
        if people[id] != nil { count(person, -1) } else { person.cameAt = revision }
        let nameBefore = person.name
        if let name = event["name"]?.string { person.name = name }
        if let role = event["role"]?.string.flatMap(Role.init) { person.role = role }
        if let support = event["support"]?.string.flatMap(Support.init) { person.support = support }
        if let rights = event["facilitator"]?.bool { person.isFacilitator = rights }
        if let watching = event["watching"]?.bool { person.isWatching = watching }
        if let new = event["new"]?.bool { person.isNew = new }
        if let left = event["left"]?.bool { person.hasLeft = left }
        if let number = event["sitting"]?.int { person.sitting = number }
        if let hash = event["token"]?.string {
            if let old = person.tokenHash { byToken[old] = nil }
            person.tokenHash = hash
            byToken[hash] = id
        }
        if let hash = event["returnCode"]?.string {
            if let old = person.returnHash { byReturnCode[old] = nil }
            person.returnHash = hash
            byReturnCode[hash] = id
        }
        if let hash = event["client"]?.string {
            person.clientHash = hash
            byClient[hash] = id
        }
        for (name, value) in event["sealed"]?.object ?? [:] { person.sealed[name] = value.string }
        if event["waits"] == true { person.admission = .waiting }
        if event.kind == "personImported" {
            person.isImported = true
            person.isRemoved = event["removed"] == true
        }
        let before = people[id]
        people[id] = person
        count(person, 1)
        var touched = touchedByRoom
        touched.mine.formUnion(rename(before, to: person))
        touched.mine.insert(.person(id))
        // Who has come in changes the places of those who came before.
        if !needs.isEmpty {
            touched.formUnion(
                touchedNeeds(by: event.kind == "participantJoined" && details.hidesNames ? nil : id))
        }
        if person.name != nameBefore {
            touched.keys.formUnion(touchedLog(by: id))
            touched.keys.formUnion(history.filter { $0.person == id }.map { .change($0.revision) })
        }
        for (activity, value) in activities where value.visibility == .named {
            for entry in value.content.entries(of: id) {
                touched.keys.insert(.entry(activity, collection: entry.collection, id: entry.id))
            }
        }
        return touched
    }

    /// Somebody on paper was added by mistake, and has said nothing.
    mutating func takeBackPerson(_ event: Event) -> Touched {
        guard let id = event.item, let person = people[id], person.tokenHash == nil else { return Touched() }
        count(person, -1)
        people[id] = nil
        return touchedByRoom
    }

    /// Another sitting: who counts is counted anew.
    mutating func changeRoom(to number: Int) -> Touched {
        guard (1...Self.mostSittings).contains(number) else { return Touched() }
        sitting = number
        room = Room()
        for person in people.values { room.count(person, in: sitting, 1) }
        return touchedByRoom
    }

    /// “n of m heard” stands on every activity that hears people.
    var touchedByRoom: Touched {
        var touched = Touched()
        touched.keys.insert(.people)
        for (id, activity) in activities where activity.takesAnswers { touched.keys.insert(.frame(id)) }
        return touched
    }
}
