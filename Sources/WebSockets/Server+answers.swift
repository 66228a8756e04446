import CLibWebSockets

// Answers going out: whatever the socket takes at once, the rest as it becomes writeable.
extension Server {
    /// Lays out an answer and asks for its first turn to write. Never within `answer`'s caller: the
    /// connection's state is moved on by its own callback alone.
    func begin(_ peer: Peer, _ exchange: Exchange, _ response: HTTPResponse) {
        exchange.stage = .answering
        exchange.deadline = second + seconds(configuration.answerPatience)
        let isHead = exchange.request.method == "HEAD"
        let hasNoBody = response.status == 204 || response.status == 304 || response.status < 200
        let length: ResponseHead.Length
        switch response.body {
        case .none:
            length = hasNoBody ? .absent : .bytes(0)
        case .bytes(let bytes):
            length = hasNoBody ? .absent : .bytes(bytes.count)
            if !isHead && !hasNoBody && bytes.count > 0 { exchange.output.append(bytes) }
        case .stream(let source):
            exchange.isChunked = exchange.isVersion11
            length = hasNoBody ? .absent : exchange.isChunked ? .chunked : .untilClose
            if !isHead && !hasNoBody { exchange.source = source }
            if !exchange.isVersion11 { exchange.closes = true }
        }
        if !exchange.isVersion11 || ReadCount.lowerBound(lws_get_socket_fd(peer.wsi)) == nil {
            exchange.closes = true
        }
        if exchange.request.headers["connection"]?.lowercased().contains("close") == true {
            exchange.closes = true
        }
        let head = ResponseHead.write(
            status: response.status, headers: response.headers, defaults: configuration.defaultHeaders,
            length: length, closes: exchange.closes, date: date)
        exchange.output.prepend(SharedBytes(head))
        // While a request waits for its answer, lws is kept from reading on; but it doesn't tell either that
        // the socket is writeable then.
        lws_rx_flow_control(peer.wsi, 1)
        lws_callback_on_writable(peer.wsi)
    }

    func answerWriteable(_ peer: Peer) -> Int32 {
        guard let exchange = peer.exchange, exchange.stage == .answering else { return 0 }
        while let bytes = exchange.output.first {
            // lws calls again when what it holds has gone out.
            guard lws_partial_buffered(peer.wsi) == 0 else { return 0 }
            let piece = min(bytes.count - exchange.sent, 65536)
            let wrote = lws_write(
                peer.wsi, bytes.storage.payload + exchange.sent, piece, LWS_WRITE_HTTP_HEADERS)
            guard wrote >= 0 else { return -1 }
            exchange.deadline = second + seconds(configuration.answerPatience)
            exchange.sent += piece
            if exchange.sent == bytes.count {
                exchange.output.removeFirst()
                exchange.sent = 0
            }
        }
        guard lws_partial_buffered(peer.wsi) == 0 else { return 0 }
        if let source = exchange.source {
            pull(peer, exchange, source)
            return 0
        }
        return finish(peer, exchange)
    }

    private func finish(_ peer: Peer, _ exchange: Exchange) -> Int32 {
        if exchange.closes {
            guard exchange.bodyRead < exchange.bodyLength else { return -1 }
            // Closing with a body unread would reset the connection, and take the answer with it.
            exchange.stage = .lingering
            exchange.deadline = second + 2
            return 0
        }
        peer.exchange = nil
        // Where it can't be known what is pipelined, `begin` has said that the connection closes.
        peer.readAtLastAnswer = ReadCount.upperBound(lws_get_socket_fd(peer.wsi)) ?? .max
        return lws_http_transaction_completed(peer.wsi) == 0 ? 0 : -1
    }

    // MARK: Streams

    /// Asks for the next piece, one at a time, so that no more is made than the client takes.
    private func pull(
        _ peer: Peer, _ exchange: Exchange, _ source: @escaping @Sendable () async throws -> [UInt8]?
    ) {
        guard exchange.pulling == nil else { return }
        let id = peer.id
        let serial = exchange.serial
        exchange.pulling = Task { [weak self] in
            let piece: Result<[UInt8]?, any Error>
            do {
                piece = .success(try await source())
            } catch {
                piece = .failure(error)
            }
            guard let self else { return }
            loop.execute { [self] in pulled(id, serial, piece) }
        }
    }

    private func pulled(_ id: ConnectionID, _ serial: UInt64, _ piece: Result<[UInt8]?, any Error>) {
        guard context != nil, let peer = peers[id], let exchange = peer.exchange, exchange.serial == serial
        else { return }
        exchange.pulling = nil
        exchange.deadline = second + seconds(configuration.answerPatience)
        switch piece {
        case .success(let bytes?):
            guard !bytes.isEmpty else { break }
            if exchange.isChunked {
                let size = Array((String(bytes.count, radix: 16) + "\r\n").utf8)
                exchange.output.append(SharedBytes(size + bytes + [0x0D, 0x0A]))
            } else {
                exchange.output.append(SharedBytes(bytes))
            }
        case .success(nil):
            exchange.source = nil
            if exchange.isChunked { exchange.output.append(SharedBytes(Array("0\r\n\r\n".utf8))) }
        case .failure(let error):
            logger.warning("An answer broke off.", metadata: ["error": "\(error)"])
            return kill(peer)
        }
        lws_callback_on_writable(peer.wsi)
    }

    /// Writes a few bytes outside of any answer. False where the connection has had it.
    func write(_ bytes: [UInt8], to peer: Peer) -> Bool {
        let shared = SharedBytes(bytes)
        return lws_write(peer.wsi, shared.storage.payload, shared.count, LWS_WRITE_HTTP_HEADERS) >= 0
    }
}
