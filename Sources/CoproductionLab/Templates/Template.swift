/// A programme to make labs from: an ordered list of activities, as a file in `config/templates/` describes it.
package struct Template: Sendable {
    /// One activity of it. `key` is its name within the template; `inputsFrom` names others by theirs.
    package struct Step: Sendable {
        package let key: String
        package let kind: String
        package let title: String
        let prompt: String
        let easyPrompt: String?
        let guideMinutes: Int
        let visibility: Activity.Visibility
        let reveal: Activity.Reveal
        let inputsFrom: [String]
        let commentary: String?
        /// The `choose` whose track this is, and the track's id there.
        let track: (choice: String, id: String)?
        let sitting: Int?
        let contributors: [Role]
        let quorum: Quorum
        package let settings: JSON
        let content: any ActivityContent
    }

    package let id: String
    package let name: String
    package let minutes: Int
    package let language: String
    /// Whose tool it is, where it is somebody's.
    package let credit: String?
    package let title: String
    package let welcome: String
    package let steps: [Step]
    /// What has to be said of a lab before it opens (S15).
    package let setUpNeeds: [Details.Question]
    /// What is said of a lab from the start: its words, its context, …
    package let details: Details

    /// Reads a template and checks all of it, the settings of each kind included.
    package init(_ json: JSON) throws(TemplateProblem) {
        let settings = Settings(json)
        try settings.allow(
            "id", "name", "minutes", "language", "credit", "title", "welcome", "setUpNeeds", "details",
            "activities")
        id = try settings.required("id", atMost: 20)
        name = try settings.required("name", atMost: 80)
        guard let minutes = try settings.whole("minutes", in: 1...10_000) else {
            throw TemplateProblem("needs minutes, the time it usually takes.", at: ["minutes"])
        }
        self.minutes = minutes
        language = try settings.language("language") ?? "en"
        credit = try settings.text("credit", atMost: 200)
        title = try settings.required("title", atMost: 120)
        welcome = try settings.required("welcome", atMost: 2000)
        setUpNeeds = try settings.choices("setUpNeeds", Details.Question.self)
        details = try Self.details(try settings.below("details"))
        guard let activities = json["activities"]?.array, !activities.isEmpty, activities.count <= 100 else {
            throw TemplateProblem("needs a list of one to a hundred activities.", at: ["activities"])
        }
        var steps: [Step] = []
        let keys = activities.map { $0["id"]?.string ?? "" }
        for (index, activity) in activities.enumerated() {
            do throws(TemplateProblem) {
                steps.append(
                    try Step(
                        activity, after: steps.map(\.key), before: Set(keys.dropFirst(index + 1))))
            } catch {
                throw TemplateProblem(error.message, at: ["activities", String(index)] + error.path)
            }
        }
        for (index, step) in steps.enumerated() where ActivityKinds.named(step.kind)?.weighsInputs == true {
            guard
                let input = steps.first(where: {
                    step.inputsFrom.contains($0.key) && !$0.content.canBeWeighed
                })
            else { continue }
            throw TemplateProblem(
                "“\(input.key)” says of itself that it can't be voted on or averaged. Take it out.",
                at: ["activities", String(index), "inputsFrom"])
        }
        // Results may be shown of an activity that comes later, so these are held against the whole list.
        for (index, step) in steps.enumerated() {
            for reference in ActivityKinds.named(step.kind)?.references ?? [] {
                guard let key = step.settings[reference]?.string else { continue }
                guard steps.contains(where: { $0.key == key }) else {
                    throw TemplateProblem(
                        "there is no activity “\(key)” in this template.",
                        at: ["activities", String(index), "settings", reference])
                }
            }
        }
        for (index, step) in steps.enumerated() {
            do throws(TemplateProblem) {
                try step.checkPlace { key in steps.first { $0.key == key }?.content }
            } catch {
                throw TemplateProblem(error.message, at: ["activities", String(index)] + error.path)
            }
        }
        self.steps = steps
    }

    /// Where a prompt, a question or a part of a form has no words beside it for Easy Read. No mistake: a lab can be
    /// made all the same.
    package var lackingEasyWords: [TemplateProblem] {
        steps.enumerated().flatMap { index, step in
            var problems = step.content.lackingEasyWords.map {
                TemplateProblem($0.message, at: ["settings"] + $0.path)
            }
            if step.easyPrompt == nil {
                problems.insert(
                    TemplateProblem("has no easyPrompt, the same in easy words.", at: ["prompt"]), at: 0)
            }
            return problems.map {
                TemplateProblem($0.message, at: ["activities", String(index)] + $0.path)
            }
        }
    }

    private static func details(_ settings: Settings) throws(TemplateProblem) -> Details {
        do throws(Rejection) {
            return try Details().changed(by: Fields(settings.json))
        } catch {
            throw TemplateProblem(error.detail, at: ["details"])
        }
    }

    /// The events that put its activities into a new lab, in order.
    package func events(by actor: Author, _ context: inout Context) -> [Event] {
        var ids: [String: ID] = [:]
        for step in steps { ids[step.key] = context.ids.next() }
        return steps.enumerated().map { index, step in
            return step.added(step.settled(&context.ids), as: ids, order: Order.appended(index), by: actor)
        }
    }
}

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
        prompt = try settings.required("prompt", atMost: 1000)
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

/// Making a lab: the facts that stand at its beginning. Secrets come in as hashes.
package struct NewLab: Sendable {
    package var title: String
    package var code: String
    package var language: String
    package var retentionDays = 90
    package var maximumPeople = 10_000
    package var safeguarding: String?
    package var facilitator: Joining.Secrets
    package var screenToken: String
    package var recoveryCode: String
    package var invite: String

    package init(
        title: String, code: String, language: String, facilitator: Joining.Secrets, screenToken: String,
        recoveryCode: String, invite: String
    ) {
        self.title = title
        self.code = code
        self.language = language
        self.facilitator = facilitator
        self.screenToken = screenToken
        self.recoveryCode = recoveryCode
        self.invite = invite
    }

    /// The first events of a lab: it is made, its facilitator has a place, its programme stands.
    package func events(from template: Template, _ context: inout Context) throws(Rejection) -> [Event] {
        let title = try WrittenText.check(title.isEmpty ? template.title : title, field: "title", atMost: 120)
        let host = context.ids.next()
        var what: [String: JSON] = [
            "title": .string(title), "code": .string(code), "language": .string(language),
            "welcome": .string(template.welcome), "template": .string(template.id),
            "retentionDays": .int(retentionDays), "maximumPeople": .int(maximumPeople),
            "screenToken": .string(screenToken), "invite": .string(invite),
            "recoveryCode": .string(recoveryCode),
        ]
        what.set("safeguarding", safeguarding)
        let details = template.details.members
        if !details.isEmpty { what["details"] = .object(details) }
        if !template.setUpNeeds.isEmpty {
            what["setUpNeeds"] = .array(template.setUpNeeds.map { .string($0.rawValue) })
        }
        let joined = Event(
            "participantJoined", items: [host], by: [host],
            [
                "name": "", "role": .string(Role.notSaid.rawValue),
                "support": .string(Support.`self`.rawValue),
                "host": true, "facilitator": true, "token": .string(facilitator.token), "sitting": 1,
                "sealed": .object(facilitator.sealed.mapValues { .string($0) }),
            ])
        return [Event("labCreated", by: [host], .object(what)), joined] + template.events(by: host, &context)
    }
}
