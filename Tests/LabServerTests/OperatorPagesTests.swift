import CoproductionLab
import LabJournal
import Logging
import Synchronization
import Testing
import WebSockets

@testable import LabServer

@Suite("Pages for operators", .timeLimit(.minutes(10)))
struct OperatorPagesTests {
    @Test("healthz says that it lives, readyz that it can save")
    func health() async throws {
        try await TestServer.run { server in
            for (path, text) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
                let answer = try await server.get(path)
                #expect(answer.status == 200 && answer.text == text)
            }
        }
    }

    @Test("readyz says that it can't save any more, in the moment before the process ends")
    func notReady() async throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let journal = MemoryJournal()
        let hub = Hub(
            loop: loop, journal: journal, templates: try Templates.all(), settings: HubSettings(),
            links: Links(origin: "http://localhost"),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            onBroken: { _ in })
        let visitors = try Visitors(
            origins: [], trustedProxies: [], listensOnLoopbackAlone: true, hasPublicURL: false)
        let front = WebFront(
            assets: try SamplePages.shared.assets(), visitors: visitors, organiserKey: { nil },
            metricsKey: nil)
        await hub.useFront(front)
        #expect(await hub.status(of: "/readyz") == 200)
        await journal.refuse(with: .broken("fsync failed"))
        await #expect(throws: LabAdministrationError.self) {
            try await hub.makeLab(title: "x", template: "T2")
        }
        #expect(await hub.status(of: "/readyz") == 503)
        #expect(await hub.status(of: "/healthz") == 200)
        // What comes later isn't left waiting either.
        await journal.refuse(with: nil)
        await #expect(throws: LabAdministrationError.self) {
            try await hub.makeLab(title: "x", template: "T2")
        }
        await loop.stop()
    }

    @Test("metrics are for this computer alone, and a proxy's visitor isn't on it")
    func local() async throws {
        try await TestServer.run { server in
            #expect(try await server.get("/metrics").status == 200)
            let forwarded = try await server.get("/metrics", headers: [("X-Forwarded-For", "203.0.113.7")])
            #expect(forwarded.status == 403 && forwarded.json["reason"] == "notAllowed")
            // A page whose name was bent to this computer has no business here either.
            let bent = try await server.get("/metrics", host: "evil.example")
            #expect(bent.status == 403)
        }
    }

    @Test("with a metrics key they are for whoever sends it")
    func key() async throws {
        try await TestServer.run(.init { $0.service.metricsKey = "the key" }) { server in
            for wrong in [[], [("Authorization", "Bearer ")], [("Authorization", "Bearer the keys")]] {
                #expect(try await server.get("/metrics", headers: wrong).status == 403)
            }
            let right = [("Authorization", "Bearer the key"), ("X-Forwarded-For", "203.0.113.7")]
            let answer = try await server.get("/metrics", host: "lab.example.org", headers: right)
            #expect(answer.status == 200)
        }
    }

    @Test("metrics follow the Prometheus text format and count what happens")
    func metrics() async throws {
        try await TestServer.run { server in
            let before = try await values(server)
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            try await room.add(["A bench", "A choir"], by: moira)
            _ = try await moira.command("fly")
            moira.send("{")
            try await moira.until("an error") { $0.replies.count == 2 }
            let answer = try await server.get("/metrics")
            #expect(answer.header("content-type") == "text/plain; version=0.0.4; charset=utf-8")
            let after = try await values(server)
            func grew(_ name: String) -> Double { (after[name] ?? 0) - (before[name] ?? 0) }
            #expect(grew("coprolab_connections") == 2 && grew("coprolab_labs") == 1)
            #expect(grew("coprolab_joins_total") == 1)
            // Opening the lab and an activity, and two ideas.
            #expect(grew("coprolab_commands_accepted_total") == 4)
            #expect(grew("coprolab_commands_rejected_total{reason=\"unknownCommand\"}") == 1)
            #expect(grew("coprolab_protocol_errors_total") == 1)
            #expect(grew("coprolab_events_total") >= 5 && grew("coprolab_commits_total") >= 5)
            #expect(grew("coprolab_frames_sent_total") > 10 && grew("coprolab_frames_received_total") > 7)
            #expect((after["coprolab_process_resident_memory_bytes"] ?? 0) > 1_000_000)
            #expect((after["coprolab_process_cpu_seconds_total"] ?? 0) > 0)
            // No name, no code, no id.
            for secret in [room.lab.code, room.lab.id, "Moira"] { #expect(!answer.text.contains(secret)) }
        }
    }

    /// Every sample by its name and labels, each line held against the format.
    private func values(_ server: TestServer) async throws -> [String: Double] {
        var values: [String: Double] = [:]
        var announced: Set<Substring> = []
        for line in try await server.get("/metrics").text.split(separator: "\n") {
            if line.hasPrefix("#") {
                let comment = try #require(line.wholeMatch(of: /# (HELP|TYPE) ([a-z_]+) .+/))
                announced.insert(comment.2)
                continue
            }
            let sample = try #require(
                line.wholeMatch(of: /([a-z_]+)(\{[a-z]+="[a-zA-Z]+"\})? ([0-9.e+-]+)/), "\(line)")
            #expect(announced.contains(sample.1))
            values[String(sample.1) + (sample.2 ?? "")] = Double(sample.3)
        }
        return values
    }
}

extension Hub {
    func useFront(_ front: WebFront) { self.front = front }

    func status(of path: String) -> Int? {
        let status = Mutex<Int?>(nil)
        route(
            HTTPRequest(method: "GET", path: path),
            respond: HTTPResponder { answer in status.withLock { $0 = answer.status } })
        return status.withLock { $0 }
    }
}
