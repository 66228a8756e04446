import CoproductionLab
import Testing

@testable import LabServer

/// Measure 7: a tick's patch holds only what changed.
@Suite("The size of a patch", .timeLimit(.minutes(10)))
struct PatchSizeTests {
    @Test(
        "with 500 ideas one vote sends under 400 bytes to each connection, hidden or live",
        arguments: ["T2", "OPEN"])
    func oneVote(_ template: String) async throws {
        try await TestServer.run { server in
            let room = try await server.room(template)
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            let words = "It would help us to meet more often, and to have a warm place for it"
            for number in 1...500 {
                moira.give("addIdea", in: room.ideas, ["text": .string("\(words), number \(number)")])
            }
            try await moira.until("500 ideas") { $0.ideas(room.ideas).count == 500 }
            try await room.open(room.dots)
            let sam = try await room.person("Sam")
            let screen = try await room.screen()
            let people = [moira, sam, room.facilitator, screen]
            for person in people {
                try await person.until("all") { seen in
                    seen.state(of: room.dots) == "open" && seen.view?["people"]?["joined"] == 2
                }
                try await person.settle()
            }
            let before = people.map(\.seen.frames.count)
            let idea = try #require(sam.seen.ideas(room.ideas).keys.min())
            let answer = try await sam.command("vote", in: room.dots, ["item": .string(idea), "dots": 1])
            let version = try #require(answer["version"]?.int)
            for person in people { try await person.until("news of it") { $0.newest >= version } }
            for person in people { try await person.settle() }
            for (person, count) in zip(people, before) {
                let frames = person.seen.frames.dropFirst(count).filter { frame in
                    let text = String(decoding: frame, as: UTF8.self)
                    return !["rejected", "presence", "error"].contains { text.contains("\"type\":\"\($0)\"") }
                }
                let bytes = frames.reduce(0) { $0 + $1.count }
                #expect(
                    (1..<400).contains(bytes),
                    "\(bytes) \(frames.map { String(decoding: $0, as: UTF8.self) })")
            }
        }
    }

    @Test("however many act in one tick, each connection gets one patch for it")
    func oneTick() async throws {
        try await TestServer.run(.init { $0.service.hub.tick = .milliseconds(400) }) { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            let before = moira.seen.patches
            for number in 1...200 {
                moira.give("addIdea", in: room.ideas, ["text": .string("Idea \(number)")])
            }
            try await moira.until("200 ideas") { $0.ideas(room.ideas).count == 200 }
            // All are decided within a tick or two, however slow the machine is at it.
            #expect(moira.seen.patches - before <= 10)
        }
    }
}
