import HashTreeCollections

extension Survey {
    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] {
        var members: [String: JSON] = ["questions": questionsView]
        members["itemQuestion"] = itemQuestion?.view(order: 0)
        if !consents.isEmpty {
            members["consents"] = numbered(consents.map { ($0.id, $0) }) { order, consent in
                var members: [String: JSON] = [
                    "title": .string(consent.title), "order": .string(Order.appended(order)),
                ]
                if scene.activity.showsAnswers { members["n"] = .int(consenting[consent.id] ?? 0) }
                return .object(members)
            }
        }
        if let directory {
            members["lists"] = [
                "shows": .array(directory.shows.map { .string($0) }), "consent": .string(directory.consent),
            ]
        }
        if let matching {
            var both: [String: JSON] = ["has": .string(matching.has), "wants": .string(matching.wants)]
            if scene.activity.showsAnswers {
                both["suggested"] = .int(matches.count)
                both["agreed"] = .int(matches.values.count(where: \.isAgreed))
            }
            members["matches"] = .object(both)
        }
        members.flag("moderated", isModerated)
        members.set("before", before)
        members.set("quotes", quotes)
        return members
    }

    private func numbered<Value>(_ list: [(ID, Value)], _ view: (Int, Value) -> JSON) -> JSON {
        .object(
            Dictionary(uniqueKeysWithValues: list.enumerated().map { ($1.0, view($0, $1.1)) }))
    }

    package func has(_ collection: String, for audience: Audience) -> Bool {
        collection != "waiting" || (isModerated && audience == .facilitator)
    }

    package func ids(in collection: String, _ scene: Scene) -> [ID] {
        switch collection {
        case "results": questions.map(\.id)
        case "items": itemQuestion == nil ? [] : scene.inputs.map(\.id)
        case "texts": texts.values.filter(\.isShown).map(\.id)
        case "waiting": texts.values.filter { $0.stands && $0.review == .waiting }.map(\.id)
        case "directory": listedIDs
        default: []
        }
    }

    package func entry(_ id: ID, in collection: String, for audience: Audience, in scene: Scene) -> JSON? {
        switch collection {
        case "results":
            guard let index = questions.firstIndex(where: { $0.id == id }) else { return nil }
            var members = results(of: questions[index], id, scene)
            guard !members.isEmpty else { return nil }
            members["order"] = .string(Order.appended(index))
            return .object(members)
        case "items":
            guard let itemQuestion, let item = scene.input(id) else { return nil }
            var members = results(of: itemQuestion, id, scene)
            members["from"] = .string(item.source)
            members["order"] = .string(item.order)
            return .object(members)
        case "texts": return text(id, for: audience, in: scene)
        case "waiting": return unread(id, for: audience, in: scene)
        case "directory": return listing(id, for: audience, in: scene)
        default: return nil
        }
    }

    /// Whether figures by role and side may be shown at all. In a private activity no role is.
    private func groupsByRole(_ activity: Activity) -> Bool { activity.visibility != .private }

    /// The figures of a question as they are now, as far as they may be seen, and as earlier reveals showed them.
    private func results(of question: SurveyQuestion, _ id: ID, _ scene: Scene) -> [String: JSON] {
        let activity = scene.activity
        let threshold = scene.lab.smallNumbers
        var members: [String: JSON] = [:]
        if activity.showsAnswers {
            // Figures by side don't move answer by answer, so they wait for the reveal even where all else is live.
            let isRevealed = activity.state == .revealed
            members = (tallies[id] ?? QuestionTally()).results(
                of: question, threshold: threshold, showsGroups: isRevealed && groupsByRole(activity))
            if question.kind == .text { members["texts"] = .int(written[id] ?? 0) }
            if isRevealed { members["before"] = comparison(question, scene) }
        }
        if !rounds.isEmpty {
            members["rounds"] = .object(
                Dictionary(
                    uniqueKeysWithValues: rounds.map { round, tallies in
                        (
                            String(round),
                            .object(
                                (tallies[id] ?? QuestionTally()).results(
                                    of: question, threshold: threshold, showsGroups: groupsByRole(activity)))
                        )
                    }))
        }
        return members
    }

    /// S16: the same scale in the survey from before, as that one showed it.
    private func comparison(_ question: SurveyQuestion, _ scene: Scene) -> JSON? {
        guard question.kind == .scale, let earlier, let before, let activity = scene.lab.activities[before],
            // What was hidden again by undoing its reveal isn't shown here either.
            activity.state == .revealed || activity.round > 0,
            let survey = activity.content as? Survey,
            let same = survey.questions.first(where: { $0.id == question.id }), same.kind == .scale
        else { return nil }
        return .object(
            (earlier[question.id] ?? QuestionTally()).results(
                of: same, threshold: scene.lab.smallNumbers, showsGroups: groupsByRole(activity)))
    }

    private func text(_ id: ID, for audience: Audience, in scene: Scene) -> JSON? {
        guard scene.activity.showsTexts, let text = texts[id], text.isShown else { return nil }
        var members: [String: JSON] = [
            "question": .string(text.question), "text": .string(text.text), "order": .string(text.id),
            "version": .int(text.version),
        ]
        members.flag("evidence", text.isEvidence)
        if text.support != .self { members["support"] = .string(text.support.rawValue) }
        if scene.activity.visibility.showsRole { members["role"] = .string(text.role.rawValue) }
        if !hasPictures { members.set("name", scene.name(of: text.author, for: audience)) }
        return .object(members)
    }

    /// S43: what a facilitator reads before it is shown, and never whose it is.
    private func unread(_ id: ID, for audience: Audience, in scene: Scene) -> JSON? {
        guard isModerated, audience == .facilitator, scene.activity.visibility != .private,
            let text = texts[id],
            text.stands, text.review == .waiting
        else { return nil }
        var members: [String: JSON] = [
            "question": .string(text.question), "text": .string(text.text), "order": .string(text.id),
            "version": .int(text.version),
        ]
        members.flag("evidence", text.isEvidence)
        return .object(members)
    }

    /// S60: children answer by picture, and no child's name is shown.
    package var hasPictures: Bool {
        questions.contains { $0.kind == .symbol } || itemQuestion?.kind == .symbol
    }

    /// S25: somebody who said yes to being listed, by the name that they gave for it, and never on the hall's screen.
    private func listing(_ id: ID, for audience: Audience, in scene: Scene) -> JSON? {
        guard audience != .screen, scene.activity.showsAnswers, !scene.lab.details.hidesNames else {
            return nil
        }
        return listed(id).map { .object($0) }
    }

    package func listed(_ id: ID) -> [String: JSON]? {
        if let imported = importedListings[id] { return imported }
        guard let directory, let author = listings[id], let own = owns[author],
            let consent = own.consents[directory.consent], consent.isOn, let name = consent.name
        else { return nil }
        var answers: [String: JSON] = [:]
        for question in directory.shows {
            let words = self.answers(of: author, in: question).filter(\.isShown).map(\.text)
            if !words.isEmpty { answers[question] = .array(words.map { .string($0) }) }
            guard let answer = own.answers[question] else { continue }
            if case .options(let ids) = answer {
                answers[question] = .array(ids.map { .string($0) })
            } else {
                answers[question] = answer.json
            }
        }
        var members: [String: JSON] = [
            "name": .string(name), "order": .string(id), "answers": .object(answers),
        ]
        if own.support != .self { members["support"] = .string(own.support.rawValue) }
        return members
    }

    package var listedIDs: [ID] { Set(listings.keys).union(importedListings.keys).sorted() }

    package func entries(of author: Author) -> [(collection: String, id: ID)] {
        (owns[author]?.texts.values.flatMap { $0 } ?? []).map { ("texts", $0) }
    }

    package func mine(_ author: Author, in scene: Scene) -> [String: JSON] {
        guard let own = owns[author] else { return [:] }
        var members: [String: JSON] = [:]
        var answers: [String: JSON] = [:]
        for (question, answer) in own.answers { answers[question] = ["answer": answer.json] }
        for (question, ids) in own.texts {
            var entry = answers[question]?.object ?? [:]
            var texts: [String: JSON] = [:]
            for (index, id) in ids.enumerated() {
                guard let text = self.texts[id], text.stands else { continue }
                var words: [String: JSON] = ["text": .string(text.text), "version": .int(text.version)]
                text.review.tell(&words)
                if text.isEvidence {
                    entry["evidence"] = .object(words)
                } else {
                    texts[id] = .object(words.merging(["order": .string(Order.appended(index))]) { $1 })
                }
            }
            if !texts.isEmpty { entry["texts"] = .object(texts) }
            if !entry.isEmpty { answers[question] = .object(entry) }
        }
        if !answers.isEmpty { members["answers"] = .object(answers) }
        let consents = own.consents.filter(\.value.isOn)
        if !consents.isEmpty {
            members["consents"] = .object(consents.mapValues { .object($0.members) })
        }
        let matches = own.matches.compactMap { self.matches[$0] }
        if !matches.isEmpty {
            members["matches"] = .object(
                Dictionary(uniqueKeysWithValues: matches.map { ($0.id, .object($0.view(for: author))) }))
        }
        return members
    }

    // MARK: - What flows on

    package func outputs(in scene: Scene) -> [Item] {
        if itemQuestion != nil { return scene.inputs }
        guard scene.activity.showsTexts else { return [] }
        return shownTexts().filter { !$0.isEvidence }.map {
            Item(id: $0.id, source: scene.activity.id, order: $0.id)
        }
    }

    package func output(_ id: ID, in scene: Scene) -> Item? {
        if itemQuestion != nil { return scene.input(id) }
        guard scene.activity.showsTexts, let text = texts[id], text.isShown, !text.isEvidence else {
            return nil
        }
        return Item(id: id, source: scene.activity.id, order: id)
    }

    package func text(of item: ID) -> String? { texts[item]?.text }

    package func builds(on item: ID) -> Bool {
        itemQuestion != nil && isOfItem(item) && tallies[item] != nil
    }

    // MARK: - For reports

    /// The figures of a question, as far as they may be seen.
    package func tally(of question: ID, in scene: Scene) -> (
        room: [String: JSON], groups: [String: [String: JSON]]
    )? {
        guard scene.activity.showsAnswers, let asked = self.question(question) else { return nil }
        return tally(of: asked, question, threshold: scene.lab.smallNumbers, scene)
    }

    private func tally(
        of asked: SurveyQuestion, _ id: ID, threshold: Int, _ scene: Scene
    ) -> (room: [String: JSON], groups: [String: [String: JSON]]) {
        let isRevealed = scene.activity.state == .revealed && groupsByRole(scene.activity)
        let all = (tallies[id] ?? QuestionTally()).results(
            of: asked, threshold: threshold, showsGroups: isRevealed)
        var groups: [String: [String: JSON]] = [:]
        for kind in ["sides", "roles"] {
            for (name, group) in all[kind]?.object ?? [:] { groups[name] = group.object ?? [:] }
        }
        return (all.filter { $0.key != "sides" && $0.key != "roles" }, groups)
    }

    /// Whether somebody said yes to a reuse of their answers.
    package func consents(_ author: Author, to consent: String) -> Bool {
        owns[author]?.consents[consent]?.isOn == true
    }

    /// Everybody's own answers, for those who may have them all: sorted by an author that says nothing.
    package var everybodysAnswers: [(author: Author, role: Role, support: Support, answers: [ID: JSON])] {
        owns.sorted { $0.key < $1.key }.map {
            ($0.key, $0.value.role, $0.value.support, $0.value.answers.mapValues(\.json))
        }
    }

    package var consentWords: [(id: String, title: String, n: Int)] {
        consents.map { ($0.id, $0.title, consenting[$0.id] ?? 0) }
    }
}

extension SurveyMatch {
    /// What one of the two knows: what it is about, and the other's name once both have said yes.
    fileprivate func view(for author: Author) -> [String: JSON] {
        var members: [String: JSON] = ["option": .string(option), "gives": .bool(author == has)]
        if let name = names[author] { members["accepted"] = .string(name) }
        if isAgreed { members.set("with", names[other(than: author)]) }
        return members
    }
}
