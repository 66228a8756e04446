import HashTreeCollections

/// `questions`: people ask the panel, with or without their name, and support others' questions; the chair decides
/// which comes next, and can park a question but never make it disappear (S44).
package struct QuestionQueue: ActivityContent {
    package static let kind = "questions"
    package static let collections = ["questions"]
    package static let flaggable: Set<String> = ["questions"]
    package static let results = ["questionAsked": "question"]
    package static let commands: [String: CommandRule] = [
        "askQuestion": .contribution(lateText: "text"),
        "editQuestion": .contribution(lateText: "text"),
        "withdrawQuestion": .whileOpen,
        "supportQuestion": .contribution(),
        "setQuestionStatus": .facilitating,
        "moveQuestion": .facilitating,
    ]
    package static let facilitation: Set<String> = ["questionMarked", "questionMoved"]

    struct Panellist: Sendable {
        let id: String
        let name: String
    }

    let panellists: [Panellist]
    let allowsNamed: Bool
    package internal(set) var questions = TreeDictionary<ID, PanelQuestion>()
    var byAuthor = TreeDictionary<Author, [ID]>()
    var supports = TreeDictionary<Author, Set<ID>>()
    var standing = 0

    package var hasOutputs: Bool { true }

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow("panellists", "allowsNamed")
        allowsNamed = try settings.flag("allowsNamed", default: true)
        var panellists: [Panellist] = []
        for (index, panellist) in try settings.mappings("panellists", atMost: 20).enumerated() {
            do throws(TemplateProblem) {
                try panellist.allow("id", "name")
                let id = try panellist.key("id")
                guard !panellists.contains(where: { $0.id == id }) else {
                    throw TemplateProblem("“\(id)” is taken; choose another id.", at: ["id"])
                }
                panellists.append(Panellist(id: id, name: try panellist.required("name", atMost: 80)))
            } catch {
                throw TemplateProblem(error.message, at: ["panellists", String(index)] + error.path)
            }
        }
        self.panellists = panellists
    }

    // MARK: - Evolve

    package mutating func evolve(_ event: Event, in activity: Surroundings) -> Consequence {
        guard let id = event.item else { return Consequence() }
        switch event.kind {
        case "questionAsked": return ask(id, event)
        case "questionSupported": return support(id, event, activity)
        case "questionEdited":
            return change(id) { question in
                question.words = PanelQuestion.Words(members: event["to"] ?? .empty)
                question.version += 1
                question.isEdited = true
            }
        case "questionWithdrawn": return setWithdrawn(id, true)
        case "questionReturned": return setWithdrawn(id, false)
        case "questionMarked":
            return change(id) { question in
                question.place = PanelQuestion.Place(members: event["to"] ?? .empty)
                question.marked += 1
            }
        case "questionMoved":
            guard let order = event["to"]?.string, !order.isEmpty else { return Consequence() }
            return change(id) { $0.order = order }
        default: return Consequence()
        }
    }

    private mutating func ask(_ id: ID, _ event: Event) -> Consequence {
        guard questions[id] == nil, let what = event.what else { return Consequence() }
        let author = event.actor ?? ""
        let question = PanelQuestion(
            id: id, author: author, role: event.role,
            support: event.support,
            words: PanelQuestion.Words(members: what), order: Order.appended(questions.count))
        questions[id] = question
        byAuthor[author, default: []].append(id)
        standing += 1
        var consequence = Consequence()
        consequence.entries = [("questions", id)]
        consequence.frame = true
        consequence.outputs = [id]
        consequence.contributions = [(author, question.role, 1)]
        return consequence
    }

    private mutating func change(_ id: ID, _ change: (inout PanelQuestion) -> Void) -> Consequence {
        guard var question = questions[id] else { return Consequence() }
        change(&question)
        questions[id] = question
        var consequence = Consequence()
        consequence.entries = [("questions", id)]
        consequence.outputs = [id]
        consequence.mine = [question.author]
        return consequence
    }

    private mutating func setWithdrawn(_ id: ID, _ isWithdrawn: Bool) -> Consequence {
        guard let question = questions[id], question.isWithdrawn != isWithdrawn else { return Consequence() }
        var consequence = change(id) { $0.isWithdrawn = isWithdrawn }
        standing += isWithdrawn ? -1 : 1
        consequence.frame = true
        consequence.contributions = [(question.author, question.role, isWithdrawn ? -1 : 1)]
        return consequence
    }

    private mutating func support(_ id: ID, _ event: Event, _ activity: Surroundings) -> Consequence {
        guard var question = questions[id], let on = event["on"]?.bool else { return Consequence() }
        let author = event.actor ?? ""
        var own = supports[author] ?? []
        guard own.contains(id) != on else { return Consequence() }
        if on { own.insert(id) } else { own.remove(id) }
        supports[author] = own.isEmpty ? nil : own
        question.supporters += on ? 1 : -1
        questions[id] = question
        var consequence = Consequence()
        if activity.showsAnswers { consequence.entries = [("questions", id)] }
        consequence.mine = [author]
        let role = event.role
        consequence.contributions = [(author, role, on ? 1 : -1)]
        return consequence
    }

    // MARK: - View

    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] {
        var members: [String: JSON] = [
            "allowsNamed": .bool(allowsNamed && !scene.lab.details.hidesNames), "count": .int(standing),
        ]
        if !panellists.isEmpty {
            members["panellists"] = .object(
                Dictionary(
                    uniqueKeysWithValues: panellists.enumerated().map { index, panellist in
                        (
                            panellist.id,
                            ["name": .string(panellist.name), "order": .string(Order.appended(index))]
                        )
                    }))
        }
        return members
    }

    package func ids(in collection: String, _ scene: Scene) -> [ID] {
        questions.values.filter { !$0.isWithdrawn }.map(\.id)
    }

    /// What is private is read by its owner alone.
    private func isShown(_ scene: Scene) -> Bool {
        scene.activity.showsAnswers && scene.activity.visibility != .private
    }

    package func entry(_ id: ID, in collection: String, for audience: Audience, in scene: Scene) -> JSON? {
        guard isShown(scene), let question = questions[id], !question.isWithdrawn else { return nil }
        var members = view(question)
        members["support"] = .int(question.supporters)
        if question.marked > 0 { members["answerVersion"] = .int(question.marked) }
        if question.support != .self { members["by"] = .string(question.support.rawValue) }
        if scene.activity.visibility.showsRole { members["role"] = .string(question.role.rawValue) }
        members["name"] = nil
        // The panel may say a name aloud; the hall's screen never shows one.
        if audience != .screen { members.set("name", name(of: question, in: scene)) }
        return .object(members)
    }

    package func name(of question: PanelQuestion, in scene: Scene) -> String? {
        guard !scene.lab.details.hidesNames else { return nil }
        return question.name
            ?? (scene.activity.visibility == .named ? scene.lab.people[question.author]?.name : nil)
    }

    private func view(_ question: PanelQuestion) -> [String: JSON] {
        var members = question.words.members.merging(question.place.members) { $1 }
        members["order"] = .string(question.order)
        members["version"] = .int(question.version)
        members.flag("edited", question.isEdited)
        return members
    }

    package func entries(of author: Author) -> [(collection: String, id: ID)] {
        (byAuthor[author] ?? []).map { ("questions", $0) }
    }

    package func mine(_ author: Author, in scene: Scene) -> [String: JSON] {
        var members: [String: JSON] = [:]
        var own: [String: JSON] = [:]
        for id in byAuthor[author] ?? [] {
            guard let question = questions[id], !question.isWithdrawn else { continue }
            own[id] = .object(view(question))
        }
        if !own.isEmpty { members["questions"] = .object(own) }
        if let supported = supports[author] {
            members["supports"] = .object(Dictionary(uniqueKeysWithValues: supported.map { ($0, true) }))
        }
        return members
    }

    // MARK: - What flows on

    /// The questions that stand, in the chair's order.
    package func queue(in scene: Scene) -> [PanelQuestion] {
        guard isShown(scene) else { return [] }
        return questions.values.filter { !$0.isWithdrawn }.sorted { ($0.order, $0.id) < ($1.order, $1.id) }
    }

    package func outputs(in scene: Scene) -> [Item] {
        queue(in: scene).map { Item(id: $0.id, source: scene.activity.id, order: $0.order) }
    }

    package func output(_ id: ID, in scene: Scene) -> Item? {
        guard isShown(scene), let question = questions[id], !question.isWithdrawn else { return nil }
        return Item(id: id, source: scene.activity.id, order: question.order)
    }

    package func text(of item: ID) -> String? { questions[item]?.text }

    package func panellist(_ id: String) -> String? { panellists.first { $0.id == id }?.name }
}
