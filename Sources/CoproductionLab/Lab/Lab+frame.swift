/// What surrounds the activities: the lab's details, its sittings, and what people signal quietly.
extension Lab {
    func decideFrame(
        _ command: Command, by person: Participant, at time: Int64
    ) throws(Rejection) -> [Event] {
        switch command.name {
        case "setDetails":
            let next = try details.changed(by: command.body)
            guard next != details else { return [] }
            return [
                Event(
                    "detailsChanged", by: [person.id],
                    ["to": .object(next.members), "was": .object(details.members)])
            ]
        case "setLanguage":
            guard let next = command.body.json["language"]?.string, Settings.isLanguage(next) else {
                throw Rejection(.invalid, "“language” must be a language tag such as en, gd or ur.")
            }
            guard next != language else { return [] }
            return [languageChanged(to: next, by: person)]
        case "setRetention": return try decideRetention(command.body, by: person, at: time)
        case "planSitting":
            let number = try command.body.whole("sitting", in: 1...100)
            let plan = SittingPlan(
                title: try command.body.optionalText("title", atMost: 120),
                date: try command.body.optionalDay("date"))
            guard plan != sittings[number] ?? SittingPlan(title: nil, date: nil) else { return [] }
            return [
                Event(
                    "sittingPlanned", by: [person.id],
                    [
                        "sitting": .int(number), "to": .object(plan.members),
                        "was": .object(sittings[number]?.members ?? [:]),
                    ])
            ]
        default:
            let signals = people.compactMap { id, person in
                person.signal.map { (id, JSON.string($0.rawValue)) }
            }
            guard !signals.isEmpty else { return [] }
            let was = Dictionary(uniqueKeysWithValues: signals)
            return [Event("signalsSettled", by: [person.id] + was.keys.sorted(), ["was": .object(was)])]
        }
    }

    private func languageChanged(to next: String, by person: Participant) -> Event {
        Event("languageChanged", by: [person.id], ["to": .string(next), "was": .string(language)])
    }

    func compensateLanguage(_ event: Event, by person: Participant) throws(Rejection) -> Event {
        guard person.isFacilitator else { throw .facilitatorsOnly }
        guard event["to"]?.string == language, let was = event["was"]?.string else { throw .movedOn }
        return languageChanged(to: was, by: person)
    }

    /// S9: slow down, pause, ready, a question; an empty one takes it back.
    func decideSignal(_ body: Fields, by person: Participant) throws(Rejection) -> [Event] {
        guard state.takesAnswers else { throw .labEnded }
        let signal = body.json["signal"] == "" ? nil : try body.choice("signal", Signal.self)
        guard signal != person.signal else { return [] }
        var what: [String: JSON] = [:]
        what.set("signal", signal?.rawValue)
        what.set("was", person.signal?.rawValue)
        return [Event("signalled", items: [person.id], by: [person.id], .object(what))]
    }

    /// What has to be said before a lab opens (S15).
    func checkSetUp() throws(Rejection) {
        let missing = setUpNeeds.filter { details.answers[$0] == nil }
        guard missing.isEmpty else {
            let words: [Details.Question: String] = [
                .times: "when people can come", .pay: "who is paid for their time",
                .expenses: "which expenses are met", .access: "what access people need",
            ]
            throw Rejection(
                .notAllowed,
                "Before this lab opens, say \(missing.compactMap { words[$0] }.joined(separator: ", and ")). "
                    + "It stands under the lab's details.",
                extra: ["missing": .array(missing.map { .string($0.rawValue) })])
        }
    }

    // MARK: - Evolve

    mutating func evolveFrame(_ event: Event) -> Touched {
        var touched = Touched()
        switch event.kind {
        case "detailsChanged":
            let hidNames = details.hidesNames
            details = Details(members: event["to"] ?? .empty)
            touched.keys = [.lab, .people]
            if details.hidesNames != hidNames { touched.formUnion(touchedByNames) }
        case "sittingPlanned":
            guard let number = event["sitting"]?.int else { break }
            sittings[number] = SittingPlan(
                title: event["to"]?["title"]?.string, date: event["to"]?["date"]?.string)
            touched.keys.insert(.lab)
        case "signalsReturned":
            for (id, signal) in event["to"]?.object ?? [:] where people[id] != nil {
                people[id]?.signal = signal.string.flatMap(Signal.init)
                touched.mine.insert(.person(id))
            }
            touched.keys.insert(.people)
        default:
            for (id, person) in people where person.signal != nil {
                people[id]?.signal = nil
                touched.mine.insert(.person(id))
            }
            touched.keys.insert(.people)
        }
        return touched
    }

    /// What the lab says from now on in another language: its screen, its reports, and its own texts, which are taken to be
    /// in it. Everybody is told who changed it (S7).
    mutating func changeLanguage(_ event: Event, at time: Int64) -> Touched {
        guard let next = event["to"]?.string, Settings.isLanguage(next) else { return Touched() }
        language = next
        return record(.language, event, at: time) { $0.language = next }
    }

    /// What looks different when all names are hidden or shown.
    var touchedByNames: Touched {
        var touched = touchedNeeds()
        touched.whole = Set(agenda)
        touched.keys.formUnion(history.map { .change($0.revision) })
        touched.keys.formUnion(touchedLog())
        touched.mine.formUnion(peopleWhoShareNames)
        return touched
    }

    mutating func evolveSignal(_ event: Event) -> Touched {
        var touched = Touched()
        guard let id = event.item, people[id] != nil else { return touched }
        people[id]?.signal = event["signal"]?.string.flatMap(Signal.init)
        touched.keys.insert(.people)
        touched.mine.insert(.person(id))
        return touched
    }

    /// How many signal what, and how many are new to this (S9, S19): counts, never who.
    var quietCounts: [String: JSON] {
        var signals: [String: JSON] = [:]
        var new = 0
        for person in people.values where person.counts(in: sitting) {
            if let signal = person.signal {
                signals[signal.rawValue] = .int((signals[signal.rawValue]?.int ?? 0) + 1)
            }
            if person.isNew { new += 1 }
        }
        var members: [String: JSON] = ["newToThis": .int(new)]
        if !signals.isEmpty { members["signals"] = .object(signals) }
        return members
    }

    /// What an organiser should know before it hurts (S15, S19).
    var warnings: [String: JSON] {
        details.onlyProfessionalsPaid ? ["onlyProfessionalsPaid": true] : [:]
    }

    var sittingsView: JSON? {
        let planned = sittings.filter { $0.value.title != nil || $0.value.date != nil }
        guard !planned.isEmpty else { return nil }
        return .object(
            Dictionary(uniqueKeysWithValues: planned.map { (String($0.key), .object($0.value.members)) }))
    }
}

extension SittingPlan {
    var members: [String: JSON] {
        var members: [String: JSON] = [:]
        members.set("title", title)
        members.set("date", date)
        return members
    }
}

extension Lab {
    /// A line of the agenda's history: what was changed, and by whom (S7). The hall's screen shows no names.
    func view(of change: AgendaChange, for audience: Audience) -> JSON {
        var members: [String: JSON] = [
            "what": .string(change.what.rawValue), "time": .int(Int(change.time)),
            "order": .string(Order.appended(change.revision)),
        ]
        if let activity = change.activity {
            members["activity"] = .string(activity)
            members["title"] = .string(change.title)
        }
        members.set("language", change.language)
        members.set("days", change.days)
        if !change.parts.isEmpty { members["parts"] = .array(change.parts.map { .string($0) }) }
        if audience != .screen, !details.hidesNames, let name = change.person.flatMap({ people[$0]?.name }),
            !name.isEmpty
        {
            members["by"] = .string(name)
        }
        return .object(members)
    }
}
