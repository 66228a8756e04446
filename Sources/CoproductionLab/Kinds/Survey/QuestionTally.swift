/// All answers to one question, as counts by role, so that a figure costs the same for ten people as for ten thousand.
struct QuestionTally: Sendable, Equatable {
    struct Group: Sendable, Equatable {
        /// People with an answer other than "don't know".
        var n = 0
        var dontKnow = 0
        var counts: [String: Int] = [:]

        mutating func count(_ answer: SurveyAnswer, _ step: Int) {
            if answer == .dontKnow {
                dontKnow = max(0, dontKnow + step)
                return
            }
            n = max(0, n + step)
            for key in answer.counted {
                let count = max(0, (counts[key] ?? 0) + step)
                counts[key] = count == 0 ? nil : count
            }
        }

        static func + (left: Group, right: Group) -> Group {
            var sum = left
            sum.n += right.n
            sum.dontKnow += right.dontKnow
            sum.counts.merge(right.counts, uniquingKeysWith: +)
            return sum
        }
    }

    var byRole: [Role: Group] = [:]

    mutating func replace(_ before: SurveyAnswer?, with after: SurveyAnswer?, of role: Role) {
        var group = byRole[role] ?? Group()
        if let before { group.count(before, -1) }
        if let after { group.count(after, 1) }
        byRole[role] = group == Group() ? nil : group
    }

    /// One more person, or one fewer, who has written something.
    mutating func countWriter(_ role: Role, _ step: Int) {
        var group = byRole[role] ?? Group()
        group.n = max(0, group.n + step)
        byRole[role] = group == Group() ? nil : group
    }

    var isEmpty: Bool { byRole.isEmpty }
    var room: Group { sum(Role.allCases) }

    func sum(_ roles: [Role]) -> Group {
        roles.reduce(Group()) { $0 + (byRole[$1] ?? Group()) }
    }
}

extension QuestionTally {
    /// What is shown of a question: the distribution first, never a mean.
    ///
    /// - Parameter showsGroups: whether there are figures by side and role, as from a reveal on.
    func results(of question: SurveyQuestion, threshold: Int, showsGroups: Bool) -> [String: JSON] {
        let room = room
        var members = room.figures(of: question)
        members["dontKnow"] = .int(room.dontKnow)
        guard showsGroups else { return members }
        let shown = ShownGroups(people: byRole.mapValues(\.n), threshold: threshold)
        let groups = shown.view(
            side: { .object(sum(Role.of($0)).figures(of: question, brief: true)) },
            role: { .object(sum([$0]).figures(of: question, brief: true)) })
        members.merge(groups) { $1 }
        if question.kind == .scale, shown.sides.count == Side.allCases.count {
            let (community, professional) = (
                sum(Role.of(.community)).levels, sum(Role.of(.professional)).levels
            )
            members["delta"] = community.cliffsDelta(against: professional).map(JSON.figure)
            members["differs"] = .bool(community.seesDifferently(from: professional, threshold: threshold))
        }
        return members
    }
}

extension QuestionTally.Group {
    /// The same answers on the ordinal scale.
    var levels: OrdinalCounts {
        OrdinalCounts(counts: SurveyQuestion.levels.map { counts[String($0)] ?? 0 }, dontKnow: dontKnow)
    }

    /// - Parameter brief: for a group, of which only the distribution and its middle are shown.
    func figures(of question: SurveyQuestion, brief: Bool = false) -> [String: JSON] {
        var members: [String: JSON] = ["n": .int(n)]
        switch question.kind {
        case .text: break
        case .single, .many, .symbol:
            members["counts"] = .object(
                Dictionary(uniqueKeysWithValues: question.options.map { ($0.id, .int(counts[$0.id] ?? 0)) }))
        case .scale:
            let levels = levels
            members["counts"] = .object(
                Dictionary(
                    uniqueKeysWithValues: SurveyQuestion.levels.map { (String($0), .int(levels[$0])) }))
            members["median"] = levels.median.map(JSON.figure)
            members["im"] = levels.interpolatedMedian.map(JSON.figure)
            guard !brief else { break }
            members["q1"] = levels.firstQuartile.map(JSON.figure)
            members["q3"] = levels.thirdQuartile.map(JSON.figure)
            members["cns"] = levels.consensus.map(JSON.figure)
            members["label"] = .string(levels.consensusLabel.rawValue)
        case .number:
            let numbers = NumberDistribution(counts)
            members["median"] = numbers.quantile(2).map(JSON.figure)
            guard !brief else { break }
            members["q1"] = numbers.quantile(1).map(JSON.figure)
            members["q3"] = numbers.quantile(3).map(JSON.figure)
            members["bins"] = numbers.bins
        }
        return members
    }
}

/// Whole numbers that people gave, from the least to the greatest, with how many gave each.
struct NumberDistribution {
    private let values: [(number: Int, count: Int)]
    private let n: Int

    init(_ counts: [String: Int]) {
        values = counts.compactMap { key, count in Int(key).map { ($0, count) } }.sorted { $0.0 < $1.0 }
        n = values.reduce(0) { $0 + $1.count }
    }

    /// A quartile, type 7 (`statistics.md` §1); nil without answers.
    func quantile(_ quarter: Int) -> Double? {
        guard n > 0 else { return nil }
        let (place, rest) = ((n - 1) * quarter).quotientAndRemainder(dividingBy: 4)
        let lower = Double(number(at: place))
        return rest == 0 ? lower : lower + (Double(number(at: place + 1)) - lower) * Double(rest) / 4
    }

    private func number(at place: Int) -> Int {
        var passed = 0
        for value in values {
            passed += value.count
            if place < passed { return value.number }
        }
        return values.last?.number ?? 0
    }

    /// At most eight ranges of one width, which is 1, 2 or 5 times a power of ten: `{"0": {from, to, n}, …}`.
    var bins: JSON {
        guard let least = values.first?.number, let greatest = values.last?.number else { return [:] }
        var width = 1
        for factor in [2, 5, 10].cycled(upTo: 30) {
            guard greatest.floored(by: width) - least.floored(by: width) > 7 else { break }
            width = factor
        }
        let first = least.floored(by: width)
        var bins: [String: JSON] = [:]
        for index in 0...(greatest.floored(by: width) - first) {
            let from = (first + index) * width
            let count = values.reduce(0) {
                $0 + ((from..<(from + width)).contains($1.number) ? $1.count : 0)
            }
            bins[String(index)] = ["from": .int(from), "to": .int(from + width - 1), "n": .int(count)]
        }
        return .object(bins)
    }
}

extension Int {
    fileprivate func floored(by width: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: width)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension [Int] {
    /// 2, 5, 10, 20, 50, 100, …
    fileprivate func cycled(upTo count: Int) -> [Int] {
        var power = 1
        var steps: [Int] = []
        while steps.count < Swift.min(count, 27) {
            steps.append(contentsOf: map { $0 * power })
            power *= 10
        }
        return steps
    }
}
