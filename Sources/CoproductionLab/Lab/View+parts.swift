/// What stands in the parts of a view.
extension Lab {
    var lobby: JSON {
        var members: [String: JSON] = [
            "title": .string(title), "welcome": .string(welcome), "state": .string(state.rawValue),
            "language": .string(language),
        ]
        members.flag("rehearsal", isRehearsal)
        // Whoever waits reads of it in the lab's own words as well (S5).
        if let words = details.members["words"] { members["details"] = ["words": words] }
        return .object(members)
    }

    func heading(for audience: Audience) -> JSON {
        var members: [String: JSON] = [
            "id": .string(id), "code": .string(code), "title": .string(title), "welcome": .string(welcome),
            "language": .string(language), "template": .string(template), "state": .string(state.rawValue),
            "sitting": .int(sitting), "retentionDays": .int(retentionDays),
            "smallNumbers": .int(smallNumbers),
        ]
        members.set("current", current)
        if state == .ended || state == .archived { members.set("keptUntil", keptUntil.map { Int($0) }) }
        members.set("safeguarding", safeguarding)
        let details = details.members
        if !details.isEmpty { members["details"] = .object(details) }
        if state == .prepared, !setUpNeeds.isEmpty {
            members["needs"] = .array(setUpNeeds.map { .string($0.rawValue) })
        }
        members["sittings"] = sittingsView
        members.flag("together", isTogether && state == .open)
        if audience != .participant, screen.show != .auto { members["screen"] = .object(screen.members) }
        members.flag("locked", door.isLocked)
        members.flag("rehearsal", isRehearsal)
        if let origin { members["imported"] = .object(origin.view) }
        if audience == .facilitator { members["door"] = .object(door.members) }
        return .object(members)
    }

    func peopleView(for audience: Audience) -> JSON {
        var members: [String: JSON] = ["joined": .int(room.joined)]
        if audience == .facilitator {
            members["roles"] = .object(
                Dictionary(uniqueKeysWithValues: room.byRole.map { ($0.key.rawValue, .int($0.value)) }))
            members["watching"] = .int(room.watching)
            if waitingAtDoor > 0 { members["atDoor"] = .int(waitingAtDoor) }
            members["left"] = .int(room.left)
            members["involvement"] = involvementView
            members.merge(quietCounts) { $1 }
            members.merge(warnings) { $1 }
        }
        return .object(members)
    }

    func frame(of activity: Activity, for audience: Audience) -> JSON {
        var members = activity.content.frame(for: audience, in: Scene(lab: self, activity: activity))
        for collection in type(of: activity.content).collections
        where activity.content.has(collection, for: audience) { members[collection] = [:] }
        if audience == .facilitator, !type(of: activity.content).flaggable.isEmpty { members["flags"] = [:] }
        members["kind"] = .string(activity.kind)
        members["title"] = .string(activity.title)
        members["prompt"] = .string(activity.prompt)
        members.set("easyPrompt", activity.easyPrompt)
        members["guideMinutes"] = .int(activity.guideMinutes)
        members["order"] = .string(activity.order)
        members["state"] = .string(activity.state.rawValue)
        members["visibility"] = .string(activity.visibility.rawValue)
        members["reveal"] = .string(activity.reveal.rawValue)
        members["round"] = .int(activity.round)
        members["edition"] = .int(activity.version)
        // What is said afterwards reaches a person with their own answer; where nobody answers, everybody at once.
        if audience == .facilitator || !activity.takesAnswers || activity.state == .revealed {
            members.set("commentary", activity.commentary)
        }
        if let track = activity.track {
            members["track"] = ["choice": .string(track.choice), "track": .string(track.track)]
        }
        // What a facilitator may still change, as a template has it: one text, since views hold no lists of things.
        if audience == .facilitator, activity.state == .draft {
            members["settings"] = .string(activity.settings.text)
        }
        members.set("sitting", activity.sitting)
        members.flag("skipped", activity.isSkipped)
        members.flag("staysOpen", activity.content.staysOpen)
        if !activity.contributors.isEmpty {
            members["contributors"] = .array(
                activity.contributors.map(\.rawValue).sorted().map { .string($0) })
        }
        if !activity.inputsFrom.isEmpty {
            members["inputsFrom"] = .array(activity.inputsFrom.map { .string($0) })
        }
        members.flag("seenBefore", activity.wasSeen)
        members.set("openedAt", activity.openedAt.map { Int($0) })
        if activity.state == .open { members.set("until", activity.until.map { Int($0) }) }
        if activity.takesAnswers {
            let expected = expected(in: activity)
            members["heard"] = [
                "n": .int(activity.heard.count), "of": .int(max(expected.joined, activity.heard.count)),
            ]
            if audience == .facilitator {
                var sides: [String: JSON] = [:]
                for side in Side.allCases {
                    let count = activity.heard.countBySide[side] ?? 0
                    sides[side.rawValue] = [
                        "n": .int(count), "of": .int(max(expected.bySide[side] ?? 0, count)),
                    ]
                }
                members["heardBySide"] = .object(sides)
                if !activity.quorum.isEmpty { members["quorum"] = activity.quorum.view(activity.heard) }
            }
        }
        return .object(members)
    }

    /// How many are to be heard in a step: whoever is in the room, and in one of parallel tracks (S53) whoever is in it, as
    /// long as people choose and how full it is may be seen.
    package func expected(in activity: Activity) -> (joined: Int, bySide: [Side: Int]) {
        let sides = Dictionary(uniqueKeysWithValues: Side.allCases.map { ($0, room.count(of: $0)) })
        guard let track = activity.track, let choice = activities[track.choice], choice.reveal != .never,
            choice.visibility != .private, let choose = choice.content as? Choose, choose.isUsed
        else { return (room.joined, sides) }
        // Who chose at an earlier sitting and hasn't come to this one is in no room.
        let inside = choose.inside(track.track)
        return (
            min(inside.values.reduce(0, +), room.joined),
            sides.reduce(into: [:]) { counts, side in
                let count = inside.reduce(0) { $0 + ($1.key.side == side.key ? $1.value : 0) }
                counts[side.key] = min(count, side.value)
            }
        )
    }

    /// The steps of which “n of m” counts those who are in a track of this choice.
    func stepsOfTracks(of choice: ID) -> [ViewKey] {
        guard activities[choice]?.content is Choose else { return [] }
        return agenda.filter { activities[$0]?.track?.choice == choice }.map { .frame($0) }
    }

    func lateView(_ offer: LateOffer) -> JSON {
        var members: [String: JSON] = [
            "activity": .string(offer.activity), "name": .string(offer.command.name),
            "role": .string(offer.role.rawValue),
        ]
        // Words that are for their author alone aren't read on the desk either.
        if let activity = activities[offer.activity], activity.visibility != .private,
            let key = type(of: activity.content).commands[offer.command.name]?.lateText
        {
            members.set("text", offer.command.body.json[key]?.string)
        }
        return .object(members)
    }
}
