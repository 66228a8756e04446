import CoproductionLab
import Yams

/// What whoever runs a server says in its privacy notice and its accessibility statement. What the software does by itself
/// stands in the client's texts; what is missing here is a gap that everybody sees.
package struct Notices: Sendable, Equatable {
    package enum Page: String, Sendable, CaseIterable {
        case privacy, accessibility

        /// What has to be said, in the order of the page.
        package var needed: [String] {
            switch self {
            case .privacy: ["responsible", "contact", "purpose", "legalBasis", "complaints"]
            case .accessibility: ["contact", "tested", "limits"]
            }
        }

        /// What may be said.
        package var optional: [String] {
            switch self {
            case .privacy: ["officer", "place", "recipients", "more"]
            case .accessibility: ["complaints", "more"]
            }
        }
    }

    /// The texts by page, by what they say, and by language.
    package private(set) var texts: [Page: [String: [String: String]]] = [:]

    package init() {}

    /// What still has to be said on a page, in its order.
    package func missing(on page: Page) -> [String] { page.needed.filter { texts[page]?[$0] == nil } }

    /// The gaps of both pages as their keys in the file; empty where all is said.
    package var gaps: [String] {
        Page.allCases.flatMap { page in missing(on: page).map { "\(page.rawValue).\($0)" } }
    }

    /// - Parameter days: for how long a lab is kept where its organiser says nothing else.
    func json(keptFor days: Int) -> JSON {
        var members: [String: JSON] = ["retentionDays": .int(days)]
        for page in Page.allCases {
            members[page.rawValue] = [
                "texts": .object(
                    (texts[page] ?? [:]).mapValues { .object($0.mapValues { .string($0) }) }),
                "missing": .array(missing(on: page).map { .string($0) }),
            ]
        }
        return .object(members)
    }
}

extension Notices {
    private static let longest = 4_000

    /// Reads a file of them: a page, what is said, and a text, or a text for each language.
    package init(file: String) throws(TemplateLibrary.Problem) {
        let root = try TemplateLibrary.compose(try TemplateLibrary.text(of: file), file: file)
        do throws(TemplateProblem) {
            try self.init(root)
        } catch {
            throw TemplateLibrary.Problem(error, in: root, file: file)
        }
    }

    init(_ root: Node) throws(TemplateProblem) {
        let pages = try Self.members(
            of: root, known: ["language"] + Page.allCases.map(\.rawValue), at: [])
        let language = pages["language"]?.scalar?.string ?? "en"
        guard Settings.isLanguage(language) else {
            throw TemplateProblem("the language is a tag such as en, gd or ur.", at: ["language"])
        }
        for page in Page.allCases {
            guard let node = pages[page.rawValue] else { continue }
            let said = try Self.members(
                of: node, known: page.needed + page.optional, at: [page.rawValue])
            for (name, node) in said {
                let found = try Self.texts(node, in: language, at: [page.rawValue, name])
                if !found.isEmpty { texts[page, default: [:]][name] = found }
            }
        }
    }

    private static func texts(
        _ node: Node, in language: String, at path: [String]
    ) throws(TemplateProblem) -> [String: String] {
        if node.mapping == nil {
            let text = try text(node, at: path)
            return text.isEmpty ? [:] : [language: text]
        }
        var texts: [String: String] = [:]
        for (tag, node) in try members(of: node, known: nil, at: path) {
            guard Settings.isLanguage(tag) else {
                throw TemplateProblem(
                    "“\(tag)” isn't the tag of a language, such as en, gd or ur.", at: path + [tag])
            }
            let text = try text(node, at: path + [tag])
            if !text.isEmpty { texts[tag] = text }
        }
        return texts
    }

    private static func text(_ node: Node, at path: [String]) throws(TemplateProblem) -> String {
        // A number and a day are texts here, as they stand in the file.
        guard let written = node.scalar else {
            throw TemplateProblem("this must be a text, or a text for each language.", at: path)
        }
        let isNothing = written.style == .plain && ["", "~", "null"].contains(written.string)
        let text = isNothing ? "" : written.string.trimmingWhitespace
        guard text.count <= longest else {
            throw TemplateProblem("this is longer than \(longest) characters.", at: path)
        }
        return text
    }

    /// The members of a mapping; nothing at all is an empty one.
    private static func members(
        of node: Node, known: [String]?, at path: [String]
    ) throws(TemplateProblem) -> [String: Node] {
        if let scalar = node.scalar, ["", "~", "null"].contains(scalar.string) { return [:] }
        guard let mapping = node.mapping else {
            throw TemplateProblem("this must be a list of `key: text`.", at: path)
        }
        var members: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.string else { throw TemplateProblem("a key must be a text.", at: path) }
            if let known, !known.contains(name) {
                throw TemplateProblem(
                    "this isn't a key. Known are: \(known.joined(separator: ", ")).", at: path + [name])
            }
            guard members.updateValue(value, forKey: name) == nil else {
                throw TemplateProblem("this key is there twice.", at: path + [name])
            }
        }
        return members
    }
}

extension String {
    fileprivate var trimmingWhitespace: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
