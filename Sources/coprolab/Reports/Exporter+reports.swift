import CoproductionLab
import LabReport
import LabServer

extension Exporter {
    /// The files that the module of reports makes: a format more is a line here.
    static let reports = Exporter(
        formats: ["json"],
        lab: { lab, _, purpose in
            ExportFile(
                name: "lab-for-\(purpose.rawValue).json", type: "application/json",
                bytes: LabExport(of: lab, for: purpose).json.bytes)
        },
        own: { lab, participant, author in
            ExportFile(
                name: "what-i-gave.json", type: "application/json",
                bytes: OwnExport.json(of: participant, in: lab, author: author).bytes)
        })
}
