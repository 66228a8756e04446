/// Care for people: who asks for a person, privately, and what somebody flags.
///
/// Both reach facilitators alone. Who asks for a person is told by name, or by their place in the list of people where
/// names are hidden; whose a flag is, is never told.
package struct Need: Sendable, Equatable {
    /// When it was asked, in milliseconds since 1970.
    let time: Int64
    /// The first who asked stands first.
    let order: String
    /// The facilitator who has said that they come.
    var comes: ID?

    var members: [String: JSON] {
        var members: [String: JSON] = ["time": .int(Int(time)), "order": .string(order)]
        members.set("comes", comes)
        return members
    }

    init(time: Int64, order: String, comes: ID? = nil) {
        self.time = time
        self.order = order
        self.comes = comes
    }

    /// Total, for the journal's sake: nil where nobody is needed.
    init?(members json: JSON?) {
        guard let order = json?["order"]?.string else { return nil }
        self.init(
            time: Int64(json?["time"]?.int ?? 0), order: order, comes: json?["comes"]?.string)
    }
}

/// Somebody's word to the facilitators that a contribution should be looked at.
package struct RaisedFlag: Sendable, Equatable {
    static let reasonLimit = 300

    let order: String
    let reason: String?
    /// The number of the settling that settled it; nil while it waits.
    var settled: Int?

    var members: [String: JSON] {
        var members: [String: JSON] = ["order": .string(order)]
        members.set("reason", reason)
        members.set("settled", settled)
        return members
    }

    init(order: String, reason: String?, settled: Int? = nil) {
        self.order = order
        self.reason = reason
        self.settled = settled
    }

    init?(members json: JSON?) {
        guard let order = json?["order"]?.string else { return nil }
        self.init(order: order, reason: json?["reason"]?.string, settled: json?["settled"]?.int)
    }
}

/// The flags on one contribution, by who raised them, and how often they were settled.
package struct RaisedFlags: Sendable, Equatable {
    var byAuthor: [Author: RaisedFlag] = [:]
    var settlings = 0

    var waiting: [RaisedFlag] { byAuthor.values.filter { $0.settled == nil }.sorted { $0.order < $1.order } }
}

extension Lab {
    // MARK: - Decide

    /// “I need a person”: whenever the lab can be read, in the lobby and after the end, too.
    func decideNeed(_ body: Fields, by person: Participant, _ context: Context) throws(Rejection) -> [Event] {
        let isOn = try body.flag("on")
        let was = needs[person.id]
        guard isOn != (was != nil) else { return [] }
        let need = isOn ? Need(time: context.time, order: Order.appended(revision)) : nil
        return [needChanged(of: person.id, from: was, to: need, by: [person.id])]
    }

    /// “I'm coming”, and that it is seen to.
    func answerNeed(_ body: Fields, by person: Participant) throws(Rejection) -> [Event] {
        let id = try body.id("participant")
        guard people[id] != nil else {
            throw Rejection(.unknownPerson, "There is nobody of this id in the lab.")
        }
        let isDone = body.has("done") ? try body.flag("done") : false
        guard let need = needs[id] else {
            throw Rejection(.alreadyDone, "This has been seen to already, or they need nobody any more.")
        }
        var next: Need? = need
        if isDone {
            next = nil
        } else {
            if need.comes == person.id { return [] }
            if let other = need.comes, people[other]?.isFacilitator == true {
                throw Rejection(.alreadyDone, "Another facilitator has said already that they come.")
            }
            next?.comes = person.id
        }
        return [needChanged(of: id, from: need, to: next, by: [person.id, id])]
    }

    private func needChanged(of id: ID, from was: Need?, to need: Need?, by persons: [ID]) -> Event {
        var seen: [ID] = []
        for person in persons where !seen.contains(person) { seen.append(person) }
        return Event(
            "needChanged", items: [id], by: seen,
            ["to": .object(need?.members ?? [:]), "was": .object(was?.members ?? [:])])
    }

    /// Whoever asked takes it back, and a facilitator what they answered.
    func compensateNeed(_ event: Event, by person: Participant) throws(Rejection) -> Event {
        guard let id = event.item, let was = event["was"] else { throw .movedOn }
        if event.actor == id, event["was"] == [:] || event["to"] == [:], event.persons?.count == 1 {
            guard person.id == id else { throw .notYours }
        } else {
            guard person.isFacilitator else { throw .facilitatorsOnly }
        }
        guard event["to"] == .object(needs[id]?.members ?? [:]) else { throw .movedOn }
        return needChanged(of: id, from: needs[id], to: Need(members: was), by: [person.id, id])
    }

    /// A flag on something that its sender can read, or their word that they take it back.
    func decideFlag(
        _ body: Fields, by person: Participant, _ context: Context
    ) throws(Rejection) -> [Event] {
        let (activity, item) = try flagged(body)
        let scene = Scene(lab: self, activity: activity)
        let isSeen = type(of: activity.content).flaggable.contains {
            activity.content.entry(item, in: $0, for: .participant, in: scene) != nil
        }
        guard isSeen else { throw .unknownItem }
        let author = activity.visibility.isAnonymous ? context.author(person.id, activity.id) : person.id
        let was = activity.flags[item]?.byAuthor[author]
        let isOn = body.has("on") ? try body.flag("on") : true
        let reason = try body.optionalText("reason", atMost: RaisedFlag.reasonLimit)
        guard isOn else {
            guard was != nil else { return [] }
            return [flagChanged(item, in: activity.id, by: author, from: was, to: nil)]
        }
        if let was, was.settled == nil, was.reason == reason { return [] }
        return [
            flagChanged(
                item, in: activity.id, by: author, from: was,
                to: RaisedFlag(order: Order.appended(revision), reason: reason))
        ]
    }

    private func flagged(_ body: Fields) throws(Rejection) -> (Activity, ID) {
        guard let activity = activities[try body.id("activity")] else { throw .unknownActivity }
        return (activity, try body.id("item"))
    }

    private func flagChanged(
        _ item: ID, in activity: ID, by author: Author, from was: RaisedFlag?, to flag: RaisedFlag?
    ) -> Event {
        Event(
            "flagChanged", activity: activity, items: [item], by: [author],
            ["to": .object(flag?.members ?? [:]), "was": .object(was?.members ?? [:])])
    }

    func settleFlag(_ body: Fields, by person: Participant) throws(Rejection) -> [Event] {
        let (activity, item) = try flagged(body)
        guard let flags = activity.flags[item] else { throw .unknownItem }
        guard !flags.waiting.isEmpty else {
            throw Rejection(.alreadyDone, "This flag has been looked at already, or was taken back.")
        }
        return [
            Event(
                "flagsSettled", activity: activity.id, items: [item], by: [person.id],
                ["number": .int(flags.settlings + 1)])
        ]
    }

    func compensateFlag(
        _ event: Event, in activity: Activity, by person: Participant, _ context: Context
    ) throws(Rejection) -> Event {
        guard let item = event.item, let flags = activity.flags[item] else { throw .movedOn }
        if event.kind == "flagsSettled" {
            guard person.isFacilitator else { throw .facilitatorsOnly }
            let number = event["number"]?.int
            guard number == flags.settlings, flags.byAuthor.values.contains(where: { $0.settled == number })
            else { throw .movedOn }
            return Event(
                "flagsReturned", activity: activity.id, items: [item], by: [person.id],
                ["number": .int(flags.settlings)])
        }
        let author = activity.visibility.isAnonymous ? context.author(person.id, activity.id) : person.id
        guard event.actor == author else { throw .notYours }
        let now = flags.byAuthor[author]
        guard event["to"] == .object(now?.members ?? [:]) else { throw .movedOn }
        return flagChanged(
            item, in: activity.id, by: author, from: now, to: RaisedFlag(members: event["was"]))
    }

    // MARK: - Evolve

    mutating func evolveNeed(_ event: Event) -> Touched {
        guard let id = event.item, people[id] != nil else { return Touched() }
        needs[id] = Need(members: event["to"])
        var touched = Touched()
        touched.keys.insert(.need(id))
        touched.mine.insert(.person(id))
        return touched
    }

    mutating func evolveFlags(_ id: ID, _ event: Event) -> Touched {
        guard var activity = activities[id], let item = event.item else { return Touched() }
        var flags = activity.flags[item] ?? RaisedFlags()
        var touched = Touched()
        touched.keys.insert(.flags(id, item: item))
        if event.kind == "flagChanged" {
            let author = event.actor ?? ""
            flags.byAuthor[author] = RaisedFlag(members: event["to"])
            touched.mine.insert(.contributions(activity: id, author: author))
        } else {
            let number = event["number"]?.int
            let isSettling = event.kind == "flagsSettled"
            for (author, flag) in flags.byAuthor where flag.settled == (isSettling ? nil : number) {
                flags.byAuthor[author]?.settled = isSettling ? number : nil
                touched.mine.insert(.contributions(activity: id, author: author))
            }
            if isSettling { flags.settlings = number ?? flags.settlings }
        }
        activity.flags[item] = flags
        activities[id] = activity
        return touched
    }

    /// What looks different of needs when somebody's name or role does, or when names are hidden or shown: they tell
    /// who asks and who comes.
    func touchedNeeds(by id: ID? = nil) -> Touched {
        var touched = Touched()
        for (other, need) in needs where id == nil || other == id || need.comes == id {
            touched.keys.insert(.need(other))
            touched.mine.insert(.person(other))
        }
        return touched
    }

    // MARK: - View

    /// Who needs a person, for facilitators: by name, or by their place in the list of people.
    func view(ofNeed id: ID) -> JSON? {
        guard let need = needs[id], let person = people[id], !person.isRemoved else { return nil }
        var members: [String: JSON] = [
            "role": .string(person.role.rawValue), "time": .int(Int(need.time)),
            "order": .string(need.order),
            "state": .string(need.comes == nil ? "asked" : "coming"),
        ]
        if details.hidesNames, person.support != .paper {
            members["place"] = .int(place(of: id))
        } else {
            members["name"] = .string(person.name)
        }
        members.set("by", nameOfHelper(need))
        return .object(members)
    }

    private func nameOfHelper(_ need: Need) -> String? {
        guard !details.hidesNames, let name = need.comes.flatMap({ people[$0]?.name }), !name.isEmpty else {
            return nil
        }
        return name
    }

    /// The place in the list of people that facilitators page through.
    private func place(of id: ID) -> Int {
        people.values.count { !$0.isHost && $0.id <= id }
    }

    /// What whoever asked is told of it.
    func needTold(to id: ID) -> [String: JSON] {
        guard let need = needs[id] else { return [:] }
        var members: [String: JSON] = ["need": .string(need.comes == nil ? "asked" : "coming")]
        members.set("needBy", nameOfHelper(need))
        return members
    }

    /// The flags on something, for facilitators: how many wait and why, never whose they are.
    func view(ofFlags item: ID, in activity: Activity) -> JSON? {
        guard let waiting = activity.flags[item]?.waiting, !waiting.isEmpty else { return nil }
        var members: [String: JSON] = ["n": .int(waiting.count)]
        let reasons = waiting.compactMap(\.reason)
        if !reasons.isEmpty {
            members["reasons"] = .object(
                Dictionary(
                    reasons.enumerated().map { (String($0.offset + 1), .string($0.element)) },
                    uniquingKeysWith: { first, _ in first }))
        }
        return .object(members)
    }
}

extension Activity {
    /// The flags that an author has raised here, and whether somebody has looked at them.
    func ownFlags(_ author: Author) -> JSON? {
        var own: [String: JSON] = [:]
        for (item, raised) in flags {
            guard let flag = raised.byAuthor[author] else { continue }
            own[item] = flag.settled == nil ? "raised" : "settled"
        }
        return own.isEmpty ? nil : .object(own)
    }
}
