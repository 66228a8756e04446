/// The two axes of the Priority Matrix (S24): impact upwards, effort to the right.
package enum Axis: String, Sendable, CaseIterable {
    case impact, effort
}

/// One person's answers about one item; an axis without an answer isn't answered yet.
struct Rating: Sendable, Equatable {
    var answers: [Axis: OrdinalAnswer] = [:]

    /// Reads `impact` and `effort` of a command or an event: 1–5, "dontKnow", or "none" to take an answer back.
    mutating func take(_ body: Fields) throws(Rejection) {
        guard body.has(Axis.impact.rawValue) || body.has(Axis.effort.rawValue) else {
            throw Rejection(.invalid, "A rating needs “impact” or “effort”.")
        }
        for axis in Axis.allCases {
            guard let value = body.json[axis.rawValue] else { continue }
            switch value {
            case "dontKnow": answers[axis] = .dontKnow
            case "none": answers[axis] = nil
            default: answers[axis] = .level(try body.whole(axis.rawValue, in: 1...5))
            }
        }
    }

    var members: [String: JSON] {
        var members: [String: JSON] = [:]
        for (axis, answer) in answers {
            members[axis.rawValue] =
                switch answer {
                case .level(let level): .int(level)
                case .dontKnow: "dontKnow"
                }
        }
        return members
    }

    init() {}

    /// Total, for the journal's sake: what is no answer is left out.
    init(members: JSON) {
        for axis in Axis.allCases {
            if let level = members[axis.rawValue]?.int, (1...5).contains(level) {
                answers[axis] = .level(level)
            } else if members[axis.rawValue] == "dontKnow" {
                answers[axis] = .dontKnow
            }
        }
    }
}

/// All answers about one item, as counts: by axis and by role, so that a figure costs the same for ten people as for ten
/// thousand.
struct ItemTally: Sendable {
    var counts: [Axis: [Role: OrdinalCounts]] = [:]

    mutating func replace(_ before: Rating, with after: Rating, of role: Role) {
        for axis in Axis.allCases where before.answers[axis] != after.answers[axis] {
            if let answer = before.answers[axis] { counts[axis]?[role]?.remove(answer) }
            if let answer = after.answers[axis] {
                counts[axis, default: [:]][role, default: OrdinalCounts()].add(answer)
            }
        }
    }

    func room(_ axis: Axis) -> OrdinalCounts { of(Role.allCases, axis) }
    func side(_ side: Side, _ axis: Axis) -> OrdinalCounts { of(Role.of(side), axis) }
    func of(_ roles: [Role], _ axis: Axis) -> OrdinalCounts {
        roles.reduce(OrdinalCounts()) { $0 + (counts[axis]?[$1] ?? OrdinalCounts()) }
    }

    var isEmpty: Bool { Axis.allCases.allSatisfy { room($0).n == 0 && room($0).dontKnow == 0 } }

    /// The sides and roles whose figures may be shown on both axes, given the lab's threshold for small numbers.
    func shownGroups(threshold: Int) -> ShownGroups {
        func shown(_ axis: Axis) -> ShownGroups {
            ShownGroups(people: (counts[axis] ?? [:]).mapValues(\.n), threshold: threshold)
        }
        return shown(.impact).intersection(shown(.effort))
    }
}

/// What the group decided on an item, and why (S4, S24).
struct Decision: Sendable, Equatable {
    enum Choice: String, Sendable, CaseIterable { case `do`, plan, later, drop }

    var choice: Choice
    var reason: String
    /// Who acts together.
    var who: String?
    var version: Int

    var members: [String: JSON] {
        var members: [String: JSON] = ["decision": .string(choice.rawValue), "reason": .string(reason)]
        members.set("who", who)
        return members
    }

    var view: [String: JSON] { members.merging(["version": .int(version)]) { $1 } }

    init?(members: JSON?, version: Int) {
        guard let choice = members?["decision"]?.string.flatMap(Choice.init) else { return nil }
        self.choice = choice
        reason = members?["reason"]?.string ?? ""
        who = members?["who"]?.string
        self.version = version
    }
}
