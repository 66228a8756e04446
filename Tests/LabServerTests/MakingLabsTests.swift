import CoproductionLab
import Testing
import WebSockets

@testable import LabServer

@Suite("Making a lab over HTTP", .timeLimit(.minutes(10)))
struct MakingLabsTests {
    private func isProblem(_ answer: RawAnswer, _ status: Int, _ reason: String) -> Bool {
        let json = answer.json
        return answer.status == status && answer.header("content-type") == "application/problem+json"
            && json["status"]?.int == status && json["reason"]?.string == reason
            && json["type"] == "about:blank"
            && json["title"]?.string?.isEmpty == false && (json["detail"]?.string?.utf8.count ?? 0) > 10
            && json.object?.count == 5
    }

    @Test("answers with all its secrets and links once, the tokens in fragments alone")
    func made() async throws {
        try await TestServer.run { server in
            let answer = try await server.post(
                "/api/labs", #"{"title":"Walks","template":"T2","language":"en"}"#)
            #expect(answer.status == 201 && answer.header("content-type") == "application/json")
            #expect(answer.header("cache-control") == "no-store")
            let made = answer.json
            func text(_ key: String) throws -> String { try #require(made[key]?.string) }
            let (id, code) = (try text("id"), try text("code"))
            #expect(code.wholeMatch(of: /[1-9][0-9]{5}/) != nil && id.utf8.count == 10)
            let origin = "http://localhost:\(server.port)"
            #expect(made["links"]?["join"]?.string == "\(origin)/join/\(code)#k=\(try text("inviteKey"))")
            #expect(
                made["links"]?["facilitate"]?.string
                    == "\(origin)/facilitate/\(id)#t=\(try text("facilitatorToken"))")
            #expect(made["links"]?["screen"]?.string == "\(origin)/screen/\(id)#t=\(try text("screenToken"))")
            #expect(try text("recoveryCode").wholeMatch(of: /([0-9A-Z]{4}-){3}[0-9A-Z]{4}/) != nil)
            // On disk before the answer: it can be joined at once.
            let way: [String: JSON] = [
                "audience": "facilitator", "token": .string(try text("facilitatorToken")),
            ]
            #expect(try await server.enter(id, way).seen.view?["lab"]?["title"] == "Walks")
            let known = try await server.get("/api/labs/\(code)").json
            #expect(known["title"] == "Walks" && known["open"] == false && known["roles"]?.array?.count == 8)
            #expect(known.object?.keys.contains("id") == false)
        }
    }

    @Test("needs no key on this machine alone, under a loopback name")
    func atHome() async throws {
        try await TestServer.run { server in
            for host in [
                "localhost", "127.0.0.1", "[::1]", "localhost:\(server.port)", "[::1]:\(server.port)",
            ] {
                #expect(try await server.post(host: host).status == 201, "\(host)")
            }
            let bent = [
                "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost@evil.example",
                "127.1",
                "0.0.0.0", "192.168.1.20",
            ]
            for host in bent {
                let answer = try await server.post(host: host)
                #expect(isProblem(answer, 401, "organiserKeyNeeded"), "\(host)")
            }
        }
    }

    @Test(
        "needs the organiser key where anybody else could reach the server",
        arguments: ["publicURL", "trustedProxies", "host"])
    func needsKey(_ openness: String) async throws {
        let setup = TestServer.Setup {
            switch openness {
            case "publicURL": $0.service.publicURL = "https://lab.example.org"
            case "trustedProxies": $0.service.trustedProxies = ["10.0.0.0/8"]
            default: $0.service.host = "0.0.0.0"
            }
        }
        try await TestServer.run(setup) { server in
            let without = try await server.post()
            #expect(isProblem(without, 401, "organiserKeyNeeded"))
            #expect(without.header("www-authenticate")?.hasPrefix("Bearer") == true)
            #expect(without.json["detail"]?.string?.contains("organiser-key") == true)
            for wrong in [
                "Bearer ", "Bearer wrong", "Basic \(TestServer.organiserKey)", TestServer.organiserKey,
            ] {
                #expect(try await server.post(headers: [("Authorization", wrong)]).status == 401)
            }
            let key = [("Authorization", "Bearer \(TestServer.organiserKey)")]
            #expect(try await server.post(headers: key).status == 201)
        }
    }

    @Test("needs the organiser key of whoever comes through a proxy that nobody told the server of")
    func behindUntoldProxy() async throws {
        try await TestServer.run { server in
            for header in ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"] {
                let answer = try await server.post(headers: [(header, "203.0.113.7")])
                #expect(isProblem(answer, 401, "organiserKeyNeeded"), "\(header)")
            }
            #expect(try await server.post().status == 201)
        }
    }

    @Test("takes JSON alone: another type is 415, what isn't a lab is 400")
    func malformed() async throws {
        try await TestServer.run { server in
            for type in [nil, "text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
                let answer = try await server.post(type: type)
                #expect(isProblem(answer, 415, "unsupportedMediaType"))
            }
            #expect(try await server.post(type: "Application/JSON; charset=utf-8").status == 201)
            let bodies = [
                "", "{", "[]", "null", "{}", #"{"title":"x"}"#, #"{"template":2}"#,
                #"{"template":"T2","title":2}"#,
                #"{"template":"T2","language":2}"#, #"{"template":"T2","template":"T2"}"#,
            ]
            for body in bodies {
                let answer = try await server.post("/api/labs", body)
                #expect(isProblem(answer, 400, "malformed"), "\(body)")
            }
            #expect(await server.hub.listLabs().count == 1)
        }
    }

    @Test("an unknown template is 404 and names where to look; a title that won't do is 422")
    func refused() async throws {
        try await TestServer.run { server in
            let unknown = try await server.post("/api/labs", #"{"title":"x","template":"T99"}"#)
            #expect(isProblem(unknown, 404, "notFound"))
            #expect(unknown.json["detail"]?.string?.contains("/api/templates") == true)
            for language in [
                "", "e", "english", "en-", "en_GB", "e1", "en-GB-x", "<b>", String(repeating: "x", count: 21),
            ] {
                let answer = try await server.post(
                    "/api/labs", #"{"template":"T2","language":"\#(language)"}"#)
                #expect(isProblem(answer, 422, "invalid"), "\(language)")
            }
            for language in ["en", "gd", "zh-Hant", "pt-BR"] {
                let answer = try await server.post(
                    "/api/labs", #"{"template":"T2","title":"x","language":"\#(language)"}"#)
                #expect(answer.status == 201, "\(language)")
            }
            let long = String(repeating: "t", count: 121)
            for title in [long, #"bell\u0007"#, #"\u202Eturned"#] {
                let answer = try await server.post("/api/labs", #"{"title":"\#(title)","template":"T2"}"#)
                #expect(answer.status == 422 && answer.header("content-type") == "application/problem+json")
            }
            // Without a title it has its template's.
            let plain = try await server.post("/api/labs", #"{"template":"T2"}"#).json
            let code = try #require(plain["code"]?.string)
            #expect(try await server.get("/api/labs/\(code)").json["title"]?.string?.isEmpty == false)
        }
    }

    @Test("other methods are 405 and say which one there is")
    func methods() async throws {
        try await TestServer.run { server in
            for method in ["GET", "PUT", "DELETE"] {
                let answer = try await server.get(
                    "/api/labs", method: method, headers: [("Content-Length", "0")])
                #expect(isProblem(answer, 405, "methodNotAllowed"), "\(method) \(answer.status)")
                #expect(answer.header("allow") == "POST")
            }
            let answer = try await server.post("/api/templates")
            #expect(isProblem(answer, 405, "methodNotAllowed") && answer.header("allow") == "GET")
        }
    }

    @Test("the list of templates tells what each is for")
    func templates() async throws {
        try await TestServer.run { server in
            let answer = try await server.get("/api/templates")
            #expect(answer.status == 200)
            let templates = try #require(answer.json["templates"]?.array)
            #expect(Set(templates.compactMap { $0["id"]?.string }) == ["T2", "OPEN", "QUIET"])
            let matrix = try #require(templates.first { $0["id"] == "T2" })
            #expect(matrix["name"] == "Priority Matrix" && matrix["activities"]?.array?.count == 7)
        }
    }
}

@Suite("Where a request comes from")
struct VisitorTests {
    @Test("X-Forwarded-For is believed from trusted proxies only, and only as far as they go")
    func forwarded() throws {
        func address(_ proxies: [String], _ peer: String, _ forwarded: String?) throws -> String {
            let visitors = try Visitors(
                origins: [], trustedProxies: proxies, listensOnLoopbackAlone: true, hasPublicURL: false)
            let headers = HTTPHeaders(forwarded.map { [("X-Forwarded-For", $0)] } ?? [])
            return visitors.address(
                of: HTTPRequest(method: "GET", path: "/", headers: headers, remoteAddress: peer))
        }
        #expect(try address([], "127.0.0.1", "203.0.113.7") == "127.0.0.1")
        #expect(try address(["127.0.0.1"], "127.0.0.1", "203.0.113.7") == "203.0.113.7")
        #expect(try address(["127.0.0.1"], "127.0.0.1", nil) == "127.0.0.1")
        #expect(try address(["127.0.0.1"], "192.0.2.1", "203.0.113.7") == "192.0.2.1")
        // What a visitor writes into the header themself stands to the left of what the proxy adds.
        #expect(try address(["127.0.0.1"], "127.0.0.1", "10.9.9.9, 203.0.113.7") == "203.0.113.7")
        #expect(
            try address(["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", "1.1.1.1, 203.0.113.7, 10.1.2.3")
                == "203.0.113.7")
        #expect(try address(["unix"], "unix", "203.0.113.7") == "203.0.113.7")
        #expect(try address(["127.0.0.1"], "unix", "203.0.113.7") == "unix")
        #expect(try address(["::ffff:127.0.0.1"], "127.0.0.1", "203.0.113.7") == "203.0.113.7")
        // A household has a /64 of IPv6.
        let (one, two) = ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")
        #expect(try address(["::1"], "::1", one) == address(["::1"], "::1", two))
        #expect(try address(["::1"], "::1", one) != address(["::1"], "::1", "2001:db8:1:3::1"))
        for wrong in ["10.0.0.0/33", "10.0.0", "localhost", "", "10.0.0.0/x", "10.0.0.0/-1"] {
            #expect(throws: Visitors.Problem.self) { try address([wrong], "127.0.0.1", nil) }
        }
    }
}
