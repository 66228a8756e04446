extension Grid {
    package func decide(
        _ command: Command, in scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        let body = command.body
        switch command.name {
        case "setLevel": return try setLevel(body, scene)
        case "addEntry":
            guard plan.takesText else {
                throw Rejection(.invalid, "This grid asks for a level in each cell. Choose one.")
            }
            try checkTurn(scene)
            let cell = try cell(body, scene)
            let text = try body.text("text", atMost: GridEntry.limit)
            return [
                event(
                    "entryAdded", [context.ids.next()], scene,
                    ["row": .string(cell.row), "column": .string(cell.column), "text": .string(text)])
            ]
        case "editEntry": return try edit(body, scene)
        case "withdrawEntry":
            return [event("entryWithdrawn", [try owned(body, scene).0], scene)]
        case "hideEntry":
            let id = try body.id("entry")
            guard entries[id]?.stands == true else { throw .unknownItem }
            return [event("entryHidden", [id], scene)]
        case "restoreEntry":
            let id = try body.id("entry")
            guard entries[id]?.absence == .hidden else { throw .unknownItem }
            try scene.checkReturn(of: [id])
            return [event("entryReturned", [id], scene)]
        case "letAllWrite":
            guard !plan.firstRoles.isEmpty, !isOpenToAll else { return [] }
            return [scene.event("allMayWrite", [])]
        default: throw Rejection(.unknownCommand, "“\(command.name)” isn't for this activity.")
        }
    }

    /// S37: people whose journey it is write first.
    private func checkTurn(_ scene: Scene) throws(Rejection) {
        guard plan.firstRoles.isEmpty || isOpenToAll || plan.firstRoles.contains(scene.role) else {
            throw Rejection(
                .notAllowed,
                "Others write first here, because it is about them. Read along; your turn comes when the "
                    + "facilitator lets everybody write.")
        }
    }

    private func cell(_ body: Fields, _ scene: Scene) throws(Rejection) -> GridCell {
        let cell = GridCell(row: try body.id("row"), column: try body.id("column"))
        guard plan.rowOrder(cell.row, in: scene) != nil, plan.column(cell.column) != nil else {
            throw Rejection(
                .unknownItem, "This place isn't in the grid any more. Load the page again to see what is.")
        }
        return cell
    }

    private func setLevel(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        guard plan.takesLevels else {
            throw Rejection(.invalid, "This grid asks for words in each cell, not for a level.")
        }
        try checkTurn(scene)
        let cell = try cell(body, scene)
        let level: Int? =
            body.json["level"] == "" ? nil : try body.whole("level", in: GridTally.levels)
        let before = self.level(of: scene.author ?? "", in: cell)
        guard level != before else { return [] }
        return [levelSet(cell, to: level, was: before, scene)]
    }

    private func edit(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        let (id, entry) = try owned(body, scene)
        let text = try body.text("text", atMost: GridEntry.limit)
        let version = try body.whole("version", in: 1...Int.max)
        guard version == entry.version else {
            throw .changedMeanwhile("This", theirs: entry.text, version: entry.version, yours: text)
        }
        guard text != entry.text else { return [] }
        return [event("entryEdited", [id], scene, ["to": .string(text), "was": .string(entry.text)])]
    }

    private func owned(_ body: Fields, _ scene: Scene) throws(Rejection) -> (ID, GridEntry) {
        let id = try body.id("entry")
        guard let entry = entries[id], entry.stands else { throw .unknownItem }
        guard entry.author == scene.author else { throw .notYours }
        return (id, entry)
    }

    package func compensate(_ event: Event, in scene: Scene) throws(Rejection) -> [Event] {
        switch event.kind {
        case "levelSet":
            guard let row = event["row"]?.string, let column = event["column"]?.string else { throw .movedOn }
            let cell = GridCell(row: row, column: column)
            let now = level(of: scene.author ?? "", in: cell)
            guard event["to"]?.int == now else { throw .movedOn }
            return [levelSet(cell, to: event["was"]?.int, was: now, scene)]
        case "allMayWrite":
            guard isOpenToAll, !hasLaterVoices else { throw .movedOn }
            return [scene.event("firstRolesWrite", [])]
        default: break
        }
        guard let id = event.item, let entry = entries[id] else { throw .movedOn }
        switch event.kind {
        case "entryAdded" where entry.stands && entry.version == 1 && !scene.isBuilt(on: id):
            return [self.event("entryWithdrawn", [id], scene)]
        case "entryEdited" where entry.stands && event["to"]?.string == entry.text:
            guard let was = event["was"] else { throw .movedOn }
            return [self.event("entryEdited", [id], scene, ["to": was, "was": .string(entry.text)])]
        case "entryReturned" where entry.stands && event["byHand"] == true:
            return [self.event("entryHidden", [id], scene)]
        case "entryWithdrawn" where entry.absence == .withdrawn, "entryHidden" where entry.absence == .hidden:
            try scene.checkReturn(of: [id])
            var back: [String: JSON] = [:]
            back["absence"] = event["was"]
            return [self.event("entryReturned", [id], scene, back)]
        default: throw .movedOn
        }
    }

    package func takeOut(_ author: Author, in scene: Scene) -> [Event] {
        let levels = (owns[author]?.levels ?? [:]).sorted { $0.key.key < $1.key.key }
            .map { levelSet($0.key, to: nil, was: $0.value, scene) }
        return levels
            + written(by: author).filter { entries[$0]?.absence != .withdrawn }.map { id in
                var was: [String: JSON] = [:]
                was.set("was", entries[id]?.absence?.rawValue)
                return event("entryWithdrawn", [id], scene, was)
            }
    }

    // MARK: - Events

    private func levelSet(_ cell: GridCell, to level: Int?, was: Int?, _ scene: Scene) -> Event {
        event(
            "levelSet", [], scene,
            [
                "row": .string(cell.row), "column": .string(cell.column),
                "to": level.map { .int($0) } ?? "", "was": was.map { .int($0) } ?? "",
            ])
    }

    private func event(
        _ kind: String, _ items: [ID], _ scene: Scene, _ what: [String: JSON] = [:]
    ) -> Event {
        scene.event(
            kind, items, .object(what.merging(scene.roles) { $1 }),
            concerning: items.prefix(1).compactMap { entries[$0]?.author })
    }
}
