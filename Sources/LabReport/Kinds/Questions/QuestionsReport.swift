import CoproductionLab

/// The questions in the chair's order, those that were parked too (S44).
enum QuestionsReport: ActivityReport {
    static func tables(of queue: QuestionQueue, in scene: Scene, for purpose: Purpose) -> [Table] {
        guard scene.activity.showsAnswers, scene.activity.visibility != .private else { return [] }
        var table = Table(
            "questions",
            columns: ["question", "text", "to", "status", "answer", "supporters", "role", "name"])
        let roles = scene.namedRoles(for: purpose)
        for question in queue.queue(in: scene) {
            var row: [String: JSON] = [
                "question": .string(question.id), "text": .string(question.text),
                "status": .string(question.status.rawValue), "supporters": .int(question.supporters),
            ]
            row["to"] = question.to.flatMap(queue.panellist).map { .string($0) }
            row["answer"] = question.answer.map { .string($0) }
            if scene.activity.visibility.showsRole {
                row.setRole(.string(question.role.rawValue), among: roles)
            }
            // Nobody's name is in an export for sharing.
            if purpose == .keeping { row["name"] = queue.name(of: question, in: scene).map { .string($0) } }
            table.add(row)
        }
        return [table]
    }
}
