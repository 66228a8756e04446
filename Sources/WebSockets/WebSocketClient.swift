/// The name of one connection of a `WebSocketClient`, never reused.
package typealias ClientID = ConnectionID

/// What a `WebSocketClient` tells, every call on the loop's thread.
package protocol WebSocketClientHandler: AnyObject, Sendable {
    func opened(_ client: ClientID)
    /// One whole text message. Its UTF-8 isn't checked.
    func received(_ bytes: [UInt8], by client: ClientID)
    /// It didn't open: refused with an HTTP status, or, where there is none, for the reason that the message
    /// gives.
    func failed(_ client: ClientID, status: Int?, message: String)
    /// The end of a connection that was open. The code is that of the first close frame, nil where it just
    /// broke.
    func closed(_ client: ClientID, code: UInt16?)
}

/// Thousands of WebSocket clients on one loop, for `load`, `demo` and tests.
///
/// It is our own RFC 6455 over non-blocking sockets, not libwebsockets: a connection costs its socket and a
/// few hundred bytes, all of them share one buffer to read into, and load that shares no code with the server
/// can disagree with it. It speaks plain `ws://` and text, answers pings, assembles fragments, and takes no
/// extensions. Each frame is masked by the next word of a fast generator that the system seeded: masks
/// protect proxies from what a web page may choose, and nobody else chooses the texts here, so they needn't
/// be unguessable.
///
/// To be used on the loop's thread alone, which is checked. It lives as long as it has connections; `dropAll`
/// ends them.
//
// @unchecked: all of its state belongs to the loop's thread; every method checks that it is called there.
package final class WebSocketClient: @unchecked Sendable {
    /// The longest message taken, in bytes.
    static let maximumMessage = 64 << 20

    let loop: EventLoop
    var connections = SlotTable<ClientConnection>()
    var resolved: [String: [SocketAddress]] = [:]
    private var masks: UInt64
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

    package init(loop: EventLoop) {
        self.loop = loop
        masks = UInt64.random(in: .min ... .max)
    }

    deinit { buffer.deallocate() }

    /// How many connections there are, opening ones included.
    package var count: Int { connections.count }

    /// Begins to connect; the handler hears how it went, never within this call.
    ///
    /// The first connection to a host looks its name up, and may wait for a name server.
    @discardableResult
    package func connect(
        host: String, port: Int, path: String = "/ws", subprotocol: String? = "coprolab.v1",
        origin: String? = nil,
        headers: [(String, String)] = [], handler: any WebSocketClientHandler
    ) -> ClientID {
        loop.checkIsolated()
        let connection = connections.insert {
            ClientConnection(id: $0, client: self, host: host, handler: handler)
        }
        let authority = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        var lines = [
            "GET \(path) HTTP/1.1", "Host: \(authority)", "Upgrade: websocket", "Connection: Upgrade",
        ]
        lines += [
            "Sec-WebSocket-Key: \(connection.key(nextMask(), nextMask()))", "Sec-WebSocket-Version: 13",
        ]
        if let subprotocol { lines.append("Sec-WebSocket-Protocol: \(subprotocol)") }
        if let origin { lines.append("Origin: \(origin)") }
        lines += headers.map { "\($0): \($1)" }
        connection.output = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        do throws(WebSocketsError) {
            connection.addresses = try addresses(host: host, port: port)[...]
            try open(connection)
        } catch {
            let message = error.description
            let id = connection.id
            loop.execute { [self] in fail(id, message: message) }
        }
        return connection.id
    }

    /// Sends one text message. A connection that isn't open drops it.
    package func send(_ text: [UInt8], to client: ClientID) {
        loop.checkIsolated()
        guard let connection = connections[client], connection.state == .open else { return }
        put(.text, text, connection)
    }

    /// Sends a close frame; `closed` comes when the server answers, or the connection ends.
    package func close(_ client: ClientID, code: UInt16 = 1000) {
        loop.checkIsolated()
        guard let connection = connections[client] else { return }
        guard connection.state == .open else { return drop(client) }
        connection.state = .closing
        put(.close, [UInt8(code >> 8), UInt8(truncatingIfNeeded: code)], connection)
    }

    /// Cuts a connection without a word, as a phone does that loses its network. `closed` is still told.
    package func drop(_ client: ClientID) {
        loop.checkIsolated()
        loop.execute { [self] in
            guard let connection = connections[client] else { return }
            end(connection, message: "dropped")
        }
    }

    /// Cuts all connections.
    package func dropAll() {
        loop.checkIsolated()
        for connection in connections.values { drop(connection.id) }
    }

    /// Stops or resumes reading, to be the slow phone of a test: what comes waits in the system's buffers.
    package func setReading(_ reads: Bool, of client: ClientID) {
        loop.checkIsolated()
        guard let connection = connections[client] else { return }
        connection.isPaused = !reads
        watch(connection)
    }

    /// SplitMix64.
    func nextMask() -> UInt64 {
        masks &+= 0x9E37_79B9_7F4A_7C15
        var z = masks
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    // MARK: The end

    private func fail(_ client: ClientID, message: String) {
        guard let connection = connections[client] else { return }
        end(connection, message: message)
    }

    /// Lets go of a connection and tells its handler, once.
    func end(_ connection: ClientConnection, status: Int? = nil, message: String) {
        guard connections.remove(connection.id) != nil else { return }
        let wasOpen = connection.state == .open || connection.state == .closing
        connection.state = .ended
        // Closes the socket with it.
        connection.watcher = nil
        // It goes with the last connection, but not before the handler has been told.
        defer { connection.client = nil }
        if wasOpen {
            connection.handler.closed(connection.id, code: connection.closeCode)
        } else {
            connection.handler.failed(connection.id, status: status, message: message)
        }
    }
}
