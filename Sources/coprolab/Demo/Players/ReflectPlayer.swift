import CoproductionLab

/// Most write one note for themselves, and nobody else ever reads it.
enum ReflectPlayer: DemoPlayer {
    static let kind = "reflect"

    static func next(_ scene: DemoScene) -> DemoTurn {
        guard scene.own["notes"] == nil, scene.mind.mood(for: scene.step) < 0.5 || scene.seat == 0 else {
            return .done
        }
        let notes = scene.words(scene.step, "notes")
        guard !notes.isEmpty else { return .done }
        var body: [String: JSON] = ["text": .string(notes[(scene.seat + scene.step.count) % notes.count])]
        let questions = scene.activity["questions"]?.strings.count ?? 0
        if questions > 0 { body["question"] = .int(scene.seat % questions + 1) }
        return scene.act("writeNote", body, thinking: 10...40)
    }
}
