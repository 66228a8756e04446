import Testing

@testable import WebSockets

@Suite("Messages over a WebSocket", .timeLimit(.minutes(10)))
struct MessageTests {
    private static func run(
        maximum: Int = 65536, _ body: (Fixture, RawConnection) async throws -> Void
    ) async throws {
        var configuration = ServerConfiguration()
        configuration.maximumMessage = maximum
        try await Fixture.run(configuration) { fixture in
            let raw = try RawConnection(port: fixture.port)
            #expect(try await raw.upgrade() == 101)
            try await body(fixture, raw)
        }
    }

    @Test("fragments are assembled, with a ping between them, and empty ones")
    func fragments() async throws {
        try await Self.run { _, raw in
            try await raw.send(RawConnection.frame(0x01, Array("Hel".utf8)))
            try await raw.send(RawConnection.frame(0x89, Array("p".utf8)))
            try await raw.send(RawConnection.frame(0x00, []))
            try await raw.send(RawConnection.frame(0x80, Array("lo".utf8)))
            let frames = [try await raw.receiveFrame(), try await raw.receiveFrame()]
            #expect(frames.contains { $0.first == 0x8A && $0.payload == Array("p".utf8) })
            #expect(frames.contains { $0.first == 0x81 && $0.payload == Array("Hello".utf8) })
            try await raw.send(RawConnection.frame(0x81, []))
            #expect(try await raw.receiveFrame().payload.isEmpty)
        }
    }

    @Test("one may come right behind the request to upgrade")
    func immediately() async throws {
        try await Fixture.run { fixture in
            let raw = try RawConnection(port: fixture.port)
            let frames = (0..<3).flatMap { RawConnection.frame(0x81, Array("early \($0)".utf8)) }
            try await raw.send(Array(RawConnection.upgradeRequest().utf8) + frames)
            #expect(try await raw.status() == 101)
            for index in 0..<3 {
                #expect(try await raw.receiveFrame().payload == Array("early \(index)".utf8))
            }
        }
    }

    @Test("one of exactly the cap comes through, in one frame, in many, and byte by byte")
    func atTheCap() async throws {
        try await Self.run(maximum: 5000) { _, raw in
            let text = [UInt8](repeating: 0x61, count: 5000)
            try await raw.send(RawConnection.frame(0x81, text))
            #expect(try await raw.receiveFrame().payload == text)
            for index in 0..<5 {
                let first: UInt8 = index == 0 ? 0x01 : index == 4 ? 0x80 : 0x00
                try await raw.send(RawConnection.frame(first, Array(text[..<1000])))
            }
            #expect(try await raw.receiveFrame().payload == text)
            for byte in RawConnection.frame(0x81, Array("slow".utf8)) { try await raw.send([byte]) }
            #expect(try await raw.receiveFrame().payload == Array("slow".utf8))
        }
    }

    @Test("one past the cap closes with 1009 at its first bytes, in one frame or in many")
    func tooLong() async throws {
        try await Self.run(maximum: 5000) { fixture, raw in
            // Only the head and a byte: the announced length is enough.
            try await raw.send(Array(RawConnection.frame(0x81, [UInt8](repeating: 0x61, count: 5001))[..<9]))
            #expect(try await raw.closeCode() == 1009)
            let pieces = try RawConnection(port: fixture.port)
            #expect(try await pieces.upgrade() == 101)
            for index in 0..<6 {
                try await pieces.send(
                    RawConnection.frame(index == 0 ? 0x01 : 0x00, [UInt8](repeating: 0x61, count: 1000)))
            }
            #expect(try await pieces.closeCode() == 1009)
            let huge = try RawConnection(port: fixture.port)
            #expect(try await huge.upgrade() == 101)
            try await huge.send([0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4, 5])
            #expect(try await huge.closeCode() == 1009)
        }
    }

    @Test(
        "text that isn't UTF-8 closes with 1007",
        arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x61, 0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80]]
            as [[UInt8]])
    func invalidText(bytes: [UInt8]) async throws {
        try await Self.run { fixture, raw in
            try await raw.send(RawConnection.frame(0x81, bytes))
            #expect(try await raw.closeCode() == 1007)
            #expect(fixture.delegate.events.all.count { if case .received = $0 { true } else { false } } == 0)
        }
    }

    @Test("a character may be split between fragments")
    func splitCharacter() async throws {
        try await Self.run { _, raw in
            try await raw.send(RawConnection.frame(0x01, [0xC3]))
            try await raw.send(RawConnection.frame(0x80, [0xBC]))
            #expect(try await raw.receiveFrame().payload == Array("ü".utf8))
        }
    }

    @Test("binary closes with 1003")
    func binary() async throws {
        try await Self.run { _, raw in
            try await raw.send(RawConnection.frame(0x82, [1, 2, 3]))
            #expect(try await raw.closeCode() == 1003)
        }
    }

    @Test(
        "what breaks the framing closes with 1002",
        arguments: [
            [0x83, 0x80, 0, 0, 0, 0], [0xC1, 0x80, 0, 0, 0, 0], [0x80, 0x80, 0, 0, 0, 0],
            [0x09, 0x80, 0, 0, 0, 0],
        ]
            as [[UInt8]])
    func framing(bytes: [UInt8]) async throws {
        try await Self.run { _, raw in
            try await raw.send(bytes)
            #expect(try await raw.closeCode() == 1002)
        }
    }

    @Test("the delegate may close from within a message, and what comes after is ignored")
    func closeWithin() async throws {
        let delegate = ScriptedDelegate(message: { server, text, id in
            server.send(Frame(text: "answer to \(text)"), to: id)
            server.close(id, code: 4000, reason: String(repeating: "ö", count: 100))
            #expect(server.send(Frame(text: "too late"), to: id) == .gone)
        })
        try await Fixture.run(delegate: delegate) { fixture in
            let socket = try await fixture.socket()
            socket.send("one")
            socket.send("two")
            #expect(await socket.closeCode() == 4000)
            #expect(await socket.messages(1) == ["answer to one"])
            await delegate.events.until {
                $0.contains { if case .closed(_, 4000) = $0 { true } else { false } }
            }
            #expect(delegate.events.all.count { if case .received = $0 { true } else { false } } == 1)
        }
    }

    @Test("a connection that is cut is told as closed without a code, and its name is never used again")
    func cut() async throws {
        try await Fixture.run { fixture in
            var ids: Set<ConnectionID> = []
            for round in 1...5 {
                let socket = try await fixture.socket()
                socket.drop()
                let events = await fixture.delegate.events.until { $0.count == 2 * round }
                guard case .closed(let id, nil) = events.last else {
                    Issue.record("not closed without a code: \(events)")
                    return
                }
                ids.insert(id)
            }
            #expect(ids.count == 5)
        }
    }
}
