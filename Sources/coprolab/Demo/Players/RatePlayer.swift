import CoproductionLab

/// People say of one item after the other how much it would help and how hard it is; now and then they don't know.
enum RatePlayer: DemoPlayer {
    static let kind = "rate"

    static func next(_ scene: DemoScene) -> DemoTurn {
        let ratings = scene.own["ratings"]
        for item in scene.items {
            let opinion = scene.mind.rating(of: item.text, in: scene.lab)
            for (axis, level) in [("impact", opinion.impact), ("effort", opinion.effort)]
            where ratings?[item.id]?[axis] == nil {
                return scene.act(
                    "rate", ["item": .string(item.id), axis: level.map { .int($0) } ?? "dontKnow"],
                    thinking: axis == "impact" ? 1.2...3.4 : 0.8...1.6)
            }
        }
        return .done
    }
}
