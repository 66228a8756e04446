/// The addresses under which people reach this server.
package struct Links: Sendable {
    /// Scheme, host and port without a path, as `http://192.168.1.20:8080`: for join links and QR codes.
    package let origin: String

    package init(origin: String) { self.origin = origin }

    /// Tokens and keys travel in the fragment, which browsers never send.
    package func join(code: String, invite: String? = nil) -> String {
        "\(origin)/join/\(code)" + (invite.map { "#k=\($0)" } ?? "")
    }
    package func facilitate(lab: String, token: String) -> String { "\(origin)/facilitate/\(lab)#t=\(token)" }
    package func screen(lab: String, token: String) -> String { "\(origin)/screen/\(lab)#t=\(token)" }
    package func replay(lab: String, token: String) -> String { "\(origin)/replay/\(lab)#t=\(token)" }
    package func qr(code: String) -> String { "/api/labs/\(code)/qr.svg" }
}
