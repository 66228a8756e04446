import Glibc
import Testing

@testable import WebSockets

@Suite("A client that doesn't read its answer", .timeLimit(.minutes(10)))
struct StuckReaderTests {
    private static func run(patience: Duration, sending extra: String) async throws {
        var configuration = ServerConfiguration()
        configuration.answerPatience = patience
        let body = SharedBytes([UInt8](repeating: 0x61, count: 20_000_000))
        let delegate = ScriptedDelegate(request: { _, respond in
            respond.send(HTTPResponse(status: 200, body: .bytes(body)))
        })
        try await Fixture.run(configuration, delegate: delegate) { fixture in
            let raw = try RawConnection(port: fixture.port, receiveBuffer: 4096)
            try await raw.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            _ = try await raw.receiveExactly(1)
            try await raw.send(extra)
            let before = try await fixture.on { _ in Self.processorTime() }
            while try await fixture.on(\.connectionCount) > 0 { try await Task.sleep(for: .milliseconds(50)) }
            // Of the server's thread. A loop that spins would use a second for every second.
            let used = try await fixture.on { _ in Self.processorTime() } - before
            #expect(used < .milliseconds(300))
            #expect(await raw.receiveAll().count < body.count)
        }
    }

    private static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    @Test("is cut when its patience is over")
    func stuck() async throws { try await Self.run(patience: .seconds(1), sending: "") }

    @Test("is cut then, too, when it sends more meanwhile, and costs no time until then")
    func crowded() async throws {
        try await Self.run(patience: .seconds(2), sending: "GET / HTTP/1.1\r\nHost: test\r\n\r\n")
    }
}
