extension Cluster {
    package func decide(
        _ command: Command, in scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        let body = command.body
        guard editors == .everyone || scene.participant?.isFacilitator == true else {
            throw Rejection(
                .notAllowed,
                "Here the facilitators sort. Tell them which theme you would like, or add an idea.")
        }
        switch command.name {
        case "addTheme":
            let text = try body.text("text", atMost: Theme.limit)
            guard themes.values.count(where: \.stands) < Theme.most else {
                throw Rejection(
                    .overBudget, "There are \(Theme.most) themes already. Make two of them one first.")
            }
            try checkNew(text, scene)
            return [event("themeAdded", [context.ids.next()], scene, ["text": .string(text)])]
        case "editTheme": return try edit(body, scene)
        case "removeTheme":
            let (id, theme) = try changeable(body, scene)
            let isOwn = theme.author != nil && theme.author == scene.author
            guard isOwn || scene.participant?.isFacilitator == true || items(under: id, scene).isEmpty else {
                throw Rejection(
                    .notYours,
                    "Only who made this theme, or a facilitator, can remove it while ideas stand under it. "
                        + "Move them to another theme first.")
            }
            guard !isOwn, scene.participant?.isFacilitator == true else {
                return [event("themeRemoved", [id], scene)]
            }
            // Facilitating isn't answering: it is done under one's own name.
            var byHand = scene
            byHand.author = scene.participant?.id
            return [event("themeRemoved", [id], byHand).moderated(["themeRemoved"])]
        case "restoreTheme":
            let id = try body.id("theme")
            guard themes[id]?.absence == .removed else { throw .unknownItem }
            try scene.checkReturn(of: [id])
            return [event("themeReturned", [id], scene)]
        case "placeItem": return try place(body, scene)
        default: throw Rejection(.unknownCommand, "“\(command.name)” isn't for this activity.")
        }
    }

    private func edit(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        let (id, theme) = try changeable(body, scene)
        let text = try body.text("text", atMost: Theme.limit)
        let version = try body.whole("version", in: 1...Int.max)
        guard version == theme.version else {
            throw .changedMeanwhile("This theme", theirs: theme.text, version: theme.version, yours: text)
        }
        guard text != theme.text else { return [] }
        try checkNew(text, scene, except: id)
        return [event("themeEdited", [id], scene, ["to": .string(text), "was": .string(theme.text)])]
    }

    private func place(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        let item = try body.id("item")
        guard scene.input(item) != nil else { throw .unknownItem }
        guard let wanted = body.json["theme"]?.string else {
            throw Rejection(.invalid, "“theme” must be the id of a theme, or empty to take the idea out.")
        }
        if !wanted.isEmpty { _ = try standing(body, scene) }
        guard wanted != theme(of: item) ?? "" else { return [] }
        return [placed("itemPlaced", item, at: wanted, scene)]
    }

    /// Two themes of one name would each get half of the ideas. What is hidden isn't held against a newcomer: a refusal
    /// would tell.
    private func checkNew(_ text: String, _ scene: Scene, except id: ID? = nil) throws(Rejection) {
        guard scene.activity.showsAnswers else { return }
        let isThere = themes.contains {
            $0.key != id && $0.value.stands && $0.value.text.lowercased() == text.lowercased()
        }
        if isThere {
            throw Rejection(.alreadyDone, "There is a theme of this name already. Put ideas under that one.")
        }
    }

    /// Others' themes are for changing once everybody sees them.
    private func changeable(_ body: Fields, _ scene: Scene) throws(Rejection) -> (ID, Theme) {
        let (id, theme) = try standing(body, scene)
        guard scene.activity.showsAnswers || theme.author == scene.author else {
            throw Rejection(.notYours, "You can change this theme once everybody sees how ideas are sorted.")
        }
        return (id, theme)
    }

    private func standing(_ body: Fields, _ scene: Scene) throws(Rejection) -> (ID, Theme) {
        let id = try body.id("theme")
        guard let theme = themes[id], theme.stands else {
            throw Rejection(
                .unknownItem, "This theme isn't here any more. Choose another, or make it again.")
        }
        return (id, theme)
    }

    package func compensate(_ event: Event, in scene: Scene) throws(Rejection) -> [Event] {
        guard let id = event.item else { throw .movedOn }
        if event.kind == "itemPlaced" {
            // Told by what is kept, so that undoing one after the other brings back each step.
            guard event["to"]?.string == places[id] ?? "", let was = event["was"]?.string else {
                throw .movedOn
            }
            return [placed("itemPutBack", id, at: was, scene)]
        }
        guard let theme = themes[id] else { throw .movedOn }
        switch event.kind {
        case "themeAdded"
        where theme.stands && theme.version == 1 && !places.values.contains(id) && !scene.isBuilt(on: id):
            return [self.event("themeRemoved", [id], scene)]
        case "themeEdited" where theme.stands && event["to"]?.string == theme.text:
            guard let was = event["was"] else { throw .movedOn }
            return [self.event("themeEdited", [id], scene, ["to": was, "was": .string(theme.text)])]
        case "themeReturned" where theme.stands:
            return [self.event("themeRemoved", [id], scene)]
        case "themeRemoved" where !theme.stands:
            try scene.checkReturn(of: [id])
            return [self.event("themeReturned", [id], scene)]
        default: throw .movedOn
        }
    }

    package func takeOut(_ author: Author, in scene: Scene) -> [Event] {
        themes.filter { $0.value.author == author && $0.value.stands }.map(\.key).sorted()
            .map { event("themeRemoved", [$0], scene) }
    }

    // MARK: - Events

    private func placed(_ kind: String, _ item: ID, at theme: ID, _ scene: Scene) -> Event {
        event(kind, [item], scene, ["to": .string(theme), "was": .string(places[item] ?? "")])
    }

    private func event(
        _ kind: String, _ items: [ID], _ scene: Scene, _ what: [String: JSON] = [:]
    ) -> Event {
        scene.event(
            kind, items, .object(what.merging(scene.roles) { $1 }),
            concerning: items.prefix(1).compactMap { themes[$0]?.author })
    }
}
