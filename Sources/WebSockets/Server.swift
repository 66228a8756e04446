import CLibWebSockets
import Glibc
import Logging

/// Serves HTTP/1.1 and WebSocket over libwebsockets, on one event loop.
///
/// To be used on the loop's thread alone, which is checked, but where a method says otherwise. The delegate
/// is called on that thread. No bytes of a client can make it trap: what is malformed is refused, and ends
/// that one connection.
///
/// Known limits of libwebsockets 4.1, which can't be seen from its callbacks: an unmasked frame of a client
/// is accepted, of several pings at once only one is answered, a head over 4 KiB or of an unknown method
/// closes without a status, and a POST without a Content-Length is refused with 411.
//
// @unchecked: all of its state belongs to the loop's thread; every entry from elsewhere goes through
// `loop.execute`, and `checkIsolated` holds the others to it. libwebsockets keeps a pointer to it, so it
// can't be an actor's value.
package final class Server: @unchecked Sendable {
    package let loop: EventLoop
    let configuration: ServerConfiguration
    let logger: Logger
    /// Held until `destroy`, which breaks the circle.
    private(set) var delegate: (any ServerDelegate)?

    var context: OpaquePointer?
    var virtualHost: OpaquePointer?
    private var library: LibraryStrings?
    var listeners: [Listener] = []
    var acceptsPaused = false
    /// A descriptor kept open, to be let go of when there are no others, so that a newcomer can be told.
    var reserve: Int32 = -1
    var shedding = RateLimitedCount()

    var peers = SlotTable<Peer>()
    var nextSerial: UInt64 = 1
    /// Seconds since the start, counted by the sweep; all deadlines of connections are in them.
    var second = 0
    var date = ResponseHead.date()
    private var sweeping: TimerID?
    private var drained: [CheckedContinuation<Void, Never>] = []
    private var ending: [TimerID] = []
    var isDraining = false

    package init(
        loop: EventLoop, configuration: ServerConfiguration, logger: Logger, delegate: any ServerDelegate
    ) {
        self.loop = loop
        self.configuration = configuration
        self.logger = logger
        self.delegate = delegate
    }

    deinit {
        if reserve >= 0 { Glibc.close(reserve) }
    }

    /// How many connections there are, HTTP and WebSocket together.
    package var connectionCount: Int { peers.count }

    /// Where it listens; empty before `start` and after `stopListening`.
    package var addresses: [BoundAddress] { listeners.map(\.address) }

    /// Begins to listen and to serve.
    /// - Returns: the first of the addresses, with the port that was taken where 0 was asked for.
    @discardableResult
    package func start() throws(WebSocketsError) -> BoundAddress {
        loop.checkIsolated()
        let listeners = try Listener.open(configuration)
        try makeContext()
        reserve = open("/dev/null", O_RDONLY | O_CLOEXEC)
        self.listeners = listeners
        for listener in listeners {
            let watcher = IOWatcher(loop: loop, descriptor: listener.descriptor) {
                [unowned self, unowned listener] _ in
                acceptReady(listener)
            }
            watcher.watch(.read)
            listener.watcher = watcher
        }
        scheduleSweep()
        guard let first = listeners.first else { throw .badAddress(host: "", reason: "nothing to listen on") }
        return first.address
    }

    private func makeContext() throws(WebSocketsError) {
        LibraryLog.install()
        let library = LibraryStrings(subprotocol: configuration.subprotocol)
        var information = lws_context_creation_info()
        information.port = CONTEXT_PORT_NO_LISTEN_SERVER
        information.protocols = UnsafePointer(library.protocols)
        information.options = coprolab_lws_options()
        information.alpn = UnsafePointer(library.alpn)
        // Ours are told by the sweep: libwebsockets keeps one sorted list of all timeouts, and inserts in
        // O(n).
        information.retry_and_idle_policy = UnsafePointer(library.noPolicy)
        information.keepalive_timeout = Int32(clamping: configuration.idleHTTP.components.seconds)
        information.timeout_secs = UInt32(clamping: configuration.bodyDeadline.components.seconds + 20)
        information.timeout_secs_ah_idle = 10
        information.pt_serv_buf_size = 16384
        // Retained while libwebsockets keeps the pointer; `destroy` lets go.
        let me = Unmanaged.passRetained(self)
        information.user = me.toOpaque()
        var loops: UnsafeMutableRawPointer? = UnsafeMutableRawPointer(loop.handle)
        let made = withUnsafeMutablePointer(to: &loops) { loops in
            information.foreign_loops = loops
            return lws_create_context(&information)
        }
        guard let made else {
            me.release()
            throw .library(tried: "lws_create_context")
        }
        guard let host = lws_get_vhost_by_name(made, "default") else {
            lws_context_destroy(made)
            me.release()
            throw .library(tried: "lws_get_vhost_by_name")
        }
        self.library = library
        context = made
        virtualHost = host
    }

    // MARK: The end

    /// Takes no new connections; those there are live on.
    package func stopListening() {
        loop.checkIsolated()
        listeners = []
    }

    /// Stops listening, closes every WebSocket with this code and lets requests under way be answered; after
    /// `within` what is left is cut. When it returns, libwebsockets is gone and the delegate hears nothing
    /// more.
    ///
    /// From any thread, but not to be awaited with the loop itself blocked.
    package func drain(code: UInt16 = 1012, reason: String, within: Duration) async {
        await withCheckedContinuation { continuation in
            loop.execute { [self] in
                guard context != nil else { return continuation.resume() }
                drained.append(continuation)
                // A second call can only make it end sooner.
                ending.append(loop.schedule(after: within) { [self] in destroy() })
                guard !isDraining else { return }
                isDraining = true
                listeners = []
                for peer in peers.values { retire(peer, code: code, reason: reason) }
                finishDrainIfEmpty()
            }
        }
    }

    private func retire(_ peer: Peer, code: UInt16, reason: String) {
        switch peer.phase {
        case .open:
            close(peer.id, code: code, reason: reason)
        case .http:
            if let exchange = peer.exchange, exchange.stage != .reading {
                exchange.closes = true
            } else if peer.upgrading == nil {
                kill(peer)
            }
        case .closing, .dead:
            break
        }
    }

    func finishDrainIfEmpty() {
        // Not at once: this may be within a callback, and the context mustn't go under libwebsockets' feet.
        guard isDraining, peers.count == 0 else { return }
        loop.execute { [self] in
            if peers.count == 0 { destroy() }
        }
    }

    /// Cuts every connection and gives back everything, soon, from any thread. `drain` comes first where
    /// people are to be told; after it there is nothing left to do here.
    package func destroy() {
        guard loop.isCurrent else { return loop.execute { [self] in destroy() } }
        // A job of the loop is never within a callback of libwebsockets, and neither is a timer.
        loop.execute { [self] in
            isDraining = true
            listeners = []
            if let sweeping { loop.cancel(sweeping) }
            sweeping = nil
            for timer in ending { loop.cancel(timer) }
            ending = []
            if let context {
                self.context = nil
                virtualHost = nil
                lws_context_destroy(context)
                Unmanaged.passUnretained(self).release()
            }
            library = nil
            delegate = nil
            let waiting = drained
            drained = []
            for continuation in waiting { continuation.resume() }
        }
    }

    // MARK: Once a second

    private func scheduleSweep() {
        sweeping = loop.schedule(after: .seconds(1)) { [weak self] in
            guard let self, context != nil else { return }
            second += 1
            date = ResponseHead.date()
            for peer in peers.values { sweep(peer) }
            // lws's timer on libev is set once and never to an earlier time; this makes it look at its
            // timeouts.
            if let context { lws_cancel_service(context) }
            scheduleSweep()
        }
    }

    private func sweep(_ peer: Peer) {
        switch peer.phase {
        case .http: sweepHTTP(peer)
        case .open, .closing: sweepSocket(peer)
        case .dead: break
        }
    }

    /// Ends a connection without ceremony, from within or without a callback of its own.
    func kill(_ peer: Peer) {
        peer.phase = .dead
        coprolab_lws_kill(peer.wsi)
        // On libev lws looks at its timeouts only after an event of its own.
        if let context { lws_cancel_service(context) }
    }
}
