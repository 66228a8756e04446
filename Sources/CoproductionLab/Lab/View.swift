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
