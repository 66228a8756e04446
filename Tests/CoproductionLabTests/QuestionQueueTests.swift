import LabFixtures
import Testing

@testable import CoproductionLab

/// Questions to a panel (S44): asking, supporting, and the chair.
@Suite struct QuestionQueueTests {
    private var room: LabFixture
    private let anna: ID
    private let bill: ID

    private static func room(
        _ settings: JSON = ["panellists": [["id": "anne", "name": "Anne Ross"]]],
        reveal: Activity.Reveal = .live,
        visibility: Activity.Visibility = .anonymous
    ) throws -> LabFixture {
        let step = LabFixture.Step(
            id: "panel", kind: "questions", visibility: visibility, reveal: reveal, settings: settings)
        var room = LabFixture(steps: [step])
        try room.open("panel")
        return room
    }

    init() throws {
        var room = try Self.room()
        anna = try room.join(.usesServices, name: "Anna")
        bill = try room.join(.staff, name: "Bill")
        self.room = room
    }

    private func ask(_ room: inout LabFixture, _ text: String, by person: ID, _ more: [String: JSON] = [:])
        throws(Rejection) -> ID
    {
        try room.send("askQuestion", by: person, in: "panel", more.merging(["text": .string(text)]) { $1 })
            .first?.item ?? ""
    }

    private func shown(_ room: LabFixture, _ question: ID, to audience: Audience = .participant) -> JSON? {
        room.shown("panel", to: audience).at("questions", question)
    }

    private func inOrder(_ room: LabFixture) -> [String] {
        (room.shown("panel").at("questions")?.object ?? [:]).values
            .sorted { $0["order"]?.string ?? "" < $1["order"]?.string ?? "" }.compactMap {
                $0["text"]?.string
            }
    }

    private func on(_ question: ID, _ more: [String: JSON] = [:]) -> [String: JSON] {
        more.merging(["question": .string(question)]) { $1 }
    }

    @Test("[S44] a question is asked without a name, or with one's own name beside this one question")
    func names() throws {
        var room = room
        let events = try room.send(
            "askQuestion", by: anna, in: "panel", ["text": "What works well?", "to": "anne"])
        let quiet = try #require(events.first?.item)
        #expect(Lab.result(of: events) == ["question": .string(quiet)])
        let named = try ask(&room, "Who decides?", by: anna, ["named": true])
        #expect(
            shown(room, quiet) == [
                "text": "What works well?", "to": "anne", "order": "m000001", "version": 1,
                "status": "queued",
                "support": 0,
            ])
        #expect(shown(room, named)?["name"] == "Anna")
        #expect(shown(room, named, to: .facilitator)?["name"] == "Anna")
        #expect(shown(room, named, to: .screen)?["name"] == nil)
        #expect(shown(room, named)?["role"] == nil)
        try room.send("setName", by: anna, ["name": "Anna B."])
        #expect(shown(room, named)?["name"] == "Anna")
        try room.send("editQuestion", by: anna, in: "panel", on(named, ["version": 1, "named": false]))
        #expect(shown(room, named)?["name"] == nil && shown(room, named)?["edited"] == true)
        #expect(room.heard("panel") == ["n": 1, "of": 2])
        #expect(
            room.reason("askQuestion", by: anna, in: "panel", ["text": "?", "to": "nobody"]) == .unknownItem)
        var nameless = try Self.room(["allowsNamed": false])
        let cat = try nameless.join()
        #expect(
            nameless.reason("askQuestion", by: cat, in: "panel", ["text": "?", "named": true]) == .notAllowed)
    }

    @Test("[S44] others support a question, each once, and the count is live; one's own needs none")
    func support() throws {
        var room = room
        let question = try ask(&room, "Who decides?", by: anna)
        let given = try room.send("supportQuestion", by: bill, in: "panel", on(question, ["on": true]))
        #expect(try room.send("supportQuestion", by: bill, in: "panel", on(question, ["on": true])).isEmpty)
        #expect(shown(room, question)?["support"] == 1)
        #expect(room.mine(bill).at("activities", "panel", "supports") == .object([question: true]))
        #expect(room.heard("panel").at("n") == 2)
        #expect(
            room.reason("supportQuestion", by: anna, in: "panel", on(question, ["on": true])) == .notAllowed)
        try room.undo(given, by: bill)
        #expect(shown(room, question)?["support"] == 0 && room.heard("panel").at("n") == 1)
        #expect(room.mine(bill).at("activities", "panel") == nil)
    }

    @Test(
        "[S44] the chair marks questions queued, asked, answered or parked and notes the answer; nobody else does"
    )
    func marks() throws {
        var room = room
        let question = try ask(&room, "Who decides?", by: anna)
        for status in ["asked", "answered", "parked", "queued"] {
            let body = on(question, ["status": .string(status)])
            #expect(room.reason("setQuestionStatus", by: anna, in: "panel", body) == .notAllowed)
            try room.send("setQuestionStatus", in: "panel", body)
            #expect(shown(room, question)?["status"] == .string(status))
            #expect(try room.send("setQuestionStatus", in: "panel", body).isEmpty)
        }
        let answered = try room.send(
            "setQuestionStatus", in: "panel",
            on(question, ["status": "answered", "answer": "The board, in May"]))
        #expect(
            shown(room, question)?["answer"] == "The board, in May"
                && shown(room, question)?["answerVersion"] == 5)
        let stale = room.refusal(
            "setQuestionStatus", in: "panel", on(question, ["status": "parked", "version": 4]))
        #expect(
            stale?.reason == .changedMeanwhile && stale?.extra["theirs"]?["answer"] == "The board, in May")
        #expect(room.undoReason(answered, by: anna) == .notAllowed)
        try room.undo(answered)
        #expect(shown(room, question)?["answer"] == nil && shown(room, question)?["status"] == "queued")
        #expect(
            room.reason("setQuestionStatus", in: "panel", on(question, ["status": "deleted"])) == .invalid)
    }

    @Test("[S44] the chair reorders, never deletes: what is parked stays for all to see, and in every export")
    func order() throws {
        var room = room
        var ids: [ID] = []
        for text in ["A", "B", "C", "D"] { ids.append(try ask(&room, text, by: anna)) }
        let moved = try room.send("moveQuestion", in: "panel", on(ids[3], ["before": .string(ids[0])]))
        #expect(inOrder(room) == ["D", "A", "B", "C"])
        try room.send("moveQuestion", in: "panel", on(ids[3], ["before": .string(ids[2])]))
        #expect(inOrder(room) == ["A", "B", "D", "C"])
        #expect(room.undoReason(moved) == .movedOn)
        let last = try room.send("moveQuestion", in: "panel", on(ids[0]))
        #expect(inOrder(room) == ["B", "D", "C", "A"])
        #expect(try room.send("moveQuestion", in: "panel", on(ids[0])).isEmpty)
        #expect(try room.send("moveQuestion", in: "panel", on(ids[0], ["before": .string(ids[0])])).isEmpty)
        try room.undo(last)
        #expect(inOrder(room) == ["A", "B", "D", "C"])
        #expect(room.reason("moveQuestion", by: anna, in: "panel", on(ids[0])) == .notAllowed)
        #expect(room.reason("moveQuestion", in: "panel", on(ids[0], ["before": "nothing"])) == .unknownItem)
        try room.send("setQuestionStatus", in: "panel", on(ids[1], ["status": "parked"]))
        for audience in [Audience.participant, .facilitator, .screen] {
            #expect(shown(room, ids[1], to: audience)?["status"] == "parked")
        }
        #expect(QuestionQueue.commands.keys.allSatisfy { !$0.hasPrefix("hide") && !$0.hasPrefix("delete") })
        #expect(room.reason("withdrawQuestion", in: "panel", on(ids[1])) == .notYours)
    }

    @Test("Keys of the queue sort between their neighbours, however often something is moved")
    func keys() {
        for seed in 0..<40 as Range<UInt64> {
            var numbers = SeededNumbers(seed: seed)
            var keys = (0..<6).map(Order.appended)
            for _ in 0..<60 {
                let place = Int.random(in: 0...keys.count, using: &numbers)
                keys.insert(
                    Order.ofQueue(
                        after: place > 0 ? keys[place - 1] : nil,
                        before: place < keys.count ? keys[place] : nil),
                    at: place)
                #expect(keys == keys.sorted() && Set(keys).count == keys.count, "seed \(seed)")
            }
        }
        #expect(Order.ofQueue(after: "m1", before: "m1") > "m1")
    }

    @Test("A question is changed by its asker before it is asked, and a stale change is answered with both")
    func edit() throws {
        var room = room
        let question = try ask(&room, "Who decide?", by: anna)
        let edited = try room.send(
            "editQuestion", by: anna, in: "panel", on(question, ["version": 1, "text": "Who decides?"]))
        #expect(shown(room, question)?["text"] == "Who decides?" && shown(room, question)?["version"] == 2)
        #expect(
            room.reason("editQuestion", by: bill, in: "panel", on(question, ["version": 2, "text": "No"]))
                == .notYours)
        let stale = room.refusal(
            "editQuestion", by: anna, in: "panel", on(question, ["version": 1, "text": "When?"]))
        #expect(stale?.reason == .changedMeanwhile)
        #expect(
            stale?.extra["theirs"] == ["text": "Who decides?", "version": 2]
                && stale?.extra["yours"] == ["text": "When?"])
        try room.undo(edited, by: anna)
        #expect(shown(room, question)?["text"] == "Who decide?")
        try room.send("setQuestionStatus", in: "panel", on(question, ["status": "asked"]))
        let late = room.refusal(
            "editQuestion", by: anna, in: "panel", on(question, ["version": 3, "text": "When?"]))
        #expect(late?.reason == .movedOn && late?.detail.contains("Ask a new one") == true)
    }

    @Test(
        "A withdrawn question is gone, comes back when that is undone, and asking is undone until others build on it"
    )
    func withdraw() throws {
        var room = room
        let asked = try room.send("askQuestion", by: anna, in: "panel", ["text": "Who decides?"])
        let question = asked.first?.item ?? ""
        let gone = try room.send("withdrawQuestion", by: anna, in: "panel", on(question))
        #expect(shown(room, question) == nil && room.shown("panel").at("count") == 0)
        #expect(room.heard("panel").at("n") == 0)
        try room.undo(gone, by: anna)
        #expect(room.heard("panel").at("n") == 1)
        try room.send("supportQuestion", by: bill, in: "panel", on(question, ["on": true]))
        #expect(room.undoReason(asked, by: anna) == .movedOn)
    }

    @Test("A question for somebody on paper has their name, where they want it")
    func paper() throws {
        var room = room
        let paula = try room.addPaper()
        let question = try ask(
            &room, "When?", by: LabFixture.host, ["onBehalfOf": .string(paula), "named": true])
        #expect(shown(room, question)?["name"] == "Paula" && shown(room, question)?["by"] == "paper")
    }

    @Test("Where questions wait for a reveal they are in nobody's view, and flow nowhere")
    func hidden() throws {
        var room = try Self.room(reveal: .onReveal)
        let cat = try room.join()
        let question = try ask(&room, "When?", by: cat, ["named": true])
        for audience in [Audience.participant, .facilitator, .screen] {
            #expect(room.shown("panel", to: audience).at("questions") == [:])
        }
        #expect(room.shown("panel").at("count") == 1)
        #expect(
            room.reason("setQuestionStatus", in: "panel", on(question, ["status": "asked"])) == .unknownItem)
        try room.send("revealActivity", in: "panel")
        #expect(shown(room, question)?["text"] == "When?")
        try room.send("setQuestionStatus", in: "panel", on(question, ["status": "asked"]))
    }

    @Test("One person's support sends one number")
    func patches() throws {
        var room = room
        let question = try ask(&room, "When?", by: anna)
        _ = try ask(&room, "Why?", by: anna)
        _ = room.takeTouched()
        let old = room.lab
        try room.send("supportQuestion", by: bill, in: "panel", on(question, ["on": true]))
        let patch = room.lab.patch(for: .participant, since: old, touching: room.takeTouched())
        #expect(patch?.at("activities", "panel", "questions") == .object([question: ["support": 1]]))
    }
}
