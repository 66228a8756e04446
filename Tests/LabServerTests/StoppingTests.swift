import CoproductionLab
import LabJournal
import SQLiteJournal
import Testing

@testable import LabServer

@Suite("Stopping and starting", .timeLimit(.minutes(10)))
struct StoppingTests {
    @Test("everybody is told when to come back, at different moments, and closed with 1012")
    func goodbye() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            var people = [room.facilitator, try await room.screen(), try await server.connection()]
            for number in 1...5 { people.append(try await room.person("Person \(number)")) }
            try await server.stop()
            var waits: Set<Int> = []
            for person in people {
                #expect(try await person.closeCode() == 1012)
                let closing = try #require(person.seen.closing)
                #expect(closing["reason"] == "restarting")
                let wait = try #require(closing["retryAfter"]?.int)
                #expect((1_500...3_000).contains(wait))
                waits.insert(wait)
            }
            #expect(waits.count > 1)
            await #expect(throws: RawHTTP.Failure.self) { try await server.get("/healthz") }
        }
    }

    @Test("a port in use is an error that says so")
    func portInUse() async throws {
        try await TestServer.run { server in
            let port = server.port
            let error = await #expect(throws: (any Error).self) {
                try await TestServer.run(.init { $0.service.port = port }, inTurn: false) { _ in }
            }
            #expect(error.map { "\($0)".contains(String(port)) } == true)
        }
    }

    @Test("what was accepted is on disk, however much was going on as it stopped")
    func nothingLost() async throws {
        let folder = try TemporaryFolder()
        typealias Kept = (lab: MadeLab, ideas: ID, accepted: [String: JSON])
        let kept: Kept = try await TestServer.run(in: folder) { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            var people: [TestPerson] = []
            for number in 1...6 { people.append(try await room.person("Person \(number)")) }
            // Each keeps a few commands on the way until the connection ends.
            let all = people
            async let accepted = withThrowingTaskGroup(of: [String: JSON].self) { group in
                for person in all {
                    group.addTask {
                        while !person.seen.isClosed {
                            let ids = (0..<8).map {
                                person.give("addIdea", in: room.ideas, ["text": .string("\($0)")])
                            }
                            try await person.until("answers, or the end") {
                                $0.isClosed || $0.answers[ids[7]] != nil
                            }
                        }
                        return person.seen.answers.filter { $0.value["type"] == "accepted" }
                    }
                }
                return try await group.reduce(into: [String: JSON]()) { $0.merge($1) { $1 } }
            }
            _ = try await people[0].wait("some of it") { $0.answers.count > 40 ? true : nil }
            let clock = ContinuousClock()
            let start = clock.now
            try await server.stop()
            #expect(clock.now - start < .seconds(10))
            return (room.lab, room.ideas, try await accepted)
        }
        #expect(kept.accepted.count > 40)
        try await TestServer.run(in: folder) { server in
            let facilitator = try await server.facilitator(of: kept.lab)
            let ideas = Set(facilitator.seen.ideas(kept.ideas).keys)
            let promised = Set(kept.accepted.values.compactMap { $0["result"]?["idea"]?.string })
            #expect(promised.count == kept.accepted.count && promised.isSubset(of: ideas))
            let report = try await server.hub.carryOut(.verify(lab: nil, head: nil))
            #expect(report["sound"] == true)
        }
    }

    @Test("a lab is the same after a restart: its views, its programme, its links")
    func sameLab() async throws {
        let folder = try TemporaryFolder()
        let (made, view) = try await TestServer.run(in: folder) { server in
            let room = try await server.room()
            for activity in [room.ideas, room.dots, room.matrix] { try await room.open(activity) }
            let moira = try await room.person("Moira")
            let idea = JSON.string(try await room.add(["A bench"], by: moira)[0])
            try await moira.act("vote", in: room.dots, ["item": idea, "dots": 1])
            try await moira.act("rate", in: room.matrix, ["item": idea, "impact": 5, "effort": 1])
            try await room.reveal(room.dots)
            try await room.reveal(room.matrix)
            try await room.facilitator.act(
                "decide", in: room.matrix,
                ["item": idea, "decision": "do", "reason": "It helps", "who": "We"])
            return (room.lab, room.facilitator.seen.view)
        }
        for _ in 0..<2 {
            try await TestServer.run(in: folder) { server in
                #expect(try await server.facilitator(of: made).seen.view == view)
                let screen = try await server.screen(of: made)
                #expect(screen.seen.audience == "screen")
                #expect(try await server.get("/api/labs/\(made.code)").status == 200)
            }
        }
    }
}

@Suite("Deleting a lab", .timeLimit(.minutes(10)))
struct DeletingTests {
    @Test("tells those who are in, closes their connections and frees its code")
    func deleted() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            let other = try await server.room()
            _ = try await server.hub.deleteLab(room.lab.code)
            for person in [moira, room.facilitator] {
                #expect(try await person.closeCode() == 1000)
                #expect(person.seen.closing?["reason"] == "deleted")
            }
            for name in [room.lab.code, room.lab.id] {
                let back = try await server.connection()
                let token = moira.seen.replies[0]["token"] ?? .null
                #expect(try await back.join(name, ["token": token])["reason"] == "unknownLab")
            }
            #expect(await server.hub.listLabs().map(\.lab) == [other.lab.id])
            try await other.facilitator.act("endSitting")
        }
    }

    @Test("whoever comes back while it is being deleted finds nothing, and the server goes on")
    func comingBackMeanwhile() async throws {
        let journal = SlowToDelete()
        try await TestServer.run(journal: journal) { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            let token = moira.seen.replies[0]["token"] ?? .null
            async let deletion = server.hub.deleteLab(room.lab.id)
            await journal.untilAsked()
            // The phone is told, and comes back at once.
            _ = try await moira.closeCode()
            let back = try await server.connection(client: moira.client)
            let reply = try await back.join(room.lab.id, ["token": token])
            back.give("setName", ["name": "Ghost"])
            await journal.goOn()
            _ = try await deletion
            #expect(reply["reason"] == "unknownLab")
            #expect(try await server.get("/readyz").status == 200)
            _ = try await server.room()
        }
    }

    @Test("comes by itself when a lab has ended and its time of keeping is over, and not before")
    func retention() async throws {
        try await TestServer.run(.init { $0.service.hub.retentionDays = 30 }) { server in
            let (ended, going) = (try await server.room(), try await server.room())
            try await ended.facilitator.act("endLab")
            let day = Int64(86_400_000)
            await server.hub.deleteExpired(at: Hub.now + 30 * day - 60_000)
            #expect(await server.hub.listLabs().count == 2)
            await server.hub.deleteExpired(at: Hub.now + 30 * day + 60_000)
            #expect(await server.hub.listLabs().map(\.lab) == [going.lab.id])
            #expect(try await ended.facilitator.closeCode() == 1000)
        }
    }

    @Test("a lab that can't be deleted is still there")
    func notDeleted() async throws {
        let journal = MemoryJournal()
        try await TestServer.run(journal: journal) { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            await journal.refuse(with: .notSaved("The disk is full."))
            await #expect(throws: LabAdministrationError.self) {
                try await server.hub.deleteLab(room.lab.code)
            }
            await journal.refuse(with: nil)
            let token = moira.seen.replies[0]["token"] ?? .null
            let back = try await server.enter(room.lab.code, ["token": token])
            try await back.act("setName", ["name": "M"])
        }
    }
}

/// A journal that deletes only when it is told to go on.
private actor SlowToDelete: Journal {
    private let journal = MemoryJournal()
    private var isAsked = false
    private var mayGoOn = false

    func untilAsked() async {
        while !isAsked { await Task.yield() }
    }

    func goOn() { mayGoOn = true }

    func deleteLab(_ lab: String, entering line: [UInt8]?) async throws(JournalError) {
        isAsked = true
        while !mayGoOn { await Task.yield() }
        try await journal.deleteLab(lab, entering: line)
    }

    func append(_ batches: [LabBatch]) async throws(JournalError) -> [AppendResult] {
        try await journal.append(batches)
    }
    func events(of lab: String, after revision: Int, limit: Int) async throws(JournalError) -> [StoredEvent] {
        try await journal.events(of: lab, after: revision, limit: limit)
    }
    func command(lab: String, client: String, number: Int) async throws(JournalError) -> CommandRecord? {
        try await journal.command(lab: lab, client: client, number: number)
    }
    func ledger() async throws(JournalError) -> [[UInt8]] { try await journal.ledger() }
    func enter(_ lines: [[UInt8]]) async throws(JournalError) { try await journal.enter(lines) }
    func backup(_ cursor: BackupCursor) async throws(JournalError) -> BackupPage? {
        try await journal.backup(cursor)
    }
    func labs() async throws(JournalError) -> [LabSummary] { try await journal.labs() }
    func verify(lab: String?, head: [UInt8]?) async throws(JournalError) -> VerifyReport {
        try await journal.verify(lab: lab, head: head)
    }
    func close() async { await journal.close() }
}
