/// One whole request, its body read.
package struct HTTPRequest: Sendable {
    /// GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS. Any other is refused before it gets here.
    package var method: String
    /// The path in its one canonical form, printable ASCII: libwebsockets takes percent-encoding and dot
    /// segments away, and what must be encoded is encoded again. So a decoded path never hides a control
    /// character or a second slash.
    package var path: String
    /// What follows the question mark, in the same canonical encoding, without the mark; nil where there is
    /// none.
    package var query: String?
    package var headers: HTTPHeaders
    package var body: [UInt8]
    /// The other end of the TCP connection, without its port; "unix" on a unix socket. Behind a proxy this is
    /// the proxy.
    package var remoteAddress: String
    /// Whether `remoteAddress` is this machine's loopback. False on a unix socket, behind which a proxy is
    /// likely.
    package var isLoopback: Bool

    package init(
        method: String, path: String, query: String? = nil, headers: HTTPHeaders = HTTPHeaders(),
        body: [UInt8] = [],
        remoteAddress: String = "127.0.0.1", isLoopback: Bool = true
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.remoteAddress = remoteAddress
        self.isLoopback = isLoopback
    }
}

/// An answer. `Content-Length`, `Transfer-Encoding`, `Connection` and `Date` are the server's to write.
package struct HTTPResponse: Sendable {
    package enum Body: Sendable {
        case none
        case bytes(SharedBytes)
        /// Asked for its next piece whenever the last one has gone out, until it answers nil. Sent chunked.
        /// An error cuts the connection, so that the client sees that the answer isn't whole.
        case stream(@Sendable () async throws -> [UInt8]?)
    }

    package var status: Int
    package var headers: [(String, String)]
    package var body: Body

    package init(status: Int, headers: [(String, String)] = [], body: Body = .none) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer of plain text or of bytes with their type.
    package init(status: Int, type: String, body: some Sequence<UInt8>, headers: [(String, String)] = []) {
        self.init(
            status: status, headers: [("Content-Type", type)] + headers,
            body: .bytes(SharedBytes(Array(body))))
    }
}
