/// What somebody may have of their own.
package enum MineKey: Hashable, Sendable {
    case person(ID)
    case contributions(activity: ID, author: Author)
}

extension Lab {
    /// All that is one participant's own, for their eyes.
    ///
    /// - Parameter author: the name behind which the participant stands in each activity.
    package func mine(of participant: ID, author: (ID) -> Author) -> JSON {
        var mine: JSON = ["activities": [:]]
        if let person = render(.person(participant)) { mine.add(person, at: ["participant"]) }
        for activity in agenda {
            if let own = render(.contributions(activity: activity, author: author(activity))) {
                mine.add(own, at: ["activities", activity])
            }
        }
        return mine
    }

    /// The merge patch for one part of somebody's own, or nil where it is as it was.
    package func minePatch(_ key: MineKey, since old: Lab) -> JSON? {
        let before = old.render(key)
        let after = render(key)
        let path: ArraySlice<String> =
            switch key {
            case .person: ["participant"]
            case .contributions(let activity, _): ["activities", activity]
            }
        guard
            let change = after.map({ JSON.mergePatch(from: before ?? .null, to: $0) })
                ?? (before == nil ? nil : .null)
        else { return nil }
        var patch = JSON.empty
        patch.add(change, at: path)
        return patch
    }

    private func render(_ key: MineKey) -> JSON? {
        switch key {
        case .person(let id):
            return people[id].map { person in
                var members = person.members
                members["id"] = .string(id)
                members.set("signal", person.signal?.rawValue)
                members.merge(needTold(to: id)) { $1 }
                members.flag("sharesName", sharesName(person))
                members.flag("host", person.isHost)
                if person.admission != .inside { members["admission"] = .string(person.admission.rawValue) }
                return .object(members)
            }
        case .contributions(let id, let author):
            guard let activity = activities[id] else { return nil }
            var members = activity.content.mine(
                author, in: Scene(lab: self, activity: activity, author: author))
            if activity.heard.hasHeard(author) { members.set("commentary", activity.commentary) }
            members.flag("pass", activity.heard.hasPassed(author))
            members["flags"] = activity.ownFlags(author)
            return members.isEmpty ? nil : .object(members)
        }
    }
}
