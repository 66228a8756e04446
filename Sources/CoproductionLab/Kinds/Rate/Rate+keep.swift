import HashTreeCollections

extension Rate {
    package func kept(_ share: KeptShare, in scene: Scene) -> [KeptPiece] {
        let known = Set(scene.inputs.map(\.id))
        let showsRoles = scene.activity.visibility != .private
        var pieces: [KeptPiece] = []
        switch share {
        case .hidden: break
        case .figures, .roles:
            pieces += tallies.filter { known.contains($0.key) }.map {
                KeptPiece("tally", items: [$0.key], ["counts": $0.value.kept(showsRoles: showsRoles)])
            }
        case .persons:
            for (author, own) in owns {
                let ratings = own.ratings.filter { known.contains($0.key) }.sorted { $0.key < $1.key }
                for start in stride(from: 0, to: ratings.count, by: KeptPiece.mostEntries) {
                    let part = ratings[start..<min(ratings.count, start + KeptPiece.mostEntries)]
                    var what: [String: JSON] = [
                        "ratings": .object(
                            Dictionary(
                                uniqueKeysWithValues: part.map { ($0.key, .object($0.value.members)) }))
                    ]
                    what.set("role", own.role)
                    pieces.append(KeptPiece("ratings", persons: [author], what))
                }
            }
        }
        for (item, version) in decided where known.contains(item) {
            var what = decisions[item]?.members ?? [:]
            what["version"] = .int(version)
            pieces.append(KeptPiece("decision", group: 1, items: [item], what))
        }
        for (round, tallies) in rounds {
            pieces.append(KeptPiece("round", group: 2, ["round": .int(round)]))
            pieces += tallies.filter { known.contains($0.key) }.map {
                KeptPiece(
                    "earlier", group: 3, items: [$0.key],
                    ["round": .int(round), "counts": $0.value.kept(showsRoles: showsRoles)])
            }
        }
        return pieces
    }

    package mutating func restore(_ piece: String, _ event: Event, in scene: Scene) {
        switch piece {
        case "tally":
            if let item = event.item { tallies[item] = ItemTally(kept: event["counts"]) }
        case "ratings":
            let author = event.importedAuthor()
            var own = owns[author] ?? Own(role: event.role)
            for (item, members) in event["ratings"]?.object ?? [:] {
                let rating = Rating(members: members)
                guard !rating.isEmpty, own.ratings[item] == nil else { continue }
                own.ratings[item] = rating
                var tally = tallies[item] ?? ItemTally()
                tally.replace(Rating(), with: rating, of: own.role)
                tallies[item] = tally
            }
            owns[author] = own
        case "decision":
            guard let item = event.item, let version = event["version"]?.keptCount else { return }
            decided[item] = version
            decisions[item] = Decision(members: event.what, version: version)
        case "round":
            if let round = event["round"]?.keptCount, rounds[round] == nil { rounds[round] = [:] }
        case "earlier":
            if let item = event.item, let round = event["round"]?.keptCount {
                rounds[round, default: [:]][item] = ItemTally(kept: event["counts"])
            }
        default: break
        }
    }
}

extension ItemTally {
    /// The counts of each axis by role, or of all together where no role may be told.
    func kept(showsRoles: Bool) -> JSON {
        var axes: [String: JSON] = [:]
        for axis in Axis.allCases {
            var roles: [String: JSON] = [:]
            if showsRoles {
                for role in Role.allCases {
                    let counts = of([role], axis)
                    if counts.n > 0 || counts.dontKnow > 0 { roles[role.rawValue] = counts.kept }
                }
            } else if room(axis).n > 0 || room(axis).dontKnow > 0 {
                roles[Role.notSaid.rawValue] = room(axis).kept
            }
            if !roles.isEmpty { axes[axis.rawValue] = .object(roles) }
        }
        return .object(axes)
    }

    init?(kept json: JSON?) {
        self.init()
        for axis in Axis.allCases {
            for (name, given) in json?[axis.rawValue]?.object ?? [:] {
                guard let role = Role(rawValue: name), let read = OrdinalCounts(kept: given, levels: 5)
                else { continue }
                add(read, axis, of: role)
            }
        }
        if isEmpty { return nil }
    }
}
