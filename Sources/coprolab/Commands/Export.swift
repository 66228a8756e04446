import ArgumentParser
import CoproductionLab
import Foundation
import LabServer

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a lab's data into a file.",
        discussion: """
            For sharing, small numbers are hidden and nobody is named. For keeping it is complete but for what is \
            private, and confidential: it is written so that you alone can read it.
            Works by the server that uses the data folder, and on the folder itself where none does.
            """)
    @Argument(help: "The lab's code or id.") var lab: String
    @Option(help: "The format: \(Exporter.reportFormats.joined(separator: ", ")).") var format: String
    @Option(name: .customLong("for"), help: "sharing or keeping.") var purpose = Purpose.sharing
    @Option(help: "With csv: one table alone, by its name. Without it, all tables in one ZIP archive.")
    var table: String?
    @Option(
        name: .shortAndLong,
        help: "The file to write, or a folder that gets a file named by the lab; - for standard output.")
    var output: String
    @OptionGroup var options: SettingsOptions

    func validate() throws {
        guard Exporter.reportFormats.contains(format) else {
            throw ValidationError(
                "There is no format “\(format)”. There are: \(Exporter.reportFormats.joined(separator: ", "))."
            )
        }
        guard table == nil || format == "csv" else {
            throw ValidationError(
                "Only csv can write one table alone. Leave --table out, or give --format csv.")
        }
    }

    func run() async throws {
        let answer = try await Administration.carryOut(
            .export(lab: lab, Exporter.Request(format: format, purpose: purpose, table: table)), options)
        guard let data = answer["base64"]?.string.flatMap({ Data(base64Encoded: $0) }) else {
            throw Failure("The server's answer holds no file. Its version may differ from this command's.")
        }
        if output == "-" {
            hint(data, in: output).map { FileHandle.standardError.write(Data("\($0)\n".utf8)) }
            return FileHandle.standardOutput.write(data)
        }
        let file = try OutputFile.path(output, named: answer["name"]?.string ?? "lab.\(format)")
        try OutputFile.write(data, to: file, isPrivate: purpose == .keeping)
        hint(data, in: file).map { FileHandle.standardError.write(Data("\($0)\n".utf8)) }
        print(
            "\(file): \(data.count) bytes, for \(purpose.rawValue)\(purpose == .keeping ? "; confidential" : "")"
        )
    }

    /// What whoever opens the file would stumble over.
    private func hint(_ data: Data, in file: String) -> String? {
        if format == "csv", table == nil, file != "-", !file.hasSuffix(".zip") {
            return
                "This is a ZIP archive with one CSV file a table. Name it \(file).zip, or take one table with --table."
        }
        if format == "ics", data.range(of: Data("BEGIN:VEVENT".utf8)) == nil {
            return "Nobody has set a day for a check-in in this lab yet: the calendar is empty."
        }
        return nil
    }
}

extension Purpose: ExpressibleByArgument {}
