import LabFixtures
import Testing

@testable import CoproductionLab

/// Answers to a survey: what each type takes, and what is made of it.
@Suite struct SurveyTests {
    private static func step(
        _ settings: JSON, reveal: Activity.Reveal = .onReveal, visibility: Activity.Visibility = .anonymous
    ) -> LabFixture.Step {
        LabFixture.Step(
            id: "survey", kind: "survey", visibility: visibility, reveal: reveal, inputsFrom: ["ideas"],
            settings: settings)
    }

    private static func room(
        _ settings: JSON, reveal: Activity.Reveal = .onReveal, visibility: Activity.Visibility = .anonymous
    ) throws -> LabFixture {
        var room = LabFixture(
            steps: LabFixture.steps + [step(settings, reveal: reveal, visibility: visibility)])
        try room.open("ideas", "survey")
        return room
    }

    private static func one(_ question: JSON) -> JSON {
        var members = question.object ?? [:]
        members["id"] = "q"
        members["title"] = "?"
        return ["questions": [.object(members)]]
    }

    private static let yesNo: JSON = [["id": "yes", "title": "Yes"], ["id": "no", "title": "No"]]

    private func answer(
        _ room: inout LabFixture, _ answer: JSON, by person: ID, to question: ID = "q",
        _ more: [String: JSON] = [:]
    ) throws(Rejection) {
        try room.send(
            "answerQuestion", by: person, in: "survey",
            more.merging(["question": .string(question), "answer": answer]) { $1 })
    }

    private func result(_ room: LabFixture, _ question: ID = "q") -> JSON? {
        room.shown("survey").at("results", question)
    }

    // MARK: - Types

    @Test(
        "each type of question takes its own answers and “don't know”, and refuses all others in words",
        arguments: [
            (["type": "single", "options": yesNo], ["yes", "dontKnow"], ["maybe", 1, ["yes"], true]),
            (
                ["type": "many", "options": yesNo, "max": 1], [["yes"], "dontKnow"],
                ["yes", ["maybe"], ["yes", "yes"], ["yes", "no"]]
            ),
            (["type": "scale"], [1, 5, "dontKnow"], [0, 6, "3", .double(2.5), [3]]),
            (
                ["type": "number", "min": -2, "max": 10], [-2, 10, "dontKnow"], [-3, 11, "ten", .double(1.5)]
            ),
            (["type": "symbol"], ["good", "soso", "bad", "dontKnow"], ["🙂", 1]),
            (
                ["type": "text"], ["Benches"],
                [1, " ", .string(String(repeating: "a", count: 1001)), "a\u{202E}b"]
            ),
        ] as [(JSON, [JSON], [JSON])])
    func types(question: JSON, good: [JSON], bad: [JSON]) throws {
        var room = try Self.room(Self.one(question))
        let anna = try room.join()
        for value in bad {
            let refusal = room.refusal(
                "answerQuestion", by: anna, in: "survey", ["question": "q", "answer": value])
            #expect([.invalid, .overBudget, .empty, .tooLong].contains(refusal?.reason), "\(value)")
            #expect(refusal?.detail.hasSuffix(".") == true)
        }
        for value in good {
            try answer(&room, value, by: anna)
            if question["type"] != "text" {
                #expect(room.mine(anna).at("activities", "survey", "answers", "q", "answer") == value)
                #expect(
                    try room.send(
                        "answerQuestion", by: anna, in: "survey", ["question": "q", "answer": value]
                    )
                    .isEmpty)
            }
        }
        #expect(room.heard("survey") == ["n": 1, "of": 1])
        #expect(
            room.reason("answerQuestion", by: anna, in: "survey", ["question": "other", "answer": 1])
                == .unknownItem)
        #expect(room.reason("answerQuestion", by: anna, in: "survey", ["question": "q"]) == .invalid)
    }

    @Test("“” takes an answer back, and with the last one the person isn't heard any more")
    func clear() throws {
        var room = try Self.room(Self.one(["type": "scale"]))
        let anna = try room.join()
        try answer(&room, 4, by: anna)
        try answer(&room, "", by: anna)
        #expect(room.mine(anna).at("activities", "survey") == nil)
        #expect(room.heard("survey").at("n") == 0)
        #expect(
            try room.send("answerQuestion", by: anna, in: "survey", ["question": "q", "answer": ""]).isEmpty)
    }

    @Test("an answer is undone as it was given, unless it has been changed since")
    func undo() throws {
        var room = try Self.room(Self.one(["type": "scale"]))
        let anna = try room.join()
        let first = try room.send("answerQuestion", by: anna, in: "survey", ["question": "q", "answer": 2])
        let second = try room.send("answerQuestion", by: anna, in: "survey", ["question": "q", "answer": 5])
        #expect(room.undoReason(first, by: anna) == .movedOn)
        try room.undo(second, by: anna)
        #expect(room.mine(anna).at("activities", "survey", "answers", "q", "answer") == 2)
        try room.undo(first, by: anna)
        #expect(room.mine(anna).at("activities", "survey") == nil)
    }

    @Test("a facilitator enters an answer for somebody on paper, and texts say so")
    func paper() throws {
        var room = try Self.room(Self.one(["type": "text"]), reveal: .live)
        let paula = try room.addPaper()
        try room.send(
            "answerQuestion", in: "survey",
            ["question": "q", "answer": "A bench", "onBehalfOf": .string(paula)])
        #expect(room.shown("survey").at("texts")?.object?.values.first?["support"] == "paper")
    }

    @Test(
        "an answer that came late is offered, and counts when a facilitator accepts it; nobody reads it before"
    )
    func late() throws {
        var room = try Self.room(Self.one(["type": "single", "options": Self.yesNo]))
        let anna = try room.join()
        try room.send("closeActivity", in: "survey")
        let body: JSON = ["activity": "survey", "question": "q", "answer": "yes"]
        let late =
            try room.send("offerLate", by: anna, ["name": "answerQuestion", "body": body]).first?.item ?? ""
        #expect(
            room.view(.facilitator).at("late", late)?.object?.keys.sorted() == ["activity", "name", "role"])
        try room.send("acceptLate", ["late": .string(late)])
        #expect(room.heard("survey").at("n") == 1)
    }

    @Test(
        "answers and questions are taken while their activity is open, and refused with its state otherwise",
        arguments: [
            (nil, .notOpen), ("openActivity", nil), ("pauseActivity", .activityPaused),
            ("closeActivity", .activityClosed),
            ("revealActivity", .activityClosed),
        ] as [(String?, Reason?)])
    func states(move: String?, expected: Reason?) throws {
        let panel = LabFixture.Step(id: "panel", kind: "questions")
        var room = LabFixture(steps: [Self.step(Self.one(["type": "scale"])), panel])
        let anna = try room.join()
        for activity in ["survey", "panel"] {
            if move != nil { try room.send("openActivity", in: activity) }
            if let move, move != "openActivity" { try room.send(move, in: activity) }
        }
        #expect(
            room.reason("answerQuestion", by: anna, in: "survey", ["question": "q", "answer": 3]) == expected)
        #expect(room.reason("askQuestion", by: anna, in: "panel", ["text": "When?"]) == expected)
        #expect(
            room.reason("answerQuestion", by: anna, in: "panel", ["question": "q", "answer": 3])
                == .unknownCommand)
        #expect(room.reason("askQuestion", by: anna, in: "survey", ["text": "When?"]) == .unknownCommand)
    }

    // MARK: - Texts

    @Test(
        "a text is changed from what was seen of it: a stale change is answered with both, and overwrites nothing"
    )
    func conflict() throws {
        var room = try Self.room(Self.one(["type": "text"]))
        let anna = try room.join()
        try answer(&room, "A bench", by: anna)
        let stale = room.refusal(
            "answerQuestion", by: anna, in: "survey", ["question": "q", "answer": "A tree"])
        #expect(stale?.reason == .changedMeanwhile)
        #expect(stale?.extra["theirs"]?["text"] == "A bench" && stale?.extra["theirs"]?["version"] == 1)
        #expect(stale?.extra["yours"] == ["text": "A tree"])
        let edited = try room.send(
            "answerQuestion", by: anna, in: "survey",
            ["question": "q", "answer": "Two benches", "version": 1])
        #expect(Lab.result(of: edited) == [:])
        try room.undo(edited, by: anna)
        let own = room.mine(anna).at("activities", "survey", "answers", "q", "texts")?.object
        #expect(
            own?.count == 1 && own?.values.first?["text"] == "A bench" && own?.values.first?["version"] == 3)
    }

    @Test("nobody changes somebody else's text")
    func others() throws {
        var room = try Self.room(Self.one(["type": "text", "max": 3]), reveal: .live)
        let (anna, bill) = (try room.join(), try room.join())
        let events = try room.send(
            "answerQuestion", by: anna, in: "survey", ["question": "q", "answer": "A bench"])
        let text = try #require(events.first?.item)
        #expect(Lab.result(of: events) == ["entry": .string(text)])
        for person in [bill, LabFixture.host] {
            #expect(
                room.reason(
                    "answerQuestion", by: person, in: "survey",
                    ["question": "q", "answer": "Mine", "entry": .string(text), "version": 1]) == .notYours)
        }
    }

    @Test(
        "what people wrote stands in an order that says nothing, so that two texts of one person can't be joined"
    )
    func order() throws {
        var room = try Self.room(
            [
                "questions": [
                    ["id": "a", "type": "text", "title": "?"], ["id": "b", "type": "text", "title": "?"],
                ]
            ],
            reveal: .live)
        let people = try room.join([.usesServices, .staff, .family])
        for person in people {
            for question in ["a", "b"] {
                try answer(&room, .string("By \(person)"), by: person, to: question)
            }
        }
        for (id, text) in room.shown("survey").at("texts")?.object ?? [:] {
            #expect(text["order"] == .string(id) && text["role"] == nil && text["name"] == nil)
        }
    }

    // MARK: - Rules

    @Test(
        "[S49] a checklist asks for evidence beside each answer; it goes with its answer, and comes back with it"
    )
    func evidence() throws {
        var room = try Self.room(
            Self.one(["type": "single", "options": Self.yesNo, "evidence": true]), reveal: .live)
        let anna = try room.join()
        #expect(
            room.reason(
                "answerQuestion", by: anna, in: "survey", ["question": "q", "evidence": "We have a walk"])
                == .invalid)
        try answer(&room, "yes", by: anna, ["evidence": "We have a walk"])
        let texts = { (room: LabFixture) in
            room.shown("survey").at("texts")?.object.map { Array($0.values) } ?? []
        }
        #expect(
            texts(room).map { $0["text"] } == ["We have a walk"] && texts(room).first?["evidence"] == true)
        #expect(room.heard("survey").at("n") == 1)
        let cleared = try room.send(
            "answerQuestion", by: anna, in: "survey", ["question": "q", "answer": ""])
        #expect(texts(room).isEmpty)
        try room.undo(cleared, by: anna)
        #expect(texts(room).map { $0["text"] } == ["We have a walk"])
        var plain = try Self.room(Self.one(["type": "single", "options": Self.yesNo]))
        let bill = try plain.join()
        #expect(
            plain.reason(
                "answerQuestion", by: bill, in: "survey", ["question": "q", "answer": "yes", "evidence": "x"])
                == .invalid)
    }

    @Test("[S60] answers by picture, each with its word; a scribe writes, and no name is shown")
    func symbols() throws {
        let symbols: JSON = [
            "questions": [
                ["id": "q", "type": "symbol", "title": "The park?"],
                ["id": "why", "type": "text", "title": "Why?"],
            ]
        ]
        var room = try Self.room(symbols, reveal: .live, visibility: .named)
        let anna = try room.join(.usesServices, name: "Anna")
        try room.send("setSupport", by: anna, ["support": "scribe"])
        let options = room.shown("survey").at("questions", "q", "options")?.object ?? [:]
        #expect(options.mapValues { $0["symbol"] } == ["good": "🙂", "soso": "😐", "bad": "🙁"])
        #expect(options.values.allSatisfy { $0["title"]?.string?.isEmpty == false })
        try answer(&room, "good", by: anna)
        try answer(&room, "It has swings", by: anna, to: "why")
        #expect(result(room)?["counts"] == ["good": 1, "soso": 0, "bad": 0])
        for audience in [Audience.participant, .facilitator, .screen] {
            let text = room.shown("survey", to: audience).at("texts")?.object?.values.first
            #expect(text?["support"] == "scribe" && text?["name"] == nil)
        }
        #expect(throws: TemplateProblem.self) {
            try Survey(
                settings: Settings([
                    "questions": [["id": "q", "type": "symbol", "title": "?"]],
                    "consents": [["id": "c", "title": "List me"]],
                    "directory": ["shows": ["q"], "consent": "c"],
                ]))
        }
    }

    @Test("[S15] a time poll counts who could come when, for the room and for each side")
    func timePoll() throws {
        let times: JSON = [
            ["id": "mon", "title": "Monday evening"], ["id": "sat", "title": "Saturday morning"],
        ]
        var room = try Self.room(Self.one(["type": "many", "options": times]), reveal: .live)
        let people = try room.join([.usesServices, .family, .neighbour, .staff, .staff, .manager])
        for person in people[..<3] { try answer(&room, ["mon", "sat"], by: person) }
        for person in people[3...] { try answer(&room, ["sat"], by: person) }
        #expect(result(room)?["counts"] == ["mon": 3, "sat": 6])
        #expect(result(room)?["n"] == 6 && result(room)?["sides"] == nil)
        try room.send("revealActivity", in: "survey")
        #expect(result(room)?.at("sides", "community", "counts") == ["mon": 3, "sat": 3])
        #expect(result(room)?.at("sides", "professional", "counts") == ["mon": 0, "sat": 3])
    }

    @Test("[S16] confidence before and after is compared for the room, by side and by role")
    func confidence() throws {
        let scale: JSON = ["id": "trust", "type": "scale", "title": "Do you trust this?"]
        var later = Self.step(["questions": [scale], "before": "first"])
        later.inputsFrom = []
        let first = LabFixture.Step(id: "first", kind: "survey", settings: ["questions": [scale]])
        var room = LabFixture(steps: [first, later])
        let people = try room.join([.usesServices, .usesServices, .usesServices, .staff, .staff, .manager])
        try room.open("first", "survey")
        for (index, person) in people.enumerated() {
            try room.send(
                "answerQuestion", by: person, in: "first", ["question": "trust", "answer": index < 3 ? 1 : 4])
            try answer(&room, index < 3 ? 3 : 4, by: person, to: "trust")
        }
        let first1 = try room.send("revealActivity", in: "first")
        #expect(room.shown("survey").at("results") == [:])
        let revealed = try room.send("revealActivity", in: "survey")
        let before = try #require(result(room, "trust")?["before"])
        #expect(before.at("sides", "community", "im") == 1 && before.at("counts", "4") == 3)
        #expect(before.at("roles", "usesServices", "im") == 1 && before.at("roles", "staff") == nil)
        #expect(result(room, "trust")?.at("sides", "community", "im") == 3)
        #expect(result(room, "trust")?.at("roles", "usesServices", "n") == 3)
        // What is hidden again there isn't shown here.
        try room.undo(first1)
        #expect(result(room, "trust")?["before"] == nil)
        _ = revealed
    }

    @Test(
        "[S38] each item that flows in becomes a question of its own, such as a criterion written by citizens"
    )
    func criteria() throws {
        var room = try Self.room([
            "itemQuestion": ["type": "scale", "low": "Not met", "high": "Fully met", "evidence": true]
        ])
        let people = try room.join([.usesServices, .family, .staff])
        let item = try room.addIdea("Staff say their name", by: people[0])
        #expect(room.shown("survey").at("items", item) == ["from": "ideas", "order": "m000001"])
        for person in people { try answer(&room, 4, by: person, to: item, ["evidence": "I asked"]) }
        #expect(room.shown("survey").at("items", item)?.object?.count == 2)
        try room.send("revealActivity", in: "survey")
        #expect(room.shown("survey").at("items", item, "counts", "4") == 3)
        #expect(room.shown("survey").at("items", item, "label") == "mostlyAgree")
        let hidden = try room.send("hideIdea", in: "ideas", ["idea": .string(item)])
        #expect(room.shown("survey").at("items") == [:])
        try room.undo(hidden)
        #expect(room.shown("survey").at("items", item, "n") == 3)
        #expect(room.lab.activities["survey"]?.content.builds(on: item) == true)
    }

    @Test(
        "[S52] an outcome log has three bands; each person may add several outcomes, and each shows its role")
    func bands() throws {
        let bands: JSON = [
            ["id": "obvious", "title": "Very obvious"], ["id": "subtle", "title": "Less tangible"],
            ["id": "later", "title": "Longer-term"],
        ]
        var room = try Self.room(["bands": bands], reveal: .live, visibility: .role)
        let (anna, bill) = (try room.join(.family), try room.join(.staff))
        try answer(&room, "Two new walks", by: anna, to: "obvious")
        try answer(&room, "Twelve volunteers", by: anna, to: "obvious")
        try answer(&room, "People greet each other", by: bill, to: "subtle")
        for band in ["obvious", "subtle", "later"] {
            // By this the screens set them side by side.
            #expect(room.shown("survey").at("questions", band, "band") == true)
        }
        let texts = room.shown("survey").at("texts")?.object.map { Array($0.values) } ?? []
        #expect(texts.filter { $0["question"] == "obvious" }.map { $0["role"] } == ["family", "family"])
        #expect(texts.first { $0["question"] == "subtle" }?["role"] == "staff")
        #expect(result(room, "obvious")?["n"] == 1 && result(room, "obvious")?["texts"] == 2)
        for index in 0..<8 { try answer(&room, .string("Outcome \(index)"), by: anna, to: "obvious") }
        #expect(
            room.reason(
                "answerQuestion", by: anna, in: "survey", ["question": "obvious", "answer": "One more"])
                == .overBudget)
        // Outcomes flow on, in an order that says nothing.
        let flowing = room.lab.activities["survey"].map {
            $0.content.outputs(in: Scene(lab: room.lab, activity: $0))
        }
        #expect(flowing?.count == 11)
    }

    @Test("numbers are shown as a distribution with its quartiles, never as a mean")
    func numbers() throws {
        var room = try Self.room(Self.one(["type": "number", "max": 100, "unit": "hours"]))
        let people = try room.join(Array(repeating: .usesServices, count: 5))
        for (person, hours) in zip(people, [1, 2, 3, 4, 60]) { try answer(&room, .int(hours), by: person) }
        try room.send("revealActivity", in: "survey")
        let shown = try #require(result(room))
        #expect(shown["median"] == 3 && shown["q1"] == 2 && shown["q3"] == 4)
        let bins = shown["bins"]?.object ?? [:]
        #expect(bins.count <= 12 && bins["0"] == ["from": 0, "to": 9, "n": 4])
        #expect(bins.values.reduce(0) { $0 + ($1["n"]?.int ?? 0) } == 5)
        #expect(shown["mean"] == nil)
    }

    @Test(
        "A survey that makes no sense is refused with the place of the mistake",
        arguments: [
            ([:], []), (["questions": []], ["questions"]),
            (["questions": [["id": "q", "type": "essay", "title": "?"]]], ["questions", "0", "type"]),
            (
                [
                    "questions": [
                        ["id": "q", "type": "single", "title": "?", "options": [["id": "a", "title": "A"]]]
                    ]
                ], ["questions", "0", "options"]
            ),
            (["questions": [["id": "q q", "type": "scale", "title": "?"]]], ["questions", "0", "id"]),
            (
                ["questions": [["id": "q", "type": "scale", "title": "?", "options": yesNo]]],
                ["questions", "0", "options"]
            ),
            (
                [
                    "questions": [
                        ["id": "q", "type": "scale", "title": "?"],
                        ["id": "q", "type": "scale", "title": "?"],
                    ]
                ], ["questions", "1", "id"]
            ),
            (
                [
                    "questions": [["id": "q", "type": "scale", "title": "?"]],
                    "directory": ["shows": ["q"], "consent": "c"],
                ], ["directory", "consent"]
            ),
            (
                [
                    "questions": [["id": "q", "type": "scale", "title": "?"]],
                    "matches": ["has": "q", "wants": "q"],
                ], ["matches", "has"]
            ),
            (["questions": [["id": "q", "type": "scale", "title": "?"]], "quotes": "c"], ["quotes"]),
            (["itemQuestion": ["type": "text"]], ["itemQuestion", "type"]),
            (["questions": [["id": "q", "type": "scale", "title": "?"]], "colour": "red"], ["colour"]),
        ] as [(JSON, [String])])
    func templates(settings: JSON, path: [String]) {
        do {
            _ = try Survey(settings: Settings(settings))
            Issue.record("it was accepted")
        } catch {
            #expect(error.path == path, "\(error.message)")
        }
    }
}
