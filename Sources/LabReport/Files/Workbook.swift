import CXLSXWriter
import CoproductionLab
import Foundation

/// A workbook (XLSX) of all tables, through libxlsxwriter: a sheet a table, each activity's first under its own title,
/// headers in words, frozen and filtered, and beside the results of a matrix a native scatter chart.
///
/// What people wrote is written as text cells alone, so that no formula of theirs can ever run.
package enum Workbook {
    package struct Failure: Error { package let words: String }

    package static func bytes(of export: LabExport, in words: ReportWords) throws(Failure) -> [UInt8] {
        do {
            // The library writes files; nobody else may read this one.
            let folder = FileManager.default.temporaryDirectory.appending(
                path: "coprolab-\(UUID().uuidString)")
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appending(path: "lab.xlsx").path
            try write(export, words, to: file, temporary: folder.path)
            return [UInt8](try Data(contentsOf: URL(filePath: file)))
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(words: error.localizedDescription)
        }
    }

    private static func write(
        _ export: LabExport, _ words: ReportWords, to file: String, temporary: String
    ) throws(Failure) {
        let book = temporary.withCString { folder in
            var options = lxw_workbook_options()
            options.tmpdir = UnsafeMutablePointer(mutating: folder)
            return workbook_new_opt(file, &options)
        }
        guard let book else { throw Failure(words: "no memory for the workbook") }
        var writer = SheetWriter(book: book, words: words)
        describe(book, export, words)
        for sheet in export.sheets { writer.add(sheet) }
        let status = workbook_close(book)
        guard status == LXW_NO_ERROR else { throw Failure(words: String(cString: lxw_strerror(status))) }
    }

    /// Its properties: the day of the lab as that of its making, so that equal labs make equal workbooks.
    private static func describe(
        _ book: UnsafeMutablePointer<lxw_workbook>, _ export: LabExport, _ words: ReportWords
    ) {
        let title = strdup(export.heading["title"]?.string ?? "")
        let comment = strdup(words("report.for.\(export.purpose.rawValue)"))
        defer {
            free(title)
            free(comment)
        }
        var properties = lxw_doc_properties()
        properties.title = title
        properties.comments = comment
        properties.created = time_t((export.heading["createdAt"]?.int ?? 0) / 1000)
        workbook_set_properties(book, &properties)
    }
}

private struct SheetWriter {
    let book: UnsafeMutablePointer<lxw_workbook>
    let words: ReportWords
    private let header: UnsafeMutablePointer<lxw_format>?
    private let body: UnsafeMutablePointer<lxw_format>?
    private var names: Set<String> = []

    init(book: UnsafeMutablePointer<lxw_workbook>, words: ReportWords) {
        self.book = book
        self.words = words
        header = workbook_add_format(book)
        format_set_bold(header)
        format_set_text_wrap(header)
        format_set_align(header, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        format_set_bottom(header, UInt8(LXW_BORDER_THIN.rawValue))
        body = workbook_add_format(book)
        format_set_text_wrap(body)
        format_set_align(body, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
    }

    mutating func add(_ sheet: Sheet) {
        let name = unique(sheet)
        guard let page = workbook_add_worksheet(book, name) else { return }
        if words.isRightToLeft { worksheet_right_to_left(page) }
        let table = sheet.table
        var widths = table.columns.map { Self.width(words.column($0)) }
        for (column, key) in table.columns.enumerated() {
            worksheet_write_string(page, 0, UInt16(column), words.column(key), header)
        }
        for (row, cells) in table.rows.enumerated() {
            for (column, value) in cells.enumerated() {
                let at = (row: UInt32(row + 1), column: UInt16(column))
                switch value {
                case .null: continue
                case .int(let number): worksheet_write_number(page, at.row, at.column, Double(number), body)
                case .double(let number): worksheet_write_number(page, at.row, at.column, number, body)
                default:
                    let text = String(words.cell(value, under: table.columns[column]).prefix(32_000))
                    worksheet_write_string(page, at.row, at.column, Formula.disarmed(text), body)
                    widths[column] = max(widths[column], Self.width(text))
                }
            }
        }
        for (column, width) in widths.enumerated() {
            worksheet_set_column(page, UInt16(column), UInt16(column), width, nil)
        }
        worksheet_freeze_panes(page, 1, 0)
        worksheet_autofilter(page, 0, 0, UInt32(table.rows.count), UInt16(max(0, table.columns.count - 1)))
        worksheet_set_landscape(page)
        worksheet_fit_to_pages(page, 1, 0)
        worksheet_repeat_rows(page, 0, 0)
        if sheet.activity?.kind == "rate", table.name == "results" {
            addMatrix(of: table, named: name, to: page)
        }
    }

    /// As wide as its longest line, within what a screen shows.
    private static func width(_ text: String) -> Double {
        let longest = text.split(separator: "\n", omittingEmptySubsequences: false).map(\.count).max() ?? 0
        return min(60, max(9, Double(longest) * 1.1 + 3))
    }

    /// A sheet's name has 31 characters at most, none of `[]:*?/\`, no apostrophe at its ends, and is told apart from
    /// others by more than capitals.
    private mutating func unique(_ sheet: Sheet) -> String {
        let number = sheet.activity == nil ? "" : String(sheet.name.prefix(while: { $0 != "-" })) + " "
        let isFirst =
            sheet.activity.map { $0.tables.first { !$0.rows.isEmpty }?.name == sheet.table.name } ?? false
        let what = words("table.\(sheet.table.name)")
        let title = isFirst ? sheet.activity?.title ?? what : what
        let plain = (number + title).unicodeScalars.map { scalar -> Character in
            "[]:*?/\\'".unicodeScalars.contains(scalar) || scalar.value < 32 ? " " : Character(scalar)
        }
        let base = String(plain).trimmingCharacters(in: .whitespaces)
        var name = Self.cut(base, to: 31)
        var count = 2
        while name.isEmpty || !names.insert(name.lowercased()).inserted {
            let ending = " \(count)"
            name = Self.cut(base, to: 31 - ending.utf16.count) + ending
            count += 1
        }
        return name
    }

    /// Cut by whole characters; the limit counts UTF-16.
    private static func cut(_ text: String, to limit: Int) -> String {
        var (result, length) = ("", 0)
        for character in text {
            length += character.utf16.count
            if length > limit { break }
            result.append(character)
        }
        return result.trimmingCharacters(in: .whitespaces)
    }

    /// The Priority Matrix as a chart of the sheet's own figures: effort to the right, impact upwards.
    private func addMatrix(of table: Table, named name: String, to page: UnsafeMutablePointer<lxw_worksheet>)
    {
        guard let effort = table.columns.firstIndex(of: "effortIM"),
            let impact = table.columns.firstIndex(of: "impactIM"),
            let text = table.columns.firstIndex(of: "text"), !table.rows.isEmpty,
            let chart = workbook_add_chart(book, UInt8(LXW_CHART_SCATTER.rawValue))
        else { return }
        let last = UInt32(table.rows.count)
        let series = chart_add_series(chart, nil, nil)
        name.withCString { sheet in
            chart_series_set_categories(series, sheet, 1, UInt16(effort), last, UInt16(effort))
            chart_series_set_values(series, sheet, 1, UInt16(impact), last, UInt16(impact))
        }
        chart_series_set_name(series, words("matrix.picture"))
        chart_series_set_marker_type(series, UInt8(LXW_CHART_MARKER_CIRCLE.rawValue))
        chart_series_set_marker_size(series, 9)
        chart_series_set_labels(series)
        // What each dot is stands beside it: the cell with its words, by reference.
        let references = (1...table.rows.count).map { row in
            strdup("='\(name)'!$\(Self.letters(text))$\(row + 1)")
        }
        defer { for reference in references { free(reference) } }
        var labels = references.map { reference in
            var label = lxw_chart_data_label()
            label.value = reference
            return label
        }
        labels.withUnsafeMutableBufferPointer { labels in
            var list: [UnsafeMutablePointer<lxw_chart_data_label>?] = labels.indices.map {
                labels.baseAddress! + $0
            }
            list.append(nil)
            chart_series_set_labels_custom(series, &list)
        }
        for (axis, key) in [(chart.pointee.x_axis, "column.effort"), (chart.pointee.y_axis, "column.impact")]
        {
            chart_axis_set_name(axis, words(key))
            chart_axis_set_min(axis, 1)
            chart_axis_set_max(axis, 5)
            chart_axis_set_major_unit(axis, 1)
        }
        chart_title_set_name(chart, words("matrix.picture"))
        chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
        var options = lxw_chart_options()
        options.x_scale = 1.8
        options.y_scale = 2
        worksheet_insert_chart_opt(page, last + 2, 1, chart, &options)
    }

    /// The letters of a column: 0 is A, 26 is AA.
    private static func letters(_ column: Int) -> String {
        var (letters, rest) = ("", column)
        repeat {
            letters = String(UnicodeScalar(UInt8(65 + rest % 26))) + letters
            rest = rest / 26 - 1
        } while rest >= 0
        return letters
    }
}
