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
                let head = lab.state == .ended || lab.state == .archived ? request.source?.head : nil
                return try file(
                    of: LabExport(of: lab, for: request.purpose), request, words(lab.language), head: head)
            },
            own: { lab, participant, author in
                ExportFile(
                    name: "what-i-gave.json", type: "application/json",
                    bytes: OwnExport.json(of: participant, in: lab, author: author).bytes)
            },
            desk: desk(words))
    }

    private static func side(_ compared: Compared) -> Comparison.Side {
        Comparison.Side(
            lab: compared.lab, sitting: compared.sitting, room: compared.room,
            activities: compared.activities)
    }

    private static func desk(_ words: WordFiles) -> Desk {
        Desk(
            reminders: { lab in Reminders.of(lab) },
            comparison: { one, other in Comparison.json(side(one), side(other)) },
            stories: { lab, day in CaseStudies.of(lab, on: day) },
            story: { lab, activity, day, format in
                guard
                    let document = CaseStudies.document(
                        of: lab, activity: activity, on: day, in: words(lab.language))
                else { return nil }
                return switch format {
                case "md":
                    ExportFile(
                        name: "case-study.md", type: "text/markdown; charset=utf-8",
                        pieces: Markdown.pieces(of: document))
                case "html":
                    ExportFile(
                        name: "case-study.html", type: "text/html; charset=utf-8",
                        pieces: HTML.pieces(of: document))
                default: nil
                }
            })
    }

    private static func file(
        of export: LabExport, _ request: Request, _ plain: ReportWords, head: String?
    ) throws(Failure) -> ExportFile {
        let title = FileName.plain(export.heading["title"]?.string ?? "")
        let name = "\(title)-for-\(request.purpose.rawValue)"
        let words = plain.of(export)
        func file(_ ending: String, _ type: String, _ pieces: some FilePieces) -> ExportFile {
            ExportFile(name: "\(name).\(ending)", type: type, pieces: pieces)
        }
        switch request.format {
        case "csv":
            if let table = request.table { return try csv(table, of: export) }
            let files = export.sheets.map { sheet in
                (
                    name: "\(sheet.name).csv",
                    contents: { @Sendable in Array(CSV.pieces(of: sheet.table).text.utf8) }
                )
            }
            do throws(ZipFile.Failure) {
                return ExportFile(
                    name: "\(name)-csv.zip", type: "application/zip", pieces: try ZipFile(files))
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
                Markdown.pieces(of: LabDocument.make(of: export, in: words, head: head)))
        case "html":
            return file(
                "html", "text/html; charset=utf-8",
                HTML.pieces(of: LabDocument.make(of: export, in: words, head: head)))
        case "ics":
            return ExportFile(
                name: "\(name).ics", type: "text/calendar; charset=utf-8",
                bytes: Array(CalendarFile.text(of: export, in: words).utf8))
        default:
            guard let source = request.source else {
                return file("json", "application/json", export.pieces())
            }
            return file(
                "json", "application/json", KeptDocument.sealed(from: source, export.pieces(with:)))
        }
    }

    private static func csv(_ name: String, of export: LabExport) throws(Failure) -> ExportFile {
        guard let sheet = export.sheets.first(where: { $0.name == name }) else {
            throw .noTable(name, known: export.sheets.map(\.name))
        }
        return ExportFile(
            name: "\(sheet.name).csv", type: "text/csv; charset=utf-8; header=present",
            pieces: CSV.pieces(of: sheet.table))
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
