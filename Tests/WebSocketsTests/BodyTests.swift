import Synchronization
import Testing

@testable import WebSockets

@Suite("Bodies and answers", .timeLimit(.minutes(10)))
struct BodyTests {
    @Test("a body that drips in past its deadline is answered 408")
    func drip() async throws {
        var configuration = ServerConfiguration()
        configuration.bodyDeadline = .seconds(1)
        try await Fixture.run(configuration) { fixture in
            let raw = try RawConnection(port: fixture.port)
            try await raw.send("POST /a HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n\r\nhel")
            let answer = Task.detached { try await raw.answer().head }
            let writer = Task.detached {
                // A byte now and then keeps lws's own timeout from ever coming.
                while !Task.isCancelled {
                    try await raw.send("x")
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
            #expect(try await answer.value.hasPrefix("HTTP/1.1 408 "))
            writer.cancel()
        }
    }

    @Test("a body over the cap is answered 413, and the client that is sending it gets to read that")
    func tooLong() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumBody = 1000
        try await Fixture.run(configuration) { fixture in
            let exact = try RawConnection(port: fixture.port)
            try await exact.send("POST /a HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n\r\n")
            try await exact.send([UInt8](repeating: 0x61, count: 1000))
            #expect(try await exact.answer().body == "POST /a - 1000")
            let raw = try RawConnection(port: fixture.port)
            try await raw.send("POST /a HTTP/1.1\r\nHost: test\r\nContent-Length: 300000\r\n\r\n")
            try await raw.send([UInt8](repeating: 0x61, count: 300_000))
            let answer = try await raw.answer()
            #expect(answer.head.hasPrefix("HTTP/1.1 413 ") && answer.body.contains("1000 bytes"))
            #expect(await raw.receiveAll().isEmpty)
        }
    }

    @Test(
        "a long body comes whole, in whatever pieces it is sent, and a client that asks first is told to go on"
    )
    func longBody() async throws {
        let seen = Mutex<[UInt8]>([])
        let delegate = ScriptedDelegate(request: { request, respond in
            seen.withLock { $0 = request.body }
            respond.send(HTTPResponse(status: 204))
        })
        try await Fixture.run(delegate: delegate) { fixture in
            let body = (0..<900_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let raw = try RawConnection(port: fixture.port)
            try await raw.send(
                "PUT /a HTTP/1.1\r\nHost: test\r\nContent-Length: 900000\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await raw.answer().head == "HTTP/1.1 100 Continue\r\n\r\n")
            for start in stride(from: 0, to: body.count, by: 12_345) {
                try await raw.send(Array(body[start..<min(start + 12_345, body.count)]))
            }
            let answer = try await raw.answer()
            #expect(answer.head.hasPrefix("HTTP/1.1 204 No Content\r\n"))
            #expect(!answer.head.contains("Content-Length"))
            #expect(seen.withLock { $0 } == body)
        }
    }

    @Test("an answer may come later and from any thread; what was pipelined meanwhile is answered in order")
    func pipelined() async throws {
        let delegate = ScriptedDelegate(request: { request, respond in
            Task.detached {
                await Task.yield()
                respond.send(HTTPResponse(status: 200, type: "text/plain", body: request.path.utf8))
                respond.send(HTTPResponse(status: 500))
            }
        })
        try await Fixture.run(delegate: delegate) { fixture in
            let raw = try RawConnection(port: fixture.port)
            // The first may have a body, the others not.
            let first = "POST /0 HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\nabc"
            let others = (1..<20).map { "GET /\($0) HTTP/1.1\r\nHost: test\r\n\r\n" }
            try await raw.send(first + others.joined())
            for index in 0..<20 { #expect(try await raw.answer().body == "/\(index)") }
            // A connection that is used again, the usual way, takes bodies.
            for index in 20..<520 {
                // The head first and the body after it, as some clients do, straight upon the last answer.
                try await raw.send("POST /\(index) HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\n")
                try await raw.send("abc")
                #expect(try await raw.answer().body == "/\(index)")
            }
        }
    }

    @Test("a body or an upgrade behind another request is refused: libwebsockets would read freed memory")
    func pipelinedBody() async throws {
        try await Fixture.run { fixture in
            let get = "GET / HTTP/1.1\r\nHost: test\r\n\r\n"
            let post = "POST /a HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\nabc"
            for second in [
                post, post + get, RawConnection.upgradeRequest(), RawConnection.upgradeRequest() + get,
            ] {
                for first in [get, post] {
                    let raw = try RawConnection(port: fixture.port)
                    try await raw.send(first + second)
                    #expect(try await raw.status() == 200)
                    #expect(try await raw.status() == 400)
                    #expect(await raw.receiveAll().isEmpty)
                }
            }
            // Its head split over two packets, it doesn't come out of what was left over.
            let raw = try RawConnection(port: fixture.port)
            try await raw.send(get + String(post.prefix(30)))
            #expect(try await raw.status() == 200)
            try await raw.send(String(post.dropFirst(30)) + get)
            #expect(try await raw.answer().body == "POST /a - 3")
            #expect(try await raw.answer().body == "GET / - 0")
        }
    }

    @Test(
        "a request that is dropped without an answer is answered 500, and a client that has gone is harmless")
    func dropped() async throws {
        let held = Mutex<[HTTPResponder]>([])
        let arrived = Recorder<String>()
        let delegate = ScriptedDelegate(request: { request, respond in
            if request.path == "/held" { held.withLock { $0.append(respond) } }
            arrived.add(request.path)
        })
        try await Fixture.run(delegate: delegate) { fixture in
            let raw = try RawConnection(port: fixture.port)
            try await raw.send("GET /dropped HTTP/1.1\r\nHost: test\r\n\r\n")
            #expect(try await raw.status() == 500)
            do {
                let gone = try RawConnection(port: fixture.port)
                try await gone.send("GET /held HTTP/1.1\r\nHost: test\r\n\r\n")
                await arrived.until { $0.contains("/held") }
            }
            for responder in held.withLock({ $0 }) { responder.send(HTTPResponse(status: 200)) }
            try await raw.send("GET /dropped HTTP/1.1\r\nHost: test\r\n\r\n")
            #expect(try await raw.status() == 500)
        }
    }

    @Test("an answer larger than any buffer comes whole to a client that reads slowly")
    func large() async throws {
        let body = SharedBytes((0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let delegate = ScriptedDelegate(request: { _, respond in
            respond.send(HTTPResponse(status: 200, body: .bytes(body)))
        })
        try await Fixture.run(delegate: delegate) { fixture in
            let raw = try RawConnection(port: fixture.port, receiveBuffer: 4096)
            try await raw.send(
                "GET / HTTP/1.1\r\nHost: test\r\n\r\nGET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
            )
            for _ in 0..<2 {
                var head: [UInt8] = []
                while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
                    head += try await raw.receiveExactly(1)
                }
                #expect(try await raw.receiveExactly(5_000_000) == body.array)
            }
            #expect(await raw.receiveAll().isEmpty)
        }
    }
}
