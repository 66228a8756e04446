/// A report as Markdown (CommonMark with tables), with the same content as the page.
package enum Markdown {
    package static func pieces(of document: Document) -> TextPieces {
        TextPieces([{ "# \(escaped(document.title))\n" }] + document.blocks.flatMap { parts(of: $0) })
    }

    /// Each block stands after an empty line.
    private static func parts(of block: Document.Block) -> [TextPieces.Part] {
        guard case .table(let table) = block else {
            return [{ self.block(block).map { "\n\($0)\n" } ?? "" }]
        }
        return [{ "\n\(head(of: table))" }]
            + table.rows.parts { rows in
                rows.reduce(into: "") { $0 += "| " + $1.map(cell).joined(separator: " | ") + " |\n" }
            }
    }

    private static func block(_ block: Document.Block) -> String? {
        switch block {
        case .heading(let level, let text): "\(String(repeating: "#", count: level)) \(escaped(text))"
        case .lead(let text): "**\(escaped(text))**"
        case .paragraph(let text), .quiet(let text): paragraph(text)
        case .list(let items): items.map { "- \(escaped($0))" }.joined(separator: "\n")
        case .quote(let text, let by):
            (text.split(separator: "\n", omittingEmptySubsequences: false).map { "> \(escaped(String($0)))" }
                + (by.map { [">", "> — \(escaped($0))"] } ?? [])).joined(separator: "\n")
        // What a picture shows stands in the table after it.
        case .table, .picture: nil
        }
    }

    private static func paragraph(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }
            .joined(separator: "  \n")
    }

    private static func head(of table: Document.TableBlock) -> String {
        """
        **\(escaped(table.caption))**

        | \(table.columns.map(escaped).joined(separator: " | ")) |
        |\(table.columns.indices.map { table.figures.contains($0) ? " --: |" : " --- |" }.joined())

        """
    }

    /// A table of CommonMark's extensions has no other way of a second line.
    private static func cell(_ text: String) -> String {
        text.split(separator: "\n").map { escaped(String($0)) }.joined(separator: "<br>")
    }

    /// What people wrote stays what they wrote: no mark-up of theirs, and one line.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if "\\`*_{}[]<>#|~&!".contains(character) {
                result += "\\\(character)"
            } else if character.isNewline {
                result += " "
            } else {
                result.append(character)
            }
        }
        // At the beginning of a line these would make a list, a quotation's end or a heading.
        if let first = result.first, "-+=".contains(first) { result = "\\" + result }
        if let dot = result.firstIndex(where: { !$0.isNumber }), dot != result.startIndex,
            ".)".contains(result[dot]), result[result.index(after: dot)...].first?.isWhitespace ?? true
        {
            result.insert("\\", at: dot)
        }
        return result
    }
}
