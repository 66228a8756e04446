import CoproductionLab
import Foundation
import Synchronization
import Testing

@testable import LabServer

@Suite("Exports over HTTP", .timeLimit(.minutes(10)))
struct ExportTests {
    /// Says what it was asked for; it has to say it on a thread that isn't the loop's.
    private static let exporter = Exporter(
        formats: ["json"],
        lab: { lab, request in
            file([
                "lab": .string(lab.id), "format": .string(request.format),
                "for": .string(request.purpose.rawValue),
                "revision": .int(lab.revision),
            ])
        },
        own: { lab, participant, author in
            file(["participant": .string(participant), "mine": lab.mine(of: participant, author: author)])
        })

    private static func file(_ json: JSON) -> ExportFile {
        ExportFile(name: "file.json", type: "application/json", bytes: json.bytes)
    }

    private static let setup = TestServer.Setup { $0.exporter = exporter }

    private func bearer(_ token: String) -> [(String, String)] { [("Authorization", "Bearer \(token)")] }

    @Test("a lab is exported for sharing unless it is for keeping, to its facilitators and nobody else")
    func lab() async throws {
        try await TestServer.run(Self.setup) { server in
            let lab = try await server.makeLab()
            let path = "/api/labs/\(lab.id)/export/json"
            for (query, purpose) in [
                ("", "sharing"), ("?for=sharing", "sharing"), ("?for=keeping", "keeping"),
            ] {
                let answer = try await server.get(path + query, headers: bearer(lab.facilitatorToken))
                #expect(answer.status == 200 && answer.json["for"]?.string == purpose)
                #expect(answer.json["lab"]?.string == lab.id)
                #expect(answer.header("Content-Disposition") == "attachment; filename=\"file.json\"")
                #expect(answer.header("Cache-Control") == "no-store")
            }
            for headers in [[], bearer(""), bearer("x"), bearer(lab.screenToken), bearer(lab.recoveryCode)] {
                let answer = try await server.get(path, headers: headers)
                #expect(answer.status == 401 && answer.header("WWW-Authenticate") != nil)
                #expect(answer.header("Content-Type") == "application/problem+json")
            }
            let other = try await server.makeLab()
            #expect(try await server.get(path, headers: bearer(other.facilitatorToken)).status == 401)
            let facilitator = bearer(lab.facilitatorToken)
            #expect(try await server.get("/api/labs/none/export/json", headers: facilitator).status == 401)
            #expect(
                try await server.get("/api/labs/\(lab.id)/export/exe", headers: facilitator).status == 404)
            for query in ["?for=all", "?for=", "?for=sharing&for=keeping"] {
                #expect(try await server.get(path + query, headers: facilitator).status == 400)
            }
        }
    }

    @Test("[S7] a co-facilitator exports with their own token, and not any more once the desk is taken back")
    func coFacilitator() async throws {
        try await TestServer.run(Self.setup) { server in
            let room = try await server.room()
            let sam = try await room.person("Sam", role: "staff")
            let path = "/api/labs/\(room.lab.id)/export/json"
            let token = try #require(sam.seen.replies.first?["token"]?.string)
            #expect(try await server.get(path, headers: bearer(token)).status == 401)
            let person = JSON.string(sam.seen.replies.first?["participant"]?.string ?? "")
            for (rights, status) in [(true, 200), (false, 401)] {
                try await room.facilitator.act(
                    "setRights", ["participant": person, "facilitator": .bool(rights)])
                #expect(try await server.get(path, headers: bearer(token)).status == status)
            }
        }
    }

    @Test("[S35] what a person gave comes by their own token, anonymous answers included")
    func mine() async throws {
        try await TestServer.run(Self.setup) { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let (moira, sam) = (try await room.person("Moira"), try await room.person("Sam"))
            try await room.add(["Walks"], by: moira)
            let path = "/api/labs/\(room.lab.id)/mine"
            let token = try #require(moira.seen.replies.first?["token"]?.string)
            let own = try await server.get(path, headers: bearer(token))
            #expect(own.status == 200 && own.text.contains("Walks") && own.text.contains("Moira"))
            let other = try await server.get(
                path, headers: bearer(sam.seen.replies.first?["token"]?.string ?? ""))
            #expect(other.status == 200 && !other.text.contains("Walks") && !other.text.contains("Moira"))
            for headers in [[], bearer("x"), bearer(room.lab.screenToken)] {
                #expect(try await server.get(path, headers: headers).status == 401)
            }
        }
    }

    @Test(
        "an export is made off the loop: everybody else is served meanwhile",
        // The export that waits takes a thread of the pool.
        .enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1))
    func offTheLoop() async throws {
        let gate = DispatchSemaphore(value: 0)
        let began = AsyncStream<Void>.makeStream()
        let slow = Exporter(
            formats: ["json"],
            lab: { _, _ in
                began.continuation.yield()
                gate.wait()
                return Self.file(["done": true])
            }, own: { _, _, _ in Self.file([:]) })
        try await TestServer.run(TestServer.Setup { $0.exporter = slow }) { server in
            let lab = try await server.makeLab()
            async let answer = server.get(
                "/api/labs/\(lab.id)/export/json", headers: bearer(lab.facilitatorToken))
            for await _ in began.stream { break }
            #expect(try await server.get("/healthz").status == 200)
            gate.signal()
            #expect(try await answer.json["done"] == true)
        }
    }

    @Test("the operator exports over the socket in the data folder, without a token")
    func administration() async throws {
        let folder = try TemporaryFolder()
        let setup = TestServer.Setup {
            $0.administrationSocket = folder.file("admin.sock")
            $0.exporter = Self.exporter
        }
        try await TestServer.run(in: folder, setup) { server in
            let lab = try await server.makeLab()
            func ask(_ call: AdministrationCall) async throws -> RawAnswer {
                let request = RawHTTP.request(
                    "POST", AdministrationCall.path, host: "localhost",
                    headers: [("Content-Type", "application/json")], body: call.body.bytes)
                return try await RawHTTP.exchange(request, with: .unix(folder.file("admin.sock")))
            }
            for name in [lab.id, lab.code] {
                let answer = try await ask(
                    .export(lab: name, Exporter.Request(format: "json", purpose: .keeping)))
                #expect(answer.status == 200 && answer.json["name"] == "file.json")
                let bytes = try #require(answer.json["base64"]?.string.flatMap { Data(base64Encoded: $0) })
                let json = JSON.reading(Array(bytes))
                #expect(json["lab"]?.string == lab.id && json["for"] == "keeping")
            }
            #expect(
                try await ask(.export(lab: "none", Exporter.Request(format: "json", purpose: .sharing)))
                    .status == 404)
            #expect(
                try await ask(.export(lab: lab.id, Exporter.Request(format: "exe", purpose: .sharing))).status
                    == 422)
        }
    }
}
