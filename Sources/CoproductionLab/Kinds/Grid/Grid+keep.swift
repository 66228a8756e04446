import HashTreeCollections

extension Grid {
    package func kept(_ share: KeptShare, in scene: Scene) -> [KeptPiece] {
        let showsRoles = scene.activity.visibility != .private
        let known = { (cell: GridCell) in
            plan.rowOrder(cell.row, in: scene) != nil && plan.column(cell.column) != nil
        }
        var pieces: [KeptPiece] = isOpenToAll ? [KeptPiece("open", [:])] : []
        switch share {
        case .hidden: break
        case .figures, .roles:
            pieces += tallies.filter { known($0.key) }.map {
                KeptPiece(
                    "tally", group: 1,
                    ["cell": .string($0.key.key), "counts": $0.value.kept(showsRoles: showsRoles)])
            }
        case .persons:
            for (author, own) in owns {
                let levels = own.levels.filter { known($0.key) }
                guard !levels.isEmpty else { continue }
                var what: [String: JSON] = [
                    "levels": .object(
                        Dictionary(levels.map { ($0.key.key, .int($0.value)) }) { first, _ in first })
                ]
                what.set("role", own.role)
                pieces.append(KeptPiece("levels", group: 1, persons: [author], what))
            }
        }
        if share == .figures {
            // What is written here is private; where nobody has written becomes a question elsewhere, which everybody sees.
            pieces += Set(entries.values.filter(\.stands).map(\.cell)).union(filled).filter(known).map {
                KeptPiece("filled", group: 1, ["cell": .string($0.key)])
            }
        }
        if share.hasWords {
            pieces += entries.filter { $0.value.absence != .withdrawn }.map {
                piece(of: $0.value, $0.key, share, scene)
            }
        }
        for (round, tallies) in rounds {
            pieces.append(KeptPiece("round", group: 3, ["round": .int(round)]))
            pieces += tallies.filter { known($0.key) }.map {
                KeptPiece(
                    "earlier", group: 4,
                    [
                        "round": .int(round), "cell": .string($0.key.key),
                        "counts": $0.value.kept(showsRoles: showsRoles),
                    ])
            }
        }
        return pieces
    }

    private func piece(of entry: GridEntry, _ id: ID, _ share: KeptShare, _ scene: Scene) -> KeptPiece {
        var what: [String: JSON] = ["cell": .string(entry.cell.key), "text": .string(entry.text)]
        what.set("role", entry.role)
        what.set("support", entry.support)
        what.setVersion(entry.version)
        what.set("absence", entry.absence?.rawValue)
        return KeptPiece(
            "entry", group: 2, items: [id], persons: share.persons([entry.author]),
            place: scene.keptPlace(entry.order), what)
    }

    package mutating func restore(_ piece: String, _ event: Event, in scene: Scene) {
        let cell = event["cell"]?.string.flatMap(GridCell.init(key:))
        switch piece {
        case "open": isOpenToAll = true
        case "tally":
            if let cell { tallies[cell] = GridTally(kept: event["counts"]) }
        case "filled":
            if let cell { filled.insert(cell) }
        case "levels":
            let author = event.importedAuthor()
            guard owns[author] == nil else { return }
            var own = Own(role: event.role)
            for (key, level) in event["levels"]?.object ?? [:] {
                guard let cell = GridCell(key: key), let level = level.int, GridTally.levels.contains(level)
                else { continue }
                own.levels[cell] = level
                var tally = tallies[cell] ?? GridTally()
                tally.replace(nil, with: level, of: own.role)
                tallies[cell] = tally
            }
            owns[author] = own
        case "entry": restoreEntry(event, cell)
        case "round":
            if let round = event["round"]?.keptCount, rounds[round] == nil { rounds[round] = [:] }
        case "earlier":
            if let cell, let round = event["round"]?.keptCount {
                rounds[round, default: [:]][cell] = GridTally(kept: event["counts"])
            }
        default: break
        }
    }

    private mutating func restoreEntry(_ event: Event, _ cell: GridCell?) {
        guard let id = event.item, entries[id] == nil, let cell, let text = event["text"]?.string else {
            return
        }
        let author = event.importedAuthor()
        var entry = GridEntry(
            cell: cell, author: author, role: event.role, support: event.support,
            order: Order.appended(entries.count), text: text)
        entry.version = max(1, event["version"]?.int ?? 1)
        entry.absence = event["absence"]?.string.flatMap(GridEntry.Absence.init)
        entries[id] = entry
        if entry.stands { standing += 1 }
        byCell[cell, default: []].append(id)
        byAuthor[author, default: []].append(id)
    }
}

extension GridTally {
    /// The counts of each level by role, or of all together where no role may be told.
    func kept(showsRoles: Bool) -> JSON {
        guard showsRoles else { return [Role.notSaid.rawValue: room.kept] }
        return .object(
            Dictionary(
                uniqueKeysWithValues: byRole.filter { $0.value.n > 0 }.map {
                    ($0.key.rawValue, $0.value.kept)
                }))
    }

    init?(kept json: JSON?) {
        self.init()
        for (name, given) in json?.object ?? [:] {
            guard let role = Role(rawValue: name), let read = OrdinalCounts(kept: given, levels: 4) else {
                continue
            }
            byRole[role] = read
        }
        if isEmpty { return nil }
    }
}
