import Dispatch
import Glibc

@testable import WebSockets

/// A plain blocking socket, for requests and frames that no decent client would send. It blocks on threads of
/// its own, not on those few that Swift's tasks share.
final class RawConnection: Sendable {
    struct Failure: Error {
        let tried: String
        let code: Int32
    }

    let descriptor: Int32

    init(host: String = "127.0.0.1", port: Int, receiveBuffer: Int32? = nil) throws {
        guard var address = try SocketAddress.resolve(host: host, port: port, passive: false).first else {
            throw Failure(tried: "resolve", code: 0)
        }
        descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue), 0)
        sendAtOnce(descriptor)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        // A server that never answers mustn't hang the tests.
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let descriptor = descriptor
        guard address.withPointer({ connect(descriptor, $0, $1) }) == 0 else {
            throw Failure(tried: "connect", code: errno)
        }
    }

    init(path: String) throws {
        guard var address = SocketAddress.unix(path: path) else { throw Failure(tried: "path", code: 0) }
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let descriptor = descriptor
        guard address.withPointer({ connect(descriptor, $0, $1) }) == 0 else {
            throw Failure(tried: "connect", code: errno)
        }
    }

    deinit { close(descriptor) }

    // Serial queues get threads of their own; the global ones have only as many as there are processors.
    private let reading = DispatchQueue(label: "reading")
    private let writing = DispatchQueue(label: "writing")

    private func blocking<R: Sendable>(
        on queue: DispatchQueue, _ body: @escaping @Sendable (Int32) -> R
    ) async -> R {
        await withCheckedContinuation { continuation in
            queue.async { [self] in continuation.resume(returning: body(descriptor)) }
        }
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        let code = await blocking(on: writing) { descriptor -> Int32 in
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes { bytes in
                    Glibc.send(
                        descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent,
                        Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return errno }
                sent += count
            }
            return 0
        }
        guard code == 0 else { throw Failure(tried: "send", code: code) }
    }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// What comes next, at most this much; empty at the end or where the connection was reset.
    func receive(_ most: Int = 65536) async -> [UInt8] {
        await blocking(on: reading) { descriptor in
            var buffer = [UInt8](repeating: 0, count: most)
            let count = recv(descriptor, &buffer, most, 0)
            return count > 0 ? Array(buffer[..<count]) : []
        }
    }

    /// Everything up to the end of the connection.
    func receiveAll() async -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let piece = await receive()
            if piece.isEmpty { return all }
            all += piece
        }
    }

    func receiveExactly(_ count: Int) async throws -> [UInt8] {
        var all: [UInt8] = []
        while all.count < count {
            let piece = await receive(count - all.count)
            guard !piece.isEmpty else { throw Failure(tried: "receive", code: errno) }
            all += piece
        }
        return all
    }

    /// One HTTP answer: its head up to the empty line, and the body that its Content-Length announces.
    func answer() async throws -> (head: String, body: String) {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]) { head += try await receiveExactly(1) }
        let text = String(decoding: head, as: UTF8.self)
        let length = text.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).filter(\.isNumber)) }
        return (text, String(decoding: try await receiveExactly(length ?? 0), as: UTF8.self))
    }

    func status() async throws -> Int? {
        let words = try await answer().head.split(separator: " ")
        return words.count > 1 ? Int(words[1]) : nil
    }

    // MARK: WebSocket

    /// Opens a WebSocket by hand.
    func upgrade(headers: String = "") async throws -> Int? {
        try await send(Self.upgradeRequest(headers: headers))
        return try await status()
    }

    static func upgradeRequest(
        method: String = "GET", path: String = "/ws", upgrade: String = "websocket", version: String = "13",
        subprotocol: String = "coprolab.v1", headers: String = ""
    ) -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: test\r\nUpgrade: \(upgrade)\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: \(version)\r\n"
            + "Sec-WebSocket-Protocol: \(subprotocol)\r\n\(headers)\r\n"
    }

    /// One frame as a client sends it; the first byte holds FIN and the opcode.
    static func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        FrameCodec.append(.text, payload, mask: 0x0102_0304, to: &bytes)
        bytes[0] = first
        return bytes
    }

    /// The next frame of the server: its first byte, and what it holds.
    func receiveFrame() async throws -> (first: UInt8, payload: [UInt8]) {
        let head = try await receiveExactly(2)
        var length = Int(head[1] & 0x7F)
        if length == 126 { length = try await receiveExactly(2).reduce(0) { $0 << 8 | Int($1) } }
        if length == 127 { length = try await receiveExactly(8).reduce(0) { $0 << 8 | Int($1) } }
        return (head[0], try await receiveExactly(length))
    }

    /// The code of the close frame that comes next, frames before it passed over.
    func closeCode() async throws -> UInt16? {
        while true {
            let (first, payload) = try await receiveFrame()
            guard first & 0x0F == 8 else { continue }
            return payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : nil
        }
    }
}
