import CoproductionLab
import Foundation

/// One HTTP/1.1 request a connection, over TCP or a unix socket: what administration, `load` and `demo` need, without TLS.
struct PlainHTTP {
    enum Place {
        case unix(String)
        case tcp(host: String, port: Int)
    }

    struct Answer {
        let status: Int
        let body: [UInt8]
        var json: JSON { (try? JSON(parsing: body)) ?? .empty }
    }

    let place: Place

    init(_ place: Place) { self.place = place }

    /// The answer, or nil where nobody listens.
    func send(_ method: String, _ path: String, json: JSON? = nil, key: String? = nil) throws -> Answer? {
        guard let descriptor = try connected() else { return nil }
        defer { close(descriptor) }
        let body = json?.bytes ?? []
        var lines = [
            "\(method) \(path) HTTP/1.1", "Host: \(host)", "Connection: close",
            "Content-Length: \(body.count)",
        ]
        if json != nil { lines.append("Content-Type: application/json") }
        if let key { lines.append("Authorization: Bearer \(key)") }
        var rest = (Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw Failure("The server closed the connection. Try again.") }
            rest = rest.dropFirst(sent)
        }
        return try read(descriptor)
    }

    private var host: String {
        switch place {
        case .unix: "localhost"
        case .tcp(let host, let port): "\(host.contains(":") ? "[\(host)]" : host):\(port)"
        }
    }

    private func read(_ descriptor: Int32) throws -> Answer {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while !Self.isWhole(answer) {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer.append(contentsOf: buffer.prefix(count))
        }
        guard let end = Self.headEnd(answer),
            let status = String(decoding: answer[..<end], as: UTF8.self).split(separator: " ").dropFirst()
                .first.flatMap({ Int($0) })
        else {
            throw Failure("The server's answer can't be read. Its version may differ from this command's.")
        }
        return Answer(status: status, body: Array(answer[(end + 4)...]))
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...(bytes.count - 4)).first { bytes[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }
    }

    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        guard let end = headEnd(bytes) else { return false }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).lowercased().split(separator: "\r\n")
        guard
            let length = lines.first(where: { $0.hasPrefix("content-length:") })?
                .dropFirst(15).trimmingCharacters(in: .whitespaces), let count = Int(length)
        else { return false }
        return bytes.count >= end + 4 + count
    }

    // MARK: - Connecting

    private func connected() throws -> Int32? {
        switch place {
        case .unix(let file): try connectUnix(file)
        case .tcp(let host, let port): try connectTCP(host, port)
        }
    }

    private func connectUnix(_ file: String) throws -> Int32? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(file.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure("No socket can be opened: \(Self.reason).") }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if result == 0 { return descriptor }
        let code = errno
        close(descriptor)
        if code == ENOENT || code == ECONNREFUSED { return nil }
        throw Failure(
            "\(file): \(String(cString: strerror(code))). Run this as the user that the server runs as.")
    }

    private func connectTCP(_ host: String, _ port: Int) throws -> Int32? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else {
            throw Failure("\(host): this host isn't known.")
        }
        defer { freeaddrinfo(list) }
        var next = list
        while let entry = next {
            let descriptor = socket(entry.pointee.ai_family, entry.pointee.ai_socktype, 0)
            if descriptor >= 0, connect(descriptor, entry.pointee.ai_addr, entry.pointee.ai_addrlen) == 0 {
                return descriptor
            }
            if descriptor >= 0 { close(descriptor) }
            next = entry.pointee.ai_next
        }
        return nil
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
