extension Cluster {
    /// The themes in their order and the place of each item; who moved what isn't told.
    package func kept(_ share: KeptShare, in scene: Scene) -> [KeptPiece] {
        guard share != .hidden else { return [] }
        var pieces: [KeptPiece] = []
        for (id, theme) in themes where theme.absence != .withdrawn {
            var what: [String: JSON] = ["text": .string(theme.text)]
            what.set("role", theme.role)
            what.setVersion(theme.version)
            what.flag("removed", theme.absence == .removed)
            what.flag("given", theme.author == nil)
            pieces.append(
                KeptPiece(
                    "theme", items: [id], persons: share.persons(theme.author.map { [$0] } ?? []),
                    place: theme.order, what))
        }
        for (item, theme) in places {
            guard scene.input(item) != nil, let there = themes[theme], there.absence != .withdrawn else {
                continue
            }
            pieces.append(KeptPiece("place", group: 1, items: [item], ["theme": .string(theme)]))
        }
        return pieces
    }

    package mutating func restore(_ piece: String, _ event: Event, in scene: Scene) {
        guard let id = event.item else { return }
        if piece == "place" {
            if let theme = event["theme"]?.string, themes[theme] != nil { places[id] = theme }
            return
        }
        guard piece == "theme", let text = event["text"]?.string else { return }
        let given = themes[id].flatMap { $0.author == nil ? $0 : nil }
        var theme = Theme(
            author: event["given"] == true ? nil : event.importedAuthor(), role: event.role,
            order: given?.order ?? Order.appended(themes.count), text: text)
        theme.version = max(1, event["version"]?.int ?? 1)
        theme.absence = event["removed"] == true ? .removed : nil
        themes[id] = theme
    }
}
