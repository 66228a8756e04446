import ArgumentParser
import Foundation
import LabServer

struct Key: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The organiser key, which makes labs.", subcommands: [New.self])

    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a new organiser key; the old one stops working at once.")
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            let settings = try await Settings(options)
            let path = settings.data + "/organiser-key"
            guard FileManager.default.fileExists(atPath: settings.data) else {
                throw Failure(
                    "\(settings.data): there is no such data folder. Name it with --data, or start `coprolab serve` once."
                )
            }
            try OrganiserKey.write(Secrets.token(), to: path)
            print("A new organiser key stands in \(path). The old one doesn't work any more.")
        }
    }
}
