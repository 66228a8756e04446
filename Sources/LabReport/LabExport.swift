import CoproductionLab

/// A whole lab as people take it away: what every format of export is made from. Equal labs have equal exports, so
/// there is no time of making in it, and no number that counts how the lab came to be as it is.
///
/// Made of what facilitators are shown and of figures under the rules of its purpose; it never holds what an activity
/// has not shown, nor a token, a code or a hash of one.
package struct LabExport: Sendable {
    /// Raised when a reader of the earlier one would misread the new.
    package static let formatVersion = 1

    package let purpose: Purpose
    package let heading: [String: JSON]
    package let sittings: [JSON]
    /// What was changed on the programme by hand (S7).
    package let changes: [JSON]
    package let people: RoomExport
    package let involvement: InvolvementExport
    package let activities: [ActivityExport]
    package let chain: [IdeaChain]
    /// Of one for keeping, the lab that can be made again from it.
    private let kept: Lab?

    package init(of lab: Lab, for purpose: Purpose) {
        self.purpose = purpose
        heading = Self.heading(of: lab, for: purpose)
        sittings = (1...max(1, lab.sitting, lab.sittings.keys.max() ?? 1)).map { number in
            var members: [String: JSON] = [
                "number": .int(number), "state": .string(Self.state(ofSitting: number, in: lab)),
            ]
            members.set("title", lab.sittings[number]?.title)
            members.set("date", lab.sittings[number]?.date)
            return .object(members)
        }
        changes = lab.history.map { change in
            var members: [String: JSON] = [
                "what": .string(change.what.rawValue), "time": .int(Int(change.time)),
            ]
            if let activity = change.activity {
                members["activity"] = .string(activity)
                members["title"] = .string(change.title)
            }
            members.set("language", change.language)
            members.set("days", change.days)
            return .object(members)
        }
        people = RoomExport(of: lab, for: purpose)
        involvement = InvolvementExport(of: lab, for: purpose)
        var scenes = Scenes(of: lab)
        let shown = lab.agenda.compactMap { scenes[$0] }
        activities = shown.map { ActivityExport(of: $0, for: purpose) }
        chain = IdeaChain.all(in: shown, told: activities)
        kept = purpose == .keeping ? lab : nil
    }

    private static func heading(of lab: Lab, for purpose: Purpose) -> [String: JSON] {
        var members: [String: JSON] = [
            "id": .string(lab.id), "title": .string(lab.title), "welcome": .string(lab.welcome),
            "language": .string(lab.language), "template": .string(lab.template),
            "state": .string(lab.state.rawValue), "smallNumbers": .int(lab.smallNumbers),
            "retentionDays": .int(lab.retentionDays),
            "createdAt": .int(Int(lab.createdAt)),
        ]
        members.set("endedAt", lab.endedAt.map { Int($0) })
        // A person's name and number, as likely as not.
        if purpose == .keeping { members.set("safeguarding", lab.safeguarding) }
        var details = lab.details.members
        // Whoever hosts it is a person with a name.
        if purpose == .sharing { details["host"] = nil }
        if !details.isEmpty { members["details"] = .object(details) }
        return members
    }

    private static func state(ofSitting number: Int, in lab: Lab) -> String {
        guard number == lab.sitting else { return number < lab.sitting ? "over" : "toCome" }
        switch lab.state {
        case .prepared, .betweenSittings: return "toCome"
        case .open: return "on"
        case .ended, .archived: return "over"
        }
    }

    package var json: JSON { .object(members.merging(late.mapValues { $0() }) { $1 }) }

    /// `json` with further members, made as it is written.
    package func pieces(with further: [String: JSON] = [:]) -> JSONPieces {
        JSONPieces(of: members.merging(further) { $1 }, late: late)
    }

    private var members: [String: JSON] {
        [
            "format": "coprolab", "formatVersion": .int(Self.formatVersion),
            "for": .string(purpose.rawValue), "confidential": .bool(purpose == .keeping),
            "lab": .object(heading), "sittings": .array(sittings), "changes": .array(changes),
            "people": people.json,
            "involvement": involvement.json, "activities": .array(activities.map(\.json)),
        ]
    }

    /// What takes its time.
    private var late: [String: @Sendable () -> JSON] {
        var late: [String: @Sendable () -> JSON] = ["chain": { .array(chain.map(\.json)) }]
        if let kept { late["kept"] = { KeptLab.json(of: kept) } }
        return late
    }
}

/// One activity: its place in the programme, whether its answers are shown, who was heard, and its tables.
package struct ActivityExport: Sendable {
    package let id: ID
    package let kind: String
    package let title: String
    package let prompt: String
    package let isShown: Bool
    package let tables: [Table]
    /// All other members, as the programme and the agenda have them.
    package let members: [String: JSON]

    init(of scene: Scene, for purpose: Purpose) {
        let (lab, activity) = (scene.lab, scene.activity)
        id = activity.id
        kind = activity.kind
        title = activity.title
        prompt = activity.prompt
        isShown = activity.showsAnswers
        tables = ActivityReports.tables(in: scene, for: purpose)
        var members: [String: JSON] = [
            "guideMinutes": .int(activity.guideMinutes), "state": .string(activity.state.rawValue),
            "round": .int(activity.round), "visibility": .string(activity.visibility.rawValue),
            "reveal": .string(activity.reveal.rawValue),
            "inputsFrom": .array(activity.inputsFrom.map { .string($0) }),
        ]
        members.set("easyPrompt", activity.easyPrompt)
        members.set("openedAt", activity.openedAt.map { Int($0) })
        members.flag("seenBefore", activity.wasSeen)
        if activity.takesAnswers {
            members["heard"] = Self.heard(activity, lab, purpose)
        }
        self.members = members
    }

    /// “n of m heard” (S10); by side in an export for keeping alone.
    private static func heard(_ activity: Activity, _ lab: Lab, _ purpose: Purpose) -> JSON {
        let count = activity.heard.count
        var heard: [String: JSON] = [
            "n": .int(count), "of": .int(max(lab.expected(in: activity).joined, count)),
        ]
        guard purpose == .keeping, activity.visibility != .private else { return .object(heard) }
        for side in Side.allCases { heard[side.rawValue] = .int(activity.heard.countBySide[side] ?? 0) }
        return .object(heard)
    }

    package var json: JSON {
        .object(
            members.merging([
                "id": .string(id), "kind": .string(kind), "title": .string(title),
                "prompt": .string(prompt), "shown": .bool(isShown),
                "tables": .array(tables.map(\.json)),
            ]) { $1 })
    }
}
