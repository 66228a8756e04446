import CoproductionLab

/// Each idea under its theme, the first step of the chain from idea to outcome (S4).
enum ClusterReport: ActivityReport {
    static func tables(of cluster: Cluster, in scene: Scene, for purpose: Purpose) -> [Table] {
        guard scene.activity.showsAnswers else { return [] }
        var table = Table("themes", columns: ["theme", "item", "text"])
        for (theme, items) in cluster.arrangement(in: scene) {
            let name = theme.map { JSON.string($0) } ?? .null
            // A theme without ideas is something that the group said as well.
            if items.isEmpty, theme != nil { table.add(["theme": name]) }
            for item in scene.listed(items) {
                table.add([
                    "theme": name, "item": .string(item.id), "text": .string(scene.text(of: item)),
                ])
            }
        }
        return [table]
    }
}
