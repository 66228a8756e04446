import CoproductionLab

/// What the facilitator's stand-in does: it prepares the lab and opens it, and then leaves it to you or leads it itself.
extension DemoRoom {
    /// Opens the lab and its first question, so that answers come while you are still opening your browser.
    func begin() async {
        letIn()
        await prepare()
        for activity in agenda {
            await lead("openActivity", ["activity": .string(activity.id)])
            guard activity.value["heard"] == nil else { break }
            await lead("closeActivity", ["activity": .string(activity.id)])
        }
        // From here on you are the facilitator.
        leave(0)
    }

    /// Leads the lab from its lobby to its end.
    func play(_ tell: @Sendable (String) -> Void) async {
        letIn()
        await until { $0.isEverybodyIn }
        await prepare()
        while let next = agenda.first(where: { $0.value["state"] == "draft" && $0.value["skipped"] != true })
        {
            if let sitting = next.value["sitting"]?.int, sitting > views[0]?["lab"]?["sitting"]?.int ?? 1 {
                await lead("endSitting")
                await lead("openLab")
            }
            await lead("openActivity", ["activity": .string(next.id)])
            // Parallel tracks are opened and closed together.
            let steps = agenda.filter {
                $0.value["state"] == "open" && ($0.id == next.id || $0.value["track"] != nil)
            }
            await settle()
            for step in steps { await guide(step.id) }
            for step in steps {
                await end(step.id)
                tell(told(step.id))
            }
        }
        await lead("endLab")
    }

    private var agenda: [(id: String, value: JSON)] {
        (views[0]?["activities"]?.object ?? [:]).map { (id: $0.key, value: $0.value) }
            .sorted { ($0.value["order"]?.string ?? "", $0.id) < ($1.value["order"]?.string ?? "", $1.id) }
    }

    private func activity(_ id: String) -> JSON { views[0]?["activities"]?[id] ?? .empty }

    private func told(_ id: String) -> String {
        let activity = activity(id)
        let title = activity["title"]?.string ?? ""
        guard let heard = activity["heard"] else { return "  \(title)" }
        return "  \(title): \(heard["n"]?.int ?? 0) of \(heard["of"]?.int ?? 0) heard"
    }

    // MARK: - Before

    private func prepare() async {
        await until { $0.views[0]?["activities"] != nil }
        let lab = settings.lab
        var details: [String: JSON] = ["context": .string(lab.context)]
        for need in views[0]?["lab"]?["needs"]?.strings ?? [] { details.set(need, lab.setUp[need]) }
        if details.count > 1 {
            for (key, text) in lab.setUp { details[key] = .string(text) }
            details["paid"] = ["community": true, "professional": true]
        }
        await lead("setDetails", details)
        await planSittings()
        // A small room, so that one workshop is full and has a waiting list.
        for activity in agenda where activity.value["kind"] == "choose" {
            let tracks = (activity.value["tracks"]?.object ?? [:])
                .sorted { ($0.value["order"]?.string ?? "") < ($1.value["order"]?.string ?? "") }
            await lead(
                "setCapacity",
                [
                    "activity": .string(activity.id), "track": .string(tracks.first?.key ?? ""),
                    "capacity": .int(max(1, cast.count / 3)),
                ])
        }
        if lab.id == "dementia" { await addDisagreement() }
        await lead("openLab")
    }

    private func planSittings() async {
        let most = agenda.compactMap { $0.value["sitting"]?.int }.max() ?? 1
        guard most > 1 else { return }
        for sitting in 1...most {
            await lead(
                "planSitting",
                ["sitting": .int(sitting), "date": .string(DemoLab.day(in: (sitting - 1) * 14))])
        }
    }

    /// What people and professionals see differently stands in a record of its own, and no vote decides on it (S17).
    private func addDisagreement() async {
        guard !agenda.contains(where: { $0.value["kindOfForm"] == "disagreement" }) else { return }
        await lead(
            "addActivity",
            ["after": .string(agenda.last?.id ?? ""), "step": DemoWords.disagreement(settings.lab)])
    }

    // MARK: - During

    /// Waits until everybody has seen what there is, and has done what they would do by themselves.
    private func settle() async {
        let quiet = max(settings.tick * 4, .milliseconds(Int(2_000 / settings.pace)), .milliseconds(100))
        while true {
            await until { $0.busy.isEmpty && $0.isUpToDate }
            let before = news
            await pause(quiet)
            if news == before, busy.isEmpty { return }
        }
    }

    /// Whether all see every activity in the state that the facilitator sees it in.
    private var isUpToDate: Bool {
        let states = agenda.map { ($0.id, $0.value["state"]) }
        return cast.indices.allSatisfy { seat in
            states.allSatisfy { views[seat + 1]?["activities"]?[$0.0]?["state"] == $0.1 }
        }
    }

    /// The facilitator's own part in a step, once the others have done theirs.
    private func guide(_ id: String) async {
        let step = activity(id)
        switch step["kind"]?.string {
        case "info", "break":
            await pause(.milliseconds(Int(12_000 / settings.pace)))
            if let decides = step["decidesOn"]?.string { await decide(decides) }
            await takeUp(formsBefore: step)
        case "grid" where step["firstRoles"] != nil && step["allWrite"] != true:
            await lead("letAllWrite", ["activity": .string(id)])
            await settle()
        case "survey" where step["matches"] != nil && step["reveal"] == "live":
            await lead("suggestMatches", ["activity": .string(id)])
            await settle()
        case "questions": await chair(id)
        default: break
        }
        await read(id)
    }

    /// What waits to be read before others see it: all of it may be shown (S43).
    private func read(_ id: String) async {
        for (entry, text) in (activity(id)["waiting"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            var body: [String: JSON] = ["activity": .string(id), "entry": .string(entry)]
            body["version"] = text["version"]
            await lead("approve", body)
        }
    }

    private func end(_ id: String) async {
        let step = activity(id)
        guard step["state"] == "open" else { return }
        let isRevealed = step["heard"] != nil && step["reveal"] == "onReveal" && step["kind"] != "choose"
        if isRevealed, await lead("revealActivity", ["activity": .string(id)]) {
            let isDecidedLater = agenda.contains { $0.value["decidesOn"]?.string == id }
            if step["kind"] == "rate", !isDecidedLater { await decide(id) }
        } else {
            await lead("closeActivity", ["activity": .string(id)])
        }
    }

    /// Opens the forms again that a step looks at: what was learned is written now, and the charter is signed.
    private func takeUp(formsBefore step: JSON) async {
        let forms = (step["inputsFrom"]?.strings ?? []).filter {
            activity($0)["kind"] == "form" && activity($0)["state"] == "closed"
        }
        for form in forms { await lead("reopenActivity", ["activity": .string(form)]) }
        guard !forms.isEmpty else { return }
        await settle()
        for form in forms { await lead("closeActivity", ["activity": .string(form)]) }
    }

    /// The chair takes the question with the most support first, notes the answers, and parks what there is no time for.
    private func chair(_ id: String) async {
        let questions = (activity(id)["questions"]?.object ?? [:]).sorted {
            ($1.value["support"]?.int ?? 0, $0.key) < ($0.value["support"]?.int ?? 0, $1.key)
        }
        guard let first = questions.first?.key else { return }
        let order = agenda.first { $0.id == id }?.value["questions"]?.object?
            .min { ($0.value["order"]?.string ?? "") < ($1.value["order"]?.string ?? "") }?.key
        if let order, order != first {
            await lead(
                "moveQuestion",
                ["activity": .string(id), "question": .string(first), "before": .string(order)])
        }
        for (place, question) in questions.enumerated() {
            let said = settings.lab.questions.first { $0.text == question.value["text"]?.string }
            let status =
                place == questions.count - 1 && place > 1 ? "parked" : place < 4 ? "answered" : "queued"
            guard status != "queued" else { continue }
            var body: [String: JSON] = [
                "activity": .string(id), "question": .string(question.key), "status": .string(status),
            ]
            if status == "answered" { body.set("answer", said?.answer) }
            await lead("setQuestionStatus", body)
            await pause(.milliseconds(Int(4_000 / settings.pace)))
        }
    }

    /// A decision and a reason for each item, by what the room said of it.
    private func decide(_ id: String) async {
        let rate = activity(id)
        for (item, value) in rate["items"]?.object ?? [:] where value["decision"] == nil {
            let text = text(of: item, from: value["from"]?.string ?? "")
            let opinions = cast.map { DemoMind($0).rating(of: text, in: settings.lab) }
            func mean(_ levels: [Int]) -> Double {
                levels.isEmpty ? 3 : Double(levels.reduce(0, +)) / Double(levels.count)
            }
            let impact = mean(opinions.compactMap(\.impact))
            let isHard = mean(opinions.compactMap(\.effort)) > 3
            let decision = impact > 3 ? (isHard ? "plan" : "do") : (isHard ? "drop" : "later")
            var body: [String: JSON] = [
                "activity": .string(id), "item": .string(item), "decision": .string(decision),
                "reason": .string(DemoWords.reasons[decision] ?? ""),
            ]
            if impact > 3 { body["who"] = .string(DemoWords.together(cast, for: text)) }
            await lead("decide", body)
        }
    }

    private func text(of item: String, from source: String) -> String {
        for collection in ["ideas", "entries", "themes", "items"] {
            if let text = activity(source)[collection]?[item]?["text"]?.string { return text }
        }
        return ""
    }
}
