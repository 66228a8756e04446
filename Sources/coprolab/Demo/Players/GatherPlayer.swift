import CoproductionLab

/// People add ideas: those of the demo where ideas are asked for, else what they say to this question.
enum GatherPlayer: DemoPlayer {
    static let kind = "gather"

    static func next(_ scene: DemoScene) -> DemoTurn {
        let own = scene.own["ideas"]?.object ?? [:]
        for idea in ideas(scene) where !own.values.contains(where: { $0["text"]?.string == idea.text }) {
            var body: [String: JSON] = ["text": .string(idea.text)]
            if scene.activity["asksCos"] == true { body["cos"] = .array(idea.cos.map { .string($0) }) }
            if scene.activity["asksWhen"] == true { body["when"] = .string(idea.when) }
            if scene.activity["asksFor"] == true { body.set("for", idea.reach) }
            if let group = group(for: idea.text, scene) { body["group"] = .string(group) }
            // Somebody thinks, types, and thinks again.
            return scene.act("addIdea", body, thinking: own.isEmpty ? 2...18 : 8...24)
        }
        guard scene.activity["asksQuote"] == true else { return .done }
        // Not everybody wants to be quoted.
        for (id, idea) in own.sorted(by: { $0.key < $1.key })
        where idea["quotable"] != true && scene.mind.mood(for: "quote") > -0.6 {
            return scene.act("allowQuote", ["idea": .string(id), "on": true], thinking: 2...6)
        }
        return .done
    }

    /// The heading that an idea belongs under, where there are some: it stands in front of the demo's own words.
    private static func group(for text: String, _ scene: DemoScene) -> String? {
        let groups = scene.activity["groups"]?.object?.keys.sorted() ?? []
        guard !groups.isEmpty else { return nil }
        return DemoWords.headings.first { groups.contains($0.group) && $0.ideas.contains(text) }?.group
            ?? groups[Int((DemoMind.mood(text) + 1) * 50) % groups.count]
    }

    private static func ideas(_ scene: DemoScene) -> [DemoLab.Idea] {
        if let side = scene.me.side {
            let words = scene.words("\(scene.step).\(side.rawValue)")
            if !words.isEmpty {
                return ideas(of: scene.share(of: words, among: scene.seats(of: side)), scene)
            }
        }
        let words = scene.words(scene.step)
        if !words.isEmpty { return ideas(of: scene.share(of: words), scene) }
        if scene.activity["asksCos"] == true || scene.step == "ideas" || scene.step.isEmpty {
            return scene.me.ideas.compactMap { scene.lab.ideas[$0] }
        }
        return ideas(of: scene.share(of: scene.words("gather")), scene)
    }

    private static func ideas(of words: [String], _ scene: DemoScene) -> [DemoLab.Idea] {
        words.map { text in
            let cos = ["C", "D", "L", "A"]
            let place = Int((DemoMind.mood(text) + 1) * 2) % 4
            return DemoLab.Idea(
                text, DemoMind.mood(text + "when") > 0 ? .now : .couldBe, [cos[place]],
                reach: DemoMind.mood(text + "for") > 0.4 ? "person" : "community", (3, 3))
        }
    }
}
