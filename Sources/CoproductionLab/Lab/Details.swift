/// What an organiser says of a lab: when and how people can come (S15), its words (S5), its place (S20), who stands for
/// it (S59), and how children are kept safe (S58, S60).
package struct Details: Sendable, Equatable {
    /// The set-up questions (S15).
    package enum Question: String, Sendable, CaseIterable { case times, pay, expenses, access }

    /// Words that a lab may call otherwise (S5).
    package enum Word: String, Sendable, CaseIterable {
        case coproduction, lab, professional, community, facilitator, pledge
    }

    package internal(set) var answers: [Question: String] = [:]
    /// Who is paid for coming; nil where nobody has said.
    package internal(set) var paid: [Side: Bool] = [:]
    package internal(set) var words: [Word: String] = [:]
    /// What the lab is about and where (S20).
    package internal(set) var context: String?
    package internal(set) var glossary: [String: String] = [:]
    /// Whose lab it is, and who hosts it: roles of their own (S59).
    package internal(set) var owner: String?
    package internal(set) var host: String?
    /// No name is shown to anybody, as where children take part (S60).
    package internal(set) var hidesNames = false
    /// A guardian has to agree before a child joins (S58).
    package internal(set) var asksGuardian = false

    package init() {}

    /// S15: people who are paid sit with people who aren't.
    package var onlyProfessionalsPaid: Bool { paid[.professional] == true && paid[.community] == false }
}

extension Details {
    private static let longest = 500
    private static let mostTerms = 200

    /// The details with what a command says changed; an empty text takes one away.
    func changed(by body: Fields) throws(Rejection) -> Details {
        var next = self
        for question in Question.allCases where body.has(question.rawValue) {
            next.answers[question] = try body.optionalText(question.rawValue, atMost: Self.longest)
        }
        if body.has("paid") {
            let paid = Fields(body.json["paid"] ?? .null)
            for side in Side.allCases where paid.has(side.rawValue) {
                next.paid[side] = try paid.flag(side.rawValue)
            }
        }
        if body.has("words") {
            let words = Fields(body.json["words"] ?? .null)
            for word in Word.allCases where words.has(word.rawValue) {
                next.words[word] = try words.optionalText(word.rawValue, atMost: 60)
            }
        }
        if body.has("context") { next.context = try body.optionalText("context", atMost: 4000) }
        if body.has("owner") { next.owner = try body.optionalText("owner", atMost: 120) }
        if body.has("host") { next.host = try body.optionalText("host", atMost: 120) }
        if body.has("hidesNames") { next.hidesNames = try body.flag("hidesNames") }
        if body.has("asksGuardian") { next.asksGuardian = try body.flag("asksGuardian") }
        if body.has("glossary") {
            let terms = Fields(body.json["glossary"] ?? .null)
            for term in (terms.json.object ?? [:]).keys {
                let word = try WrittenText.check(term, field: "glossary", atMost: 60)
                next.glossary[word] = try terms.optionalText(term, atMost: Self.longest)
            }
            guard next.glossary.count <= Self.mostTerms else {
                throw Rejection(.tooLong, "A glossary has \(Self.mostTerms) terms at most.")
            }
        }
        return next
    }

    /// As the journal and the views have it.
    package var members: [String: JSON] {
        var members: [String: JSON] = [:]
        for (question, answer) in answers { members[question.rawValue] = .string(answer) }
        func texts(_ texts: [String: String]) -> JSON? {
            texts.isEmpty ? nil : .object(texts.mapValues { .string($0) })
        }
        members["words"] = texts(
            Dictionary(uniqueKeysWithValues: words.map { ($0.key.rawValue, $0.value) }))
        members["glossary"] = texts(glossary)
        if !paid.isEmpty {
            members["paid"] = .object(
                Dictionary(uniqueKeysWithValues: paid.map { ($0.key.rawValue, .bool($0.value)) }))
        }
        members.set("context", context)
        members.set("owner", owner)
        members.set("host", host)
        members.flag("hidesNames", hidesNames)
        members.flag("asksGuardian", asksGuardian)
        return members
    }

    init(members json: JSON) {
        for question in Question.allCases { answers[question] = json[question.rawValue]?.string }
        for side in Side.allCases { paid[side] = json["paid"]?[side.rawValue]?.bool }
        for word in Word.allCases { words[word] = json["words"]?[word.rawValue]?.string }
        context = json["context"]?.string
        glossary = json["glossary"]?.object?.compactMapValues(\.string) ?? [:]
        owner = json["owner"]?.string
        host = json["host"]?.string
        hidesNames = json["hidesNames"]?.bool ?? false
        asksGuardian = json["asksGuardian"]?.bool ?? false
    }
}

/// A sitting that was planned: what it is called, and its day as 2026-12-01.
package struct SittingPlan: Sendable, Equatable {
    package let title: String?
    package let date: String?
}

/// One line of the agenda's public history (S7).
package struct AgendaChange: Sendable, Equatable {
    package enum What: String, Sendable {
        case added, edited, moved, skipped, returned, language, link, retention
    }

    package let what: What
    /// Nil where the lab's language or its time of keeping was changed, or a link for facilitators was made.
    package let activity: ID?
    /// As it was called then.
    package let title: String
    /// Milliseconds since 1970.
    package let time: Int64
    package let revision: Int
    /// Who changed it; nil where that was erased.
    package let person: ID?
    /// Of an edit, what it changed: title, prompt, settings, …
    package let parts: [String]
    /// The lab's language from then on, where that was changed.
    package var language: String?
    /// For how many days the lab is kept from then on, where that was changed.
    package var days: Int?
}

/// What somebody may say quietly at any time (S9).
package enum Signal: String, Sendable, CaseIterable { case slowDown, pause, ready, question }
