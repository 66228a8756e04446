import LabFixtures
import Testing

@testable import CoproductionLab

/// Ideas: added, changed, withdrawn, merged and hidden.
@Suite struct IdeaTests {
    private var room = LabFixture { if $0.kind == "vote" { $0.reveal = .live } }
    private let anna: ID
    private let bill: ID

    init() throws {
        anna = try room.join(.usesServices)
        bill = try room.join(.staff)
        try room.open("ideas", "dots", "matrix")
    }

    @Test("An idea that is added is seen by all, is its author's own, and its id is the answer")
    func added() throws {
        var room = room
        let events = try room.send("addIdea", by: anna, in: "ideas", ["text": "  Walks\nby the canal "])
        let idea = try #require(events.first?.item)
        #expect(Lab.result(of: events) == ["idea": .string(idea)])
        for audience in [Audience.participant, .facilitator, .screen] {
            let entry = room.shown("ideas", to: audience).at("ideas", idea)
            #expect(entry == ["text": "Walks by the canal", "order": "m000001", "version": 1])
        }
        #expect(room.shown("ideas").at("count") == 1)
        #expect(room.mine(anna).at("activities", "ideas", "ideas", idea, "text") == "Walks by the canal")
        #expect(room.mine(bill).at("activities") == [:])
        #expect(room.shown("dots").at("items", idea, "from") == "ideas", "[S4] ideas flow on")
    }

    @Test("[S6][S21] an idea carries one to four Co's, now or could be, and for whom it is")
    func tags() throws {
        var room = room
        let body: [String: JSON] = [
            "text": "Walks", "cos": ["L", "C", "L"], "when": "couldBe", "for": "community",
        ]
        let idea = try #require(try room.send("addIdea", by: anna, in: "ideas", body).first?.item)
        let entry = room.shown("ideas").at("ideas", idea)
        #expect(entry?["cos"] == ["C", "L"] && entry?["when"] == "couldBe" && entry?["for"] == "community")
        try room.send(
            "editIdea", by: anna, in: "ideas",
            ["idea": .string(idea), "version": 1, "cos": [], "when": "now", "for": ""])
        let edited = room.shown("ideas").at("ideas", idea)
        #expect(edited == ["text": "Walks", "when": "now", "order": "m000001", "version": 2, "edited": true])
        for wrong: [String: JSON] in [
            ["cos": ["X"]], ["cos": "C"], ["cos": [1]], ["cos": .null], ["when": "never"], ["for": "nobody"],
            ["for": 1],
        ] {
            #expect(
                room.reason("addIdea", by: anna, in: "ideas", ["text": "Tea"].merging(wrong) { $1 })
                    == .invalid)
        }
    }

    @Test("What an activity doesn't ask for isn't taken")
    func notAsked() throws {
        var room = LabFixture { if $0.kind == "gather" { $0.settings = [:] } }
        let anna = try room.join()
        try room.open("ideas")
        for tag: [String: JSON] in [["cos": ["C"]], ["when": "now"], ["for": "person"]] {
            #expect(
                room.reason("addIdea", by: anna, in: "ideas", ["text": "Tea"].merging(tag) { $1 }) == .invalid
            )
        }
    }

    @Test("An author edits their own idea, and nobody else does, not even a facilitator")
    func edited() throws {
        var room = room
        let idea = try room.addIdea("Walks", by: anna)
        let body: [String: JSON] = ["idea": .string(idea), "version": 1, "text": "Long walks"]
        #expect(room.reason("editIdea", by: bill, in: "ideas", body) == .notYours)
        #expect(room.reason("editIdea", in: "ideas", body) == .notYours)
        try room.send("editIdea", by: anna, in: "ideas", body)
        let entry = room.shown("ideas").at("ideas", idea)
        #expect(entry?["text"] == "Long walks" && entry?["version"] == 2 && entry?["edited"] == true)
        #expect(
            room.reason("editIdea", by: anna, in: "ideas", ["idea": .string(idea), "text": "No version"])
                == .invalid)
    }

    @Test("An edit that changes nothing is accepted and leaves the idea as it is")
    func unchanged() throws {
        var room = room
        let idea = try room.addIdea("Walks", by: anna)
        let same: [String: JSON] = ["idea": .string(idea), "version": 1, "text": " Walks "]
        #expect(try room.send("editIdea", by: anna, in: "ideas", same).isEmpty)
        #expect(room.shown("ideas").at("ideas", idea, "edited") == nil)
    }

    @Test(
        "An edit of a version that has changed meanwhile overwrites nothing and is answered with both texts")
    func changedMeanwhile() throws {
        var room = room
        let idea = try room.addIdea("Walks", by: anna)
        try room.send(
            "editIdea", by: anna, in: "ideas", ["idea": .string(idea), "version": 1, "text": "Phone"])
        let stale: [String: JSON] = ["idea": .string(idea), "version": 1, "text": "Laptop", "when": "now"]
        let refusal = try #require(room.refusal("editIdea", by: anna, in: "ideas", stale))
        #expect(refusal.reason == .changedMeanwhile)
        #expect(refusal.extra["theirs"] == ["text": "Phone", "version": 2])
        #expect(refusal.extra["yours"] == ["text": "Laptop", "when": "now"])
        #expect(room.shown("ideas").at("ideas", idea, "text") == "Phone")
    }

    @Test("A withdrawn idea is gone for all, and everything that took it as input")
    func withdrawn() throws {
        var room = room
        let idea = try room.addIdea("Walks", by: anna)
        #expect(room.reason("withdrawIdea", by: bill, in: "ideas", ["idea": .string(idea)]) == .notYours)
        try room.send("withdrawIdea", by: anna, in: "ideas", ["idea": .string(idea)])
        #expect(room.shown("ideas").at("ideas") == [:])
        #expect(room.shown("ideas").at("count") == 0)
        #expect(room.shown("dots").at("items") == [:] && room.shown("matrix").at("items") == [:])
        #expect(room.mine(anna).at("activities") == [:])
        #expect(room.reason("withdrawIdea", by: anna, in: "ideas", ["idea": .string(idea)]) == .unknownItem)
    }

    @Test("A facilitator merges ideas: one stands with all their Co's, and it says how many are in it")
    func merged() throws {
        var room = room
        let one = try #require(
            try room.send("addIdea", by: anna, in: "ideas", ["text": "Walks", "cos": ["L"]]).first?.item)
        let two = try #require(
            try room.send("addIdea", by: bill, in: "ideas", ["text": "Walking", "cos": ["C"]]).first?.item)
        let body: [String: JSON] = ["into": .string(one), "ideas": [.string(two)], "text": "Walks together"]
        try room.send("mergeIdeas", in: "ideas", body)
        let entry = room.shown("ideas").at("ideas", one)
        #expect(entry?["text"] == "Walks together" && entry?["cos"] == ["C", "L"])
        #expect(entry?["merged"] == 1 && entry?["version"] == 2)
        #expect(room.shown("ideas").at("ideas", two) == nil)
        #expect(room.shown("ideas").at("count") == 1)
        #expect(room.mine(bill).at("activities", "ideas", "ideas", two, "absence") == "merged")
        #expect(room.heard("ideas").at("n") == 2, "both were heard")
        #expect(
            room.reason("editIdea", by: bill, in: "ideas", ["idea": .string(two), "version": 1])
                == .unknownItem)
    }

    @Test("Ideas are merged into another one, each once, and only those that stand")
    func badMerges() throws {
        var room = room
        let one = try room.addIdea("Walks", by: anna)
        let two = try room.addIdea("Walking", by: bill)
        func reason(_ into: String, _ ideas: JSON) -> Reason? {
            room.reason("mergeIdeas", in: "ideas", ["into": .string(into), "ideas": ideas])
        }
        #expect(reason(one, [.string(one)]) == .invalid)
        #expect(reason(one, [.string(two), .string(two)]) == .invalid)
        #expect(reason(one, []) == .invalid)
        #expect(reason(one, [1]) == .invalid)
        #expect(reason(one, .string(two)) == .invalid)
        #expect(reason(one, .array(Array(repeating: .string(two), count: 101))) == .invalid)
        #expect(reason(one, ["nothing"]) == .unknownItem)
        try room.send("hideIdea", in: "ideas", ["idea": .string(two)])
        #expect(reason(one, [.string(two)]) == .unknownItem)
        #expect(reason(two, [.string(one)]) == .unknownItem)
    }

    @Test("An author edits what was merged into theirs only knowing of it")
    func editAfterMerge() throws {
        var room = room
        let one = try room.addIdea("Walks", by: anna)
        let two = try room.addIdea("Walking", by: bill)
        try room.send(
            "mergeIdeas", in: "ideas", ["into": .string(one), "ideas": [.string(two)], "text": "Both"])
        let stale: [String: JSON] = ["idea": .string(one), "version": 1, "text": "Mine"]
        #expect(room.refusal("editIdea", by: anna, in: "ideas", stale)?.extra["theirs"]?["text"] == "Both")
    }

    @Test("Who withdraws an idea takes their own words back, not those that were merged into it")
    func withdrawAfterMerge() throws {
        var room = room
        let one = try room.addIdea("Walks", by: anna)
        let two = try room.addIdea("Walking", by: bill)
        try room.send("mergeIdeas", in: "ideas", ["into": .string(one), "ideas": [.string(two)]])
        let withdrawal = try room.send("withdrawIdea", by: anna, in: "ideas", ["idea": .string(one)])
        #expect(room.shown("ideas").at("ideas")?.object?.keys.sorted() == [two])
        try room.undo(withdrawal, by: anna)
        #expect(room.shown("ideas").at("ideas")?.object?.keys.sorted() == [one])
        #expect(room.shown("ideas").at("ideas", one, "merged") == 1)
    }

    @Test(
        "A hidden idea is in no view but its author's own, which says so, and the desk's list of what isn't shown"
    )
    func hidden() throws {
        var room = room
        let idea = try room.addIdea("Walks", by: anna)
        try room.send("hideIdea", in: "ideas", ["idea": .string(idea)])
        for audience in Audience.allCases where audience != .facilitator {
            #expect(!room.view(audience).text.contains("Walks"))
        }
        let desk = room.view(.facilitator).at("activities", "ideas")
        #expect(desk?["ideas"] == [:])
        #expect(desk?["hidden"]?[idea]?.object?.keys.sorted() == ["absence", "order", "text", "version"])
        #expect(room.mine(anna).at("activities", "ideas", "ideas", idea, "absence") == "hidden")
        #expect(room.heard("ideas").at("n") == 1)
    }

    @Test("[S56] an edit keeps the original in the journal")
    func original() throws {
        var room = room
        let idea = try room.addIdea("Walks", by: anna)
        let events = try room.send(
            "editIdea", by: anna, in: "ideas", ["idea": .string(idea), "version": 1, "text": "Long walks"])
        #expect(events.first?["was"]?["text"] == "Walks" && events.first?["to"]?["text"] == "Long walks")
    }

    @Test("An event that holds somebody's words concerns that person, so that erasing them finds it")
    func concerns() throws {
        var room = room
        let one = try room.addIdea("Walks", by: anna)
        let two = try room.addIdea("Walking", by: bill)
        let merge = try room.send("mergeIdeas", in: "ideas", ["into": .string(one), "ideas": [.string(two)]])
        #expect(
            merge.first?.persons
                == [
                    LabFixture.host, LabFixture.pseudonym(anna, "ideas"), LabFixture.pseudonym(bill, "ideas"),
                ])
    }
}
