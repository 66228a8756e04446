import ArgumentParser
import CoproductionLab
import Foundation
import WebSockets

struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Simulate people over real sockets and report how long they wait.",
        discussion: """
            Makes a lab of its own on the server (with --key where that asks for the organiser key), opens ideas, votes \
            and ratings on 40 items, and lets everybody act: votes and ratings, one in a hundred an idea. Times are from \
            a tap to its acknowledgement, and from an idea to its sight on everybody else's device.
            """)

    @Argument(help: "The server, as http://localhost:8080.") var url = "http://localhost:8080"
    @Option(help: "How many people.") var people = 100
    @Option(help: "Seconds between two taps of one person.") var every = 2.0
    @Option(help: "Seconds to go on for, once everybody is in.") var seconds = 30.0
    @Option(help: "People let in a second.") var joining = 500
    @Option(help: "The organiser key.") var key: String?
    @Option(help: "A file to which every accepted command is appended, as a line of JSON.") var acknowledged:
        String?
    @Flag(help: "As JSON.") var json = false

    func validate() throws {
        guard people > 0, every > 0, seconds > 0, joining > 0 else {
            throw ValidationError("--people, --every, --seconds and --joining must be more than 0.")
        }
        guard let parsed = URL(string: url), parsed.scheme == "http", parsed.host != nil else {
            throw ValidationError(
                "“\(url)” must be an address such as http://localhost:8080; TLS isn't spoken here.")
        }
    }

    func run() async throws {
        guard let parsed = URL(string: url), let host = parsed.host else { return }
        ServerConfiguration.raiseDescriptorLimit()
        let loop = try EventLoop(name: "load")
        try loop.start()
        let server = PlainHTTP(.tcp(host: host, port: parsed.port ?? 80))
        let made = try makeLab(server)
        let run = LoadRun(
            loop: loop, host: host, port: parsed.port ?? 80, server: server, made: made,
            settings: LoadRun.Settings(
                people: people, every: every, seconds: seconds, joining: joining,
                log: try acknowledged.map(AcknowledgementLog.init)))
        let report = try await run.run()
        print(json ? report.json.text : report.text)
        await loop.stop()
    }

    private func makeLab(_ server: PlainHTTP) throws -> JSON {
        guard
            let answer = try server.send(
                "POST", "/api/labs", json: ["title": "Load", "template": "T2"], key: key)
        else {
            throw Failure("Nobody listens at \(url). Start `coprolab serve` first.")
        }
        guard answer.status == 201 else {
            throw Failure(
                "\(answer.json["detail"]?.string ?? "The server answered with status \(answer.status).") Give it with --key."
            )
        }
        return answer.json
    }
}

/// Where accepted commands are written down, each line whole, for whoever checks later that none is missing.
final class AcknowledgementLog: Sendable {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure("\(path): \(String(cString: strerror(errno))).") }
    }

    deinit { close(descriptor) }

    func write(client: String, number: Int, version: Int, name: String, activity: String) {
        let line: JSON = [
            "client": .string(client), "number": .int(number), "version": .int(version),
            "name": .string(name), "activity": .string(activity),
        ]
        let bytes = line.bytes + [0x0A]
        _ = Glibc.write(descriptor, bytes, bytes.count)
    }
}
