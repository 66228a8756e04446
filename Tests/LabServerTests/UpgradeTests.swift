import CoproductionLab
import Testing

@testable import LabServer

@Suite("Opening a connection", .timeLimit(.minutes(10)))
struct UpgradeTests {
    /// The status with which a connection is refused; nil where it opens.
    private func refusal(
        _ server: TestServer, subprotocol: String? = "coprolab.v1", path: String = "/ws",
        origin: String? = nil,
        headers: [(String, String)] = []
    ) async -> Int? {
        let person = TestPerson(server.sockets, on: server.clients)
        do {
            try await person.connect(
                to: server.port, path: path, subprotocol: subprotocol, origin: origin, headers: headers)
            return nil
        } catch {
            return (error as? TestPerson.Refused)?.status ?? -1
        }
    }

    @Test(
        "a wrong or missing subprotocol is refused",
        arguments: [nil, "", "chat", "coprolab.v2", "coprolab.v11"])
    func subprotocol(_ name: String?) async throws {
        try await TestServer.run { server in
            #expect(await refusal(server, subprotocol: name) == 400)
            #expect(await refusal(server, subprotocol: "coprolab.v1") == nil)
        }
    }

    @Test(
        "a page of another origin is refused with 403, and so is one that only looks like ours",
        arguments: [
            "https://evil.example", "null", "http://localhost.evil.example:PORT", "http://localhost",
            "https://localhost:PORT",
            "http://localhost:PORT/", "http://localhost:PORT.evil.example", "http://evil.example:PORT",
            "http://LOCALHOST:PORT",
            "http://localhost:PORT1", "file://", "http://127.0.0.1:PORT@evil.example",
            "http://127.1:PORT",
        ])
    func foreignOrigin(_ pattern: String) async throws {
        try await TestServer.run { server in
            let origin = pattern.replacing("PORT", with: String(server.port))
            #expect(await refusal(server, origin: origin) == 403)
            // The same for making a lab.
            let answer = try await server.post(headers: [("Origin", origin)])
            #expect(answer.status == 403 && answer.json["reason"] == "wrongOrigin")
        }
    }

    @Test("its own pages may, under every loopback name, and so may what is no browser")
    func ownOrigins() async throws {
        try await TestServer.run { server in
            for host in ["localhost", "127.0.0.1", "[::1]"] {
                #expect(await refusal(server, origin: "http://\(host):\(server.port)") == nil)
            }
            #expect(await refusal(server, origin: nil) == nil)
        }
    }

    @Test("behind a public address that one alone is an origin, with those that were allowed beside it")
    func publicURL() async throws {
        let setup = TestServer.Setup {
            $0.service.publicURL = "https://Lab.Example.org:443/"
            $0.service.allowedOrigins = ["https://partner.example", "http://other.example:80/"]
        }
        try await TestServer.run(setup) { server in
            #expect(server.links.origin == "https://lab.example.org")
            for origin in ["https://lab.example.org", "https://partner.example", "http://other.example"] {
                #expect(await refusal(server, origin: origin) == nil)
            }
            let foreign = [
                "http://lab.example.org", "https://lab.example.org:8443", "https://sub.lab.example.org",
                "http://localhost:\(server.port)", "https://partner.example.evil.org",
            ]
            for origin in foreign { #expect(await refusal(server, origin: origin) == 403) }
        }
    }

    @Test("there is one path, and asking for it as a page says what to do")
    func path() async throws {
        try await TestServer.run { server in
            #expect(await refusal(server, path: "/") == 404)
            #expect(await refusal(server, path: "/ws/") == 404)
            let page = try await server.get("/ws")
            #expect(page.status == 426 && page.header("upgrade") == "websocket")
        }
    }

    @Test("more connections than there may be are turned away, and those there are aren't disturbed")
    func full() async throws {
        try await TestServer.run(.init { $0.service.maximumConnections = 3 }) { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            _ = try await server.connection()
            #expect(await refusal(server) != nil)
            try await moira.act("setName", ["name": "M"])
        }
    }
}
