import CoproductionLab
import Foundation
import Testing
import WebSockets

@testable import LabServer

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Pages and files over HTTP", .timeLimit(.minutes(10)))
struct PagesTests {
    private static let index = "<!doctype html><title>coprolab</title>"

    @Test("each page is the one page, whose script reads the address; all else is 404")
    func pages() async throws {
        try await TestServer.run { server in
            for path in [
                "/", "/join", "/join/482913", "/facilitate/x7k", "/screen/x7k", "/join/", "/index.html",
            ] {
                let answer = try await server.get(path)
                #expect(answer.status == 200 && answer.text == Self.index, "\(path)")
                #expect(answer.header("content-type") == "text/html; charset=utf-8")
                // What a phone needs to join is named in its page's head, and in no other's.
                #expect(
                    (answer.header("link")?.contains("/elements/join.js") == true) == path.hasPrefix("/join/")
                )
            }
            #expect(try await server.get("/api/").text.contains("API"))
            for path in ["/nothing", "/join/1/2", "/facilitate", "/screen", "/models", "/models/", "/api"] {
                let answer = try await server.get(path)
                #expect(answer.status == 404, "\(path)")
                #expect(answer.header("content-type") == "application/problem+json")
            }
        }
    }

    @Test("a file comes with its tag, which the next request may send back for a 304 without a body")
    func tags() async throws {
        try await TestServer.run { server in
            let first = try await server.get("/models/words.js")
            #expect(first.status == 200 && first.text == SamplePages.script)
            #expect(first.header("content-type") == "text/javascript; charset=utf-8")
            #expect(first.header("cache-control") == "no-cache" && first.header("vary") == "Accept-Encoding")
            let tag = try #require(first.header("etag"))
            for known in [tag, "W/\(tag)", "\"other\", \(tag)", "\"other\",\(tag)"] {
                let again = try await server.get("/models/words.js", headers: [("If-None-Match", known)])
                #expect(again.status == 304 && again.body.isEmpty && again.header("etag") == tag, "\(known)")
            }
            let stale = try await server.get("/models/words.js", headers: [("If-None-Match", "\"other\"")])
            #expect(stale.status == 200 && stale.text == SamplePages.script)
            let head = try await server.get("/models/words.js", method: "HEAD")
            #expect(head.status == 200 && head.body.isEmpty && head.header("etag") == tag)
            #expect(head.header("content-length") == String(SamplePages.script.utf8.count))
        }
    }

    @Test("is compressed for those who say that they can read it, and for them alone")
    func gzip() async throws {
        try await TestServer.run { server in
            let plain = try await server.get("/models/words.js")
            for accepted in ["gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8"] {
                let answer = try await server.get(
                    "/models/words.js", headers: [("Accept-Encoding", accepted)])
                #expect(
                    answer.header("content-encoding") == "gzip" && answer.body.count < plain.body.count / 4)
                #expect(answer.body.prefix(2) == [0x1F, 0x8B])
                #expect(try Self.inflated(answer.body) == Array(SamplePages.script.utf8))
            }
            for refused in ["identity", "br", "gzip;q=0", "gzip; q=0.0", "x-gzipped"] {
                let answer = try await server.get("/models/words.js", headers: [("Accept-Encoding", refused)])
                #expect(
                    answer.header("content-encoding") == nil && answer.text == SamplePages.script,
                    "\(refused)")
            }
            // What compressing would make longer is sent as it is.
            let tiny = try await server.get("/tiny.css", headers: [("Accept-Encoding", "gzip")])
            #expect(tiny.header("content-encoding") == nil && tiny.text == "x")
        }
    }

    /// By the system's own gzip, since what we make must be read by others.
    private static func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        try Data(bytes).write(to: URL(fileURLWithPath: folder.file("x.gz")))
        let gunzip = Process()
        gunzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gunzip.arguments = ["gzip", "-d", folder.file("x.gz")]
        try gunzip.run()
        gunzip.waitUntilExit()
        return Array(try Data(contentsOf: URL(fileURLWithPath: folder.file("x"))))
    }

    @Test(
        "no path leads out of the table of files, however it is written",
        arguments: [
            "/../outside.txt", "/..%2foutside.txt", "/%2e%2e/outside.txt", "/%2e%2e%2foutside.txt",
            "/..\\outside.txt",
            "/models/../../outside.txt", "/models/..%2f..%2foutside.txt", "/./../outside.txt",
            "//../outside.txt",
            "/....//outside.txt", "/%252e%252e/outside.txt", "/..;/outside.txt", "/..%00/outside.txt",
            "/index.html%00.txt", "/%c0%ae%c0%ae/outside.txt", "/..%c0%afoutside.txt",
            "/../../../../etc/passwd",
            "/%2fetc%2fpasswd", "//etc/passwd", "/etc/passwd", "/.hidden.txt", "/%2ehidden.txt",
            "/.git/config.txt",
            "/link.txt", "/notes.unknown", "/outside.txt", "/models%2fwords.js/../../../outside.txt",
            "/api/labs/../../outside.txt", "/api/labs/..%2f..%2foutside.txt/qr.svg",
            "/join/../../outside.txt",
        ])
    func traversal(_ path: String) async throws {
        try await TestServer.run { server in
            // Refused by the server itself, or at the least not served.
            guard let answer = try? await server.get(path) else { return }
            let text = answer.text
            #expect(!text.contains(SamplePages.secret) && !text.contains("root:"), "\(answer.head)")
            #expect(answer.status >= 400 || text == Self.index, "\(answer.status)")
            let next = try await server.get("/healthz")
            #expect(next.status == 200)
        }
    }

    @Test(
        "every answer says to browsers that it is what its type says, and what is a page what it must not do",
        arguments: ["/", "/nothing", "/api/templates", "/healthz", "/models/words.js"],
        [nil, "https://lab.example.org"])
    func securityHeaders(_ path: String, _ publicURL: String?) async throws {
        try await TestServer.run(.init { $0.service.publicURL = publicURL }) { server in
            let answers = [
                try await server.get(path), try await server.get(path, method: "HEAD"),
                try await server.get(path, headers: [("Accept", "text/html,*/*;q=0.8")]),
                try await server.get(path, headers: [("If-None-Match", "*")]),
                try await server.post(path, "{}"), try await server.post("/api/labs", "{"),
                try await server.get("/ws"), try await server.get("/ws", headers: [("Upgrade", "websocket")]),
                try await server.post("/api/labs", String(repeating: "x", count: 1 << 21)),
            ]
            for answer in answers {
                for (name, value) in HTTPResponse.securityHeaders {
                    #expect(answer.header(name) == value, "\(name) \(answer.status)")
                }
                #expect(answer.header("server") == nil && answer.header("set-cookie") == nil)
                let isPage = answer.header("content-type")?.hasPrefix("text/html") == true
                for (name, value) in HTTPResponse.documentHeaders {
                    // Browsers heed this one where the connection is secure, and complain of it elsewhere.
                    let isSent = isPage && (name != "Cross-Origin-Opener-Policy" || publicURL != nil)
                    #expect(answer.header(name) == (isSent ? value : nil), "\(name) \(answer.status)")
                }
            }
            #expect(answers[0].header("content-security-policy") != nil || path != "/")
        }
    }

    @Test(
        "what may load and run in a page, in a picture that is opened as one, and in the worker, is our own")
    func policy() async throws {
        try await TestServer.run { server in
            let lab = try await server.makeLab()
            for path in ["/", "/worker.js", "/api/labs/\(lab.code)/qr.svg"] {
                let policy = try #require(
                    try await server.get(path).header("content-security-policy"), "\(path)")
                #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
                #expect(
                    policy.contains("require-trusted-types-for 'script'")
                        && policy.contains("frame-ancestors 'none'"))
            }
        }
    }

    @Test("an answer's head is short: a script's under 400 bytes")
    func heads() async throws {
        try await TestServer.run { server in
            let answer = try await server.get("/models/words.js", headers: [("Accept-Encoding", "gzip")])
            #expect(answer.head.utf8.count < 400, "\(answer.head)")
        }
    }

    @Test("whoever comes with a browser to an address at which there is nothing gets a page that says so")
    func missingPage() async throws {
        try await TestServer.run { server in
            for path in ["/nothing", "/join/1/2", "/facilitate", "/wp-login.php"] {
                let answer = try await server.get(
                    path, headers: [("Accept", "text/html,application/xml;q=0.9")])
                #expect(answer.status == 404 && answer.text == Self.index, "\(path)")
                let again = try await server.get(
                    path, headers: [("Accept", "text/html"), ("If-None-Match", answer.header("etag") ?? "")])
                #expect(again.status == 404)
            }
            for path in ["/models/nothing.js", "/api/nothing", "/api/labs/1/2/3"] {
                let answer = try await server.get(path, headers: [("Accept", "*/*")])
                #expect(answer.status == 404 && answer.header("content-type") == "application/problem+json")
            }
            let call = try await server.get("/api/nothing", headers: [("Accept", "text/html")])
            #expect(call.header("content-type") == "application/problem+json")
        }
    }

    @Test(
        "the version of the client stands in its page and its worker, and is another when any of its files is"
    )
    func version() throws {
        let folder = try TemporaryFolder()
        try folder.write("<meta content={version}>", to: "index.html")
        try folder.write("const VERSION = \"{version}\"", to: "worker.js")
        try folder.write("{version}", to: "app.js")
        try folder.write("one", to: "api/openapi.yaml")
        let first = try WebAssets(folder: folder.path)
        #expect(first.version.utf8.count == 12)
        func text(_ path: String, in assets: WebAssets) -> String? {
            guard case .bytes(let bytes)? = assets.response(for: path, Self.request)?.body else { return nil }
            return String(decoding: bytes.array, as: UTF8.self)
        }
        #expect(text("/index.html", in: first) == "<meta content=\(first.version)>")
        #expect(text("/worker.js", in: first) == "const VERSION = \"\(first.version)\"")
        #expect(text("/app.js", in: first) == "{version}")
        #expect(try WebAssets(folder: folder.path).version == first.version)
        try folder.write("two", to: "api/openapi.yaml")
        #expect(try WebAssets(folder: folder.path).version == first.version)
        try folder.write("{version}!", to: "app.js")
        #expect(try WebAssets(folder: folder.path).version != first.version)
    }

    private static let request = HTTPRequest(method: "GET", path: "/")

    @Test("the QR code of a lab is a picture of its join link, for open labs alone")
    func qrCode() async throws {
        try await TestServer.run { server in
            let lab = try await server.makeLab()
            let answer = try await server.get("/api/labs/\(lab.code)/qr.svg")
            #expect(answer.status == 200 && answer.header("content-type") == "image/svg+xml")
            #expect(answer.header("cache-control") == "no-store")
            let link = server.links.join(code: lab.code, invite: lab.inviteKey)
            #expect(answer.text == QRCode.svg(link))
            let parser = XMLParser(data: Data(answer.body))
            #expect(parser.parse())
            #expect(try await server.get("/api/labs/\(lab.code)/qr.png").status == 404)
            #expect(try await server.get("/api/labs/100000/qr.svg").status == 404)
        }
    }

    @Test("a QR code has its three corners and its quiet zone, and grows with its text")
    func qrShape() throws {
        let small = try #require(QRCode.svg("x"))
        // Version 1 has 21 modules, and four of quiet on each side.
        #expect(small.contains(#"viewBox="0 0 29 29""#))
        for corner in ["M4 4h", "M24 4h", "M4 24h"] { #expect(small.contains(corner)) }
        #expect(!small.contains("M3 ") && !small.contains("M25 "))
        #expect(QRCode.svg(String(repeating: "x", count: 100))?.contains(#"viewBox="0 0 29 29""#) == false)
        #expect(QRCode.svg(String(repeating: "x", count: 5_000)) == nil)
    }
}
