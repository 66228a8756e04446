extension Survey {
    /// Answers, words and each yes. A match that was suggested stays, without their name.
    package func takeOut(_ author: Author, in scene: Scene) -> [Event] {
        guard let own = owns[author] else { return [] }
        var events = own.answers.sorted { $0.key < $1.key }.map {
            answered($0.key, nil, was: $0.value, scene)
        }
        for id in own.texts.values.joined().sorted() {
            guard let text = texts[id], text.stands else { continue }
            events.append(
                changed(
                    "textChanged", id, text.question, to: "", was: text.text, isEvidence: text.isEvidence,
                    scene))
        }
        for (id, consent) in own.consents.sorted(by: { $0.key < $1.key }) where consent.isOn {
            let listing = id == directory?.consent ? [own.listing].compactMap { $0 } : []
            events.append(consented(id, listing, SurveyConsent(), was: consent, scene))
        }
        for match in own.matches.compactMap({ matches[$0] }) where match.names[author] != nil {
            events.append(matched(match, SurveyConsent(), was: match.answer(of: author), scene))
        }
        return events
    }

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
            if was.isEmpty || (isModerated && now.isShown), isUsed(id, scene) { throw .movedOn }
            let room = answers(of: now.author, in: now.question).count(where: \.stands)
            guard now.stands || now.isEvidence || room < question(now.question)?.most ?? 1 else {
                throw .movedOn
            }
            return [
                changed(
                    "textChanged", id, now.question, to: was, was: now.text, isEvidence: now.isEvidence, scene
                )
            ]
        case "textApproved", "textDeclined":
            guard let text = event.item.flatMap({ texts[$0] }), text.stands, text.review != .waiting,
                event["version"] == .int(text.version), (event.kind == "textApproved") == text.isShown,
                !text.isShown || !isUsed(text.id, scene)
            else { throw .movedOn }
            return [reviewed(text, "textUnread", [:], scene)]
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
}
