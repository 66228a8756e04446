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
    package func of(_ export: LabExport) -> ReportWords { naming(export.heading["details"]?["words"]) }

    /// The same words with a lab's own among them: an object by the name of the word.
    package func naming(_ chosen: JSON?) -> ReportWords {
        let chosen = chosen?.object ?? [:]
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
        var values = values
        if let n { values["n"] = String(n) }
        return filled(words, values)
    }

    /// A text of ours with its places filled. What goes into them is left as it is, whatever braces people write.
    private func filled(_ text: String, _ values: [String: String] = [:]) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = rest[rest.index(after: open)..<close]
            filled += rest[..<open]
            filled +=
                name.hasPrefix("=") ? word(String(name.dropFirst())) : values[String(name)] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// A thing as this lab calls it (S5); with a capital where the text's own word has one. A word of ours may be made of
    /// another.
    private func word(_ name: String) -> String {
        let usual = text("word.\(name)").map { filled($0) } ?? name
        guard let chosen = own[name.lowercased()], !chosen.isEmpty else { return usual }
        return usual.first?.isUppercase == true ? chosen.prefix(1).uppercased() + chosen.dropFirst() : chosen
    }

    private func text(_ key: String) -> String? { texts[key]?.string }

    /// A day as people write it: "2026-11-30" as "30 November 2026", or short as "30 Nov 2026"; nil where the text is no day.
    package func day(_ text: String, isShort: Bool = false) -> String? {
        guard text.utf8.count == 10, let date = try? Date(text, strategy: .iso8601.year().month().day())
        else {
            return nil
        }
        return date.formatted(day(isShort ? .abbreviated : .long))
    }

    package func day(ofMilliseconds milliseconds: Int) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(day(.long))
    }

    /// In UTC, as every moment of an export; English as in Britain, where the day comes first.
    private func day(_ style: Date.FormatStyle.DateStyle) -> Date.FormatStyle {
        Date.FormatStyle(
            date: style, time: .omitted, locale: Locale(identifier: language == "en" ? "en_GB" : language),
            timeZone: .gmt)
    }

    /// The heading of a column, as this table has it where the same key means something else in others.
    package func column(_ key: String, in table: String) -> String {
        text("column.\(table).\(key)") ?? column(key)
    }

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

    /// The same for a cell of this table. How agreed a question's answers are is called as a choice is elsewhere.
    package func cell(_ value: JSON, under column: String, in table: String) -> String {
        cell(value, under: table == "figures" && column == "label" ? "answersLabel" : column)
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
        "value": ["report.value"], "type": ["report.type"], "what": ["report.what"],
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
