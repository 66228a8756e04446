import LabFixtures
import Testing

@testable import CoproductionLab

/// S30: what helps people start, helps them stay and puts them off, each under its heading, by role, and then voted on.
@Suite struct HeadingTests {
    private var room: LabFixture
    private let anna: ID
    private let bill: ID
    private static let settings: JSON = [
        "groups": [
            ["id": "starts", "title": "Helps to start"],
            ["id": "stays", "title": "Helps to stay", "hint": "Year by year"],
            ["id": "putsOff", "title": "Puts off"],
        ]
    ]

    init() throws {
        room = LabFixture { step in
            guard step.kind == "gather" else { return }
            step.visibility = .role
            step.settings = Self.settings
        }
        anna = try room.join(.usesServices)
        bill = try room.join(.staff)
        try room.open("ideas", "dots")
    }

    @Test("[S30] an idea stands under one of the headings, and one without is refused with their words")
    func underAHeading() throws {
        var room = room
        let frame = room.shown("ideas").at("groups")
        #expect(frame?["stays"] == ["title": "Helps to stay", "hint": "Year by year", "order": "m000002"])
        #expect(frame?.object?.count == 3)
        for wrong: [String: JSON] in [[:], ["group": ""], ["group": "never"], ["group": 1]] {
            let refusal = room.refusal(
                "addIdea", by: anna, in: "ideas", ["text": "Tea"].merging(wrong) { $1 })
            #expect(refusal?.reason == .invalid)
            #expect(refusal?.detail.contains("“Helps to start”, “Helps to stay”, “Puts off”") == true)
        }
        let idea = try add("A friend comes along", "starts", &room)
        for audience in [Audience.participant, .facilitator, .screen] {
            #expect(room.shown("ideas", to: audience).at("ideas", idea, "group") == "starts")
            #expect(room.shown("ideas", to: audience).at("ideas", idea, "role") == "usesServices")
        }
        #expect(room.mine(anna).at("activities", "ideas", "ideas", idea, "group") == "starts")
        // What isn't named stays as it was.
        try room.send(
            "editIdea", by: anna, in: "ideas", ["idea": .string(idea), "version": 1, "text": "A friend"])
        #expect(room.shown("ideas").at("ideas", idea, "group") == "starts")
        let moved = try room.send(
            "editIdea", by: anna, in: "ideas", ["idea": .string(idea), "version": 2, "group": "stays"])
        #expect(room.shown("ideas").at("ideas", idea, "group") == "stays")
        try room.undo(moved, by: anna)
        #expect(room.shown("ideas").at("ideas", idea, "group") == "starts")
        #expect(
            room.reason(
                "editIdea", by: anna, in: "ideas", ["idea": .string(idea), "version": 4, "group": ""])
                == .invalid)
    }

    @Test("[S30] what flows on keeps its heading, and what is made one the heading of the first")
    func flowsOn() throws {
        var room = room
        let friend = try add("A friend", "starts", &room)
        let late = try add("It ends late", "putsOff", &room)
        let scene = Scene(lab: room.lab, activity: try #require(room.lab.activities["dots"]))
        #expect(scene.inputs.map { scene.heading(of: $0) } == ["Helps to start", "Puts off"])
        try room.send("mergeIdeas", in: "ideas", ["into": .string(late), "ideas": [.string(friend)]])
        #expect(room.shown("ideas").at("ideas", late, "group") == "putsOff")
    }

    @Test("Headings are two or more, each under an id of its own")
    func settings() {
        func problem(_ groups: JSON) -> TemplateProblem? {
            do throws(TemplateProblem) {
                _ = try Gather(settings: Settings(["groups": groups]))
                return nil
            } catch { return error }
        }
        #expect(problem([["id": "a", "title": "A"]])?.path == ["groups"])
        #expect(
            problem([["id": "a", "title": "A"], ["id": "a", "title": "B"]])?.path == ["groups", "1", "id"])
        #expect(problem([["id": "a", "title": "A"], ["id": "b"]])?.path == ["groups", "1", "title"])
        #expect(problem([["id": "a", "title": "A"], ["id": "b", "title": "B", "colour": "red"]]) != nil)
        #expect(problem(.array((1...13).map { ["id": .string("h\($0)"), "title": "H"] })) != nil)
        #expect(problem([["id": "a", "title": "A"], ["id": "b", "title": "B"]]) == nil)
    }

    @Test("Where there are no headings none is taken")
    func none() throws {
        var room = LabFixture()
        let anna = try room.join()
        try room.open("ideas")
        #expect(room.shown("ideas").at("groups") == nil)
        #expect(
            room.reason("addIdea", by: anna, in: "ideas", ["text": "Tea", "group": "starts"]) == .invalid)
    }

    private func add(_ text: String, _ group: String, _ room: inout LabFixture) throws -> ID {
        let body: [String: JSON] = ["text": .string(text), "group": .string(group)]
        return try #require(try room.send("addIdea", by: anna, in: "ideas", body).first?.item)
    }
}
