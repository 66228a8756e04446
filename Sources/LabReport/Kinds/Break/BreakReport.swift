import CoproductionLab

enum BreakReport: ActivityReport {
    static func tables(of pause: Break, in scene: Scene, for purpose: Purpose) -> [Table] {
        guard let words = pause.frame(for: .participant, in: scene)["purpose"] else { return [] }
        var table = Table("text", columns: ["text"])
        table.add(["text": words])
        return [table]
    }
}
