/// One part of a form, as its template describes it.
package struct FormSection: Sendable {
    package enum Answer: String, Sendable, CaseIterable {
        case text, longText, date, number, money, choice, quotes
    }

    package let key: String
    package let title: String
    let easyTitle: String?
    let hint: String?
    let easyHint: String?
    /// The side that writes it, in its own words; nil where everybody may.
    package let side: Side?
    package let answer: Answer
    let options: [(id: String, title: String)]
    /// Of a number or a sum: what it counts.
    package let unit: String?
    /// Whether a form can be signed without it (S32).
    let isRequired: Bool
    let order: String

    /// Characters of a short and of a long text.
    static let limits: [Answer: Int] = [.text: 300, .longText: 4000]

    init(_ settings: Settings, order: String) throws(TemplateProblem) {
        try settings.allow(
            "id", "title", "easyTitle", "hint", "easyHint", "side", "type", "options", "required", "unit")
        key = try settings.required("id", atMost: 20)
        guard key.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }) else {
            throw TemplateProblem("must be of the letters a to z and digits alone.", at: ["id"])
        }
        title = try settings.required("title", atMost: 120)
        easyTitle = try settings.text("easyTitle", atMost: 200)
        hint = try settings.text("hint", atMost: 500)
        easyHint = try settings.text("easyHint", atMost: 500)
        if settings.json["side"] == nil {
            side = nil
        } else {
            side = try settings.choice("side", Side.self, default: .community)
        }
        answer = try settings.choice("type", Answer.self, default: .longText)
        isRequired = try settings.flag("required", default: false)
        unit = try settings.text("unit", atMost: 20)
        self.order = order
        options = try Self.options(settings)
        guard answer == .choice ? (2...12).contains(options.count) : options.isEmpty else {
            throw TemplateProblem(
                "a choice needs 2 to 12 options, and nothing else has any.", at: ["options"])
        }
        guard unit == nil || answer == .number || answer == .money else {
            throw TemplateProblem("only a number or money has a unit.", at: ["unit"])
        }
    }

    private static func options(_ settings: Settings) throws(TemplateProblem) -> [(id: String, title: String)]
    {
        var options: [(id: String, title: String)] = []
        for (index, option) in (settings.json["options"]?.array ?? []).enumerated() {
            do throws(TemplateProblem) {
                let below = Settings(option)
                try below.allow("id", "title")
                let id = try below.required("id", atMost: 20)
                guard !options.contains(where: { $0.id == id }) else {
                    throw TemplateProblem("“\(id)” stands here twice.", at: ["id"])
                }
                options.append((id, try below.required("title", atMost: 80)))
            } catch {
                throw TemplateProblem(error.message, at: ["options", String(index)] + error.path)
            }
        }
        return options
    }

    /// What somebody wrote, as it is kept; empty where they emptied the part.
    func value(_ body: Fields) throws(Rejection) -> String {
        guard let given = body.json["text"]?.string else {
            throw Rejection(.invalid, "“text” must be a text; an empty one empties this part.")
        }
        if given.isEmpty { return "" }
        switch answer {
        case .text, .longText: return try body.text("text", atMost: Self.limits[answer] ?? 300)
        case .date: return try body.day("text") ?? ""
        case .number, .money:
            guard Self.isNumber(given, isMoney: answer == .money) else {
                throw Rejection(
                    .invalid,
                    "“\(given.prefix(20))” isn't a number. Write it in digits, such as 1200 or 12.50.")
            }
            return given
        case .choice:
            guard options.contains(where: { $0.id == given }) else {
                let words = options.map(\.id).joined(separator: ", ")
                throw Rejection(.invalid, "“text” must be one of: \(words).")
            }
            return given
        case .quotes:
            throw Rejection(
                .notAllowed, "People's own words stand here. Choose some of those that may be quoted.")
        }
    }

    private static func isNumber(_ text: String, isMoney: Bool) -> Bool {
        var digits = Substring(text)
        if !isMoney, digits.first == "-" { digits.removeFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...12).contains(parts[0].utf8.count),
            parts.count == 1 || (1...(isMoney ? 2 : 4)).contains(parts[1].utf8.count)
        else { return false }
        return parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    /// A value in words: of a choice the title of what was chosen.
    package func words(_ value: String) -> String {
        options.first { $0.id == value }?.title ?? value
    }

    /// What doesn't depend on anybody's answer.
    var members: [String: JSON] {
        var members: [String: JSON] = [
            "key": .string(key), "title": .string(title), "type": .string(answer.rawValue),
            "order": .string(order),
        ]
        members.set("easyTitle", easyTitle)
        members.set("hint", hint)
        members.set("easyHint", easyHint)
        members.set("side", side?.rawValue)
        members.set("unit", unit)
        members.flag("required", isRequired)
        if !options.isEmpty {
            members["options"] = .object(
                Dictionary(
                    uniqueKeysWithValues: options.enumerated().map { index, option in
                        (
                            option.id,
                            [
                                "title": .string(option.title),
                                "order": .string(Order.appended(index)),
                            ]
                        )
                    }))
        }
        return members
    }
}
