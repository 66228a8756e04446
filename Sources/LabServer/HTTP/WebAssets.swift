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
    }

    private let assets: [String: Asset]

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
        var assets: [String: Asset] = [:]
        for case let file as URL in files {
            guard let type = Self.types[file.pathExtension], let data = try? Data(contentsOf: file) else {
                continue
            }
            let resolved = file.resolvingSymlinksInPath().path
            guard resolved.hasPrefix(root.path + "/") else { continue }
            let bytes = Array(data)
            let zipped = Self.zips.contains(file.pathExtension) ? Gzip.compress(bytes) : nil
            let digest = Data(SHA256.hash(data: data)).base64EncodedString()
            assets[String(resolved.dropFirst(root.path.count))] = Asset(
                type: type, etag: "\"\(digest.prefix(22))\"", plain: SharedBytes(bytes),
                zipped: zipped.flatMap { $0.count < bytes.count ? SharedBytes($0) : nil })
        }
        guard assets["/index.html"] != nil else { throw .unreadable(folder) }
        self.assets = assets
    }

    func response(for path: String, _ request: HTTPRequest) -> HTTPResponse? {
        guard let asset = assets[path] else { return nil }
        let headers = [("ETag", asset.etag), ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")]
        let known = request.headers["if-none-match"]?.split(separator: ",").map {
            String($0.drop(while: { $0 == " " })).replacing("W/", with: "")
        }
        if known?.contains(asset.etag) == true { return HTTPResponse(status: 304, headers: headers) }
        let typed = headers + [("Content-Type", asset.type)]
        if let zipped = asset.zipped, Self.takesGzip(request) {
            return HTTPResponse(
                status: 200, headers: typed + [("Content-Encoding", "gzip")], body: .bytes(zipped))
        }
        return HTTPResponse(status: 200, headers: typed, body: .bytes(asset.plain))
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
