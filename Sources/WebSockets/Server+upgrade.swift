import CLibWebSockets

// From HTTP to WebSocket: everything that lws lets pass is checked here, where a refusal can still be an HTTP
// answer.
extension Server {
    func confirmUpgrade(_ peer: Peer) -> Int32 {
        guard peer.exchange == nil else { return -1 }
        let reader = RequestReader(wsi: peer.wsi)
        // Copied out: what the callback is handed may be freed memory here. Anything but "websocket" (h2c
        // above all) would leave HTTP/1.1 for something that this server doesn't speak.
        guard let upgrade = reader.value(WSI_TOKEN_UPGRADE) else { return -1 }
        guard upgrade.lowercased() == "websocket" else {
            return refuse(peer, RequestReader.Refusal(400, "Only an upgrade to websocket is offered."))
        }
        let method = reader.method
        guard isFresh(peer) else {
            return refuse(
                peer, RequestReader.Refusal(400, "An upgrade can't be pipelined behind another request."))
        }
        do {
            guard try reader.checkedBodyLength(method: "GET") == 0 else {
                return refuse(peer, RequestReader.Refusal(400, "An upgrade has no body."))
            }
        } catch {
            return refuse(peer, error)
        }
        guard method == "GET", reader.isVersion11 else {
            return refuse(
                peer,
                Self.problem(405, "A WebSocket is opened by GET over HTTP/1.1.", headers: [("Allow", "GET")]))
        }
        guard reader.value(WSI_TOKEN_VERSION) == "13" else {
            return refuse(
                peer,
                Self.problem(426, "Only version 13 is spoken.", headers: [("Sec-WebSocket-Version", "13")]))
        }
        guard let key = reader.value(WSI_TOKEN_KEY), Self.isKey(key) else {
            return refuse(peer, RequestReader.Refusal(400, "The Sec-WebSocket-Key isn't 16 bytes in base64."))
        }
        let request = reader.request(
            extraHeaders: configuration.extraHeaders, remoteAddress: peer.remoteAddress,
            isLoopback: peer.isLoopback)
        guard request.path == configuration.path else {
            return refuse(
                peer,
                RequestReader.Refusal(404, "There is no WebSocket here; it is at \(configuration.path)."))
        }
        let offered = reader.value(WSI_TOKEN_PROTOCOL)?.split(separator: ",").map { $0.trimmingSpaces } ?? []
        guard offered.contains(where: { $0 == configuration.subprotocol }) else {
            return refuse(
                peer, RequestReader.Refusal(400, "The subprotocol must be \(configuration.subprotocol)."))
        }
        if isDraining {
            return refuse(
                peer, Self.problem(503, "The server is going down.", headers: [("Retry-After", "2")]))
        }
        if let refusal = delegate?.upgrade(request) { return refuse(peer, refusal) }
        peer.upgrading = request
        return 0
    }

    /// RFC 6455, 4.1: the key is 16 bytes in base64, so 22 letters and "==".
    private static func isKey(_ key: String) -> Bool {
        let bytes = Array(key.utf8)
        guard bytes.count == 24, bytes.hasSuffix("==") else { return false }
        return bytes.dropLast(2).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { self.suffix($0.count).elementsEqual($0) }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        let tail = drop { $0 == " " || $0 == "\t" }
        guard let last = tail.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return tail[...last]
    }
}
