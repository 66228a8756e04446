import CoproductionLab

/// People answer one question after the other, leave some out, and say yes to some reuses of what they said.
enum SurveyPlayer: DemoPlayer {
    static let kind = "survey"

    static func next(_ scene: DemoScene) -> DemoTurn {
        for (id, question) in scene.ordered("questions") {
            if let turn = answer(id, named: id, question, scene) { return turn }
        }
        if let question = scene.activity["itemQuestion"] {
            for item in scene.items {
                if let turn = answer(item.id, named: item.text, question, scene) { return turn }
            }
        }
        for (id, _) in scene.ordered("consents")
        where scene.own["consents"]?[id] == nil && scene.mind.mood(for: id) > -0.3 {
            var body: [String: JSON] = ["consent": .string(id), "on": true]
            if scene.activity["lists"]?["consent"]?.string == id { body["name"] = .string(scene.me.name) }
            return scene.act("setConsent", body, thinking: 3...8)
        }
        return afterwards(scene)
    }

    /// A match is accepted by whoever would like to meet.
    static func afterwards(_ scene: DemoScene) -> DemoTurn {
        for (id, match) in (scene.own["matches"]?.object ?? [:]).sorted(by: { $0.key < $1.key })
        where match["accepted"] == nil && scene.mind.mood(for: match["option"]?.string ?? "") > -0.5 {
            return scene.act(
                "acceptMatch", ["match": .string(id), "on": true, "name": .string(scene.me.name)],
                thinking: 4...15)
        }
        return .done
    }

    private static func answer(
        _ id: String, named name: String, _ question: JSON, _ scene: DemoScene
    ) -> DemoTurn? {
        let own = scene.own["answers"]?[id]
        if question["type"] == "text" {
            let given = (own?["texts"]?.object ?? [:]).values.compactMap { $0["text"]?.string }
            let wanted = scene.share(of: scene.words("\(scene.step).\(id)", id, "survey"))
                .prefix(question["max"]?.int ?? 1)
            guard let text = wanted.first(where: { !given.contains($0) }) else { return nil }
            return scene.act(
                "answerQuestion", ["question": .string(id), "text": .string(text)], thinking: 6...20)
        }
        guard own?["answer"] == nil, question["required"] == true || scene.mind.mood(for: name) < 0.9,
            let answer = choice(name, question, scene)
        else { return nil }
        var body: [String: JSON] = ["question": .string(id), "answer": answer]
        if question["evidence"] == true, scene.mind.mood(for: name + "evidence") > 0.2 {
            let words = scene.words("\(scene.step).\(name).evidence", "\(scene.step).evidence", "evidence")
            if !words.isEmpty {
                body["evidence"] = .string(words[abs(scene.seat + name.count) % words.count])
            }
        }
        return scene.act("answerQuestion", body, thinking: 2...7)
    }

    private static func choice(_ name: String, _ question: JSON, _ scene: DemoScene) -> JSON? {
        let mood = scene.mind.mood(for: name)
        let options = (question["options"]?.object ?? [:])
            .sorted { ($0.value["order"]?.string ?? "") < ($1.value["order"]?.string ?? "") }.map(\.key)
        switch question["type"]?.string {
        case "single", "symbol":
            // The first is what most say, and the last, which is often “I can't tell”, what fewest do.
            let place = (mood + 1) / 2
            return options.isEmpty
                ? nil : .string(options[min(options.count - 1, Int(place * place * Double(options.count)))])
        case "many":
            let liked = options.map { (id: $0, mood: scene.mind.mood(for: name + $0)) }
                .sorted { $0.mood > $1.mood }
            let count = max(question["min"]?.int ?? 1, liked.count { $0.mood > 0.4 }, 1)
            return .array(liked.prefix(min(count, question["max"]?.int ?? count)).map { .string($0.id) })
        case "scale": return mood > 0.85 ? "dontKnow" : .int(level(name, mood, scene))
        case "number":
            let least = question["min"]?.int ?? 0
            let most = min(question["max"]?.int ?? 20, least + 20)
            return .int(least + Int((mood + 1) / 2 * Double(most - least)))
        default: return nil
        }
    }

    /// Trust grows: a scale that is asked again later begins low, lowest with those who have been let down before.
    private static func level(_ name: String, _ mood: Double, _ scene: DemoScene) -> Int {
        var level = 3.7 + DemoMind.mood(name + scene.lab.id) * 0.5
        let isAskedAgain = (scene.view["activities"]?.object ?? [:]).values.contains {
            $0["before"]?.string == scene.id
        }
        if isAskedAgain { level = scene.mind.isProfessional ? 3.4 : 2.1 }
        if scene.words("low").contains(name) { level = 2 }
        return max(1, min(5, Int((level + mood * 1.1).rounded())))
    }
}
