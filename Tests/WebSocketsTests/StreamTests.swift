import Synchronization
import Testing

@testable import WebSockets

@Suite("Streamed answers", .timeLimit(.minutes(10)))
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

    @Test("are waited for where a piece takes longer to make than a client may take to read")
    func slow() async throws {
        var configuration = ServerConfiguration()
        configuration.answerPatience = .seconds(1)
        let delegate = ScriptedDelegate(request: { _, respond in
            let pieces = Mutex(["one", "two"])
            respond.send(
                HTTPResponse(
                    status: 200,
                    body: .stream {
                        let piece = pieces.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                        if piece == "two" { try await Task.sleep(for: .seconds(3)) }
                        return piece.map { Array($0.utf8) }
                    }))
        })
        try await Fixture.run(configuration, delegate: delegate) { fixture in
            let raw = try RawConnection(port: fixture.port)
            try await raw.send("GET / HTTP/1.0\r\n\r\n")
            #expect(String(decoding: await raw.receiveAll(), as: UTF8.self).hasSuffix("\r\n\r\nonetwo"))
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
