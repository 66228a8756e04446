import CoproductionLab

/// The days on which pledges are looked at again, as a calendar (RFC 5545) that every calendar program reads.
package enum CalendarFile {
    package static func text(of export: LabExport, in words: ReportWords) -> String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//coprolab//check-ins//EN", "CALSCALE:GREGORIAN",
        ]
        let lab = export.heading["title"]?.string ?? ""
        let stamp =
            Moment.day(ofMilliseconds: export.heading["createdAt"]?.int ?? 0).replacing("-", with: "")
            + "T000000Z"
        for activity in export.activities where activity.kind == "pledge" {
            guard let table = activity.tables.first(where: { $0.name == "pledges" }) else { continue }
            for row in table.rows {
                guard let id = table.cell("pledge", of: row)?.string,
                    let status = table.cell("status", of: row)?.string, !["done", "stopped"].contains(status)
                else { continue }
                let days = ["next", "by"].compactMap { table.cell($0, of: row)?.string }
                guard let day = days.first(where: isDay) else { continue }
                lines += [
                    "BEGIN:VEVENT", "UID:\(id)@coprolab", "DTSTAMP:\(stamp)",
                    "DTSTART;VALUE=DATE:\(day.replacing("-", with: ""))",
                    "SUMMARY:\(escaped(words("calendar.title", ["give": table.cell("give", of: row)?.string ?? ""])))",
                    "DESCRIPTION:\(escaped(lab))", "TRANSP:TRANSPARENT", "END:VEVENT",
                ]
            }
        }
        lines.append("END:VCALENDAR")
        return lines.map(folded).joined(separator: "\r\n") + "\r\n"
    }

    private static func isDay(_ text: String) -> Bool {
        text.utf8.count == 10
            && text.utf8.enumerated().allSatisfy { index, byte in
                index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (48...57).contains(byte)
            }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,")
            .replacing("\r", with: "").replacing("\n", with: "\\n")
    }

    /// No line is longer than 75 bytes, and none breaks within a character.
    private static func folded(_ line: String) -> String {
        var (result, length) = ("", 0)
        for character in line {
            let bytes = character.utf8.count
            if length + bytes > 74 {
                result += "\r\n "
                length = 1
            }
            result.append(character)
            length += bytes
        }
        return result
    }
}
