import CoproductionLab
import Testing

@testable import LabServer

@Suite("Unknown and closed labs", .timeLimit(.minutes(10)))
struct UnknownLabTests {
    /// Ended for good, with one person who was in.
    private func closedRoom(_ server: TestServer) async throws -> (room: Room, token: JSON, returnCode: JSON)
    {
        let room = try await server.room()
        let moira = try #require(try await room.person("Moira").seen.replies.first)
        try await room.facilitator.act("endLab")
        return (room, moira["token"] ?? .null, moira["returnCode"] ?? .null)
    }

    @Test("read alike, whatever comes along with the code")
    func alike() async throws {
        try await TestServer.run(.behindProxy) { server in
            let closed = try await closedRoom(server).room.lab.code
            let unknown = closed == "100000" ? "100001" : "100000"
            let attempts: [[String: JSON]] = [
                ["name": "Eve", "role": "other"],
                ["name": "", "role": "other"],
                ["token": "worthless"],
                ["returnCode": "AAAA-BBBB-CCCC"],
                ["recoveryCode": "AAAA-BBBB-CCCC-DDDD"],
                ["audience": "facilitator"],
                ["audience": "facilitator", "token": "worthless"],
                ["audience": "screen"],
                ["audience": "screen", "token": "worthless"],
                ["name": "Eve", "role": "other", "invite": "WRONG"],
            ]
            for (number, members) in attempts.enumerated() {
                var answers: [JSON] = []
                for code in [closed, unknown] {
                    // From addresses of their own, so that the limit on guesses plays no part.
                    let stranger = try await server.connection(headers: [
                        ("X-Forwarded-For", "203.0.113.\(number)")
                    ])
                    answers.append(try await stranger.join(code, members))
                }
                #expect(answers[0] == answers[1], "\(members)")
                #expect(answers[1]["reason"] == "unknownLab")
                #expect(answers[1]["detail"] == "No open lab has this code. Check it with your facilitator.")
            }
        }
    }

    @Test("read alike over HTTP, with their QR codes")
    func alikeOverHTTP() async throws {
        try await TestServer.run { server in
            let closed = try await closedRoom(server).room.lab
            let unknown = closed.code == "100000" ? "100001" : "100000"
            for tail in ["", "/qr.svg"] {
                let answers = [
                    try await server.get("/api/labs/\(closed.code)\(tail)"),
                    try await server.get("/api/labs/\(unknown)\(tail)"),
                    // The id of a lab isn't a code.
                    try await server.get("/api/labs/\(closed.id)\(tail)"),
                ]
                for answer in answers {
                    #expect(answer.status == 404 && answer.body == answers[0].body)
                    #expect(answer.header("content-type") == "application/problem+json")
                    #expect(answer.json["reason"] == "unknownLab")
                }
            }
        }
    }

    @Test("count alike as wrong guesses")
    func countAlike() async throws {
        try await TestServer.run(.behindProxy) { server in
            let closed = try await closedRoom(server).room.lab.code
            var answers: [[JSON?]] = []
            for (code, address) in [(closed, "203.0.113.1"), ("100000", "203.0.113.2")] {
                let stranger = try await server.connection(headers: [("X-Forwarded-For", address)])
                var reasons: [JSON?] = []
                for _ in 0..<22 {
                    reasons.append(try await stranger.join(code, ["name": "Eve", "role": "other"])["reason"])
                }
                answers.append(reasons)
            }
            #expect(answers[0] == answers[1])
            #expect(answers[0].last == .some("tooManyTries"))
        }
    }

    @Test("those who were in come back to a closed lab and read; nothing is added")
    func readingOn() async throws {
        try await TestServer.run { server in
            let (room, token, returnCode) = try await closedRoom(server)
            for way in [["token": token], ["returnCode": returnCode]] {
                let moira = try await server.enter(room.lab.code, way)
                #expect(moira.seen.view?["lab"]?["state"] == "ended")
                let answer = try await moira.command("addIdea", in: room.ideas, ["text": "Too late"])
                #expect(answer["type"] == "rejected")
            }
        }
    }

    @Test("an archived lab gives its code back, and those who were in read on by what they hold")
    func archived() async throws {
        try await TestServer.run { server in
            let (room, token, returnCode) = try await closedRoom(server)
            try await room.facilitator.act("archiveLab")
            #expect(await server.hub.lab(ofCode: room.lab.code) == nil)
            // As long as no other lab has the code, it leads there whoever holds a key.
            for lab in [room.lab.code, room.lab.id] {
                for way in [["token": token], ["returnCode": returnCode]] {
                    let moira = try await server.enter(lab, way)
                    #expect(moira.seen.view?["lab"]?["state"] == "archived")
                    #expect(moira.seen.view?["lab"]?["keptUntil"]?.int != nil)
                    let answer = try await moira.command("setName", ["name": "M"])
                    #expect(answer["reason"] == "labClosed")
                }
                let host: JSON = .string(room.lab.facilitatorToken)
                let desk = try await server.enter(lab, ["audience": "facilitator", "token": host])
                #expect(desk.seen.view?["lab"]?["state"] == "archived")
                let screen = try await server.connection().join(
                    lab, ["audience": "screen", "token": .string(room.lab.screenToken)])
                #expect(screen["type"] == "joined")
                for way: [String: JSON] in [
                    ["name": "Eve", "role": "other"], ["token": "worthless"],
                    ["returnCode": "AAAA-BBBB-CCCC"],
                ] {
                    let answer = try await server.connection().join(lab, way)
                    #expect(answer["type"] == "error")
                    if lab == room.lab.code { #expect(answer["reason"] == "unknownLab", "\(way)") }
                }
            }
            #expect(try await server.get("/api/labs/\(room.lab.code)").status == 404)
            // Whoever is still looking at it gets no further.
            let answer = try await room.facilitator.command("openLab")
            #expect(answer["type"] == "rejected" && answer["reason"] == "labClosed")
        }
    }

    @Test("an archived lab is brought back with its old code, or with a new one where another lab has that")
    func broughtBack() async throws {
        try await TestServer.run { server in
            let (room, token, _) = try await closedRoom(server)
            for isTaken in [false, true] {
                try await room.facilitator.act("archiveLab")
                if isTaken { await server.hub.give(room.lab.code, to: try await server.makeLab().id) }
                let moira = try await server.enter(room.lab.code, ["token": token])
                #expect(moira.seen.view?["lab"]?["id"]?.string == room.lab.id)
                try await room.facilitator.act("unarchiveLab")
                try await moira.until("the lab back") { $0.view?["lab"]?["state"] == "ended" }
                let code = try #require(moira.seen.view?["lab"]?["code"]?.string)
                #expect((code != room.lab.code) == isTaken)
                #expect(await server.hub.lab(ofCode: code) == room.lab.id)
            }
        }
    }
}

extension Hub {
    func lab(ofCode code: String) -> ID? { codes[code] }

    /// As if another lab had come by that code.
    func give(_ code: String, to lab: ID) { codes[code] = lab }
}
