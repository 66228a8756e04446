import CoproductionLab
import Foundation

/// A lab's replay as one page that opens from a disk: the client's own modules, styles and texts, and the replay itself,
/// with nothing left to be asked of any server.
///
/// A browser loads no module from a disk. So each lies in the page as text, and gets an address as the page begins
/// (`web/file/begin.js`); what the client asks a server for, `web/file/server.js` answers out of the page. All that
/// people wrote lies in blocks of data, where nothing can end the block or begin a script: no `<` stands in them.
package struct ReplayFile {
    /// Why there is no page, in words.
    package struct Failure: Error {
        package let words: String
    }

    /// Pictures, sounds and films that are longer than that stay behind; their words are there.
    static let largestMedia = 16 << 20

    private let assets: WebAssets
    private let media: MediaFolder?

    package init(assets: WebAssets, media: MediaFolder?) {
        self.assets = assets
        self.media = media
    }

    package func page(of replay: CarriedReplay) throws(Failure) -> [UInt8] {
        let modules = try modules()
        var texts: [String: JSON] = [:]
        for path in assets.paths where path.hasPrefix("/locales/") && !path.hasSuffix(".report.json") {
            texts[String(path.dropFirst("/locales/".count))] = assets.text(path).map { .string($0) }
        }
        let nonce = Secrets.token()
        let policy =
            "default-src 'none'; script-src 'nonce-\(nonce)' blob:; style-src 'nonce-\(nonce)'; img-src data:; "
            + "media-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
            + "trusted-types file"
        let icon = assets.whole("/icon.svg").map { Self.dataURL($0.type, $0.bytes) } ?? "data:,"
        let audiences = replay.audiences.map(\.rawValue).joined(separator: " ")
        var page = Array(
            """
            <!doctype html>
            <html lang="\(Self.escaped(replay.language))" data-route="/replay/\(Self.escaped(replay.lab))" \
            data-audiences="\(audiences)">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta name="version" content="\(assets.version)">
            <title>\(Self.escaped(replay.title))</title>
            <link rel="icon" href="\(icon)">

            """.utf8)
        page += try styles(nonce).utf8
        page += "</head>\n\(try body())".utf8
        page += Self.block("file-modules", .object(modules))
        page += Self.block("file-texts", .object(texts))
        page += Self.block("file-media", .object(media(at: replay.media)))
        page += Self.block("file-lab", replay.data)
        page += "<script nonce=\"\(nonce)\">\n\(try text("/file/begin.js"))</script>\n</body>\n</html>\n".utf8
        return page
    }

    // MARK: - What the client is made of

    /// The modules that play a lab, by the name that each has in the page; what they import is called by such names.
    private func modules() throws(Failure) -> [String: JSON] {
        var found: [String: JSON] = [:]
        var waiting = ["/file/server.js"]
        while let path = waiting.popLast() {
            guard found[Self.name(path)] == nil else { continue }
            let (source, imports) = Self.linked(try text(path), at: path)
            found[Self.name(path)] = .string(source)
            // The client begins with what its address asks for; here that is the replay.
            waiting += imports.filter { path != "/app.js" || !$0.isLater || $0.path == "/elements/replay.js" }
                .map(\.path)
        }
        return found
    }

    private static func name(_ path: String) -> String { "coprolab\(path)" }

    struct Import: Equatable {
        let path: String
        /// Asked for when it is needed, and not at once.
        let isLater: Bool
    }

    /// A module in which all that it imports is called by its name in the page, and what that is.
    static func linked(_ source: String, at path: String) -> (source: String, imports: [Import]) {
        var imports: [Import] = []
        let folder = path.split(separator: "/").dropLast().map(String.init)
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            guard line.contains("import") || line.contains("from") else { return String(line) }
            return String(line).replacing(/(from |import |import\()"(\.\.?\/[^"]+)"/) { match in
                let target = resolved(match.2, in: folder)
                imports.append(Import(path: target, isLater: match.1.hasSuffix("(")))
                return "\(match.1)\"\(name(target))\""
            }
        }
        return (lines.joined(separator: "\n"), imports)
    }

    /// Where "../models/words.js" leads from a folder.
    private static func resolved(_ path: Substring, in folder: [String]) -> String {
        var place = folder
        for part in path.split(separator: "/") {
            switch part {
            case ".": break
            case "..": _ = place.popLast()
            default: place.append(String(part))
            }
        }
        return "/" + place.joined(separator: "/")
    }

    /// Those of the page that every page begins with apply at once, the others when they are asked for.
    private func styles(_ nonce: String) throws(Failure) -> String {
        var styles = ""
        let page = try text("/index.html")
        let first = page.matches(of: /<link rel="stylesheet" href="([^"]+)"( media="[^"]+")?>/).map {
            (String($0.1), $0.2.map(String.init) ?? "")
        }
        let later = assets.paths.filter { path in path.hasSuffix(".css") && !first.contains { $0.0 == path } }
        for (path, medium) in first + later.map({ ($0, " media=\"not all\"") }) {
            let style = try text(path)
            guard !style.contains("</") else {
                throw Failure(words: "\(path) of the browser client can't stand within a page.")
            }
            styles += "<style nonce=\"\(nonce)\" data-path=\"\(path)\"\(medium)>\n\(style)</style>\n"
        }
        return styles
    }

    /// The body of the client's own page, but for its end.
    private func body() throws(Failure) -> String {
        let page = try text("/index.html")
        guard let start = page.range(of: "<body>"),
            let end = page.range(of: "</body>", range: start.upperBound..<page.endIndex)
        else { throw Self.missing("/index.html") }
        return String(page[start.lowerBound..<end.lowerBound])
    }

    private func text(_ path: String) throws(Failure) -> String {
        guard let text = assets.text(path) else { throw Self.missing(path) }
        return text
    }

    private static func missing(_ path: String) -> Failure {
        Failure(words: "The browser client lacks \(path). Put the folder back that came with this coprolab.")
    }

    // MARK: - What a lab shows

    /// Pictures, sounds and films, by their paths.
    private func media(at paths: [String]) -> [String: JSON] {
        var found: [String: JSON] = [:]
        for path in paths {
            let file = media?.whole(path, atMost: Self.largestMedia) ?? assets.whole(path)
            if let file { found[path] = .string(Self.dataURL(file.type, file.bytes)) }
        }
        return found
    }

    private static func dataURL(_ type: String, _ bytes: [UInt8]) -> String {
        "data:\(type.replacing(" ", with: ""));base64,\(Data(bytes).base64EncodedString())"
    }

    // MARK: - Letters

    private static func block(_ id: String, _ json: JSON) -> [UInt8] { block(id, json.text) }

    /// A block of data in which no `<` stands: within a text of JSON it may be written otherwise, and elsewhere in JSON
    /// there is none. By bytes, since a letter with marks on it is another character.
    private static func block(_ id: String, _ json: String) -> [UInt8] {
        var bytes = Array("<script type=\"application/json\" id=\"\(id)\">".utf8)
        for byte in json.utf8 {
            if byte == UInt8(ascii: "<") { bytes += "\\u003c".utf8 } else { bytes.append(byte) }
        }
        return bytes + "</script>\n".utf8
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
