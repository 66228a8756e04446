import HashTreeCollections

extension Survey {
    /// What one person chose stands together, as it does in the table of an export; what they wrote, what they are listed
    /// under and whom they were matched with stand each by themself, so that no name leads to the rest.
    package func kept(_ share: KeptShare, in scene: Scene) -> [KeptPiece] {
        var pieces: [KeptPiece] = []
        let showsRoles = scene.activity.visibility != .private
        if share != .hidden {
            let yes = consenting.filter { $0.value > 0 }
            if !yes.isEmpty {
                pieces.append(KeptPiece("consents", ["n": .object(yes.mapValues { .int($0) })]))
            }
            pieces +=
                keptTallies(share, scene)
                + matches.values.map { match in
                    var what: [String: JSON] = ["option": .string(match.option)]
                    what.flag("agreed", match.isAgreed)
                    return KeptPiece("match", group: 4, items: [match.id], what)
                }
        }
        if share.hasWords { pieces += keptAnswers(share) + keptListings(share, scene) }
        if share.hasWords {
            pieces += texts.values.filter(\.isShown).map { piece(of: $0, share) }
        }
        for (round, tallies) in rounds {
            pieces.append(KeptPiece("round", group: 5, ["round": .int(round)]))
            pieces += tallies.filter { isAsked($0.key, scene) }.map {
                KeptPiece(
                    "earlier", group: 6,
                    [
                        "round": .int(round), "question": .string($0.key),
                        "counts": $0.value.kept(showsRoles: showsRoles),
                    ])
            }
        }
        return pieces + keptComparison(scene)
    }

    private func isAsked(_ id: ID, _ scene: Scene) -> Bool {
        questions.contains { $0.id == id } || (itemQuestion != nil && scene.input(id) != nil)
    }

    /// Figures that don't follow from what stands beside them: who wrote, where nobody is told, and all that is private.
    private func keptTallies(_ share: KeptShare, _ scene: Scene) -> [KeptPiece] {
        tallies.compactMap { id, tally in
            guard isAsked(id, scene), share == .figures || question(id)?.kind == .text else { return nil }
            var what: [String: JSON] = [
                "question": .string(id), "counts": tally.kept(showsRoles: share != .figures),
            ]
            if share == .figures, let number = written[id], number > 0 { what["texts"] = .int(number) }
            return KeptPiece("tally", group: 3, what)
        }
    }

    private func keptAnswers(_ share: KeptShare) -> [KeptPiece] {
        owns.compactMap { author, own in
            let answers = own.answers
            let consents = share == .persons ? own.consents.filter(\.value.isOn).keys.sorted() : []
            guard !answers.isEmpty || !consents.isEmpty else { return nil }
            var what: [String: JSON] = ["answers": .object(answers.mapValues(\.json))]
            what.set("role", own.role)
            what.set("support", own.support)
            if !consents.isEmpty { what["consents"] = .array(consents.map { .string($0) }) }
            return KeptPiece("answers", group: 1, persons: share.persons([author]), what)
        }
    }

    private func keptListings(_ share: KeptShare, _ scene: Scene) -> [KeptPiece] {
        guard !scene.lab.details.hidesNames else { return [] }
        return listedIDs.compactMap { id in
            guard var what = listed(id) else { return nil }
            what["order"] = nil
            return KeptPiece(
                "listing", group: 3, items: [id], persons: share.persons(listings[id].map { [$0] } ?? []),
                what)
        }
    }

    private func piece(of text: SurveyText, _ share: KeptShare) -> KeptPiece {
        var what: [String: JSON] = ["question": .string(text.question), "text": .string(text.text)]
        what.flag("evidence", text.isEvidence)
        what.set("role", text.role)
        what.set("support", text.support)
        what.setVersion(text.version)
        text.review.tell(&what)
        let consents = consents.map(\.id).filter { self.consents(text.author, to: $0) }
        if share == .roles, !consents.isEmpty { what["consents"] = .array(consents.map { .string($0) }) }
        return KeptPiece("text", group: 2, items: [text.id], persons: share.persons([text.author]), what)
    }

    private func keptComparison(_ scene: Scene) -> [KeptPiece] {
        guard let earlier, scene.activity.state == .revealed, scene.activity.reveal != .never else {
            return []
        }
        let showsRoles = before.flatMap { scene.lab.activities[$0] }?.visibility != .private
        return [KeptPiece("compared", group: 7, [:])]
            + earlier.filter { entry in questions.contains { $0.id == entry.key && $0.kind == .scale } }.map {
                KeptPiece(
                    "before", group: 8,
                    ["question": .string($0.key), "counts": $0.value.kept(showsRoles: showsRoles)])
            }
    }

    // MARK: - Restore

    package mutating func restore(_ piece: String, _ event: Event, in scene: Scene) {
        let asked = event["question"]?.string
        switch piece {
        case "consents": consenting = (event["n"]?.object ?? [:]).compactMapValues(\.keptCount)
        case "answers": restoreAnswers(event)
        case "text": restoreText(event)
        case "tally":
            guard let asked else { return }
            tallies[asked] = QuestionTally(kept: event["counts"])
            if let number = event["texts"]?.keptCount { written[asked] = number }
        case "listing":
            guard let id = event.item, let what = event.what?.object else { return }
            if event.importedAuthor() != Event.nobody { listings[id] = event.importedAuthor() }
            importedListings[id] = what.filter { $0.key != "is" }.merging(["order": .string(id)]) { $1 }
        case "match":
            guard let id = event.item, let option = event["option"]?.string else { return }
            var match = SurveyMatch(id: id, option: option, has: "~has", wants: "~wants")
            if event["agreed"] == true { match.names = [match.has: "", match.wants: ""] }
            matches[id] = match
        case "round":
            if let round = event["round"]?.keptCount, rounds[round] == nil { rounds[round] = [:] }
        case "earlier":
            if let asked, let round = event["round"]?.keptCount {
                rounds[round, default: [:]][asked] = QuestionTally(kept: event["counts"])
            }
        case "compared": earlier = earlier ?? [:]
        case "before":
            if let asked { earlier?[asked] = QuestionTally(kept: event["counts"]) }
        default: break
        }
    }

    private mutating func author(of event: Event) -> Author {
        let author = event.importedAuthor()
        return author == Event.nobody ? Event.nobody(owns.count) : author
    }

    private mutating func restoreAnswers(_ event: Event) {
        let author = author(of: event)
        guard owns[author] == nil else { return }
        var own = Own(role: event.role, support: event.support)
        for (id, given) in event["answers"]?.object ?? [:] {
            guard let question = question(id), let answer = SurveyAnswer(given, to: question) else {
                continue
            }
            own.answers[id] = answer
            var tally = tallies[id] ?? QuestionTally()
            tally.replace(nil, with: answer, of: own.role)
            tallies[id] = tally
        }
        owns[author] = own
        agree(author, to: event)
    }

    private mutating func restoreText(_ event: Event) {
        guard let id = event.item, texts[id] == nil, let question = event["question"]?.string,
            self.question(question) != nil, let words = event["text"]?.string
        else { return }
        let author = author(of: event)
        var text = SurveyText(
            id: id, question: question, author: author, role: event.role, support: event.support,
            isEvidence: event["evidence"] == true, text: words)
        text.version = max(1, event["version"]?.int ?? 1)
        text.review = Review(told: event.what ?? .empty)
        texts[id] = text
        owns[author, default: Own(role: event.role, support: event.support)].texts[question, default: []]
            .append(id)
        agree(author, to: event)
        if text.isShown, !text.isEvidence { written[question, default: 0] += 1 }
    }

    private mutating func agree(_ author: Author, to event: Event) {
        for id in event["consents"]?.strings ?? [] where consents.contains(where: { $0.id == id }) {
            owns[author]?.consents[id] = SurveyConsent(members: ["on": true])
        }
    }
}

extension QuestionTally {
    /// The counts by role, or of all together where no role may be told.
    func kept(showsRoles: Bool) -> JSON {
        let groups = showsRoles ? byRole : [.notSaid: room]
        return .object(
            Dictionary(
                uniqueKeysWithValues: groups.filter { $0.value != Group() }.map {
                    ($0.key.rawValue, $0.value.kept)
                }))
    }

    init?(kept json: JSON?) {
        self.init()
        for (name, given) in json?.object ?? [:] {
            guard let role = Role(rawValue: name) else { continue }
            let group = Group(kept: given)
            byRole[role] = group == Group() ? nil : group
        }
        if isEmpty { return nil }
    }
}

extension QuestionTally.Group {
    fileprivate var kept: JSON {
        var members: [String: JSON] = ["n": .int(n)]
        if dontKnow > 0 { members["dontKnow"] = .int(dontKnow) }
        if !counts.isEmpty { members["counts"] = .object(counts.mapValues { .int($0) }) }
        return .object(members)
    }

    fileprivate init(kept json: JSON) {
        n = json["n"]?.keptCount ?? 0
        dontKnow = json["dontKnow"]?.keptCount ?? 0
        counts = (json["counts"]?.object ?? [:]).compactMapValues(\.keptCount).filter { $0.value > 0 }
    }
}
