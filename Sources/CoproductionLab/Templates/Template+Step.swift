extension Template.Step {
    /// - Parameter later: the ids of what comes after it, so that a place in the wrong order is told from a misspelt one.
    init(
        _ json: JSON, after earlier: [String], before later: Set<String> = []
    ) throws(TemplateProblem) {
        let settings = Settings(json)
        try settings.allow(
            "id", "kind", "title", "prompt", "easyPrompt", "guideMinutes", "visibility", "reveal",
            "inputsFrom", "commentary", "track", "sitting", "contributors", "quorum", "settings")
        key = try settings.required("id", atMost: 40)
        guard !earlier.contains(key) else {
            throw TemplateProblem("“\(key)” is the id of an earlier activity; choose another.", at: ["id"])
        }
        kind = try settings.required("kind", atMost: 40)
        guard let type = ActivityKinds.named(kind) else {
            let known = ActivityKinds.all.map { $0.kind }.joined(separator: ", ")
            throw TemplateProblem("“\(kind)” isn't a kind of activity. Known are: \(known).", at: ["kind"])
        }
        title = try settings.required("title", atMost: 120)
        // A rest asks nothing.
        let asksNothing = kind == Break.kind && (json["prompt"]?.string ?? "").isEmpty
        prompt = asksNothing ? "" : try settings.required("prompt", atMost: 1000)
        easyPrompt = try settings.text("easyPrompt", atMost: 1000)
        guideMinutes = try settings.whole("guideMinutes", in: 0...600) ?? 0
        visibility = try settings.choice("visibility", Activity.Visibility.self, default: .anonymous)
        reveal = try settings.choice("reveal", Activity.Reveal.self, default: .onReveal)
        inputsFrom = json["inputsFrom"]?.strings ?? []
        if let given = json["inputsFrom"] {
            guard given.array?.count == inputsFrom.count else {
                throw TemplateProblem("must be a list of ids of earlier activities.", at: ["inputsFrom"])
            }
        }
        for input in inputsFrom where !earlier.contains(input) {
            throw TemplateProblem(
                later.contains(input)
                    ? "“\(input)” comes later; inputs come from earlier activities. Move one of the two."
                    : "“\(input)” isn't an earlier activity; inputs come from what was done before.",
                at: ["inputsFrom"])
        }
        commentary = try settings.text("commentary", atMost: 2000)
        track = try Self.track(settings, after: earlier)
        sitting = try settings.whole("sitting", in: 1...100)
        contributors = try settings.choices("contributors", Role.self)
        quorum = try Quorum(try settings.below("quorum"))
        let own = try settings.below("settings")
        self.settings = own.json
        guard own.json["runOffOf"] == nil else {
            throw TemplateProblem(
                "A run-off is held where a vote ties, from the desk. Leave this out.",
                at: ["settings", "runOffOf"])
        }
        try type.check(visibility, reveal)
        do throws(TemplateProblem) {
            content = try type.init(settings: own)
        } catch {
            throw TemplateProblem(error.message, at: ["settings"] + error.path)
        }
    }

    /// What can only be told beside the other activities: that something flows in where nothing could be answered
    /// otherwise, and that its track is one of those to choose.
    func checkPlace(_ other: (String) -> (any ActivityContent)?) throws(TemplateProblem) {
        if content.needsInputs, !inputsFrom.contains(where: { other($0)?.hasOutputs == true }) {
            throw TemplateProblem(
                inputsFrom.isEmpty
                    ? "has nothing to start from. Name earlier activities whose ideas flow in here."
                    : "nothing flows in from there. Name activities in which people write or weigh something.",
                at: ["inputsFrom"])
        }
        if let track {
            guard let choose = other(track.choice) as? Choose else {
                throw TemplateProblem("“\(track.choice)” isn't a choice of tracks.", at: ["track", "of"])
            }
            guard choose.tracks[track.id] != nil else {
                throw TemplateProblem(
                    "“\(track.id)” isn't a track there. There are: \(choose.tracks.keys.sorted().joined(separator: ", ")).",
                    at: ["track", "is"])
            }
        }
    }

    private static func track(
        _ settings: Settings, after earlier: [String]
    ) throws(TemplateProblem) -> (choice: String, id: String)? {
        guard settings.json["track"] != nil else { return nil }
        let below = try settings.below("track")
        do throws(TemplateProblem) {
            try below.allow("of", "is")
            let choice = try below.required("of", atMost: 64)
            guard earlier.contains(choice) else {
                throw TemplateProblem("“\(choice)” isn't an earlier activity.", at: ["of"])
            }
            return (choice, try below.required("is", atMost: 40))
        } catch {
            throw TemplateProblem(error.message, at: ["track"] + error.path)
        }
    }

    /// Its settings as a lab keeps them.
    func settled(_ ids: inout IDSource) -> JSON {
        ActivityKinds.named(kind)?.settled(settings, &ids) ?? settings
    }

    /// The event that puts the step on the agenda. `ids` gives the lab's ids for the keys of a template; a step that
    /// was added by hand has the lab's ids already.
    func added(
        _ settled: JSON, as ids: [String: ID]? = nil, order: String, byHand: Bool = false, by actor: Author
    ) -> Event {
        func lab(_ key: String) -> ID? { ids == nil ? key : ids?[key] }
        var settings = settled.object ?? [:]
        for reference in ActivityKinds.named(kind)?.references ?? [] {
            if let key = settings[reference]?.string { settings.set(reference, lab(key)) }
        }
        var what: [String: JSON] = [
            "kind": .string(kind), "title": .string(title), "prompt": .string(prompt),
            "guideMinutes": .int(guideMinutes), "visibility": .string(visibility.rawValue),
            "reveal": .string(reveal.rawValue), "order": .string(order), "settings": .object(settings),
            "inputsFrom": .array(inputsFrom.compactMap { lab($0).map { .string($0) } }),
        ]
        what.set("easyPrompt", easyPrompt)
        what.set("commentary", commentary)
        if let track, let choice = lab(track.choice) {
            what["track"] = ["choice": .string(choice), "track": .string(track.id)]
        }
        what.set("sitting", sitting)
        if !contributors.isEmpty {
            what["contributors"] = .array(contributors.map { .string($0.rawValue) })
        }
        if !quorum.isEmpty { what["quorum"] = quorum.members }
        what.flag("byHand", byHand)
        return Event("activityAdded", activity: lab(key), by: [actor], .object(what))
    }
}

extension Settings {
    /// A text that must be there.
    func required(_ key: String, atMost limit: Int) throws(TemplateProblem) -> String {
        guard let text = try text(key, atMost: limit) else {
            throw TemplateProblem("is missing “\(key)”.", at: [key])
        }
        return text
    }
}
