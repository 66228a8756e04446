import CoproductionLab

/// What a survey says: one row for each answer that can be chosen, the same by side and role, the texts, and the
/// directory. Texts go out for sharing only where their author said yes to being quoted, if the survey asks (S56).
enum SurveyReport: ActivityReport {
    static func tables(of survey: Survey, in scene: Scene, for purpose: Purpose) -> [Table] {
        guard scene.activity.showsAnswers else { return [] }
        let asked = asked(survey, scene)
        var tables = [counts(survey, asked, scene), figures(survey, asked, scene)]
        let groups = groups(survey, asked, scene)
        if !groups.rows.isEmpty { tables.append(groups) }
        guard scene.activity.visibility != .private else { return tables }
        tables.append(texts(survey, asked, scene, purpose))
        if purpose == .keeping { tables.append(answers(survey, asked, scene)) }
        let directory = directory(survey)
        let maySayNames = purpose == .keeping && !scene.lab.details.hidesNames
        if maySayNames, !directory.rows.isEmpty { tables.append(directory) }
        if !survey.consentWords.isEmpty { tables.append(consents(survey)) }
        return tables
    }

    private typealias Asked = (id: ID, title: String, question: SurveyQuestion)

    private static func asked(_ survey: Survey, _ scene: Scene) -> [Asked] {
        var asked = survey.questions.map { ($0.id, $0.title, $0) }
        if let question = survey.itemQuestion {
            asked += scene.listedInputs.map { ($0.id, scene.text(of: $0), question) }
        }
        return asked
    }

    /// The distribution first.
    private static func counts(_ survey: Survey, _ asked: [Asked], _ scene: Scene) -> Table {
        var table = Table("answers", columns: ["question", "title", "type", "answer", "label", "n"])
        for (id, title, question) in asked {
            guard let tally = survey.tally(of: id, in: scene) else { continue }
            let counts = tally.room["counts"]?.object ?? [:]
            for (answer, label) in choices(of: question) {
                table.add([
                    "question": .string(id), "title": .string(title), "type": .string(question.kind.rawValue),
                    "answer": .string(answer), "label": .string(label), "n": counts[answer] ?? 0,
                ])
            }
            for bin in tally.room["bins"]?.object?.sorted(by: { Int($0.key) ?? 0 < Int($1.key) ?? 0 }) ?? [] {
                table.add([
                    "question": .string(id), "title": .string(title), "type": .string(question.kind.rawValue),
                    "answer": bin.value["from"] ?? .null,
                    "label": .string("\(bin.value["from"]?.int ?? 0)–\(bin.value["to"]?.int ?? 0)"),
                    "n": bin.value["n"] ?? 0,
                ])
            }
            table.add([
                "question": .string(id), "title": .string(title), "type": .string(question.kind.rawValue),
                "answer": .string(SurveyQuestion.dontKnow), "n": tally.room["dontKnow"] ?? 0,
            ])
        }
        return table
    }

    private static func choices(of question: SurveyQuestion) -> [(String, String)] {
        if question.kind == .scale { return (1...5).map { (String($0), String($0)) } }
        return question.options.map { ($0.id, $0.title) }
    }

    private static func figures(_ survey: Survey, _ asked: [Asked], _ scene: Scene) -> Table {
        let figures = ["n", "dontKnow", "median", "im", "q1", "q3", "cns", "label", "differs"]
        var table = Table("figures", columns: ["question", "title", "type"] + figures)
        for (id, title, question) in asked {
            guard let tally = survey.tally(of: id, in: scene) else { continue }
            var row = tally.room.filter { figures.contains($0.key) }
            row["question"] = .string(id)
            row["title"] = .string(title)
            row["type"] = .string(question.kind.rawValue)
            table.add(row)
        }
        return table
    }

    /// By side and role, with small numbers hidden: the same on screens and in every export.
    private static func groups(_ survey: Survey, _ asked: [Asked], _ scene: Scene) -> Table {
        var table = Table("groups", columns: ["question", "title", "group", "answer", "n", "median"])
        for (id, title, question) in asked {
            for (name, group) in (survey.tally(of: id, in: scene)?.groups ?? [:]).sorted(by: {
                $0.key < $1.key
            }) {
                let row: [String: JSON] = [
                    "question": .string(id), "title": .string(title), "group": .string(name),
                ]
                table.add(row.merging(["n": group["n"] ?? .null, "median": group["median"] ?? .null]) { $1 })
                let counts = group["counts"]?.object ?? [:]
                for (answer, _) in choices(of: question) {
                    table.add(row.merging(["answer": .string(answer), "n": counts[answer] ?? 0]) { $1 })
                }
            }
        }
        return table
    }

    private static func texts(
        _ survey: Survey, _ asked: [Asked], _ scene: Scene, _ purpose: Purpose
    ) -> Table {
        let consents = purpose == .keeping ? survey.consentWords.map(\.id) : []
        let roles = scene.namedRoles(for: purpose)
        var table = Table(
            "texts",
            columns: ["question", "title", "text", "evidence", "role"]
                + (purpose == .keeping ? ["support", "name"] : []) + consents)
        for (id, title, _) in asked {
            for text in survey.shownTexts(of: id) {
                if purpose == .sharing, let quotes = survey.quotes, !survey.consents(text.author, to: quotes)
                {
                    continue
                }
                var row: [String: JSON] = [
                    "question": .string(id), "title": .string(title), "text": .string(text.text),
                    "evidence": .bool(text.isEvidence), "support": .string(text.support.rawValue),
                ]
                if scene.activity.visibility.showsRole {
                    row.setRole(.string(text.role.rawValue), among: roles)
                }
                // Names are in no export for sharing; and where children answer by picture, in none (S60).
                if purpose == .keeping, scene.showsNames(to: .facilitator), !survey.hasPictures {
                    row["name"] = scene.lab.people[text.author].map { .string($0.name) }
                }
                for consent in consents { row[consent] = .bool(survey.consents(text.author, to: consent)) }
                table.add(row)
            }
        }
        return table
    }

    /// One row a person, for facilitators alone, sorted by what the rows say. In an anonymous activity nothing joins one
    /// to a person.
    private static func answers(_ survey: Survey, _ asked: [Asked], _ scene: Scene) -> Table {
        var table = Table("people", columns: ["role", "support"] + asked.map(\.id))
        var rows: [[String: JSON]] = []
        for person in survey.everybodysAnswers where !person.answers.isEmpty {
            var row: [String: JSON] = [
                "role": .string(person.role.rawValue), "support": .string(person.support.rawValue),
            ]
            for (question, answer) in person.answers {
                row[question] =
                    answer.array.map { .string($0.compactMap(\.string).joined(separator: ", ")) } ?? answer
            }
            rows.append(row)
        }
        for row in rows.sorted(by: { JSON.object($0).text < JSON.object($1).text }) { table.add(row) }
        return table
    }

    /// S25: only those who opted in, by the name that they gave. They said yes to a list in their lab: no export for
    /// sharing has it.
    private static func directory(_ survey: Survey) -> Table {
        var table = Table("directory", columns: ["name", "question", "title", "answer"])
        for listing in survey.listedIDs {
            guard let entry = survey.listed(listing) else { continue }
            for (question, answer) in (entry["answers"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
                guard let asked = survey.question(question) else { continue }
                let titles = { (id: String) in asked.options.first { $0.id == id }?.title ?? id }
                let words =
                    answer.array?.compactMap(\.string).map(titles).joined(separator: ", ")
                    ?? answer.string.map(titles)
                table.add([
                    "name": entry["name"] ?? .null, "question": .string(question),
                    "title": .string(asked.title),
                    "answer": words.map { .string($0) } ?? answer,
                ])
            }
        }
        return table
    }

    private static func consents(_ survey: Survey) -> Table {
        var table = Table("consents", columns: ["consent", "title", "n"])
        for consent in survey.consentWords {
            table.add(["consent": .string(consent.id), "title": .string(consent.title), "n": .int(consent.n)])
        }
        return table
    }
}
