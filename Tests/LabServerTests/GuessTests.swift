import CoproductionLab
import Testing

@testable import LabServer

@Suite("Guessing codes", .timeLimit(.minutes(10)))
struct GuessTests {
    private static let newcomer: [String: JSON] = ["name": "Eve", "role": "other"]

    private func from(_ address: String) -> [(String, String)] { [("X-Forwarded-For", address)] }

    private func guess(_ server: TestServer, _ count: Int, from address: String) async throws {
        for number in 0..<count {
            let answer = try await server.get("/api/labs/\(100_000 + number)x", headers: from(address))
            #expect(answer.status == 404)
        }
    }

    @Test("after 20 wrong ones an address has one typed code a second evaluated, right or wrong")
    func limited() async throws {
        try await TestServer.run(.behindProxy) { server in
            let lab = try await server.makeLab()
            try await guess(server, 20, from: "203.0.113.7")
            // From here on a right code is one in many, and no better off than the wrong ones.
            let clock = ContinuousClock()
            let start = clock.now
            var evaluated = 0
            var limited = 0
            while evaluated < 3 {
                let code = limited % 2 == 0 ? lab.code : "100000"
                let answer = try await server.get("/api/labs/\(code)", headers: from("203.0.113.7"))
                if answer.status == 429 {
                    limited += 1
                    #expect(answer.header("retry-after") == "1" && answer.json["reason"] == "tooManyTries")
                } else {
                    #expect(answer.status == (code == lab.code ? 200 : 404))
                    evaluated += 1
                }
            }
            #expect(clock.now - start >= .seconds(2) && limited > 2)
            // It is the address that is slowed down, not the lab.
            #expect(try await server.get("/api/labs/\(lab.code)", headers: from("203.0.113.8")).status == 200)
        }
    }

    @Test("the limit is one for HTTP and joining, and a refused join may be tried again")
    func joining() async throws {
        try await TestServer.run(.behindProxy) { server in
            let lab = try await server.makeLab()
            try await guess(server, 21, from: "203.0.113.7")
            let eve = try await server.connection(headers: from("203.0.113.7"))
            let reply = try await eve.join(lab.code, Self.newcomer)
            #expect(reply["reason"] == "tooManyTries")
            #expect((1...1_000).contains(reply["retryAfter"]?.int ?? 0))
            var next = reply
            while next["reason"] == "tooManyTries" { next = try await eve.join(lab.code, Self.newcomer) }
            #expect(next["type"] == "joined")
            // What asks too often isn't malformed: no strikes for it.
            #expect(!eve.seen.isClosed)
        }
    }

    @Test("exempt are the lab's invite key, a token of it, its id, and an address from where somebody is in")
    func exempt() async throws {
        try await TestServer.run(.behindProxy) { server in
            let lab = try await server.makeLab()
            let moira = try await server.person("Moira", in: lab)
            let token = try #require(moira.seen.replies[0]["token"])
            let ways: [[String: JSON]] = [
                Self.newcomer.merging(["invite": .string(lab.inviteKey)]) { $1 }, ["token": token],
            ]
            for (number, way) in ways.enumerated() {
                let address = "203.0.113.\(number)"
                try await guess(server, 21, from: address)
                let person = try await server.connection(headers: from(address))
                #expect(try await person.join(lab.code, way)["type"] == "joined")
                // From now on this address is past guessing.
                let next = try await server.connection(headers: from(address))
                #expect(try await next.join(lab.code, Self.newcomer)["type"] == "joined")
            }
            try await guess(server, 21, from: "203.0.113.9")
            let invited = from("203.0.113.9") + [("Coprolab-Invite", lab.inviteKey)]
            #expect(try await server.get("/api/labs/\(lab.code)", headers: invited).status == 200)
            let byID = try await server.connection(headers: from("203.0.113.9"))
            #expect(try await byID.join(lab.id, Self.newcomer)["type"] == "joined")
        }
    }

    @Test("a key, token or code that is wrong exempts nobody")
    func notExempt() async throws {
        try await TestServer.run(.behindProxy) { server in
            let lab = try await server.makeLab()
            let other = try await server.makeLab()
            let elsewhere = try await server.person("Moira", in: other).seen.replies[0]["token"]
            try await guess(server, 21, from: "203.0.113.7")
            let wrong: [[String: JSON]] = [
                ["invite": "wrong"], ["invite": ""], ["invite": .string(other.inviteKey)], ["token": "wrong"],
                ["token": elsewhere ?? .null], ["returnCode": "AAAA-BBBB-CCCC"],
                ["recoveryCode": "AAAA-BBBB-CCCC-DDDD"], ["token": .string(lab.screenToken)],
            ]
            var reasons: [JSON?] = []
            for members in wrong {
                let eve = try await server.connection(headers: from("203.0.113.7"))
                reasons.append(try await eve.join(lab.code, Self.newcomer.merging(members) { $1 })["reason"])
            }
            // At a code a second one or another of them may be evaluated; then it is told that it is wrong.
            #expect(reasons.count { $0 == "tooManyTries" } >= wrong.count - 2, "\(reasons)")
        }
    }

    @Test(
        "500 people join behind one address with the key of the QR code, though it has guessed wrong before")
    func hall() async throws {
        try await TestServer.run(.behindProxy) { server in
            let lab = try await server.makeLab()
            try await guess(server, 21, from: "203.0.113.7")
            let invited: [String: JSON] = ["invite": .string(lab.inviteKey)]
            let joined = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 1...500 {
                    group.addTask {
                        let person = try await server.connection(headers: from("203.0.113.7"))
                        let name: [String: JSON] = ["name": .string("Person \(number)"), "role": "neighbour"]
                        return try await person.join(lab.code, invited.merging(name) { $1 })["type"]
                            == "joined"
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(joined == 500)
            let facilitator = try await server.facilitator(of: lab)
            try await facilitator.until("all of them") { $0.view?["people"]?["joined"] == 500 }
        }
    }

    @Test("return codes have a limit of their own, by lab and address")
    func returnCodes() async throws {
        try await TestServer.run(.behindProxy) { server in
            let lab = try await server.makeLab()
            let moira = try await server.person("Moira", in: lab)
            let code = try #require(moira.seen.replies[0]["returnCode"])
            let eve = try await server.connection(headers: from("203.0.113.7"))
            var reasons: [JSON?] = []
            for _ in 0..<21 {
                reasons.append(try await eve.join(lab.code, ["returnCode": "WRONG"])["reason"])
            }
            #expect(reasons.allSatisfy { $0 == "badReturnCode" })
            #expect(try await eve.join(lab.code, ["returnCode": code])["reason"] == "tooManyTries")
            // Others aren't held up by it, and neither is a newcomer from there.
            let back = try await server.connection(headers: from("203.0.113.8"))
            #expect(try await back.join(lab.code, ["returnCode": code])["type"] == "joined")
            #expect(try await eve.join(lab.code, Self.newcomer)["type"] == "joined")
        }
    }

    @Test("the window is a minute: who has been quiet for that long starts anew")
    func window() {
        var limiter = GuessLimiter()
        let start = ContinuousClock.now
        for second in 0..<20 { limiter.wrong(from: "a", now: start + .seconds(second)) }
        let now = start + .seconds(20)
        #expect(limiter.delay(for: "a", now: now) == nil)
        #expect(limiter.delay(for: "a", now: now + .milliseconds(400)) == .milliseconds(600))
        #expect(limiter.delay(for: "a", now: now + .seconds(1)) == nil)
        #expect(limiter.delay(for: "b", now: now) == nil)
        // Twenty are a minute old at different times; with the first of them the limit goes.
        #expect(limiter.delay(for: "a", now: start + .milliseconds(60_500)) == nil)
        #expect(limiter.delay(for: "a", now: start + .milliseconds(60_600)) == nil)
    }
}
