import Glibc

// A client's sockets: connecting, reading, and sending what waits.
extension WebSocketClient {
    func addresses(host: String, port: Int) throws(WebSocketsError) -> [SocketAddress] {
        let name = "\(host) \(port)"
        if let known = resolved[name] { return known }
        let found = try SocketAddress.resolve(host: host, port: port, passive: false)
        resolved[name] = found
        return found
    }

    /// Begins to connect to the next of a host's addresses: "localhost" has two, and a server may have only
    /// one.
    func open(_ connection: ClientConnection) throws(WebSocketsError) {
        guard var address = connection.addresses.popFirst() else {
            throw .badAddress(host: connection.host, reason: "no address")
        }
        let descriptor = streamSocket(address.family)
        guard descriptor >= 0 else { throw .system(tried: "socket", errno: errno) }
        sendAtOnce(descriptor)
        let answer = address.withPointer { Glibc.connect(descriptor, $0, $1) }
        guard answer == 0 || errno == EINPROGRESS else {
            let code = errno
            Glibc.close(descriptor)
            guard connection.addresses.isEmpty else { return try open(connection) }
            throw .system(tried: "connecting to \(connection.host)", errno: code)
        }
        connection.descriptor = descriptor
        connection.watcher = IOWatcher(loop: loop, descriptor: descriptor) {
            [unowned self, unowned connection] events in
            ready(connection, events)
        }
        watch(connection)
    }

    func watch(_ connection: ClientConnection) {
        var events: IOWatcher.Events = connection.isPaused ? [] : .read
        if connection.state == .connecting || connection.unsent < connection.output.count {
            events.insert(.write)
        }
        connection.watcher?.watch(events)
    }

    func ready(_ connection: ClientConnection, _ events: IOWatcher.Events) {
        if connection.state == .connecting {
            var code: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(connection.descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
            guard code == 0 else { return retry(connection, after: systemMessage(code)) }
            connection.state = .asking
        }
        if events.contains(.write), !flush(connection) { return }
        if events.contains(.read), !connection.isPaused { read(connection) }
    }

    func retry(_ connection: ClientConnection, after message: String) {
        connection.watcher = nil
        do throws(WebSocketsError) {
            guard !connection.addresses.isEmpty else { return end(connection, message: message) }
            try open(connection)
        } catch {
            end(connection, message: error.description)
        }
    }

    func read(_ connection: ClientConnection) {
        guard let start = buffer.baseAddress else { return }
        let count = recv(connection.descriptor, start, buffer.count, 0)
        if count < 0 {
            if errno == EAGAIN || errno == EINTR { return }
            return end(connection, message: systemMessage(errno))
        }
        guard count > 0 else { return end(connection, message: "The server hung up.") }
        take(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]), connection)
    }

    /// Sends what waits. False where that ended the connection.
    func flush(_ connection: ClientConnection) -> Bool {
        while connection.unsent < connection.output.count {
            let sent = connection.output.withUnsafeBytes { bytes in
                sendQuietly(
                    connection.descriptor, bytes.baseAddress.map { $0 + connection.unsent },
                    bytes.count - connection.unsent)
            }
            if sent < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN { break }
                end(connection, message: systemMessage(errno))
                return false
            }
            connection.unsent += sent
        }
        if connection.unsent == connection.output.count {
            connection.output = []
            connection.unsent = 0
        }
        watch(connection)
        return true
    }

    func put(_ opcode: FrameCodec.Opcode, _ payload: [UInt8], _ connection: ClientConnection) {
        FrameCodec.append(
            opcode, payload, mask: UInt32(truncatingIfNeeded: nextMask()), to: &connection.output)
        // A socket that took no more last time tells when it does.
        if connection.watcher?.events.contains(.write) != true { _ = flush(connection) }
    }
}
