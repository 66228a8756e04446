import Testing

@testable import WebSockets

@Suite("What is refused before it becomes a WebSocket", .timeLimit(.minutes(10)))
struct UpgradeRefusalTests {
    @Test("a wrong Origin gets the delegate's 403, the right one gets in")
    func origin() async throws {
        let delegate = ScriptedDelegate(upgrade: { request in
            request.headers["origin"] == "https://hall.test" ? nil : HTTPResponse(status: 403)
        })
        try await Fixture.run(delegate: delegate) { fixture in
            for origin in [nil, "null", "https://evil.test", "https://hall.test.evil.test"] {
                await #expect(throws: TestSocket.Refused(status: 403)) {
                    try await fixture.socket(origin: origin)
                }
            }
            _ = try await fixture.socket(origin: "https://hall.test")
            let raw = try RawConnection(port: fixture.port)
            #expect(
                try await raw.upgrade(headers: "Origin: https://hall.test\r\nOrigin: https://evil.test\r\n")
                    == 400)
        }
    }

    @Test("a subprotocol that isn't ours, or none, is answered 400")
    func subprotocol() async throws {
        try await Fixture.run { fixture in
            for other in [nil, "chat", "coprolab.v2", "coprolab.v1x", "Coprolab.V1"] {
                await #expect(throws: TestSocket.Refused(status: 400)) {
                    try await fixture.socket(subprotocol: other)
                }
            }
            _ = try await fixture.socket(subprotocol: "coprolab.v2, coprolab.v1")
        }
    }

    private static let handshakes: [(String, Int)] = [
        (RawConnection.upgradeRequest(method: "POST", headers: "Content-Length: 0\r\n"), 405),
        (RawConnection.upgradeRequest(method: "PUT"), 405),
        (RawConnection.upgradeRequest(version: "8"), 426),
        (RawConnection.upgradeRequest(version: "131"), 426),
        (RawConnection.upgradeRequest(path: "/other"), 404),
        (RawConnection.upgradeRequest(path: "/ws/"), 404),
        (RawConnection.upgradeRequest(upgrade: "h2c", headers: "HTTP2-Settings: AAMAAABk\r\n"), 400),
        (RawConnection.upgradeRequest(upgrade: "h2c"), 400),
        (RawConnection.upgradeRequest(headers: "Content-Length: 5\r\n") + "hello", 400),
        (RawConnection.upgradeRequest(headers: "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", 501),
        (RawConnection.upgradeRequest().replacing("dGhlIHNhbXBsZSBub25jZQ==", with: "short"), 400),
        (RawConnection.upgradeRequest().replacing("Sec-WebSocket-Key", with: "Sec-WebSocket-Kex"), 400),
        (RawConnection.upgradeRequest().replacing("HTTP/1.1", with: "HTTP/1.0"), 405),
        (RawConnection.upgradeRequest(upgrade: "irc"), 403),
    ]

    @Test(
        "an upgrade that isn't a GET of version 13 to our path is refused",
        arguments: Self.handshakes)
    func handshake(request: String, status: Int) async throws {
        try await Fixture.run { fixture in
            let raw = try RawConnection(port: fixture.port)
            try await raw.send(request)
            #expect(try await raw.status() == status)
            #expect(await raw.receiveAll().isEmpty)
            #expect(fixture.delegate.events.all.isEmpty)
        }
    }

    private static let otherProtocols: [String] = [
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n",
        "GET / HTTP/1.1\r\nGET /other HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET / HTTP/1.1\r\nPOST /other HTTP/1.1\r\nHost: test\r\n\r\n",
        "BREW /pot HTTP/1.1\r\nHost: test\r\n\r\n", "\u{16}\u{03}\u{01}\u{02}\u{00}\u{01}",
        "GET / HTTP/1.1\r\nHost: test\r\nX: " + String(repeating: "x", count: 9000) + "\r\n\r\n",
    ]

    @Test(
        "HTTP/2 and what would make a raw connection are hung up on",
        arguments: Self.otherProtocols)
    func others(request: String) async throws {
        try await Fixture.run { fixture in
            let raw = try RawConnection(port: fixture.port)
            try await raw.send(request)
            raw.finishSending()
            let answer = String(decoding: await raw.receiveAll(), as: UTF8.self)
            #expect(!answer.contains(" 200 ") && !answer.contains(" 101 "))
            _ = try await fixture.socket()
        }
    }
}

@Suite("Requests that two readers could read differently", .timeLimit(.minutes(10)))
struct SmugglingTests {
    private static let ambiguous: [(String, Int)] = [
        ("Content-Length: 5\r\nContent-Length: 5\r\n", 400),
        ("Content-Length: 5\r\nContent-Length: 6\r\n", 400),
        ("Content-Length: -5\r\n", 400), ("Content-Length: +5\r\n", 400), ("Content-Length: 5a\r\n", 400),
        ("Content-Length: 5, 5\r\n", 400), ("Content-Length: 0x5\r\n", 400),
        ("Content-Length: 99999999999999999999\r\n", 400), ("Content-Length : 5\r\n", 400),
        ("Transfer-Encoding: chunked\r\n", 501), ("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 501),
        ("Content-Length: 5\r\nTransfer-Encoding: identity\r\n", 501),
        ("Transfer-Encoding : chunked\r\nContent-Length: 5\r\n", 400),
        ("Transfer-Encoding:\u{0B}chunked\r\nContent-Length: 5\r\n", 501),
        ("Host: other\r\nContent-Length: 5\r\n", 400), ("", 411),
    ]

    @Test(
        "are refused, and the connection ends",
        arguments: Self.ambiguous)
    func refused(headers: String, status: Int) async throws {
        try await Fixture.run { fixture in
            let raw = try RawConnection(port: fixture.port)
            try await raw.send(
                "POST /a HTTP/1.1\r\nHost: test\r\n\(headers)\r\nhelloGET /smuggled HTTP/1.1\r\nHost: test\r\n\r\n"
            )
            let answer = try await raw.answer()
            #expect(answer.head.hasPrefix("HTTP/1.1 \(status) "))
            #expect(answer.head.contains("Connection: close\r\n"))
            #expect(answer.head.contains("Content-Type: application/problem+json\r\n"))
            #expect(await raw.receiveAll().isEmpty)
        }
    }

    @Test("a request without a Host is refused")
    func host() async throws {
        try await Fixture.run { fixture in
            let raw = try RawConnection(port: fixture.port)
            try await raw.send("GET / HTTP/1.1\r\n\r\n")
            #expect(try await raw.status() == 400)
        }
    }

    private static let paths: [(String, String)] = [
        ("/a%2e%2e/b", "/a../b"), ("/%00", "/"), ("/a%0d%0aSet-Cookie:x", "refused"),
        ("/..%2f..%2fetc/passwd", "/etc/passwd"), ("/a//b", "/a/b"), ("/caf%C3%A9", "/caf%C3%A9"),
        ("/%ff", "/%FF"), ("/a%3Fb", "/a%3Fb"), ("/../../x", "/x"),
    ]

    @Test(
        "a path comes in one printable form, whatever it was written as",
        arguments: Self.paths)
    func path(sent: String, seen: String) async throws {
        try await Fixture.run { fixture in
            let raw = try RawConnection(port: fixture.port)
            try await raw.send("GET \(sent) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
            let all = String(decoding: await raw.receiveAll(), as: UTF8.self)
            // libwebsockets may refuse it outright; then nobody saw it.
            if all.hasPrefix("HTTP/1.1 200") { #expect(all.hasSuffix("\r\n\r\nGET \(seen) - 0")) }
        }
    }
}
