import CoproductionLab
import Testing

@testable import LabServer

@Suite("Several labs on one server", .timeLimit(.minutes(10)))
struct SeparateLabsTests {
    @Test("what opens one opens no other")
    func secrets() async throws {
        try await TestServer.run { server in
            let one = try await server.room()
            let other = try await server.makeLab()
            let moira = try #require(try await one.person("Moira").seen.replies.first)
            let attempts: [([String: JSON], JSON)] = [
                (["token": moira["token"] ?? .null], "badToken"),
                (["returnCode": moira["returnCode"] ?? .null], "badReturnCode"),
                (["recoveryCode": .string(one.lab.recoveryCode)], "badRecoveryCode"),
                (["audience": "facilitator", "token": .string(one.lab.facilitatorToken)], "badToken"),
                (["audience": "screen", "token": .string(one.lab.screenToken)], "badToken"),
                (["audience": "screen", "token": .string(one.lab.facilitatorToken)], "badToken"),
            ]
            for (members, reason) in attempts {
                let reply = try await server.connection().join(other.code, members)
                #expect(reply["reason"] == reason, "\(members)")
            }
        }
    }

    @Test("what happens in one goes to nobody in the other, though one commit may hold both")
    func apart() async throws {
        try await TestServer.run { server in
            let rooms = [try await server.room(), try await server.room()]
            for room in rooms { try await room.open(room.ideas) }
            let people = [try await rooms[0].person("Moira"), try await rooms[1].person("Sam")]
            for number in 1...50 {
                for (person, room) in zip(people, rooms) {
                    person.give("addIdea", in: room.ideas, ["text": .string("\(room.lab.code) \(number)")])
                }
            }
            for (person, room) in zip(people, rooms) {
                try await person.until("their own") { $0.ideas(room.ideas).count == 50 }
            }
            for (person, other) in zip(people, rooms.reversed()) {
                for text in [other.lab.code, other.lab.id, other.ideas] {
                    #expect(person.seen.frames(holding: text).isEmpty)
                }
                let answer = try await person.command("addIdea", in: other.ideas, ["text": "Astray"])
                #expect(answer["reason"] == "unknownActivity")
            }
        }
    }

    @Test("a connection can go from one lab to another, and hears of the first no more")
    func moving() async throws {
        try await TestServer.run { server in
            let rooms = [try await server.room(), try await server.room()]
            for room in rooms { try await room.open(room.ideas) }
            let moira = try await rooms[0].person("Moira")
            _ = try await moira.join(rooms[1].lab.code, ["name": "Moira", "role": "family"])
            try await moira.until("the other lab") {
                $0.view?["lab"]?["id"]?.string == rooms[1].lab.id && $0.mine != nil
            }
            try await rooms[0].facilitator.until("her gone") { $0.presence == 0 }
            try await rooms[1].facilitator.until("her here") { $0.presence == 1 }
            let before = moira.seen.frames.count
            try await rooms[0].facilitator.act("endSitting")
            try await rooms[1].add(["A bench"], by: moira)
            let later = moira.seen.messages.dropFirst(before)
            #expect(moira.seen.texts(rooms[1].ideas) == ["A bench"] && moira.seen.gaps == 0)
            #expect(!later.contains { $0["view"]?["lab"]?["state"] != nil })
        }
    }
}
