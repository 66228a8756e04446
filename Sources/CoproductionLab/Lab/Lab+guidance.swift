/// How a facilitator guides the room: a time to go by, everybody together, and what the hall's screen shows.
extension Lab {
    /// The longest time that can be set at once, in minutes.
    static let mostMinutes = 600

    func decideGuidance(
        _ command: Command, by person: Participant, _ context: Context
    ) throws(Rejection) -> [Event] {
        switch command.name {
        case "setTime": return try setTime(command.body, by: person, at: context.time)
        case "bringEveryone": return try bringEveryone(command.body, by: person)
        default: return try setScreen(command.body, by: person)
        }
    }

    /// S14: a time to go by. It ends nothing; `minutes` counts from now, `more` adds to what is left, and no minutes at all
    /// take the time away.
    private func setTime(
        _ body: Fields, by person: Participant, at time: Int64
    ) throws(Rejection) -> [Event] {
        guard let activity = activities[try body.id("activity")] else { throw .unknownActivity }
        try checkOpen(activity)
        let until: Int64?
        if body.has("more") {
            let minutes = try body.whole("more", in: 1...Self.mostMinutes)
            let left = max(0, (activity.until ?? time) - time)
            until = time + min(left + Int64(minutes) * 60_000, Int64(Self.mostMinutes) * 60_000)
        } else {
            let minutes = try body.whole("minutes", in: 0...Self.mostMinutes)
            until = minutes > 0 ? time + Int64(minutes) * 60_000 : nil
        }
        guard until != activity.until else { return [] }
        var what: [String: JSON] = [:]
        what.set("until", until.map { Int($0) })
        what.set("was", activity.until.map { Int($0) })
        return [Event("timeSet", activity: activity.id, by: [person.id], .object(what))]
    }

    /// All pages are asked to go to what is on now; letting go leaves everybody where they are.
    private func bringEveryone(_ body: Fields, by person: Participant) throws(Rejection) -> [Event] {
        let on = try body.flag("on")
        guard on != isTogether else { return [] }
        if on {
            guard state == .open else {
                throw Rejection(.notOpen, "People can be brought together once the lab is open.")
            }
            guard current != nil else {
                throw Rejection(.notOpen, "Open a step first. Then everybody can be brought there.")
            }
        }
        return [Event("everyoneBrought", by: [person.id], ["on": .bool(on)])]
    }

    private func setScreen(_ body: Fields, by person: Participant) throws(Rejection) -> [Event] {
        let show = try body.choice("show", ScreenChoice.Show.self)
        var choice = ScreenChoice(show: show)
        if show.needsActivity {
            if body.has("activity") { choice.activity = try body.id("activity") }
            guard let target = choice.activity ?? current else {
                throw Rejection(.notOpen, "Open a step first. Then the screen can show it.")
            }
            guard let activity = activities[target] else { throw .unknownActivity }
            guard activity.state != .draft else {
                throw Rejection(.notOpen, "“\(activity.title)” isn't open yet. Open it first.")
            }
            guard show != .results || (activity.takesAnswers && activity.showsAnswers) else {
                throw Rejection(
                    .notAllowed,
                    "“\(activity.title)” has no results to show. Reveal them first, where it has some.")
            }
        }
        guard choice != screen else { return [] }
        return [
            Event(
                "screenChosen", by: [person.id],
                ["to": .object(choice.members), "was": .object(screen.members)])
        ]
    }

    // MARK: - Evolve

    mutating func evolveGuidance(_ event: Event) -> Touched {
        switch event.kind {
        case "everyoneBrought": isTogether = event["on"]?.bool ?? isTogether
        default: screen = ScreenChoice(members: event["to"])
        }
        var touched = Touched()
        touched.keys.insert(.lab)
        return touched
    }

    // MARK: - Undo

    func compensateGuidance(_ event: Event, by person: Participant) throws(Rejection) -> [Event] {
        guard person.isFacilitator else { throw .facilitatorsOnly }
        if event.kind == "everyoneBrought" {
            guard event["on"] == .bool(isTogether) else { throw .movedOn }
            return [Event(event.kind, by: [person.id], ["on": .bool(!isTogether)])]
        }
        guard event["to"] == .object(screen.members), let was = event["was"] else { throw .movedOn }
        return [Event(event.kind, by: [person.id], ["to": was, "was": .object(screen.members)])]
    }

    /// Takes a time back, while it is still the one that goes.
    func compensateTime(
        _ event: Event, _ activity: Activity, by person: Participant
    ) throws(Rejection) -> [Event] {
        guard person.isFacilitator else { throw .facilitatorsOnly }
        guard activity.state == .open, event["until"]?.int == activity.until.map({ Int($0) }) else {
            throw .movedOn
        }
        var what: [String: JSON] = [:]
        what["until"] = event["was"]
        what["was"] = event["until"]
        return [Event(event.kind, activity: activity.id, by: [person.id], .object(what))]
    }
}

extension Activity {
    /// A time runs while its activity is open; a pause keeps what is left of it, and a new beginning has none.
    mutating func keepTime(from earlier: State, by event: Event, at time: Int64) {
        if event.kind == "activityOpened" || event.kind == "activityReopened" {
            until = nil
            timeLeft = nil
        } else if state == .paused {
            timeLeft = timeLeft ?? until.map { $0 - time }
        } else if state == .open, let left = timeLeft {
            until = time + left
            timeLeft = nil
        }
    }
}

/// What the hall's screen shows, chosen apart from what phones show.
package struct ScreenChoice: Sendable, Equatable {
    package enum Show: String, Sendable, CaseIterable {
        /// The way in first, then what is on now, then its results once they are revealed.
        case auto
        case join, activity, results

        var needsActivity: Bool { self == .activity || self == .results }
    }

    package var show = Show.auto
    /// Nil for whatever is on now.
    package var activity: ID?

    init(show: Show = .auto) { self.show = show }

    init(members: JSON?) {
        show = members?["show"]?.string.flatMap(Show.init) ?? .auto
        activity = members?["activity"]?.string
    }

    var members: [String: JSON] {
        var members: [String: JSON] = ["show": .string(show.rawValue)]
        members.set("activity", activity)
        return members
    }
}
