import Glibc

/// What a `Server` is to do. Times are checked once a second, so each may take a second longer.
package struct ServerConfiguration: Sendable {
    /// Where to listen.
    package enum Listen: Sendable {
        /// Hosts by name or number, all with one port; "*" is every address of both families. Port 0 takes a
        /// free one.
        case tcp(hosts: [String], port: Int)
        /// A socket in the file system for a proxy on this machine. The mode is set before the first
        /// connection.
        case unix(path: String, mode: UInt32)
        /// Listening sockets that systemd (or an older process) hands over; see `inheritedDescriptors`.
        case inherited([Int32])
    }

    package var listen: Listen
    /// Lets another process listen on the same port (SO_REUSEPORT), for a hand-over without a gap. Otherwise
    /// a port in use is an error, since two servers that share one by mistake would each get half of the
    /// people.
    package var sharesPort = false
    /// The one subprotocol of WebSocket that is spoken; a client must offer it.
    package var subprotocol = "coprolab.v1"
    /// The one path that can be upgraded to a WebSocket.
    package var path = "/ws"
    /// The longest message taken, in bytes, fragments together; a longer one closes with 1009.
    package var maximumMessage = 65536
    /// The longest body of a request taken, in bytes; a longer one is answered 413.
    package var maximumBody = 1 << 20
    /// How long a body may take to arrive from its request's head on; then it is answered 408.
    package var bodyDeadline: Duration = .seconds(10)
    /// The same for a body that is longer than usual, where the delegate takes it.
    package var largeBodyDeadline: Duration = .seconds(120)
    /// How long an answer may make no progress because its client doesn't read it.
    package var answerPatience: Duration = .seconds(30)
    /// How long a kept-alive HTTP connection may be silent between requests.
    package var idleHTTP: Duration = .seconds(30)
    /// How many connections there may be at once, HTTP and WebSocket together; more are answered 503.
    package var maximumConnections: Int
    /// What one connection may have waiting, beyond what the system's socket holds.
    package var maximumQueuedBytes = 1 << 20
    package var maximumQueuedFrames = 256
    /// How long a connection may be behind before it is closed with 1008.
    package var behindLimit: Duration = .seconds(30)
    /// A silent WebSocket is pinged after the first, and hung up on after the second.
    package var pingAfter: Duration = .seconds(25)
    package var hangUpAfter: Duration = .seconds(40)
    /// Headers to keep although libwebsockets doesn't know them.
    package var extraHeaders = [
        "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "x-forwarded-proto", "x-forwarded-host",
        "x-request-id", "x-real-ip", "forwarded",
    ]
    /// Headers that every answer gets unless it brings its own.
    package var defaultHeaders: [(String, String)] = []
    /// Headers that an answer which a browser shows as a page gets as well, unless it brings its own.
    package var documentHeaders: [(String, String)] = []

    /// What an answer with these headers gets besides.
    func defaults(for headers: [(String, String)]) -> [(String, String)] {
        let type = headers.first { $0.0.lowercased() == "content-type" }?.1.lowercased().prefix { $0 != ";" }
        let isDocument = type.map { $0 == "text/html" || $0.hasSuffix("/xml") || $0.hasSuffix("+xml") }
        return isDocument == true ? defaultHeaders + documentHeaders : defaultHeaders
    }

    package init(listen: Listen) {
        self.listen = listen
        maximumConnections = Self.connectionsThatFit()
    }

    package init(host: String = "127.0.0.1", port: Int = 0) {
        self.init(listen: .tcp(hosts: [host], port: port))
    }

    /// Nine tenths of the descriptors that the process may have open.
    package static func connectionsThatFit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 900 }
        return Int(min(limit.rlim_cur, 1 << 24)) * 9 / 10
    }

    /// Lets the process have more descriptors, which most systems start at 1024 although they allow more. To
    /// be called before a configuration is made. No more than asked for, because libwebsockets keeps tables
    /// of that size.
    /// - Returns: how many there may be now.
    @discardableResult
    package static func raiseDescriptorLimit(to wanted: Int = 65536) -> Int {
        var limit = rlimit()
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(kind, &limit) == 0 else { return 1024 }
        if limit.rlim_cur < wanted, limit.rlim_cur < limit.rlim_max {
            let before = limit.rlim_cur
            limit.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
            if setrlimit(kind, &limit) != 0 { limit.rlim_cur = before }
        }
        return Int(min(limit.rlim_cur, 1 << 24))
    }

    /// The sockets that systemd hands over (sd_listen_fds(3)): numbers 3 and up, if they are meant for this
    /// process.
    package static func inheritedDescriptors() -> [Int32] {
        func number(_ name: String) -> Int32? {
            getenv(name).flatMap { Int32(String(cString: $0)) }
        }
        guard number("LISTEN_PID") == getpid(), let count = number("LISTEN_FDS"), count > 0, count < 1024
        else { return [] }
        return (0..<count).map { 3 + $0 }
    }
}

/// Where a server listens.
package struct BoundAddress: Sendable, Equatable {
    /// The numeric address, or the path of a unix socket.
    package let host: String
    /// 0 on a unix socket.
    package let port: Int
}
