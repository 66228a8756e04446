import CLibWebSockets
import Glibc

// Answers going out. libwebsockets parses requests and keeps the connection, but the bytes of an answer are
// sent by us: while lws waits to write, it either leaves unread whatever a client sends meanwhile, which
// wakes the loop without end and starves lws's own timeouts, or it is kept from reading and then doesn't
// write either. So from a request's last byte to its answer's last byte lws is kept from the socket. (Over
// TLS this would be lws_write instead of send.)
extension Server {
    /// How much is sent before others have their turn.
    private static let turn = 1 << 18

    /// Lays out an answer, and sends as much of it as the socket takes.
    func begin(_ peer: Peer, _ exchange: Exchange, _ response: HTTPResponse) {
        exchange.stage = .answering
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
        }
        if closes(peer, exchange) { exchange.closes = true }
        let head = ResponseHead.write(
            status: response.status, headers: response.headers,
            defaults: configuration.defaults(for: response.headers),
            length: length, closes: exchange.closes, date: date)
        exchange.output.prepend(SharedBytes(head))
        pump(peer, exchange)
    }

    private func closes(_ peer: Peer, _ exchange: Exchange) -> Bool {
        !exchange.isVersion11
            || exchange.request.headers["connection"]?.lowercased().contains("close") == true
            // Where it can't be known later what was pipelined.
            || ReadCount.of(lws_get_socket_fd(peer.wsi)) == nil
    }

    private func pump(_ peer: Peer, _ exchange: Exchange) {
        exchange.deadline = second + seconds(configuration.answerPatience)
        var left = Self.turn
        while let bytes = exchange.output.first {
            guard left > 0 else { return waitToWrite(peer, exchange) }
            let start = bytes.storage.payload + exchange.sent
            let sent = sendQuietly(lws_get_socket_fd(peer.wsi), start, min(bytes.count - exchange.sent, left))
            if sent < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN { return waitToWrite(peer, exchange) }
                return kill(peer)
            }
            left -= sent
            exchange.sent += sent
            if exchange.sent == bytes.count {
                exchange.output.removeFirst()
                exchange.sent = 0
            }
        }
        exchange.writing = nil
        if let source = exchange.source { return pull(peer, exchange, source) }
        finish(peer, exchange)
    }

    /// After an answer's last byte: on to the next request, or the end.
    private func finish(_ peer: Peer, _ exchange: Exchange) {
        if exchange.closes {
            // The end is done in a callback of the connection's own.
            exchange.stage = .answered
            lws_rx_flow_control(peer.wsi, 1)
            lws_callback_on_writable(peer.wsi)
            return
        }
        peer.exchange = nil
        // Before lws may read again, or the next request might be taken for one that was pipelined.
        peer.readAtLastAnswer = ReadCount.of(lws_get_socket_fd(peer.wsi)) ?? .max
        guard lws_http_transaction_completed(peer.wsi) == 0 else { return kill(peer) }
        lws_rx_flow_control(peer.wsi, 1)
    }

    private func waitToWrite(_ peer: Peer, _ exchange: Exchange) {
        guard exchange.writing == nil else { return }
        let watcher = IOWatcher(
            loop: loop, descriptor: lws_get_socket_fd(peer.wsi), closes: false
        ) { [weak self, weak peer, weak exchange] _ in
            guard let self, let peer, let exchange, peer.exchange === exchange else { return }
            if case .dead = peer.phase { return }
            pump(peer, exchange)
        }
        watcher.watch(.write)
        exchange.writing = watcher
    }

    /// After the last answer of a connection.
    func answerWriteable(_ peer: Peer) -> Int32 {
        guard let exchange = peer.exchange, exchange.stage == .answered else { return 0 }
        guard exchange.bodyRead < exchange.bodyLength else { return -1 }
        // Closing with a body unread would reset the connection, and take the answer with it.
        exchange.stage = .lingering
        exchange.deadline = second + 2
        return 0
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
        if case .dead = peer.phase { return }
        exchange.pulling = nil
        switch piece {
        case .success(let bytes?) where exchange.isChunked && !bytes.isEmpty:
            let size = Array((String(bytes.count, radix: 16) + "\r\n").utf8)
            exchange.output.append(SharedBytes(size + bytes + [0x0D, 0x0A]))
        case .success(let bytes?):
            if !bytes.isEmpty { exchange.output.append(SharedBytes(bytes)) }
        case .success(nil):
            exchange.source = nil
            if exchange.isChunked { exchange.output.append(SharedBytes(Array("0\r\n\r\n".utf8))) }
        case .failure(let error):
            logger.warning("An answer broke off.", metadata: ["error": "\(error)"])
            return kill(peer)
        }
        pump(peer, exchange)
    }

    // MARK: Refusals

    /// Answers a request that nobody handles, and ends the connection: who sent it may mean something else by
    /// the bytes that follow.
    func refuse(_ peer: Peer, _ refusal: RequestReader.Refusal) -> Int32 {
        refuse(peer, Self.problem(refusal.status, refusal.detail))
    }

    func refuse(_ peer: Peer, _ response: HTTPResponse) -> Int32 {
        var body: [UInt8] = []
        if case .bytes(let bytes) = response.body { body = bytes.array }
        let head = ResponseHead.write(
            status: response.status, headers: response.headers,
            defaults: configuration.defaults(for: response.headers),
            length: .bytes(body.count), closes: true, date: date)
        _ = write(head + body, to: peer)
        return -1
    }

    /// RFC 9457.
    static func problem(_ status: Int, _ detail: String, headers: [(String, String)] = []) -> HTTPResponse {
        let escaped = detail.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let body = #"{"title":"\#(ResponseHead.reason(status))","status":\#(status),"detail":"\#(escaped)"}"#
        return HTTPResponse(
            status: status, type: "application/problem+json", body: body.utf8, headers: headers)
    }

    /// Writes a few bytes from within a callback, outside of any answer. False where the connection has had
    /// it.
    func write(_ bytes: [UInt8], to peer: Peer) -> Bool {
        let shared = SharedBytes(bytes)
        return lws_write(peer.wsi, shared.storage.payload, shared.count, LWS_WRITE_HTTP_HEADERS) >= 0
    }
}
