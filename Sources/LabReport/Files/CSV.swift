import CoproductionLab

/// A table as comma-separated values (RFC 4180): UTF-8, CRLF, a header of column keys.
package enum CSV {
    package static func text(of table: Table) -> String {
        var lines = [table.columns.map(field).joined(separator: ",")]
        for row in table.rows { lines.append(row.map { field($0) }.joined(separator: ",")) }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private static func field(_ value: JSON) -> String {
        switch value {
        case .null: ""
        case .string(let text): field(text)
        case .bool, .int, .double: value.text
        case .array, .object: field(value.text)
        }
    }

    private static func field(_ text: String) -> String {
        let safe = Formula.disarmed(text)
        let isPlain = !safe.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n" }
        return isPlain ? safe : "\"\(safe.replacing("\"", with: "\"\""))\""
    }
}

/// Text from people that a spreadsheet could take for a formula (`hardening.md`, 13).
package enum Formula {
    /// What begins a formula somewhere, with the full-width forms that some programs fold into it.
    private static let openers: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\0", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    package static func mayBegin(_ text: String) -> Bool {
        text.unicodeScalars.first.map(openers.contains) ?? false
    }

    /// The text, with an apostrophe before it where it could be taken for a formula.
    package static func disarmed(_ text: String) -> String { mayBegin(text) ? "'\(text)" : text }
}
