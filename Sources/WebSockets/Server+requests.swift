import CLibWebSockets
import Glibc

// Requests coming in: checked, their bodies read under a cap and a deadline, handed to the delegate.
extension Server {
    /// Before lws acts on a request. It isn't called for an upgrade; `confirmUpgrade` checks the same.
    func filterRequest(_ peer: Peer) -> Int32 {
        // The last answer said that it was the last.
        guard peer.exchange == nil else { return -1 }
        let reader = RequestReader(wsi: peer.wsi)
        guard let method = reader.method else {
            return refuse(
                peer, RequestReader.Refusal(501, "The request is of no method that is served here."))
        }
        do throws(RequestReader.Refusal) {
            guard try reader.checkedBodyLength(method: method) == 0 || isFresh(peer) else {
                throw RequestReader.Refusal(400, "A request with a body can't be pipelined behind another.")
            }
            return 0
        } catch {
            return refuse(peer, error)
        }
    }

    /// Whether the last bytes of this request's head came from the socket just now; see `ReadCount`.
    func isFresh(_ peer: Peer) -> Bool {
        guard let before = peer.readAtLastAnswer else { return true }
        guard let now = ReadCount.of(lws_get_socket_fd(peer.wsi)) else { return false }
        return now > before
    }

    func requestBegan(_ peer: Peer) -> Int32 {
        let reader = RequestReader(wsi: peer.wsi)
        guard let method = reader.method else { return -1 }
        let length: Int
        do {
            length = try reader.checkedBodyLength(method: method)
        } catch {
            return refuse(peer, error)
        }
        let request = reader.request(
            extraHeaders: configuration.extraHeaders, remoteAddress: peer.remoteAddress,
            isLoopback: peer.isLoopback)
        let exchange = Exchange(
            serial: nextSerial, request: request, bodyLength: length, isVersion11: reader.isVersion11,
            deadline: second + seconds(configuration.bodyDeadline))
        nextSerial += 1
        peer.exchange = exchange
        if isDraining { exchange.closes = true }
        guard length > 0 else {
            // With a POST of length 0 lws goes on to say that the body has ended; else nothing more comes.
            if method != "POST" { return handle(peer, exchange) }
            return 0
        }
        var largest = configuration.maximumBody
        if length > largest, let more = delegate?.largestBody(of: request) {
            largest = more
            exchange.deadline = second + seconds(configuration.largeBodyDeadline)
        }
        guard length <= largest else {
            exchange.closes = true
            begin(
                peer, exchange,
                Self.problem(413, "The body is too long: at most \(largest) bytes are taken."))
            return 0
        }
        exchange.request.body.reserveCapacity(min(length, 65536))
        if exchange.isVersion11, request.headers["expect"]?.lowercased() == "100-continue" {
            guard write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), to: peer) else { return -1 }
        }
        return 0
    }

    func bodyCame(_ peer: Peer, _ input: UnsafeRawBufferPointer) -> Int32 {
        // A body that is refused already is read away, so that the client gets to read why.
        guard let exchange = peer.exchange else { return 0 }
        exchange.bodyRead += input.count
        switch exchange.stage {
        case .reading: exchange.request.body.append(contentsOf: input)
        case .lingering where exchange.bodyRead >= exchange.bodyLength: return -1
        case .waiting, .answering, .answered, .lingering: break
        }
        return 0
    }

    func bodyEnded(_ peer: Peer) -> Int32 {
        guard let exchange = peer.exchange, exchange.stage == .reading else { return 0 }
        return handle(peer, exchange)
    }

    private func handle(_ peer: Peer, _ exchange: Exchange) -> Int32 {
        exchange.stage = .waiting
        // lws has set a timeout for a body, and would go on reading into a state that has no use for it.
        lws_set_timeout(peer.wsi, NO_PENDING_TIMEOUT, 0)
        lws_rx_flow_control(peer.wsi, 0)
        let id = peer.id
        let serial = exchange.serial
        let responder = HTTPResponder { [weak self] response in
            guard let self else { return }
            if loop.isCurrent {
                answer(id, serial, response)
            } else {
                loop.execute { [self] in answer(id, serial, response) }
            }
        }
        delegate?.handle(exchange.request, respond: responder)
        exchange.request.body = []
        return 0
    }

    private func answer(_ id: ConnectionID, _ serial: UInt64, _ response: HTTPResponse) {
        guard context != nil, let peer = peers[id], let exchange = peer.exchange, exchange.serial == serial,
            exchange.stage == .waiting
        else { return }
        begin(peer, exchange, response)
    }

    func seconds(_ duration: Duration) -> Int { max(1, Int(clamping: duration.components.seconds)) }

    // MARK: Deadlines

    func sweepHTTP(_ peer: Peer) {
        guard let exchange = peer.exchange else { return }
        switch exchange.stage {
        case .reading where second > exchange.deadline:
            exchange.closes = true
            begin(peer, exchange, Self.problem(408, "The request's body took too long to arrive."))
        case .answering where exchange.pulling == nil && second > exchange.deadline,
            .lingering where second > exchange.deadline:
            // While the next piece is made, it isn't the client that is waited for.
            kill(peer)
        case .reading, .waiting, .answering, .answered, .lingering:
            break
        }
    }
}
