/// A question to the panel (S44).
package struct PanelQuestion: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable { case queued, asked, answered, parked }

    struct Words: Sendable, Equatable {
        var text: String
        /// Of the panel, whom it is for; nil: all of them.
        var to: String?
        /// The asker's own name, where they put it beside this one question.
        var name: String?
    }

    /// Where the chair has it, and what was answered.
    struct Place: Sendable, Equatable {
        var status = Status.queued
        var answer: String?
    }

    package let id: ID
    package let author: Author
    package let role: Role
    package let support: Support
    var words: Words
    package internal(set) var order: String
    var place = Place()
    package internal(set) var version = 1
    /// Counts how often the chair marked it.
    var marked = 0
    var isWithdrawn = false
    var isEdited = false
    package internal(set) var supporters = 0

    package var text: String { words.text }
    package var name: String? { words.name }
    package var to: String? { words.to }
    package var status: Status { place.status }
    package var answer: String? { place.answer }
}

extension PanelQuestion.Words {
    static let limit = 500

    var members: [String: JSON] {
        var members: [String: JSON] = ["text": .string(text)]
        members.set("to", to)
        members.set("name", name)
        return members
    }

    /// Total, for the journal's sake.
    init(members json: JSON) {
        text = json["text"]?.string ?? ""
        to = json["to"]?.string
        name = json["name"]?.string
    }
}

extension PanelQuestion.Place {
    var members: [String: JSON] {
        var members: [String: JSON] = ["status": .string(status.rawValue)]
        members.set("answer", answer)
        return members
    }

    init(members json: JSON) {
        status = json["status"]?.string.flatMap(PanelQuestion.Status.init) ?? .queued
        answer = json["answer"]?.string
    }
}

extension Order {
    /// A key between two others, or before or after all where one is missing. It sorts between them as plain strings,
    /// and never ends in the least digit, so that another key always fits before it.
    static func ofQueue(after lower: String?, before upper: String?) -> String {
        let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
        let low = Array((lower ?? "").utf8)
        // Keys that are the same leave no room between them: then after both.
        let high = upper.flatMap { $0 > (lower ?? "") ? Array($0.utf8) : nil }
        var key: [UInt8] = []
        var isBelow = high != nil
        for place in 0... {
            let least = place < low.count ? digits.firstIndex(of: low[place]) ?? 0 : -1
            let most =
                isBelow && place < high?.count ?? 0 ? digits.firstIndex(of: high?[place] ?? 0) ?? 35 : 36
            if most - least > 1, (least + most) / 2 > 0 {
                key.append(digits[max(1, (least + most) / 2)])
                return String(decoding: key, as: UTF8.self)
            }
            let digit = max(0, min(least, 35))
            if isBelow, digit < most { isBelow = false }
            key.append(digits[digit])
        }
        return String(decoding: key, as: UTF8.self)
    }
}
