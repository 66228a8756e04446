/// Changing the programme, before a lab and during it (S7): each change stands in the lab's public history.
extension Lab {
    static let mostActivities = 100

    func decideAgenda(
        _ command: Command, by person: Participant, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        guard state.takesAnswers else {
            throw Rejection(.labClosed, "This lab has ended. Open the lab again first.")
        }
        if command.name == "addActivity" { return try addActivity(command.body, by: person, &context) }
        let id = try command.body.id("activity")
        guard let activity = activities[id] else { throw .unknownActivity }
        switch command.name {
        case "editActivity": return try edit(activity, command.body, by: person, &context)
        case "skipActivity":
            let skips = try command.body.flag("skipped")
            guard skips != activity.isSkipped else { return [] }
            guard activity.state == .draft else {
                throw Rejection(.notAllowed, "“\(activity.title)” has begun. Close it instead.")
            }
            return [
                Event(
                    "activitySkipped", activity: id, by: [person.id],
                    ["skipped": .bool(skips), "was": .bool(activity.isSkipped)])
            ]
        default:
            let order = try place(after: command.body, moving: activity)
            guard order != activity.order else { return [] }
            return [
                Event(
                    "activityMoved", activity: id, by: [person.id],
                    ["order": .string(order), "was": .string(activity.order)])
            ]
        }
    }

    private func addActivity(
        _ body: Fields, by person: Participant, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        guard activities.count < Self.mostActivities else {
            throw Rejection(
                .tooLong, "A lab has \(Self.mostActivities) activities at most. Skip or reword one.")
        }
        let order = try place(after: body, moving: nil)
        var members = body.json["step"]?.object ?? [:]
        members["id"] = .string(context.ids.next())
        let step = try step(members, before: order)
        return [step.added(step.settled(&context.ids), order: order, byHand: true, by: person.id)]
    }

    /// A step as somebody wrote it; ids in it are those of this lab.
    private func step(_ members: [String: JSON], before order: String) throws(Rejection) -> Template.Step {
        do throws(TemplateProblem) {
            let step = try Template.Step(
                .object(members), after: agenda.filter { self.order(of: $0) < order })
            for reference in ActivityKinds.named(step.kind)?.references ?? [] {
                guard let id = step.settings[reference]?.string else { continue }
                guard activities[id] != nil else {
                    throw TemplateProblem("names no activity of this lab.", at: ["settings", reference])
                }
            }
            try step.checkPlace { activities[$0]?.content }
            try Self.check(.object(members), at: "step")
            return step
        } catch {
            throw Rejection(.invalid, "\(error.path.joined(separator: ".")): \(error.message)")
        }
    }

    /// Texts that people read must not deceive, wherever in the settings they are.
    private static func check(_ json: JSON, at key: String) throws(TemplateProblem) {
        switch json {
        case .string(let text) where !text.isEmpty:
            do throws(Rejection) {
                _ = try WrittenText.check(text, field: key, atMost: 50_000)
            } catch {
                throw TemplateProblem(error.detail, at: [key])
            }
        case .array(let values): for value in values { try check(value, at: key) }
        case .object(let members): for (key, value) in members { try check(value, at: key) }
        case .null: throw TemplateProblem("must have a value, or be left out.", at: [key])
        default: break
        }
    }

    /// The key of a place on the agenda: after the activity that `after` names, or first where it is empty.
    private func place(after body: Fields, moving activity: Activity?) throws(Rejection) -> String {
        let others = agenda.filter { $0 != activity?.id }
        let earlier = body.json["after"]?.string ?? ""
        let index: Int
        if earlier.isEmpty {
            index = 0
        } else {
            guard let found = others.firstIndex(of: earlier) else { throw .unknownActivity }
            index = found + 1
        }
        if let activity, Array(others.prefix(index)) == Array(agenda.prefix(while: { $0 != activity.id })) {
            return activity.order
        }
        let before = Set(others.prefix(index))
        if let activity {
            guard activity.inputsFrom.allSatisfy(before.contains) else {
                throw Rejection(
                    .notAllowed,
                    "“\(activity.title)” starts from what was done before it, and must stay after that.")
            }
            guard !before.contains(where: { activities[$0]?.inputsFrom.contains(activity.id) == true }) else {
                throw Rejection(
                    .notAllowed,
                    "Something before that place starts from “\(activity.title)”; move that first.")
            }
        }
        return Order.between(
            index > 0 ? order(of: others[index - 1]) : nil,
            index < others.count ? order(of: others[index]) : nil)
    }

    mutating func sortAgenda() {
        let activities = activities
        agenda.sort { (activities[$0]?.order ?? "") < (activities[$1]?.order ?? "") }
    }

    func order(of id: ID) -> String { activities[id]?.order ?? "" }

    private static let words: [(key: String, limit: Int)] = [
        ("title", 120), ("prompt", 1000), ("easyPrompt", 1000), ("commentary", 2000),
    ]

    private func edit(
        _ activity: Activity, _ body: Fields, by person: Participant, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        var was: [String: JSON] = [:]
        var to: [String: JSON] = [:]
        func change(_ key: String, _ old: JSON, _ new: JSON) {
            if old != new { (was[key], to[key]) = (old, new) }
        }
        for (key, limit) in Self.words where body.has(key) {
            let isNeeded = key == "title" || key == "prompt" && activity.kind != Break.kind
            let text =
                isNeeded ? try body.text(key, atMost: limit) : try body.optionalText(key, atMost: limit)
            change(key, .string(activity.words[key] ?? ""), .string(text ?? ""))
        }
        if body.has("guideMinutes") {
            change(
                "guideMinutes", .int(activity.guideMinutes), .int(try body.whole("guideMinutes", in: 0...600))
            )
        }
        if body.has("settings") || body.has("inputsFrom") {
            guard activity.state == .draft else {
                throw Rejection(
                    .notAllowed,
                    "“\(activity.title)” has begun: its words can be changed, its settings can't.")
            }
            var members = activity.asStep
            let settings = body.json["settings"] ?? activity.settings
            members["settings"] = settings
            members["inputsFrom"] = body.json["inputsFrom"] ?? members["inputsFrom"]
            let step = try step(members, before: activity.order)
            if settings != activity.settings {
                change("settings", activity.settings, step.settled(&context.ids))
            }
            change(
                "inputsFrom", activity.value(of: "inputsFrom") ?? [],
                .array(step.inputsFrom.map { .string($0) }))
        }
        guard try body.whole("version", in: 1...Int.max) == activity.version else {
            throw Rejection(
                .changedMeanwhile, "This step was changed in the meantime. Both are here: choose one.",
                extra: [
                    "theirs": .object(
                        activity.words.mapValues { .string($0) }.merging(
                            ["version": .int(activity.version)]) { $1 }),
                    "yours": .object(to),
                ])
        }
        guard !to.isEmpty else { return [] }
        return [
            Event(
                "activityEdited", activity: activity.id, by: [person.id],
                ["was": .object(was), "to": .object(to)])
        ]
    }

    // MARK: - Undo and evolve

    /// What takes back a change of the agenda.
    func compensateAgenda(
        _ event: Event, _ activity: Activity, by person: Participant
    ) throws(Rejection) -> Event {
        func back(_ what: JSON) -> Event { Event(event.kind, activity: activity.id, by: [person.id], what) }
        switch event.kind {
        case "activityMoved":
            guard event["order"]?.string == activity.order, let was = event["was"] else { throw .movedOn }
            return back(["order": was, "was": .string(activity.order)])
        case "activitySkipped":
            guard event["skipped"]?.bool == activity.isSkipped, activity.state == .draft else {
                throw .movedOn
            }
            return back(["skipped": .bool(!activity.isSkipped), "was": .bool(activity.isSkipped)])
        case "activityAdded":
            guard activity.state == .draft, !activity.isSkipped else { throw .movedOn }
            return Event(
                "activitySkipped", activity: activity.id, by: [person.id], ["skipped": true, "was": false])
        default:
            guard let to = event["to"]?.object, let was = event["was"]?.object,
                to.allSatisfy({ activity.value(of: $0.key) == $0.value }),
                was["settings"] == nil && was["inputsFrom"] == nil || activity.state == .draft,
                (was["inputsFrom"]?.strings ?? []).allSatisfy({ order(of: $0) < activity.order })
            else { throw .movedOn }
            return back(["was": .object(to), "to": .object(was)])
        }
    }

    mutating func evolveAgenda(_ id: ID, _ event: Event, at time: Int64) -> Touched {
        guard var activity = activities[id] else { return Touched() }
        var touched = Touched()
        touched.keys = touchedVote(of: id).union([.frame(id)])
        var what = AgendaChange.What.edited
        switch event.kind {
        case "activityMoved":
            activity.order = event["order"]?.string ?? activity.order
            what = .moved
        case "activitySkipped":
            activity.isSkipped = event["skipped"]?.bool ?? activity.isSkipped
            what = activity.isSkipped ? .skipped : .returned
        default:
            activity.take(event["to"] ?? .empty)
            touched.whole.insert(id)
            touched.keys.formUnion(stepsOfTracks(of: id))
            if let inputs = event["to"]?["inputsFrom"]?.strings {
                // Never in a circle, whatever stands in the journal.
                let later = Set(downstream(of: id) + [id])
                activity.inputsFrom = inputs.filter { activities[$0] != nil && !later.contains($0) }
                touched.whole.formUnion(later)
            }
        }
        activities[id] = activity
        sortAgenda()
        touched.keys.formUnion(touchedVote(of: id))
        touched.formUnion(record(what, of: id, event, at: time))
        return touched
    }

    mutating func record(
        _ what: AgendaChange.What, of id: ID, _ event: Event, at time: Int64
    ) -> Touched {
        history.append(
            AgendaChange(
                what: what, activity: id, title: activities[id]?.title ?? "", time: time, revision: revision,
                person: event.actor, parts: (event["to"]?.object ?? [:]).keys.sorted()))
        var touched = Touched()
        touched.keys.insert(.change(revision))
        return touched
    }

    /// A change of the lab itself, which everybody finds in its history (S7): `detail` says what it was set to.
    mutating func record(
        _ what: AgendaChange.What, _ event: Event, at time: Int64, _ detail: (inout AgendaChange) -> Void
    ) -> Touched {
        var change = AgendaChange(
            what: what, activity: nil, title: "", time: time, revision: revision, person: event.actor,
            parts: []
        )
        detail(&change)
        history.append(change)
        var touched = Touched()
        touched.keys = [.lab, .change(revision)]
        return touched
    }
}

extension Activity {
    /// The texts of the step, as they are edited.
    var words: [String: String] {
        ["title": title, "prompt": prompt, "easyPrompt": easyPrompt ?? "", "commentary": commentary ?? ""]
    }

    func value(of key: String) -> JSON? {
        switch key {
        case "guideMinutes": .int(guideMinutes)
        case "settings": settings
        case "inputsFrom": .array(inputsFrom.map { .string($0) })
        default: words[key].map { .string($0) }
        }
    }

    /// As a template would have it; ids are the lab's.
    var asStep: [String: JSON] {
        [
            "id": .string(id), "kind": .string(kind), "title": .string(title), "prompt": .string(prompt),
            "visibility": .string(visibility.rawValue), "reveal": .string(reveal.rawValue),
            "inputsFrom": .array(inputsFrom.map { .string($0) }),
        ]
    }

    mutating func take(_ change: JSON) {
        title = change["title"]?.string ?? title
        prompt = change["prompt"]?.string ?? prompt
        if let text = change["easyPrompt"]?.string { easyPrompt = text.isEmpty ? nil : text }
        if let text = change["commentary"]?.string { commentary = text.isEmpty ? nil : text }
        guideMinutes = change["guideMinutes"]?.int ?? guideMinutes
        if let settings = change["settings"], state == .draft,
            let content = try? type(of: content).init(settings: Settings(settings))
        {
            self.settings = settings
            self.content = content
        }
        version += 1
    }
}
