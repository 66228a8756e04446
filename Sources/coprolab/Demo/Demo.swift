import ArgumentParser
import CoproductionLab
import Foundation
import LabServer
import SQLiteJournal
import ServiceLifecycle
import WebSockets

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A living lab in your browser, with simulated people beside you.",
        discussion: """
            Twelve people of the lab “Living well with dementia” join over real sockets and do what each step asks, at a \
            human pace. You are the facilitator: “Go on” in the facilitator's page moves the lab. Join from your phone or \
            a second window too. Ctrl-C ends it; without --data nothing is kept.
            """)

    @Option(help: "The template; the demo data is made for T2.") var template = "T2"
    @Option(help: "How many simulated people, 1 to 12.") var people = 12
    @Option(help: "How fast they are: 1 is a human pace, 10 ten times that.") var pace = 1.0
    @OptionGroup var options: SettingsOptions

    func validate() throws {
        guard template == "T2" else { throw ValidationError("The demo plays T2 for now; --template T2.") }
        guard (1...12).contains(people) else { throw ValidationError("--people must be from 1 to 12.") }
        guard pace > 0, pace <= 1000 else {
            throw ValidationError("--pace must be more than 0 and at most 1000.")
        }
    }

    func run() async throws {
        var settings = try await Settings(options)
        if options.logLevel == nil { settings.logLevel = .warning }
        let isKept = options.data != nil
        if !isKept {
            settings.data =
                FileManager.default.temporaryDirectory
                .appending(path: "coprolab-demo-\(ProcessInfo.processInfo.processIdentifier)").path
        }
        let path = settings.data
        defer { if !isKept { try? FileManager.default.removeItem(atPath: path) } }
        do {
            try await play(settings)
        } catch WebSocketsError.addressInUse where options.port == nil {
            // Somebody's own lab may be on the usual port; a demo is content with any.
            settings.service.port = 0
            try await play(settings)
        }
    }

    private func play(_ settings: Settings) async throws {
        let logger = settings.logger
        let folder = try DataFolder(path: settings.data)
        defer { folder.close() }
        try OrganiserKey.makeIfMissing(in: folder)
        let (ready, isReady) = AsyncStream.makeStream(of: LabService.Running.self)
        let service = try await Hosting.service(settings, folder: folder, logger: logger) {
            isReady.yield($0)
        }
        let room = DemoService(
            ready: ready, people: Array(DemoData.people.prefix(people)), pace: pace, template: template)
        try await Hosting.run(service, and: [room], logger: logger)
    }
}

/// Makes the demo lab once the server serves, prints where to go, and keeps its people going.
private struct DemoService: Service {
    let ready: AsyncStream<LabService.Running>
    let people: [DemoData.Person]
    let pace: Double
    let template: String

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for await running in ready {
                try await start(running)
                break
            }
            try? await Task.sleep(for: .seconds(60 * 60 * 24 * 365))
        }
    }

    private func start(_ running: LabService.Running) async throws {
        let made = try await running.hub.makeLab(title: DemoData.title, template: template)
        let loop = try EventLoop(name: "demo")
        try loop.start()
        let host =
            running.address.host == "0.0.0.0"
            ? "127.0.0.1" : running.address.host == "::" ? "::1" : running.address.host
        let room = DemoRoom(
            loop: loop, host: host, port: running.address.port, made: made, people: people, pace: pace)
        await room.open()
        let links = running.links
        say(
            """

            A living lab is ready: “\(DemoData.title)”. \(people.count) simulated people are in it. Open

              facilitate   \(links.facilitate(lab: made.id, token: made.facilitatorToken))
              take part    \(links.join(code: made.code, invite: made.inviteKey))
              projector    \(links.screen(lab: made.id, token: made.screenToken))
              first page   \(links.origin)/   (code \(Labels.code(made.code)))

            You are the facilitator: “Go on” moves the lab. Nothing ends by itself. Ctrl-C ends the demo.
            """)
    }
}
