import CoproductionLab
import Testing

@testable import LabServer

@Suite("Coming back", .timeLimit(.minutes(10)))
struct ResumeTests {
    /// Comes back as somebody who shows what they had.
    private func back(
        _ person: TestPerson, _ server: TestServer, _ lab: MadeLab, audience: JSON = "participant"
    ) async throws -> TestPerson {
        let back = try await server.connection(client: person.client)
        back.resume(person.seen)
        let reply = try await back.join(
            lab.id,
            [
                "audience": audience, "token": person.seen.replies[0]["token"] ?? .null,
                "have": .string(person.seen.have ?? ""),
            ])
        #expect(reply["type"] == "joined")
        return back
    }

    @Test("with what one has brings the patches since then, no view, and all that is one's own")
    func patches() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            let sam = try await room.person("Sam")
            try await room.add(["Before"], by: moira)
            moira.drop()
            try await room.facilitator.until("her gone") { $0.presence == 1 }
            for number in 1...20 { try await room.add(["Idea \(number)"], by: sam) }
            let returned = try await back(moira, server, room.lab)
            try await returned.until("all ideas") { $0.ideas(room.ideas).count == 21 }
            #expect(returned.seen.views == 0 && returned.seen.gaps == 0 && returned.seen.patches >= 1)
            try await returned.settle()
            #expect(returned.seen.own(room.ideas)?["ideas"]?.object?.count == 1)
            try await sam.until("all") { $0.ideas(room.ideas).count == 21 }
            #expect(returned.seen.view == sam.seen.view)
        }
    }

    @Test("with all that there is brings neither view nor patch")
    func nothingNew() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            _ = try await room.person("Sam")
            try await moira.until("both") { $0.view?["people"]?["joined"] == 2 }
            moira.drop()
            let returned = try await back(moira, server, room.lab)
            try await returned.act("setName", ["name": "M"])
            #expect(returned.seen.views == 0 && returned.seen.patches == 0 && returned.seen.gaps == 0)
            #expect(returned.seen.view == moira.seen.view)
        }
    }

    @Test(
        "to an empty room, after too many patches, with another audience's or a made-up past brings a fresh view"
    )
    func freshView() async throws {
        try await TestServer.run(.init { $0.service.hub.patchesKept = 3 }) { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            let sam = try await room.person("Sam")
            let had = try #require(moira.seen.have)
            // One patch each.
            for number in 1...5 { try await room.add(["Idea \(number)"], by: sam) }
            let facilitator = try #require(room.facilitator.seen.have)
            for have in [
                had, facilitator, "", "x.y.z", "..", "\(had)0",
                String(had.dropLast()) + "99999999999999999999",
            ] {
                let members: [String: JSON] = [
                    "token": moira.seen.replies[0]["token"] ?? .null, "have": .string(have),
                ]
                let back = try await server.enter(room.lab.code, members)
                try await back.until("a whole view") { $0.views == 1 && $0.ideas(room.ideas).count == 5 }
                back.drop()
            }
            for person in [moira, sam] { person.drop() }
            try await room.facilitator.until("nobody here") { $0.presence == 0 }
            try await room.facilitator.act("closeActivity", in: room.ideas)
            let returned = try await back(sam, server, room.lab)
            try await returned.until("a whole view") { $0.views == 1 && $0.state(of: room.ideas) == "closed" }
        }
    }

    @Test("to a server that was started anew brings a fresh view, the same as before")
    func restarted() async throws {
        let folder = try TemporaryFolder()
        typealias Kept = (lab: MadeLab, people: [(client: String, audience: JSON, seen: Seen)])
        let kept: Kept = try await TestServer.run(in: folder) { server in
            let room = try await server.room()
            for activity in [room.ideas, room.dots, room.matrix] { try await room.open(activity) }
            let moira = try await room.person("Moira")
            let ideas = try await room.add(["A bench", "A choir"], by: moira)
            try await moira.act("vote", in: room.dots, ["item": .string(ideas[0]), "dots": 1])
            try await moira.act("rate", in: room.matrix, ["item": .string(ideas[1]), "impact": 4])
            try await room.reveal(room.dots)
            let version = room.facilitator.seen.newest
            try await moira.until("all") { $0.version >= version }
            try await moira.settle()
            return (
                room.lab,
                [
                    (moira.client, "participant", moira.seen),
                    (room.facilitator.client, "facilitator", room.facilitator.seen),
                ]
            )
        }
        try await TestServer.run(in: folder) { server in
            for (client, audience, seen) in kept.people {
                let members: [String: JSON] = [
                    "audience": audience, "token": seen.replies[0]["token"] ?? .null,
                    "have": .string(seen.have ?? ""),
                ]
                let back = try await server.enter(kept.lab.id, members, client: client)
                try await back.until("a view") { $0.views == 1 }
                #expect(back.seen.view == seen.view)
                #expect(back.seen.mine == seen.mine)
            }
        }
    }

    @Test("commands sent before a connection broke are sent again under their numbers, and count once")
    func outbox() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            var ids: [String] = []
            for number in 1...30 {
                ids.append(moira.give("addIdea", in: room.ideas, ["text": .string("Idea \(number)")]))
            }
            // Somewhere in the middle of it.
            _ = try await moira.answer(to: ids[5])
            moira.drop()
            let returned = try await back(moira, server, room.lab)
            for (number, id) in ids.enumerated() {
                returned.give("addIdea", in: room.ideas, ["text": .string("Idea \(number + 1)")], id: id)
            }
            _ = try await returned.answer(to: ids[29])
            try await returned.until("thirty") { $0.ideas(room.ideas).count == 30 }
            #expect(returned.seen.texts(room.ideas).count == 30)
            #expect(returned.seen.activity(room.ideas)?["count"] == 30)
        }
    }
}
