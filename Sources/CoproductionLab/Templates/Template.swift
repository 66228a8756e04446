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
            if step.easyPrompt == nil, !step.prompt.isEmpty {
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
