import Foundation
import WebSockets

/// Who a request comes from, and from which pages it may come.
package struct Visitors: Sendable {
    /// A network such as 10.1.0.0/16, or one address.
    struct Network: Sendable {
        let address: [UInt8]
        let bits: Int

        init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count <= 2, let first = parts.first, let address = Self.bytes(of: String(first))
            else { return nil }
            let bits = parts.count == 2 ? Int(parts[1]) : address.count * 8
            guard let bits, (0...address.count * 8).contains(bits) else { return nil }
            self.address = address
            self.bits = bits
        }

        static func bytes(of text: String) -> [UInt8]? {
            var four = in_addr()
            if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
            var six = in6_addr()
            guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
            let bytes = withUnsafeBytes(of: &six) { Array($0) }
            // An IPv4 address in IPv6's clothes is that address.
            return bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
                ? Array(bytes.suffix(4)) : bytes
        }

        func contains(_ text: String) -> Bool {
            guard let other = Self.bytes(of: text), other.count == address.count else { return false }
            for bit in 0..<bits where (address[bit / 8] ^ other[bit / 8]) & (0x80 >> UInt8(bit % 8)) != 0 {
                return false
            }
            return true
        }
    }

    /// Origins whose pages may open a connection here, exactly as browsers write them.
    package var origins: Set<String>
    private let proxies: [Network]
    private let trustsUnixSocket: Bool
    /// Whether anybody who reaches this server over loopback may make a lab.
    package let isPrivate: Bool

    package enum Problem: Error, CustomStringConvertible {
        case noNetwork(String)

        package var description: String {
            switch self {
            case .noNetwork(let text):
                "trustedProxies: “\(text)” is neither an address nor a network such as 10.1.0.0/16, nor “unix”."
            }
        }
    }

    /// - Parameter listensOnLoopbackAlone: that nobody from outside can reach the socket.
    package init(
        origins: Set<String>, trustedProxies: [String], listensOnLoopbackAlone: Bool, hasPublicURL: Bool
    ) throws(Problem) {
        self.origins = origins
        trustsUnixSocket = trustedProxies.contains("unix")
        var proxies: [Network] = []
        for text in trustedProxies where text != "unix" {
            guard let network = Network(text) else { throw .noNetwork(text) }
            proxies.append(network)
        }
        self.proxies = proxies
        isPrivate = listensOnLoopbackAlone && !hasPublicURL && trustedProxies.isEmpty
    }

    private func isProxy(_ address: String) -> Bool {
        address == "unix" ? trustsUnixSocket : proxies.contains { $0.contains(address) }
    }

    /// The visitor's own address: the last one in the chain that no trusted proxy stands behind. Of IPv6 the /64, since
    /// that is what one household or one guesser has.
    func address(of request: HTTPRequest) -> String {
        guard isProxy(request.remoteAddress), let forwarded = request.headers["x-forwarded-for"] else {
            return Self.household(request.remoteAddress)
        }
        let chain = forwarded.split(separator: ",").map { $0.filter { $0 != " " } }
        return Self.household(chain.last { !isProxy($0) } ?? chain.first ?? request.remoteAddress)
    }

    private static func household(_ address: String) -> String {
        guard address.contains(":"), let bytes = Network.bytes(of: address), bytes.count == 16 else {
            return address
        }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") + "/64"
    }

    /// A browser says which page a request comes from; what is no browser says nothing, and has nobody's rights anyway.
    func allowsOrigin(of request: HTTPRequest) -> Bool {
        guard let origin = request.headers["origin"] else { return true }
        return origins.contains(origin)
    }

    /// Whether a request may make a lab without the organiser key: a browser on this very machine, by a loopback name,
    /// so that no page elsewhere whose name was bent to 127.0.0.1 passes for it, and nobody whom a proxy lets in that
    /// was put in front without a word in the settings.
    func isAtHome(_ request: HTTPRequest) -> Bool {
        guard isPrivate, request.isLoopback, let host = request.headers["host"],
            !Self.forwarding.contains(where: { request.headers[$0] != nil })
        else { return false }
        return Self.isLoopbackHost(host)
    }

    /// What proxies add to a request; browsers never send these.
    private static let forwarding = ["x-forwarded-for", "forwarded", "x-real-ip", "via"]

    static func isLoopbackHost(_ host: String) -> Bool {
        let name =
            host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
        return ["localhost", "127.0.0.1", "[::1]"].contains(name)
    }
}
