import Testing

@testable import WebSockets

@Suite("A server over real sockets", .timeLimit(.minutes(10)))
struct EchoTests {
    @Test("GET and POST are answered, and the connection is kept for more")
    func http() async throws {
        try await Fixture.run { fixture in
            let raw = try RawConnection(port: fixture.port)
            try await raw.send("GET /api/a%20b/../c%2Fd?x=1&y=%26 HTTP/1.1\r\nHost: test\r\n\r\n")
            let first = try await raw.answer()
            #expect(first.head.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(first.body == "GET /api/c/d x=1&y=%26 0")
            try await raw.send("POST /api/labs HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhello")
            #expect(try await raw.answer().body == "POST /api/labs - 5")
            try await raw.send("POST /api/labs HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n")
            #expect(try await raw.answer().body == "POST /api/labs - 0")
            try await raw.send("HEAD / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
            let last = String(decoding: await raw.receiveAll(), as: UTF8.self)
            #expect(last.contains("Content-Length: 10\r\n") && last.hasSuffix("\r\n\r\n"))
        }
    }

    @Test("a message comes back, and the end is told on both sides")
    func echo() async throws {
        try await Fixture.run { fixture in
            let socket = try await fixture.socket()
            socket.send("hello")
            socket.send("Grüße 🌍")
            #expect(await socket.messages(2) == ["hello", "Grüße 🌍"])
            socket.close(4001)
            #expect(await socket.closeCode() == 4001)
            let events = await fixture.delegate.events.until { $0.count == 4 }
            guard case .opened(let id) = events[0] else { return #expect(Bool(false)) }
            #expect(events[3] == .closed(id, 4001))
            #expect(try await fixture.on { $0.send(Frame(text: "late"), to: id) } == .gone)
        }
    }

    @Test("one frame goes to many connections")
    func many() async throws {
        let delegate = ScriptedDelegate(message: { _, _, _ in })
        try await Fixture.run(delegate: delegate) { fixture in
            var sockets: [TestSocket] = []
            for _ in 0..<50 { sockets.append(try await fixture.socket()) }
            let ids = await fixture.opened(50)
            #expect(Set(ids).count == 50)
            let outcomes = try await fixture.on { server in
                let frame = Frame(text: String(repeating: "x", count: 70_000))
                return ids.map { server.send(frame, to: $0) }
            }
            #expect(outcomes.allSatisfy { $0 == .written })
            for socket in sockets { #expect(await socket.messages(1).first?.count == 70_000) }
        }
    }

    @Test("a request under way is answered while draining, and what stays too long is cut")
    func drainRequests() async throws {
        let held = Recorder<HTTPResponder>()
        let delegate = ScriptedDelegate(request: { _, respond in held.add(respond) })
        try await Fixture.run(delegate: delegate) { fixture in
            let answered = try RawConnection(port: fixture.port)
            let stuck = try RawConnection(port: fixture.port)
            let socket = try RawConnection(port: fixture.port)
            #expect(try await socket.upgrade() == 101)
            try await answered.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            await held.until { $0.count == 1 }
            try await stuck.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            await held.until { $0.count == 2 }
            let server = fixture.server
            let end = Task { await server.drain(reason: "restarting", within: .milliseconds(500)) }
            // It says that it goes, and this client never says so back.
            #expect(try await socket.closeCode() == 1012)
            held.all[0].send(HTTPResponse(status: 200))
            let answer = try await answered.answer()
            #expect(answer.head.hasPrefix("HTTP/1.1 200 ") && answer.head.contains("Connection: close\r\n"))
            #expect(await stuck.receiveAll().isEmpty)
            await end.value
            held.all[1].send(HTTPResponse(status: 200))
            #expect(delegate.events.all.contains { if case .closed = $0 { true } else { false } })
            #expect(try await fixture.on(\.connectionCount) == 0)
        }
    }

    @Test("a kept connection that is silent is closed")
    func idle() async throws {
        var configuration = ServerConfiguration()
        configuration.idleHTTP = .seconds(1)
        try await Fixture.run(configuration) { fixture in
            let raw = try RawConnection(port: fixture.port)
            try await raw.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            #expect(try await raw.status() == 200)
            #expect(await raw.receiveAll().isEmpty)
        }
    }

    @Test("draining closes every WebSocket with 1012, refuses newcomers, and ends")
    func drain() async throws {
        try await Fixture.run { fixture in
            var sockets: [TestSocket] = []
            for _ in 0..<20 { sockets.append(try await fixture.socket()) }
            await fixture.server.drain(reason: "restarting", within: .seconds(5))
            for socket in sockets { #expect(await socket.closeCode() == 1012) }
            #expect(
                fixture.delegate.events.all.filter { if case .closed(_, 1012) = $0 { true } else { false } }
                    .count == 20)
            await #expect(throws: TestSocket.Refused.self) { try await fixture.socket() }
        }
    }
}
