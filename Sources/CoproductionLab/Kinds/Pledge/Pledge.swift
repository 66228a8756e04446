/// An offer: what somebody gives and what they get in return (S1, S11, S28).
package struct Pledge: Sendable, Equatable {
    package enum Status: String, Sendable { case offered, accepted, withdrawn }

    package struct Words: Sendable, Equatable {
        var texts: [String: String] = [:]
        /// A day, as 2026-12-01.
        var by: String?
        /// The idea that it carries out (S4).
        var idea: ID?
    }

    package let id: ID
    package let author: Author
    package let role: Role
    package let support: Support
    package let order: String
    package var words: Words
    package var version = 1
    package var status = Status.offered
}

extension Pledge.Words {
    /// `give` is what the owner does; `get` what they get; `firstStep` starts small; `help` is what it needs.
    static let fields = ["give", "get", "firstStep", "help"]
    static let limit = 300

    init(_ body: Fields, editing earlier: Pledge.Words? = nil) throws(Rejection) {
        self = earlier ?? Pledge.Words()
        if earlier == nil || body.has("give") {
            texts["give"] = try body.text("give", atMost: Self.limit)
        }
        for field in Self.fields.dropFirst() where body.has(field) {
            texts[field] = try body.optionalText(field, atMost: Self.limit)
        }
        if body.has("by") { by = try Self.day(body) }
        if body.has("idea") { idea = body.json["idea"] == "" ? nil : try body.id("idea") }
    }

    private static func day(_ body: Fields) throws(Rejection) -> String? {
        guard let text = body.json["by"]?.string else {
            throw Rejection(.invalid, "“by” must be a day, written as 2026-12-01.")
        }
        if text.isEmpty { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month), (1...days(in: month, of: year)).contains(day)
        else { throw Rejection(.invalid, "“\(text.prefix(20))” isn't a day. Write it as 2026-12-01.") }
        return text
    }

    private static func days(in month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    var members: [String: JSON] {
        var members = texts.mapValues { JSON.string($0) }
        members.set("by", by)
        members.set("idea", idea)
        return members
    }

    init(members json: JSON) {
        for field in Self.fields { texts[field] = json[field]?.string }
        by = json["by"]?.string
        idea = json["idea"]?.string
    }
}
