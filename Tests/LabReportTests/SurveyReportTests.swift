import CoproductionLab
import LabFixtures
import LabReport
import Testing

@Suite("A survey in an export")
struct SurveyReportTests {
    private static let settings: JSON = [
        "questions": [
            ["id": "trust", "type": "scale", "title": "Trust?"],
            [
                "id": "can", "type": "many", "title": "Can share?",
                "options": [["id": "cook", "title": "Cook"], ["id": "drive", "title": "Drive"]],
            ],
            ["id": "words", "type": "text", "title": "Anything else?"],
        ],
        "consents": [["id": "listed", "title": "List me"], ["id": "quoted", "title": "Quote me"]],
        "directory": ["shows": ["can"], "consent": "listed"], "quotes": "quoted",
    ]

    private static func room(_ visibility: Activity.Visibility = .role) throws -> (LabFixture, [ID]) {
        var room = LabFixture(steps: [
            LabFixture.Step(id: "survey", kind: "survey", visibility: visibility, settings: settings)
        ])
        let people = try room.join([.usesServices, .usesServices, .usesServices, .staff])
        try room.open("survey")
        for (index, person) in people.enumerated() {
            for (question, answer) in [("trust", .int(index + 1)), ("can", ["cook"])] as [(String, JSON)] {
                try room.send(
                    "answerQuestion", by: person, in: "survey",
                    ["question": .string(question), "answer": answer])
            }
            try room.send(
                "answerQuestion", by: person, in: "survey",
                ["question": "words", "text": .string("Words of \(index)")])
        }
        try room.send("setConsent", by: people[0], in: "survey", ["consent": "quoted", "on": true])
        try room.send(
            "setConsent", by: people[1], in: "survey", ["consent": "listed", "on": true, "name": "Anna"])
        return (room, people)
    }

    private func tables(_ room: LabFixture, _ purpose: Purpose) -> [String: Table] {
        let tables =
            room.lab.activities["survey"].map { ActivityReports.tables(of: $0, in: room.lab, for: purpose) }
            ?? []
        return Dictionary(uniqueKeysWithValues: tables.map { ($0.name, $0) })
    }

    @Test("is empty before the reveal; after it every answer that can be chosen has its row")
    func counts() throws {
        var (room, _) = try Self.room()
        for purpose in Purpose.allCases { #expect(tables(room, purpose).isEmpty) }
        try room.send("revealActivity", in: "survey")
        let answers = try #require(tables(room, .sharing)["answers"])
        #expect(answers.columns == ["question", "title", "type", "answer", "label", "n"])
        #expect(answers.rows.filter { $0[0] == "can" }.map { $0[5] } == [4, 0, 0])
        #expect(tables(room, .sharing)["figures"]?.rows.count == 3)
    }

    @Test(
        "[S56] words go out for sharing only with their author's yes to being quoted; kept, they say who said it"
    )
    func quotes() throws {
        var (room, _) = try Self.room()
        try room.send("revealActivity", in: "survey")
        let shared = try #require(tables(room, .sharing)["texts"])
        #expect(shared.rows.map { $0[2] } == ["Words of 0"])
        #expect(shared.columns.last == "role")
        let kept = try #require(tables(room, .keeping)["texts"])
        #expect(kept.rows.count == 4 && kept.columns.suffix(2) == ["listed", "quoted"])
        #expect(kept.rows.filter { $0.last == true }.count == 1)
    }

    @Test("[S24] words for sharing don't say a role of so few that somebody could be known by it")
    func smallRoles() throws {
        func role(of index: Int, withFurther staff: Int, for purpose: Purpose) throws -> JSON? {
            var (room, people) = try Self.room()
            for one in try room.join(Array(repeating: .staff, count: staff)) {
                try room.send(
                    "answerQuestion", by: one, in: "survey", ["question": "words", "text": "We too"])
            }
            try room.send("setConsent", by: people[index], in: "survey", ["consent": "quoted", "on": true])
            try room.send("revealActivity", in: "survey")
            return tables(room, purpose)["texts"]?.rows.first { $0[2] == .string("Words of \(index)") }?[4]
        }
        #expect(try role(of: 3, withFurther: 0, for: .sharing) == .null)
        #expect(try role(of: 0, withFurther: 0, for: .sharing) == .null, "or the other is known by it")
        #expect(try role(of: 3, withFurther: 0, for: .keeping) == "staff")
        #expect(try role(of: 3, withFurther: 3, for: .sharing) == "staff", "one of four")
    }

    @Test(
        "[S25] the directory in an export for keeping is those who opted in, by the name they gave; none is shared"
    )
    func directory() throws {
        var (room, people) = try Self.room()
        try room.send("revealActivity", in: "survey")
        #expect(tables(room, .keeping)["directory"]?.rows == [["Anna", "can", "Can share?", "Cook"]])
        #expect(tables(room, .sharing)["directory"] == nil)
        try room.send("setConsent", by: people[1], in: "survey", ["consent": "listed", "on": false])
        #expect(tables(room, .keeping)["directory"] == nil)
    }

    @Test(
        "figures by side and role are those of the screens: one of staff is hidden, and whoever hides them too"
    )
    func groups() throws {
        var (room, _) = try Self.room()
        try room.send("revealActivity", in: "survey")
        #expect(tables(room, .sharing)["groups"] == nil)
        #expect(tables(room, .sharing)["people"] == nil)
        #expect(tables(room, .keeping)["people"]?.rows.count == 4)
    }

    @Test("what is private is in no export but for the room's totals")
    func privateAnswers() throws {
        var (room, _) = try Self.room(.private)
        try room.send("revealActivity", in: "survey")
        for purpose in Purpose.allCases {
            #expect(tables(room, purpose).keys.sorted() == ["answers", "figures"])
        }
    }

    @Test(
        "[S44] questions are exported in the chair's order, the parked ones too, and names are kept, not shared"
    )
    func questions() throws {
        var room = LabFixture(steps: [
            LabFixture.Step(id: "panel", kind: "questions", visibility: .role, reveal: .live)
        ])
        let anna = try room.join(.family, name: "Anna")
        try room.open("panel")
        let first =
            try room.send("askQuestion", by: anna, in: "panel", ["text": "Who decides?", "named": true])
            .first?.item ?? ""
        try room.send("askQuestion", by: anna, in: "panel", ["text": "When?"])
        try room.send(
            "setQuestionStatus", in: "panel",
            ["question": .string(first), "status": "parked", "answer": "Next time"])
        try room.send("moveQuestion", in: "panel", ["question": .string(first)])
        let table = { (purpose: Purpose) in
            room.lab.activities["panel"].flatMap {
                ActivityReports.tables(of: $0, in: room.lab, for: purpose).first
            }
        }
        #expect(table(.sharing)?.rows.map { $0[1] } == ["When?", "Who decides?"])
        #expect(table(.sharing)?.rows.last?[3] == "parked" && table(.sharing)?.rows.last?.last == .null)
        #expect(table(.keeping)?.rows.last?.suffix(2) == ["family", "Anna"])
        #expect(table(.sharing)?.rows.last?.suffix(2) == [.null, .null], "one of a small role")
    }
}
