import CoproductionLab
import Testing

@testable import LabServer

@Suite("A phone that reads slowly", .timeLimit(.minutes(10)))
struct SlowReaderTests {
    /// Fills what lies between the server and somebody who has stopped reading. The system's buffers give way for a
    /// while; it is full when the server's own queue stays so.
    private func stall(_ person: TestPerson, _ room: Room) async throws {
        person.setReading(false)
        var full = 0
        while full < 5 {
            // Each of these joins is answered with a whole view of half a megabyte.
            let handled = await room.server.hub.handled
            for _ in 0..<4 {
                person.send([
                    "type": "join", "lab": .string(room.lab.id), "client": .string(person.client),
                    "token": person.seen.replies[0]["token"] ?? .null,
                ])
            }
            while await room.server.hub.handled < handled + 4 { await Task.yield() }
            try await room.facilitator.settle()
            full = await room.server.hub.behind == 1 ? full + 1 : 0
        }
    }

    /// A lab with ideas as long as they may be.
    private func fullRoom(_ server: TestServer) async throws -> (Room, TestPerson) {
        let room = try await server.room()
        try await room.open(room.ideas)
        let sam = try await room.person("Sam")
        let long = String(repeating: "🏡", count: 500)
        for number in 1...250 {
            sam.give("addIdea", in: room.ideas, ["text": .string("\(long.dropLast(3))\(number % 10)")])
        }
        _ = try await sam.answer(to: "\(sam.client).250")
        return (room, sam)
    }

    @Test("is marked as behind, holds nobody up, and gets one fresh view when it reads again")
    func behind() async throws {
        try await TestServer.run { server in
            let (room, sam) = try await fullRoom(server)
            let slow = try await room.person("Slow")
            var news = 0
            var before = 0
            var wasBehind = false
            while !wasBehind {
                try await stall(slow, room)
                before = slow.seen.messages.count
                let unsent = await server.hub.unsentAnswers
                // Others see what happens meanwhile, and it is no patch in anybody's queue.
                for _ in 0..<30 {
                    news += 1
                    try await room.add(["News \(news)"], by: sam)
                }
                // Had the system's buffers given way once more, it would have caught up in between.
                wasBehind = await server.hub.unsentAnswers == unsent && unsent > 0
                slow.setReading(true)
                let last = "News \(news)"
                try await slow.until("the last news") { $0.texts(room.ideas).contains(last) }
            }
            try await slow.settle()
            #expect(slow.seen.view == sam.seen.view && slow.seen.gaps == 0)
            let patches = slow.seen.messages.dropFirst(before).count { $0["type"] == "patch" }
            #expect(patches == 0)
            // Live again.
            try await room.add(["Afterwards"], by: sam)
            try await slow.until("a patch") { $0.texts(room.ideas).contains("Afterwards") && $0.gaps == 0 }
        }
    }

    @Test("gets the answers to what it sends all the same, in order and each once")
    func answers() async throws {
        try await TestServer.run { server in
            let (room, _) = try await fullRoom(server)
            let slow = try await room.person("Slow")
            try await stall(slow, room)
            let before = await server.hub.handled
            var ids: [String] = []
            for number in 1...50 {
                ids.append(slow.give("addIdea", in: room.ideas, ["text": .string("Mine \(number)")]))
            }
            // All of them are decided while it doesn't read.
            while await server.hub.handled < before + 50 { await Task.yield() }
            slow.setReading(true)
            let last = try await slow.answer(to: ids[49])
            let answered = slow.seen.messages.filter { $0["type"] == "accepted" }.compactMap {
                $0["id"]?.string
            }
            #expect(answered == ids)
            let version = try #require(last["version"]?.int)
            try await slow.until("news of them") { $0.newest >= version }
            try await slow.until("its own") { $0.own(room.ideas)?["ideas"]?.object?.count == 50 }
            try await slow.until("the view of them") { $0.ideas(room.ideas).count == 300 }
        }
    }
}

extension Hub {
    /// Messages that have been dealt with.
    var handled: Int {
        metrics.framesReceived - sessions.values.reduce(0) { $0 + $1.inbox.count + ($1.isBusy ? 1 : 0) }
    }
    var behind: Int { sessions.values.count { $0.isBehind } }
    var unsentAnswers: Int { sessions.values.reduce(0) { $0 + $1.unsent.count } }
}

@Suite("A phone that sends fast", .timeLimit(.minutes(10)))
struct FastSenderTests {
    @Test(
        "is slowed down, told so once, and loses nothing: 1,000 commands in one burst are all answered, in order"
    )
    func burst() async throws {
        let slow = TestServer.Setup {
            $0.service.hub.messagesPerSecond = 500
            $0.service.hub.messageBurst = 50
        }
        try await TestServer.run(slow) { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            let clock = ContinuousClock()
            let start = clock.now
            for number in 1...1_000 {
                moira.give("addIdea", in: room.ideas, ["text": .string("Idea \(number)")])
            }
            _ = try await moira.answer(to: "\(moira.client).1000")
            // 50 at once, the rest at 500 a second.
            #expect(clock.now - start >= .milliseconds(1_800))
            let accepted = moira.seen.messages.filter { $0["type"] == "accepted" }
            #expect(accepted.map { $0["id"]?.string } == (1...1_000).map { "\(moira.client).\($0)" })
            let slowed = moira.seen.replies.dropFirst()
            #expect(
                slowed.count == 1 && slowed.last?["reason"] == "slowDown" && slowed.last?["retryAfter"] != nil
            )
            try await moira.until("a thousand") { $0.ideas(room.ideas).count == 1_000 }
            #expect(!moira.seen.isClosed)
        }
    }

    @Test("doesn't slow others down")
    func others() async throws {
        let slow = TestServer.Setup {
            $0.service.hub.messagesPerSecond = 1
            $0.service.hub.messageBurst = 50
        }
        try await TestServer.run(slow) { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let fast = try await room.person("Fast")
            let calm = try await room.person("Calm")
            for number in 1...300 {
                fast.give("addIdea", in: room.ideas, ["text": .string("Idea \(number)")])
            }
            try await fast.until("a word about it") { $0.replies.last?["reason"] == "slowDown" }
            try await room.add(["A calm idea"], by: calm)
        }
    }

    @Test(
        "is cut off when far more waits than any outbox holds, in messages or in bytes",
        arguments: [0, 60_000])
    func flood(_ size: Int) async throws {
        let slow = TestServer.Setup {
            $0.service.hub.messagesPerSecond = 1
            $0.service.hub.messageBurst = 10
            $0.service.hub.maximumWaiting = size == 0 ? 100 : 5_000
        }
        try await TestServer.run(slow) { server in
            let room = try await server.room()
            let flood = try await room.person("Flood")
            let fill = JSON.string(String(repeating: "x", count: size))
            for _ in 1...(size == 0 ? 500 : 120) { flood.give("pass", in: room.ideas, ["fill": fill]) }
            // libwebsockets loses its place in what still comes in, so that a reset may overtake the close frame.
            let code = try await flood.closeCode()
            #expect(code == 1008 || code == nil)
            try await room.facilitator.until("nobody here") { $0.presence == 0 }
        }
    }
}
