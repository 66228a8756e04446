extension Lab {
    /// What stands at the beginning of a lab that was taken in, beside what every lab begins with.
    mutating func beImported(_ event: Event, at time: Int64) {
        state = event["state"]?.string.flatMap(State.init) ?? state
        if let number = event["sitting"]?.int { _ = changeRoom(to: number) }
        createdAt = event["createdAt"]?.moment ?? createdAt
        endedAt = event["endedAt"]?.moment
        current = event["current"]?.string
        isTogether = event["together"] == true
        screen = ScreenChoice(members: event["screen"])
        door = Door(members: event["door"] ?? .empty)
        for (number, plan) in event["sittings"]?.object ?? [:] {
            guard let number = Int(number) else { continue }
            sittings[number] = SittingPlan(title: plan["title"]?.string, date: plan["date"]?.string)
        }
        for (kind, spread) in event["spreads"]?.object ?? [:] {
            var contributions: [Int] = []
            for (given, people) in spread.object ?? [:] {
                guard let given = Int(given), (0...1_000_000).contains(given), let people = people.int,
                    (0...Self.mostSittings).contains(people), contributions.count <= Self.mostSittings
                else { continue }
                contributions += Array(repeating: given, count: people)
            }
            importedSpreads[kind] = contributions
        }
        origin = ImportedLab.Origin(members: event["origin"] ?? .empty, at: time)
    }

    /// A line of the history that came along: about a step, or about the lab's language.
    mutating func takeInChange(of id: ID?, _ event: Event, at time: Int64) -> Touched {
        var touched = Touched()
        guard let what = event["what"]?.string.flatMap(AgendaChange.What.init) else { return touched }
        var change = AgendaChange(
            what: what, activity: id, title: event["title"]?.string ?? "",
            time: event["time"]?.int.map { Int64($0) } ?? time, revision: revision,
            person: event.persons?.first.flatMap { $0.isEmpty ? nil : $0 },
            parts: event["parts"]?.strings ?? [])
        change.language = event["language"]?.string
        change.days = Self.keptDays(event["days"])
        history.append(change)
        touched.keys.insert(.change(revision))
        return touched
    }

    mutating func takeIn(_ id: ID, _ event: Event, at time: Int64) -> Touched {
        guard var activity = activities[id] else { return Touched() }
        var touched = Touched()
        switch event.kind {
        case "activityImported":
            activity.state = event["state"]?.string.flatMap(Activity.State.init) ?? activity.state
            activity.round = event["round"]?.keptCount ?? 0
            activity.wasSeen = event["seenBefore"] == true
            activity.isSkipped = event["skipped"] == true
            activity.version = max(1, event["edition"]?.keptCount ?? 1)
            activity.openedAt = event["openedAt"]?.int.map { Int64($0) }
            activity.until = event["until"]?.int.map { Int64($0) }
            activity.timeLeft = event["timeLeft"]?.int.map { Int64($0) }
        case "heardImported": activity.heard.restore(event)
        default:
            activity.content.restore(
                event["is"]?.string ?? "", event, in: Scene(lab: self, activity: activity))
        }
        activities[id] = activity
        touched.whole.formUnion([id] + downstream(of: id))
        touched.keys.insert(.people)
        return touched
    }
}
