import CoproductionLab

/// How a table lies on a sheet of a workbook, so that nobody has to drag a column or a row: which columns there are, how
/// wide they are, and how high each row is. Programs measure wrapped rows themselves or don't, so the heights are given.
struct SheetLayout {
    struct Column {
        let key: String
        let heading: String
        /// Figures alone: they stand in the middle, and all with as many decimals.
        let isNumeric: Bool
        let hasDecimals: Bool
        let width: Double
        /// One a row.
        let cells: [Cell]
    }

    /// What stands in a cell, made once for its measures and for the sheet.
    enum Cell {
        case empty
        case number(Double)
        case text(String)
    }

    private(set) var columns: [Column]
    let headingHeight: Double
    /// Those of rows with more than one line; all others have the usual height.
    private(set) var heights: [Int: Double] = [:]

    /// As wide as a column becomes; longer text goes on in the next line.
    private static let widest = 60.0
    private static let lineHeight = 15.0
    /// The most that a spreadsheet takes.
    private static let highest = 409.0
    /// What only joins tables stands last.
    private static let keys: Set<String> = ["item", "pledge", "into", "section", "question"]

    init(of table: Table, in words: ReportWords) {
        let used = table.columns.indices.filter { column in
            table.rows.contains { $0[column] != .null && $0[column] != "" }
        }
        let isKey = { (column: Int) in Self.keys.contains(table.columns[column]) }
        let order = used.filter { !isKey($0) } + used.filter(isKey)
        columns = order.map { Self.column($0, of: table, words) }
        headingHeight =
            Self.lineHeight * Double(columns.map { Self.lines($0.heading, width: $0.width - 2) }.max() ?? 1)
        for column in columns {
            for (row, cell) in column.cells.enumerated() {
                guard case .text(let text) = cell else { continue }
                let lines = Self.lines(text, width: column.width)
                guard lines > 1 else { continue }
                heights[row] = max(
                    heights[row] ?? 0, min(Self.highest, Self.lineHeight * Double(lines)))
            }
        }
    }

    /// Of all columns together, in characters.
    var width: Double { columns.reduce(0) { $0 + $1.width } }

    private static func column(_ place: Int, of table: Table, _ words: ReportWords) -> Column {
        let key = table.columns[place]
        let heading = words.column(key, in: table.name)
        let cells = table.rows.map { cell($0[place], key, table, words) }
        var (isNumeric, hasDecimals, longest) = (true, false, 6.0)
        for cell in cells {
            switch cell {
            case .empty: break
            case .number(let number): hasDecimals = hasDecimals || number != number.rounded()
            case .text(let text):
                isNumeric = false
                // No text is wider than its bytes.
                guard bytesWide(text[...]) > longest else { continue }
                longest = text.split(separator: "\n").reduce(longest) { max($0, measure($1)) }
            }
        }
        if !isNumeric {
            for case .number(let number) in cells { longest = max(longest, bytesWide("\(number)"[...])) }
        }
        // A heading may take three lines, and leaves room for the button of the filter.
        let word = heading.split(separator: " ").map(measure).max() ?? 0
        let wanted = max(longest + 2, word + 5, measure(heading[...]) / 3 + 6)
        return Column(
            key: key, heading: heading, isNumeric: isNumeric, hasDecimals: isNumeric && hasDecimals,
            width: min(widest, max(8, wanted)), cells: cells)
    }

    private static func cell(_ value: JSON, _ key: String, _ table: Table, _ words: ReportWords) -> Cell {
        if value == .null { return .empty }
        return words.number(in: value, key, table).map { .number($0) }
            ?? .text(words.text(of: value, key, table))
    }

    /// In lines of that many characters, broken between words as a spreadsheet does. Rather one too many.
    static func lines(_ text: String, width: Double) -> Int {
        let room = max(4, width - 1.5)
        if bytesWide(text[...]) <= room, !text.utf8.contains(UInt8(ascii: "\n")) { return 1 }
        var lines = 0
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var used = 0.0
            lines += 1
            for word in paragraph.split(separator: " ") {
                let length = measure(word)
                if used > 0, used + 1 + length > room {
                    lines += 1
                    used = 0
                }
                used += (used > 0 ? 1 : 0) + length
                while used > room {
                    lines += 1
                    used -= room
                }
            }
        }
        return lines
    }

    /// In characters of Latin writing; those of Chinese, of full width and pictures are two wide.
    private static func measure(_ text: Substring) -> Double {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return bytesWide(text) }
        return text.reduce(0.0) { $0 + (($1.unicodeScalars.first?.value ?? 0) >= 0x2E80 ? 2 : 1.05) }
    }

    /// As wide as a text is where each byte is a character, and wider than any other of as many bytes.
    private static func bytesWide(_ text: Substring) -> Double { 1.05 * Double(text.utf8.count) }
}

extension ReportWords {
    /// A cell as a workbook shows it, where it isn't a number.
    func text(of value: JSON, _ key: String, _ table: Table) -> String {
        Formula.disarmed(Self.cut(cell(value, under: key, in: table.name)))
    }

    /// A cell's number. Answers to a scale are keys and yet numbers.
    func number(in value: JSON, _ key: String, _ table: Table) -> Double? {
        switch value {
        case .int(let number): Double(number)
        case .double(let number): number
        case .string(let text) where key == "answer" && (table.name == "answers" || table.name == "groups"):
            text.utf8.count < 4 ? Int(text).map(Double.init) : nil
        default: nil
        }
    }

    /// A cell of a spreadsheet holds 32,767 units of UTF-16.
    private static func cut(_ text: String) -> String {
        guard text.utf8.count > 32_000 else { return text }
        var (result, length) = ("", 0)
        for character in text {
            length += character.utf16.count
            if length > 32_000 { break }
            result.append(character)
        }
        return result
    }
}
