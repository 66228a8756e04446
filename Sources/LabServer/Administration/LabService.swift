import CoproductionLab
import Foundation
import LabJournal
import Logging
import ServiceLifecycle
import WebSockets

/// What it takes to serve labs.
package struct ServiceSettings: Sendable {
    /// An address, "*" or 0.0.0.0 for all, or the path of a unix socket.
    package var host = "127.0.0.1"
    package var port = 8080
    package var publicURL: String?
    package var trustedProxies: [String] = []
    package var allowedOrigins: [String] = []
    /// 0: nine tenths of the descriptors there are.
    package var maximumConnections = 0
    package var metricsKey: String?
    /// The folder of the files that labs show.
    package var media: String?
    /// What is said in the privacy notice and the accessibility statement.
    package var notices = Notices()
    package var hub = HubSettings()
    /// How long people are given to be told on SIGTERM.
    package var drain: Duration = .seconds(5)

    package init() {}
}

/// One server of labs as a service: it starts, serves until it is told to stop, drains and closes what it opened.
package actor LabService: Service {
    private let settings: ServiceSettings
    private let journal: any Journal
    private let templates: [Template]
    private let assets: WebAssets
    private let exporter: Exporter?
    private let organiserKey: @Sendable () -> String?
    private let administrationSocket: String?
    private let logger: Logger
    private let onReady: @Sendable (Running) -> Void

    /// What is known once it serves.
    package struct Running: Sendable {
        package let hub: Hub
        package let address: BoundAddress
        package let links: Links
    }

    /// - Parameter onReady: called once, when the first visitor can come.
    package init(
        settings: ServiceSettings, journal: any Journal, templates: [Template], assets: WebAssets,
        exporter: Exporter? = nil,
        organiserKey: @escaping @Sendable () -> String?, administrationSocket: String?, logger: Logger,
        onReady: @escaping @Sendable (Running) -> Void
    ) {
        self.settings = settings
        self.journal = journal
        self.templates = templates
        self.assets = assets
        self.exporter = exporter
        self.organiserKey = organiserKey
        self.administrationSocket = administrationSocket
        self.logger = logger
        self.onReady = onReady
    }

    package func run() async throws {
        let (failures, failed) = AsyncStream.makeStream(of: JournalError.self)
        let loop = try EventLoop(name: "coprolab")
        try loop.start()
        let hub = Hub(
            loop: loop, journal: journal, templates: templates, settings: settings.hub,
            links: Links(origin: settings.publicURL ?? "http://localhost:\(settings.port)"),
            exporter: exporter,
            logger: logger,
            onBroken: { error in failed.yield(error) })
        try await hub.open()
        let servers = try await listen(hub, loop)
        await hub.keepRetention()
        onReady(Running(hub: hub, address: servers.address, links: servers.links))
        // Ends with a failure of the journal, or when told to stop.
        let failure: JournalError? = await withGracefulShutdownHandler {
            for await error in failures { return error }
            return nil
        } onGracefulShutdown: {
            failed.finish()
        }
        logger.notice("stopping")
        await hub.stop(servers.all, within: settings.drain, tells: failure == nil)
        await journal.close()
        await loop.stop()
        if let failure { throw failure }
    }

    private struct Servers {
        let all: [Server]
        let address: BoundAddress
        let links: Links
    }

    private func listen(_ hub: Hub, _ loop: EventLoop) async throws -> Servers {
        ServerConfiguration.raiseDescriptorLimit()
        let isUnix = settings.host.hasPrefix("/")
        var configuration =
            isUnix
            ? ServerConfiguration(listen: .unix(path: settings.host, mode: 0o660))
            : ServerConfiguration(host: settings.host == "0.0.0.0" ? "*" : settings.host, port: settings.port)
        let inherited = ServerConfiguration.inheritedDescriptors()
        if !inherited.isEmpty { configuration.listen = .inherited(inherited) }
        if settings.maximumConnections > 0 { configuration.maximumConnections = settings.maximumConnections }
        // Over plain HTTP browsers ignore this one, and complain in the console of every page.
        let isSecure = settings.publicURL?.lowercased().hasPrefix("https:") == true
        configuration.defaultHeaders = HTTPResponse.securityHeaders
        configuration.documentHeaders = HTTPResponse.documentHeaders.filter {
            isSecure || $0.0 != "Cross-Origin-Opener-Policy"
        }
        // The invite key of a join link, which spares its holder the limit on guesses.
        configuration.extraHeaders.append("coprolab-invite")
        let isLoopback = ["127.0.0.1", "::1", "localhost"].contains(settings.host)
        let server = Server(
            loop: loop, configuration: configuration, logger: logger, delegate: HubDelegate(hub: hub))
        let (settings, assets, organiserKey) = (settings, assets, organiserKey)
        let address = try await hub.serve(server) { address in
            let addresses = Addresses(settings, bound: address)
            let visitors = try Visitors(
                origins: addresses.origins, trustedProxies: settings.trustedProxies,
                listensOnLoopbackAlone: isLoopback && inherited.isEmpty,
                hasPublicURL: settings.publicURL != nil)
            return (
                WebFront(
                    assets: assets, visitors: visitors, organiserKey: organiserKey,
                    metricsKey: settings.metricsKey, media: settings.media.map(MediaFolder.init),
                    notices: settings.notices),
                Links(origin: addresses.main)
            )
        }
        var all = [server]
        if let administrationSocket {
            let administration = Server(
                loop: loop,
                configuration: ServerConfiguration(listen: .unix(path: administrationSocket, mode: 0o600)),
                logger: logger, delegate: AdministrationDelegate(hub: hub))
            try await hub.start(administration)
            all.append(administration)
        }
        return Servers(all: all, address: address, links: await hub.links)
    }
}

extension Hub {
    /// Starts listening, and learns in the same turn of the loop under which addresses: nobody comes in between.
    func serve(
        _ server: Server, _ describe: @escaping @Sendable (BoundAddress) throws -> (WebFront, Links)
    ) throws -> BoundAddress {
        let address = try server.start()
        (front, links) = try describe(address)
        self.server = server
        keepAddresses { try describe(address) }
        return address
    }

    /// Looks again at this machine's addresses every ten seconds: a laptop may come into the hall's Wi-Fi after its
    /// server has started.
    private func keepAddresses(_ describe: @escaping @Sendable () throws -> (WebFront, Links)) {
        _ = loop.schedule(after: .seconds(10)) {
            self.assumeIsolated { hub in
                guard hub.server != nil else { return }
                if let (front, links) = try? describe() { (hub.front, hub.links) = (front, links) }
                hub.keepAddresses(describe)
            }
        }
    }

    func start(_ server: Server) throws(WebSocketsError) { _ = try server.start() }

    /// Stops in order: no more newcomers, everybody told when to come back, what is being written finished.
    func stop(_ servers: [Server], within: Duration, tells: Bool) async {
        for server in servers { server.stopListening() }
        isStopping = true
        if tells { sayGoodbye(retryAfter: 1_500) }
        while isCommitting || labs.values.contains(where: \.isHeld), !isBroken {
            try? await Task.sleep(for: .milliseconds(5))
        }
        for server in servers { await server.drain(reason: "restarting", within: within) }
        server = nil
    }
}
