extension Lab {
    /// The lab's programme as a template, for other labs to be made from (S40): what was planned and how it was changed by
    /// hand, and nothing that anybody said, answered or was called. What was left out stays out, where nothing rests on it.
    package func template(id: String) -> JSON {
        let kept = keptInTemplate
        var keys: [ID: String] = [:]
        var counts: [String: Int] = [:]
        for activity in agenda where kept.contains(activity) {
            let kind = activities[activity]?.kind ?? ""
            counts[kind, default: 0] += 1
            keys[activity] = counts[kind] == 1 ? kind : "\(kind)\(counts[kind] ?? 1)"
        }
        // What starts from a run-off starts from the vote that it decided.
        for activity in agenda {
            if let first = (activities[activity]?.content as? Vote)?.runOffOf, let key = keys[first] {
                keys[activity] = key
            }
        }
        let steps = agenda.filter(kept.contains).compactMap { activity in
            keys[activity].flatMap { key in activities[activity]?.step(as: key, keys) }
        }
        var members: [String: JSON] = [
            "id": .string(id), "name": .string(String(title.prefix(80))), "title": .string(title),
            "welcome": .string(welcome), "language": .string(language), "activities": .array(steps),
            "minutes": .int(max(1, kept.reduce(0) { $0 + (activities[$1]?.guideMinutes ?? 0) })),
        ]
        if !setUpNeeds.isEmpty {
            members["setUpNeeds"] = .array(setUpNeeds.map { .string($0.rawValue) })
        }
        // Times, pay, people and the place are this lab's own.
        let passedOn: Set<String> = ["words", "glossary", "hidesNames", "asksGuardian"]
        let details = details.members.filter { passedOn.contains($0.key) }
        if !details.isEmpty { members["details"] = .object(details) }
        return .object(members)
    }

    /// All that wasn't left out, and what these start from or show.
    private var keptInTemplate: Set<ID> {
        var kept: Set<ID> = []
        var waiting = agenda.filter { activities[$0]?.isSkipped == false }
        let runOffs = self.runOffs
        while let id = waiting.popLast() {
            guard let activity = activities[id], !activity.isRunOff, kept.insert(id).inserted else {
                continue
            }
            waiting += activity.inputsFrom.map { runOffs[$0] ?? $0 } + activity.references.map(\.id)
            if let choice = activity.track?.choice { waiting.append(choice) }
        }
        return kept
    }
}

extension Activity {
    fileprivate var references: [(key: String, id: ID)] {
        type(of: content).references.compactMap { key in settings[key]?.string.map { (key, $0) } }
    }

    /// As a template has it; `keys` are the names of activities there.
    fileprivate func step(as key: String, _ keys: [ID: String]) -> JSON {
        var members = asStep
        members["id"] = .string(key)
        members.set("easyPrompt", easyPrompt)
        members.set("commentary", commentary)
        members["guideMinutes"] = .int(guideMinutes)
        members["inputsFrom"] = .array(inputsFrom.compactMap { keys[$0].map { .string($0) } })
        if let track, let choice = keys[track.choice] {
            members["track"] = ["of": .string(choice), "is": .string(track.track)]
        }
        members.set("sitting", sitting)
        if !contributors.isEmpty {
            members["contributors"] = .array(contributors.map(\.rawValue).sorted().map { .string($0) })
        }
        if !quorum.isEmpty {
            members["quorum"] = quorum.members
        }
        var own = type(of: content).unsettled(settings).object ?? [:]
        for reference in references { own.set(reference.key, keys[reference.id]) }
        if !own.isEmpty { members["settings"] = .object(own) }
        return .object(members)
    }
}
