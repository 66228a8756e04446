import ArgumentParser
import CoproductionLab
import Foundation
import LabServer

struct LabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab", abstract: "Make, list, open, close and delete labs.",
        discussion:
            "Works by the server that uses the data folder, and on the folder itself where none does.",
        subcommands: [New.self, List.self, Open.self, Close.self, Archive.self, Delete.self])

    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a lab and print its links and codes, once.")
        @Argument(help: "Its title.") var title: String
        @Option(help: "The template.") var template = "T2"
        @Option(help: "The language of its pages, as en.") var language: String?
        @Flag(help: "As JSON.") var json = false
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            let made = try await Administration.carryOut(
                .new(title: title, template: template, language: language), options)
            if json { return print(made.text) }
            print("“\(title)” is made. Keep these; they are shown this once:")
            print("  facilitate     \(made["links"]?["facilitate"]?.string ?? "")")
            print("  join           \(made["links"]?["join"]?.string ?? "")")
            print("  screen         \(made["links"]?["screen"]?.string ?? "")")
            print("  code           \(Labels.code(made["code"]?.string ?? ""))")
            print("  recovery code  \(made["recoveryCode"]?.string ?? "")")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the labs.")
        @Flag(help: "As JSON.") var json = false
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            let answer = try await Administration.carryOut(.list, options)
            if json { return print(answer.text) }
            let labs = answer["labs"]?.array ?? []
            if labs.isEmpty { return print("There is no lab yet. `coprolab lab new \"Title\"` makes one.") }
            for lab in labs {
                let columns = [
                    Labels.code(lab["code"]?.string ?? ""), lab["state"]?.string ?? "",
                    "\(lab["people"]?.int ?? 0) people",
                    lab["template"]?.string ?? "", lab["title"]?.string ?? "",
                ]
                print(columns.joined(separator: "  "))
            }
        }
    }

    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Open a lab, or open it again.")
        @Argument(help: "Its code or id.") var lab: String
        @OptionGroup var options: SettingsOptions
        func run() async throws { try await Labels.report(.open(lab), options) }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a lab: those who were in can still read, nobody can add.")
        @Argument(help: "Its code or id.") var lab: String
        @OptionGroup var options: SettingsOptions
        func run() async throws { try await Labels.report(.close(lab), options) }
    }

    struct Archive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put an ended lab away; its code is free again.")
        @Argument(help: "Its code or id.") var lab: String
        @OptionGroup var options: SettingsOptions
        func run() async throws { try await Labels.report(.archive(lab), options) }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a lab with all that was said in it. There is no way back.")
        @Argument(help: "Its code or id.") var lab: String
        @Flag(help: "Don't ask.") var yes = false
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            if !yes {
                guard isatty(0) == 1 else {
                    throw Failure("Deleting can't be undone. Say --yes if you mean it.")
                }
                print(
                    "Delete “\(lab)” with all that was said in it? There is no way back. Type its code to go on:"
                )
                guard readLine()?.filter({ $0 != " " }) == lab.filter({ $0 != " " }) else {
                    throw Failure("Nothing was deleted.")
                }
            }
            try await Labels.report(.delete(lab), options, as: "deleted")
        }
    }
}

enum Labels {
    /// A code as it is shown: "482 913".
    static func code(_ code: String) -> String {
        code.count == 6 ? "\(code.prefix(3)) \(code.suffix(3))" : code
    }

    static func report(_ call: AdministrationCall, _ options: SettingsOptions, as done: String? = nil)
        async throws
    {
        let lab = try await Administration.carryOut(call, options)
        print(
            "\(code(lab["code"]?.string ?? "")) “\(lab["title"]?.string ?? "")” is \(done ?? lab["state"]?.string ?? "")"
        )
    }
}
