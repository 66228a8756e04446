import CoproductionLab
import Foundation
import Testing

@testable import LabServer

@Suite("Administration over the socket in the data folder", .timeLimit(.minutes(10)))
struct AdministrationTests {
    private func run(_ body: (TestServer, TemporaryFolder) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let setup = TestServer.Setup { $0.administrationSocket = folder.file("admin.sock") }
        try await TestServer.run(in: folder, setup) { server in try await body(server, folder) }
    }

    private func ask(_ body: JSON, _ folder: TemporaryFolder) async throws -> RawAnswer {
        let request = RawHTTP.request(
            "POST", AdministrationCall.path, host: "localhost",
            headers: [("Content-Type", "application/json")],
            body: body.bytes)
        return try await RawHTTP.exchange(request, with: .unix(folder.file("admin.sock")))
    }

    private func ask(_ call: AdministrationCall, _ folder: TemporaryFolder) async throws -> RawAnswer {
        try await ask(call.body, folder)
    }

    @Test("only its owner can open it, and it serves nothing else")
    func mode() async throws {
        try await run { server, folder in
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.file("admin.sock"))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(attributes[.type] as? FileAttributeType == .typeSocket)
            for (method, path) in [
                ("GET", "/administration"), ("GET", "/"), ("POST", "/api/labs"), ("GET", "/ws"),
            ] {
                let request = RawHTTP.request(
                    method, path, host: "localhost", headers: [], body: Array("{}".utf8))
                let answer = try await RawHTTP.exchange(request, with: .unix(folder.file("admin.sock")))
                #expect(answer.status == 404, "\(method) \(path)")
            }
            // And the other way round: nobody administers over the network.
            #expect(try await server.post("/administration", #"{"call":"list"}"#).status == 405)
            let upgrade =
                "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Protocol: coprolab.v1\r\n\r\n"
            let socket = try await RawHTTP.exchange(
                Array(upgrade.utf8), with: .unix(folder.file("admin.sock")))
            #expect(socket.status == 404)
        }
    }

    @Test("makes, lists, opens, closes, archives and deletes labs while people are in them")
    func life() async throws {
        try await run { server, folder in
            let made = try await ask(.new(title: "Walks", template: "T2", language: "de"), folder)
            #expect(made.status == 200)
            let code = try #require(made.json["code"]?.string)
            let id = try #require(made.json["id"]?.string)
            let moira = try await server.enter(code, ["name": "Moira", "role": "family"])
            #expect(moira.seen.audience == "waiting")

            let opened = try await ask(.open(code), folder)
            #expect(
                opened.status == 200 && opened.json["state"] == "open" && opened.json["lab"]?.string == id)
            try await moira.until("the lab open") {
                $0.audience == "participant" && $0.view?["lab"]?["language"] == "de"
            }

            let list = try #require(try await ask(.list, folder).json["labs"]?.array)
            #expect(list.count == 1 && list[0]["title"] == "Walks" && list[0]["people"] == 1)
            #expect(list[0]["code"]?.string == code && list[0]["state"] == "open")

            // By its id, and by its code as it is shown.
            #expect(try await ask(.close(id), folder).json["state"] == "ended")
            try await moira.until("the end") { $0.view?["lab"]?["state"] == "ended" }
            let again = try await ask(.close("\(code.prefix(3)) \(code.suffix(3))"), folder)
            #expect(again.status == 422 && again.json["reason"] == "alreadyDone")
            #expect(try await ask(.archive(id), folder).json["state"] == "archived")
            #expect(try await server.get("/api/labs/\(code)").status == 404)
            // By the code that it had it isn't found any more, and the words say what to use.
            for call in [AdministrationCall.open(code), .verify(lab: code, head: nil)] {
                let former = try await ask(call, folder)
                #expect(former.status == 404)
                #expect(former.json["detail"]?.string?.contains("by its id: \(id)") == true)
            }
            #expect(try await ask(.archive(id), folder).json["reason"] == "labClosed")
            let listed = try #require(try await ask(.list, folder).json["labs"]?.array?.first)
            #expect(listed["lab"]?.string == id)
            #expect(listed["deleteAt"]?.int != nil && listed["createdAt"]?.int != nil)
            let back = try await ask(.open(id), folder)
            #expect(back.json["state"] == "ended" && back.json["code"]?.string == code)
            #expect(try await ask(.open(code), folder).json["state"] == "open")
            let early = try await ask(.archive(code), folder)
            #expect(early.json["detail"]?.string?.contains("`coprolab lab close \(code)`") == true)
            let deleted = try await ask(.delete(id), folder)
            #expect(deleted.status == 200 && deleted.json["title"] == "Walks")
            #expect(try await moira.closeCode() == 1000)
            #expect(try await ask(.list, folder).json["labs"]?.array?.isEmpty == true)
            #expect(try folder.search(for: "Walks").found.isEmpty)
        }
    }

    @Test("verifies the journal, against a head as well")
    func verify() async throws {
        try await run { server, folder in
            let room = try await server.room()
            _ = try await room.person("Moira")
            let report = try await ask(.verify(lab: room.lab.code, head: nil), folder).json
            #expect(report["sound"] == true)
            let head = try #require(report["labs"]?.array?.first?["head"]?.string)
            #expect(head.utf8.count == 64)
            let found = try await ask(.verify(lab: nil, head: head), folder).json
            #expect(found["head"]?["lab"]?.string == room.lab.id && found["sound"] == true)
            let other = String(repeating: "0", count: 64)
            let missing = try await ask(.verify(lab: nil, head: other), folder).json
            #expect(missing["head"] == "missing" && missing["sound"] == false)
            let nonsense = try await ask(.verify(lab: nil, head: "xyz"), folder)
            #expect(nonsense.status == 422 && nonsense.json["detail"]?.string?.contains("64") == true)
        }
    }

    @Test("says what is wrong with a call in words")
    func refused() async throws {
        try await run { server, folder in
            _ = try await server.makeLab()
            for call in [
                AdministrationCall.open("999"), .close("nothing"), .delete(""), .verify(lab: "x", head: nil),
            ] {
                let answer = try await ask(call, folder)
                #expect(answer.status == 404 && answer.json["detail"]?.string?.contains("lab list") == true)
            }
            let template = try await ask(.new(title: "x", template: "T99", language: nil), folder)
            #expect(template.status == 404 && template.json["detail"]?.string?.contains("T99") == true)
            for body: JSON in [[:], ["call": "fly"], ["call": "open"], "open", ["call": 1]] {
                #expect(try await ask(body, folder).status == 404)
            }
        }
    }
}
