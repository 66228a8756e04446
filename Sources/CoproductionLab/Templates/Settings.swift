/// A mistake in a template, with the path of keys to it; who reads the file adds the line.
package struct TemplateProblem: Error, Equatable, Sendable {
    package var path: [String]
    package let message: String

    package init(_ message: String, at path: [String] = []) {
        self.path = path
        self.message = message
    }
}

extension TemplateProblem {
    /// What is said of a title or a hint that has none beside it for Easy Read.
    static func lackingEasyWords(
        title: String, _ easyTitle: String?, hint: String?, _ easyHint: String?
    ) -> [TemplateProblem] {
        var problems: [TemplateProblem] = []
        if !title.isEmpty, easyTitle == nil {
            problems.append(TemplateProblem("has no easyTitle, the same in easy words.", at: ["title"]))
        }
        if hint != nil, easyHint == nil {
            problems.append(TemplateProblem("has no easyHint, the same in easy words.", at: ["hint"]))
        }
        return problems
    }
}

/// The settings of an activity's kind in a template, read with errors that name the key.
package struct Settings: Sendable {
    package let json: JSON

    package init(_ json: JSON) { self.json = json }

    /// Refuses keys that mean nothing, so that a misspelt one is noticed.
    package func allow(_ keys: String...) throws(TemplateProblem) {
        guard let members = json.object else { throw TemplateProblem("settings must be a mapping of keys.") }
        for key in members.keys.sorted() where !keys.contains(key) {
            throw TemplateProblem(
                "“\(key)” isn't a setting here. Known are: \(keys.sorted().joined(separator: ", ")).",
                at: [key])
        }
    }

    package func flag(_ key: String, default fallback: Bool) throws(TemplateProblem) -> Bool {
        guard let value = json[key] else { return fallback }
        guard let flag = value.bool else { throw TemplateProblem("must be true or false.", at: [key]) }
        return flag
    }

    package func whole(_ key: String, in range: ClosedRange<Int>) throws(TemplateProblem) -> Int? {
        guard let value = json[key] else { return nil }
        guard let number = value.int, range.contains(number) else {
            throw TemplateProblem(
                "must be a whole number from \(range.lowerBound) to \(range.upperBound).", at: [key])
        }
        return number
    }

    package func text(_ key: String, atMost limit: Int = 2000) throws(TemplateProblem) -> String? {
        guard let value = json[key] else { return nil }
        guard let text = value.string, !text.isEmpty, text.count <= limit else {
            throw TemplateProblem("must be a text of at most \(limit) characters.", at: [key])
        }
        return text
    }

    /// A language tag such as en, gd or zh-Hant (the shape of RFC 5646, not its registry).
    package func language(_ key: String) throws(TemplateProblem) -> String? {
        guard let tag = try text(key, atMost: 20) else { return nil }
        guard Self.isLanguage(tag) else {
            throw TemplateProblem("must be a language tag such as en or gd.", at: [key])
        }
        return tag
    }

    package static func isLanguage(_ tag: String) -> Bool {
        let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
        guard tag.utf8.count <= 20, let first = parts.first, (2...3).contains(first.count),
            first.allSatisfy({ $0.isASCII && $0.isLetter })
        else { return false }
        return parts.dropFirst().allSatisfy { part in
            (2...8).contains(part.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
    }

    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type, default fallback: Choice
    ) throws(TemplateProblem) -> Choice where Choice.RawValue == String {
        guard let value = json[key] else { return fallback }
        guard let choice = value.string.flatMap(Choice.init) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw TemplateProblem("must be one of: \(words).", at: [key])
        }
        return choice
    }

    /// A list of texts, no two the same; empty where the key is absent.
    package func texts(
        _ key: String, count: ClosedRange<Int>, atMost limit: Int
    ) throws(TemplateProblem) -> [String] {
        guard let value = json[key] else { return [] }
        let texts = value.strings
        guard texts.count == value.array?.count, count.contains(texts.count), Set(texts).count == texts.count,
            texts.allSatisfy({ !$0.isEmpty && $0.count <= limit })
        else {
            throw TemplateProblem(
                "must be a list of \(count.lowerBound) to \(count.upperBound) texts of at most \(limit) characters, "
                    + "no two the same.",
                at: [key])
        }
        return texts
    }

    /// A list of words of a closed list; empty where the key is absent.
    package func choices<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type
    ) throws(TemplateProblem) -> [Choice] where Choice.RawValue == String {
        guard let value = json[key] else { return [] }
        let choices = value.strings.compactMap(Choice.init)
        guard let count = value.array?.count, choices.count == count else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw TemplateProblem("must be a list of: \(words).", at: [key])
        }
        return choices
    }

    /// A mapping below a key; empty where the key is absent.
    package func below(_ key: String) throws(TemplateProblem) -> Settings {
        guard let value = json[key] else { return Settings(.empty) }
        guard value.object != nil else { throw TemplateProblem("must be a mapping of keys.", at: [key]) }
        return Settings(value)
    }
}
