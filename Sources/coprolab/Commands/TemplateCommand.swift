import ArgumentParser
import CoproductionLab
import Foundation
import LabServer

struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Templates, from which labs are made.", subcommands: [Check.self])

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
            guard let template = checked.template else { return }
            let count = template.steps.count
            print(
                "\(template.id) is sound: \(count) \(count == 1 ? "activity" : "activities"), "
                    + "\(template.minutes) \(template.minutes == 1 ? "minute" : "minutes").")
        }
    }
}
