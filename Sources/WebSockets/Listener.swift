import Glibc

/// A listening socket of our own, so that we own the cap on connections, the address and a later hand-over
/// (libwebsockets' own listener spins when descriptors run out, and binds more than it is told to).
final class Listener {
    let descriptor: Int32
    let address: BoundAddress
    /// The file of a unix socket, to be removed with it.
    private let file: String?
    var watcher: IOWatcher?

    private init(descriptor: Int32, address: BoundAddress, file: String? = nil) {
        self.descriptor = descriptor
        self.address = address
        self.file = file
    }

    deinit {
        // A watcher closes what it watches.
        if watcher == nil { close(descriptor) }
        if let file { unlink(file) }
    }

    static func open(_ configuration: ServerConfiguration) throws(WebSocketsError) -> [Listener] {
        switch configuration.listen {
        case .tcp(let hosts, let port):
            try tcp(hosts: hosts, port: port, shared: configuration.sharesPort)
        case .unix(let path, let mode):
            [try unix(path: path, mode: mode)]
        case .inherited(let descriptors):
            try inherited(descriptors)
        }
    }

    // MARK: TCP

    private static func tcp(hosts: [String], port: Int, shared: Bool) throws(WebSocketsError) -> [Listener] {
        var listeners: [Listener] = []
        var port = port
        for host in hosts {
            for address in try SocketAddress.resolve(host: host, port: port, passive: true) {
                do {
                    let listener = try bind(address, host: host, port: port, shared: shared)
                    // With port 0 the first address takes a free one, and the others take the same.
                    port = listener.address.port
                    listeners.append(listener)
                } catch {
                    // "*" and "localhost" name both families, and a machine may well have only one of them.
                    if case .system(_, EAFNOSUPPORT) = error { continue }
                    if case .badAddress = error, host == "*" || host == "localhost" { continue }
                    throw error
                }
            }
        }
        guard !listeners.isEmpty else {
            throw .badAddress(host: hosts.joined(separator: ", "), reason: "no address to listen on")
        }
        return listeners
    }

    private static func bind(
        _ address: SocketAddress, host: String, port: Int, shared: Bool
    ) throws(WebSocketsError) -> Listener {
        let descriptor = streamSocket(address.family)
        guard descriptor >= 0 else { throw .system(tried: "socket", errno: errno) }
        turnOn(descriptor, SOL_SOCKET, SO_REUSEADDR)
        if shared { turnOn(descriptor, SOL_SOCKET, SO_REUSEPORT) }
        // Each family has a socket of its own; else [::] would take 0.0.0.0's port too.
        if address.family == AF_INET6 { turnOn(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY) }
        var target = address.withPort(port)
        guard target.withPointer({ Glibc.bind(descriptor, $0, $1) }) == 0, listen(descriptor, 4096) == 0
        else {
            let code = errno
            close(descriptor)
            switch code {
            case EADDRINUSE: throw .addressInUse(host: host, port: port)
            case EADDRNOTAVAIL, EAFNOSUPPORT:
                throw .badAddress(host: host, reason: systemMessage(code))
            default: throw .system(tried: "listening on \(host) port \(port)", errno: code)
            }
        }
        let bound = SocketAddress.local(of: descriptor) ?? target
        return Listener(descriptor: descriptor, address: BoundAddress(host: bound.host, port: bound.port))
    }

    // MARK: Unix sockets and inherited ones

    private static func unix(path: String, mode: UInt32) throws(WebSocketsError) -> Listener {
        guard var address = SocketAddress.unix(path: path) else {
            throw .badAddress(host: path, reason: "a unix socket's path has at most 107 bytes")
        }
        let descriptor = streamSocket(AF_UNIX)
        guard descriptor >= 0 else { throw .system(tried: "socket", errno: errno) }
        func fail(_ tried: String, _ code: Int32) -> WebSocketsError {
            close(descriptor)
            return .system(tried: tried, errno: code)
        }
        // A file that nobody listens on was left behind by a process that was killed.
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        if probe >= 0 {
            let answered = address.withPointer { connect(probe, $0, $1) } == 0
            let code = errno
            close(probe)
            if answered {
                close(descriptor)
                throw .addressInUse(host: path, port: 0)
            }
            if code == ECONNREFUSED { unlink(path) }
        }
        guard address.withPointer({ Glibc.bind(descriptor, $0, $1) }) == 0 else {
            throw fail("listening on \(path)", errno)
        }
        // Before listen(): nobody connects under another mode.
        guard chmod(path, mode_t(mode)) == 0, listen(descriptor, 4096) == 0 else {
            let code = errno
            unlink(path)
            throw fail("listening on \(path)", code)
        }
        return Listener(descriptor: descriptor, address: BoundAddress(host: path, port: 0), file: path)
    }

    private static func inherited(_ descriptors: [Int32]) throws(WebSocketsError) -> [Listener] {
        var listeners: [Listener] = []
        for descriptor in descriptors {
            var listening: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0, listening != 0
            else {
                throw .system(
                    tried: "taking over descriptor \(descriptor) as a listening socket", errno: EINVAL)
            }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
            let local = SocketAddress.local(of: descriptor)
            listeners.append(
                Listener(
                    descriptor: descriptor,
                    address: BoundAddress(host: local?.host ?? "inherited", port: local?.port ?? 0)))
        }
        guard !listeners.isEmpty else {
            throw .badAddress(host: "inherited", reason: "no descriptor was handed over")
        }
        return listeners
    }
}
