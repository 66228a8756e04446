import LabFixtures
import Testing

@testable import CoproductionLab

@Suite("Filling a grid")
struct GridTests {
    private static let cos: JSON = [
        ["id": "C", "title": "Commission"], ["id": "D", "title": "Design"], ["id": "L", "title": "Deliver"],
        ["id": "A", "title": "Assess"],
    ]
    /// S23: Co × {doing now, could do}.
    private static let explorer: JSON = [
        "rows": cos,
        "columns": [["id": "now", "title": "Doing now"], ["id": "couldBe", "title": "Could do"]],
        "cells": "text", "tags": ["row": "co", "column": "when"],
    ]
    /// S22: Co × role.
    private static let whoWithWhom: JSON = [
        "rows": cos,
        "columns": [["id": "staff", "title": "Staff"], ["id": "citizens", "title": "Citizens"]],
    ]

    static func room(
        _ settings: JSON, reveal: Activity.Reveal = .live, visibility: Activity.Visibility = .anonymous
    ) -> LabFixture {
        LabFixture(steps: [
            LabFixture.Step(id: "ideas", kind: "gather", reveal: .live),
            LabFixture.Step(
                id: "grid", kind: "grid", visibility: visibility, reveal: reveal, inputsFrom: ["ideas"],
                settings: settings),
            LabFixture.Step(
                id: "more", kind: "gather", reveal: .live, inputsFrom: ["grid"],
                settings: ["asksCos": true, "asksWhen": true]),
            LabFixture.Step(id: "matrix", kind: "rate", inputsFrom: ["grid", "more"]),
        ])
    }

    private func write(
        _ text: String, _ row: ID, _ column: ID, by person: ID, in room: inout LabFixture
    ) throws -> ID {
        try room.send(
            "addEntry", by: person, in: "grid",
            ["row": .string(row), "column": .string(column), "text": .string(text)]
        ).first?.item ?? ""
    }

    @discardableResult
    private func set(
        _ level: JSON, _ row: ID, _ column: ID, by person: ID, in room: inout LabFixture
    ) throws -> [Event] {
        try room.send(
            "setLevel", by: person, in: "grid",
            ["row": .string(row), "column": .string(column), "level": level])
    }

    // MARK: - S22

    @Test("[S22] a cell holds a level from 0 to 3 and an example, and “not answered” differs from 0")
    func levels() throws {
        var room = Self.room(Self.whoWithWhom, reveal: .onReveal)
        let people = try room.join([.usesServices, .family, .neighbour, .staff])
        try room.open("grid")
        try set(0, "C", "staff", by: people[0], in: &room)
        _ = try write("The budget group", "C", "staff", by: people[0], in: &room)
        for (person, level) in zip(people.dropFirst(), [3, 3, 1]) {
            try set(.int(level), "C", "staff", by: person, in: &room)
        }
        #expect(room.shown("grid").at("cells") == [:])
        #expect(room.mine(people[0]).at("activities", "grid", "levels") == ["C.staff": 0])
        #expect(room.shown("grid").at("levels") == .array(GridPlan.usualLevels.map { .string($0) }))
        try room.send("revealActivity", in: "grid")
        let cell = try #require(room.shown("grid").at("cells", "C.staff"))
        #expect(cell["n"] == 4 && cell["median"] == 2)
        #expect(cell["counts"] == ["0": 1, "1": 1, "2": 0, "3": 2])
        // Nobody answered here, which isn't “not at all”.
        #expect(room.shown("grid").at("cells", "C.citizens") == nil)
        #expect(room.shown("grid").at("entries")?.object?.count == 1)
    }

    @Test("[S22] levels by side are shown from three people on a side, and only after the reveal")
    func sides() throws {
        var room = Self.room(Self.whoWithWhom)
        let community = try room.join([.usesServices, .family, .neighbour])
        let professional = try room.join([.staff, .manager, .elected])
        try room.open("grid")
        for person in community { try set(0, "C", "staff", by: person, in: &room) }
        for person in professional.dropLast() { try set(3, "C", "staff", by: person, in: &room) }
        #expect(room.shown("grid").at("cells", "C.staff", "n") == 5)
        #expect(room.shown("grid").at("cells", "C.staff", "sides") == nil)
        try room.send("revealActivity", in: "grid")
        #expect(room.shown("grid").at("cells", "C.staff", "sides") == nil)
        try room.send("reopenActivity", in: "grid")
        try set(3, "C", "staff", by: professional[2], in: &room)
        #expect(room.shown("grid").at("cells", "C.staff", "sides") == nil)
        try room.send("revealActivity", in: "grid")
        let cell = try #require(room.shown("grid").at("cells", "C.staff"))
        #expect(
            cell.at("sides", "community", "median") == 0 && cell.at("sides", "professional", "median") == 3)
        #expect(cell["differs"] == true)
        #expect(cell.at("rounds", "1", "n") == 5)
    }

    @Test("[S22] a level is set, cleared and undone; setting it again changes nothing")
    func setting() throws {
        var room = Self.room(Self.whoWithWhom)
        let moira = try room.join()
        try room.open("grid")
        try set(2, "L", "citizens", by: moira, in: &room)
        #expect(try set(2, "L", "citizens", by: moira, in: &room).isEmpty)
        #expect(room.heard("grid").at("n") == 1)
        let cleared = try set("", "L", "citizens", by: moira, in: &room)
        #expect(room.shown("grid").at("cells") == [:])
        #expect(room.heard("grid").at("n") == 0)
        try room.undo(cleared, by: moira)
        #expect(room.mine(moira).at("activities", "grid", "levels", "L.citizens") == 2)
        #expect(room.undoReason(cleared, by: moira) == .movedOn)
    }

    // MARK: - S23

    @Test(
        "[S23] what is written carries its Co and whether it happens now, and flows on to the matrix in the grid's order"
    )
    func explorer() throws {
        var room = Self.room(Self.explorer)
        let moira = try room.join()
        try room.open("grid", "matrix")
        let later = try write("Citizens check the café", "A", "couldBe", by: moira, in: &room)
        let first = try write("Supported walks", "L", "now", by: moira, in: &room)
        let entry = try #require(room.shown("grid").at("entries", later))
        #expect(entry["cos"] == ["A"] && entry["when"] == "couldBe")
        let items = try #require(room.shown("matrix").at("items")?.object)
        #expect(items[later]?["from"] == "grid")
        let order = items.sorted { ($0.value["order"]?.string ?? "") < ($1.value["order"]?.string ?? "") }
        #expect(order.map(\.key) == [first, later])
        let scene = Scene(lab: room.lab, activity: try #require(room.lab.activities["matrix"]))
        #expect(scene.inputs.map(scene.text) == ["Supported walks", "Citizens check the café"])
        try room.rate(first, impact: 4, by: moira)
        let added = room.journal.map(\.event).filter { $0.kind == "entryAdded" && $0.item == first }
        #expect(room.undoReason(added, by: moira) == .movedOn)
    }

    @Test("[S23] empty cells become prompts of a gather that takes its inputs from the grid")
    func prompts() throws {
        var room = Self.room(Self.explorer)
        let moira = try room.join()
        try room.open("grid")
        #expect(room.shown("more").at("prompts")?.object?.count == 8)
        #expect(
            room.shown("more").at("prompts", "A.now")
                == [
                    "from": "grid", "row": "A", "column": "now", "cos": ["A"], "when": "now",
                    "order": "m000004m000001",
                ])
        _ = room.takeTouched()
        let old = room.lab
        let entry = try write("Families rate each week", "A", "now", by: moira, in: &room)
        let patch = try #require(room.lab.patch(for: .participant, since: old, touching: room.takeTouched()))
        #expect(patch.at("activities", "more") == ["prompts": ["A.now": .null]])
        try room.send("hideEntry", in: "grid", ["entry": .string(entry)])
        #expect(room.shown("more").at("prompts", "A.now") != nil)
    }

    @Test(
        "[S23] what is hidden until the reveal makes no prompts before it, and a level of 0 leaves a cell empty"
    )
    func hiddenPrompts() throws {
        var settings = Self.whoWithWhom.object ?? [:]
        settings["cells"] = "level"
        var room = Self.room(.object(settings), reveal: .onReveal)
        let moira = try room.join()
        try room.open("grid")
        try set(0, "C", "staff", by: moira, in: &room)
        try set(1, "D", "staff", by: moira, in: &room)
        #expect(room.shown("more").at("prompts") == nil)
        try room.send("revealActivity", in: "grid")
        #expect(room.shown("more").at("prompts", "C.staff") != nil)
        #expect(room.shown("more").at("prompts", "D.staff") == nil)
    }

    // MARK: - S37, S57, T3

    @Test(
        "[S37] people who use the service write first; the others when the facilitator lets everybody write")
    func firstRoles() throws {
        var settings = Self.explorer.object ?? [:]
        settings["firstRoles"] = ["usesServices", "family"]
        var room = Self.room(.object(settings))
        let moira = try room.join(.usesServices)
        let sam = try room.join(.staff)
        let paper = try room.addPaper(.family)
        try room.open("grid")
        let body: [String: JSON] = ["row": "C", "column": "now", "text": "First"]
        let refusal = try #require(room.refusal("addEntry", by: sam, in: "grid", body))
        #expect(refusal.reason == .notAllowed && refusal.detail.contains("lets everybody write"))
        try room.send("addEntry", by: moira, in: "grid", body)
        try room.send("addEntry", in: "grid", body.merging(["onBehalfOf": .string(paper)]) { $1 })
        #expect(room.reason("letAllWrite", by: sam, in: "grid") == .notAllowed)
        #expect(room.shown("grid").at("allWrite") == false)
        #expect(room.shown("grid").at("firstRoles") == ["usesServices", "family"])
        let let1 = try room.send("letAllWrite", in: "grid")
        #expect(try room.send("letAllWrite", in: "grid").isEmpty)
        #expect(room.shown("grid").at("allWrite") == true)
        try room.undo(let1)
        #expect(room.reason("addEntry", by: sam, in: "grid", body) == .notAllowed)
        let let2 = try room.send("letAllWrite", in: "grid")
        try room.send("addEntry", by: sam, in: "grid", body)
        #expect(room.undoReason(let2) == .movedOn)
    }

    @Test("[S57] a timeline that is worked backwards says so, and keeps its rows in the order of time")
    func backwards() throws {
        var room = Self.room([
            "rows": [["id": "2026", "title": "Today"], ["id": "2036", "title": "In ten years"]],
            "columns": [["id": "what", "title": "What is different?"]], "cells": "text", "backwards": true,
        ])
        let moira = try room.join()
        try room.open("grid", "matrix")
        #expect(room.shown("grid").at("backwards") == true)
        let last = try write("Everybody has a say", "2036", "what", by: moira, in: &room)
        let first = try write("We ask", "2026", "what", by: moira, in: &room)
        let scene = Scene(lab: room.lab, activity: try #require(room.lab.activities["matrix"]))
        #expect(scene.inputs.map(\.id) == [first, last])
    }

    @Test("T3's “asset × Co”: the rows are what was gathered, and come and go with it")
    func assets() throws {
        var room = Self.room([
            "rows": "inputs", "columns": Self.cos, "cells": "both", "tags": ["column": "co"],
        ])
        let moira = try room.join()
        try room.open("ideas", "grid", "matrix")
        let hall = try room.addIdea("The hall", by: moira)
        #expect(room.shown("grid").at("items", hall) == ["from": "ideas", "order": "m000001"])
        #expect(room.shown("more").at("prompts")?.object?.count == 4)
        let entry = try write("We choose the programme", hall, "C", by: moira, in: &room)
        try set(3, hall, "C", by: moira, in: &room)
        #expect(room.shown("grid").at("entries", entry, "cos") == ["C"])
        #expect(room.shown("grid").at("cells", "\(hall).C", "n") == 1)
        _ = room.takeTouched()
        let old = room.lab
        let views = Audience.allCases.map { room.view($0) }
        let events = try room.send("withdrawIdea", by: moira, in: "ideas", ["idea": .string(hall)])
        let touched = room.takeTouched()
        for (audience, view) in zip(Audience.allCases, views) {
            let patch = room.lab.patch(for: audience, since: old, touching: touched)
            #expect(patch.map { view.merging($0) } ?? view == room.view(audience))
        }
        #expect(room.shown("grid").at("entries") == [:] && room.shown("grid").at("cells") == [:])
        #expect(room.shown("matrix").at("items") == [:])
        #expect(
            room.reason("setLevel", by: moira, in: "grid", ["row": .string(hall), "column": "C", "level": 1])
                == .unknownItem)
        try room.undo(events, by: moira)
        #expect(room.shown("matrix").at("items", entry) != nil)
    }

    // MARK: - Texts

    @Test("An entry is its author's to edit and withdraw, and each can be undone")
    func editing() throws {
        var room = Self.room(Self.explorer)
        let moira = try room.join(.family)
        let sam = try room.join(.staff)
        try room.open("grid")
        let entry = try write("Walks", "L", "now", by: moira, in: &room)
        func body(_ text: String, _ version: Int) -> [String: JSON] {
            ["entry": .string(entry), "text": .string(text), "version": .int(version)]
        }
        #expect(room.reason("editEntry", by: sam, in: "grid", body("Mine", 1)) == .notYours)
        #expect(room.reason("withdrawEntry", by: sam, in: "grid", body("", 1)) == .notYours)
        let edited = try room.send("editEntry", by: moira, in: "grid", body("Supported walks", 1))
        let refusal = try #require(room.refusal("editEntry", by: moira, in: "grid", body("Long walks", 1)))
        #expect(refusal.reason == .changedMeanwhile)
        #expect(refusal.extra["theirs"] == ["text": "Supported walks", "version": 2])
        try room.undo(edited, by: moira)
        #expect(room.shown("grid").at("entries", entry, "text") == "Walks")
        let withdrawn = try room.send("withdrawEntry", by: moira, in: "grid", body("", 1))
        #expect(room.heard("grid").at("n") == 0)
        try room.undo(withdrawn, by: moira)
        let hidden = try room.send("hideEntry", in: "grid", body("", 1))
        #expect(room.mine(moira).at("activities", "grid", "entries", entry, "absence") == "hidden")
        #expect(room.heard("grid").at("n") == 1)
        try room.undo(hidden)
        #expect(room.shown("grid").at("count") == 1)
    }

    @Test("Refusals say what to do next, and a grid takes only what it asks for")
    func refusals() throws {
        var text = Self.room(Self.explorer)
        var level = Self.room(Self.whoWithWhom.merging(["cells": "level"] as JSON))
        let moira = try text.join()
        _ = try level.join()
        try text.open("grid")
        try level.open("grid")
        let cell: [String: JSON] = ["row": "C", "column": "now", "level": 1]
        #expect(
            text.refusal("setLevel", by: moira, in: "grid", cell)?.detail.contains("asks for words") == true)
        let staff: [String: JSON] = ["row": "C", "column": "staff", "text": "Words", "level": 4]
        #expect(level.refusal("addEntry", in: "grid", staff)?.detail.contains("Choose one") == true)
        #expect(level.refusal("setLevel", in: "grid", staff)?.detail.contains("from 0 to 3") == true)
        let nowhere: [String: JSON] = ["row": "X", "column": "staff", "level": 1]
        #expect(level.reason("setLevel", in: "grid", nowhere) == .unknownItem)
        #expect(text.reason("withdrawEntry", by: moira, in: "grid", ["entry": "none"]) == .unknownItem)
    }

    @Test(
        "[S24] before the reveal every view has the same bytes, whichever levels people give and whatever they write"
    )
    func secrecy() throws {
        var one = Self.room(Self.whoWithWhom, reveal: .onReveal)
        let moira = try one.join()
        try one.open("grid")
        var two = one
        try set(0, "C", "staff", by: moira, in: &one)
        try set(3, "A", "citizens", by: moira, in: &two)
        _ = try write("This", "C", "staff", by: moira, in: &one)
        _ = try write("That", "A", "citizens", by: moira, in: &two)
        for audience in Audience.allCases { #expect(one.view(audience).bytes == two.view(audience).bytes) }
    }

    @Test("A template's grid is checked")
    func settings() {
        let good = Self.explorer.object ?? [:]
        let changes: [[String: JSON]] = [
            ["rows": []], ["rows": "ideas"], ["columns": [["id": "a b", "title": "X"]]],
            ["columns": [["id": "now", "title": "X"], ["id": "now", "title": "Y"]]], ["cells": "colour"],
            ["levels": ["a", "b"]], ["firstRoles": ["child"]], ["tags": ["row": "when"]],
            ["rows": "inputs"], ["backwards": "yes"], ["row": []],
        ]
        for change in changes {
            #expect(throws: TemplateProblem.self) {
                _ = try Grid(settings: Settings(.object(good.merging(change) { $1 })))
            }
        }
    }
}
