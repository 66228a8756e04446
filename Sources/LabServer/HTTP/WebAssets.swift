import Crypto
import Foundation
import WebSockets

/// The files of the browser client: a table read at the start, so that no request ever names a path on disk.
package struct WebAssets: Sendable {
    struct Asset: Sendable {
        let type: String
        let etag: String
        let plain: SharedBytes
        let zipped: SharedBytes?

        init(_ path: String, _ data: Data) {
            let kind = path.split(separator: ".").last.map(String.init) ?? ""
            let bytes = Array(data)
            let zipped = WebAssets.zips.contains(kind) ? Gzip.compress(bytes) : nil
            let digest = Data(SHA256.hash(data: data)).base64EncodedString()
            type = WebAssets.types[kind] ?? "application/octet-stream"
            etag = "\"\(digest.prefix(22))\""
            plain = SharedBytes(bytes)
            self.zipped = zipped.flatMap { $0.count < bytes.count ? SharedBytes($0) : nil }
        }
    }

    private let assets: [String: Asset]
    /// Names what all files of the client hold together: another content, another version. The page knows its own from
    /// the document it came with, since `{version}` there stands for it, and the server says its own on joining.
    package let version: String

    /// The files in which `{version}` stands for the version.
    private static let versioned: Set<String> = ["/index.html", "/worker.js"]

    package enum Problem: Error, CustomStringConvertible {
        case unreadable(String)

        package var description: String {
            switch self {
            case .unreadable(let folder):
                "The folder of the browser client, \(folder), can't be read or has no index.html. "
                    + "Set `web` in the configuration or --web to the folder that came with coprolab."
            }
        }
    }

    /// Reads every file below `folder` whose kind is known; hidden files and links that lead out are left out.
    package init(folder: String) throws(Problem) {
        let root = URL(fileURLWithPath: folder, isDirectory: true).resolvingSymlinksInPath()
        guard
            let files = FileManager.default.enumerator(
                at: root, includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
        else { throw .unreadable(folder) }
        var found: [String: Data] = [:]
        for case let file as URL in files {
            guard Self.types[file.pathExtension] != nil, let data = try? Data(contentsOf: file) else {
                continue
            }
            let resolved = file.resolvingSymlinksInPath().path
            guard resolved.hasPrefix(root.path + "/") else { continue }
            found[String(resolved.dropFirst(root.path.count))] = data
        }
        guard found["/index.html"] != nil else { throw .unreadable(folder) }
        let version = Self.version(of: found)
        self.version = version
        assets = Dictionary(
            uniqueKeysWithValues: found.map { path, data in
                guard Self.versioned.contains(path) else { return (path, Asset(path, data)) }
                let text = String(decoding: data, as: UTF8.self).replacing("{version}", with: version)
                return (path, Asset(path, Data(text.utf8)))
            })
    }

    /// The documents of the protocol are read by programmers, not by the client.
    private static func version(of files: [String: Data]) -> String {
        var hash = SHA256()
        for (path, data) in files.sorted(by: { $0.key < $1.key }) where !path.hasPrefix("/api/") {
            hash.update(data: Data("\(path) \(data.count)\n".utf8))
            hash.update(data: data)
        }
        return hash.finalize().prefix(6).map { String(format: "%02x", $0) }.joined()
    }

    /// Where there are files.
    var paths: [String] { assets.keys.sorted() }

    func whole(_ path: String) -> (type: String, bytes: [UInt8])? {
        assets[path].map { ($0.type, $0.plain.array) }
    }

    func text(_ path: String) -> String? { whole(path).map { String(decoding: $0.bytes, as: UTF8.self) } }

    func response(for path: String, _ request: HTTPRequest, status: Int = 200) -> HTTPResponse? {
        guard let asset = assets[path] else { return nil }
        var headers = [("ETag", asset.etag), ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")]
        // A worker asks for what it fetches under a policy of its own.
        if path == "/worker.js" { headers.append(HTTPResponse.contentSecurityPolicy) }
        let known = request.headers["if-none-match"]?.split(separator: ",").map {
            String($0.drop(while: { $0 == " " })).replacing("W/", with: "")
        }
        if status == 200, known?.contains(asset.etag) == true {
            return HTTPResponse(status: 304, headers: headers)
        }
        let typed = headers + [("Content-Type", asset.type)]
        if let zipped = asset.zipped, Self.takesGzip(request) {
            return HTTPResponse(
                status: status, headers: typed + [("Content-Encoding", "gzip")], body: .bytes(zipped))
        }
        return HTTPResponse(status: status, headers: typed, body: .bytes(asset.plain))
    }

    /// Whether gzip is among the encodings that a request takes (RFC 9110, 12.5.3), and not with a weight of nothing.
    private static func takesGzip(_ request: HTTPRequest) -> Bool {
        let encodings = request.headers["accept-encoding"]?.lowercased().split(separator: ",") ?? []
        return encodings.contains { encoding in
            let parts = encoding.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard parts.first == "gzip" else { return false }
            return !parts.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
        }
    }

    private static let types = [
        "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
        "json": "application/json", "svg": "image/svg+xml", "png": "image/png", "webp": "image/webp",
        "ico": "image/x-icon", "yaml": "application/yaml; charset=utf-8", "txt": "text/plain; charset=utf-8",
        "webmanifest": "application/manifest+json", "woff2": "font/woff2",
    ]
    private static let zips: Set<String> = [
        "html", "js", "mjs", "css", "json", "svg", "yaml", "txt", "webmanifest",
    ]
}
