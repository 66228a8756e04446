import HashTreeCollections

/// `survey`: typed questions, or one question of each item that flows in (S25, S26, S38, S49, S52, S60). Each person
/// owns their answers, and says yes to each reuse of them by itself.
package struct Survey: ActivityContent {
    package static let kind = "survey"
    package static let collections = ["results", "items", "texts", "directory"]
    package static let inputCollection: String? = "items"
    package static let references = ["before"]
    package static let results = ["textWritten": "entry"]
    package static let commands: [String: CommandRule] = [
        // Of a late one the facilitator reads words alone; what was chosen stays hidden.
        "answerQuestion": .contribution(lateText: "text"),
        // Taken back at any time, after the close too.
        "setConsent": .anytime,
        "acceptMatch": .anytime,
        "suggestMatches": .facilitating,
    ]
    package static let facilitation: Set<String> = ["matchSuggested", "matchWithdrawn"]
    /// A yes was given at any time, and is taken back at any time.
    package static let undoneAnytime: Set<String> = ["consentSet", "matchAnswered"]

    struct Consent: Sendable {
        let id: String
        let title: String
    }
    struct Own: Sendable {
        /// Role and support at the first answer.
        var role: Role
        var support: Support
        var answers: [ID: SurveyAnswer] = [:]
        /// Texts by question, evidence included, those that were taken back too.
        var texts: [ID: [ID]] = [:]
        var consents: [String: SurveyConsent] = [:]
        /// The entry in the directory, once there was one.
        var listing: ID?
        var matches: [ID] = []
    }

    package let questions: [SurveyQuestion]
    package let itemQuestion: SurveyQuestion?
    /// As the frame of every view has them: made once, since they never change.
    let questionsView: JSON
    let consents: [Consent]
    let directory: (shows: [ID], consent: String)?
    /// What somebody has and what somebody would like, out of the same options (S26).
    let matching: (has: ID, wants: ID)?
    /// The survey from before, with which scales of the same id are compared (S16).
    let before: ID?
    /// The consent without which a text is in no export for sharing (S56).
    package let quotes: String?

    var owns = TreeDictionary<Author, Own>()
    var tallies = TreeDictionary<ID, QuestionTally>()
    package internal(set) var texts = TreeDictionary<ID, SurveyText>()
    /// How many texts stand in answer to each question.
    var written: [ID: Int] = [:]
    var listings = TreeDictionary<ID, Author>()
    var matches = TreeDictionary<ID, SurveyMatch>()
    var consenting: [String: Int] = [:]
    /// What earlier reveals showed, by round.
    var rounds: [Int: TreeDictionary<ID, QuestionTally>] = [:]
    /// What the survey from before had shown when this one was revealed.
    var earlier: TreeDictionary<ID, QuestionTally>?

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow(
            "questions", "itemQuestion", "bands", "consents", "directory", "matches", "before", "quotes")
        let questions = try Self.readQuestions(settings)
        self.questions = questions
        questionsView = .object(
            Dictionary(uniqueKeysWithValues: questions.enumerated().map { ($1.id, $1.view(order: $0)) }))
        itemQuestion =
            settings.json["itemQuestion"] == nil
            ? nil
            : try Self.below("itemQuestion", settings) { below throws(TemplateProblem) in
                let question = try SurveyQuestion(below, ofItems: true)
                guard question.kind != .text else {
                    throw TemplateProblem(
                        "each item takes an answer to choose, and its evidence in words.", at: ["type"])
                }
                return question
            }
        guard !questions.isEmpty || itemQuestion != nil else {
            throw TemplateProblem("needs “questions”, “bands” or an “itemQuestion”.")
        }
        var consents: [Consent] = []
        for (index, consent) in try settings.mappings("consents", atMost: 10).enumerated() {
            do throws(TemplateProblem) {
                try consent.allow("id", "title")
                let id = try consent.key("id")
                guard !consents.contains(where: { $0.id == id }) else {
                    throw TemplateProblem("“\(id)” is taken; choose another id.", at: ["id"])
                }
                consents.append(Consent(id: id, title: try consent.required("title", atMost: 300)))
            } catch {
                throw TemplateProblem(error.message, at: ["consents", String(index)] + error.path)
            }
        }
        self.consents = consents
        let known = questions
        directory =
            settings.json["directory"] == nil
            ? nil
            : try Self.below("directory", settings) { below throws(TemplateProblem) in
                try Self.readDirectory(below, known, consents)
            }
        matching =
            settings.json["matches"] == nil
            ? nil
            : try Self.below("matches", settings) { below throws(TemplateProblem) in
                try Self.readMatching(below, known)
            }
        before = try settings.text("before", atMost: 64)
        quotes = try settings.text("quotes", atMost: 40)
        if let quotes, !consents.contains(where: { $0.id == quotes }) {
            throw TemplateProblem("“\(quotes)” isn't one of the consents.", at: ["quotes"])
        }
    }

    private static func below<Value>(
        _ key: String, _ settings: Settings, _ read: (Settings) throws(TemplateProblem) -> Value
    ) throws(TemplateProblem) -> Value {
        let below = try settings.below(key)
        do throws(TemplateProblem) { return try read(below) } catch {
            throw TemplateProblem(error.message, at: [key] + error.path)
        }
    }

    private static func readQuestions(_ settings: Settings) throws(TemplateProblem) -> [SurveyQuestion] {
        var questions: [SurveyQuestion] = []
        for key in ["questions", "bands"] {
            for (index, question) in try settings.mappings(key, atMost: 60).enumerated() {
                do throws(TemplateProblem) {
                    let read =
                        key == "bands"
                        ? try SurveyQuestion(band: question) : try SurveyQuestion(question)
                    guard !questions.contains(where: { $0.id == read.id }) else {
                        throw TemplateProblem("“\(read.id)” is taken; choose another id.", at: ["id"])
                    }
                    questions.append(read)
                } catch {
                    throw TemplateProblem(error.message, at: [key, String(index)] + error.path)
                }
            }
        }
        return questions
    }

    private static func readDirectory(
        _ settings: Settings, _ questions: [SurveyQuestion], _ consents: [Consent]
    ) throws(TemplateProblem) -> (shows: [ID], consent: String) {
        try settings.allow("shows", "consent")
        let shows = settings.json["shows"]?.strings ?? []
        guard !shows.isEmpty, settings.json["shows"]?.array?.count == shows.count,
            shows.allSatisfy({ id in questions.contains { $0.id == id } })
        else { throw TemplateProblem("must be a list of ids of this survey's questions.", at: ["shows"]) }
        let consent = try settings.required("consent", atMost: 40)
        guard consents.contains(where: { $0.id == consent }) else {
            throw TemplateProblem("“\(consent)” isn't one of the consents.", at: ["consent"])
        }
        // S60: where children answer by picture, no child's name is shown.
        guard !questions.contains(where: { $0.kind == .symbol }) else {
            throw TemplateProblem("a survey that is answered by pictures lists nobody by name.")
        }
        return (shows, consent)
    }

    private static func readMatching(
        _ settings: Settings, _ questions: [SurveyQuestion]
    ) throws(TemplateProblem) -> (has: ID, wants: ID) {
        try settings.allow("has", "wants")
        var found: [SurveyQuestion] = []
        for key in ["has", "wants"] {
            let id = try settings.required(key, atMost: 40)
            guard let question = questions.first(where: { $0.id == id }),
                question.kind == .many || question.kind == .single
            else { throw TemplateProblem("must be a question with options to choose from.", at: [key]) }
            found.append(question)
        }
        guard found[0].id != found[1].id,
            found[0].options.contains(where: { option in found[1].options.contains { $0.id == option.id } })
        else { throw TemplateProblem("“has” and “wants” must be two questions that share options.") }
        return (found[0].id, found[1].id)
    }

    package mutating func entered(_ state: Activity.State, from earlier: Activity.State, in scene: Scene) {
        if earlier == .revealed, state == .open, scene.activity.round > 0, rounds[scene.activity.round] == nil
        {
            rounds[scene.activity.round] = tallies
        }
        guard state == .revealed, let before, let activity = scene.lab.activities[before],
            let survey = activity.content as? Survey
        else { return }
        self.earlier = survey.lastShown(in: activity)
    }

    /// What the last reveal of this survey showed; nil before the first.
    private func lastShown(in activity: Activity) -> TreeDictionary<ID, QuestionTally>? {
        if activity.state == .revealed { return tallies }
        return rounds.max { $0.key < $1.key }?.value
    }

    package var looksAt: [ID] { before.map { [$0] } ?? [] }

    /// The question of that id: one of the template's, or the one that is asked of an item.
    package func question(_ id: ID) -> SurveyQuestion? {
        questions.first { $0.id == id } ?? itemQuestion
    }

    func isOfItem(_ id: ID) -> Bool { !questions.contains { $0.id == id } }

    /// What people wrote in answer to a question, in an order that says nothing: whoever wrote two of them can't be
    /// found by their places.
    package func standingTexts(of question: ID? = nil) -> [SurveyText] {
        texts.values.filter { $0.stands && (question == nil || $0.question == question) }
            .sorted { $0.id < $1.id }
    }

    // MARK: - Evolve

    package mutating func evolve(_ event: Event, in scene: Scene) -> Consequence {
        switch event.kind {
        case "questionAnswered": return answer(event, scene)
        case "textWritten", "textChanged": return write(event, scene)
        case "consentSet": return consent(event, scene)
        case "matchSuggested": return suggest(event)
        case "matchWithdrawn": return withdrawMatch(event)
        case "matchAnswered": return answerMatch(event)
        default: return Consequence()
        }
    }

    private func own(_ author: Author, _ event: Event) -> Own {
        owns[author]
            ?? Own(
                role: event["role"]?.string.flatMap(Role.init) ?? .notSaid,
                support: event["support"]?.string.flatMap(Support.init) ?? .self)
    }

    private mutating func answer(_ event: Event, _ scene: Scene) -> Consequence {
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
        var consequence = touched(id, by: author, own, scene)
        if (before == nil) != (after == nil) {
            consequence.contributions = [(author, own.role, after == nil ? -1 : 1)]
        }
        return consequence
    }

    /// Whoever looks at a question sees another picture, and whoever looks its author up another answer.
    private func touched(_ id: ID, by author: Author, _ own: Own, _ scene: Scene) -> Consequence {
        var consequence = Consequence()
        consequence.mine = [author]
        guard scene.activity.showsAnswers else { return consequence }
        consequence.entries = [(isOfItem(id) ? "items" : "results", id)]
        if let listing = own.listing, directory?.shows.contains(id) == true {
            consequence.entries.append(("directory", listing))
        }
        return consequence
    }

    private mutating func write(_ event: Event, _ scene: Scene) -> Consequence {
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
                support: event["support"]?.string.flatMap(Support.init) ?? .self, isEvidence: isEvidence,
                text: "", version: 0)
        let stood = written.stands
        written.text = text
        written.version += 1
        texts[id] = written
        if known == nil { own.texts[question, default: []].append(id) }
        owns[author] = own
        var consequence = touched(question, by: author, own, scene)
        consequence.entries.append(("texts", id))
        guard !written.isEvidence else { return consequence }
        let writesNow = writes(own, question)
        if wrote != writesNow {
            var tally = tallies[question] ?? QuestionTally()
            tally.countWriter(own.role, writesNow ? 1 : -1)
            tallies[question] = tally.isEmpty ? nil : tally
        }
        if stood != written.stands { self.written[question, default: 0] += stood ? -1 : 1 }
        if stood != written.stands { consequence.contributions = [(author, own.role, stood ? -1 : 1)] }
        consequence.outputs = itemQuestion == nil ? [id] : []
        return consequence
    }

    /// Whether somebody's answer to a question stands in words.
    private func writes(_ own: Own, _ question: ID) -> Bool {
        (own.texts[question] ?? []).contains { texts[$0]?.stands == true && texts[$0]?.isEvidence == false }
    }

    private mutating func consent(_ event: Event, _ scene: Scene) -> Consequence {
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
        consequence.frame = scene.activity.showsAnswers
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
