/// The two axes of the Priority Matrix (S24): impact upwards, effort to the right.
package enum Axis: String, Sendable, CaseIterable {
    case impact, effort
}

/// One person's answers about one item; an axis without an answer isn't answered yet.
struct Rating: Sendable, Equatable {
    // The level, 0 for none or `dontKnow`: a large lab holds a million of these.
    private var impact: UInt8 = 0
    private var effort: UInt8 = 0
    private static let dontKnow = UInt8.max

    subscript(axis: Axis) -> OrdinalAnswer? {
        get {
            switch axis == .impact ? impact : effort {
            case 0: nil
            case Self.dontKnow: .dontKnow
            case let level: .level(Int(level))
            }
        }
        set {
            let answer: UInt8 =
                switch newValue {
                case nil: 0
                case .dontKnow: Self.dontKnow
                case .level(let level): UInt8(level)
                }
            if axis == .impact { impact = answer } else { effort = answer }
        }
    }

    var isEmpty: Bool { impact == 0 && effort == 0 }

    /// Reads `impact` and `effort` of a command or an event: 1–5, "dontKnow", or "none" to take an answer back.
    mutating func take(_ body: Fields) throws(Rejection) {
        guard body.has(Axis.impact.rawValue) || body.has(Axis.effort.rawValue) else {
            throw Rejection(.invalid, "A rating needs “impact” or “effort”.")
        }
        for axis in Axis.allCases {
            guard let value = body.json[axis.rawValue] else { continue }
            switch value {
            case "dontKnow": self[axis] = .dontKnow
            case "none": self[axis] = nil
            default: self[axis] = .level(try body.whole(axis.rawValue, in: 1...5))
            }
        }
    }

    var members: [String: JSON] {
        Axis.allCases.reduce(into: [:]) { members, axis in
            switch self[axis] {
            case nil: break
            case .level(let level): members[axis.rawValue] = .int(level)
            case .dontKnow: members[axis.rawValue] = "dontKnow"
            }
        }
    }

    init() {}

    /// Total, for the journal's sake: what is no answer is left out.
    init(members: JSON) {
        for axis in Axis.allCases {
            if let level = members[axis.rawValue]?.int, (1...5).contains(level) {
                self[axis] = .level(level)
            } else if members[axis.rawValue] == "dontKnow" {
                self[axis] = .dontKnow
            }
        }
    }
}

/// All answers about one item, as counts: by axis and by role, so that a figure costs the same for ten people as for ten
/// thousand.
struct ItemTally: Sendable {
    /// People by axis, role and answer, in one piece since it is copied as an answer comes in; empty before the first.
    private var people: [Int32] = []
    /// Five levels, and then “don't know”.
    private static let answers = 6

    private static func place(_ axis: Axis, _ role: Role) -> Int {
        ((axis == .impact ? 0 : Role.allCases.count) + role.place) * answers
    }

    private static func place(_ answer: OrdinalAnswer) -> Int {
        switch answer {
        case .level(let level): level - 1
        case .dontKnow: answers - 1
        }
    }

    mutating func replace(_ before: Rating, with after: Rating, of role: Role) {
        for axis in Axis.allCases where before[axis] != after[axis] {
            if let answer = before[axis] { count(axis, role, Self.place(answer), -1) }
            if let answer = after[axis] { count(axis, role, Self.place(answer), 1) }
        }
    }

    /// Puts so many people of a role in, as they were kept.
    mutating func add(_ counts: OrdinalCounts, _ axis: Axis, of role: Role) {
        for level in counts.levels { count(axis, role, level - 1, Int32(counts[level])) }
        count(axis, role, Self.answers - 1, Int32(counts.dontKnow))
    }

    private mutating func count(_ axis: Axis, _ role: Role, _ answer: Int, _ step: Int32) {
        if people.isEmpty {
            people = Array(repeating: 0, count: Axis.allCases.count * Role.allCases.count * Self.answers)
        }
        let place = Self.place(axis, role) + answer
        // A journal that was tampered with may take back what was never counted.
        people[place] = max(0, people[place] + step)
    }

    func room(_ axis: Axis) -> OrdinalCounts { of(Role.allCases, axis) }
    func side(_ side: Side, _ axis: Axis) -> OrdinalCounts { of(Role.of(side), axis) }
    func of(_ roles: [Role], _ axis: Axis) -> OrdinalCounts {
        var sums = [Int](repeating: 0, count: Self.answers)
        if !people.isEmpty {
            for role in roles {
                let place = Self.place(axis, role)
                for answer in sums.indices { sums[answer] += Int(people[place + answer]) }
            }
        }
        let dontKnow = sums.removeLast()
        return OrdinalCounts(counts: sums, dontKnow: dontKnow)
    }

    var isEmpty: Bool { people.allSatisfy { $0 == 0 } }

    /// The sides and roles whose figures may be shown on both axes, given the lab's threshold for small numbers.
    func shownGroups(threshold: Int) -> ShownGroups {
        func shown(_ axis: Axis) -> ShownGroups {
            ShownGroups(threshold: threshold) { of([$0], axis).n }
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
