import ArgumentParser
import CoproductionLab
import Foundation
import LabServer

struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Templates, from which labs are made.",
        subcommands: [Check.self, Export.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check template files: each mistake with its file, line and key.")
        @Argument(help: "The files.") var files: [String]
        @Flag(help: "As JSON.") var json = false

        func run() throws {
            let checked = TemplateLibrary.check(files: files)
            if json {
                print(JSON.object(["templates": .array(checked.map(\.json))]).text)
            } else {
                for file in checked { Self.report(file) }
            }
            if !checked.allSatisfy(\.isSound) { throw ExitCode.failure }
        }

        private static func report(_ checked: TemplateLibrary.Checked) {
            for problem in checked.problems {
                FileHandle.standardError.write(Data("\(problem)\n".utf8))
            }
            for warning in checked.warnings {
                FileHandle.standardError.write(Data("\(warning) (no mistake)\n".utf8))
            }
            guard let template = checked.template else { return }
            let count = template.steps.count
            print(
                "\(template.id) is sound: \(count) \(count == 1 ? "activity" : "activities"), "
                    + "\(template.minutes) \(template.minutes == 1 ? "minute" : "minutes").")
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a lab's programme as a template, to make other labs from.",
            discussion: """
                The programme as it was changed by hand, its words and its glossary; nothing that anybody said, answered or \
                was called. Names that stand in the programme itself, as those of a panel, are in it: read it before you \
                pass it on. Put the file into the folder of templates, and the server offers it at its next start.
                """)
        @Argument(help: "The lab's code or id.") var lab: String
        @Option(help: "The id of the template: letters and digits, and no other template's.") var id = "mine"
        @Option(
            name: .shortAndLong,
            help: "The file to write, or a folder that gets a file named by the id; - for standard output.")
        var output = "-"
        @OptionGroup var options: SettingsOptions

        func validate() throws {
            let isPlain = id.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
            }
            guard isPlain, (1...20).contains(id.utf8.count) else {
                throw ValidationError(
                    "“\(id)” can't be a template's id. It has letters and digits alone, and 20 of them at most."
                )
            }
        }

        func run() async throws {
            let answer = try await Administration.carryOut(.template(lab: lab, id: id), options)
            guard let text = answer["yaml"]?.string else {
                throw Failure(
                    "The server's answer holds no template. Its version may differ from this command's.")
            }
            if output == "-" { return FileHandle.standardOutput.write(Data(text.utf8)) }
            let file = try OutputFile.path(output, named: "\(id).yaml")
            try OutputFile.write(Data(text.utf8), to: file, isPrivate: false)
            print("\(file): the template “\(id)”. `coprolab template check` looks through it.")
        }
    }
}
