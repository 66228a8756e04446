import CoproductionLab
import Foundation
import LabJournal
import Testing

@testable import LabServer

/// Measure 4: before the reveal no frame to anybody holds another's rating or vote.
@Suite("Secrecy on the wire", .timeLimit(.minutes(10)))
struct SecrecyTests {
    /// Numbers of dots that come up nowhere else, by person.
    private static let dots = [83, 79, 67]
    /// Their sum is what the reveal shows.
    private static let total = 229

    private struct Scene {
        let room: Room
        let people: [TestPerson]
        let onlookers: [TestPerson]
        let idea: String
        var all: [TestPerson] { people + onlookers }
    }

    /// Three vote and rate; somebody who only looks on, a co-facilitator, the facilitator and a screen see what they may.
    private func play(_ server: TestServer) async throws -> Scene {
        let room = try await server.room("QUIET")
        for activity in [room.ideas, room.dots, room.matrix] { try await room.open(activity) }
        var people: [TestPerson] = []
        for (name, role) in [("Moira", "usesServices"), ("Sam", "family"), ("Jo", "neighbour")] {
            people.append(try await room.person(name, role: role))
        }
        let idle = try await room.person("Idle", role: "staff")
        let second = try await room.person("Second", role: "manager")
        try await room.facilitator.act(
            "setRights", ["participant": second.seen.replies[0]["participant"] ?? .null, "facilitator": true])
        try await second.until("rights") { $0.audience == "facilitator" }
        let onlookers = [idle, second, room.facilitator, try await room.screen()]
        let idea = try await room.add(["A bench"], by: people[0])[0]
        for (person, dots) in zip(people, Self.dots) {
            try await person.act("vote", in: room.dots, ["item": .string(idea), "dots": .int(dots)])
        }
        for (person, impact) in zip(people, [5, 5, 1]) {
            try await person.act("rate", in: room.matrix, ["item": .string(idea), "impact": .int(impact)])
            try await person.act("rate", in: room.matrix, ["item": .string(idea), "effort": "dontKnow"])
        }
        // Changing one's mind and taking it back is nobody's business either.
        try await people[2].act("vote", in: room.dots, ["item": .string(idea), "dots": 0])
        try await people[2].act("undo", ["command": .string("\(people[2].client).4")])
        return Scene(room: room, people: people, onlookers: onlookers, idea: idea)
    }

    /// Everything anybody has to have heard of by now.
    private func settle(_ scene: Scene) async throws {
        for activity in [scene.room.dots, scene.room.matrix] {
            for person in scene.all {
                try await person.until("three heard") { $0.activity(activity)?["heard"]?["n"] == 3 }
            }
        }
        for person in scene.all { try await person.settle() }
    }

    /// Whether a number stands in these bytes as the value of a member.
    private func holds(_ number: Int, _ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.contains(":\(number),") || text.contains(":\(number)}")
    }

    @Test(
        "before the reveal no byte to anybody tells of another's vote or rating, the facilitators' included")
    func before() async throws {
        try await TestServer.run { server in
            let scene = try await play(server)
            try await settle(scene)
            let own = Dictionary(
                uniqueKeysWithValues: zip(scene.people.map(ObjectIdentifier.init), Self.dots))
            let words = [
                "votes", "rank", "results", "rounds", "counts", "median", "dontKnow\":", "tooFew", "quadrant",
            ]
            for person in scene.all {
                let mine = own[ObjectIdentifier(person)]
                for frame in person.seen.frames {
                    for number in Self.dots + [Self.total] where number != mine {
                        #expect(!holds(number, frame), "\(String(decoding: frame, as: UTF8.self))")
                    }
                    let text = String(decoding: frame, as: UTF8.self)
                    for word in words { #expect(!text.contains("\"\(word)\""), "\(word)") }
                    // One's own alone, and in no frame that others get as well.
                    guard mine == nil || !text.contains("\"type\":\"mine\"") else { continue }
                    #expect(text.firstMatch(of: /"(impact|effort)":("dontKnow"|\d)/) == nil, "\(text)")
                    #expect(!text.contains("\"dots\":{") && !text.contains("\"ratings\""), "\(text)")
                }
            }
            // The same search finds what is there.
            #expect(scene.people[0].seen.frames.contains { holds(83, $0) })
            #expect(!scene.people[0].seen.frames(holding: "\"ratings\"").isEmpty)
        }
    }

    @Test("a fresh join of any kind gets no more than those who were there")
    func freshJoins() async throws {
        try await TestServer.run { server in
            let scene = try await play(server)
            try await settle(scene)
            let lab = scene.room.lab
            let late = [
                try await server.person("Late", in: lab), try await server.facilitator(of: lab),
                try await server.screen(of: lab),
            ]
            for person in late {
                for frame in person.seen.frames {
                    for number in Self.dots + [Self.total] { #expect(!holds(number, frame)) }
                }
                #expect(
                    person.seen.frames(holding: "results").isEmpty
                        && person.seen.frames(holding: "votes").isEmpty)
            }
        }
    }

    @Test("nobody's pseudonym or id leaves the server in a view, before or after the reveal")
    func authors() async throws {
        let journal = MemoryJournal()
        try await TestServer.run(journal: journal) { server in
            let scene = try await play(server)
            for activity in [scene.room.dots, scene.room.matrix] { try await scene.room.reveal(activity) }
            for person in scene.all {
                try await person.until("the results") { seen in
                    seen.activity(scene.room.matrix)?["items"]?[scene.idea]?["results"] != nil
                }
            }
            let events = try await journal.events(of: scene.room.lab.id, after: 0, limit: .max).map {
                Event($0)
            }
            let authors = Set(events.filter { $0.activity != nil }.compactMap(\.actor)).filter {
                // A person's id may begin with an x as well.
                $0.hasPrefix("x") && $0.count == 21
            }
            let ids = Set(scene.people.compactMap { $0.seen.replies[0]["participant"]?.string })
            #expect(authors.count == 7)
            for person in scene.all {
                let me = person.seen.replies.first?["participant"]?.string
                for name in authors.union(ids) where name != me {
                    #expect(person.seen.frames(holding: name).isEmpty)
                }
            }
        }
    }

    @Test("the journal's keys of commands join nobody's id and pseudonym, nor two pseudonyms of theirs")
    func keys() async throws {
        let journal = MemoryJournal()
        try await TestServer.run(journal: journal) { server in
            let room = try await server.room("QUIET")
            let (ideas, second) = (room.ideas, room.activity("gather", 1))
            try await room.open(ideas)
            let moira = try await room.person("Moira")
            let sam = try await room.person("Sam", role: "staff")
            let id = moira.seen.replies[0]["participant"] ?? .null
            try await room.facilitator.act("setRights", ["participant": id, "facilitator": true])
            try await moira.until("rights") { $0.activity(ideas) != nil }
            // As herself, and as somebody in either gathering, by turns.
            let theirs = try await room.add(["A bench"], by: sam)[0]
            try await room.add(["A walk", "A choir"], by: moira)
            try await moira.act("openActivity", in: second)
            try await moira.act("addIdea", in: second, ["text": "A café"])
            try await moira.act("hideIdea", in: ideas, ["idea": .string(theirs)])
            try await moira.act("undo", ["command": .string("\(moira.client).5")])
            try await moira.act("flag", in: ideas, ["item": .string(theirs)])
            try await moira.act("closeActivity", in: second)
            try await moira.act(
                "offerLate",
                ["name": "addIdea", "body": ["activity": .string(second), "text": "A kiln"]])
            try await moira.act("undo", ["command": .string("\(moira.client).9")])
            try await moira.act("setName", ["name": "M"])
            let events = try await journal.events(of: room.lab.id, after: 0, limit: .max)
            var actors: [String: Set<String>] = [:]
            for stored in events {
                guard let key = stored.event.commandKey?.split(separator: ".").first,
                    let actor = Event(stored).actor
                else { continue }
                actors[String(key), default: []].insert(actor)
            }
            #expect(actors.values.allSatisfy { $0.count == 1 }, "\(actors)")
            // The facilitator, Sam behind one pseudonym, and Moira as herself and behind two.
            #expect(actors.count == 5 && Set(actors.values).count == 5)
        }
    }

    @Test("after the reveal everybody sees the totals, and nobody what one person gave")
    func after() async throws {
        try await TestServer.run { server in
            let scene = try await play(server)
            try await settle(scene)
            let before = scene.all.map(\.seen.frames.count)
            for activity in [scene.room.dots, scene.room.matrix] { try await scene.room.reveal(activity) }
            for (person, count) in zip(scene.all, before) {
                try await person.until("the totals") { seen in
                    let vote = seen.activity(scene.room.dots)?["items"]?[scene.idea]
                    let rating = seen.activity(scene.room.matrix)?["items"]?[scene.idea]?["results"]?[
                        "impact"]
                    return vote?["votes"]?.int == Self.total && rating?["n"] == 3
                        && rating?["counts"] == ["1": 1, "2": 0, "3": 0, "4": 0, "5": 2]
                }
                for frame in person.seen.frames.dropFirst(count) {
                    for number in Self.dots { #expect(!holds(number, frame)) }
                }
            }
        }
    }

    @Test("ideas that wait for their reveal are in nobody's frames but their author's")
    func ideas() async throws {
        try await TestServer.run { server in
            let room = try await server.room("QUIET")
            let hidden = room.activity("gather", 1)
            try await room.open(hidden)
            let moira = try await room.person("Moira")
            let others = [try await room.person("Sam"), room.facilitator, try await room.screen()]
            try await moira.act("addIdea", in: hidden, ["text": "A quiet wish"])
            for person in others {
                try await person.until("a count") { $0.activity(hidden)?["count"] == 1 }
                #expect(person.seen.frames(holding: "quiet wish").isEmpty)
            }
            try await room.reveal(hidden)
            for person in others { try await person.until("it") { $0.texts(hidden) == ["A quiet wish"] } }
        }
    }
}
