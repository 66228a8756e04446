import ArgumentParser
import Foundation
import LabJournal
import LabServer
import SQLiteJournal
import WebSockets

/// The command: `serve` for real, `demo` to try it, the others to look after it.
@main
struct Coprolab: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coprolab",
        abstract: "A live workshop server for co-production.",
        discussion: """
            Start with `coprolab demo`: a living lab with simulated people, in your browser.
            `coprolab serve` hosts your own labs.
            """,
        subcommands: [
            Serve.self, Demo.self, LabCommand.self, Key.self, Export.self, Import.self, ReplayCommand.self,
            TemplateCommand.self, Verify.self, Erase.self, Backup.self, Restore.self, Load.self, Fill.self,
        ])

    /// Errors on standard error say what to do next. Exit status 1 for what failed, 64 for how it was called.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            guard let words = Self.words(for: error) else { Self.exit(withError: error) }
            FileHandle.standardError.write(Data("coprolab: \(words)\n".utf8))
            Foundation.exit(1)
        }
    }

    private static func words(for error: any Error) -> String? {
        switch error {
        case let error as JournalError: error.description
        case let error as WebSocketsError: error.description
        case let error as LabAdministrationError: error.description
        case let error as TemplateLibrary.Problem: error.description
        case let error as WebAssets.Problem: error.description
        case let error as Visitors.Problem: error.description
        case let error as BackupFault: error.description
        case let error as Failure: error.message
        default: nil
        }
    }
}

/// Something that failed, in words that say what to do next.
struct Failure: Error {
    let message: String
    init(_ message: String) { self.message = message }
}
