import CoproductionLab

/// Dots and places; what earlier reveals showed stays beside them.
enum VoteReport: ActivityReport {
    static func tables(of vote: Vote, in scene: Scene, for purpose: Purpose) -> [Table] {
        var table = Table("votes", columns: ["item", "text", "votes", "rank"])
        var earlier = Table("earlierVotes", columns: ["round", "item", "text", "votes"], isStep: false)
        let items = scene.listed(vote.items(in: scene))
        let most = items.enumerated().sorted { one, other in
            let (first, second) = (votes(one.element), votes(other.element))
            return first == second ? one.offset < other.offset : first > second
        }
        func votes(_ item: Item) -> Int { vote.result(of: item.id, in: scene)?.votes ?? 0 }
        for (_, item) in most {
            guard let result = vote.result(of: item.id, in: scene) else { break }
            table.add([
                "item": .string(item.id), "text": .string(scene.text(of: item)), "votes": .int(result.votes),
                "rank": result.rank.map { .string($0.description) } ?? .null,
            ])
        }
        for item in items {
            for (round, votes) in vote.earlierVotes(on: item.id) {
                earlier.add([
                    "round": .int(round), "item": .string(item.id), "text": .string(scene.text(of: item)),
                    "votes": .int(votes),
                ])
            }
        }
        return (scene.activity.showsAnswers ? [table] : []) + (earlier.rows.isEmpty ? [] : [earlier])
    }
}
