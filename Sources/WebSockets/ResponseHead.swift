import Glibc

/// Writes the head of an answer. Our own, because lws's helpers need one connection's buffer and know few
/// statuses.
enum ResponseHead {
    enum Length {
        case bytes(Int)
        case chunked
        /// The end of the connection is the end of the body.
        case untilClose
        /// A status that has no body, and says nothing of one.
        case absent
    }

    static func write(
        status: Int, headers: [(String, String)], defaults: [(String, String)], length: Length, closes: Bool,
        date: String
    ) -> [UInt8] {
        var head: [UInt8] = []
        head.reserveCapacity(512)
        head += Array("HTTP/1.1 \(status) \(reason(status))\r\n".utf8)
        func add(_ name: String, _ value: String) {
            // A header can't end its line, whoever wrote its value.
            head += name.utf8.map { $0 < 0x21 || $0 == 0x7F || $0 == 0x3A ? 0x2D : $0 }
            head += [0x3A, 0x20]
            head += value.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }
            head += [0x0D, 0x0A]
        }
        for (name, value) in headers where !isOurs(name) { add(name, value) }
        for (name, value) in defaults
        where !headers.contains(where: { $0.0.lowercased() == name.lowercased() }) {
            add(name, value)
        }
        add("Date", date)
        switch length {
        case .bytes(let count): add("Content-Length", String(count))
        case .chunked: add("Transfer-Encoding", "chunked")
        case .untilClose, .absent: break
        }
        add("Connection", closes ? "close" : "keep-alive")
        head += [0x0D, 0x0A]
        return head
    }

    private static func isOurs(_ name: String) -> Bool {
        ["content-length", "transfer-encoding", "connection", "date"].contains(name.lowercased())
    }

    /// The current time as HTTP writes it (RFC 9110, 5.6.7).
    static func date() -> String {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            guard let start = buffer.baseAddress,
                strftime(start, 64, "%a, %d %b %Y %H:%M:%S GMT", &parts) > 0
            else { return "" }
            return String(cString: start)
        }
    }

    static func reason(_ status: Int) -> String { reasons[status] ?? "Status" }

    private static let reasons: [Int: String] = [
        200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content",
        301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified",
        307: "Temporary Redirect",
        308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
        404: "Not Found",
        405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict",
        410: "Gone",
        411: "Length Required", 412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long",
        415: "Unsupported Media Type", 416: "Range Not Satisfiable", 421: "Misdirected Request",
        422: "Unprocessable Content", 426: "Upgrade Required", 428: "Precondition Required",
        429: "Too Many Requests", 431: "Request Header Fields Too Large", 500: "Internal Server Error",
        501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
        507: "Insufficient Storage",
    ]
}
