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
        @Option(help: "Days for which it is kept after its end; the server's own setting when left out.")
        var keepDays: Int?
        @Flag(help: "As JSON.") var json = false
        @OptionGroup var options: SettingsOptions

        func validate() throws {
            if title.allSatisfy(\.isWhitespace) {
                throw ValidationError("Give the lab a title, so that people know what they join.")
            }
        }

        func run() async throws {
            let made = try await Administration.carryOut(
                .new(title: title, template: template, language: language, retentionDays: keepDays), options)
            if json { return print(made.text) }
            print("“\(title)” is made. Keep these; they are shown this once:")
            Labels.tell(made)
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
            let rows = labs.map(Labels.row)
            let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
            for row in rows {
                // The title comes last, and needs no room behind it.
                let cells = zip(row, widths).dropLast().map { cell, width in
                    cell + String(repeating: " ", count: width - cell.count)
                }
                print((cells + [row.last ?? ""]).joined(separator: "  "))
            }
        }
    }

    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open a lab, or open it again; one that was archived is brought back.",
            discussion: """
                A lab that was archived has ended when it is back, and is opened by a second call. It has its old code, or a \
                new one where another lab has that by now. Name it by its id, which `coprolab lab list` prints.
                """)
        @Argument(help: "Its code or id.") var lab: String
        @OptionGroup var options: SettingsOptions
        func run() async throws { try await Labels.report(.open(lab), options) }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a lab: those who were in can still read, nobody can add.")
        @Argument(help: "Its code or id.") var lab: String
        @OptionGroup var options: SettingsOptions
        func run() async throws {
            let closed = try await Labels.report(.close(lab), options)
            guard let head = closed["head"]?.string else { return }
            print("The hash of all that happened, up to revision \(closed["revision"]?.int ?? 0):")
            print("  \(head)")
            print(
                "Note it. `coprolab verify --head \(head)` checks later that nothing was changed or cut off.")
        }
    }

    struct Archive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put an ended lab away; its code is free again.",
            discussion: """
                Nobody new can come in and nothing can be changed any more. Those who were in go on reading with their own \
                devices, return codes and links until it is deleted; another lab may get its code. Its id names it from then \
                on: `coprolab lab list` prints that, and `coprolab lab open ID` brings the lab back.
                """)
        @Argument(help: "Its code or id.") var lab: String
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            let lab = try await Administration.carryOut(.archive(lab), options)
            let (code, id) = (Labels.code(lab["code"]?.string ?? ""), lab["lab"]?.string ?? "")
            let title = lab["title"]?.string ?? ""
            print("“\(title)” is archived. Its code \(code) is free again; nobody new can come in.")
            let until = Labels.day(lab["deleteAt"]).map { " until it is deleted on \($0)" } ?? ""
            print("Those who were in go on reading\(until).")
            print("Its id is \(id): `coprolab lab open \(id)` brings it back.")
        }
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

    /// What whoever made a lab must keep.
    static func tell(_ made: JSON) {
        print("  facilitate     \(made["links"]?["facilitate"]?.string ?? "")")
        print("  join           \(made["links"]?["join"]?.string ?? "")")
        print("  screen         \(made["links"]?["screen"]?.string ?? "")")
        print("  code           \(code(made["code"]?.string ?? ""))")
        print("  recovery code  \(made["recoveryCode"]?.string ?? "")")
    }

    /// A day of a time in milliseconds since 1970.
    static func day(_ time: JSON?) -> String? {
        time?.int.map {
            Date(timeIntervalSince1970: Double($0) / 1000).formatted(.iso8601.year().month().day())
        }
    }

    /// A lab on the list: code, id, state, people, template, when it was made and will be deleted, title.
    static func row(_ lab: JSON) -> [String] {
        let state = lab["state"]?.string ?? ""
        let people = lab["people"]?.int ?? 0
        return [
            // What was archived has its code no more.
            state == "archived" ? "–" : code(lab["code"]?.string ?? ""), lab["lab"]?.string ?? "",
            lab["rehearsal"] == true ? "\(state), rehearsal" : state,
            people == 1 ? "1 person" : "\(people) people", lab["template"]?.string ?? "",
            day(lab["createdAt"]).map { "made \($0)" } ?? "",
            day(lab["deleteAt"]).map { "deleted \($0)" } ?? "", lab["title"]?.string ?? "",
        ]
    }

    @discardableResult
    static func report(_ call: AdministrationCall, _ options: SettingsOptions, as done: String? = nil)
        async throws -> JSON
    {
        let lab = try await Administration.carryOut(call, options)
        print(
            "\(code(lab["code"]?.string ?? "")) “\(lab["title"]?.string ?? "")” is \(done ?? lab["state"]?.string ?? "")"
        )
        return lab
    }
}
