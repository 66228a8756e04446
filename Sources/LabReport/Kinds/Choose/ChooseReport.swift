import CoproductionLab

/// How full each track is (S53), and, for a lab's own files where names are agreed, who goes where.
enum ChooseReport: ActivityReport {
    static func tables(of choose: Choose, in scene: Scene, for purpose: Purpose) -> [Table] {
        guard scene.activity.reveal != .never else { return [] }
        var tracks = Table("tracks", columns: ["track", "capacity", "taken", "waiting"])
        var people = Table("people", columns: ["track", "name", "waits"])
        for (title, capacity, inside, waiting) in choose.attendance() {
            tracks.add([
                "track": .string(title), "capacity": capacity == 0 ? .null : .int(capacity),
                "taken": .int(inside.count), "waiting": .int(waiting.count),
            ])
            let names = { (authors: [Author]) in authors.compactMap { scene.lab.people[$0]?.name } }
            for (names, waits) in [(names(inside).sorted(), false), (names(waiting), true)] {
                for name in names {
                    people.add(["track": .string(title), "name": .string(name), "waits": .bool(waits)])
                }
            }
        }
        let mayName = purpose == .keeping && scene.showsNames(to: .facilitator)
        return mayName && !people.rows.isEmpty ? [tracks, people] : [tracks]
    }
}
