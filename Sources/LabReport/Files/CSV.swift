import CoproductionLab

/// A table as comma-separated values (RFC 4180): UTF-8, CRLF, a header of column keys.
package enum CSV {
    package static func pieces(of table: Table) -> TextPieces {
        TextPieces(
            [{ line(table.columns.map { field($0) }) }]
                + table.rows.parts { rows in
                    rows.reduce(into: "") { $0 += line($1.map { field($0) }) }
                })
    }

    private static func line(_ fields: [String]) -> String { fields.joined(separator: ",") + "\r\n" }

    private static func field(_ value: JSON) -> String {
        switch value {
        case .null: ""
        case .string(let text): field(text)
        case .bool, .int, .double: value.text
        case .array, .object: field(value.text)
        }
    }

    /// Whether a byte parts fields or rows somewhere, or quotes them.
    private static func parts(_ byte: UInt8) -> Bool {
        switch UnicodeScalar(byte) {
        case ",", ";", "\"", "\r", "\n", "\t": true
        default: false
        }
    }

    private static func field(_ text: String) -> String {
        let safe = Formula.disarmed(text)
        // Programs of some countries part fields at semicolons or tabs, and some drop spaces around what isn't quoted.
        let isPlain =
            !safe.utf8.contains(where: parts) && safe.first?.isWhitespace != true
            && safe.last?.isWhitespace != true
        return isPlain ? safe : "\"\(safe.replacing("\"", with: "\"\""))\""
    }
}

/// Text from people that a spreadsheet could take for a formula (`hardening.md`).
package enum Formula {
    /// What begins a formula somewhere, with the full-width forms that some programs fold into it.
    private static let openers: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\0", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    /// Whether it begins one, or would where a program drops the spaces and the characters without width before it.
    package static func mayBegin(_ text: String) -> Bool {
        for scalar in text.unicodeScalars {
            // As nearly all texts do.
            if ("0"..."9").contains(scalar) || ("A"..."Z").contains(scalar) || ("a"..."z").contains(scalar) {
                return false
            }
            if openers.contains(scalar) { return true }
            guard isDropped(scalar) else { return false }
        }
        return false
    }

    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        return properties.isWhitespace || properties.isDefaultIgnorableCodePoint || scalar.value < 0x20
            || properties.generalCategory == .format
    }

    /// The text, with an apostrophe before it where it could be taken for a formula.
    package static func disarmed(_ text: String) -> String { mayBegin(text) ? "'\(text)" : text }
}
