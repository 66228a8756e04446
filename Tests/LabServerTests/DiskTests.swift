import CoproductionLab
import Foundation
import LabJournal
import SQLiteJournal
import Testing

@testable import LabServer

@Suite("What stands on the disk", .timeLimit(.minutes(10)))
struct DiskTests {
    /// Everything that people do in anonymous activities, twice by one person and once by somebody on paper.
    private func act(_ room: Room) async throws -> (people: [TestPerson], ids: [String]) {
        for activity in [room.ideas, room.activity("gather", 1), room.dots, room.matrix] {
            try await room.open(activity)
        }
        let people = [try await room.person("Moira"), try await room.person("Sam", role: "staff")]
        let paper = try await room.facilitator.act(
            "addPerson", ["name": "Ann", "role": "neighbour", "support": "paper"])
        let ann = try #require(paper["participant"])
        for person in people {
            let idea = JSON.string(try await room.add(["A bench"], by: person)[0])
            try await person.act(
                "editIdea", in: room.ideas, ["idea": idea, "version": 1, "text": "Two benches"])
            try await person.act("addIdea", in: room.activity("gather", 1), ["text": "More"])
            try await person.act("vote", in: room.dots, ["item": idea, "dots": 3])
            try await person.act("rate", in: room.matrix, ["item": idea, "impact": 4])
            try await person.act("undo", ["command": .string("\(person.client).5")])
        }
        try await room.facilitator.act("addIdea", in: room.ideas, ["text": "On paper", "onBehalfOf": ann])
        try await room.facilitator.act("closeActivity", in: room.ideas)
        let late: JSON = ["activity": .string(room.ideas), "text": "Late"]
        let offer = try await people[0].act("offerLate", ["name": "addIdea", "body": late])
        try await room.facilitator.act("acceptLate", ["late": offer["late"] ?? .null])
        let ids = people.compactMap { $0.seen.replies[0]["participant"]?.string } + [ann.string ?? ""]
        return (people, ids)
    }

    @Test(
        "no person's id stands at a contribution to an anonymous activity, and no client's key joins two of them"
    )
    func pseudonyms() async throws {
        let journal = MemoryJournal()
        try await TestServer.run(journal: journal) { server in
            let room = try await server.room("QUIET")
            let (people, ids) = try await act(room)
            let host = try #require(room.facilitator.seen.replies[0]["participant"]?.string)
            let events = try await journal.events(of: room.lab.id, after: 0, limit: .max)
            var authors: [String: [String: Set<String>]] = [:]
            var clients: [String: Set<String>] = [:]
            for stored in events {
                let event = Event(stored)
                guard let activity = event.activity else { continue }
                for id in ids {
                    let bytes = (stored.event.who ?? []) + (stored.event.what ?? [])
                    #expect(!String(decoding: bytes, as: UTF8.self).contains(id), "\(event.kind)")
                    #expect(!event.items.contains(id))
                }
                guard let author = event.actor, author != host else { continue }
                let text = event["text"]?.string ?? event["to"]?["text"]?.string ?? ""
                authors[activity, default: [:]][text, default: []].insert(author)
                if let key = stored.event.commandKey?.split(separator: ".").first {
                    clients[activity, default: []].insert(String(key))
                }
            }
            // Two people and Ann stand behind three names, of which no two activities share one.
            let names = authors.mapValues { $0.values.reduce(into: Set<String>()) { $0.formUnion($1) } }
            #expect(names[room.ideas]?.count == 3 && names[room.dots]?.count == 2)
            for group in [names, clients] {
                #expect(group.count == 4)
                for (one, some) in group {
                    for (other, more) in group where one != other {
                        // The facilitator's own client is one and the same for what isn't anonymous.
                        #expect(some.isDisjoint(with: more), "\(one) \(other)")
                    }
                }
            }
            // Nor do the keys hold the client's own name.
            for person in people {
                #expect(!events.contains { $0.event.commandKey?.contains(person.client) == true })
            }
        }
    }

    @Test("somebody who comes back with a return code stands behind the same pseudonyms")
    func samePseudonyms() async throws {
        let journal = MemoryJournal()
        try await TestServer.run(journal: journal) { server in
            let room = try await server.room("QUIET")
            for activity in room.all("gather") { try await room.open(activity) }
            let moira = try await room.person("Moira")
            let idea = try await room.add(["A bench"], by: moira)[0]
            let code = try #require(moira.seen.replies[0]["returnCode"])
            let tablet = try await server.enter(room.lab.code, ["returnCode": code])
            // Her own idea on another device, to be edited; what she adds stands behind the same name.
            #expect(tablet.seen.own(room.ideas)?["ideas"]?[idea]?["text"] == "A bench")
            try await tablet.act(
                "editIdea", in: room.ideas, ["idea": .string(idea), "version": 1, "text": "Two benches"])
            try await room.add(["A choir"], by: tablet)
            let events = try await journal.events(of: room.lab.id, after: 0, limit: .max).map { Event($0) }
            let authors = Set(events.filter { $0.kind.hasPrefix("idea") }.compactMap(\.actor))
            #expect(authors.count == 1)
            try await moira.until("both of hers") { $0.own(room.ideas)?["ideas"]?.object?.count == 2 }
            #expect(moira.seen.activity(room.ideas)?["heard"] == ["n": 1, "of": 1])
        }
    }

    @Test("no token, return code, recovery code or client's key stands anywhere in the data folder")
    func secrets() async throws {
        let folder = try TemporaryFolder()
        var secrets: [String: [String]] = [:]
        func look(_ moment: String) throws {
            for (name, forms) in secrets {
                for form in forms {
                    let (found, searched) = try folder.search(for: form)
                    #expect(found.isEmpty, "\(name) \(moment)")
                    #expect(searched.contains("coprolab.sqlite"))
                }
            }
        }
        let titles = try await TestServer.run(in: folder) { server in
            let room = try await server.room("QUIET")
            let (people, _) = try await act(room)
            let codes = ["recovery code": [room.lab.recoveryCode]]
            secrets = codes.merging([
                "facilitator's token": [room.lab.facilitatorToken], "screen's token": [room.lab.screenToken],
            ]) { $1 }
            for person in people {
                let joined = person.seen.replies[0]
                secrets["token", default: []].append(joined["token"]?.string ?? "none")
                secrets["return code", default: []].append(joined["returnCode"]?.string ?? "none")
                secrets["client", default: []].append(person.client)
            }
            for (name, values) in secrets { secrets[name] = values.flatMap(Self.forms) }
            #expect(secrets.values.allSatisfy { $0.allSatisfy { $0.utf8.count >= 12 } })
            try look("while it runs")
            // What must be there is found by the same search.
            #expect(try folder.search(for: "Two benches").found.isEmpty == false)
            return room.lab.inviteKey
        }
        try look("when it has ended")
        #expect(try folder.search(for: titles).found == ["coprolab.sqlite"])
    }

    /// The ways in which a secret could be written down.
    private static func forms(_ secret: String) -> [String] {
        let plain = Secrets.normalised(code: secret)
        let standard = secret.replacing("-", with: "+").replacing("_", with: "/")
        var forms = [secret, Data(secret.utf8).base64EncodedString().replacing("=", with: ""), standard]
        if secret.utf8.count < 30 { forms += [plain, plain.lowercased()] }
        return forms
    }

    @Test("the chain of a lab that people have used is sound, and each command is recorded once")
    func chain() async throws {
        let folder = try TemporaryFolder()
        try await TestServer.run(in: folder) { server in
            let room = try await server.room("QUIET")
            _ = try await act(room)
            let report = try await server.hub.carryOut(.verify(lab: room.lab.code, head: nil))
            #expect(report["sound"] == true && report["labs"]?.array?.count == 1)
        }
        let data = try DataFolder(path: folder.path)
        let journal = try await SQLiteJournal.open(in: data)
        #expect(try await journal.verify(lab: nil, head: nil).isSound)
        await journal.close()
        data.close()
    }
}
