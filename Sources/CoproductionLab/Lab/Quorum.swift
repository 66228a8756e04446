/// How many people of a role or a side must have been heard before a step is revealed.
package struct Quorum: Sendable, Equatable {
    package enum Group: Sendable, Hashable {
        case role(Role)
        case side(Side)

        init?(word: String) {
            if let role = Role(rawValue: word) {
                self = .role(role)
            } else if let side = Side(rawValue: word) {
                self = .side(side)
            } else {
                return nil
            }
        }

        var word: String {
            switch self {
            case .role(let role): role.rawValue
            case .side(let side): side.rawValue
            }
        }

        var inWords: String {
            switch self {
            case .role(let role): role.inWords
            case .side(let side): side.inWords
            }
        }
    }

    private(set) var needed: [Group: Int] = [:]

    package var isEmpty: Bool { needed.isEmpty }

    init(_ settings: Settings) throws(TemplateProblem) {
        for key in (settings.json.object ?? [:]).keys.sorted() {
            guard let group = Group(word: key) else {
                let words = (Role.allCases.map(\.rawValue) + Side.allCases.map(\.rawValue)).joined(
                    separator: ", ")
                throw TemplateProblem("must name roles or sides: \(words).", at: ["quorum", key])
            }
            do throws(TemplateProblem) {
                needed[group] = try settings.whole(key, in: 1...100)
            } catch {
                throw TemplateProblem(error.message, at: ["quorum"] + error.path)
            }
        }
    }

    /// Total, for the journal's sake.
    init(members: JSON?) {
        for (word, number) in members?.object ?? [:] {
            if let group = Group(word: word), let number = number.int { needed[group] = number }
        }
    }

    var members: JSON {
        .object(Dictionary(uniqueKeysWithValues: needed.map { ($0.key.word, .int($0.value)) }))
    }

    /// For the desk: how many have been heard, of how many.
    func view(_ heard: Heard) -> JSON {
        .object(
            Dictionary(
                uniqueKeysWithValues: needed.map {
                    ($0.key.word, ["n": .int(heard.count(of: $0.key)), "of": .int($0.value)])
                }))
    }

    /// The groups that wait for somebody still, in an order that stays the same.
    func missing(_ heard: Heard) -> [(group: Group, needed: Int)] {
        needed.filter { heard.count(of: $0.key) < $0.value }.sorted { $0.key.word < $1.key.word }
            .map { ($0.key, $0.value) }
    }
}
