extension QuestionQueue {
    static let answerLimit = 1000

    package func decide(
        _ command: Command, in scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        let body = command.body
        switch command.name {
        case "askQuestion":
            let words = try words(body, editing: nil, scene)
            var what = words.members
            what["role"] = .string(scene.role.rawValue)
            what["support"] = .string(scene.support.rawValue)
            return [event("questionAsked", context.ids.next(), scene, .object(what))]
        case "editQuestion": return try edit(body, scene)
        case "withdrawQuestion":
            return [event("questionWithdrawn", try owned(try body.id("question"), scene).id, scene)]
        case "supportQuestion":
            let question = try standing(try body.id("question"), scene)
            let on = try body.flag("on")
            guard question.author != scene.author else {
                throw Rejection(
                    .notAllowed,
                    "This is your own question; asking it is your support. Others can add theirs.")
            }
            guard (supports[scene.author ?? ""]?.contains(question.id) == true) != on else { return [] }
            return [supported(question.id, on, scene)]
        case "setQuestionStatus": return try mark(body, scene)
        case "moveQuestion": return try move(body, scene)
        default: throw Rejection(.unknownCommand, "“\(command.name)” isn't for this activity.")
        }
    }

    private func words(
        _ body: Fields, editing earlier: PanelQuestion.Words?, _ scene: Scene
    ) throws(Rejection) -> PanelQuestion.Words {
        var words = earlier ?? PanelQuestion.Words(members: .empty)
        if earlier == nil || body.has("text") {
            words.text = try body.text("text", atMost: PanelQuestion.Words.limit)
        }
        if body.has("to") {
            let to = body.json["to"] == "" ? nil : try body.id("to")
            if let to, panellist(to) == nil {
                throw Rejection(
                    .unknownItem, "There is nobody of this id on the panel. Choose another, or all of them.")
            }
            words.to = to
        }
        if body.has("named") {
            let isNamed = try body.flag("named")
            guard (allowsNamed && !scene.lab.details.hidesNames) || !isNamed else {
                throw Rejection(
                    .notAllowed, "Questions are asked without a name here. Send it without yours.")
            }
            // The name as it is when the question is sent, and only beside this question.
            words.name = isNamed ? words.name ?? scene.participant?.name : nil
        }
        return words
    }

    private func edit(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        let question = try owned(try body.id("question"), scene)
        let words = try words(body, editing: question.words, scene)
        guard try body.whole("version", in: 1...Int.max) == question.version else {
            throw Rejection(
                .changedMeanwhile, "This question was changed in the meantime. Both are here: choose one.",
                extra: [
                    "theirs": .object(
                        question.words.members.merging(["version": .int(question.version)]) { $1 }),
                    "yours": .object(words.members),
                ])
        }
        guard words != question.words else { return [] }
        guard question.status == .queued || question.status == .parked else {
            throw Rejection(
                .movedOn, "This question has been asked already. Ask a new one if something is missing.")
        }
        return [rewritten(question, to: words, scene)]
    }

    private func rewritten(_ question: PanelQuestion, to words: PanelQuestion.Words, _ scene: Scene) -> Event
    {
        event(
            "questionEdited", question.id, scene,
            ["was": .object(question.words.members), "to": .object(words.members)])
    }

    private func supported(_ id: ID, _ on: Bool, _ scene: Scene) -> Event {
        event(
            "questionSupported", id, scene,
            [
                "on": .bool(on), "role": .string(scene.role.rawValue),
                "support": .string(scene.support.rawValue),
            ])
    }

    // MARK: - The chair

    private func mark(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        let question = try standing(try body.id("question"), scene)
        var place = question.place
        place.status = try body.choice("status", PanelQuestion.Status.self)
        if body.has("answer") { place.answer = try body.optionalText("answer", atMost: Self.answerLimit) }
        if body.has("version"), body.json["version"]?.int != question.marked {
            throw Rejection(
                .changedMeanwhile,
                "Somebody else has marked this question in the meantime. Read it, then mark it again.",
                extra: [
                    "theirs": .object(
                        question.place.members.merging(["version": .int(question.marked)]) { $1 }),
                    "yours": .object(place.members),
                ])
        }
        guard place != question.place else { return [] }
        return [marked(question, to: place, scene)]
    }

    private func marked(_ question: PanelQuestion, to place: PanelQuestion.Place, _ scene: Scene) -> Event {
        event(
            "questionMarked", question.id, scene,
            ["was": .object(question.place.members), "to": .object(place.members)])
    }

    /// Puts a question before another, or at the end; nothing is ever taken off the list.
    private func move(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        let question = try standing(try body.id("question"), scene)
        let queue = queue(in: scene).filter { $0.id != question.id }
        var place = queue.count
        if body.has("before") {
            let before = try body.id("before")
            if before == question.id { return [] }
            guard let index = queue.firstIndex(where: { $0.id == before }) else { throw .unknownItem }
            place = index
        }
        let lower = place > 0 ? queue[place - 1].order : nil
        let upper = place < queue.count ? queue[place].order : nil
        if lower ?? "" < question.order, upper.map({ question.order < $0 }) ?? true { return [] }
        return [moved(question, to: Order.ofQueue(after: lower, before: upper), scene)]
    }

    private func moved(_ question: PanelQuestion, to order: String, _ scene: Scene) -> Event {
        event(
            "questionMoved", question.id, scene, ["was": .string(question.order), "to": .string(order)])
    }

    // MARK: - Undo

    package func compensate(_ event: Event, in scene: Scene) throws(Rejection) -> [Event] {
        guard let id = event.item, let question = questions[id] else { throw .movedOn }
        switch event.kind {
        case "questionAsked"
        where !question.isWithdrawn && question.version == 1 && question.marked == 0
            && question.supporters == 0 && !scene.isBuilt(on: id):
            return [self.event("questionWithdrawn", id, scene)]
        case "questionEdited"
        where !question.isWithdrawn && event["to"] == .object(question.words.members)
            && (question.status == .queued || question.status == .parked):
            guard let was = event["was"] else { throw .movedOn }
            return [rewritten(question, to: PanelQuestion.Words(members: was), scene)]
        case "questionWithdrawn" where question.isWithdrawn:
            return [self.event("questionReturned", id, scene)]
        case "questionReturned" where !question.isWithdrawn:
            return [self.event("questionWithdrawn", id, scene)]
        case "questionSupported":
            guard let on = event["on"]?.bool,
                (supports[scene.author ?? ""]?.contains(id) == true) == on
            else { throw .movedOn }
            return [supported(id, !on, scene)]
        case "questionMarked" where event["to"] == .object(question.place.members):
            guard let was = event["was"] else { throw .movedOn }
            return [marked(question, to: PanelQuestion.Place(members: was), scene)]
        case "questionMoved" where event["to"]?.string == question.order:
            guard let was = event["was"]?.string else { throw .movedOn }
            return [moved(question, to: was, scene)]
        default: throw .movedOn
        }
    }

    package func takeOut(_ author: Author, in scene: Scene) -> [Event] {
        (supports[author] ?? []).sorted().map { supported($0, false, scene) }
            + (byAuthor[author] ?? []).filter { questions[$0]?.isWithdrawn == false }
            .map { event("questionWithdrawn", $0, scene) }
    }

    /// What may not be seen yet can't be supported or marked either.
    private func standing(_ id: ID, _ scene: Scene) throws(Rejection) -> PanelQuestion {
        guard let question = questions[id], !question.isWithdrawn,
            question.author == scene.author || scene.activity.showsAnswers
        else { throw .unknownItem }
        return question
    }

    private func owned(_ id: ID, _ scene: Scene) throws(Rejection) -> PanelQuestion {
        guard let question = questions[id], !question.isWithdrawn else { throw .unknownItem }
        guard question.author == scene.author else { throw .notYours }
        return question
    }

    private func event(_ kind: String, _ id: ID, _ scene: Scene, _ what: JSON = .empty) -> Event {
        scene.event(kind, [id], what, concerning: [questions[id]?.author].compactMap { $0 })
    }
}
