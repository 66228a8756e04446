import ArgumentParser
import CoproductionLab
import Foundation
import LabReport
import LabServer

/// The audiences for whom a lab is played again.
enum ReplayAudience: String, ExpressibleByArgument, CaseIterable {
    case screen, facilitator

    var audience: Audience { self == .screen ? .screen : .facilitator }
}

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Tell how a lab went, moment by moment.",
        discussion: """
            It tells what the hall's screen showed, so nothing that was hidden, and nobody's name; --as facilitator tells \
            what the desk showed. Times are this computer's.

            With --output it writes a page instead that plays the lab again. It opens from a disk in a browser, without a \
            server and without a network. --as facilitator plays it as seen on the screen and at the desk; that page is \
            confidential, and written so that you alone can read it.

            Works by the server that uses the data folder, and on the folder itself where none does.
            """)
    @Argument(help: "The lab's code or id.") var lab: String
    @Option(
        name: .customLong("as"),
        help: "As seen on the screen, or at the facilitator's desk: screen or facilitator.")
    var audience = ReplayAudience.screen
    @Option(
        name: .shortAndLong,
        help:
            "A page that plays the lab, as lab.html, or a folder that gets one named by the lab; - for standard output."
    )
    var output: String?
    @Flag(help: "As JSON.") var json = false
    @OptionGroup var options: SettingsOptions

    func validate() throws {
        guard output == nil || !json else {
            throw ValidationError(
                "--output writes a page, and --json tells the story. Leave one of them out.")
        }
    }

    func run() async throws {
        if let output { return try await write(to: output) }
        let story = try await Administration.carryOut(.story(lab: lab, audience.audience), options)
        if json { return print(story.text) }
        let words = WordFiles(web: try await Settings(options).web)(story["language"]?.string ?? "en")
        let isTerminal = isatty(1) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
        print(
            StoryText.text(of: story, in: words.naming(story["words"]), isBold: isTerminal),
            terminator: "")
    }

    private func write(to file: String) async throws {
        let answer = try await Administration.carryOut(.replay(lab: lab, audience.audience), options)
        guard let replay = CarriedReplay(answer) else {
            throw Failure("The server's answer holds no replay. Its version may differ from this command's.")
        }
        let settings = try await Settings(options)
        let made = ReplayFile(
            assets: try WebAssets(folder: settings.web), media: settings.service.media.map(MediaFolder.init))
        let page: Data
        do throws(ReplayFile.Failure) {
            page = Data(try made.page(of: replay))
        } catch {
            throw Failure(error.words)
        }
        if file == "-" { return FileHandle.standardOutput.write(page) }
        let isPrivate = audience == .facilitator
        let name = "\(FileName.plain(replay.title))-replay"
        let file = try OutputFile.path(file, named: isPrivate ? "\(name)-for-keeping.html" : "\(name).html")
        try OutputFile.write(page, to: file, isPrivate: isPrivate)
        let seen = isPrivate ? "as seen on the screen and at the desk; confidential" : "as seen on the screen"
        print("\(file): \(page.count) bytes, \(seen). Open it in a browser; it needs no server.")
    }
}
