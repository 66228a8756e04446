import CLibWebSockets
import Glibc

/// Reads a parsed request out of libwebsockets, and refuses what lws 4.1 would misread.
struct RequestReader {
    let wsi: OpaquePointer

    /// Why a request is refused before anybody handles it.
    struct Refusal: Error {
        let status: Int
        let detail: String
        init(_ status: Int, _ detail: String) {
            self.status = status
            self.detail = detail
        }
    }

    func length(_ token: lws_token_indexes) -> Int { Int(lws_hdr_total_length(wsi, token)) }

    /// A header's value; nil where it is absent or empty.
    func value(_ token: lws_token_indexes) -> String? {
        let length = length(token)
        guard length > 0 else { return nil }
        // Room for the commas between the values of a header that came several times.
        let room = length + 256
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { buffer in
            guard let start = buffer.baseAddress, lws_hdr_copy(wsi, start, Int32(room), token) > 0 else {
                return nil
            }
            return Self.text(start)
        }
    }

    /// Whether a header came more than once.
    private func isDoubled(_ token: lws_token_indexes) -> Bool {
        lws_hdr_fragment_length(wsi, token, 1) > 0
    }

    private func customLength(_ name: String) -> Int {
        Int(lws_hdr_custom_length(wsi, name, Int32(name.utf8.count)))
    }

    private func custom(_ name: String) -> String? {
        let length = customLength(name)
        guard length > 0 else { return nil }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: length + 1) { buffer in
            guard let start = buffer.baseAddress,
                lws_hdr_custom_copy(wsi, start, Int32(length + 1), name, Int32(name.utf8.count)) > 0
            else { return nil }
            return Self.text(start)
        }
    }

    // MARK: What lws misreads

    /// The length of the body, after everything that could make two readers of the same bytes disagree is
    /// refused (request smuggling): lws takes any digits for a length, the first of two, and doesn't know
    /// chunked bodies.
    func checkedBodyLength(method: String) throws(Refusal) -> Int {
        if length(WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0 {
            throw Refusal(
                501, "Transfer-Encoding isn't understood here: send the body with its Content-Length.")
        }
        for name in Self.misspelt where customLength(name) >= 0 {
            throw Refusal(400, "A header's name must be followed by its colon.")
        }
        // A line end in the path, encoded, ends the request line for lws, and its version is lost.
        guard let version = value(WSI_TOKEN_HTTP), version == "HTTP/1.1" || version == "HTTP/1.0" else {
            throw Refusal(400, "The request line isn't one of HTTP/1.1.")
        }
        if version == "HTTP/1.1", length(WSI_TOKEN_HOST) == 0 {
            throw Refusal(400, "The Host header is missing.")
        }
        if isDoubled(WSI_TOKEN_HOST) { throw Refusal(400, "There are two Host headers.") }
        if isDoubled(WSI_TOKEN_ORIGIN) { throw Refusal(400, "There are two Origin headers.") }
        if isDoubled(WSI_TOKEN_HTTP_CONTENT_LENGTH) {
            throw Refusal(400, "There are two Content-Length headers.")
        }
        guard let text = value(WSI_TOKEN_HTTP_CONTENT_LENGTH) else {
            // lws would wait for a hundred megabytes.
            if ["POST", "PUT", "PATCH"].contains(method) {
                throw Refusal(411, "A \(method) needs a Content-Length, if only 0.")
            }
            return 0
        }
        guard text.utf8.count <= 15, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = Int(text)
        else { throw Refusal(400, "The Content-Length isn't a number.") }
        return length
    }

    private static let misspelt = [
        "content-length :", "content-length\t:", "transfer-encoding :", "transfer-encoding\t:", "host :",
        "host\t:",
    ]

    // MARK: The request

    /// Which of the methods it is; nil for one that isn't served, or for several at once. Not CONNECT, which
    /// would turn into a raw connection.
    private var line: (method: String, path: lws_token_indexes)? {
        var start: UnsafeMutablePointer<CChar>?
        var length: Int32 = 0
        let index = Int(lws_http_get_uri_and_method(wsi, &start, &length))
        guard Self.methods.indices.contains(index), let line = Self.methods[index] else { return nil }
        // A header that looks like another request line; lws counts its length to the first one's.
        return isDoubled(line.path) ? nil : line
    }

    /// In the order of LWSHUMETH_….
    private static let methods: [(method: String, path: lws_token_indexes)?] = [
        ("GET", WSI_TOKEN_GET_URI), ("POST", WSI_TOKEN_POST_URI), ("OPTIONS", WSI_TOKEN_OPTIONS_URI),
        ("PUT", WSI_TOKEN_PUT_URI), ("PATCH", WSI_TOKEN_PATCH_URI), ("DELETE", WSI_TOKEN_DELETE_URI), nil,
        ("HEAD", WSI_TOKEN_HEAD_URI),
    ]

    var method: String? { line?.method }

    var isVersion11: Bool { value(WSI_TOKEN_HTTP) == "HTTP/1.1" }

    func request(extraHeaders: [String], remoteAddress: String, isLoopback: Bool) -> HTTPRequest {
        HTTPRequest(
            method: line?.method ?? "", path: line.flatMap { fragment($0.path, 0, keeping: .path) } ?? "/",
            query: query, headers: headers(extraHeaders), remoteAddress: remoteAddress, isLoopback: isLoopback
        )
    }

    /// lws splits the query at each "&" and decodes the parts, so they are encoded and joined again.
    private var query: String? {
        var parts: [String] = []
        while let part = fragment(WSI_TOKEN_HTTP_URI_ARGS, parts.count, keeping: .query) {
            parts.append(part)
        }
        return parts.isEmpty ? nil : parts.joined(separator: "&")
    }

    /// One of the parts of a token, encoded; nil where there is none.
    private func fragment(_ token: lws_token_indexes, _ index: Int, keeping part: PercentEncoding.Part)
        -> String?
    {
        let length = Int(lws_hdr_fragment_length(wsi, token, Int32(index)))
        guard length > 0 else { return nil }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: length + 1) { buffer -> String? in
            guard let start = buffer.baseAddress else { return nil }
            let copied = lws_hdr_copy_fragment(wsi, start, Int32(length + 1), token, Int32(index))
            guard copied > 0 else { return nil }
            return PercentEncoding.encode(
                UnsafeRawBufferPointer(start: start, count: Int(copied)), keeping: part)
        }
    }

    private func headers(_ extra: [String]) -> HTTPHeaders {
        var headers = HTTPHeaders()
        for (token, name) in Self.known {
            if let value = value(token) { headers[name] = value }
        }
        for name in extra {
            let name = name.lowercased()
            if headers[name] == nil, let value = custom(name + ":") { headers[name] = value }
        }
        return headers
    }

    /// The headers that lws keeps by number, with their names as it spells them ("host:").
    private static let known: [(lws_token_indexes, String)] = (0..<WSI_TOKEN_COUNT.rawValue).compactMap {
        index in
        let token = lws_token_indexes(rawValue: index)
        guard let bytes = lws_token_to_string(token) else { return nil }
        let name = String(cString: UnsafePointer<UInt8>(bytes))
        guard name.hasSuffix(":"), !name.hasPrefix(":") else { return nil }
        return (token, String(name.dropLast()))
    }

    private static func text(_ start: UnsafePointer<CChar>) -> String {
        String(decoding: UnsafeRawBufferPointer(start: start, count: strlen(start)), as: UTF8.self)
    }
}
