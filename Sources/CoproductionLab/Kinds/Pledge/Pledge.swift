/// An offer: what somebody gives and what they get in return (S1, S11, S28).
package struct Pledge: Sendable, Equatable {
    package enum Status: String, Sendable {
        case offered, accepted, doing, done, changed, stopped, withdrawn
    }

    /// Where a pledge that was taken on has got to, as its owner says. None of these is a failure (S18).
    enum Progress: String, Sendable, CaseIterable { case doing, done, changed, stopped }

    /// A short talk about how a pledge goes (S41).
    package struct CheckIn: Sendable, Equatable {
        package let id: ID
        package let order: String
        package let text: String?
        /// The day to look at it again; it takes the place of the pledge's own.
        package let next: String?
        let progress: Progress?
        package var status: String? { progress?.rawValue }
        /// A facilitator wrote it, not the owner.
        package let isFromDesk: Bool

        var members: [String: JSON] {
            var members: [String: JSON] = ["order": .string(order)]
            members.set("text", text)
            members.set("on", next)
            members.set("status", progress?.rawValue)
            members.flag("fromDesk", isFromDesk)
            return members
        }
    }

    package struct Words: Sendable, Equatable {
        var texts: [String: String] = [:]
        /// A day, as 2026-12-01.
        var by: String?
        /// The idea that it carries out (S4).
        var idea: ID?
        /// S58: the owner is at school, and a guardian has said yes.
        var isYoung = false
        var hasGuardian = false
    }

    package let id: ID
    package let author: Author
    package let role: Role
    package let support: Support
    package let order: String
    package var words: Words
    package var version = 1
    package var status = Status.offered
    package internal(set) var checkIns: [CheckIn] = []
    /// Of all check-ins, those that were taken back included.
    var checkInsEver = 0
    /// The day that the last check-in agreed on; until then the pledge's own day counts.
    package internal(set) var next: String?
}

extension Pledge.Words {
    /// `give` is what the owner does; `get` what they get; `firstStep` starts small; `help` is the support it needs;
    /// `skills` are brought or gained; `coach` is who asks how it goes.
    package static let fields = ["give", "get", "firstStep", "help", "skills", "coach"]
    static let limit = 300

    init(_ body: Fields, editing earlier: Pledge.Words? = nil) throws(Rejection) {
        self = earlier ?? Pledge.Words()
        if earlier == nil || body.has("give") {
            texts["give"] = try body.text("give", atMost: Self.limit)
        }
        for field in Self.fields.dropFirst() where body.has(field) {
            texts[field] = try body.optionalText(field, atMost: Self.limit)
        }
        if body.has("by") { by = try body.day("by") }
        if body.has("young") { isYoung = try body.flag("young") }
        if body.has("guardian") { hasGuardian = try body.flag("guardian") }
        if body.has("idea") { idea = body.json["idea"] == "" ? nil : try body.id("idea") }
    }

    package var members: [String: JSON] {
        var members = texts.mapValues { JSON.string($0) }
        members.set("by", by)
        members.set("idea", idea)
        members.flag("young", isYoung)
        members.flag("guardian", hasGuardian)
        return members
    }

    init(members json: JSON) {
        for field in Self.fields { texts[field] = json[field]?.string }
        by = json["by"]?.string
        idea = json["idea"]?.string
        isYoung = json["young"]?.bool ?? false
        hasGuardian = json["guardian"]?.bool ?? false
    }
}
