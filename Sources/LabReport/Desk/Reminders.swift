import CoproductionLab

/// The pledges of a lab that are still to be kept, for whoever follows them up months later (S18, S41): what the lab's
/// export for sharing shows of them, and so nobody's name.
package enum Reminders {
    /// What is over: there is nothing to ask any more.
    private static let over: Set<String> = ["done", "stopped"]

    package static func of(_ lab: Lab) -> [JSON] {
        lab.agenda.compactMap { lab.activities[$0] }.filter { $0.kind == PledgeBoard.kind }.flatMap {
            activity -> [JSON] in
            let tables = ActivityReports.tables(of: activity, in: lab, for: .sharing)
            let said = tables.first { $0.name == "checkIns" }
            return (tables.first { $0.name == "pledges" }).map { table in
                table.rows.compactMap { reminder(table, $0, said, of: activity, in: lab) }
            } ?? []
        }
    }

    private static func reminder(
        _ table: Table, _ row: [JSON], _ said: Table?, of activity: Activity, in lab: Lab
    ) -> JSON? {
        func text(_ key: String) -> String? { table.cell(key, of: row)?.string }
        guard let pledge = text("pledge"), let status = text("status"), !over.contains(status) else {
            return nil
        }
        var members: [String: JSON] = [
            "lab": .string(lab.id), "title": .string(lab.title), "state": .string(lab.state.rawValue),
            "step": .string(activity.title), "pledge": .string(pledge), "status": .string(status),
        ]
        for key in ["give", "get", "firstStep", "role"] { members.set(key, text(key)) }
        members.set("idea", text("text"))
        members.set("day", text("next") ?? text("by"))
        let checkIns = said?.rows.filter { said?.cell("pledge", of: $0)?.string == pledge } ?? []
        members.set("said", checkIns.last.flatMap { said?.cell("text", of: $0)?.string })
        members.set("deleteAt", lab.keptUntil.map { Int($0) })
        return .object(members)
    }
}
