import ArgumentParser
import Foundation
import LabServer

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take in a lab from an export for keeping, and print its links and codes, once.",
        discussion: """
            The file is what `coprolab export LAB --format json --for keeping` wrote. The lab is a new one, with a code and \
            tokens of its own; its first event says where it comes from. People come along without their devices: nobody's \
            old link opens it.
            Works by the server that uses the data folder, and on the folder itself where none does.
            """)
    @Argument(help: "The file; - for standard input.") var file: String
    @Option(help: "Another title than the file's.") var title: String?
    @Flag(help: "As JSON.") var json = false
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let made = try await Administration.carryOut(.importLab(try read(), title: title), options)
        if json { return print(made.text) }
        print("The lab is taken in. Keep these; they are shown this once:")
        Labels.tell(made)
    }

    private func read() throws -> String {
        let data: Data
        if file == "-" {
            data = FileHandle.standardInput.readDataToEndOfFile()
        } else {
            do {
                data = try Data(contentsOf: URL(filePath: file))
            } catch {
                throw Failure("\(file): this file can't be read. Check its name, and that you may read it.")
            }
        }
        guard data.count <= KeptDocument.largest else {
            throw Failure(
                "\(file): this file has \(data.count / 1_048_576) MiB; \(KeptDocument.largest / 1_048_576) MiB is the most "
                    + "that is taken in.")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw Failure(
                "\(file): this isn't an export of coprolab. Choose the JSON file of an export for keeping.")
        }
        return text
    }
}
