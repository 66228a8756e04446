extension Survey {
    static let textLimit = 1000
    static let evidenceLimit = 500
    /// A long list is suggested step by step.
    static let mostSuggestions = 500

    package func decide(
        _ command: Command, in scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        switch command.name {
        case "answerQuestion": return try answer(command.body, scene, &context)
        case "setConsent": return try setConsent(command.body, scene, &context)
        case "acceptMatch": return try answerMatch(command.body, scene)
        case "suggestMatches": return try suggestMatches(scene, &context)
        case "approve", "decline": return try review(command, scene)
        default: throw Rejection(.unknownCommand, "“\(command.name)” isn't for this activity.")
        }
    }

    /// S43: a facilitator's yes, or their no with the reason for it.
    private func review(_ command: Command, _ scene: Scene) throws(Rejection) -> [Event] {
        guard isModerated else { throw Review.notModerated }
        guard let text = texts[try command.body.id("entry")], text.stands else { throw .unknownItem }
        guard let answer = try text.review.answer(to: command, version: text.version) else { return [] }
        return [
            reviewed(text, answer.next == .approved ? "textApproved" : "textDeclined", answer.what, scene)
        ]
    }

    func reviewed(_ text: SurveyText, _ kind: String, _ what: [String: JSON], _ scene: Scene) -> Event {
        // It is about its author: erasing them must find it.
        Event(
            kind, activity: scene.activity.id, items: [text.id], by: [scene.author ?? "", text.author],
            .object(what))
    }

    /// Whether something later builds on a text that flows out of here.
    func isUsed(_ id: ID, _ scene: Scene) -> Bool { itemQuestion == nil && scene.isBuilt(on: id) }

    // MARK: - Answers

    private func answer(
        _ body: Fields, _ scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        let id = try body.id("question")
        guard let question = question(id), !isOfItem(id) || scene.input(id) != nil else { throw .unknownItem }
        if question.kind == .text { return try writeText(id, question, body, scene, &context) }
        guard body.has("answer") || body.has("evidence") else {
            throw Rejection(.invalid, "“answer” is missing.")
        }
        let own = owns[scene.author ?? ""]
        let before = own?.answers[id]
        let after = body.has("answer") ? try question.answer(in: body) : before
        var events: [Event] = []
        if after != before { events.append(answered(id, after, was: before, scene)) }
        if let evidence = try evidence(for: id, question, answer: after, body, scene, &context) {
            events.append(evidence)
        }
        return events
    }

    /// What is said of how one knows: it goes with its answer, and with nothing it is nothing (S49).
    private func evidence(
        for id: ID, _ question: SurveyQuestion, answer: SurveyAnswer?, _ body: Fields, _ scene: Scene,
        _ context: inout Context
    ) throws(Rejection) -> Event? {
        let written = evidence(of: scene.author ?? "", for: id)
        var text = written?.text ?? ""
        if body.has("evidence") {
            guard question.asksEvidence else {
                throw Rejection(.invalid, "This question doesn't ask for evidence. Leave it out.")
            }
            text = try body.optionalText("evidence", atMost: Self.evidenceLimit) ?? ""
            guard answer != nil || text.isEmpty else {
                throw Rejection(.invalid, "Answer the question first; then say how you know.")
            }
        }
        if answer == nil { text = "" }
        guard text != written?.text ?? "" else { return nil }
        if let written, written.stands, body.has("evidence") { try check(body, written, against: text) }
        return wrote(text, written, id, isEvidence: true, scene, &context)
    }

    /// Somebody's evidence for an answer, one that was taken back too.
    func evidence(of author: Author, for question: ID) -> SurveyText? {
        (owns[author]?.texts[question] ?? []).lazy.compactMap { texts[$0] }.first { $0.isEvidence }
    }

    func answers(of author: Author, in words: ID) -> [SurveyText] {
        (owns[author]?.texts[words] ?? []).compactMap { texts[$0] }.filter { !$0.isEvidence }
    }

    private func writeText(
        _ id: ID, _ question: SurveyQuestion, _ body: Fields, _ scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        let all = answers(of: scene.author ?? "", in: id)
        let most = question.most ?? 1
        var written: SurveyText?
        if body.has("entry") {
            let named = try body.id("entry")
            guard let text = texts[named], text.question == id, !text.isEvidence else { throw .unknownItem }
            guard text.author == scene.author else { throw .notYours }
            written = text
        } else if most == 1 {
            written = all.first
        }
        // Words are called so as everywhere; `answer` is what all other types take.
        let key = body.has("text") ? "text" : "answer"
        let takesBack = body.json[key] == ""
        let text = takesBack ? "" : try body.text(key, atMost: Self.textLimit)
        guard text != written?.text ?? "" else { return [] }
        if let written, written.stands {
            if !takesBack || body.has("version") { try check(body, written, against: text) }
            // Changed words are read anew, and what others have built on can't go until then.
            if isModerated, written.isShown, isUsed(written.id, scene) { throw Review.isUsed }
        } else {
            guard all.count(where: \.stands) < most else {
                throw Rejection(
                    .overBudget,
                    "You have written \(most) here, the most there is room for. Change one of them.")
            }
        }
        return [wrote(text, written, id, isEvidence: false, scene, &context)]
    }

    /// A text is changed from what its author has seen of it, so that a forgotten tab overwrites nothing.
    private func check(_ body: Fields, _ written: SurveyText, against text: String) throws(Rejection) {
        guard body.json["version"]?.int != written.version else { return }
        throw Rejection(
            .changedMeanwhile,
            "This answer was changed in the meantime. Both texts are here: choose one, or write it anew.",
            extra: [
                "theirs": [
                    "text": .string(written.text), "version": .int(written.version),
                    "id": .string(written.id),
                ],
                "yours": ["text": .string(text)],
            ])
    }

    func answered(
        _ question: ID, _ to: SurveyAnswer?, was: SurveyAnswer?, _ scene: Scene
    ) -> Event {
        event(
            "questionAnswered", [], scene,
            ["question": .string(question), "to": to?.json ?? "", "was": was?.json ?? ""])
    }

    private func wrote(
        _ text: String, _ written: SurveyText?, _ question: ID, isEvidence: Bool, _ scene: Scene,
        _ context: inout Context
    ) -> Event {
        changed(
            written == nil ? "textWritten" : "textChanged", written?.id ?? context.ids.next(), question,
            to: text,
            was: written?.text ?? "", isEvidence: isEvidence, scene)
    }

    func changed(
        _ kind: String, _ id: ID, _ question: ID, to: String, was: String, isEvidence: Bool, _ scene: Scene
    ) -> Event {
        var what: [String: JSON] = [
            "question": .string(question), "to": .string(to), "was": .string(was),
        ]
        what.flag("evidence", isEvidence)
        return event(kind, [id], scene, what)
    }

    func event(_ kind: String, _ items: [ID], _ scene: Scene, _ what: [String: JSON]) -> Event {
        scene.event(kind, items, .object(what.merging(scene.roles) { $1 }))
    }
}
