import LabFixtures
import Testing

@testable import CoproductionLab

/// S43: what people write is looked through before it shows, and may still be written after the lab.
@Suite struct ReviewTests {
    private var room = LabFixture(steps: [
        LabFixture.Step(
            id: "ideas", kind: "gather", visibility: .role, reveal: .live,
            settings: ["moderated": true, "staysOpen": true, "asksQuote": true]),
        LabFixture.Step(id: "dots", kind: "vote", reveal: .live, inputsFrom: ["ideas"]),
        LabFixture.Step(
            id: "asked", kind: "survey", reveal: .live,
            settings: [
                "moderated": true, "staysOpen": true,
                "questions": [
                    ["id": "words", "type": "text", "title": "Anything else?", "max": 2],
                    ["id": "there", "type": "scale", "title": "Was it good?", "evidence": true],
                ],
                "consents": [["id": "listed", "title": "List me"]],
                "directory": ["shows": ["words"], "consent": "listed"],
            ]),
    ])
    private let anna: ID
    private let bill: ID

    init() throws {
        anna = try room.join(.usesServices, name: "Anna Unmistakable")
        bill = try room.join(.staff)
        try room.open("ideas", "dots", "asked")
    }

    private func review(_ id: ID, _ version: Int = 1, _ more: [String: JSON] = [:]) -> [String: JSON] {
        more.merging(["entry": .string(id), "version": .int(version)]) { $1 }
    }

    private func own(_ id: ID, _ room: LabFixture) -> JSON? {
        room.mine(anna).at("activities", "ideas", "ideas", id)
    }

    @Test("[S43] an idea is its author's alone until a facilitator who isn't told whose it is says yes")
    func idea() throws {
        var room = room
        let idea = try room.addIdea("Evening meetings", by: anna)
        for audience in [Audience.participant, .screen, .waiting] {
            #expect(!room.view(audience).text.contains("Evening"))
            #expect(room.shown("ideas", to: audience).at("waiting") == nil)
        }
        #expect(own(idea, room)?["review"] == "waiting")
        #expect(!room.mine(bill).text.contains("Evening"))
        #expect(room.shown("ideas").at("count") == 0 && room.shown("ideas").at("moderated") == true)
        #expect(room.heard("ideas").at("n") == 1, "[S10] its author is heard")
        #expect(room.shown("dots").at("items") == [:])
        let queue = room.shown("ideas", to: .facilitator).at("waiting")
        #expect(queue == [idea: ["text": "Evening meetings", "order": "m000001", "version": 1]])
        #expect(room.shown("ideas", to: .facilitator).at("ideas") == [:])
        for person in [anna, bill] {
            #expect(room.reason("approve", by: person, in: "ideas", review(idea)) == .notAllowed)
        }
        for command in ["hideIdea", "mergeIdeas"] {
            let body: [String: JSON] = ["idea": .string(idea), "into": .string(idea), "ideas": ["x"]]
            #expect(room.reason(command, in: "ideas", body) == .unknownItem)
        }
        let yes = try room.send("approve", in: "ideas", review(idea))
        #expect(try room.send("approve", in: "ideas", review(idea)).isEmpty)
        #expect(room.shown("ideas").at("ideas", idea, "role") == "usesServices")
        #expect(room.shown("ideas", to: .facilitator).at("waiting") == [:])
        #expect(own(idea, room)?["review"] == nil && room.shown("ideas").at("count") == 1)
        #expect(room.shown("dots").at("items", idea, "from") == "ideas")
        #expect(room.reason("decline", in: "ideas", review(idea, 1, ["reason": "No"])) == .alreadyDone)
        try room.undo(yes)
        #expect(room.shown("ideas").at("ideas") == [:] && room.shown("dots").at("items") == [:])
        #expect(room.undoReason(yes) == .movedOn)
    }

    @Test("[S43] a no has its reason, for its author and the desk alone; changed words are read anew")
    func declined() throws {
        var room = room
        let idea = try room.addIdea("Ring Mrs Smith at home", by: anna)
        #expect(room.reason("decline", in: "ideas", review(idea)) == .invalid)
        #expect(room.reason("decline", in: "ideas", review(idea, 1, ["reason": " "])) == .empty)
        let no = try room.send("decline", in: "ideas", review(idea, 1, ["reason": "It names somebody."]))
        #expect(
            own(idea, room)?["review"] == "declined" && own(idea, room)?["reason"] == "It names somebody.")
        for audience in Audience.allCases where audience != .facilitator {
            #expect(!room.view(audience).text.contains("names somebody"))
            #expect(!room.view(audience).text.contains("Mrs Smith"))
        }
        #expect(!room.view(.facilitator).text.contains(anna), "the desk isn't told whose it is")
        #expect(no.first?.persons == [LabFixture.host, anna], "erasing its author finds it")
        try room.undo(no)
        #expect(own(idea, room)?["review"] == "waiting" && own(idea, room)?["reason"] == nil)
        try room.send("decline", in: "ideas", review(idea, 1, ["reason": "It names somebody."]))
        try room.send(
            "editIdea", by: anna, in: "ideas",
            ["idea": .string(idea), "version": 1, "text": "Ring people at home"])
        #expect(own(idea, room)?["review"] == "waiting")
        let stale = room.refusal("approve", in: "ideas", review(idea, 1))
        #expect(stale?.detail.contains("Read it once more") == true)
        try room.send("approve", in: "ideas", review(idea, 2))
        #expect(room.shown("ideas").at("ideas", idea, "text") == "Ring people at home")
        // What is shown already is read anew as well, before its new words are.
        let edit = try room.send(
            "editIdea", by: anna, in: "ideas", ["idea": .string(idea), "version": 2, "text": "Ring Mr Smith"])
        #expect(!room.view().text.contains("Ring"))
        try room.undo(edit, by: anna)
        #expect(!room.view().text.contains("Ring") && own(idea, room)?["review"] == "waiting")
        try room.send("approve", in: "ideas", review(idea, 4))
        try room.vote(idea, by: bill)
        let used = room.refusal(
            "editIdea", by: anna, in: "ideas", ["idea": .string(idea), "version": 4, "text": "Other words"])
        #expect(used?.detail.contains("words stay") == true)
    }

    @Test("[S43] what is written in a survey, and how people know, is looked through before it shows")
    func survey() throws {
        var room = room
        let wrote = try room.send(
            "answerQuestion", by: anna, in: "asked", ["question": "words", "text": "More benches"])
        let text = try #require(wrote.first?.item)
        try room.send(
            "setConsent", by: anna, in: "asked", ["consent": "listed", "on": true, "name": "Anna"])
        let answered = try room.send(
            "answerQuestion", by: anna, in: "asked",
            ["question": "there", "answer": 4, "evidence": "I sat there"])
        let evidence = try #require(answered.last?.item)
        for audience in [Audience.participant, .screen] {
            let seen = room.view(audience).text
            #expect(!seen.contains("benches") && !seen.contains("I sat there"))
        }
        let queue = room.shown("asked", to: .facilitator).at("waiting")
        #expect(queue?[text]?["text"] == "More benches" && queue?[evidence]?["evidence"] == true)
        #expect(queue?.text.contains("usesServices") == false && queue?.text.contains("Anna") == false)
        #expect(room.shown("asked").at("results", "words", "texts") == 0)
        #expect(
            room.mine(anna).at("activities", "asked", "answers", "words", "texts", text, "review")
                == "waiting")
        try room.send("approve", in: "asked", review(text))
        #expect(room.shown("asked").at("texts", text, "text") == "More benches")
        #expect(room.shown("asked").at("results", "words", "texts") == 1)
        #expect(room.shown("asked").at("directory")?.text.contains("More benches") == true)
        try room.send("decline", in: "asked", review(evidence, 1, ["reason": "Say more."]))
        #expect(!room.view().text.contains("I sat there"))
        #expect(
            room.mine(anna).at("activities", "asked", "answers", "there", "evidence", "reason") == "Say more."
        )
        try room.send(
            "answerQuestion", by: anna, in: "asked",
            ["question": "words", "text": "Fewer benches", "entry": .string(text), "version": 1])
        #expect(!room.view().text.contains("benches"), "neither the old words nor the new")
        #expect(room.shown("asked", to: .facilitator).at("waiting", text, "version") == 2)
    }

    @Test(
        "[S43] it stays open after the lab has ended, for as long as that can be read, and is still looked through"
    )
    func afterTheEnd() throws {
        var room = room
        try room.send("endLab")
        #expect(room.reason("vote", by: anna, in: "dots", ["item": "x", "dots": 1]) == .labClosed)
        let idea = try room.addIdea("Do it again next year", by: anna)
        try room.send("pass", by: bill, in: "ideas")
        try room.send("answerQuestion", by: bill, in: "asked", ["question": "there", "answer": 5])
        try room.send("setConsent", by: bill, in: "asked", ["consent": "listed", "on": true, "name": "Bill"])
        #expect(room.shown("ideas").at("staysOpen") == true && room.shown("dots").at("staysOpen") == nil)
        try room.send("approve", in: "ideas", review(idea))
        #expect(room.shown("ideas").at("ideas", idea, "text") == "Do it again next year")
        let closed = try room.send("closeActivity", in: "ideas")
        #expect(room.reason("addIdea", by: anna, in: "ideas", ["text": "More"]) == .activityClosed)
        try room.undo(closed)
        #expect(room.reason("closeActivity", in: "dots") == .labClosed)
        try room.send("archiveLab")
        #expect(room.reason("addIdea", by: anna, in: "ideas", ["text": "More"]) == .labClosed)
        #expect(room.reason("approve", in: "ideas", review(idea)) == .labClosed)
    }

    @Test("Where nothing is read first there is no queue, and a yes is for nothing")
    func unmoderated() throws {
        var room = LabFixture()
        let anna = try room.join()
        try room.open("ideas")
        let idea = try room.addIdea("Walks", by: anna)
        #expect(room.shown("ideas", to: .facilitator).at("waiting") == nil)
        #expect(room.reason("approve", in: "ideas", review(idea)) == .notAllowed)
        try room.send("endLab")
        #expect(room.reason("addIdea", by: anna, in: "ideas", ["text": "More"]) == .labClosed)
    }
}
