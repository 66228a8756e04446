/// One question of a survey, as its template sets it.
package struct SurveyQuestion: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable { case single, many, scale, number, text, symbol }

    package struct Option: Sendable, Equatable {
        package let id: String
        package let title: String
        /// A picture beside the word, never without it (S60).
        package let symbol: String?
    }

    /// Its name in the template; empty for the question that is asked of each item.
    package let id: ID
    package let kind: Kind
    package let title: String
    private(set) var easyTitle: String?
    private(set) var hint: String?
    private(set) var easyHint: String?
    package private(set) var options: [Option] = []
    /// The fewest and the most: choices of `many`, the range of a `number`, texts of one person.
    private(set) var least: Int?
    private(set) var most: Int?
    private(set) var low: String?
    private(set) var high: String?
    private(set) var unit: String?
    /// For the screens alone: a pass is a full answer here, too.
    private(set) var isRequired = false
    /// Whether it asks how one knows (S49).
    private(set) var asksEvidence = false
    /// One of the bands of an outcome log (S52).
    private(set) var isBand = false

    package static let dontKnow = "dontKnow"
    static let levels = 1...5
    static let mostTexts = 20
    private static let mostOptions = 40
    private static let numbers = 0...1_000_000

    /// S60: answers by picture, each with its word.
    private static let faces = [
        Option(id: "good", title: "Good", symbol: "🙂"), Option(id: "soso", title: "So-so", symbol: "😐"),
        Option(id: "bad", title: "Not good", symbol: "🙁"),
    ]
}

extension SurveyQuestion {
    /// - Parameter ofItems: it is asked of each item that flows in, so it has no id, and the item's words are its title.
    init(_ settings: Settings, ofItems: Bool = false) throws(TemplateProblem) {
        try settings.allow(
            "id", "type", "title", "easyTitle", "hint", "easyHint", "options", "min", "max", "low", "high",
            "unit", "required", "evidence")
        id = ofItems ? "" : try settings.key("id")
        guard let word = settings.json["type"]?.string, let kind = Kind(rawValue: word) else {
            let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw TemplateProblem("needs a type, one of: \(known).", at: ["type"])
        }
        self.kind = kind
        title =
            ofItems
            ? try settings.text("title", atMost: 300) ?? "" : try settings.required("title", atMost: 300)
        easyTitle = try settings.text("easyTitle", atMost: 300)
        hint = try settings.text("hint", atMost: 300)
        easyHint = try settings.text("easyHint", atMost: 300)
        isRequired = try settings.flag("required", default: false)
        asksEvidence = try settings.flag("evidence", default: false)
        try readOptions(settings)
        try readRange(settings)
        low = try settings.text("low", atMost: 60)
        high = try settings.text("high", atMost: 60)
        unit = try settings.text("unit", atMost: 30)
        try settings.refuse("low", unless: kind == .scale)
        try settings.refuse("high", unless: kind == .scale)
        try settings.refuse("unit", unless: kind == .number)
        try settings.refuse("evidence", unless: kind != .text)
    }

    /// S52: a band of an outcome log takes several texts of each person.
    init(band settings: Settings) throws(TemplateProblem) {
        try settings.allow("id", "title", "easyTitle", "hint", "easyHint")
        id = try settings.key("id")
        kind = .text
        title = try settings.required("title", atMost: 300)
        easyTitle = try settings.text("easyTitle", atMost: 300)
        hint = try settings.text("hint", atMost: 300)
        easyHint = try settings.text("easyHint", atMost: 300)
        most = 10
        isBand = true
    }

    /// Words without others beside them for Easy Read.
    var lackingEasyWords: [TemplateProblem] {
        TemplateProblem.lackingEasyWords(title: title, easyTitle, hint: hint, easyHint)
    }

    private mutating func readOptions(_ settings: Settings) throws(TemplateProblem) {
        let takesOptions = kind == .single || kind == .many || kind == .symbol
        try settings.refuse("options", unless: takesOptions)
        guard takesOptions else { return }
        for (index, option) in try settings.mappings("options", atMost: Self.mostOptions).enumerated() {
            do throws(TemplateProblem) {
                try option.allow("id", "title", "symbol")
                let id = try option.key("id")
                guard id != Self.dontKnow, !options.contains(where: { $0.id == id }) else {
                    throw TemplateProblem("“\(id)” is taken; choose another id.", at: ["id"])
                }
                let symbol = try option.text("symbol", atMost: 8)
                guard kind != .symbol || symbol != nil else {
                    throw TemplateProblem(
                        "is missing “symbol”, the picture that stands beside the word.", at: ["symbol"])
                }
                options.append(
                    Option(id: id, title: try option.required("title", atMost: 200), symbol: symbol))
            } catch {
                throw TemplateProblem(error.message, at: ["options", String(index)] + error.path)
            }
        }
        if kind == .symbol, options.isEmpty { options = Self.faces }
        guard options.count >= 2 else {
            throw TemplateProblem("needs at least two options to choose from.", at: ["options"])
        }
    }

    private mutating func readRange(_ settings: Settings) throws(TemplateProblem) {
        switch kind {
        case .many:
            least = try settings.whole("min", in: 0...options.count)
            most = try settings.whole("max", in: max(1, least ?? 1)...options.count)
        case .number:
            least = try settings.whole("min", in: -1_000_000_000...1_000_000_000) ?? Self.numbers.lowerBound
            most = try settings.whole("max", in: -1_000_000_000...1_000_000_000) ?? Self.numbers.upperBound
            guard (least ?? 0) <= (most ?? 0) else {
                throw TemplateProblem("must not be less than “min”.", at: ["max"])
            }
        case .text:
            try settings.refuse("min", unless: false)
            most = try settings.whole("max", in: 1...Self.mostTexts) ?? 1
        case .single, .scale, .symbol:
            try settings.refuse("min", unless: false)
            try settings.refuse("max", unless: false)
        }
    }

    /// As the frame of the view has it.
    func view(order: Int) -> JSON {
        var members: [String: JSON] = [
            "type": .string(kind.rawValue), "title": .string(title),
            "order": .string(Order.appended(order)),
        ]
        members.set("easyTitle", easyTitle)
        members.set("hint", hint)
        members.set("easyHint", easyHint)
        if !options.isEmpty {
            var shown: [String: JSON] = [:]
            for (index, option) in options.enumerated() {
                var words: [String: JSON] = [
                    "title": .string(option.title), "order": .string(Order.appended(index)),
                ]
                words.set("symbol", option.symbol)
                shown[option.id] = .object(words)
            }
            members["options"] = .object(shown)
        }
        members.set("min", least)
        members.set("max", most)
        members.set("low", low)
        members.set("high", high)
        members.set("unit", unit)
        members.flag("required", isRequired)
        members.flag("evidence", asksEvidence)
        members.flag("band", isBand)
        return .object(members)
    }
}

extension Settings {
    /// A list of mappings below a key; empty where the key is absent.
    func mappings(_ key: String, atMost limit: Int) throws(TemplateProblem) -> [Settings] {
        guard let value = json[key] else { return [] }
        guard let list = value.array, !list.isEmpty, list.count <= limit,
            list.allSatisfy({ $0.object != nil })
        else { throw TemplateProblem("must be a list of one to \(limit) mappings.", at: [key]) }
        return list.map { Settings($0) }
    }

    /// A name for use in views and commands: letters and digits.
    func key(_ key: String) throws(TemplateProblem) -> String {
        let name = try required(key, atMost: 40)
        guard
            name.utf8.allSatisfy({ byte in (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
            })
        else { throw TemplateProblem("“\(name)” must be of the letters a to z and digits alone.", at: [key]) }
        return name
    }

    func refuse(_ key: String, unless isAllowed: Bool) throws(TemplateProblem) {
        guard !isAllowed, json[key] != nil else { return }
        throw TemplateProblem("“\(key)” means nothing for a question of this type.", at: [key])
    }
}
