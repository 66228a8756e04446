/// What a template says of a survey.
extension Survey {
    package var needsInputs: Bool { itemQuestion != nil && questions.isEmpty }
    package var hasOutputs: Bool { itemQuestion != nil || questions.contains { $0.kind == .text } }
    package var lackingEasyWords: [TemplateProblem] {
        let bands = questions.filter(\.isBand)
        let lists = [("questions", questions.filter { !$0.isBand }), ("bands", bands)]
        var problems = lists.flatMap { key, list in
            list.enumerated().flatMap { index, question in
                question.lackingEasyWords.map {
                    TemplateProblem($0.message, at: [key, String(index)] + $0.path)
                }
            }
        }
        problems += (itemQuestion?.lackingEasyWords ?? []).map {
            TemplateProblem($0.message, at: ["itemQuestion"] + $0.path)
        }
        return problems
    }

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow(
            "questions", "itemQuestion", "bands", "consents", "directory", "matches", "before", "quotes",
            "moderated",
            "staysOpen")
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
        isModerated = try settings.flag("moderated", default: false)
        staysOpen = try settings.flag("staysOpen", default: false)
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
}
