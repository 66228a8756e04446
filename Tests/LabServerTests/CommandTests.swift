import CoproductionLab
import Testing

@testable import LabServer

@Suite("Commands", .timeLimit(.minutes(10)))
struct CommandTests {
    @Test("an accepted command is answered with its version and what it made, and shows to everybody")
    func accepted() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            let sam = try await room.person("Sam")
            let screen = try await room.screen()
            let id = moira.nextID()
            let answer = try await moira.command(
                "addIdea", in: room.ideas, ["text": "A bench", "cos": ["C", "D"], "when": "couldBe"], id: id)
            #expect(answer.object?.keys.sorted() == ["id", "result", "type", "version"])
            #expect(answer["type"] == "accepted" && answer["id"]?.string == id)
            let idea = try #require(answer["result"]?["idea"]?.string)
            for onlooker in [moira, sam, screen, room.facilitator] {
                try await onlooker.until("the idea") { $0.ideas(room.ideas)[idea]?["text"] == "A bench" }
                #expect(onlooker.seen.gaps == 0 && onlooker.seen.views == 1)
            }
            try await moira.until("it as her own") {
                $0.own(room.ideas)?["ideas"]?[idea]?["cos"] == ["C", "D"]
            }
            #expect(sam.seen.own(room.ideas) == nil)
        }
    }

    @Test("what everybody of an audience gets is the same to the byte")
    func sameBytes() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let people = [try await room.person("Moira"), try await room.person("Sam")]
            for person in people { try await person.until("both") { $0.view?["people"]?["joined"] == 2 } }
            let before = people.map(\.seen.patches)
            for number in 0..<20 { try await room.add(["Idea \(number)"], by: people[number % 2]) }
            for person in people { try await person.until("all") { $0.ideas(room.ideas).count == 20 } }
            let patches = zip(people, before).map { person, before in
                Array(person.seen.frames(holding: "\"type\":\"patch\"").dropFirst(before))
            }
            #expect(patches[0] == patches[1] && !patches[0].isEmpty)
        }
    }

    @Test("a refused command is answered with a reason and a sentence, and changes nothing")
    func rejected() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            let refusals: [(String, ID?, [String: JSON], String)] = [
                ("addIdea", room.ideas, ["text": "Early"], "notOpen"),
                ("addIdea", "nowhere", ["text": "Lost"], "unknownActivity"),
                ("addIdea", room.dots, ["text": "Lost"], "unknownCommand"),
                ("fly", room.ideas, [:], "unknownCommand"),
                ("addIdea", nil, ["text": "No activity"], "invalid"),
                ("undo", nil, ["command": .string("\(moira.client).99")], "alreadyDone"),
                ("setRole", nil, ["role": "boss"], "invalid"),
            ]
            for (name, activity, body, reason) in refusals {
                let answer = try await moira.command(name, in: activity, body)
                #expect(answer["type"] == "rejected" && answer["reason"]?.string == reason, "\(name)")
                #expect(answer["detail"]?.string?.hasSuffix(".") == true)
            }
        }
    }

    @Test("bad texts and numbers are refused in words")
    func badInput() async throws {
        try await TestServer.run { server in
            let room = try await server.room("QUIET")
            for activity in [room.ideas, room.dots, room.matrix] { try await room.open(activity) }
            let moira = try await room.person("Moira")
            let idea = JSON.string(try await room.add(["A bench"], by: moira)[0])
            let long = String(repeating: "x", count: 10_000)
            let inputs: [(String, ID, [String: JSON], String)] = [
                ("addIdea", room.ideas, ["text": ""], "empty"),
                ("addIdea", room.ideas, ["text": " \n\u{200B}"], "empty"),
                ("addIdea", room.ideas, ["text": .string(long)], "tooLong"),
                ("addIdea", room.ideas, ["text": .string(String(repeating: "x", count: 501))], "tooLong"),
                ("addIdea", room.ideas, ["text": "bell \u{7}"], "invalid"),
                ("addIdea", room.ideas, ["text": "\u{202E}turned"], "invalid"),
                ("addIdea", room.ideas, ["text": 5], "invalid"),
                ("rate", room.matrix, ["item": idea, "impact": 0], "invalid"),
                ("rate", room.matrix, ["item": idea, "impact": 6], "invalid"),
                ("rate", room.matrix, ["item": idea, "impact": "x"], "invalid"),
                ("rate", room.matrix, ["item": idea, "impact": .double(2.5)], "invalid"),
                ("rate", room.matrix, ["item": idea], "invalid"),
                ("rate", room.matrix, ["item": "nothing", "impact": 3], "unknownItem"),
                ("vote", room.dots, ["item": idea, "dots": 101], "overBudget"),
                ("vote", room.dots, ["item": idea, "dots": -1], "invalid"),
                ("editIdea", room.ideas, ["idea": "nothing", "version": 1, "text": "x"], "unknownItem"),
            ]
            for (name, activity, body, reason) in inputs {
                let answer = try await moira.command(name, in: activity, body)
                #expect(answer["reason"]?.string == reason, "\(name) \(body.keys)")
                #expect((answer["detail"]?.string?.utf8.count ?? 0) > 15)
            }
            // 500 characters as people count them are 500, however many bytes they have.
            let flags = String(repeating: "🏴󠁧󠁢󠁳󠁣󠁴󠁿", count: 100)
            #expect(
                try await moira.command("addIdea", in: room.ideas, ["text": .string(flags)])["type"]
                    == "accepted")
        }
    }

    @Test("after accepted its sender always gets a mine of that version, after any patch, empty if need be")
    func owedNews() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            let idea = JSON.string(try await room.add(["A bench"], by: moira)[0])
            let me = try #require(moira.seen.replies.first?["participant"])
            let unseen: [(TestPerson, String, [String: JSON])] = [
                // Nothing changes at all, nothing of one's own, or nothing that shows to its sender.
                (room.facilitator, "setLanguage", ["language": "pl"]),
                (moira, "pass", ["activity": .string(room.ideas)]),
                (moira, "pass", ["activity": .string(room.ideas)]),
                (moira, "setName", ["name": "Moira"]),
                (moira, "setSupport", ["support": "scribe"]),
                (
                    moira, "editIdea",
                    ["activity": .string(room.ideas), "idea": idea, "version": 1, "text": "A bench"]
                ),
                (room.facilitator, "setRights", ["participant": me, "facilitator": false]),
                (moira, "setRole", ["role": "family"]),
            ]
            for (person, name, body) in unseen {
                let before = person.seen.messages.count
                let answer = try await person.command(name, body)
                let version = try #require(answer["version"]?.int, "\(name): \(answer)")
                try await person.until("news of \(name)") { seen in
                    seen.messages.dropFirst(before).contains { message in
                        message["type"] == "mine" && (message["version"]?.int ?? 0) >= version
                    }
                }
                let told = person.seen.messages.dropFirst(before).compactMap { message in
                    (message["version"]?.int ?? 0) >= version ? message["type"]?.string : nil
                }
                #expect(told.filter { $0 != "accepted" }.last == "mine", "\(name): \(told)")
            }
        }
    }

    @Test("whoever comes back between accepted and its news gets a mine of that version all the same")
    func owedNewsAfterRejoining() async throws {
        try await TestServer.run(.init { $0.service.hub.tick = .milliseconds(500) }) { server in
            let room = try await server.room()
            let host = room.facilitator
            // The first may go out at once; the second waits for its tick.
            try await host.act("setLanguage", ["language": "pl"])
            let answer = try await host.command("setLanguage", ["language": "gd"])
            let version = try #require(answer["version"]?.int)
            let before = host.seen.messages.count
            try await host.join(
                room.lab.id, ["audience": "facilitator", "token": .string(room.lab.facilitatorToken)])
            try await host.until("a mine of that version") { seen in
                seen.messages.dropFirst(before).contains {
                    $0["type"] == "mine" && ($0["version"]?.int ?? 0) >= version
                }
            }
        }
    }

    @Test("an edit of what was changed meanwhile is answered with both texts, and nothing is overwritten")
    func changedMeanwhile() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let phone = try await room.person("Moira")
            let token = try #require(phone.seen.replies.first?["token"])
            let tablet = try await server.enter(room.lab.code, ["token": token])
            let idea = JSON.string(try await room.add(["A bench"], by: phone)[0])
            try await tablet.act(
                "editIdea", in: room.ideas, ["idea": idea, "version": 1, "text": "Two benches"])
            let answer = try await phone.command(
                "editIdea", in: room.ideas, ["idea": idea, "version": 1, "text": "A long bench"])
            #expect(answer["reason"] == "changedMeanwhile")
            #expect(answer["theirs"]?["text"] == "Two benches" && answer["theirs"]?["version"] == 2)
            #expect(answer["yours"]?["text"] == "A long bench")
            try await phone.until("the other's text") { $0.texts(room.ideas) == ["Two benches"] }
            // With the version that it names, it goes through.
            try await phone.act(
                "editIdea", in: room.ideas, ["idea": idea, "version": 2, "text": "A long bench"])
            #expect(phone.seen.texts(room.ideas) == ["A long bench"])
        }
    }

    @Test("what comes after its activity closed is kept, offered in one tap, and the facilitator takes it in")
    func late() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            try await room.facilitator.act("closeActivity", in: room.ideas)
            let body: [String: JSON] = ["activity": .string(room.ideas), "text": "I was in a tunnel"]
            #expect(try await moira.command("addIdea", body)["reason"] == "activityClosed")
            let offers = try await [
                moira.act("offerLate", ["name": "addIdea", "body": .object(body)]),
                moira.act("offerLate", ["name": "addIdea", "body": .object(body)]),
            ]
            let late = try #require(offers[0]["late"])
            try await room.facilitator.until("the offers") { $0.view?["late"]?.object?.count == 2 }
            #expect(moira.seen.view?["late"] == nil)
            try await room.facilitator.act("acceptLate", ["late": late])
            try await room.facilitator.act("dismissLate", ["late": offers[1]["late"] ?? .null])
            try await moira.until("their idea") { $0.texts(room.ideas) == ["I was in a tunnel"] }
            try await moira.until("as their own") { $0.own(room.ideas)?["ideas"]?.object?.count == 1 }
            #expect(room.facilitator.seen.view?["late"]?.object?.isEmpty == true)
        }
    }

    @Test("a facilitator enters the answers of somebody on paper, and nobody else's")
    func onPaper() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            let paper = try await room.facilitator.act(
                "addPerson", ["name": "Ann", "role": "neighbour", "support": "paper"])
            let ann = try #require(paper["participant"])
            try await room.facilitator.act("addIdea", in: room.ideas, ["text": "A choir", "onBehalfOf": ann])
            try await moira.until("it") { $0.texts(room.ideas) == ["A choir"] }
            #expect(moira.seen.ideas(room.ideas).values.first?["support"] == "paper")
            #expect(moira.seen.activity(room.ideas)?["heard"] == ["n": 1, "of": 2])
            let other = try #require(moira.seen.replies.first?["participant"])
            let body: [String: JSON] = ["text": "Not theirs", "onBehalfOf": other]
            #expect(
                try await room.facilitator.command("addIdea", in: room.ideas, body)["reason"] == "notAllowed")
        }
    }
}
