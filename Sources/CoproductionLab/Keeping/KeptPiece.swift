/// What an export for keeping holds of one activity: as much as facilitators have been shown, and no more.
package enum KeptShare: Sendable {
    /// Answers aren't shown: none of them is in it.
    case hidden
    /// Figures alone, of no role: what is private.
    case figures
    /// Words with roles, and figures by role: nothing says what came from one person.
    case roles
    /// Each contribution with the person whose it is: where names are shown.
    case persons

    var hasWords: Bool { self == .roles || self == .persons }
}

extension Activity {
    /// How much of its contents an export for keeping may hold.
    package func keptShare(in lab: Lab) -> KeptShare {
        guard showsAnswers else { return .hidden }
        switch visibility {
        case .private: return .figures
        case .anonymous, .role: return .roles
        case .named: return lab.details.hidesNames ? .roles : .persons
        }
    }
}

/// One part of an activity's contents, as an export for keeping holds it and an import takes it in: small, so that the
/// journal keeps and erases it by itself.
package struct KeptPiece: Sendable {
    /// What it is, such as an idea; a kind's `restore` tells its pieces apart by it.
    let name: String
    var items: [ID] = []
    /// Whose it is, and whose words it holds too; none where an export mustn't say.
    var persons: [ID] = []
    var what: [String: JSON]
    /// Pieces of a lower group come first.
    var group = 0
    /// A key that says its place among those of its group; nil where order may not be told.
    var place: String?

    init(
        _ name: String, group: Int = 0, items: [ID] = [], persons: [ID] = [], place: String? = nil,
        _ what: [String: JSON]
    ) {
        self.name = name
        self.group = group
        self.items = items
        self.persons = persons
        self.place = place
        self.what = what
    }

    /// No piece has more members than this many entries of a table of figures, so that the journal can read it.
    static let mostEntries = 500
}

extension KeptShare {
    /// The persons of a piece, where they may be told.
    func persons(_ authors: [Author]) -> [ID] { self == .persons ? authors : [] }
}

extension Scene {
    /// A place that may be told: the order in which things came would say who was first where all is anonymous.
    func keptPlace(_ order: String) -> String? { activity.visibility.isAnonymous ? nil : order }
}

extension Event {
    /// The person behind a part that was taken in, or the name behind which nobody stands.
    func importedAuthor(_ index: Int = 0) -> Author {
        guard let persons, persons.indices.contains(index), !persons[index].isEmpty else {
            return Self.nobody
        }
        return persons[index]
    }

    /// Contributions whose author the file didn't tell. No id and no pseudonym begins like this.
    static let nobody: Author = "~"
    static func nobody(_ number: Int) -> Author { "~\(number)" }
}

extension [String: JSON] {
    mutating func set(_ key: String, _ role: Role) {
        if role != .notSaid { self[key] = .string(role.rawValue) }
    }
    mutating func set(_ key: String, _ support: Support) {
        if support != .self { self[key] = .string(support.rawValue) }
    }
    /// A count that is one more often than not.
    mutating func setVersion(_ version: Int) {
        if version != 1 { self["version"] = .int(version) }
    }
}

extension JSON {
    /// Figures by a name, such as people by role.
    static func counts(_ counts: [some RawRepresentable<String> & Hashable: Int]) -> JSON {
        .object(
            Dictionary(
                uniqueKeysWithValues: counts.filter { $0.value != 0 }.map {
                    ($0.key.rawValue, .int($0.value))
                }))
    }

    /// The same read again; total, for the journal's sake.
    func counts<Name: RawRepresentable<String> & Hashable>(of type: Name.Type) -> [Name: Int] {
        var counts: [Name: Int] = [:]
        for (word, count) in object ?? [:] {
            guard let name = Name(rawValue: word), let count = count.keptCount, count > 0 else { continue }
            counts[name] = count
        }
        return counts
    }

    /// A number of people or of answers: never less than none, and never so many that a sum overflows.
    var keptCount: Int? { int.flatMap { (0...1_000_000_000).contains($0) ? $0 : nil } }

    /// Milliseconds since 1970, and never so many that a sum overflows.
    var moment: Int64? { int.map { Int64(min(max($0, 0), 1 << 52)) } }
}

extension OrdinalCounts {
    /// The levels from the lowest, and last those who don't know.
    var kept: JSON { .array((counts + [dontKnow]).map { .int($0) }) }

    init?(kept json: JSON, levels: Int) {
        let counts = json.array?.compactMap(\.keptCount) ?? []
        guard counts.count == levels + 1, json.array?.count == counts.count else { return nil }
        self.init(counts: Array(counts.dropLast()), dontKnow: counts[levels])
    }
}
