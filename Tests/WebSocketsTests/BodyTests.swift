import Glibc
import Synchronization
import Testing

@testable import WebSockets

@Suite("Bodies and answers", .timeLimit(.minutes(1)))
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

@Suite("A client that doesn't read its answer", .timeLimit(.minutes(1)))
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

@Suite("Streamed answers", .timeLimit(.minutes(1)))
struct StreamTests {
    private struct Broken: Error {}

    private static func numbers(_ count: Int, failing: Bool = false) -> HTTPResponse {
        let next = Mutex(0)
        return HTTPResponse(
            status: 200,
            body: .stream {
                let number = next.withLock { next in
                    next += 1
                    return next
                }
                if number > count {
                    if failing { throw Broken() }
                    return nil
                }
                return Array("line \(number)\n".utf8)
            })
    }

    private static func run(_ body: (Fixture) async throws -> Void) async throws {
        let delegate = ScriptedDelegate(request: { request, respond in
            respond.send(numbers(1000, failing: request.path == "/broken"))
        })
        try await Fixture.run(delegate: delegate, body)
    }

    @Test("come in chunks, end with the empty one, and leave the connection open")
    func chunks() async throws {
        try await Self.run { fixture in
            let raw = try RawConnection(port: fixture.port)
            for _ in 0..<2 {
                try await raw.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                #expect(try await raw.answer().head.contains("Transfer-Encoding: chunked\r\n"))
                var lines = ""
                while true {
                    var size: [UInt8] = []
                    while !size.suffix(2).elementsEqual([13, 10]) { size += try await raw.receiveExactly(1) }
                    let length = try #require(
                        Int(String(decoding: size.dropLast(2), as: UTF8.self), radix: 16))
                    lines += String(decoding: try await raw.receiveExactly(length), as: UTF8.self)
                    #expect(try await raw.receiveExactly(2) == [13, 10])
                    if length == 0 { break }
                }
                #expect(lines == (1...1000).map { "line \($0)\n" }.joined())
            }
        }
    }

    @Test("are cut where their source fails, so that the client sees that it isn't whole")
    func broken() async throws {
        try await Self.run { fixture in
            let raw = try RawConnection(port: fixture.port)
            try await raw.send("GET /broken HTTP/1.1\r\nHost: test\r\n\r\n")
            let text = String(decoding: await raw.receiveAll(), as: UTF8.self)
            #expect(text.contains("line 1000\n") && !text.hasSuffix("0\r\n\r\n"))
        }
    }

    @Test("go to HTTP/1.0 without chunks, up to the end of the connection")
    func old() async throws {
        try await Self.run { fixture in
            let raw = try RawConnection(port: fixture.port)
            try await raw.send("GET / HTTP/1.0\r\n\r\n")
            let text = String(decoding: await raw.receiveAll(), as: UTF8.self)
            #expect(
                !text.contains("chunked")
                    && text.hasSuffix("\r\n\r\n" + (1...1000).map { "line \($0)\n" }.joined()))
        }
    }
}
