import HashTreeCollections

extension Vote {
    package func kept(_ share: KeptShare, in scene: Scene) -> [KeptPiece] {
        let known = Set(items(in: scene).map(\.id))
        var pieces = [KeptPiece("budget", ["dots": .int(usualBudget)])]
        switch share {
        case .hidden: break
        case .figures:
            pieces += totals.filter { known.contains($0.key) }.map {
                KeptPiece("total", group: 1, items: [$0.key], ["votes": .int($0.value)])
            }
        case .roles:
            if voters.contains(where: { $0.value > 0 }) {
                pieces.append(KeptPiece("voters", ["byRole": .counts(voters)]))
            }
            pieces += byRole.filter { known.contains($0.key) && totals[$0.key] != nil }.map {
                KeptPiece("total", group: 1, items: [$0.key], ["byRole": .counts($0.value)])
            }
        case .persons:
            for (author, own) in dots {
                // Those on items that are gone as well: whoever gave one has voted.
                let own = own.sorted { $0.key < $1.key }
                for start in stride(from: 0, to: own.count, by: KeptPiece.mostEntries) {
                    let part = own[start..<min(own.count, start + KeptPiece.mostEntries)]
                    var what: [String: JSON] = [
                        "dots": .object(
                            Dictionary(uniqueKeysWithValues: part.map { ($0.key, .int($0.value)) }))
                    ]
                    what.set("role", roles[author] ?? .notSaid)
                    pieces.append(KeptPiece("ballot", group: 1, persons: [author], what))
                }
            }
        }
        return pieces + keptOutcome(scene) + keptRounds(known)
    }

    /// What the reveal settled: it stays as it was shown, whatever happens to the items afterwards.
    private func keptOutcome(_ scene: Scene) -> [KeptPiece] {
        guard ranks != nil || taken != nil else { return [] }
        let shownRanks = scene.activity.reveal == .never ? [:] : ranks ?? [:]
        var pieces = [
            KeptPiece("outcome", group: 2, ["takes": .bool(taken != nil), "cut": .bool(cut != nil)])
        ]
        let (clear, tied) = (Set(cut?.clear ?? []), Set(cut?.tied ?? []))
        for item in Set(shownRanks.keys).union(taken ?? []).union(clear).union(tied) {
            var what: [String: JSON] = [:]
            if let rank = shownRanks[item] {
                what["place"] = .int(rank.place)
                what.flag("shared", rank.isShared)
            }
            what.flag("taken", taken?.contains(item) == true)
            what.flag("clear", clear.contains(item))
            what.flag("tied", tied.contains(item))
            pieces.append(KeptPiece("rank", group: 3, items: [item], what))
        }
        return pieces
    }

    private func keptRounds(_ known: Set<ID>) -> [KeptPiece] {
        rounds.flatMap { round, totals in
            [KeptPiece("round", group: 4, ["round": .int(round)])]
                + totals.filter { known.contains($0.key) }.map {
                    KeptPiece(
                        "earlier", group: 5, items: [$0.key],
                        ["round": .int(round), "votes": .int($0.value)])
                }
        }
    }

    package mutating func restore(_ piece: String, _ event: Event, in scene: Scene) {
        switch piece {
        case "budget": usualBudget = min(max(1, event["dots"]?.int ?? 1), Self.mostDots)
        case "voters": voters = event["byRole"]?.counts(of: Role.self) ?? [:]
        case "total":
            guard let item = event.item else { return }
            if let given = event["byRole"] {
                byRole[item] = given.counts(of: Role.self)
                totals[item] = byRole[item]?.values.reduce(0, +)
            } else {
                totals[item] = event["votes"]?.keptCount
            }
            if totals[item] == 0 { totals[item] = nil }
        case "ballot": restoreBallot(event)
        case "outcome":
            ranks = [:]
            if event["takes"] == true { taken = [] }
            if event["cut"] == true { cut = Ranking<ID>.CutOff(clear: [], tied: []) }
        case "rank":
            guard let item = event.item, ranks != nil else { return }
            if let place = event["place"]?.keptCount {
                ranks?[item] = Rank(place: place, isShared: event["shared"] == true)
            }
            if event["taken"] == true { taken?.insert(item) }
            if let now = cut {
                cut = Ranking<ID>.CutOff(
                    clear: now.clear + (event["clear"] == true ? [item] : []),
                    tied: now.tied + (event["tied"] == true ? [item] : []))
            }
        case "round":
            if let round = event["round"]?.keptCount, rounds[round] == nil { rounds[round] = [:] }
        case "earlier":
            if let item = event.item, let round = event["round"]?.keptCount {
                rounds[round, default: [:]][item] = event["votes"]?.keptCount
            }
        default: break
        }
    }

    private mutating func restoreBallot(_ event: Event) {
        let author = event.importedAuthor()
        let role = roles[author] ?? event.role
        roles[author] = role
        if dots[author] == nil { voters[role, default: 0] += 1 }
        for (item, number) in event["dots"]?.object ?? [:] {
            guard let number = number.int, (1...Self.mostDots).contains(number),
                dots[author]?[item] == nil
            else { continue }
            dots[author, default: [:]][item] = number
            byRole[item, default: [:]][role, default: 0] += number
            totals[item, default: 0] += number
        }
    }
}
