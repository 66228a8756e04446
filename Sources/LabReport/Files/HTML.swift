/// A report as one page in itself: no script, no request; it prints on A4.
package enum HTML {
    package static func pieces(of document: Document) -> TextPieces {
        TextPieces(
            [{ beginning(of: document) }] + document.blocks.flatMap { parts(of: $0) } + [
                { "</main>\n</body>\n</html>\n" }
            ])
    }

    private static func beginning(of document: Document) -> String {
        let direction = document.isRightToLeft ? " dir=\"rtl\"" : ""
        return """
            <!doctype html>
            <html lang="\(escaped(document.language))"\(direction)>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(escaped(document.title))</title>
            <style>
            \(style)
            </style>
            </head>
            <body>
            <main>
            <h1 dir="auto">\(escaped(document.title))</h1>

            """
    }

    /// Text for a page's content and attributes.
    package static func escaped(_ text: String) -> String {
        // Most texts are written as they are.
        guard text.utf8.contains(where: { $0 < 32 || "&<>\"'".utf8.contains($0) }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // A page has no place for them (HTML §13.2.3.5).
            case _ where scalar.value < 32 && scalar != "\n" && scalar != "\t": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func parts(of block: Document.Block) -> [TextPieces.Part] {
        guard case .table(let table) = block else { return [{ (self.block(block) ?? "") + "\n" }] }
        return [{ head(of: table) }]
            + table.rows.parts { rows in rows.reduce(into: "") { $0 += row($1, of: table) } }
            + [{ "</tbody></table></div>\n" }]
    }

    /// Nil for a table, which is made row by row.
    private static func block(_ block: Document.Block) -> String? {
        switch block {
        case .heading(let level, let text): "<h\(level) dir=\"auto\">\(escaped(text))</h\(level)>"
        case .lead(let text): "<p class=\"lead\">\(lines(text))</p>"
        case .paragraph(let text): "<p dir=\"auto\">\(lines(text))</p>"
        case .quiet(let text): "<p class=\"quiet\" dir=\"auto\">\(lines(text))</p>"
        case .list(let items): "<ul>\(items.map { "<li dir=\"auto\">\(lines($0))</li>" }.joined())</ul>"
        case .quote(let text, let by):
            "<figure class=\"quote\"><blockquote dir=\"auto\">\(lines(text))</blockquote>"
                + (by.map { "<figcaption dir=\"auto\">\(escaped($0))</figcaption>" } ?? "") + "</figure>"
        case .table: nil
        case .picture(let picture): "<figure class=\"picture\" dir=\"ltr\">\(picture.svg)</figure>"
        }
    }

    private static func lines(_ text: String) -> String {
        let text = escaped(text)
        return text.utf8.contains(UInt8(ascii: "\n")) ? text.replacing("\n", with: "<br>") : text
    }

    private static func side(_ column: Int, of table: Document.TableBlock) -> String {
        table.figures.contains(column) ? " class=\"figure\"" : ""
    }

    /// Where there is no room for its columns, a row of a wide table stands as a card, each cell with its column's name: the
    /// roles say to a screen reader that it is a table all the same.
    private static func role(_ name: String, of table: Document.TableBlock) -> String {
        table.columns.count > 3 ? " role=\"\(name)\"" : ""
    }

    private static func head(of table: Document.TableBlock) -> String {
        let isWide = table.columns.count > 3
        var html =
            "<div class=\"wide\(table.rows.count > 6 ? "" : " short")\" tabindex=\"0\" role=\"region\" "
            + "aria-label=\"\(escaped(table.caption))\"><table\(isWide ? " class=\"cards\" role=\"table\"" : "")>"
        html +=
            "<caption dir=\"auto\">\(escaped(table.caption))</caption><thead\(role("rowgroup", of: table))>"
            + "<tr\(role("row", of: table))>"
        for (index, column) in table.columns.enumerated() {
            html +=
                "<th scope=\"col\"\(role("columnheader", of: table))\(side(index, of: table))>\(escaped(column))</th>"
        }
        return html + "</tr></thead><tbody\(role("rowgroup", of: table))>"
    }

    private static func row(_ cells: [String], of table: Document.TableBlock) -> String {
        var html = "<tr\(role("row", of: table))>"
        for (index, cell) in cells.enumerated() {
            let name = table.columns.count > 3 ? " data-column=\"\(escaped(table.columns[index]))\"" : ""
            html +=
                "<td dir=\"auto\"\(role("cell", of: table))\(name)\(side(index, of: table))>\(lines(cell))</td>"
        }
        return html + "</tr>"
    }

    private static let style = """
        :root { color-scheme: light dark; --paper: #fbf7f0; --card: #fff; --ink: #1d2433; --quiet: #555c6d; --line: #e2dacc;
          --heather: #5b3a8c; --moss: #e4f1e9; --gorse: #fff4d6; --loch: #1b5a86; --sunk: #f3eee4; --rowan: #a52a22; }
        @media (prefers-color-scheme: dark) { :root { --paper: #15171c; --card: #1f232b; --ink: #f1ede6; --quiet: #b8bdc9;
          --line: #363c48; --heather: #c3a6f0; --moss: #1f3529; --gorse: #39301a; --loch: #86c1ec; --sunk: #262b34; --rowan: #ff9d92; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1.125rem/1.55 system-ui, sans-serif; }
        main { max-width: 52rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
        h1 { font-size: 2.2rem; line-height: 1.2; margin: 0 0 .5rem; }
        h2 { font-size: 1.5rem; margin: 2.5rem 0 .5rem; padding-top: 1rem; border-top: 2px solid var(--line); }
        h3 { font-size: 1.2rem; margin: 1.75rem 0 .25rem; } h4 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; }
        p, ul { margin: .4rem 0; } li { overflow-wrap: anywhere; } .lead { font-size: 1.35rem; color: var(--heather); } .quiet { color: var(--quiet); }
        .wide { overflow-x: auto; margin: 1rem 0; border-radius: .75rem; background: var(--card); border: 1px solid var(--line); }
        .wide:focus-visible { outline: 3px solid var(--heather); outline-offset: 2px; }
        table { border-collapse: collapse; width: 100%; } caption { text-align: start; font-weight: 600; padding: .6rem .75rem; }
        th, td { text-align: start; vertical-align: top; padding: .5rem .75rem; border-top: 1px solid var(--line); }
        th { background: var(--sunk); } .figure { text-align: end; font-variant-numeric: tabular-nums; }
        figure { margin: 1rem 0; } .picture svg { width: 100%; height: auto; display: block; }
        .quote { border-inline-start: 4px solid var(--heather); padding: .25rem 1rem; } .quote blockquote { margin: 0; }
        .quote figcaption { color: var(--quiet); }
        svg text { font: 600 17px system-ui, sans-serif; fill: var(--ink); } svg .axis { font-weight: 400; fill: var(--quiet); }
        svg .quickWins { fill: var(--moss); } svg .majorProjects { fill: var(--gorse); } svg .fillIns, svg .leaveForNow { fill: var(--sunk); }
        svg .dot { fill: var(--card); stroke: var(--heather); stroke-width: 3; } svg .split { fill: none; stroke: var(--rowan);
          stroke-width: 3; stroke-dasharray: 5 4; } svg .differs { fill: none; stroke: var(--rowan); stroke-width: 4; }
        svg .bar { fill: var(--heather); } svg .side1 { fill: var(--loch); }
        @media screen and (max-width: 46rem) {
          .cards, .cards tbody, .cards tr, .cards td, .cards caption { display: block; }
          .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          .cards tr { border-top: 1px solid var(--line); padding: .6rem .75rem; } .cards td { border: 0; padding: .1rem 0; text-align: start; }
          .cards td:empty { display: none; } .cards td::before { content: attr(data-column) ": "; color: var(--quiet); }
          .cards td:first-child, .cards .figure:first-child + td { font-weight: 600; }
          .cards td:first-child::before, .cards .figure:first-child + td::before { content: none; }
          .cards .figure:first-child, .cards .figure:first-child + td { display: inline; } .cards .figure:first-child::after { content: ". "; }
          svg text { font-size: 26px; } svg .number { font-size: 21px; } svg .dot { r: 18px; } svg .split, svg .differs { r: 23px; } }
        @page { size: A4; margin: 18mm 16mm; }
        @media print { :root { color-scheme: light; } body { background: #fff; font-size: 10.5pt; } main { max-width: none; padding: 0; }
          .wide { overflow: visible; } h2, h3, h4, h2 + p, caption, .quiet { break-after: avoid; } .short { break-inside: avoid; } tbody tr:first-child { break-before: avoid; } tr, figure { break-inside: avoid; } thead { display: table-header-group; } }
        """
}
