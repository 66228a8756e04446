import Glibc
import Logging
import Testing

@testable import WebSockets

@Suite("Listening", .timeLimit(.minutes(10)))
struct ListenTests {
    /// Starts a server that is expected to fail.
    private static func failure(_ configuration: ServerConfiguration) async throws -> WebSocketsError? {
        do {
            try await Fixture.run(configuration) { _ in }
            return nil
        } catch let error as WebSocketsError {
            return error
        }
    }

    @Test("a port in use is an error that says what to do")
    func inUse() async throws {
        try await Fixture.run { fixture in
            let error = try await Self.failure(ServerConfiguration(port: fixture.port))
            #expect(error == .addressInUse(host: "127.0.0.1", port: fixture.port))
            #expect(error?.description.contains("choose another port") == true)
        }
    }

    @Test("an address of another machine, an unknown name and an impossible port are errors")
    func badAddress() async throws {
        for host in ["192.0.2.1", "no.such.host.invalid"] {
            guard case .badAddress(host, _) = try await Self.failure(ServerConfiguration(host: host)) else {
                Issue.record("\(host) was taken")
                continue
            }
        }
        guard case .badAddress = try await Self.failure(ServerConfiguration(port: 70_000)) else {
            Issue.record("port 70000 was taken")
            return
        }
    }

    @Test("localhost alone is not reachable by another address, and several hosts share one port")
    func hosts() async throws {
        let configuration = ServerConfiguration(listen: .tcp(hosts: ["127.0.0.1", "127.0.0.2"], port: 0))
        try await Fixture.run(configuration) { fixture in
            let addresses = try await fixture.on(\.addresses)
            #expect(addresses.map(\.host) == ["127.0.0.1", "127.0.0.2"])
            #expect(Set(addresses.map(\.port)).count == 1)
            _ = try RawConnection(host: "127.0.0.2", port: fixture.port)
            #expect(throws: RawConnection.Failure.self) {
                try RawConnection(host: "127.0.0.3", port: fixture.port)
            }
        }
    }

    @Test("a client finds a server on any of a host's addresses, and hears when there is none")
    func client() async throws {
        let loop = try EventLoop(name: "test clients")
        try loop.start()
        try await Fixture.run { fixture in
            let socket = await TestSocket(loop: loop)
            try await socket.open(
                host: "localhost", port: fixture.port, path: "/ws", subprotocol: "coprolab.v1", origin: nil,
                headers: [])
            for host in ["no.such.host.invalid", "127.0.0.9"] {
                let lost = await TestSocket(loop: loop)
                await #expect(throws: TestSocket.Refused(status: nil)) {
                    try await lost.open(
                        host: host, port: fixture.port, path: "/ws", subprotocol: nil, origin: nil,
                        headers: [])
                }
            }
        }
        await loop.stop()
    }

    @Test("every address is listened on with \"*\", one of them where the machine has one family")
    func everywhere() async throws {
        try await Fixture.run(ServerConfiguration(host: "*")) { fixture in
            _ = try RawConnection(host: "127.0.0.1", port: fixture.port)
            #expect(try await fixture.on(\.addresses).contains { $0.host == "0.0.0.0" })
        }
    }

    @Test("two processes may share a port where both say so")
    func shared() async throws {
        var configuration = ServerConfiguration()
        configuration.sharesPort = true
        try await Fixture.run(configuration) { [configuration] first in
            var second = configuration
            second.listen = .tcp(hosts: ["127.0.0.1"], port: first.port)
            try await Fixture.run(second) { #expect($0.port == first.port) }
        }
    }

    @Test("a unix socket serves a proxy, has its mode, replaces a file left behind, and goes with the server")
    func unixSocket() async throws {
        let path = "/tmp/coprolab-test-\(getpid())-\(UInt32.random(in: 0 ... .max)).sock"
        let configuration = ServerConfiguration(listen: .unix(path: path, mode: 0o660))
        let delegate = ScriptedDelegate(request: { request, respond in
            let text = "\(request.remoteAddress) \(request.isLoopback)"
            respond.send(HTTPResponse(status: 200, type: "text/plain", body: text.utf8))
        })
        let left = streamSocket(AF_UNIX)
        var address = try #require(SocketAddress.unix(path: path))
        #expect(address.withPointer { bind(left, $0, $1) } == 0)
        close(left)
        try await Fixture.run(configuration, delegate: delegate) { _ in
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o660)
            let raw = try RawConnection(path: path)
            try await raw.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            #expect(try await raw.answer().body == "unix false")
            #expect(try await Self.failure(configuration) == .addressInUse(host: path, port: 0))
        }
        #expect(access(path, F_OK) != 0)
    }

    @Test("a listening socket of another process is taken over")
    func inherited() async throws {
        let descriptor = streamSocket(AF_INET)
        var address = try #require(try SocketAddress.resolve(host: "127.0.0.1", port: 0, passive: true).first)
        #expect(address.withPointer { bind(descriptor, $0, $1) } == 0 && listen(descriptor, 10) == 0)
        try await Fixture.run(ServerConfiguration(listen: .inherited([descriptor]))) { fixture in
            #expect(fixture.port == SocketAddress.local(of: fixture.server.listeners[0].descriptor)?.port)
            _ = try await fixture.socket()
        }
        #expect(try await Self.failure(ServerConfiguration(listen: .inherited([0]))) != nil)
    }

    @Test(
        "past the cap a newcomer is answered 503, those inside go on, and there is room again when one leaves"
    )
    func cap() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumConnections = 3
        try await Fixture.run(configuration) { fixture in
            var sockets: [TestSocket] = []
            for _ in 0..<3 { sockets.append(try await fixture.socket()) }
            for _ in 0..<3 {
                let raw = try RawConnection(port: fixture.port)
                #expect(try await raw.status() == 503)
            }
            sockets[0].send("hello")
            #expect(await sockets[0].messages(1) == ["hello"])
            sockets[1].close()
            await fixture.delegate.events.until {
                $0.contains { if case .closed = $0 { true } else { false } }
            }
            _ = try await fixture.socket()
        }
    }
}
