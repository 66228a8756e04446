import CoproductionLab
import Foundation

/// The words of reports and of the headings of exports, in one language, from the same files as the client's.
///
/// A text may have forms for numbers (an object by plural category); the category is chosen by the rules of CLDR for
/// the languages that come with coprolab, and “other” for all else.
package struct ReportWords: Sendable {
    /// As in the lab: "en".
    package let language: String
    private let texts: [String: JSON]
    private let own: [String: String]

    /// - Parameters:
    ///   - texts: those of the language over those of English, which stand in for what is missing.
    ///   - own: what the lab calls otherwise (S5), by the name of the word in small letters.
    package init(language: String, texts: [String: JSON], own: [String: String] = [:]) {
        self.language = language
        self.texts = texts
        self.own = own
    }

    /// The same words for a lab that has some of its own.
    package func of(_ export: LabExport) -> ReportWords {
        let chosen = export.heading["details"]?["words"]?.object ?? [:]
        let own = chosen.compactMap { name, word in word.string.map { (name.lowercased(), $0) } }
        return ReportWords(language: language, texts: texts, own: Dictionary(own) { first, _ in first })
    }

    package var isRightToLeft: Bool { texts["direction"] == "rtl" }

    package func has(_ key: String) -> Bool { texts[key] != nil }

    /// The text of this name with its {places} filled; its name where there is none, so that it is seen and mended.
    package func callAsFunction(_ key: String, _ values: [String: String] = [:], n: Int? = nil) -> String {
        guard let text = texts[key] else { return key }
        var words = text.string ?? ""
        if let forms = text.object {
            let category = n.map { PluralCategory.of($0, in: language) } ?? "other"
            let zero = n == 0 ? forms["zero"]?.string : nil
            words = zero ?? forms[category]?.string ?? forms["other"]?.string ?? key
        }
        if let n { words = words.replacing("{n}", with: String(n)) }
        for (name, value) in values { words = words.replacing("{\(name)}", with: value) }
        while let open = words.range(of: "{="), let close = words[open.upperBound...].firstIndex(of: "}") {
            words.replaceSubrange(open.lowerBound...close, with: word(String(words[open.upperBound..<close])))
        }
        return words
    }

    /// A thing as this lab calls it (S5); with a capital where the text's own word has one.
    private func word(_ name: String) -> String {
        let usual = text("word.\(name)") ?? name
        guard let chosen = own[name.lowercased()], !chosen.isEmpty else { return usual }
        return usual.first?.isUppercase == true ? chosen.prefix(1).uppercased() + chosen.dropFirst() : chosen
    }

    private func text(_ key: String) -> String? { texts[key]?.string }

    /// The heading of a table's column.
    package func column(_ key: String) -> String {
        if let word = text("column.\(key)") { return word }
        // The figures of an axis or a side: "impactIM", "communityMedian".
        for family in Axis.allCases.map(\.rawValue) + Side.allCases.map(\.rawValue)
        where key.hasPrefix(family) && key != family {
            let figure = String(key.dropFirst(family.count))
            return
                "\(text("column.\(family)") ?? self("side.\(family)")): \(text("column.figure.\(figure)") ?? figure)"
        }
        return key
    }

    /// What stands in a cell, in words: a key of the protocol becomes what people say for it.
    package func cell(_ value: JSON, under column: String) -> String {
        switch value {
        case .null: return ""
        case .bool(let yes): return self(yes ? "report.yes" : "report.no")
        case .int(let number): return String(number)
        case .double(let number): return String(number)
        case .string(let text): return word(text, under: column)
        case .array(let values): return values.map { cell($0, under: column) }.joined(separator: ", ")
        case .object: return value.text
        }
    }

    /// Under which names the words for a column's keys stand: the first that has one says it.
    private static let families: [String: [String]] = [
        "about": ["report.about"], "role": ["role", "report.role"], "quadrant": ["quadrant"],
        "decision": ["decision"],
        "status": ["questions.status", "pledge"], "support": ["support"], "side": ["side"],
        "state": ["state"],
        "visibility": ["visibility"], "kind": ["kind"], "group": ["role", "side"], "when": ["when"],
        "for": ["for"],
        "value": ["report.value"], "what": ["report.what"],
    ]

    private func word(_ text: String, under column: String) -> String {
        if column == "cos" {
            return text.split(separator: " ").map { said("co.\($0)") ?? String($0) }.joined(separator: ", ")
        }
        if text == "dontKnow" { return said("dontKnow") ?? text }
        // How agreed an axis is: "impactLabel".
        let families = column.hasSuffix("Label") ? ["label"] : Self.families[column] ?? []
        return families.lazy.compactMap { said("\($0).\(text)") }.first ?? text
    }

    /// A text with the lab's own words in it, where there is one of this name.
    private func said(_ key: String) -> String? { has(key) ? self(key) : nil }
}

/// CLDR's plural categories of whole numbers, for the languages that come with coprolab.
enum PluralCategory {
    static func of(_ n: Int, in language: String) -> String {
        switch language.prefix(2) {
        case "pl":
            if n == 1 { return "one" }
            let isFew = (2...4).contains(n % 10) && !(12...14).contains(n % 100)
            return isFew ? "few" : "many"
        case "gd":
            switch n {
            case 1, 11: return "one"
            case 2, 12: return "two"
            case 3...10, 13...19: return "few"
            default: return "other"
            }
        default: return n == 1 ? "one" : "other"
        }
    }
}
