/// What people say yes to: each reuse of their answers, and being put in touch.
extension Survey {
    func setConsent(
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
            guard scene.lab.takesAnswers(in: scene.activity) else { throw .labEnded }
            if id == directory?.consent {
                guard !scene.lab.details.hidesNames else {
                    throw Rejection(
                        .notAllowed, "This lab shows no names, so nobody is listed by one. Answer without.")
                }
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

    func consented(
        _ id: String, _ listing: [ID], _ to: SurveyConsent, was: SurveyConsent, _ scene: Scene
    ) -> Event {
        event(
            "consentSet", listing, scene,
            ["consent": .string(id), "to": .object(to.members), "was": .object(was.members)])
    }

    func answerMatch(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
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

    func matched(
        _ match: SurveyMatch, _ to: SurveyConsent, was: SurveyConsent, _ scene: Scene
    ) -> Event {
        scene.event(
            "matchAnswered", [match.id],
            ["to": .object(to.members), "was": .object(was.members)])
    }

    /// One more match for everybody who would like something that somebody else has, spread over those who have it.
    func suggestMatches(_ scene: Scene, _ context: inout Context) throws(Rejection) -> [Event] {
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
}

extension SurveyMatch {
    func answer(of author: Author) -> SurveyConsent {
        var answer = SurveyConsent()
        answer.isOn = names[author] != nil
        answer.name = names[author]
        return answer
    }
}
