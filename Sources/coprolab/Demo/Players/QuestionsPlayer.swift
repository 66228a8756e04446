import CoproductionLab

/// People ask the panel, some of them by name, and support a few of the others' questions.
enum QuestionsPlayer: DemoPlayer {
    static let kind = "questions"

    static func next(_ scene: DemoScene) -> DemoTurn {
        let own = scene.own["questions"]?.object ?? [:]
        for question in scene.share(of: scene.lab.questions)
        where !own.values.contains(where: { $0["text"]?.string == question.text }) {
            var body: [String: JSON] = [
                "text": .string(question.text), "named": .bool(isNamed(question, scene)),
            ]
            let panel = scene.ordered("panellists").map(\.id)
            if let place = question.to, panel.indices.contains(place) { body["to"] = .string(panel[place]) }
            return scene.act("askQuestion", body, thinking: 5...25)
        }
        let supports = scene.own["supports"]?.object ?? [:]
        guard supports.count < 3 else { return .done }
        for (id, question) in scene.ordered("questions")
        where own[id] == nil && supports[id] == nil
            && scene.mind.mood(for: question["text"]?.string ?? "") > 0.1
        {
            return scene.act("supportQuestion", ["question": .string(id), "on": true], thinking: 3...10)
        }
        return .done
    }

    private static func isNamed(_ question: DemoLab.Question, _ scene: DemoScene) -> Bool {
        question.isNamed && scene.activity["allowsNamed"] == true
    }
}
