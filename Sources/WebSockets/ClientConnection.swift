/// One connection of a `WebSocketClient`.
final class ClientConnection {
    enum State {
        case connecting, asking, open, closing, ended
    }

    let id: ClientID
    /// Held until the end, so that no connection, and no watcher, goes on another thread than the loop's.
    var client: WebSocketClient?
    let host: String
    /// Those of the host that haven't been tried.
    var addresses: ArraySlice<SocketAddress> = []
    let handler: any WebSocketClientHandler
    var state = State.connecting
    var descriptor: Int32 = -1
    var watcher: IOWatcher?
    /// What the socket hasn't taken yet, and how much of it has gone.
    var output: [UInt8] = []
    var unsent = 0
    /// A head or a frame that isn't whole yet.
    var input: [UInt8] = []
    /// The pieces of a message of several fragments.
    var message: [UInt8] = []
    var isPaused = false
    var closeCode: UInt16?

    init(id: ClientID, client: WebSocketClient, host: String, handler: any WebSocketClientHandler) {
        self.id = id
        self.client = client
        self.host = host
        self.handler = handler
    }

    /// Sixteen bytes in base64 (RFC 6455, 4.1). The answer to it isn't checked: it proves to a browser that
    /// the server knows WebSocket, and whoever runs `load` knows that already.
    func key(_ high: UInt64, _ low: UInt64) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        // Twenty-two letters hold 132 bits, of which the last four must be zero.
        let letters = (0..<22).map { index -> UInt8 in
            let word = index < 11 ? high : low
            let bits = Int(truncatingIfNeeded: word >> UInt64((index % 11) * 5)) & 63
            return alphabet[index == 21 ? bits & 48 : bits]
        }
        return String(decoding: letters, as: UTF8.self) + "=="
    }
}

extension WebSocketClient {
    /// Takes in what the socket gave: the head of the answer first, frames after it.
    func take(_ bytes: UnsafeRawBufferPointer, _ connection: ClientConnection) {
        // Whole frames are read where they lie; only the rest of a broken one is kept.
        if connection.input.isEmpty {
            let used = digest(bytes, connection)
            if used < bytes.count, connection.state != .ended { connection.input = Array(bytes[used...]) }
            return
        }
        var input = connection.input
        connection.input = []
        input.append(contentsOf: bytes)
        let used = input.withUnsafeBytes { digest($0, connection) }
        guard connection.state != .ended else { return }
        connection.input = used == 0 ? input : Array(input[used...])
    }

    /// How many of the bytes were used.
    private func digest(_ bytes: UnsafeRawBufferPointer, _ connection: ClientConnection) -> Int {
        var used = 0
        if connection.state == .asking {
            guard let length = FrameCodec.headLength(bytes) else {
                if bytes.count > 65536 { end(connection, message: "The server's answer has no end.") }
                return 0
            }
            guard accept(UnsafeRawBufferPointer(rebasing: bytes[..<length]), connection) else {
                return bytes.count
            }
            used = length
        }
        while connection.state == .open || connection.state == .closing {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[used...])
            switch FrameCodec.parse(rest, maximum: Self.maximumMessage) {
            case .incomplete:
                return used
            case .malformed(let why):
                connection.closeCode = 1002
                end(connection, message: why)
                return bytes.count
            case .frame(let frame):
                used += frame.length
                handle(frame, connection)
            }
        }
        return bytes.count
    }

    private func accept(_ head: UnsafeRawBufferPointer, _ connection: ClientConnection) -> Bool {
        let text = String(decoding: head, as: UTF8.self)
        let line = text.prefix { $0 != "\r\n" && $0 != "\n" }
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            end(connection, message: "The server doesn't speak HTTP.")
            return false
        }
        guard status == 101 else {
            end(connection, status: status, message: String(line))
            return false
        }
        connection.state = .open
        connection.handler.opened(connection.id)
        return connection.state != .ended
    }

    private func handle(_ frame: FrameCodec.Parsed, _ connection: ClientConnection) {
        switch frame.opcode {
        case .text where frame.isFinal && connection.message.isEmpty:
            if connection.state == .open {
                connection.handler.received(Array(frame.payload), by: connection.id)
            }
        case .text, .continuation, .binary:
            connection.message.append(contentsOf: frame.payload)
            guard frame.isFinal else { return }
            let message = connection.message
            connection.message = []
            if connection.state == .open { connection.handler.received(message, by: connection.id) }
        case .ping:
            put(.pong, Array(frame.payload), connection)
        case .pong:
            break
        case .close:
            if frame.payload.count >= 2 {
                connection.closeCode =
                    connection.closeCode ?? UInt16(frame.payload[0]) << 8 | UInt16(frame.payload[1])
            }
            // The answer to a close of ours ends it; a close of theirs is answered first.
            if connection.state == .open { put(.close, Array(frame.payload.prefix(2)), connection) }
            end(connection, message: "closed")
        }
    }
}
