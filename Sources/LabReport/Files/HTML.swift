/// A report as one page in itself: no script, no request; it prints on A4.
package enum HTML {
    package static func page(of document: Document) -> String {
        var body = ""
        for block in document.blocks { body += self.block(block) + "\n" }
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
            \(body)</main>
            </body>
            </html>

            """
    }

    /// Text for a page's content and attributes.
    package static func escaped(_ text: String) -> String {
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

    private static func block(_ block: Document.Block) -> String {
        switch block {
        case .heading(let level, let text): "<h\(level) dir=\"auto\">\(escaped(text))</h\(level)>"
        case .lead(let text): "<p class=\"lead\">\(lines(text))</p>"
        case .paragraph(let text): "<p dir=\"auto\">\(lines(text))</p>"
        case .quiet(let text): "<p class=\"quiet\" dir=\"auto\">\(lines(text))</p>"
        case .list(let items): "<ul>\(items.map { "<li dir=\"auto\">\(lines($0))</li>" }.joined())</ul>"
        case .quote(let text, let by):
            "<figure class=\"quote\"><blockquote dir=\"auto\">\(lines(text))</blockquote>"
                + (by.map { "<figcaption dir=\"auto\">\(escaped($0))</figcaption>" } ?? "") + "</figure>"
        case .table(let table): self.table(table)
        case .picture(let picture): "<figure class=\"picture\" dir=\"ltr\">\(picture.svg)</figure>"
        }
    }

    private static func lines(_ text: String) -> String { escaped(text).replacing("\n", with: "<br>") }

    private static func table(_ table: Document.TableBlock) -> String {
        func side(_ column: Int) -> String { table.figures.contains(column) ? " class=\"figure\"" : "" }
        var html =
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"\(escaped(table.caption))\"><table>"
        html += "<caption dir=\"auto\">\(escaped(table.caption))</caption><thead><tr>"
        for (index, column) in table.columns.enumerated() {
            html += "<th scope=\"col\"\(side(index))>\(escaped(column))</th>"
        }
        html += "</tr></thead><tbody>"
        for row in table.rows {
            html += "<tr>"
            for (index, cell) in row.enumerated() {
                html += "<td dir=\"auto\"\(side(index))>\(lines(cell))</td>"
            }
            html += "</tr>"
        }
        return html + "</tbody></table></div>"
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
        h3 { font-size: 1.2rem; margin: 1.75rem 0 .25rem; }
        p, ul { margin: .4rem 0; } .lead { font-size: 1.35rem; color: var(--heather); } .quiet { color: var(--quiet); }
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
        @page { size: A4; margin: 18mm 16mm; }
        @media print { :root { color-scheme: light; } body { background: #fff; font-size: 10.5pt; } main { max-width: none; padding: 0; }
          .wide { overflow: visible; } h2, h3, caption { break-after: avoid; } tr, figure { break-inside: avoid; } thead { display: table-header-group; } }
        """
}
