import CoproductionLab

/// People give their dots to what they like most, and share points out with most on the first.
enum VotePlayer: DemoPlayer {
    static let kind = "vote"

    static func next(_ scene: DemoScene) -> DemoTurn {
        let vote = scene.activity
        let own = (scene.own["dots"]?.object ?? [:]).compactMapValues(\.int)
        let left = (vote["budget"]?.int ?? 1) - own.values.reduce(0, +)
        guard left > 0 else { return .done }
        let mind = scene.mind
        let items = scene.items
        let liked = items.map { (id: $0.id, liking: mind.liking(of: $0.text, in: scene.lab)) }
            .sorted { $0.liking > $1.liking }
        // Where there are dots enough for all, only what suits gets one.
        let isPlenty = (vote["budget"]?.int ?? 1) >= items.count
        let chosen = liked.enumerated().filter { $0.offset == 0 || !isPlenty || $0.element.liking > 3 }
        for (place, item) in chosen where own[item.id] == nil {
            let dots = vote["mode"] == "points" ? points(at: place, of: vote["budget"]?.int ?? 1) : 1
            guard dots > 0 else { return .done }
            return scene.act(
                "vote",
                ["item": .string(item.id), "dots": .int(min(dots, left, vote["perItem"]?.int ?? 1))],
                thinking: own.isEmpty ? 2...8 : 1.5...4)
        }
        return .done
    }

    /// Half of the budget on the first, then less; some keep a little back.
    private static func points(at place: Int, of budget: Int) -> Int {
        place < 4 ? Int((Double(budget) * [0.45, 0.25, 0.15, 0.1][place]).rounded()) : 0
    }
}
