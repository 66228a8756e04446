import CoproductionLab
import Foundation
import LabReport
import LabServer

extension Exporter {
    /// The formats of a whole lab: JSON, tables as CSV in one archive, a workbook, a page, Markdown, and the days of
    /// check-ins as a calendar.
    static let reportFormats = ["json", "csv", "xlsx", "md", "html", "ics"]

    /// The files that the module of reports makes.
    ///
    /// - Parameter words: what reports say, in each language.
    static func reports(_ words: WordFiles) -> Exporter {
        Exporter(
            formats: reportFormats,
            lab: { lab, request throws(Failure) in
                try file(of: LabExport(of: lab, for: request.purpose), request, words(lab.language))
            },
            own: { lab, participant, author in
                ExportFile(
                    name: "what-i-gave.json", type: "application/json",
                    bytes: OwnExport.json(of: participant, in: lab, author: author).bytes)
            })
    }

    private static func file(
        of export: LabExport, _ request: Request, _ plain: ReportWords
    ) throws(Failure) -> ExportFile {
        let name = "lab-for-\(request.purpose.rawValue)"
        let words = plain.of(export)
        func file(_ ending: String, _ type: String, _ text: String) -> ExportFile {
            ExportFile(name: "\(name).\(ending)", type: type, bytes: Array(text.utf8))
        }
        switch request.format {
        case "csv":
            if let table = request.table { return try csv(table, of: export) }
            let files = export.sheets.map { ("\($0.name).csv", Array(CSV.text(of: $0.table).utf8)) }
            do throws(ZipFile.Failure) {
                return ExportFile(
                    name: "\(name)-csv.zip", type: "application/zip", bytes: try ZipFile.bytes(of: files))
            } catch {
                throw .notMade(error.words)
            }
        case "xlsx":
            do throws(Workbook.Failure) {
                return ExportFile(
                    name: "\(name).xlsx",
                    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    bytes: try Workbook.bytes(of: export, in: words))
            } catch {
                throw .notMade(error.words)
            }
        case "md":
            return file(
                "md", "text/markdown; charset=utf-8",
                Markdown.text(of: LabDocument.make(of: export, in: words)))
        case "html":
            return file(
                "html", "text/html; charset=utf-8", HTML.page(of: LabDocument.make(of: export, in: words)))
        case "ics":
            return file("ics", "text/calendar; charset=utf-8", CalendarFile.text(of: export, in: words))
        default:
            let json = request.source.map { KeptDocument.sealed(export.json, from: $0) } ?? export.json
            return ExportFile(name: "\(name).json", type: "application/json", bytes: json.bytes)
        }
    }

    private static func csv(_ name: String, of export: LabExport) throws(Failure) -> ExportFile {
        guard let sheet = export.sheets.first(where: { $0.name == name }) else {
            throw .noTable(name, known: export.sheets.map(\.name))
        }
        return ExportFile(
            name: "\(sheet.name).csv", type: "text/csv; charset=utf-8; header=present",
            bytes: Array(CSV.text(of: sheet.table).utf8))
    }
}

/// The words of reports, from the files of the client's own (`web/locales/`), read when they are first asked for.
struct WordFiles: Sendable {
    private let folder: String

    init(web: String) { folder = web + "/locales" }

    func callAsFunction(_ language: String) -> ReportWords {
        let found = language.split(separator: "-").first.map(String.init) ?? "en"
        let texts = read("en").merging(found == "en" ? [:] : read(found)) { $1 }
        return ReportWords(language: has(found) ? found : "en", texts: texts)
    }

    private func has(_ language: String) -> Bool {
        language.allSatisfy { $0.isASCII && $0.isLetter }
            && FileManager.default.fileExists(atPath: "\(folder)/\(language).json")
    }

    private func read(_ language: String) -> [String: JSON] {
        guard has(language) else { return [:] }
        var texts: [String: JSON] = [:]
        for ending in [".json", ".desk.json", ".more.json", ".report.json"] {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(language)\(ending)"),
                let read = try? JSON(parsing: [UInt8](data)).object
            else { continue }
            texts.merge(read) { $1 }
        }
        return texts
    }
}
