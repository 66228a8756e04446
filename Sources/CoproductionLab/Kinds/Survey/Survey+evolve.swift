extension Survey {
    package mutating func evolve(_ event: Event, in activity: Surroundings) -> Consequence {
        switch event.kind {
        case "questionAnswered": return answer(event, activity)
        case "textWritten", "textChanged": return write(event, activity)
        case "textApproved", "textDeclined", "textUnread": return review(event, activity)
        case "consentSet": return consent(event, activity)
        case "matchSuggested": return suggest(event)
        case "matchWithdrawn": return withdrawMatch(event)
        case "matchAnswered": return answerMatch(event)
        default: return Consequence()
        }
    }

    private func own(_ author: Author, _ event: Event) -> Own {
        owns[author]
            ?? Own(
                role: event.role,
                support: event.support)
    }

    private mutating func answer(_ event: Event, _ activity: Surroundings) -> Consequence {
        guard let id = event["question"]?.string, let question = question(id) else { return Consequence() }
        let author = event.actor ?? ""
        var own = own(author, event)
        let before = own.answers[id]
        let after = SurveyAnswer(event["to"], to: question)
        own.answers[id] = after
        owns[author] = own
        var tally = tallies[id] ?? QuestionTally()
        tally.replace(before, with: after, of: own.role)
        tallies[id] = tally.isEmpty ? nil : tally
        var consequence = touched(id, by: author, own, activity)
        if (before == nil) != (after == nil) {
            consequence.contributions = [(author, own.role, after == nil ? -1 : 1)]
        }
        return consequence
    }

    /// Whoever looks at a question sees another picture, and whoever looks its author up another answer.
    private func touched(_ id: ID, by author: Author, _ own: Own, _ activity: Surroundings) -> Consequence {
        var consequence = Consequence()
        consequence.mine = [author]
        guard activity.showsAnswers else { return consequence }
        consequence.entries = [(isOfItem(id) ? "items" : "results", id)]
        if let listing = own.listing, directory?.shows.contains(id) == true {
            consequence.entries.append(("directory", listing))
        }
        return consequence
    }

    private mutating func write(_ event: Event, _ activity: Surroundings) -> Consequence {
        guard let id = event.item, let question = event["question"]?.string,
            let asked = self.question(question)
        else { return Consequence() }
        let text = event["to"]?.string ?? ""
        let known = texts[id]
        let isEvidence = event["evidence"]?.bool ?? false
        guard known.map({ $0.question == question }) ?? true, isEvidence || asked.kind == .text else {
            return Consequence()
        }
        let author = known?.author ?? event.actor ?? ""
        var own = own(author, event)
        let wrote = writes(own, question)
        var written =
            known
            ?? SurveyText(
                id: id, question: question, author: author, role: own.role,
                support: event.support, isEvidence: isEvidence,
                text: "", version: 0)
        let (stood, wasShown) = (written.stands, written.isShown)
        written.text = text
        written.version += 1
        if isModerated { written.review = .waiting }
        texts[id] = written
        if known == nil { own.texts[question, default: []].append(id) }
        owns[author] = own
        var consequence = touched(question, by: author, own, activity)
        consequence.entries.append(contentsOf: places(of: id))
        guard !written.isEvidence else { return consequence }
        let writesNow = writes(own, question)
        if wrote != writesNow {
            var tally = tallies[question] ?? QuestionTally()
            tally.countWriter(own.role, writesNow ? 1 : -1)
            tallies[question] = tally.isEmpty ? nil : tally
        }
        if wasShown != written.isShown { self.written[question, default: 0] += wasShown ? -1 : 1 }
        if stood != written.stands { consequence.contributions = [(author, own.role, stood ? -1 : 1)] }
        consequence.outputs = itemQuestion == nil ? [id] : []
        return consequence
    }

    /// The entries by which a text may be seen.
    private func places(of id: ID) -> [(collection: String, id: ID)] {
        isModerated ? [("texts", id), ("waiting", id)] : [("texts", id)]
    }

    private mutating func review(_ event: Event, _ activity: Surroundings) -> Consequence {
        guard isModerated, let id = event.item, var text = texts[id], let own = owns[text.author] else {
            return Consequence()
        }
        let wasShown = text.isShown
        switch event.kind {
        case "textApproved": text.review = .approved
        case "textDeclined": text.review = .declined(reason: event["reason"]?.string ?? "")
        default: text.review = .waiting
        }
        texts[id] = text
        if wasShown != text.isShown, !text.isEvidence {
            written[text.question, default: 0] += wasShown ? -1 : 1
        }
        var consequence = touched(text.question, by: text.author, own, activity)
        consequence.entries.append(contentsOf: places(of: id))
        consequence.outputs = itemQuestion == nil && !text.isEvidence ? [id] : []
        return consequence
    }

    /// Whether somebody's answer to a question stands in words.
    private func writes(_ own: Own, _ question: ID) -> Bool {
        (own.texts[question] ?? []).contains { texts[$0]?.stands == true && texts[$0]?.isEvidence == false }
    }

    private mutating func consent(_ event: Event, _ activity: Surroundings) -> Consequence {
        guard let id = event["consent"]?.string, consents.contains(where: { $0.id == id }) else {
            return Consequence()
        }
        let author = event.actor ?? ""
        var own = own(author, event)
        let was = own.consents[id]?.isOn ?? false
        let now = SurveyConsent(members: event["to"])
        own.consents[id] = now
        if was != now.isOn { consenting[id] = max(0, (consenting[id] ?? 0) + (now.isOn ? 1 : -1)) }
        var consequence = Consequence()
        if id == directory?.consent, let listing = own.listing ?? event.item {
            own.listing = listing
            listings[listing] = author
            consequence.entries = [("directory", listing)]
        }
        owns[author] = own
        consequence.mine = [author]
        consequence.frame = activity.showsAnswers
        return consequence
    }

    // MARK: - Matches

    private mutating func suggest(_ event: Event) -> Consequence {
        guard let id = event.item, matches[id] == nil, let option = event["option"]?.string,
            let persons = event.persons, persons.count == 3, persons[1] != persons[2]
        else { return Consequence() }
        matches[id] = SurveyMatch(id: id, option: option, has: persons[1], wants: persons[2])
        for author in persons.dropFirst() { owns[author]?.matches.append(id) }
        var consequence = Consequence()
        consequence.mine = Array(persons.dropFirst())
        consequence.frame = true
        return consequence
    }

    private mutating func withdrawMatch(_ event: Event) -> Consequence {
        guard let id = event.item, let match = matches.removeValue(forKey: id) else { return Consequence() }
        for author in [match.has, match.wants] { owns[author]?.matches.removeAll { $0 == id } }
        var consequence = Consequence()
        consequence.mine = [match.has, match.wants]
        consequence.frame = true
        return consequence
    }

    private mutating func answerMatch(_ event: Event) -> Consequence {
        guard let id = event.item, var match = matches[id], let author = event.actor,
            author == match.has || author == match.wants
        else { return Consequence() }
        let to = SurveyConsent(members: event["to"])
        match.names[author] = to.isOn ? to.name ?? "" : nil
        matches[id] = match
        var consequence = Consequence()
        consequence.mine = [match.has, match.wants]
        consequence.frame = true
        return consequence
    }
}
