import CoproductionLab

/// One table of a lab's export, with the name that it has as a file and its place in a workbook.
package struct Sheet: Sendable {
    /// The activity that it tells of; nil for what belongs to the whole lab.
    package let activity: ActivityExport?
    /// Unique in the export; small letters, digits and dashes, so that every system takes it as a file's name.
    package let name: String
    package let table: Table

    /// What a person reads above it.
    package func title(in words: ReportWords) -> String {
        let what = words("table.\(table.name)")
        return activity.map { "\($0.title): \(what)" } ?? what
    }
}

extension LabExport {
    /// All tables in the order in which a reader wants them: the lab, its people, then activity by activity.
    package var sheets: [Sheet] {
        var sheets = [lab, roles, sides, programme, history, chains].compactMap { table -> Sheet? in
            table.rows.isEmpty ? nil : Sheet(activity: nil, name: "00-\(table.name.dashed)", table: table)
        }
        for (index, activity) in activities.enumerated() {
            let number = index + 1 < 10 ? "0\(index + 1)" : "\(index + 1)"
            for table in activity.tables where !table.rows.isEmpty {
                sheets.append(
                    Sheet(
                        activity: activity, name: "\(number)-\(activity.kind.dashed)-\(table.name.dashed)",
                        table: table))
            }
        }
        return sheets
    }

    /// What the lab says of itself, a line each.
    private var lab: Table {
        var table = Table("lab", columns: ["about", "value"])
        for key in [
            "title", "welcome", "language", "template", "state", "retentionDays", "safeguarding",
        ] {
            guard let value = heading[key], value != .string("") else { continue }
            table.add(["about": .string(key), "value": value])
        }
        table.add(["about": "for", "value": .string(purpose.rawValue)])
        return table
    }

    private var roles: Table {
        var table = Table("people", columns: ["role", "n"])
        for role in Role.allCases {
            guard let n = people.byRole[role] else { continue }
            table.add(["role": .string(role.rawValue), "n": .int(n)])
        }
        if people.inSmallRoles > 0 { table.add(["role": "inSmallRoles", "n": .int(people.inSmallRoles)]) }
        table.add(["role": "total", "n": .int(people.total)])
        return table
    }

    private var sides: Table {
        var table = Table("involvement", columns: ["side", "n", "mean", "share"])
        for side in Side.allCases {
            guard let figures = involvement.json[side.rawValue] else { continue }
            table.add([
                "side": .string(side.rawValue), "n": figures["n"] ?? .null, "mean": figures["mean"] ?? .null,
                "share": figures["share"] ?? .null,
            ])
        }
        return table
    }

    private var programme: Table {
        var table = Table(
            "programme", columns: ["step", "kind", "title", "prompt", "state", "round", "heard", "of"])
        for (index, activity) in activities.enumerated() {
            let heard = activity.members["heard"]
            table.add([
                "step": .int(index + 1), "kind": .string(activity.kind), "title": .string(activity.title),
                "prompt": .string(activity.prompt), "state": activity.members["state"] ?? .null,
                "round": activity.members["round"] ?? .null, "heard": heard?["n"] ?? .null,
                "of": heard?["of"] ?? .null,
            ])
        }
        return table
    }

    private var history: Table {
        var table = Table("changes", columns: ["what", "title", "time"])
        for change in changes {
            table.add([
                "what": change["what"] ?? .null,
                "title": change["title"] ?? change["language"] ?? change["days"]?.int.map {
                    .string(String($0))
                }
                    ?? .null,
                "time": change["time"]?.int.map { .string(Moment.text($0)) } ?? .null,
            ])
        }
        return table
    }

    /// From each idea to its outcome (S4).
    private var chains: Table {
        var table = Table(
            "chain",
            columns: ["item", "text", "decided", "pledged", "votes", "quadrant", "decision", "reason"])
        for each in chain {
            func last(_ key: String) -> JSON { each.steps.last { $0.cell(key) != nil }?.cell(key) ?? .null }
            table.add([
                "item": .string(each.item), "text": .string(each.text), "decided": .bool(each.isDecided),
                "pledged": .bool(each.hasPledge), "votes": last("votes"), "quadrant": last("quadrant"),
                "decision": last("decision"), "reason": last("reason"),
            ])
        }
        return table
    }
}

extension String {
    /// "mergedIdeas" as "merged-ideas".
    fileprivate var dashed: String {
        reduce(into: "") { result, letter in
            if letter.isUppercase { result += "-" + letter.lowercased() } else { result.append(letter) }
        }
    }
}

/// Moments as reports write them: in UTC and the form of ISO 8601, which programs and people read alike.
enum Moment {
    /// - Parameter milliseconds: since 1970.
    static func text(_ milliseconds: Int) -> String {
        let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let minutes = rest / 60_000
        return "\(day(days)) \(two(minutes / 60)):\(two(minutes % 60)) UTC"
    }

    static func day(ofMilliseconds milliseconds: Int) -> String { day(milliseconds / 86_400_000) }

    /// The civil date of a day counted from 1970-01-01 (Hinnant, “chrono-compatible low-level date algorithms”).
    private static func day(_ days: Int) -> String {
        let z = days + 719_468
        let era = z / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(two(month))-\(two(dayOfYear - (153 * shifted + 2) / 5 + 1))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
