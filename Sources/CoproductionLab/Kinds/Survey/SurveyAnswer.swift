/// What somebody answered to one question. Free texts are kept apart, since each has an id and a version of its own.
enum SurveyAnswer: Sendable, Equatable {
    case option(String)
    /// In the order of the template.
    case options([String])
    case level(Int)
    case number(Int)
    /// A full answer, left out of every figure and counted beside it.
    case dontKnow

    /// Total, for the journal's sake: what is no answer to this question is none.
    init?(_ json: JSON?, to question: SurveyQuestion) {
        guard let json, question.kind != .text else { return nil }
        if json.string == SurveyQuestion.dontKnow {
            self = .dontKnow
            return
        }
        switch question.kind {
        case .single, .symbol:
            guard let id = json.string, question.options.contains(where: { $0.id == id }) else { return nil }
            self = .option(id)
        case .many:
            let given = json.strings
            let known = question.options.map(\.id).filter(given.contains)
            guard !known.isEmpty, json.array?.count == known.count else { return nil }
            self = .options(known)
        case .scale:
            guard let level = json.int, SurveyQuestion.levels.contains(level) else { return nil }
            self = .level(level)
        case .number:
            guard let number = json.int, (question.least ?? .min) <= number, number <= (question.most ?? .max)
            else { return nil }
            self = .number(number)
        case .text: return nil
        }
    }

    var json: JSON {
        switch self {
        case .option(let id): .string(id)
        case .options(let ids): .array(ids.map { .string($0) })
        case .level(let number), .number(let number): .int(number)
        case .dontKnow: .string(SurveyQuestion.dontKnow)
        }
    }

    /// What it adds one person to.
    var counted: [String] {
        switch self {
        case .option(let id): [id]
        case .options(let ids): ids
        case .level(let number), .number(let number): [String(number)]
        case .dontKnow: []
        }
    }

    var chosen: [String] {
        switch self {
        case .option, .options: counted
        case .level, .number, .dontKnow: []
        }
    }
}

extension SurveyQuestion {
    /// The answer that a command gives; nil where it takes an earlier one back.
    func answer(in body: Fields) throws(Rejection) -> SurveyAnswer? {
        guard let given = body.json["answer"] else { throw Rejection(.invalid, "“answer” is missing.") }
        if given == "" || given == [] { return nil }
        if let answer = SurveyAnswer(given, to: self) {
            if case .options(let ids) = answer { try checkNumber(of: ids) }
            return answer
        }
        switch kind {
        case .single, .symbol:
            throw Rejection(.invalid, "“answer” must be one of the options: \(optionList).")
        case .many: throw Rejection(.invalid, "“answer” must be a list of options: \(optionList).")
        case .scale: throw Rejection(.invalid, "“answer” must be a level from 1 to 5, or “dontKnow”.")
        case .number:
            let range = "\(least ?? 0) to \(most ?? 0)"
            throw Rejection(.invalid, "“answer” must be a whole number from \(range). Write it in digits.")
        case .text: throw Rejection(.invalid, "“answer” must be a text.")
        }
    }

    private var optionList: String { options.map(\.id).joined(separator: ", ") }

    private func checkNumber(of ids: [String]) throws(Rejection) {
        if let most, ids.count > most {
            throw Rejection(.overBudget, "Choose at most \(most). Take one back first.")
        }
        if let least, ids.count < least {
            throw Rejection(.invalid, "Choose at least \(least), or none and pass.")
        }
    }
}

/// A text that somebody wrote as an answer, or as the evidence for one.
package struct SurveyText: Sendable, Equatable {
    package let id: ID
    package let question: ID
    package let author: Author
    package let role: Role
    package let support: Support
    package let isEvidence: Bool
    /// Empty where it was taken back.
    package internal(set) var text: String
    package internal(set) var version = 1

    /// Where texts are read before they are shown, what was said of this one in its present words.
    package internal(set) var review = Review.approved

    package var stands: Bool { !text.isEmpty }
    /// Whether others may see it once answers are shown (S43).
    package var isShown: Bool { stands && review == .approved }
}

/// A yes to one reuse of what one has answered; there is none until it is given (S25, S56).
struct SurveyConsent: Sendable, Equatable {
    var isOn = false
    /// The name to be listed under, where it is for the directory.
    var name: String?

    var members: [String: JSON] {
        var members: [String: JSON] = ["on": .bool(isOn)]
        members.set("name", name)
        return members
    }

    init() {}

    init(members json: JSON?) {
        isOn = json?["on"]?.bool ?? false
        name = json?["name"]?.string
    }
}

/// Somebody has what somebody else would like. Neither knows who the other is until both say yes (S26).
struct SurveyMatch: Sendable, Equatable {
    let id: ID
    let option: String
    let has: Author
    let wants: Author
    /// Who says yes, and the name that each gives to the other.
    var names: [Author: String] = [:]

    func other(than author: Author) -> Author { author == has ? wants : has }
    var isAgreed: Bool { names.count == 2 }
}
