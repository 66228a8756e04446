import Glibc

/// A socket's address of any family, as a value.
struct SocketAddress {
    private var storage = sockaddr_storage()
    private var length: socklen_t = socklen_t(MemoryLayout<sockaddr_storage>.size)

    var family: Int32 { Int32(storage.ss_family) }

    mutating func withPointer<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        let length = length
        return withUnsafePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    /// Lets a system call such as accept or getsockname fill it in.
    mutating func fill<R>(_ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> R) -> R
    {
        length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
        }
    }

    static func local(of descriptor: Int32) -> SocketAddress? {
        var address = SocketAddress()
        return address.fill { getsockname(descriptor, $0, $1) } == 0 ? address : nil
    }

    /// nil where the path is longer than the system takes.
    static func unix(path: String) -> SocketAddress? {
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: name.sun_path)
        guard bytes.count < room, !bytes.contains(0) else { return nil }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        var address = SocketAddress()
        withUnsafeMutableBytes(of: &address.storage) { storage in
            withUnsafeBytes(of: &name) { storage.copyMemory(from: $0) }
        }
        address.length = socklen_t(MemoryLayout<sockaddr_un>.size)
        return address
    }

    /// The addresses of a host by number or name; this may ask a name server, and wait for it. "*" is every
    /// address.
    static func resolve(host: String, port: Int, passive: Bool) throws(WebSocketsError) -> [SocketAddress] {
        guard (0...65535).contains(port) else {
            throw .badAddress(host: host, reason: "no such port: \(port)")
        }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = (passive ? AI_PASSIVE : 0) | AI_NUMERICSERV
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(bare == "*" ? nil : bare, String(port), &hints, &list)
        guard code == 0, let list else {
            let reason = code == EAI_SYSTEM ? systemMessage(errno) : String(cString: gai_strerror(code))
            throw .badAddress(host: host, reason: reason)
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        for entry in sequence(first: list, next: { $0.pointee.ai_next }) {
            guard let source = entry.pointee.ai_addr else { continue }
            var address = SocketAddress()
            withUnsafeMutableBytes(of: &address.storage) {
                $0.copyMemory(
                    from: UnsafeRawBufferPointer(start: source, count: Int(entry.pointee.ai_addrlen)))
            }
            address.length = entry.pointee.ai_addrlen
            addresses.append(address)
        }
        return addresses
    }

    var port: Int {
        switch family {
        case AF_INET: Int(UInt16(bigEndian: ipv4.sin_port))
        case AF_INET6: Int(UInt16(bigEndian: ipv6.sin6_port))
        default: 0
        }
    }

    func withPort(_ port: Int) -> SocketAddress {
        var copy = self
        let wire = in_port_t(UInt16(clamping: port)).bigEndian
        withUnsafeMutableBytes(of: &copy.storage) { bytes in
            // The port has the same place in both families.
            guard family == AF_INET || family == AF_INET6 else { return }
            bytes.storeBytes(of: wire, toByteOffset: 2, as: in_port_t.self)
        }
        return copy
    }

    /// The numeric host; an IPv4 address that came by IPv6 as IPv4; "unix" for a unix socket.
    var host: String {
        switch family {
        case AF_INET:
            return Self.text(AF_INET, ipv4.sin_addr, room: Int(INET_ADDRSTRLEN))
        case AF_INET6:
            let text = Self.text(AF_INET6, ipv6.sin6_addr, room: Int(INET6_ADDRSTRLEN))
            return text.hasPrefix("::ffff:") && text.contains(".") ? String(text.dropFirst(7)) : text
        default:
            return "unix"
        }
    }

    var isLoopback: Bool {
        let host = host
        return host == "::1" || host.hasPrefix("127.")
    }

    private var ipv4: sockaddr_in {
        withUnsafeBytes(of: storage) { $0.load(as: sockaddr_in.self) }
    }

    private var ipv6: sockaddr_in6 {
        withUnsafeBytes(of: storage) { $0.load(as: sockaddr_in6.self) }
    }

    private static func text<Address>(_ family: Int32, _ address: Address, room: Int) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { buffer in
            withUnsafeBytes(of: address) { bytes in
                guard let start = bytes.baseAddress, let target = buffer.baseAddress,
                    inet_ntop(family, start, target, socklen_t(room)) != nil
                else { return "unknown" }
                return String(cString: target)
            }
        }
    }
}
