/// A report as Markdown (CommonMark with tables), with the same content as the page.
package enum Markdown {
    package static func text(of document: Document) -> String {
        var parts = ["# \(escaped(document.title))"]
        for block in document.blocks {
            if let part = self.block(block) { parts.append(part) }
        }
        return parts.joined(separator: "\n\n") + "\n"
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
        case .table(let table): self.table(table)
        // What a picture shows stands in the table after it.
        case .picture: nil
        }
    }

    private static func paragraph(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }
            .joined(separator: "  \n")
    }

    private static func table(_ table: Document.TableBlock) -> String {
        var lines = ["**\(escaped(table.caption))**", ""]
        lines.append("| " + table.columns.map(escaped).joined(separator: " | ") + " |")
        lines.append(
            "|" + table.columns.indices.map { table.figures.contains($0) ? " --: |" : " --- |" }.joined())
        for row in table.rows { lines.append("| " + row.map(escaped).joined(separator: " | ") + " |") }
        return lines.joined(separator: "\n")
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
            ".)".contains(result[dot])
        {
            result.insert("\\", at: dot)
        }
        return result
    }
}
