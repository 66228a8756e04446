/// For whom a view is made. Each sees only what it may; what is hidden is not in its view at all.
package enum Audience: String, Sendable, CaseIterable {
    case participant, facilitator, screen, waiting
}

/// A part of a view that is rendered, compared and sent on its own.
package enum ViewKey: Hashable, Sendable {
    case lab
    case people
    /// The activity's own members, without the entries of its collections.
    case frame(ID)
    case entry(ID, collection: String, id: ID)
    case late(ID)
    /// A line of the log of moderation, by its revision.
    case moderation(Int)
    /// Who has asked for a person.
    case need(ID)
    case flags(ID, item: ID)
    /// A line of the agenda's history, by its revision.
    case change(Int)

    /// The activity of which it is an entry.
    var activity: ID? {
        guard case .entry(let activity, _, _) = self else { return nil }
        return activity
    }

    /// Where the part hangs in the view.
    var path: [String] {
        switch self {
        case .lab: ["lab"]
        case .people: ["people"]
        case .frame(let activity): ["activities", activity]
        case .entry(let activity, let collection, let id): ["activities", activity, collection, id]
        case .late(let id): ["late", id]
        case .moderation(let revision): ["moderation", String(revision)]
        case .need(let id): ["needs", id]
        case .flags(let activity, let item): ["activities", activity, "flags", item]
        case .change(let revision): ["history", String(revision)]
        }
    }
}

/// Which parts of which views may look different after some events: more than have changed, never fewer.
package struct Touched: Sendable {
    package var keys: Set<ViewKey> = []
    /// Activities of which every entry may look different.
    package var whole: Set<ID> = []
    package var mine: Set<MineKey> = []

    package init() {}

    package var isEmpty: Bool { keys.isEmpty && whole.isEmpty && mine.isEmpty }

    package mutating func formUnion(_ other: Touched) {
        keys.formUnion(other.keys)
        whole.formUnion(other.whole)
        mine.formUnion(other.mine)
    }
}

extension Lab {
    /// The whole view of an audience.
    package func view(for audience: Audience) -> JSON {
        // Collections are there even where they are empty, since a patch that takes their last entry leaves them so.
        var view: JSON = audience == .waiting ? [:] : ["activities": [:], "history": [:]]
        if audience == .facilitator {
            for name in ["late", "needs", "moderation"] { view.add([:], at: [name]) }
        }
        if audience != .waiting {
            var scenes = Scenes(of: self)
            var members: [ID: JSON] = [:]
            for id in agenda { members[id] = scenes[id].map { whole($0, for: audience) } }
            view.add(.object(members), at: ["activities"])
        }
        for key in keys(for: audience) {
            if let part = render(key, for: audience) { view.add(part, at: key.path[...]) }
        }
        return view
    }

    /// An activity with all entries of its collections.
    private func whole(_ scene: Scene, for audience: Audience) -> JSON {
        let activity = scene.activity
        var members = frame(of: activity, for: audience).object ?? [:]
        for collection in type(of: activity.content).collections
        where activity.content.has(collection, for: audience) {
            let ids = activity.content.ids(in: collection, scene)
            var entries = [ID: JSON](minimumCapacity: ids.count)
            for id in ids {
                entries[id] = activity.content.entry(id, in: collection, for: audience, in: scene)
            }
            if !entries.isEmpty { members[collection] = .object(entries) }
        }
        return .object(members)
    }

    /// The merge patch that brings an audience from its view of `old` to its view of this state; nil where nothing
    /// it sees has changed. Costs what was touched, not what there is.
    package func patch(for audience: Audience, since old: Lab, touching touched: Touched) -> JSON? {
        var keys = touched.keys
        for activity in touched.whole {
            keys.insert(.frame(activity))
            for lab in [old, self] { keys.formUnion(lab.entryKeys(of: activity)) }
        }
        var patch = JSON.empty
        var isEmpty = true
        // Where every entry may look different, what they rest on is looked up once.
        var (scenes, oldScenes) = (Scenes(of: self), Scenes(of: old))
        for key in keys {
            let isOfMany = key.activity.map(touched.whole.contains) == true
            let before = old.render(key, for: audience, isOfMany ? oldScenes[key.activity ?? ""] : nil)
            let after = render(key, for: audience, isOfMany ? scenes[key.activity ?? ""] : nil)
            guard before != nil || after != nil else { continue }
            let change: JSON
            if let after {
                guard let difference = JSON.mergePatch(from: before ?? .null, to: after) else { continue }
                change = difference
            } else {
                change = .null
            }
            isEmpty = false
            patch.add(change, at: key.path[...])
        }
        return isEmpty ? nil : patch
    }

    /// One part of an audience's view as it is now; nil where that audience has none of it.
    package func part(_ key: ViewKey, for audience: Audience) -> JSON? { render(key, for: audience) }

    /// Every part of the view that an audience may have, but for those of its activities.
    private func keys(for audience: Audience) -> [ViewKey] {
        guard audience != .waiting else { return [.lab] }
        var keys: [ViewKey] = [.lab, .people]
        keys.append(contentsOf: history.map { .change($0.revision) })
        if audience == .facilitator {
            keys.append(contentsOf: late.values.filter(\.isWaiting).map { .late($0.id) })
            keys.append(contentsOf: moderation.map { .moderation($0.revision) })
            keys.append(contentsOf: needs.keys.map { .need($0) })
            for (id, activity) in activities {
                keys.append(contentsOf: activity.flags.keys.map { .flags(id, item: $0) })
            }
        }
        return keys
    }

    /// The entries that an activity has in its collections, as far as anybody may see them.
    package func entryKeys(of id: ID) -> [ViewKey] {
        guard let activity = activities[id] else { return [] }
        let scene = Scene(lab: self, activity: activity)
        return type(of: activity.content).collections.flatMap { collection in
            activity.content.ids(in: collection, scene).map {
                ViewKey.entry(id, collection: collection, id: $0)
            }
        }
    }

    /// One part of a view, or nil where that audience has none of it.
    private func render(_ key: ViewKey, for audience: Audience, _ scene: Scene? = nil) -> JSON? {
        if audience == .waiting { return key == .lab ? lobby : nil }
        switch key {
        case .lab: return heading(for: audience)
        case .people: return peopleView(for: audience)
        case .frame(let id): return activities[id].map { frame(of: $0, for: audience) }
        case .entry(let id, let collection, let entry):
            guard let scene = scene ?? activities[id].map({ Scene(lab: self, activity: $0) }) else {
                return nil
            }
            return scene.activity.content.entry(entry, in: collection, for: audience, in: scene)
        case .late(let id):
            guard audience == .facilitator, let offer = late[id], offer.isWaiting else { return nil }
            return lateView(offer)
        case .moderation(let revision):
            guard audience == .facilitator else { return nil }
            return moderation.last { $0.revision == revision }.map { view(of: $0) }
        case .need(let id): return audience == .facilitator ? view(ofNeed: id) : nil
        case .flags(let id, let item):
            guard audience == .facilitator, let activity = activities[id] else { return nil }
            return view(ofFlags: item, in: activity)
        case .change(let revision):
            return history.last { $0.revision == revision }.map { view(of: $0, for: audience) }
        }
    }

    private var lobby: JSON {
        var members: [String: JSON] = [
            "title": .string(title), "welcome": .string(welcome), "state": .string(state.rawValue),
            "language": .string(language),
        ]
        members.flag("rehearsal", isRehearsal)
        // Whoever waits reads of it in the lab's own words as well (S5).
        if let words = details.members["words"] { members["details"] = ["words": words] }
        return .object(members)
    }

    private func heading(for audience: Audience) -> JSON {
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

    private func peopleView(for audience: Audience) -> JSON {
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

    private func frame(of activity: Activity, for audience: Audience) -> JSON {
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

    private func lateView(_ offer: LateOffer) -> JSON {
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

extension JSON {
    /// Adds a part of a view or patch at its path; where something hangs there already, members are joined.
    mutating func add(_ part: JSON, at path: ArraySlice<String>) {
        guard let key = path.first else {
            guard case .object(var members) = self, case .object(let further) = part else {
                self = part
                return
            }
            self = .null
            members.merge(further) { before, after in
                var joined = before
                joined.add(after, at: [])
                return joined
            }
            self = .object(members)
            return
        }
        guard case .object(var members) = self else {
            // A part above was deleted: `null` there says all.
            return
        }
        // Let go of before it is changed, so that the change is made in place and not on a copy.
        self = .null
        var member = members.removeValue(forKey: key) ?? .empty
        member.add(part, at: path.dropFirst())
        members[key] = member
        self = .object(members)
    }
}
