import CoproductionLab
import Testing

@testable import LabServer

@Suite("Undo over the wire", .timeLimit(.minutes(10)))
struct UndoTests {
    /// A lab in which everything that can be undone can be done.
    private struct Scene: Sendable {
        let room: Room
        let moira: TestPerson
        let idea: JSON
        let other: JSON
        let pledge: JSON

        init(_ server: TestServer) async throws {
            room = try await server.room("OPEN")
            for kind in ["gather", "vote", "rate", "pledge"] { try await room.open(room.activity(kind)) }
            moira = try await room.person("Moira")
            let ideas = try await room.add(["A bench", "A choir"], by: moira)
            (idea, other) = (.string(ideas[0]), .string(ideas[1]))
            let result = try await moira.act("addPledge", in: room.pledges, ["give": "An hour a week"])
            pledge = try #require(result["pledge"])
        }

        /// Each kind of command that can be undone: who gives it, and with what.
        func command(_ name: String) throws -> (by: TestPerson, in: ID?, body: [String: JSON]) {
            switch name {
            case "addIdea": (moira, room.ideas, ["text": "A garden"])
            case "editIdea": (moira, room.ideas, ["idea": idea, "version": 1, "text": "Two benches"])
            case "withdrawIdea": (moira, room.ideas, ["idea": idea])
            case "vote": (moira, room.dots, ["item": idea, "dots": 3])
            case "rate": (moira, room.matrix, ["item": idea, "impact": 5, "effort": "dontKnow"])
            case "pass": (try #require(Optional(room.facilitator)), room.ideas, [:])
            case "addPledge": (moira, room.pledges, ["give": "My drill"])
            case "editPledge": (moira, room.pledges, ["pledge": pledge, "version": 1, "give": "Two hours"])
            case "withdrawPledge", "acceptPledge": (moira, room.pledges, ["pledge": pledge])
            case "setName": (moira, nil, ["name": "M"])
            case "setRole": (moira, nil, ["role": "family"])
            case "setSupport": (moira, nil, ["support": "scribe"])
            case "watch": (moira, nil, ["on": true])
            case "mergeIdeas":
                (
                    room.facilitator, room.ideas,
                    ["into": idea, "ideas": [other], "text": "A bench and a choir"]
                )
            case "hideIdea": (room.facilitator, room.ideas, ["idea": idea])
            case "decide":
                (room.facilitator, room.matrix, ["item": idea, "decision": "do", "reason": "It helps"])
            case "setRights":
                (
                    room.facilitator, nil,
                    ["participant": moira.seen.replies[0]["participant"] ?? .null, "facilitator": true]
                )
            case "pauseActivity", "closeActivity", "revealActivity": (room.facilitator, room.dots, [:])
            case "endSitting", "endLab": (room.facilitator, nil, [:])
            default: throw Unknown(name: name)
            }
        }
    }

    private struct Unknown: Error {
        let name: String
    }

    /// What somebody sees, but for what counts how often it has changed, and for the log of it.
    private static func picture(_ seen: Seen) -> JSON {
        func plain(_ json: JSON) -> JSON {
            guard case .object(var members) = json else { return json }
            for key in ["version", "edited", "seenBefore", "order", "openedAt", "moderation"] {
                members[key] = nil
            }
            return .object(members.mapValues(plain))
        }
        return plain(["view": seen.view ?? .null, "mine": seen.mine ?? .null])
    }

    private static let kinds = [
        "addIdea", "editIdea", "withdrawIdea", "vote", "rate", "pass", "addPledge", "editPledge",
        "withdrawPledge",
        "acceptPledge", "setName", "setRole", "setSupport", "watch", "mergeIdeas", "hideIdea", "decide",
        "setRights",
        "pauseActivity", "closeActivity", "revealActivity", "endSitting", "endLab",
    ]

    @Test("takes back what a command did, for everybody who saw it", arguments: kinds)
    func undo(_ name: String) async throws {
        try await TestServer.run { server in
            let scene = try await Scene(server)
            let onlookers = [scene.moira, scene.room.facilitator, try await scene.room.screen()]
            let version = onlookers.map(\.seen.newest).max() ?? 0
            for person in onlookers {
                try await person.until("all") { $0.newest >= version }
                try await person.settle()
            }
            let before = onlookers.map { Self.picture($0.seen) }
            let (giver, activity, body) = try scene.command(name)
            let id = giver.nextID()
            let done = try await giver.command(name, in: activity, body, id: id)
            let from = try #require(done["version"]?.int, "\(done)")
            try await giver.until("it done") { $0.newest >= from }
            let witness = name == "setRights" ? 0 : onlookers.firstIndex { $0 === giver } ?? 0
            try await onlookers[witness].until("a change") { Self.picture($0) != before[witness] }
            let undone = try await giver.command("undo", ["command": .string(id)])
            let to = try #require(undone["version"]?.int, "\(undone)")
            #expect(to > from)
            for (person, picture) in zip(onlookers, before) {
                try await person.until("what was before \(name)") { Self.picture($0) == picture }
            }
        }
    }

    @Test("takes back what facilitators do with activities, sittings and what came late")
    func facilitating() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            /// Does something and takes it back.
            func check(_ name: String, _ body: [String: JSON], by person: TestPerson) async throws {
                try await person.settle()
                let before = Self.picture(person.seen)
                let id = person.nextID()
                let done = try await person.command(name, body, id: id)
                #expect(done["type"] == "accepted", "\(name) \(done)")
                try await person.act("undo", ["command": .string(id)])
                let after = Self.picture(person.seen)
                #expect(after == before, "\(name) \(JSON.mergePatch(from: before, to: after) ?? .null)")
            }
            let ideas: [String: JSON] = ["activity": .string(room.ideas)]
            try await check("openActivity", ideas, by: room.facilitator)
            try await room.open(room.ideas)
            try await check("pass", ideas, by: moira)
            try await room.facilitator.act("pauseActivity", in: room.ideas)
            try await check("resumeActivity", ideas, by: room.facilitator)
            try await room.facilitator.act("closeActivity", in: room.ideas)
            let late: [String: JSON] = [
                "name": "addIdea", "body": .object(ideas.merging(["text": "Late"]) { $1 }),
            ]
            try await check("offerLate", late, by: moira)
            let offer = try await moira.act("offerLate", late).object ?? [:]
            try await room.facilitator.until("the offer") { $0.view?["late"]?.object?.count == 1 }
            try await check("acceptLate", offer, by: room.facilitator)
            try await check("dismissLate", offer, by: room.facilitator)
            try await room.facilitator.act("endSitting")
            // Who stayed counts for the next sitting as soon as it begins, and still does when that is undone.
            let id = room.facilitator.nextID()
            _ = try await room.facilitator.command("openLab", id: id)
            try await room.facilitator.act("undo", ["command": .string(id)])
            #expect(room.facilitator.seen.view?["lab"]?["state"] == "betweenSittings")
        }
    }

    @Test(
        "takes back what was done before a restart",
        arguments: ["addIdea", "vote", "decide", "closeActivity"])
    func afterRestart(_ name: String) async throws {
        let folder = try TemporaryFolder()
        typealias Kept = (
            lab: MadeLab, client: String, token: JSON, audience: JSON, id: String, picture: JSON
        )
        let kept: Kept = try await TestServer.run(in: folder) { server in
            let scene = try await Scene(server)
            let (giver, activity, body) = try scene.command(name)
            let version = scene.moira.seen.newest
            try await giver.until("all") { $0.newest >= version }
            try await giver.settle()
            let picture = Self.picture(giver.seen)
            let id = giver.nextID()
            #expect(try await giver.command(name, in: activity, body, id: id)["type"] == "accepted")
            let isHost = giver === scene.room.facilitator
            return (
                scene.room.lab, giver.client, giver.seen.replies[0]["token"] ?? .null,
                isHost ? "facilitator" : "participant", id, picture
            )
        }
        try await TestServer.run(in: folder) { server in
            let way: [String: JSON] = ["token": kept.token, "audience": kept.audience]
            let back = try await server.enter(kept.lab.id, way, client: kept.client)
            let id = "\(kept.client).1000"
            let undone = try await back.command("undo", ["command": .string(kept.id)], id: id)
            #expect(undone["type"] == "accepted", "\(undone)")
            try await back.until("what was before \(name)") { Self.picture($0) == kept.picture }
            let again = try await back.command(
                "undo", ["command": .string(kept.id)], id: "\(kept.client).1001")
            #expect(again["type"] == "rejected")
        }
    }

    @Test("reaches back further than memory does")
    func longAgo() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            let first = moira.give("addIdea", in: room.ideas, ["text": "The first of all"])
            for number in 1...5_000 { moira.give("setName", ["name": .string("Moira \(number)")]) }
            _ = try await moira.answer(to: "\(moira.client).5001")
            try await moira.act("undo", ["command": .string(first)])
            #expect(moira.seen.texts(room.ideas).isEmpty)
        }
    }

    @Test("refuses another's command, one that never was, and one that something builds on")
    func refused() async throws {
        try await TestServer.run { server in
            let room = try await server.room("OPEN")
            for activity in [room.ideas, room.dots] { try await room.open(activity) }
            let moira = try await room.person("Moira")
            let sam = try await room.person("Sam")
            let id = moira.nextID()
            let idea = try #require(
                try await moira.command("addIdea", in: room.ideas, ["text": "A bench"], id: id)["result"]?[
                    "idea"])
            for name in [id, "\(sam.client).77", "nonsense", ""] {
                let answer = try await sam.command("undo", ["command": .string(name)])
                #expect(answer["type"] == "rejected", "\(name)")
            }
            // Not even a facilitator undoes by the name of somebody else's command.
            #expect(
                try await room.facilitator.command("undo", ["command": .string(id)])["type"] == "rejected")
            try await sam.act("vote", in: room.dots, ["item": idea, "dots": 2])
            #expect(try await moira.command("undo", ["command": .string(id)])["reason"] == "movedOn")
            #expect(moira.seen.texts(room.ideas) == ["A bench"])
        }
    }

    @Test("of a reveal hides again, and says that it was seen")
    func reveal() async throws {
        try await TestServer.run { server in
            let room = try await server.room("QUIET")
            for activity in [room.ideas, room.dots] { try await room.open(activity) }
            let moira = try await room.person("Moira")
            let idea = try await room.add(["A bench"], by: moira)[0]
            try await moira.act("vote", in: room.dots, ["item": .string(idea), "dots": 7])
            let id = room.facilitator.nextID()
            _ = try await room.facilitator.command("revealActivity", in: room.dots, id: id)
            try await moira.until("the votes") { $0.activity(room.dots)?["items"]?[idea]?["votes"] == 7 }
            try await room.facilitator.act("undo", ["command": .string(id)])
            try await moira.until("them hidden") { seen in
                let dots = seen.activity(room.dots)
                return dots?["state"] == "open" && dots?["seenBefore"] == true
                    && dots?["items"]?[idea]?["votes"] == nil
            }
        }
    }
}
