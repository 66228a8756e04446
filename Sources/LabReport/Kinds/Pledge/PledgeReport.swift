import CoproductionLab

/// What people offered and took on, where it stands, and what was said of it since, each beside the idea that it carries
/// out (S4). A pupil's name is in no export.
enum PledgeReport: ActivityReport {
    static func tables(of board: PledgeBoard, in scene: Scene, for purpose: Purpose) -> [Table] {
        guard scene.activity.showsTexts else { return [] }
        let words = ["give", "get", "firstStep", "help", "skills", "by", "status", "next"]
        let authors = scene.authorColumns(for: purpose)
        let roles = scene.namedRoles(for: purpose)
        var table = Table(
            "pledges",
            columns: ["pledge"] + words + ["item", "text"] + authors
                + (authors.contains("name") ? ["coach"] : []))
        var checkIns = Table(
            "checkIns", columns: ["pledge", "give", "text", "on", "status", "fromDesk"], isStep: false)
        let standing = Dictionary(uniqueKeysWithValues: board.standing.map { ($0.id, $0) })
        for pledge in scene.shown("pledges", by: "give") {
            var row: [String: JSON] = [
                "pledge": .string(pledge.id), "support": pledge["support"], "coach": pledge["coach"],
            ]
            if pledge["young"] == .null { row["name"] = pledge["name"] }
            for key in words { row[key] = pledge[key] }
            // An idea that has gone since has no words to show.
            if let item = pledge["idea"].string.flatMap(scene.input) {
                row["item"] = .string(item.id)
                row["text"] = .string(scene.text(of: item))
            }
            row.setRole(pledge["role"], among: roles)
            table.add(row)
            for checkIn in standing[pledge.id]?.checkIns ?? [] {
                checkIns.add([
                    "pledge": .string(pledge.id), "give": pledge["give"],
                    "text": checkIn.text.map { .string($0) } ?? .null,
                    "on": checkIn.next.map { .string($0) } ?? .null,
                    "status": checkIn.status.map { .string($0) } ?? .null,
                    "fromDesk": .bool(checkIn.isFromDesk),
                ])
            }
        }
        return checkIns.rows.isEmpty ? [table] : [table, checkIns]
    }
}
