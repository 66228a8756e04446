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
            Up to twelve simulated people join over real sockets and do what each step asks, at a human pace. You are \
            the facilitator: “Go on” in the facilitator's page moves the lab. Join from your phone or a second window \
            too. Ctrl-C ends it; without --data nothing is kept.

            They know every kind of activity, so any template can be played. Each has the group that suits it best: \
            living well with dementia (T1, T2, T3, T7, T10, T12), a play scheme and a park (T4, T6, T8, T9), young \
            people who leave care (T5, T11). All of them are made up.

            With --play the demo leads the lab, too, from its lobby to its end, and you may watch.

            With --join they come into a lab that there is, such as a rehearsal, and somebody else leads it: you.

              coprolab demo                       the Priority Matrix; its ideas are open
              coprolab demo --template T4         a learning event
              coprolab demo --template T5 --play --pace 20
              coprolab demo --join 482913 --people 6     into a lab on http://localhost:8080
            """)

    @Option(help: "The template, such as T1 to T12.") var template = "T2"
    @Option(
        help: "Who they are: \(DemoLab.all.map(\.id).joined(separator: ", ")). Usually the group that suits.")
    var group: String?
    @Option(help: "How many simulated people, 1 to 12.") var people = 12
    @Option(help: "How fast they are: 1 is a human pace, 10 ten times that.") var pace = 1.0
    @Flag(help: "Lead the lab, too, from its lobby to its end.") var play = false
    @Flag(help: "With --play: end when the lab has ended.") var once = false
    @Option(help: "The code of a lab that there is: they join that one.") var join: String?
    @Option(help: "With --join: the server, as http://localhost:8080.") var server = "http://localhost:8080"
    @OptionGroup var place: PlaceOptions
    @OptionGroup(title: "Settings of the server") var given: ServerOptions

    func validate() throws {
        guard (1...12).contains(people) else { throw ValidationError("--people must be from 1 to 12.") }
        guard pace > 0, pace <= 1000 else {
            throw ValidationError("--pace must be more than 0 and at most 1000.")
        }
        guard group.map({ DemoLab.named($0) != nil }) ?? true else {
            let known = DemoLab.all.map(\.id).joined(separator: ", ")
            throw ValidationError("There is no group “\(group ?? "")”. There are: \(known).")
        }
        guard play || !once else {
            throw ValidationError("--once goes with --play: add it, or leave --once out.")
        }
        guard join == nil || !play else {
            throw ValidationError("A lab that they --join is led by its own facilitator: leave --play out.")
        }
        guard let url = URL(string: server), url.scheme == "http", url.host != nil else {
            throw ValidationError(
                "“\(server)” must be an address such as http://localhost:8080; TLS isn't spoken here.")
        }
    }

    func run() async throws {
        var settings = try await Settings(place, given)
        if given.logLevel == nil { settings.logLevel = .warning }
        let templates = try TemplateLibrary.read(folder: settings.templates)
        if let join { return try await come(into: join, settings, templates) }
        guard let template = templates.first(where: { $0.id == template }) else {
            let known = templates.map(\.id).sorted { ($0.count, $0) < ($1.count, $1) }.joined(separator: ", ")
            throw Failure("There is no template “\(template)”. --template takes one of: \(known).")
        }
        let isKept = place.data != nil
        if !isKept {
            settings.data =
                FileManager.default.temporaryDirectory
                .appending(path: "coprolab-demo-\(ProcessInfo.processInfo.processIdentifier)").path
        }
        let path = settings.data
        defer { if !isKept { try? FileManager.default.removeItem(atPath: path) } }
        do {
            try await start(settings, template)
        } catch WebSocketsError.addressInUse where given.port == nil {
            // Somebody's own lab may be on the usual port; a demo is content with any.
            settings.service.port = 0
            try await start(settings, template)
        }
    }

    private static func steps(_ templates: [Template]) -> [String: [(key: String, title: String)]] {
        Dictionary(templates.map { ($0.id, $0.steps.map { (key: $0.key, title: $0.title) }) }) { $1 }
    }

    /// People for a lab that there is. They go when this ends; their places and what they said stay.
    private func come(into typed: String, _ settings: Settings, _ templates: [Template]) async throws {
        let code = typed.filter { $0 != " " && $0 != "-" }
        guard let url = URL(string: server), let host = url.host else { return }
        let place = PlainHTTP.Place.tcp(host: host, port: url.port ?? 80)
        guard let answer = try PlainHTTP(place).send("GET", "/api/labs/\(code)") else {
            throw Failure(
                "Nobody listens at \(server). Start `coprolab serve` first, or name its address with --server."
            )
        }
        guard answer.status == 200 else {
            throw Failure(
                answer.json["detail"]?.string ?? "The server answered with status \(answer.status).")
        }
        guard answer.json["locked"] == nil, answer.json["full"] == nil else {
            throw Failure(
                "Nobody new can join this lab just now: its door is closed, or it is full. Open it on the desk."
            )
        }
        let loop = try EventLoop(name: "demo")
        try loop.start()
        let room = DemoRoom(
            loop: loop, host: host, port: url.port ?? 80,
            way: DemoRoom.Way(lab: code, invite: nil, facilitatorToken: nil),
            settings: DemoRoom.Settings(
                lab: group.flatMap(DemoLab.named) ?? .fitting("T2"), people: people, template: "",
                steps: Self.steps(templates), pace: pace, tick: settings.service.hub.tick))
        await room.letIn()
        let title = answer.json["title"]?.string ?? ""
        say(
            "\(people) simulated people come into “\(title)” and do what each step asks. Ctrl-C takes them away."
        )
        if answer.json["approval"] != nil { say("They wait at the door until you let them in.") }
        while true { try await Task.sleep(for: .seconds(3600)) }
    }

    private func start(_ settings: Settings, _ template: Template) async throws {
        let logger = settings.logger
        let folder = try DataFolder(path: settings.data)
        defer { folder.close() }
        try OrganiserKey.makeIfMissing(in: folder)
        let (ready, isReady) = AsyncStream.makeStream(of: LabService.Running.self)
        let service = try await Hosting.service(settings, folder: folder, logger: logger) {
            isReady.yield($0)
        }
        let room = DemoRoom.Settings(
            lab: group.flatMap(DemoLab.named) ?? .fitting(template.id), people: people,
            template: template.id, steps: Self.steps([template]), pace: pace,
            tick: settings.service.hub.tick)
        let demo = DemoService(ready: ready, room: room, isPlayed: play, endsOnce: once)
        try await Hosting.run(service, and: [demo], logger: logger)
    }
}

/// Makes the demo lab once the server serves, prints where to go, and keeps its people going.
private struct DemoService: Service {
    let ready: AsyncStream<LabService.Running>
    let room: DemoRoom.Settings
    let isPlayed: Bool
    let endsOnce: Bool

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for await running in ready {
                try await start(running)
                break
            }
            if endsOnce { return }
            try? await Task.sleep(for: .seconds(60 * 60 * 24 * 365))
        }
    }

    private func start(_ running: LabService.Running) async throws {
        let title = room.lab.title
        let made = try await running.hub.makeLab(title: title, template: room.template)
        let loop = try EventLoop(name: "demo")
        try loop.start()
        let host =
            running.address.host == "0.0.0.0"
            ? "127.0.0.1" : running.address.host == "::" ? "::1" : running.address.host
        let people = DemoRoom(
            loop: loop, host: host, port: running.address.port,
            way: DemoRoom.Way(lab: made.id, invite: made.inviteKey, facilitatorToken: made.facilitatorToken),
            settings: room)
        let links = running.links
        say(
            """

            A living lab is ready: “\(title)”. \(room.people) simulated people are in it. Open

              facilitate   \(links.facilitate(lab: made.id, token: made.facilitatorToken))
              take part    \(links.join(code: made.code, invite: made.inviteKey))
              projector    \(links.screen(lab: made.id, token: made.screenToken))
              first page   \(links.origin)/   (code \(Labels.code(made.code)))

            \(isPlayed ? "The demo leads it to its end." : "You are the facilitator: “Go on” moves the lab. Nothing ends by itself.") \
            Ctrl-C ends the demo.
            """)
        // Whoever stops the demo waits for nobody in it.
        let (end, isOver) = AsyncStream.makeStream(of: Void.self)
        Task {
            if isPlayed { await people.play { say($0) } } else { await people.begin() }
            isOver.yield()
        }
        for await _ in end { break }
        guard isPlayed, !Task.isCancelled else { return }
        let (accepted, refusals) = await (people.accepted, people.refusals)
        for refusal in refusals {
            FileHandle.standardError.write(Data("coprolab: refused: \(refusal)\n".utf8))
        }
        say("\nThe lab has ended. \(accepted) commands were accepted, \(refusals.count) refused.")
    }
}
