import CoproductionLab

/// The ideas that stand, heading by heading where there are some (S30). An export for keeping also has the words of those that were merged into others.
enum GatherReport: ActivityReport {
    static func tables(of gather: Gather, in scene: Scene, for purpose: Purpose) -> [Table] {
        guard scene.activity.showsTexts else { return [] }
        let frame = gather.frame(for: .facilitator, in: scene)
        let tags = [("cos", "asksCos"), ("when", "asksWhen"), ("for", "asksFor")]
            .filter { frame[$0.1] == true }.map(\.0)
        let authors = scene.authorColumns(for: purpose)
        let roles = scene.namedRoles(for: purpose)
        let entries = scene.shown("ideas")
        let heading = gather.headings.isEmpty ? [] : ["heading"]
        var table = Table(
            "ideas", columns: ["item"] + heading + ["text"] + tags + authors + ["edited", "merged"],
            isStep: false)
        var merged = Table("mergedIdeas", columns: ["item", "text", "into"], isStep: false)
        for idea in sorted(entries, by: gather.headings) {
            var row: [String: JSON] = [
                "item": .string(idea.id), "heading": gather.heading(of: idea.id).map { .string($0) } ?? .null,
                "text": idea["text"], "when": idea["when"], "for": idea["for"],
                "name": idea["name"], "support": idea["support"],
                "edited": .bool(idea["edited"] == true), "merged": .int(idea["merged"].int ?? 0),
            ]
            if let cos = idea.members["cos"] { row["cos"] = .string(cos.strings.joined(separator: " ")) }
            row.setRole(idea["role"], among: roles)
            table.add(row)
            for other in originals(of: idea.id, in: gather, scene) {
                merged.add([
                    "item": .string(other.id), "text": .string(other.words.text), "into": .string(idea.id),
                ])
            }
        }
        return purpose == .keeping && !merged.rows.isEmpty ? [table, merged] : [table]
    }

    private static func sorted(_ ideas: [ShownEntry], by headings: [Heading]) -> [ShownEntry] {
        guard !headings.isEmpty else { return ideas }
        return headings.flatMap { heading in ideas.filter { $0["group"].string == heading.id } }
            + ideas.filter { idea in !headings.contains { $0.id == idea["group"].string } }
    }

    private static func originals(of idea: ID, in gather: Gather, _ scene: Scene) -> [Idea] {
        (gather.ideas[idea]?.merged ?? []).compactMap { gather.ideas[$0] }.filter { $0.absence == .merged }
            .sorted {
                (scene.dropsOrder ? $0.words.text : $0.order) < (scene.dropsOrder ? $1.words.text : $1.order)
            }
    }
}
