import CoproductionLab
import LabJournal
import SQLiteJournal
import Testing

@testable import LabServer

@Suite("The same command again", .timeLimit(.minutes(10)))
struct RepetitionTests {
    @Test("three times is answered three times alike and changes the state once")
    func thrice() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            let id = moira.nextID()
            // The first two in one breath, so that both wait for the same commit.
            moira.give("addIdea", in: room.ideas, ["text": "A bench"], id: id)
            moira.give("addIdea", in: room.ideas, ["text": "A bench"], id: id)
            let answers = try await moira.wait("two answers") {
                $0.accepted(id).count == 2 ? $0.accepted(id) : nil
            }
            moira.give("addIdea", in: room.ideas, ["text": "A bench"], id: id)
            let last = try await moira.wait("a third") {
                $0.accepted(id).count == 3 ? $0.accepted(id)[2] : nil
            }
            #expect(answers[0] == answers[1] && answers[0] == last && last["result"]?["idea"] != nil)
            try await moira.act("setName", ["name": "M"])
            #expect(moira.seen.ideas(room.ideas).count == 1)
            #expect(moira.seen.newest == (last["version"]?.int ?? 0) + 1)
        }
    }

    @Test("that was refused is decided afresh")
    func refused() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            let id = moira.nextID()
            let early = try await moira.command("addIdea", in: room.ideas, ["text": "Early"], id: id)
            #expect(early["reason"] == "notOpen")
            try await room.open(room.ideas)
            moira.give("addIdea", in: room.ideas, ["text": "Early"], id: id)
            let answer = try await moira.wait("an acceptance") { $0.accepted(id).first }
            #expect(answer["result"]?["idea"] != nil)
        }
    }

    @Test("over a new connection of the same tab changes nothing")
    func reconnected() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            let first = try await moira.command("addIdea", in: room.ideas, ["text": "A bench"])
            moira.drop()
            let token = try #require(moira.seen.replies.first?["token"])
            let back = try await server.enter(room.lab.code, ["token": token], client: moira.client)
            let again = try await back.command(
                "addIdea", in: room.ideas, ["text": "A bench"], id: "\(moira.client).1")
            try await back.until("one idea") { $0.ideas(room.ideas).count == 1 }
            #expect(again == first)
        }
    }

    @Test("after a restart on the same file is answered as the first time and changes nothing")
    func restarted() async throws {
        let folder = try TemporaryFolder()
        typealias Kept = (
            lab: MadeLab, client: String, token: JSON, ideas: ID, answers: [String: JSON], view: JSON?
        )
        let before: Kept = try await TestServer.run(in: folder) { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            try await room.open(room.dots)
            let moira = try await room.person("Moira")
            let idea = JSON.string(try await room.add(["A bench"], by: moira)[0])
            try await moira.act("vote", in: room.dots, ["item": idea, "dots": 1])
            try await moira.act("setName", ["name": "M"])
            // Accepted without an event: recorded all the same.
            try await moira.act("setName", ["name": "M"])
            try await moira.act("undo", ["command": .string("\(moira.client).3")])
            let token = moira.seen.replies.first?["token"] ?? .null
            return (room.lab, moira.client, token, room.ideas, moira.seen.answers, moira.seen.view)
        }
        try await TestServer.run(in: folder) { server in
            let moira = try await server.enter(
                before.lab.code, ["token": before.token], client: before.client)
            #expect(moira.seen.view == before.view)
            let dots = try #require(
                moira.seen.view?["activities"]?.object?.first { $0.value["kind"] == "vote" }?.key)
            let commands: [(String, [String: JSON])] = [
                ("addIdea", ["activity": .string(before.ideas), "text": "A bench"]),
                ("vote", ["activity": .string(dots), "item": .string("whatever"), "dots": 1]),
                ("setName", ["name": "M"]), ("setName", ["name": "M"]),
                ("undo", ["command": .string("\(before.client).3")]),
            ]
            for (number, (name, body)) in commands.enumerated() {
                let id = "\(before.client).\(number + 1)"
                for _ in 0..<3 {
                    let answer = try await moira.command(name, body, id: id)
                    #expect(answer == before.answers[id], "\(name)")
                }
            }
            let news = try await moira.command("pass", in: before.ideas, id: "\(before.client).6")
            #expect(news["version"]?.int == (before.answers["\(before.client).5"]?["version"]?.int ?? 0) + 1)
        }
    }

    @Test("is kept under a number that says nothing of when it was given and what came in between")
    func hiddenNumbers() async throws {
        let folder = try TemporaryFolder()
        let lab = try await TestServer.run(in: folder) { server in
            let room = try await server.room("QUIET")
            for activity in room.all("gather") { try await room.open(activity) }
            let moira = try await room.person("Moira")
            for number in 0..<6 {
                try await moira.act(
                    "addIdea", in: room.activity("gather", number % 2), ["text": .string("Idea \(number)")])
            }
            return room.lab.id
        }
        let data = try DataFolder(path: folder.path)
        defer { data.close() }
        let journal = try await SQLiteJournal.open(in: data)
        let keys = try await journal.events(of: lab, after: 0, limit: 1_000).filter {
            $0.event.kind == "ideaAdded"
        }.compactMap { $0.event.commandKey.flatMap(CommandRecord.parse) }
        await journal.close()
        #expect(keys.count == 6 && Set(keys.map(\.client)).count == 2)
        #expect(keys.allSatisfy { $0.number >= ClientKeys.leastHidden })
        #expect(keys.map(\.number) != keys.map(\.number).sorted(), "their order would tell as much")
        #expect(Set(keys.map(\.number)).count == 6)
    }

    @Test("that an older journal has under its plain number is answered as then and changes nothing")
    func plainNumbers() async throws {
        let folder = try TemporaryFolder()
        let (lab, moira) = try await TestServer.run(in: folder) { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            return (room.lab, (client: moira.client, reply: moira.seen.replies.first ?? .null))
        }
        let key = try #require(ClientKeys(moira.client).all(in: Lab(id: lab.id)).first)
        let data = try DataFolder(path: folder.path)
        let journal = try await SQLiteJournal.open(in: data)
        let revision = try #require(try await journal.labs().first?.revision)
        let renamed = Event(
            "participantChanged", items: [moira.reply["participant"]?.string ?? ""],
            by: [moira.reply["participant"]?.string ?? ""], ["name": "M", "was": ["name": "Moira"]])
        let results = try await journal.append([
            LabBatch(
                lab: lab.id, expecting: revision,
                events: [JournalEvent(renamed, time: 1, commandKey: "\(key).1")],
                commands: [
                    CommandRecord(client: key, number: 1, firstRevision: revision + 1, count: 1),
                    CommandRecord(client: key, number: 2, firstRevision: revision + 1, count: 0),
                ])
        ])
        await journal.close()
        data.close()
        guard case .committed = try #require(results.first) else {
            Issue.record("the older journal couldn't be made")
            return
        }
        try await TestServer.run(in: folder) { server in
            let back = try await server.enter(
                lab.code, ["token": moira.reply["token"] ?? .null], client: moira.client)
            for number in [1, 2, 1] {
                let answer = try await back.command(
                    "setName", ["name": "Another"], id: "\(moira.client).\(number)")
                #expect(answer["version"]?.int == revision + 1)
            }
            // What it has never had is decided, and undoing finds what it has.
            let undone = try await back.command(
                "undo", ["command": .string("\(moira.client).1")], id: "\(moira.client).3")
            #expect(undone["version"]?.int == revision + 2)
            try await back.until("the name of before") { $0.mine?["participant"]?["name"] == "Moira" }
        }
    }

    @Test("that memory has let go of is looked up in the journal", arguments: [1, 2])
    func forgotten(_ activities: Int) async throws {
        try await TestServer.run { server in
            let room = try await server.room("QUIET")
            for activity in room.all("gather") { try await room.open(activity) }
            let moira = try await room.person("Moira")
            func place(_ number: Int) -> ID { room.activity("gather", number % activities) }
            func give(_ number: Int) {
                moira.give("addIdea", in: place(number), ["text": .string("Idea \(number)")])
            }
            // Every client has far fewer waiting than the server keeps answers for.
            for number in 1...1200 { give(number) }
            let last = try await moira.answer(to: "\(moira.client).1200")
            let first = moira.seen.answers
            for number in [1, 2, 3, 4, 88, 514, 515, 600, 1199] {
                let id = "\(moira.client).\(number)"
                moira.give("addIdea", in: place(number), ["text": .string("Idea \(number)")], id: id)
                let again = try await moira.wait("a second answer to \(number)") { seen in
                    seen.accepted(id).count == 2 ? seen.accepted(id)[1] : nil
                }
                #expect(again == first[id], "\(number)")
            }
            let next = try await moira.command("setName", ["name": "M"])
            #expect(next["version"]?.int == (last["version"]?.int ?? 0) + 1)
        }
    }

    @Test(
        "is told apart by its own name alone: another activity in its body makes no second one and stops nobody"
    )
    func otherBody() async throws {
        try await TestServer.run { server in
            let room = try await server.room("QUIET")
            for activity in room.all("gather") { try await room.open(activity) }
            let moira = try await room.person("Moira")
            let (first, second) = (room.activity("gather"), room.activity("gather", 1))
            // A command that names one activity outside and another inside.
            let body: [String: JSON] = [
                "activity": .string(second), "name": "addIdea",
                "body": ["activity": .string(first), "text": "Once"],
            ]
            let id = moira.nextID()
            for count in 1...3 {
                moira.give("offerLate", body, id: id)
                try await moira.until("answer \(count)") { $0.accepted(id).count == count }
            }
            let sam = try await room.person("Sam")
            try await room.add(["Sam's"], by: sam)
            #expect(sam.seen.texts(first) == ["Once", "Sam's"])
        }
    }
}

extension Seen {
    /// Every acceptance of a command, in the order in which they came.
    func accepted(_ id: String) -> [JSON] {
        messages.filter { $0["type"] == "accepted" && $0["id"]?.string == id }
    }
}
