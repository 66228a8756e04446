import CoproductionLab
import LabJournal
import Testing

@testable import LabServer

@Suite("When the journal fails", .timeLimit(.minutes(10)))
struct JournalFailureTests {
    private static let full = JournalError.notSaved("No space is left on the disk.")

    @Test(
        "commands are answered notSaved while the disk is full, reading goes on, and saving resumes by itself"
    )
    func full() async throws {
        let journal = MemoryJournal()
        try await TestServer.run(journal: journal) { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            try await room.add(["Before"], by: moira)
            let revision = moira.seen.version
            await journal.refuse(with: Self.full)
            let id = moira.nextID()
            for _ in 0..<3 {
                moira.give("addIdea", in: room.ideas, ["text": "Meanwhile"], id: id)
            }
            try await moira.until("three refusals") { seen in
                seen.messages.count { $0["id"]?.string == id && $0["reason"] == "notSaved" } == 3
            }
            #expect(moira.seen.answers[id]?["detail"]?.string?.contains("keeps it") == true)
            // Reading goes on for those who are here, those who come back, and screens.
            let token = try #require(moira.seen.replies[0]["token"])
            let back = try await server.enter(room.lab.code, ["token": token])
            #expect(back.seen.texts(room.ideas) == ["Before"] && back.seen.version == revision)
            #expect(try await room.screen().seen.texts(room.ideas) == ["Before"])
            #expect(try await server.get("/api/labs/\(room.lab.code)").status == 200)
            #expect(try await server.get("/readyz").status == 200)
            // A newcomer can't be given a place that isn't saved.
            let newcomer = try await server.connection()
            let reply = try await newcomer.join(room.lab.code, ["name": "Late", "role": "other"])
            #expect(reply["reason"] == "notSaved" && newcomer.seen.view == nil)
            let made = try await server.post()
            #expect(
                made.status == 503 && made.header("retry-after") != nil && made.json["reason"] == "notSaved")
            // What is refused for a reason of its own still is.
            #expect(try await moira.command("fly")["type"] == "rejected")

            await journal.refuse(with: nil)
            moira.give("addIdea", in: room.ideas, ["text": "Meanwhile"], id: id)
            try await moira.until("acceptance") { $0.accepted(id).count == 1 }
            try await moira.until("it") { $0.texts(room.ideas) == ["Before", "Meanwhile"] && $0.gaps == 0 }
            let joined = try await newcomer.join(room.lab.code, ["name": "Late", "role": "other"])
            #expect(joined["type"] == "joined")
            #expect(try await server.post().status == 201)
        }
    }

    @Test("a lab that couldn't be saved leaves no code behind")
    func noTrace() async throws {
        let journal = MemoryJournal()
        try await TestServer.run(journal: journal) { server in
            await journal.refuse(with: Self.full)
            let answer = try await server.post()
            #expect(answer.status == 503)
            #expect(await server.hub.knowsNoLab)
        }
    }

    @Test("a broken journal ends the service with its error, and nothing is answered that may not be on disk")
    func broken() async throws {
        let journal = MemoryJournal()
        try await TestServer.run(journal: journal) { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            await journal.refuse(with: .broken("fsync failed"))
            let id = moira.give("addIdea", in: room.ideas, ["text": "Lost?"])
            _ = try await moira.closeCode()
            #expect(moira.seen.answers[id] == nil)
            #expect(moira.seen.texts(room.ideas).isEmpty && moira.seen.closing == nil)
            guard case .failure(let error) = await server.end() else {
                Issue.record("it ended as if nothing was wrong")
                return
            }
            #expect(error as? JournalError == .broken("fsync failed"))
        }
    }

    @Test("a broken journal leaves no request to make a lab hanging")
    func brokenWhileMaking() async throws {
        let journal = MemoryJournal()
        try await TestServer.run(journal: journal) { server in
            await journal.refuse(with: .broken("fsync failed"))
            // Answered as not saved or cut off; never as made.
            let answer = try? await server.post()
            #expect(answer?.status != 201)
            let end = await server.end()
            #expect(throws: JournalError.broken("fsync failed")) { try end.get() }
        }
    }

    @Test("a lab whose entry in the list of labs was lost is found by its events")
    func lostCard() async throws {
        let journal = Forgetful()
        let (lab, token) = try await TestServer.run(journal: journal) { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            try await room.add(["A bench"], by: moira)
            return (room.lab, try #require(moira.seen.replies[0]["token"]))
        }
        try await TestServer.run(journal: journal) { server in
            let moira = try await server.enter(lab.code, ["token": token])
            #expect(moira.seen.view?["lab"]?["title"] == "A lab")
            #expect(await server.hub.listLabs().map(\.title) == ["A lab"])
        }
    }
}

extension Hub {
    var knowsNoLab: Bool { codes.isEmpty && labs.isEmpty && cards.isEmpty }
}

/// A journal in memory that outlives its server and has lost its cache of summaries.
private actor Forgetful: Journal {
    private let journal = MemoryJournal()

    func append(_ batches: [LabBatch]) async throws(JournalError) -> [AppendResult] {
        try await journal.append(batches)
    }
    func events(of lab: String, after revision: Int, limit: Int) async throws(JournalError) -> [StoredEvent] {
        try await journal.events(of: lab, after: revision, limit: limit)
    }
    func command(lab: String, client: String, number: Int) async throws(JournalError) -> CommandRecord? {
        try await journal.command(lab: lab, client: client, number: number)
    }
    func labs() async throws(JournalError) -> [LabSummary] {
        try await journal.labs().map {
            LabSummary(lab: $0.lab, revision: $0.revision, head: $0.head, summary: nil)
        }
    }
    func deleteLab(_ lab: String, entering line: [UInt8]?) async throws(JournalError) {
        try await journal.deleteLab(lab, entering: line)
    }
    func verify(lab: String?, head: [UInt8]?) async throws(JournalError) -> VerifyReport {
        try await journal.verify(lab: lab, head: head)
    }
    func ledger() async throws(JournalError) -> [[UInt8]] { try await journal.ledger() }
    func enter(_ lines: [[UInt8]]) async throws(JournalError) { try await journal.enter(lines) }
    func backup(_ cursor: BackupCursor) async throws(JournalError) -> BackupPage? {
        try await journal.backup(cursor)
    }
    func close() async {}
}
