import CXLSXWriter
import CoproductionLab
import Foundation

/// A workbook (XLSX) of all tables, through libxlsxwriter: a sheet a table, each activity's first under its own title,
/// headers in words, frozen and filtered, and under the results of a matrix a native scatter chart.
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
        var writer = SheetWriter(book: book, words: words, purpose: export.purpose)
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
    /// Above each page on paper.
    let purpose: String
    private let header: UnsafeMutablePointer<lxw_format>?
    private let numericHeader: UnsafeMutablePointer<lxw_format>?
    private let body: UnsafeMutablePointer<lxw_format>?
    private let whole: UnsafeMutablePointer<lxw_format>?
    private let decimal: UnsafeMutablePointer<lxw_format>?
    /// A figure among words.
    private let mixed: UnsafeMutablePointer<lxw_format>?
    private var names: Set<String> = []

    init(book: UnsafeMutablePointer<lxw_workbook>, words: ReportWords, purpose: Purpose) {
        self.book = book
        self.words = words
        self.purpose = words("report.for.\(purpose.rawValue)")
        func format(_ number: String? = nil, isHeader: Bool = false, isNumeric: Bool = false)
            -> UnsafeMutablePointer<lxw_format>?
        {
            let format = workbook_add_format(book)
            format_set_text_wrap(format)
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
            if isNumeric { format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue)) }
            if isHeader {
                format_set_bold(format)
                format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
                format_set_bg_color(format, 0xEDE7F3)
            }
            if let number { format_set_num_format(format, number) }
            return format
        }
        header = format(isHeader: true)
        numericHeader = format(isHeader: true, isNumeric: true)
        body = format()
        whole = format("0", isNumeric: true)
        decimal = format("0.00", isNumeric: true)
        mixed = format()
        format_set_align(
            mixed, UInt8((words.isRightToLeft ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT).rawValue))
    }

    mutating func add(_ sheet: Sheet) {
        let table = sheet.table
        let layout = SheetLayout(of: table, in: words)
        guard !layout.columns.isEmpty else { return }
        let name = unique(sheet)
        guard let page = workbook_add_worksheet(book, name) else { return }
        if words.isRightToLeft { worksheet_right_to_left(page) }
        worksheet_set_row(page, 0, layout.headingHeight, nil)
        for (place, column) in layout.columns.enumerated() {
            let at = UInt16(place)
            worksheet_set_column(page, at, at, column.width, nil)
            worksheet_write_string(page, 0, at, column.heading, column.isNumeric ? numericHeader : header)
        }
        for row in table.rows.indices {
            if let height = layout.heights[row] { worksheet_set_row(page, UInt32(row + 1), height, nil) }
            for (place, column) in layout.columns.enumerated() {
                let at = (row: UInt32(row + 1), column: UInt16(place))
                switch column.cells[row] {
                case .empty: break
                case .number(let number):
                    let format = column.isNumeric ? column.hasDecimals ? decimal : whole : mixed
                    worksheet_write_number(page, at.row, at.column, number, format)
                case .text(let text): worksheet_write_string(page, at.row, at.column, text, body)
                }
            }
        }
        finish(page, layout, rows: table.rows.count)
        if sheet.activity?.kind == "rate", table.name == "results" {
            addMatrix(of: table, layout, titled: sheet.activity?.title ?? name, named: name, to: page)
        }
    }

    /// What stays in sight, what can be filtered, and how it comes on paper.
    private func finish(_ page: UnsafeMutablePointer<lxw_worksheet>, _ layout: SheetLayout, rows: Int) {
        let last = UInt16(layout.columns.count - 1)
        // A table that is wider than a window keeps the column that says what each row is about.
        let isWide = layout.width > Self.windowWidth
        worksheet_freeze_panes(page, 1, isWide ? 1 : 0)
        worksheet_autofilter(page, 0, 0, UInt32(rows), last)
        worksheet_set_landscape(page)
        worksheet_set_paper(page, 9)
        worksheet_fit_to_pages(page, UInt16(max(1, (layout.width / Self.windowWidth).rounded())), 0)
        worksheet_repeat_rows(page, 0, 0)
        if isWide { worksheet_repeat_columns(page, 0, 0) }
        worksheet_set_header(page, "&L&A&R\(purpose.replacing("&", with: "&&"))")
        worksheet_set_footer(page, "&R&P / &N")
    }

    /// In characters.
    private static let windowWidth = 190.0

    /// A sheet's name has 31 characters at most, none of `[]:*?/\`, no apostrophe at its ends, and is told apart from
    /// others by more than capitals.
    private mutating func unique(_ sheet: Sheet) -> String {
        let number = sheet.activity == nil ? "" : String(sheet.name.prefix(while: { $0 != "-" })) + " "
        let isFirst =
            sheet.activity.map { $0.tables.first { !$0.rows.isEmpty }?.name == sheet.table.name } ?? false
        let what = words("table.\(sheet.table.name)")
        let title = isFirst ? sheet.activity?.title ?? what : what
        let base = Self.plain(number + title)
        var name = Self.cut(base, to: 31)
        var count = 2
        while name.isEmpty || !names.insert(name.lowercased()).inserted {
            let ending = " \(count)"
            name = Self.cut(base, to: 31 - ending.utf16.count) + ending
            count += 1
        }
        return name
    }

    /// Without what a sheet's name can't have: a straight apostrophe becomes a round one, a colon a dash.
    private static func plain(_ text: String) -> String {
        let named = text.replacing("'", with: "’").replacing(": ", with: " – ")
        let scalars = named.unicodeScalars.map { scalar -> Character in
            "[]:*?/\\".unicodeScalars.contains(scalar) || scalar.value < 32 ? " " : Character(scalar)
        }
        return String(scalars).split(separator: " ").joined(separator: " ")
    }

    /// Cut by whole characters, and by whole words where one ends in its last third; the limit counts UTF-16.
    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf16.count > limit else { return text }
        var (result, length) = ("", 0)
        for character in text {
            length += character.utf16.count
            if length > limit { break }
            result.append(character)
        }
        if let space = result.lastIndex(of: " "), result[..<space].utf16.count * 3 >= limit * 2 {
            result = String(result[..<space])
        }
        return result.trimmingCharacters(in: CharacterSet(charactersIn: " –-,;:"))
    }

    /// The Priority Matrix as a chart of the sheet's own figures: effort to the right, impact upwards, and the axes through
    /// the middle of both scales, where one corner ends and the next begins.
    private func addMatrix(
        of table: Table, _ layout: SheetLayout, titled title: String, named name: String,
        to page: UnsafeMutablePointer<lxw_worksheet>
    ) {
        func place(_ key: String) -> UInt16? {
            layout.columns.firstIndex { $0.key == key }.map { UInt16($0) }
        }
        guard let effort = place("effortIM"), let impact = place("impactIM"), let text = place("text"),
            let chart = workbook_add_chart(book, UInt8(LXW_CHART_SCATTER.rawValue))
        else { return }
        // A program takes 255 rows of dots; so many names nobody could read.
        let isNamed = table.rows.count <= 100
        let last = table.rows.count
        for rows in isNamed ? (1...last).map({ $0...$0 }) : [1...last] {
            let series = chart_add_series(chart, nil, nil)
            let (first, last) = (UInt32(rows.lowerBound), UInt32(rows.upperBound))
            chart_series_set_categories(series, name, first, effort, last, effort)
            chart_series_set_values(series, name, first, impact, last, impact)
            format(series)
            guard isNamed else {
                chart_series_set_name(series, words("matrix.title"))
                continue
            }
            // What a dot is stands beside it: by reference, so that it stays right when rows are sorted.
            chart_series_set_name(series, "='\(name)'!$\(Self.letters(Int(text)))$\(rows.lowerBound + 1)")
            let row = table.rows[rows.lowerBound - 1]
            let at = table.cell("effortIM", of: row).flatMap { words.number(in: $0, "effortIM", table) }
            label(series, isAtRight: (at ?? 0) > 3)
        }
        for (axis, key) in [(chart.pointee.x_axis, "column.effort"), (chart.pointee.y_axis, "column.impact")]
        {
            chart_axis_set_name(axis, words(key))
            chart_axis_set_min(axis, 1)
            chart_axis_set_max(axis, 5)
            chart_axis_set_major_unit(axis, 1)
            chart_axis_set_crossing(axis, 3)
            chart_axis_set_label_position(axis, UInt8(LXW_CHART_AXIS_LABEL_POSITION_LOW.rawValue))
            chart_axis_set_num_format(axis, "0")
            var line = lxw_chart_line()
            line.color = 0xE0E0E0
            line.width = 0.75
            chart_axis_major_gridlines_set_visible(axis, UInt8(LXW_TRUE.rawValue))
            chart_axis_major_gridlines_set_line(axis, &line)
        }
        chart_title_set_name(chart, title)
        chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
        var options = lxw_chart_options()
        options.x_scale = 1.8
        options.y_scale = 2.2
        // Beside the column that is repeated on each page, so that the chart isn't.
        worksheet_insert_chart_opt(page, UInt32(last + 2), 1, chart, &options)
    }

    /// All dots are alike: which is which say their names.
    private func format(_ series: UnsafeMutablePointer<lxw_chart_series>?) {
        chart_series_set_marker_type(series, UInt8(LXW_CHART_MARKER_CIRCLE.rawValue))
        chart_series_set_marker_size(series, 9)
        var fill = lxw_chart_fill()
        fill.color = 0x6B4E8E
        chart_series_set_marker_fill(series, &fill)
        var line = lxw_chart_line()
        line.color = 0xFFFFFF
        line.width = 0.75
        chart_series_set_marker_line(series, &line)
    }

    /// The name of a dot, on the side where there is room for it.
    private func label(_ series: UnsafeMutablePointer<lxw_chart_series>?, isAtRight: Bool) {
        chart_series_set_labels(series)
        chart_series_set_labels_options(
            series, UInt8(LXW_TRUE.rawValue), UInt8(LXW_FALSE.rawValue), UInt8(LXW_FALSE.rawValue))
        // Some programs show the figure as well, unless it has no form.
        chart_series_set_labels_num_format(series, ";;;")
        chart_series_set_labels_separator(series, UInt8(ascii: " "))
        let position = isAtRight ? LXW_CHART_LABEL_POSITION_LEFT : LXW_CHART_LABEL_POSITION_RIGHT
        chart_series_set_labels_position(series, UInt8(position.rawValue))
        var font = lxw_chart_font()
        font.size = 8
        chart_series_set_labels_font(series, &font)
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
