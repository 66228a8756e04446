import Testing

@testable import WebSockets

@Suite("A reader that can't keep up", .timeLimit(.minutes(10)))
struct BackpressureTests {
    private static func filled(_ fixture: Fixture, _ id: ConnectionID) async throws -> [SendOutcome] {
        try await fixture.on { server in
            let frame = Frame(text: String(repeating: "x", count: 50_000))
            var outcomes: [SendOutcome] = []
            while outcomes.count < 1000, outcomes.last != .behind {
                outcomes.append(server.send(frame, to: id))
            }
            return outcomes
        }
    }

    /// The server's name for the first connection. A client may know that it is in before the server has said
    /// so.
    @Test("is queued for, then behind, told as drained when it has read, and loses nothing that was taken")
    func behind() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumQueuedBytes = 500_000
        try await Fixture.run(configuration) { fixture in
            let slow = try await fixture.socket()
            let id = await fixture.opened(1)[0]
            slow.setReading(false)
            let outcomes = try await Self.filled(fixture, id)
            #expect(outcomes.first == .written && outcomes.last == .behind)
            #expect(outcomes.filter { $0 == .queued }.count == 10)
            #expect(try await fixture.on { $0.send(Frame(text: "x"), to: id) } == .behind)
            // Another isn't held up.
            let quick = try await fixture.socket()
            quick.send("hello")
            #expect(await quick.messages(1) == ["hello"])
            slow.setReading(true)
            await fixture.delegate.events.until { $0.contains(.drained(id)) }
            #expect(try await fixture.on { $0.send(Frame(text: "fresh"), to: id) } == .written)
            let taken = outcomes.count - 1
            let messages = await slow.messages(taken + 1)
            #expect(messages.count == taken + 1 && messages.last == "fresh")
            #expect(messages.dropLast().allSatisfy { $0.count == 50_000 })
        }
    }

    @Test("is bounded in frames as in bytes")
    func frames() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumQueuedFrames = 3
        try await Fixture.run(configuration) { fixture in
            let slow = try await fixture.socket()
            slow.setReading(false)
            let outcomes = try await Self.filled(fixture, fixture.opened(1)[0])
            #expect(outcomes.filter { $0 == .queued }.count == 3 && outcomes.last == .behind)
        }
    }

    @Test("is cut when it stays behind, as 1008")
    func cut() async throws {
        var configuration = ServerConfiguration()
        configuration.behindLimit = .seconds(1)
        try await Fixture.run(configuration) { fixture in
            let slow = try await fixture.socket()
            let id = await fixture.opened(1)[0]
            slow.setReading(false)
            _ = try await Self.filled(fixture, id)
            await fixture.delegate.events.until { $0.contains(.closed(id, 1008)) }
            #expect(try await fixture.on { $0.send(Frame(text: "x"), to: id) } == .gone)
        }
    }

    @Test("gets what waits before it is closed")
    func closing() async throws {
        try await Fixture.run { fixture in
            let slow = try await fixture.socket()
            let id = await fixture.opened(1)[0]
            slow.setReading(false)
            let taken = try await Self.filled(fixture, id).count - 1
            try await fixture.on { $0.close(id, code: 4002, reason: "") }
            slow.setReading(true)
            #expect(await slow.closeCode() == 4002)
            #expect(await slow.messages(taken).count == taken)
        }
    }
}

@Suite("Silence", .timeLimit(.minutes(10)))
struct KeepAliveTests {
    private static var configuration: ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.pingAfter = .seconds(1)
        configuration.hangUpAfter = .seconds(3)
        return configuration
    }

    @Test("a silent WebSocket is pinged, and hung up on where it doesn't answer")
    func hungUp() async throws {
        try await Fixture.run(Self.configuration) { fixture in
            let raw = try RawConnection(port: fixture.port)
            #expect(try await raw.upgrade() == 101)
            #expect(try await raw.receiveFrame().first == 0x89)
            #expect(await raw.receiveAll().isEmpty)
            await fixture.delegate.events.until {
                $0.contains { if case .closed(_, nil) = $0 { true } else { false } }
            }
        }
    }

    @Test("one that answers stays")
    func stays() async throws {
        try await Fixture.run(Self.configuration) { fixture in
            let raw = try RawConnection(port: fixture.port)
            #expect(try await raw.upgrade() == 101)
            // Five pings are more than the time after which it would be hung up on.
            for _ in 0..<5 {
                let ping = try await raw.receiveFrame()
                #expect(ping.first == 0x89)
                try await raw.send(RawConnection.frame(0x8A, ping.payload))
            }
            try await raw.send(RawConnection.frame(0x81, Array("still here".utf8)))
            #expect(try await raw.receiveFrame().payload == Array("still here".utf8))
        }
    }
}
