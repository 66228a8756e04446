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
        default: throw Rejection(.unknownCommand, "“\(command.name)” isn't for this activity.")
        }
    }

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

    private func answered(
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

    private func changed(
        _ kind: String, _ id: ID, _ question: ID, to: String, was: String, isEvidence: Bool, _ scene: Scene
    ) -> Event {
        var what: [String: JSON] = [
            "question": .string(question), "to": .string(to), "was": .string(was),
        ]
        what.flag("evidence", isEvidence)
        return event(kind, [id], scene, what)
    }

    private func event(_ kind: String, _ items: [ID], _ scene: Scene, _ what: [String: JSON]) -> Event {
        var what = what
        what["role"] = .string(scene.role.rawValue)
        what["support"] = .string(scene.support.rawValue)
        return Event(kind, activity: scene.activity.id, items: items, by: [scene.author ?? ""], .object(what))
    }

    // MARK: - Consents and matches

    private func setConsent(
        _ body: Fields, _ scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        let id = try body.id("consent")
        guard consents.contains(where: { $0.id == id }) else { throw .unknownItem }
        let own = owns[scene.author ?? ""]
        let was = own?.consents[id] ?? SurveyConsent()
        var to = SurveyConsent()
        to.isOn = try body.flag("on")
        if to.isOn {
            guard scene.activity.state != .draft else {
                throw Rejection(.notOpen, "This activity isn't open yet. You can say yes when it is.")
            }
            guard scene.lab.state.takesAnswers else { throw .labEnded }
            if id == directory?.consent {
                to.name = try body.optionalText("name", atMost: Joining.nameLimit) ?? was.name
                guard to.name != nil else {
                    throw Rejection(.invalid, "“name” is missing: write the name to be listed under.")
                }
            }
        }
        guard to != was else { return [] }
        let listing = id == directory?.consent ? [own?.listing ?? context.ids.next()] : []
        return [consented(id, listing, to, was: was, scene)]
    }

    private func consented(
        _ id: String, _ listing: [ID], _ to: SurveyConsent, was: SurveyConsent, _ scene: Scene
    ) -> Event {
        event(
            "consentSet", listing, scene,
            ["consent": .string(id), "to": .object(to.members), "was": .object(was.members)])
    }

    private func answerMatch(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        guard let match = matches[try body.id("match")] else { throw .unknownItem }
        let author = scene.author ?? ""
        guard author == match.has || author == match.wants else {
            throw Rejection(.notYours, "Only the two people of a match can accept it.")
        }
        let was = match.answer(of: author)
        var to = SurveyConsent()
        to.isOn = try body.flag("on")
        if to.isOn {
            to.name = try body.optionalText("name", atMost: Joining.nameLimit) ?? was.name
            guard to.name != nil else {
                throw Rejection(
                    .invalid, "“name” is missing: write the name that the other person will see.")
            }
        }
        guard to != was else { return [] }
        return [matched(match, to, was: was, scene)]
    }

    private func matched(
        _ match: SurveyMatch, _ to: SurveyConsent, was: SurveyConsent, _ scene: Scene
    ) -> Event {
        Event(
            "matchAnswered", activity: scene.activity.id, items: [match.id], by: [scene.author ?? ""],
            ["to": .object(to.members), "was": .object(was.members)])
    }

    /// One more match for everybody who would like something that somebody else has, spread over those who have it.
    private func suggestMatches(_ scene: Scene, _ context: inout Context) throws(Rejection) -> [Event] {
        guard let matching, let has = question(matching.has), let wants = question(matching.wants) else {
            throw Rejection(.unknownCommand, "This survey doesn't match what people have and would like.")
        }
        guard scene.activity.showsAnswers else {
            throw Rejection(.notAllowed, "Show the results first. Then matches can be suggested.")
        }
        let people = owns.sorted { $0.key < $1.key }
        var known: Set<String> = []
        var settled: Set<String> = []
        for match in matches.values {
            known.insert("\(match.option)/\(match.has)/\(match.wants)")
            if match.isAgreed { settled.insert("\(match.option)/\(match.wants)") }
        }
        var events: [Event] = []
        for option in has.options.map(\.id) where wants.options.contains(where: { $0.id == option }) {
            let giving = people.filter { $0.value.answers[has.id]?.chosen.contains(option) == true }
                .map(\.key)
            let asking = people.filter { $0.value.answers[wants.id]?.chosen.contains(option) == true }
                .map(\.key)
            var turn = 0
            for wanting in asking
            where events.count < Self.mostSuggestions && !settled.contains("\(option)/\(wanting)") {
                let next = giving.indices.lazy.map { giving[(turn + $0) % giving.count] }.first {
                    $0 != wanting && !known.contains("\(option)/\($0)/\(wanting)")
                }
                guard let next else { continue }
                turn += 1
                events.append(
                    Event(
                        "matchSuggested", activity: scene.activity.id, items: [context.ids.next()],
                        by: [scene.author ?? "", next, wanting], ["option": .string(option)]))
            }
        }
        return events
    }

    // MARK: - Undo

    package func compensate(_ event: Event, in scene: Scene) throws(Rejection) -> [Event] {
        let author = scene.author ?? ""
        switch event.kind {
        case "questionAnswered":
            guard let id = event["question"]?.string, let question = question(id) else { throw .movedOn }
            let now = owns[author]?.answers[id]
            guard now == SurveyAnswer(event["to"], to: question) else { throw .movedOn }
            return [answered(id, SurveyAnswer(event["was"], to: question), was: now, scene)]
        case "textWritten", "textChanged":
            guard let id = event.item, let now = texts[id], event["to"]?.string == now.text,
                let was = event["was"]?.string
            else { throw .movedOn }
            if was.isEmpty, isUsed(id, scene) { throw .movedOn }
            let room = answers(of: now.author, in: now.question).count(where: \.stands)
            guard now.stands || now.isEvidence || room < question(now.question)?.most ?? 1 else {
                throw .movedOn
            }
            return [
                changed(
                    "textChanged", id, now.question, to: was, was: now.text, isEvidence: now.isEvidence, scene
                )
            ]
        case "consentSet":
            guard let id = event["consent"]?.string else { throw .movedOn }
            let now = owns[author]?.consents[id] ?? SurveyConsent()
            guard now == SurveyConsent(members: event["to"]) else { throw .movedOn }
            return [consented(id, event.items, SurveyConsent(members: event["was"]), was: now, scene)]
        case "matchAnswered":
            guard let match = event.item.flatMap({ matches[$0] }) else { throw .movedOn }
            let now = match.answer(of: author)
            guard now == SurveyConsent(members: event["to"]) else { throw .movedOn }
            return [matched(match, SurveyConsent(members: event["was"]), was: now, scene)]
        case "matchSuggested":
            guard let match = event.item.flatMap({ matches[$0] }), match.names.isEmpty else { throw .movedOn }
            return [
                Event(
                    "matchWithdrawn", activity: scene.activity.id, items: [match.id],
                    by: [author, match.has, match.wants], ["option": .string(match.option)])
            ]
        case "matchWithdrawn":
            guard let id = event.item, matches[id] == nil, let persons = event.persons, persons.count == 3
            else { throw .movedOn }
            return [
                Event(
                    "matchSuggested", activity: scene.activity.id, items: [id],
                    by: [author] + persons.dropFirst(), event.what)
            ]
        default: throw .movedOn
        }
    }

    /// Whether votes, ratings or pledges already build on a text.
    private func isUsed(_ id: ID, _ scene: Scene) -> Bool {
        guard itemQuestion == nil else { return false }
        return scene.lab.downstream(of: scene.activity.id).contains { other in
            scene.lab.activities[other]?.content.builds(on: id) == true
        }
    }
}

extension SurveyMatch {
    func answer(of author: Author) -> SurveyConsent {
        var answer = SurveyConsent()
        answer.isOn = names[author] != nil
        answer.name = names[author]
        return answer
    }
}
