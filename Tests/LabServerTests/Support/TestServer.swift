import CoproductionLab
import Foundation
import LabJournal
import Logging
import SQLiteJournal
import ServiceLifecycle
import Synchronization
import WebSockets

@testable import LabServer

/// A whole service on a free port, with clients on an event loop of their own.
struct TestServer: Sendable {
    let hub: Hub
    let port: Int
    let links: Links
    let clients: EventLoop
    let sockets: WebSocketClient
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    static let organiserKey = "the-organiser-key-of-the-tests"

    /// What a server is started with.
    struct Setup: Sendable {
        var service = ServiceSettings()
        var assets: String?
        var administrationSocket: String?
        var exporter: Exporter?

        init() {
            service.port = 0
            service.drain = .seconds(2)
            // Tests act faster than people do.
            service.hub.messagesPerSecond = 100_000
            service.hub.messageBurst = 100_000
            service.hub.tick = .milliseconds(10)
        }

        init(_ change: (inout Setup) -> Void) {
            self.init()
            change(&self)
        }

        /// Every client says itself where it comes from, as a proxy on this machine would.
        static let behindProxy = Setup { $0.service.trustedProxies = ["127.0.0.1"] }
    }

    /// Starts a server, lets the test use it, and stops it gracefully whatever comes of it.
    ///
    /// - Parameter inTurn: false within another server's run, which has its turn already.
    static func run<R: Sendable>(
        _ setup: Setup = Setup(), journal: any Journal = MemoryJournal(), inTurn: Bool = true,
        _ body: (TestServer) async throws -> R
    ) async throws -> R {
        if inTurn { await Turns.shared.take() }
        defer { if inTurn { Turns.shared.give() } }
        let server = try await start(setup, journal: journal)
        let outcome: Result<R, any Error>
        do {
            outcome = .success(try await body(server))
        } catch {
            outcome = .failure(error)
        }
        await server.group.triggerGracefulShutdown()
        // A test that breaks its server on purpose looks at how it ended by `end`.
        _ = await server.running.result
        await server.clients.stop()
        return try outcome.get()
    }

    /// The same on a journal on disk, which a later server can open again.
    static func run<R: Sendable>(
        in folder: TemporaryFolder, _ setup: Setup = Setup(), _ body: (TestServer) async throws -> R
    ) async throws -> R {
        let data = try DataFolder(path: folder.path)
        defer { data.close() }
        return try await run(setup, journal: try await SQLiteJournal.open(in: data), body)
    }

    private static func start(_ setup: Setup, journal: any Journal) async throws -> TestServer {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let clients = try EventLoop(name: "test clients")
        try clients.start()
        let (readiness, ready) = AsyncThrowingStream<LabService.Running, any Error>.makeStream()
        let service = LabService(
            settings: setup.service, journal: journal, templates: try Templates.all(),
            assets: try setup.assets.map { try WebAssets(folder: $0) } ?? SamplePages.shared.assets(),
            exporter: setup.exporter,
            organiserKey: { organiserKey }, administrationSocket: setup.administrationSocket, logger: logger,
            onReady: { ready.yield($0) })
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: logger))
        let running = Task {
            do {
                try await group.run()
                ready.finish()
            } catch {
                ready.finish(throwing: error)
                throw error
            }
        }
        var first = readiness.makeAsyncIterator()
        guard let up = try await first.next() else { throw NotReady() }
        return TestServer(
            hub: up.hub, port: up.address.port, links: up.links, clients: clients,
            sockets: WebSocketClient(loop: clients), group: group, running: running)
    }

    struct NotReady: Error {}

    /// Tells the service to stop, and waits for its end.
    func stop() async throws {
        await group.triggerGracefulShutdown()
        try await running.value
    }

    /// Waits for an end that comes of itself, and says what it was.
    func end() async -> Result<Void, any Error> { await running.result }

    func makeLab(_ template: String = "T2", title: String = "A lab") async throws -> MadeLab {
        try await hub.makeLab(title: title, template: template)
    }
}

/// Lets a few servers run at a time: on a small machine more of them would only slow each other down.
final class Turns: Sendable {
    static let shared = Turns(3)
    private let state: Mutex<(free: Int, waiting: [CheckedContinuation<Void, Never>])>

    init(_ count: Int) { state = Mutex((count, [])) }

    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    func give() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}
