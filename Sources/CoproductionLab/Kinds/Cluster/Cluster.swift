import HashTreeCollections

/// `cluster`: people put the items that flow in under themes, together (S4, S55). There is one arrangement, which all
/// of them change, so it is mostly shown live.
package struct Cluster: ActivityContent {
    package static let kind = "cluster"
    package static let collections = ["themes", "items", "hidden"]
    package static let flaggable: Set<String> = ["themes"]
    package static let inputCollection: String? = "items"
    package static let results = ["themeAdded": "theme"]
    package static let commands: [String: CommandRule] = [
        "addTheme": .contribution(lateText: "text"),
        "editTheme": .contribution(lateText: "text"),
        "removeTheme": .whileOpen,
        "restoreTheme": .facilitating,
        "placeItem": .contribution(),
    ]

    package static let moderation: [String: Moderation.What] = [
        "themeRemoved": .removed, "themeReturned": .restored,
    ]

    enum Passing: String, CaseIterable { case items, themes }
    enum Editors: String, CaseIterable { case everyone, facilitators }

    let passesOn: Passing
    let editors: Editors
    private let given: GivenThemes
    var themes = TreeDictionary<ID, Theme>()
    /// The theme of each item; an item whose theme is gone is loose until that comes back.
    var places = TreeDictionary<ID, ID>()
    /// Where each person put each item, and how often: what they see of their own while the rest is hidden.
    private var hands = TreeDictionary<Author, [ID: Hand]>()
    private struct Hand: Sendable {
        var theme: ID
        var times: Int
    }

    package var needsInputs: Bool { true }
    package var hasOutputs: Bool { true }

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow("themes", "passesOn", "editors")
        passesOn = try settings.choice("passesOn", Passing.self, default: .items)
        editors = try settings.choice("editors", Editors.self, default: .everyone)
        given = try GivenThemes(settings)
        for (index, theme) in given.list.enumerated() {
            themes[theme.id] = Theme(
                author: nil, role: .notSaid, order: Order.appended(index), text: theme.text)
        }
    }

    package static func settled(_ settings: JSON, _ ids: inout IDSource) -> JSON {
        settings.settlingTexts("themes", &ids)
    }

    package static func unsettled(_ settings: JSON) -> JSON { settings.unsettlingTexts("themes") }

    /// The theme under which an item stands now; nil for a loose one.
    package func theme(of item: ID) -> ID? {
        guard let theme = places[item], themes[theme]?.stands == true else { return nil }
        return theme
    }

    func items(under theme: ID, _ scene: Scene) -> [ID] {
        places.filter { $0.value == theme && scene.input($0.key) != nil }.map(\.key)
    }

    // MARK: - Evolve

    package mutating func evolve(_ event: Event, in activity: Surroundings) -> Consequence {
        guard let id = event.item else { return Consequence() }
        switch event.kind {
        case "themeAdded": return add(id, event)
        case "themeEdited":
            guard var theme = themes[id], let text = event["to"]?.string else { return Consequence() }
            theme.text = text
            theme.version += 1
            themes[id] = theme
            return changed(id, theme)
        case "themeRemoved", "themeReturned":
            guard var theme = themes[id] else { return Consequence() }
            let own = theme.author != nil && event.actor == theme.author
            return setAbsence(
                of: id, &theme, event.kind == "themeReturned" ? nil : own ? .withdrawn : .removed)
        case "itemPlaced", "itemPutBack": return place(id, event)
        default: return Consequence()
        }
    }

    private mutating func add(_ id: ID, _ event: Event) -> Consequence {
        guard themes[id] == nil, let text = event["text"]?.string else { return Consequence() }
        let theme = Theme(
            author: event.actor ?? "", role: event.role,
            order: Order.appended(themes.count), text: text)
        themes[id] = theme
        var consequence = changed(id, theme)
        consequence.contributions = [(event.actor ?? "", theme.role, 1)]
        return consequence
    }

    private func changed(_ id: ID, _ theme: Theme) -> Consequence {
        var consequence = Consequence()
        consequence.entries = ["themes", "hidden"].map { ($0, id) }
        consequence.outputs = [id]
        if let author = theme.author { consequence.mine = [author] }
        return consequence
    }

    private mutating func setAbsence(
        of id: ID, _ theme: inout Theme, _ absence: Theme.Absence?
    ) -> Consequence {
        let before = theme.absence
        guard before != absence else { return Consequence() }
        theme.absence = absence
        themes[id] = theme
        var consequence = changed(id, theme)
        // Where items stand is where they flow on in order, so these look different as well.
        for item in places.filter({ $0.value == id }).map(\.key) {
            consequence.entries.append(("items", item))
            consequence.outputs.append(item)
        }
        if let author = theme.author, (before == .withdrawn) != (absence == .withdrawn) {
            consequence.contributions = [(author, theme.role, absence == .withdrawn ? -1 : 1)]
        }
        return consequence
    }

    private mutating func place(_ item: ID, _ event: Event) -> Consequence {
        guard let theme = event["to"]?.string else { return Consequence() }
        let before = places[item]
        places[item] = theme.isEmpty ? nil : theme
        var consequence = Consequence()
        consequence.entries = [("items", item)]
        consequence.entries.append(
            contentsOf: [before, places[item]].compactMap { $0 }.map { ("themes", $0) })
        consequence.outputs = [item]
        let author = event.actor ?? ""
        consequence.mine = [author]
        // Sorting an item is one contribution, however often somebody moves it.
        var own = hands[author] ?? [:]
        let times = own[item]?.times ?? 0
        let now = max(0, times + (event.kind == "itemPutBack" ? -1 : 1))
        own[item] = now == 0 ? nil : Hand(theme: theme, times: now)
        hands[author] = own.isEmpty ? nil : own
        if (times == 0) != (now == 0) {
            let role = event.role
            consequence.contributions = [(author, role, now == 0 ? -1 : 1)]
        }
        return consequence
    }

    // MARK: - View

    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] {
        ["passesOn": .string(passesOn.rawValue), "editors": .string(editors.rawValue)]
    }

    package func has(_ collection: String, for audience: Audience) -> Bool {
        collection != "hidden" || audience == .facilitator
    }

    package func ids(in collection: String, _ scene: Scene) -> [ID] {
        if collection == "items" { return scene.inputs.map(\.id) }
        if collection == "hidden" { return themes.filter { $0.value.absence == .removed }.map(\.key) }
        // The template's own are shown until answers are, whatever became of them.
        return scene.activity.showsAnswers
            ? themes.filter { $0.value.stands }.map(\.key) : given.list.map(\.id)
    }

    package func entry(_ id: ID, in collection: String, for audience: Audience, in scene: Scene) -> JSON? {
        let shows = scene.activity.showsAnswers
        if collection == "items" {
            guard let item = scene.input(id) else { return nil }
            var members: [String: JSON] = ["from": .string(item.source), "order": .string(item.order)]
            if shows { members.set("theme", theme(of: id)) }
            return .object(members)
        }
        // What was removed by somebody else than its maker, for the desk.
        if collection == "hidden" {
            guard audience == .facilitator, shows, let theme = themes[id], theme.absence == .removed else {
                return nil
            }
            return [
                "text": .string(theme.text), "order": .string(theme.order), "version": .int(theme.version),
                "absence": "hidden",
            ]
        }
        // The template's own themes are no answer, but what people made of them is.
        guard shows else {
            guard let index = given.list.firstIndex(where: { $0.id == id }) else { return nil }
            return [
                "text": .string(given.list[index].text), "order": .string(Order.appended(index)),
                "version": 1,
            ]
        }
        guard let theme = themes[id], theme.stands else { return nil }
        return [
            "text": .string(theme.text), "order": .string(theme.order), "version": .int(theme.version),
            "count": .int(items(under: id, scene).count),
        ]
    }

    package func resting(on item: ID, in scene: Scene) -> (
        entries: [(collection: String, id: ID)], outputs: [ID]
    ) { (places[item].map { [("themes", $0)] } ?? [], []) }

    package func mine(_ author: Author, in scene: Scene) -> [String: JSON] {
        var own: [String: JSON] = [:]
        for (id, theme) in themes where theme.author == author && theme.stands {
            own[id] = [
                "text": .string(theme.text), "order": .string(theme.order), "version": .int(theme.version),
            ]
        }
        var members: [String: JSON] = own.isEmpty ? [:] : ["themes": .object(own)]
        if let placed = hands[author] {
            members["placed"] = .object(placed.mapValues { .string($0.theme) })
        }
        return members
    }

    // MARK: - What flows on

    /// Items in the order of their themes, the loose ones last; or the themes themselves.
    package func outputs(in scene: Scene) -> [Item] {
        switch passesOn {
        case .items: scene.inputs.map { sorted($0, scene) }.sorted { $0.order < $1.order }
        case .themes:
            themes.keys.compactMap { output($0, in: scene) }.sorted { $0.order < $1.order }
        }
    }

    package func output(_ id: ID, in scene: Scene) -> Item? {
        switch passesOn {
        case .items: return scene.input(id).map { sorted($0, scene) }
        case .themes:
            guard scene.activity.showsAnswers, let theme = themes[id], theme.stands else { return nil }
            return Item(id: id, source: scene.activity.id, order: theme.order)
        }
    }

    private func sorted(_ item: Item, _ scene: Scene) -> Item {
        guard scene.activity.showsAnswers else { return item }
        let theme = theme(of: item.id).flatMap { themes[$0] }
        return Item(id: item.id, source: item.source, order: (theme?.order ?? "z") + item.order)
    }

    package func text(of item: ID) -> String? { themes[item]?.text }
    package func builds(on item: ID) -> Bool { places[item] != nil }
}
