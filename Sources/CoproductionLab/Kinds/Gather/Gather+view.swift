import HashTreeCollections

extension Gather {
    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] {
        var members: [String: JSON] = [
            "asksCos": .bool(asksCos), "asksWhen": .bool(asksTime), "asksFor": .bool(asksReach),
            "asksQuote": .bool(asksQuote), "count": .int(shown),
        ]
        members.flag("moderated", isModerated)
        if !headings.isEmpty { members["groups"] = Heading.view(of: headings) }
        // S23: what is empty in a grid becomes a question here.
        let inputs = scene.activity.inputsFrom.compactMap { scene.lab.activities[$0] }
        let prompts = inputs.map { $0.content.prompts(in: Scene(lab: scene.lab, activity: $0)) }
            .reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        if !prompts.isEmpty { members["prompts"] = .object(prompts) }
        return members
    }

    package func has(_ collection: String, for audience: Audience) -> Bool {
        collection == "ideas" || (audience == .facilitator && (isModerated || collection == "hidden"))
    }

    package func ids(in collection: String, _ scene: Scene) -> [ID] {
        ideas.values.filter {
            switch collection {
            case "ideas": $0.isShown
            case "hidden": $0.isHidden
            default: $0.stands && $0.review == .waiting
            }
        }.map(\.id)
    }

    package func entry(_ id: ID, in collection: String, for audience: Audience, in scene: Scene) -> JSON? {
        if collection == "hidden" { return hidden(id, for: audience, in: scene) }
        if collection == "waiting" { return unread(id, for: audience, in: scene) }
        guard scene.activity.showsTexts, let idea = ideas[id], idea.isShown else { return nil }
        var members = idea.words.members
        members["order"] = .string(idea.order)
        members["version"] = .int(idea.version)
        members.flag("edited", idea.isEdited)
        members.flag("quotable", idea.isQuotable)
        tellOriginal(of: idea, &members)
        if !idea.merged.isEmpty { members["merged"] = .int(idea.merged.count) }
        if idea.support != .self { members["support"] = .string(idea.support.rawValue) }
        guard !idea.isBroughtIn else { return .object(members.merging(["broughtIn": true]) { $1 }) }
        if scene.activity.visibility.showsRole { members["role"] = .string(idea.role.rawValue) }
        members.set("name", scene.name(of: idea.author, for: audience))
        return .object(members)
    }

    /// S43: what a facilitator reads before it is shown, and never whose it is.
    private func unread(_ id: ID, for audience: Audience, in scene: Scene) -> JSON? {
        guard isModerated, audience == .facilitator, scene.activity.visibility != .private,
            let idea = ideas[id],
            idea.stands, idea.review == .waiting
        else { return nil }
        var members = idea.words.members
        members["order"] = .string(idea.order)
        members["version"] = .int(idea.version)
        return .object(members)
    }

    package func entries(of author: Author) -> [(collection: String, id: ID)] {
        (byAuthor[author] ?? []).map { ("ideas", $0) }
    }

    package func mine(_ author: Author, in scene: Scene) -> [String: JSON] {
        var own: [String: JSON] = [:]
        for id in byAuthor[author] ?? [] {
            guard let idea = ideas[id], idea.absence != .withdrawn else { continue }
            var members = idea.words.members
            members["version"] = .int(idea.version)
            members["order"] = .string(idea.order)
            members.set("absence", idea.absence?.rawValue)
            members.flag("quotable", idea.isQuotable)
            tellOriginal(of: idea, &members)
            idea.review.tell(&members)
            own[id] = .object(members)
        }
        return own.isEmpty ? [:] : ["ideas": .object(own)]
    }

    package func outputs(in scene: Scene) -> [Item] {
        guard scene.activity.showsTexts else { return [] }
        return ideas.values.lazy.filter(\.isShown)
            .map { Item(id: $0.id, source: scene.activity.id, order: $0.order) }
            .sorted { $0.order < $1.order }
    }

    package func text(of item: ID) -> String? { ideas[item]?.words.text }

    package func heading(of item: ID) -> String? {
        guard let group = ideas[item]?.words.group else { return nil }
        return headings.first { $0.id == group }?.title
    }

    /// Not of ideas that were merged, reworded or split: they hold the words of others as well.
    package func quotation(of item: ID) -> Quotation? {
        guard let idea = ideas[item], idea.isShown, idea.isQuotable, idea.merged.isEmpty,
            idea.original == nil, idea.splitFrom == nil
        else { return nil }
        return Quotation(text: idea.words.text, author: idea.author, role: idea.role)
    }

    package func output(_ id: ID, in scene: Scene) -> Item? {
        guard scene.activity.showsTexts, let idea = ideas[id], idea.isShown else { return nil }
        return Item(id: id, source: scene.activity.id, order: idea.order)
    }
}
