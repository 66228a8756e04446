import CoproductionLab

/// Two people name themes, and everybody puts some of the items under one. What fits nowhere stays loose.
enum ClusterPlayer: DemoPlayer {
    static let kind = "cluster"

    static func next(_ scene: DemoScene) -> DemoTurn {
        guard scene.activity["editors"] != "facilitators" else { return .done }
        let themes = scene.ordered("themes").map { (id: $0.id, text: $0.value["text"]?.string ?? "") }
        let wanted = scene.lab.themes["\(scene.template)/\(scene.step)"] ?? scene.lab.themes[""] ?? []
        // The template may bring its own.
        let isGiven = themes.contains { theme in
            DemoWords.sorting.contains { theme.text.lowercased().hasPrefix($0.name) }
        }
        if !isGiven {
            let missing = wanted.filter { wanted in !themes.contains { $0.text == wanted.name } }
            // Whose it is to name, named by its place in the list, so that no two people name the same.
            let naming = Array(scene.seats.prefix(2))
            for theme in missing {
                let place = wanted.firstIndex { $0.name == theme.name } ?? 0
                guard !naming.isEmpty, naming[place % naming.count] == scene.seat else { continue }
                return scene.act("addTheme", ["text": .string(theme.name)], thinking: 4...12)
            }
            if !missing.isEmpty { return .wait }
        }
        let sorting = isGiven ? DemoWords.sorting : wanted
        for item in scene.share(of: scene.ordered("items")) where item.value["theme"] == nil {
            let text = scene.text(of: item.id, from: item.value["from"]?.string ?? "").lowercased()
            guard let theme = theme(for: text, sorting, themes.map(\.text)),
                let place = themes.first(where: { $0.text == theme })
            else { continue }
            return scene.act(
                "placeItem", ["item": .string(item.id), "theme": .string(place.id)], thinking: 2...7)
        }
        return .done
    }

    private static func theme(for text: String, _ sorting: [DemoLab.Theme], _ themes: [String]) -> String? {
        let fitting = sorting.first { theme in theme.signs.contains { text.contains($0) } }
        if let fitting {
            return themes.first { $0 == fitting.name || $0.lowercased().hasPrefix(fitting.name) }
        }
        // One in five fits nowhere.
        let mood = (DemoMind.mood(text) + 1) / 2
        guard mood < 0.8, !themes.isEmpty else { return nil }
        return themes[min(themes.count - 1, Int(mood / 0.8 * Double(themes.count)))]
    }
}
