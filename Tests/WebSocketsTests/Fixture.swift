import Glibc
import Logging
import Synchronization
import Testing

@testable import WebSockets

/// A server on a free port with a scripted delegate, its own event loop, and clients on another.
final class Fixture: Sendable {
    let loop: EventLoop
    let clientLoop: EventLoop
    let server: Server
    let delegate: ScriptedDelegate
    let port: Int
    let host: String

    private init(
        loop: EventLoop, clientLoop: EventLoop, server: Server, delegate: ScriptedDelegate,
        bound: BoundAddress
    ) {
        self.loop = loop
        self.clientLoop = clientLoop
        self.server = server
        self.delegate = delegate
        host = bound.host
        port = bound.port
    }

    /// Starts a server, lets the test use it, and takes everything down whatever comes of it.
    static func run(
        _ configuration: ServerConfiguration = ServerConfiguration(),
        delegate: ScriptedDelegate = ScriptedDelegate(),
        _ body: (Fixture) async throws -> Void
    ) async throws {
        let loop = try EventLoop(name: "test server")
        let clientLoop = try EventLoop(name: "test clients")
        try loop.start()
        try clientLoop.start()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = Server(loop: loop, configuration: configuration, logger: logger, delegate: delegate)
        delegate.server.withLock { $0 = server }
        let bound: BoundAddress
        do {
            bound = try await loop.run { try server.start() }
        } catch {
            await clientLoop.stop()
            await loop.stop()
            throw error
        }
        let fixture = Fixture(
            loop: loop, clientLoop: clientLoop, server: server, delegate: delegate, bound: bound)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(fixture))
        } catch {
            outcome = .failure(error)
        }
        await server.drain(reason: "", within: .zero)
        delegate.server.withLock { $0 = nil }
        await clientLoop.stop()
        await loop.stop()
        try outcome.get()
    }

    /// A WebSocket that is open.
    func socket(
        path: String = "/ws", subprotocol: String? = "coprolab.v1", origin: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> TestSocket {
        let socket = await TestSocket(loop: clientLoop)
        try await socket.open(
            host: host, port: port, path: path, subprotocol: subprotocol, origin: origin, headers: headers)
        return socket
    }

    /// The names of the first connections that opened. A client may know that it is open before the server
    /// says so.
    func opened(_ count: Int) async -> [ConnectionID] {
        await delegate.events.until { $0.count(where: \.isOpening) >= count }.compactMap {
            if case .opened(let id) = $0 { id } else { nil }
        }
    }

    func on<R: Sendable>(_ body: @escaping @Sendable (Server) throws -> R) async throws -> R {
        let server = server
        return try await loop.run { try body(server) }
    }
}

extension EventLoop {
    /// Runs something on the loop and answers what came of it.
    func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            execute { continuation.resume(with: Result { try body() }) }
        }
    }
}

/// Answers by closures, and keeps what it was told.
final class ScriptedDelegate: ServerDelegate {
    enum Event: Equatable, Sendable {
        case opened(ConnectionID)
        case received(ConnectionID, String)
        case drained(ConnectionID)
        case closed(ConnectionID, UInt16?)

        var isOpening: Bool {
            if case .opened = self { true } else { false }
        }
    }

    let server = Mutex<Server?>(nil)
    let events = Recorder<Event>()
    private let onRequest: @Sendable (HTTPRequest, HTTPResponder) -> Void
    private let onUpgrade: @Sendable (HTTPRequest) -> HTTPResponse?
    private let onMessage: @Sendable (Server, String, ConnectionID) -> Void

    init(
        request: @escaping @Sendable (HTTPRequest, HTTPResponder) -> Void = { request, respond in
            let text = "\(request.method) \(request.path) \(request.query ?? "-") \(request.body.count)"
            respond.send(HTTPResponse(status: 200, type: "text/plain", body: text.utf8))
        },
        upgrade: @escaping @Sendable (HTTPRequest) -> HTTPResponse? = { _ in nil },
        message: @escaping @Sendable (Server, String, ConnectionID) -> Void = { server, text, id in
            server.send(Frame(text: text), to: id)
        }
    ) {
        onRequest = request
        onUpgrade = upgrade
        onMessage = message
    }

    func handle(_ request: HTTPRequest, respond: HTTPResponder) { onRequest(request, respond) }

    func upgrade(_ request: HTTPRequest) -> HTTPResponse? { onUpgrade(request) }

    func opened(_ connection: ConnectionID, request: HTTPRequest) { events.add(.opened(connection)) }

    func received(_ bytes: [UInt8], from connection: ConnectionID) {
        let text = String(decoding: bytes, as: UTF8.self)
        events.add(.received(connection, text))
        if let server = server.withLock({ $0 }) { onMessage(server, text, connection) }
    }

    func drained(_ connection: ConnectionID) { events.add(.drained(connection)) }

    func closed(_ connection: ConnectionID, code: UInt16?) { events.add(.closed(connection, code)) }
}

/// What was told, in order, to be awaited.
final class Recorder<Event: Sendable>: Sendable {
    private struct State {
        var events: [Event] = []
        var waiting: [(matches: @Sendable ([Event]) -> Bool, CheckedContinuation<[Event], Never>)] = []
    }

    private let state = Mutex(State())

    var all: [Event] { state.withLock { $0.events } }

    func add(_ event: Event) {
        state.withLock { state in
            state.events.append(event)
            let events = state.events
            state.waiting.removeAll { waiting in
                guard waiting.matches(events) else { return false }
                waiting.1.resume(returning: events)
                return true
            }
        }
    }

    /// Waits until the events so far fulfil a condition.
    @discardableResult
    func until(_ matches: @escaping @Sendable ([Event]) -> Bool) async -> [Event] {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if matches(state.events) {
                    continuation.resume(returning: state.events)
                } else {
                    state.waiting.append((matches, continuation))
                }
            }
        }
    }
}
