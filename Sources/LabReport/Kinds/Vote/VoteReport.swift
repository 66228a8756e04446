import CoproductionLab

/// Dots and places, the same by side and role where enough people voted; what earlier reveals showed stays beside them.
enum VoteReport: ActivityReport {
    static func tables(of vote: Vote, in scene: Scene, for purpose: Purpose) -> [Table] {
        var earlier = Table("earlierVotes", columns: ["round", "item", "text", "votes"], isStep: false)
        let items = scene.listed(vote.items(in: scene))
        let hasHeadings = items.contains { scene.heading(of: $0) != nil }
        var table = Table(
            "votes", columns: ["item"] + (hasHeadings ? ["heading"] : []) + ["text", "votes", "rank"])
        let most = items.enumerated().sorted { one, other in
            let (first, second) = (votes(one.element), votes(other.element))
            return first == second ? one.offset < other.offset : first > second
        }
        var groups = Table(
            "votesByGroup", columns: ["item", "text", "group", "n", "votes"], isStep: false)
        func votes(_ item: Item) -> Int { vote.result(of: item.id, in: scene)?.votes ?? 0 }
        for (_, item) in most {
            guard let result = vote.result(of: item.id, in: scene) else { break }
            table.add([
                "item": .string(item.id), "heading": scene.heading(of: item).map { .string($0) } ?? .null,
                "text": .string(scene.text(of: item)), "votes": .int(result.votes),
                "rank": result.rank.map { .string($0.description) } ?? .null,
            ])
        }
        for (_, item) in most {
            let named: [String: JSON] = ["item": .string(item.id), "text": .string(scene.text(of: item))]
            for part in vote.groups(of: item.id, threshold: scene.threshold(for: purpose), in: scene) {
                groups.add(
                    named.merging([
                        "group": .string(part.group), "n": .int(part.people), "votes": .int(part.votes),
                    ]) { $1 })
            }
        }
        for item in items {
            for (round, votes) in vote.earlierVotes(on: item.id) {
                earlier.add([
                    "round": .int(round), "item": .string(item.id), "text": .string(scene.text(of: item)),
                    "votes": .int(votes),
                ])
            }
        }
        return (scene.activity.showsAnswers ? [table] : []) + [groups, earlier].filter { !$0.rows.isEmpty }
    }
}
