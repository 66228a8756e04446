import CoproductionLab
import Testing

@testable import LabServer

@Suite("Audiences and their rights", .timeLimit(.minutes(10)))
struct AudienceTests {
    @Test("before the lab opens people see its title and welcome and no more; when it opens, all of it")
    func lobby() async throws {
        try await TestServer.run { server in
            let lab = try await server.makeLab()
            let moira = try await server.person("Moira", in: lab)
            #expect(moira.seen.audience == "waiting")
            let view = try #require(moira.seen.view?.object)
            #expect(Array(view.keys) == ["lab"])
            #expect(view["lab"]?.object?.keys.sorted() == ["language", "state", "title", "welcome"])
            #expect(moira.seen.frames(holding: "Priority Matrix").isEmpty)
            let facilitator = try await server.facilitator(of: lab)
            try await facilitator.act("openLab")
            try await moira.until("the participants' view") { $0.audience == "participant" }
            #expect(moira.seen.view?["activities"]?.object?.count == 7)
            #expect(moira.seen.views == 2 && moira.seen.gaps == 0)
            // Between sittings it is a lobby again.
            try await facilitator.act("endSitting")
            try await moira.until("the lobby") { $0.audience == "waiting" && $0.view?["activities"] == nil }
        }
    }

    @Test("[S14] who waits sees the lab open, though somebody else is erased in the same moment")
    func openedAndErased() async throws {
        try await TestServer.run(.init { $0.service.hub.tick = .seconds(2) }) { server in
            let lab = try await server.makeLab()
            let moira = try await server.person("Moira", in: lab)
            let sam = try await server.person("Sam", in: lab)
            let facilitator = try await server.facilitator(of: lab)
            // The first goes out at once; the second would wait for its tick.
            try await facilitator.act("setLanguage", ["language": "gd"])
            _ = try await facilitator.command("openLab")
            let token = try #require(sam.seen.replies.first?["token"]?.string)
            let answer = try await server.post(
                "/api/labs/\(lab.id)/erase", #"{"contributions":"go"}"#,
                headers: [("Authorization", "Bearer \(token)")])
            #expect(answer.status == 200)
            try await moira.until("the participants' view") { $0.audience == "participant" }
        }
    }

    @Test("a participant can't facilitate: every such command is refused as notAllowed")
    func participants() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            let idea = JSON.string(try await room.add(["A bench"], by: moira)[0])
            let me = try #require(moira.seen.replies.first?["participant"])
            let a = JSON.string(room.ideas)
            let forbidden: [(String, [String: JSON])] = [
                ("openLab", [:]), ("endSitting", [:]), ("endLab", [:]), ("archiveLab", [:]),
                ("unarchiveLab", [:]),
                ("openActivity", ["activity": .string(room.dots)]), ("pauseActivity", ["activity": a]),
                ("resumeActivity", ["activity": a]), ("closeActivity", ["activity": a]),
                ("revealActivity", ["activity": a]), ("reopenActivity", ["activity": a]),
                ("mergeIdeas", ["activity": a, "into": idea, "ideas": [idea]]),
                ("hideIdea", ["activity": a, "idea": idea]),
                (
                    "decide",
                    ["activity": .string(room.matrix), "item": idea, "decision": "do", "reason": "Because"]
                ),
                ("setRights", ["participant": me, "facilitator": true]),
                ("addPerson", ["name": "Paper", "role": "family", "support": "paper"]),
                ("acceptLate", ["late": "x"]), ("dismissLate", ["late": "x"]),
                ("addIdea", ["activity": a, "text": "Not mine", "onBehalfOf": me]),
            ]
            let revision = moira.seen.newest
            for (name, body) in forbidden {
                let answer = try await moira.command(name, body)
                #expect(answer["type"] == "rejected" && answer["reason"] == "notAllowed", "\(name)")
            }
            // Nothing has changed by any of them.
            #expect(try await moira.command("pass", in: room.ideas)["version"]?.int == revision + 1)
            moira.send(["type": "people"])
            try await moira.until("an error") { $0.replies.last?["reason"] == "notAllowed" }
            #expect(moira.seen.people.isEmpty)
        }
    }

    @Test("joining as facilitator needs a facilitator's token, and nobody becomes one by asking")
    func facilitating() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let moira = try #require(try await room.person("Moira").seen.replies.first)
            let attempts: [[String: JSON]] = [
                [:], ["name": "Eve", "role": "manager"], ["token": moira["token"] ?? .null],
                ["returnCode": moira["returnCode"] ?? .null],
            ]
            for var members in attempts {
                members["audience"] = "facilitator"
                #expect(try await server.connection().join(room.lab.code, members)["reason"] == "notAllowed")
            }
            let screen: [String: JSON] = ["audience": "facilitator", "token": .string(room.lab.screenToken)]
            #expect(try await server.connection().join(room.lab.code, screen)["reason"] == "badToken")
            for audience: JSON in ["waiting", "everybody", 1] {
                let reply = try await server.connection().join(room.lab.code, ["audience": audience])
                #expect(reply["reason"] == "malformed")
            }
        }
    }

    @Test("a screen needs its own token or a facilitator's, has no place in the lab and can do nothing")
    func screens() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            let token = try #require(moira.seen.replies.first?["token"])
            for wrong in [token, "", "worthless", .string(room.lab.inviteKey)] {
                let reply = try await server.connection()
                    .join(room.lab.code, ["audience": "screen", "token": wrong])
                #expect(reply["reason"] == "badToken")
            }
            #expect(
                try await server.connection().join(room.lab.code, ["audience": "screen"])["reason"]
                    == "badToken")
            let lent: [String: JSON] = ["audience": "screen", "token": .string(room.lab.facilitatorToken)]
            #expect(try await server.enter(room.lab.id, lent).seen.audience == "screen")

            let screen = try await room.screen()
            let joined = try #require(screen.seen.replies.first)
            #expect(joined["participant"] == nil && joined["token"] == nil && joined["links"]?["qr"] != nil)
            screen.give("addIdea", in: room.ideas, ["text": "From a wall"])
            screen.send(["type": "people"])
            try await screen.until("two errors") { $0.replies.count == 3 }
            #expect(screen.seen.replies.dropFirst().map { $0["reason"] } == ["notJoined", "notAllowed"])
            #expect(screen.seen.mine == nil && screen.seen.view?["people"]?["joined"] == 1)
        }
    }

    @Test(
        "[S7] a participant made co-facilitator in the middle of a lab gets that view at once, and loses it as fast"
    )
    func coFacilitator() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let sam = try await room.person("Sam", role: "staff")
            let joined = try #require(sam.seen.replies.first)
            let id = try #require(joined["participant"])
            try await room.facilitator.act("setRights", ["participant": id, "facilitator": true])
            try await sam.until("the facilitators' view") {
                $0.audience == "facilitator" && $0.view?["people"]?["roles"] != nil
                    && $0.mine?["participant"]?["facilitator"] == true
            }
            try await sam.act("openActivity", in: room.ideas)
            // With their own token, on another device.
            let way: [String: JSON] = ["audience": "facilitator", "token": joined["token"] ?? .null]
            let tablet = try await server.enter(room.lab.code, way)
            #expect(tablet.seen.audience == "facilitator")

            try await room.facilitator.act("setRights", ["participant": id, "facilitator": false])
            for device in [sam, tablet] {
                try await device.until("the participants' view") {
                    $0.audience == "participant" && $0.view?["people"]?["roles"] == nil
                }
                let answer = try await device.command("closeActivity", in: room.ideas)
                #expect(answer["reason"] == "notAllowed")
                device.send(["type": "people"])
                try await device.until("a refusal") { $0.replies.last?["reason"] == "notAllowed" }
            }
            #expect(try await server.connection().join(room.lab.code, way)["reason"] == "notAllowed")
        }
    }

    @Test("a facilitator who looks as a participant keeps that view when anything but their rights changes")
    func chosenView() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let sam = try await room.person("Sam", role: "staff")
            let joined = try #require(sam.seen.replies.first)
            let rights: [String: JSON] = ["participant": joined["participant"] ?? .null, "facilitator": true]
            try await room.facilitator.act("setRights", rights)
            try await sam.until("the facilitators' view") { $0.audience == "facilitator" }
            let phone = try await server.enter(room.lab.code, ["token": joined["token"] ?? .null])
            #expect(phone.seen.audience == "participant")
            try await phone.act("setName", ["name": "Samira"])
            try await phone.act("setRole", ["role": "family"])
            #expect(phone.seen.audience == "participant" && phone.seen.views == 1)
            #expect(phone.seen.mine?["participant"]?["name"] == "Samira")
        }
    }

    @Test("how many are connected goes to facilitators and screens alone, and is in no view")
    func presence() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let screen = try await room.screen()
            let moira = try await room.person("Moira")
            let sam = try await room.person("Sam")
            for onlooker in [room.facilitator, screen] {
                try await onlooker.until("two here") { $0.presence == 2 }
            }
            sam.drop()
            for onlooker in [room.facilitator, screen] {
                try await onlooker.until("one here") { $0.presence == 1 }
            }
            #expect(moira.seen.presence == nil && moira.seen.frames(holding: "connected").isEmpty)
            #expect(screen.seen.view?["people"]?["joined"] == 2)
            // At most once a second: three comings and one going within two or so.
            #expect(screen.seen.messages.count { $0["type"] == "presence" } <= 4)
        }
    }

    @Test("facilitators page through the people, fifty at a time; no view lists them")
    func people() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            var people: [TestPerson] = []
            for number in 1...53 { people.append(try await room.person("Person \(number)")) }
            try await room.facilitator.until("53 here") { $0.presence == 53 }
            people[0].drop()
            try await room.facilitator.until("52 here") { $0.presence == 52 }
            room.facilitator.send(["type": "people"])
            let first = try await room.facilitator.wait("a page") { $0.people.first }
            #expect(first["people"]?.array?.count == 50)
            let next = try #require(first["next"])
            room.facilitator.send(["type": "people", "after": next])
            let second = try await room.facilitator.wait("the last page") {
                $0.people.count == 2 ? $0.people[1] : nil
            }
            #expect(second["people"]?.array?.count == 3 && second["next"] == nil)
            let all = (first["people"]?.array ?? []) + (second["people"]?.array ?? [])
            #expect(Set(all.compactMap { $0["id"]?.string }).count == 53)
            #expect(all.count { $0["here"] == false } == 1)
            let one = try #require(all.first { $0["name"] == "Person 7" }?.object)
            #expect(
                one.keys.sorted() == [
                    "facilitator", "here", "id", "left", "name", "needs", "removed", "role", "support",
                    "watching",
                ])
            for onlooker in [room.facilitator, people[1]] {
                let names = onlooker.seen.frames(holding: "Person 7")
                #expect(names.count == (onlooker === room.facilitator ? 1 : 0))
            }
        }
    }
}
