/// A lab as an export for keeping holds it, so that another server can take it in: its programme and its state in pieces,
/// in an order that follows from what they say.
///
/// People stand in it by numbers of this file alone, and only where names are shown; there is no token, no code, no hash
/// and no pseudonym in it, nothing that was withdrawn or is private, and nothing that waits at a desk for the moment.
package enum KeptLab {
    package static func json(of lab: Lab) -> JSON {
        let people = people(of: lab)
        let numbers = Dictionary(
            uniqueKeysWithValues: people.enumerated().map { ($1.id, String($0 + 1)) })
        var members = heading(of: lab)
        var scenes = Scenes(of: lab)
        let activities = lab.agenda.compactMap { scenes[$0] }.map { json(of: $0, numbers) }
        members["activities"] = .array(activities)
        // A name is told where a step or the history of the programme shows it, and nowhere else.
        var told: Set<String> = []
        for activity in activities {
            told.formUnion((activity["pieces"]?.array ?? []).flatMap { $0["by"]?.strings ?? [] })
            told.formUnion((activity["heard"]?.array ?? []).compactMap { $0["by"]?.string })
        }
        told.formUnion(lab.history.compactMap { $0.person.flatMap { numbers[$0] } })
        members["people"] = .array(
            people.map { json(of: $0, isTold: told.contains(numbers[$0.id] ?? ""), in: lab) })
        members["changes"] = .array(
            lab.history.map { change in
                var what: [String: JSON] = [
                    "what": .string(change.what.rawValue), "title": .string(change.title),
                    "time": .int(Int(change.time)),
                ]
                what.set("activity", change.activity)
                what.set("language", change.language)
                what.set("days", change.days)
                if !change.parts.isEmpty { what["parts"] = .array(change.parts.map { .string($0) }) }
                what.set("by", change.person.flatMap { numbers[$0] })
                return .object(what)
            })
        return .object(members)
    }

    private static func heading(of lab: Lab) -> [String: JSON] {
        var members: [String: JSON] = [
            "title": .string(lab.title), "welcome": .string(lab.welcome), "language": .string(lab.language),
            "template": .string(lab.template), "retentionDays": .int(lab.retentionDays),
            "smallNumbers": .int(lab.smallNumbers), "createdAt": .int(Int(lab.createdAt)),
            "state": .string(lab.state.rawValue), "sitting": .int(lab.sitting),
        ]
        members.set("safeguarding", lab.safeguarding)
        members.set("endedAt", lab.endedAt.map { Int($0) })
        members.flag("rehearsal", lab.isRehearsal)
        let details = lab.details.members
        if !details.isEmpty { members["details"] = .object(details) }
        if !lab.setUpNeeds.isEmpty {
            members["setUpNeeds"] = .array(lab.setUpNeeds.map { .string($0.rawValue) })
        }
        if !lab.sittings.isEmpty {
            members["sittings"] = .object(
                Dictionary(uniqueKeysWithValues: lab.sittings.map { (String($0), .object($1.members)) }))
        }
        members.set("current", lab.current)
        members.flag("together", lab.isTogether)
        if lab.screen.show != .auto { members["screen"] = .object(lab.screen.members) }
        if !lab.door.members.isEmpty { members["door"] = .object(lab.door.members) }
        var spreads: [String: JSON] = [:]
        for kind in ActivityKinds.all.map({ $0.kind }) {
            guard let spread = lab.spread(over: kind) else { continue }
            spreads[kind] = .object(
                Dictionary(uniqueKeysWithValues: spread.people.map { (String($0), .int($1)) }))
        }
        if !spreads.isEmpty { members["spreads"] = .object(spreads) }
        return members
    }

    /// Who took part, in the order in which they came. Who waits at the door, or was never let in, took no part.
    private static func people(of lab: Lab) -> [Participant] {
        lab.people.values.filter { $0.isHost || $0.admission == .inside }
            .sorted { ($0.cameAt, $0.id) < ($1.cameAt, $1.id) }
    }

    /// What facilitators read of a person in their list. Whether somebody is new to this, or signals something, is told in
    /// numbers alone, and so not here.
    private static func json(of person: Participant, isTold: Bool, in lab: Lab) -> JSON {
        var members: [String: JSON] = ["sitting": .int(person.sitting)]
        if isTold, !lab.details.hidesNames { members["name"] = .string(person.name) }
        members.set("role", person.role)
        members.set("support", person.support)
        members.flag("leads", person.isHost)
        members.flag("facilitator", person.isFacilitator)
        members.flag("watching", person.isWatching)
        members.flag("left", person.hasLeft)
        members.flag("removed", person.isRemoved)
        return .object(members)
    }

    private static func json(of scene: Scene, _ numbers: [ID: String]) -> JSON {
        let (lab, activity) = (scene.lab, scene.activity)
        let share = activity.keptShare(in: lab)
        var members = activity.asStep
        members["order"] = .string(activity.order)
        members["guideMinutes"] = .int(activity.guideMinutes)
        if activity.settings != .empty { members["settings"] = activity.settings }
        members.set("easyPrompt", activity.easyPrompt)
        members.set("commentary", activity.commentary)
        if let track = activity.track {
            members["track"] = ["choice": .string(track.choice), "track": .string(track.track)]
        }
        members.set("sitting", activity.sitting)
        if !activity.contributors.isEmpty {
            members["contributors"] = .array(
                activity.contributors.map(\.rawValue).sorted().map { .string($0) })
        }
        if !activity.quorum.isEmpty { members["quorum"] = activity.quorum.members }
        members["state"] = .string(activity.state.rawValue)
        if activity.round > 0 { members["round"] = .int(activity.round) }
        members.flag("seenBefore", activity.wasSeen)
        members.flag("skipped", activity.isSkipped)
        if activity.version != 1 { members["edition"] = .int(activity.version) }
        members.set("openedAt", activity.openedAt.map { Int($0) })
        members.set("until", activity.until.map { Int($0) })
        members.set("timeLeft", activity.timeLeft.map { Int($0) })
        let pieces = pieces(of: activity, share, scene, numbers)
        // Whoever is heard by what isn't shown yet is counted, and not told.
        let told = Set(pieces.flatMap { $0["by"]?.strings ?? [] })
        let heard = activity.heard.kept { numbers[$0].flatMap { told.contains($0) ? $0 : nil } }
        if !heard.isEmpty { members["heard"] = .array(heard) }
        if !pieces.isEmpty { members["pieces"] = .array(pieces) }
        return .object(members)
    }

    private static func pieces(
        of activity: Activity, _ share: KeptShare, _ scene: Scene, _ numbers: [ID: String]
    ) -> [JSON] {
        activity.content.kept(share, in: scene).map { piece in
            var members: [String: JSON] = ["is": .string(piece.name)]
            if !piece.items.isEmpty { members["items"] = .array(piece.items.map { .string($0) }) }
            // The first is whose it is, known or not; the others are those whose words it holds, too.
            let by = piece.persons.enumerated().compactMap { index, person in
                numbers[person] ?? (index == 0 ? "" : nil)
            }
            if by.contains(where: { !$0.isEmpty }) { members["by"] = .array(by.map { .string($0) }) }
            if !piece.what.isEmpty { members["what"] = .object(piece.what) }
            let json = JSON.object(members)
            return (piece.group, piece.place ?? "", json.text, json)
        }.sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }.map(\.3)
    }
}
