import CoproductionLab

enum InfoReport: ActivityReport {
    static func tables(of info: Info, in scene: Scene, for purpose: Purpose) -> [Table] {
        let frame = info.frame(for: .participant, in: scene)
        let media = frame["media"]
        guard frame["text"] != nil || media != nil else { return [] }
        var table = Table("text", columns: ["text", "media", "url", "transcript"])
        var row: [String: JSON] = [:]
        row["text"] = frame["text"]
        row["media"] = media?["title"]
        row["url"] = media?["url"]
        row["transcript"] = media?["transcript"]
        table.add(row)
        return [table]
    }
}
