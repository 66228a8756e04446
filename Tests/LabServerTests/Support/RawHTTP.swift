import CoproductionLab
import Dispatch
import Foundation

/// HTTP by hand over a plain socket, so that a test decides every byte of a request and sees every byte of its answer.
struct RawAnswer: Sendable {
    let status: Int
    let head: String
    let body: [UInt8]

    var json: JSON { JSON.reading(body) }
    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                return parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        return nil
    }
}

enum RawHTTP {
    enum Place: Sendable {
        case port(Int)
        case unix(String)
    }

    struct Failure: Error {
        let tried: String
        let code: Int32
    }

    /// Sends these bytes and reads to the end of the connection, on a thread that may block.
    static func exchange(_ bytes: [UInt8], with place: Place) async throws -> RawAnswer {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try blockingExchange(bytes, with: place) })
            }
        }
    }

    private static func blockingExchange(_ bytes: [UInt8], with place: Place) throws -> RawAnswer {
        let descriptor = try connected(to: place)
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failure(tried: "send", code: errno)
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        let end = answer.indices.first { answer[$0...].starts(with: [13, 10, 13, 10]) }
        guard let end else { throw Failure(tried: "read an answer", code: 0) }
        let head = String(decoding: answer[..<end], as: UTF8.self)
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        let whole = RawAnswer(status: status ?? 0, head: head, body: Array(answer[(end + 4)...]))
        guard whole.header("Transfer-Encoding") == "chunked" else { return whole }
        return RawAnswer(status: whole.status, head: head, body: try joined(whole.body))
    }

    /// What came in chunks (RFC 9112, §7.1), to the empty one that ends it.
    private static func joined(_ chunks: [UInt8]) throws -> [UInt8] {
        var body: [UInt8] = []
        var rest = chunks[...]
        while let end = rest.firstIndex(of: 13),
            let length = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16),
            rest[end...].count >= length + 4
        {
            if length == 0 { return body }
            body += rest[(end + 2)..<(end + 2 + length)]
            rest = rest[(end + 2 + length + 2)...]
        }
        throw Failure(tried: "read the last chunk", code: 0)
    }

    private static func connected(to place: Place) throws -> Int32 {
        let result: Int32
        let descriptor: Int32
        switch place {
        case .port(let port):
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(UInt16(port).bigEndian)
            inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
            result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        case .unix(let path):
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        guard result == 0 else { throw Failure(tried: "connect", code: errno) }
        return descriptor
    }

    static func request(
        _ method: String, _ path: String, host: String, headers: [(String, String)], body: [UInt8]?
    ) -> [UInt8] {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: \(host)", "Connection: close"]
        lines += headers.map { "\($0): \($1)" }
        if let body { lines.append("Content-Length: \(body.count)") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? [])
    }
}

extension TestServer {
    func get(
        _ path: String, method: String = "GET", host: String? = nil, headers: [(String, String)] = []
    ) async throws -> RawAnswer {
        try await RawHTTP.exchange(
            RawHTTP.request(method, path, host: host ?? "localhost:\(port)", headers: headers, body: nil),
            with: .port(port))
    }

    /// Posts JSON, or any text as JSON.
    func post(
        _ path: String = "/api/labs", _ body: String = #"{"title":"Walks","template":"T2"}"#,
        host: String? = nil,
        type: String? = "application/json", headers: [(String, String)] = []
    ) async throws -> RawAnswer {
        var headers = headers
        if let type { headers.append(("Content-Type", type)) }
        let bytes = RawHTTP.request(
            "POST", path, host: host ?? "localhost:\(port)", headers: headers, body: Array(body.utf8))
        return try await RawHTTP.exchange(bytes, with: .port(port))
    }
}
