import CoproductionLab
import Testing

@testable import LabServer

/// The oracle of views, over real sockets: whatever people do, and however often they lose their connection, what each
/// shows in the end is what a fresh join is shown.
@Suite("Convergence", .timeLimit(.minutes(10)))
struct ConvergenceTests {
    /// A person who may lose their connection and come back with what they had.
    private final class Player {
        let lab: MadeLab
        let way: [String: JSON]
        var connection: TestPerson
        var number = 0

        init(_ lab: MadeLab, _ way: [String: JSON], _ connection: TestPerson) {
            (self.lab, self.way, self.connection) = (lab, way, connection)
        }

        var seen: Seen { connection.seen }

        func give(_ name: String, _ body: [String: JSON]) -> String {
            number += 1
            return connection.give(name, body, id: "\(connection.client).\(number)")
        }

        /// Sends what will be accepted, and waits for its news.
        func act(_ name: String, _ body: [String: JSON]) async throws {
            let version = try await connection.answer(to: give(name, body))["version"]?.int ?? .max
            try await connection.until("news of version \(version)") { $0.newest >= version }
        }

        func comeBack(_ server: TestServer, remembers: Bool) async throws {
            let had = connection.seen
            connection.drop()
            let next = try await server.connection(client: connection.client)
            var members = way
            if remembers {
                next.resume(had)
                members["have"] = had.have.map { .string($0) }
            }
            guard try await next.join(lab.id, members)["type"] == "joined" else {
                throw TestServer.NotReady()
            }
            connection = next
        }
    }

    @Test(
        "after random commands of eight people every view equals a fresh one",
        arguments: [("T2", 1), ("QUIET", 2), ("OPEN", 3), ("OPEN", 4), ("T2", 5)] as [(String, UInt64)])
    func converges(_ template: String, _ seed: UInt64) async throws {
        // Few patches are kept, so that coming back goes both ways.
        let setup = TestServer.Setup {
            $0.service.hub.patchesKept = 5
            $0.service.hub.tick = .milliseconds(5)
        }
        try await TestServer.run(setup) { server in
            var dice = Dice(seed: seed)
            let room = try await server.room(template)
            let players = try await Self.players(server, room)
            let screen = try await room.screen()
            for step in 0..<400 {
                let player = players[dice.below(players.count)]
                if dice.below(25) == 0 { try await player.comeBack(server, remembers: dice.below(3) > 0) }
                let (name, body) = Self.command(&dice, player, room, players)
                let id = player.give(name, body)
                // Sometimes the next one acts on what came of it, sometimes they act at once.
                if dice.below(4) == 0 { _ = try await player.connection.answer(to: id) }
                guard step % 100 == 99 else { continue }
                try await Self.compare(players, screen, server, room, "seed \(seed), step \(step)")
            }
            let answers = players.flatMap { $0.seen.answers.values }
            #expect(answers.count { $0["type"] == "accepted" } > 60, "seed \(seed)")
        }
    }

    private static func players(_ server: TestServer, _ room: Room) async throws -> [Player] {
        let host: [String: JSON] = ["audience": "facilitator", "token": .string(room.lab.facilitatorToken)]
        var players = [Player(room.lab, host, room.facilitator)]
        for (number, role) in Role.allCases.prefix(8).enumerated() {
            let person = try await room.person("Person \(number)", role: role.rawValue)
            players.append(Player(room.lab, ["token": person.seen.replies[0]["token"] ?? .null], person))
        }
        return players
    }

    /// What holds in the end: nobody has a gap, and each sees and has what somebody who joins now would.
    private static func compare(
        _ players: [Player], _ screen: TestPerson, _ server: TestServer, _ room: Room, _ moment: Comment
    ) async throws {
        // All that was sent is decided first: it may make somebody a facilitator, and each comes back as what they are.
        try await decided(players)
        for player in players { try await player.connection.settle() }
        // Coming back can be news itself, so they come back before it is looked at.
        var fresh: [TestPerson] = []
        for player in players {
            var way = player.way
            way["audience"] = .string(player.seen.audience == "facilitator" ? "facilitator" : "participant")
            fresh.append(try await server.enter(room.lab.id, way))
        }
        try await decided(players)
        let freshScreen = try await room.screen()
        for person in players.map(\.connection) + fresh + [screen, freshScreen] { try await person.settle() }
        for (player, fresh) in zip(players, fresh) {
            #expect(player.seen.gaps == 0 && fresh.seen.gaps == 0, moment)
            #expect(player.seen.view == fresh.seen.view, moment)
            #expect(player.seen.mine == fresh.seen.mine, moment)
            fresh.drop()
        }
        #expect(screen.seen.gaps == 0 && screen.seen.view == freshScreen.seen.view, moment)
        freshScreen.drop()
    }

    /// Everything that was sent is decided when the last of it is answered; then the tick must have gone out to each.
    private static func decided(_ players: [Player]) async throws {
        for _ in 0..<2 {
            for player in players { try await player.act("setSupport", ["support": "self"]) }
        }
    }

    // MARK: - What they do

    private static func command(
        _ dice: inout Dice, _ player: Player, _ room: Room, _ players: [Player]
    ) -> (String, [String: JSON]) {
        let seen = player.seen
        let isFacilitator = seen.audience == "facilitator"
        let activities = seen.view?["activities"]?.object ?? [:]
        guard let activity = dice.one(of: activities.keys.sorted()) else {
            return ("setName", ["name": "Early"])
        }
        if isFacilitator, dice.below(3) > 0 { return facilitation(&dice, activity, seen, players) }
        let own = seen.own(activity)
        func item(_ collection: String, _ from: JSON?) -> JSON {
            .string(dice.one(of: (from?[collection]?.object?.keys.sorted() ?? [])) ?? "none")
        }
        func plain(_ name: String, _ body: [String: JSON]) -> (String, [String: JSON]) {
            (name, body.merging(["activity": .string(activity)]) { $1 })
        }
        switch dice.below(14) {
        case 0: return ("setName", ["name": .string("Name \(dice.below(100))")])
        case 1: return ("setRole", ["role": .string(dice.one(of: Role.allCases)?.rawValue ?? "other")])
        case 2: return ("watch", ["on": .bool(dice.below(2) == 0)])
        case 3, 4:
            let earlier = max(1, player.number - dice.below(4))
            return ("undo", ["command": .string("\(player.connection.client).\(earlier)")])
        case 5: return plain("pass", [:])
        default: break
        }
        switch activities[activity]?["kind"]?.string {
        case "gather":
            let idea = item("ideas", own)
            switch dice.below(5) {
            case 0: return plain("withdrawIdea", ["idea": idea])
            case 1:
                let version = own?["ideas"]?[idea.string ?? ""]?["version"] ?? 1
                return plain(
                    "editIdea",
                    ["idea": idea, "version": version, "text": .string("Edited \(dice.below(100))")])
            default: return plain("addIdea", ["text": .string("Idea \(dice.below(1_000))")])
            }
        case "vote":
            return plain(
                "vote", ["item": item("items", seen.activity(activity)), "dots": .int(dice.below(4))])
        case "rate":
            let answers: [JSON] = [1, 2, 3, 4, 5, "dontKnow", "none"]
            let axis = dice.below(2) == 0 ? "impact" : "effort"
            return plain(
                "rate", ["item": item("items", seen.activity(activity)), axis: dice.one(of: answers) ?? 1])
        case "pledge":
            let pledge = item("pledges", own)
            switch dice.below(4) {
            case 0: return plain("acceptPledge", ["pledge": pledge])
            case 1: return plain("withdrawPledge", ["pledge": pledge])
            default: return plain("addPledge", ["give": .string("An hour \(dice.below(100))")])
            }
        default: return plain("pass", [:])
        }
    }

    private static func facilitation(
        _ dice: inout Dice, _ activity: ID, _ seen: Seen, _ players: [Player]
    ) -> (String, [String: JSON]) {
        let items = seen.activity(activity)?["items"]?.object?.keys.sorted() ?? []
        let ideas = seen.ideas(activity).keys.sorted()
        let target: [String: JSON] = ["activity": .string(activity)]
        switch dice.below(12) {
        case 0...5:
            let moves = [
                "openActivity", "openActivity", "openActivity", "revealActivity", "reopenActivity",
                "closeActivity",
            ]
            return (dice.one(of: moves) ?? "openActivity", target)
        case 6:
            let body: [String: JSON] = [
                "item": .string(dice.one(of: items) ?? "none"), "decision": "plan",
                "reason": .string("Why \(dice.below(9))"),
            ]
            return ("decide", target.merging(body) { $1 })
        case 7: return ("hideIdea", target.merging(["idea": .string(dice.one(of: ideas) ?? "none")]) { $1 })
        case 8:
            let body: [String: JSON] = [
                "into": .string(ideas.first ?? "none"), "ideas": [.string(ideas.last ?? "none")],
            ]
            return ("mergeIdeas", target.merging(body) { $1 })
        case 9:
            let other = players[1 + dice.below(players.count - 1)].seen.replies.first?["participant"] ?? .null
            return ("setRights", ["participant": other, "facilitator": .bool(dice.below(2) == 0)])
        case 10: return ("endSitting", [:])
        default: return ("openLab", [:])
        }
    }
}
