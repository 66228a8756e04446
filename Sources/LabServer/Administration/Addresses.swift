import Foundation
import WebSockets

/// The names and addresses under which browsers reach this server.
struct Addresses: Sendable {
    /// The one for join links and QR codes.
    let main: String
    /// All that count as its own pages' origins.
    let origins: Set<String>

    init(_ settings: ServiceSettings, bound: BoundAddress) {
        var origins = Set(settings.allowedOrigins.map(Self.normalised))
        if let publicURL = settings.publicURL {
            main = Self.normalised(publicURL)
            origins.insert(main)
            self.origins = origins
            return
        }
        let port = bound.port == 80 ? "" : ":\(bound.port)"
        let isLoopback = ["127.0.0.1", "::1", "localhost"].contains(settings.host)
        var names = ["localhost", "127.0.0.1", "[::1]"]
        let own = isLoopback ? [] : Self.ownAddresses()
        if !isLoopback {
            names += own
            if let name = Self.hostName() {
                names += [name, name.split(separator: ".").first.map { "\($0).local" } ?? name]
            }
        }
        origins.formUnion(names.map { "http://\($0)\(port)" })
        self.origins = origins
        // A phone in the hall needs the address on its network; this computer alone is well served by its name.
        let isAny = ["0.0.0.0", "*", "::"].contains(settings.host)
        let host = isLoopback ? "localhost" : isAny ? own.first ?? "localhost" : settings.host
        main = "http://\(host)\(port)"
    }

    /// As browsers write an origin: lower case, no path, no default port.
    private static func normalised(_ url: String) -> String {
        var text = url.lowercased()
        while text.hasSuffix("/") { text.removeLast() }
        if text.hasPrefix("https://"), text.hasSuffix(":443") { text.removeLast(4) }
        if text.hasPrefix("http://"), text.hasSuffix(":80") { text.removeLast(3) }
        return text
    }

    private static func hostName() -> String? {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .lowercased()
    }

    /// This machine's addresses on its networks, IPv4 first since people may have to type one.
    private static func ownAddresses() -> [String] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var four: [String] = []
        var six: [String] = []
        var next = list
        while let entry = next {
            next = entry.pointee.ifa_next
            let flags = Int32(entry.pointee.ifa_flags)
            guard flags & Int32(IFF_UP) != 0, flags & Int32(IFF_LOOPBACK) == 0,
                let address = entry.pointee.ifa_addr
            else { continue }
            let family = Int32(address.pointee.sa_family)
            guard family == AF_INET || family == AF_INET6 else { continue }
            let length = family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
            var buffer = [CChar](repeating: 0, count: 128)
            guard getnameinfo(address, socklen_t(length), &buffer, 128, nil, 0, NI_NUMERICHOST) == 0 else {
                continue
            }
            let text = String(
                decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if family == AF_INET {
                four.append(text)
            } else if !text.contains("%") {
                six.append("[\(text)]")
            }
        }
        return four + six
    }
}
