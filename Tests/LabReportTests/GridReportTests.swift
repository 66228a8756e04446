import CoproductionLab
import LabFixtures
import LabReport
import Testing

@Suite("A grid, a cluster and a choice in an export")
struct GridReportTests {
    private func tables(_ room: LabFixture, _ activity: ID, _ purpose: Purpose) -> [Table] {
        room.lab.activities[activity].map { ActivityReports.tables(of: $0, in: room.lab, for: purpose) } ?? []
    }

    @Test("[S22] has each cell's levels, sides only where enough people are, and nothing before the reveal")
    func grid() throws {
        var room = LabFixture(steps: [
            LabFixture.Step(
                id: "grid", kind: "grid", visibility: .named,
                settings: [
                    "rows": [["id": "C", "title": "Commission"]], "columns": [["id": "now", "title": "Now"]],
                    "tags": ["row": "co", "column": "when"],
                ])
        ])
        let people = try room.join([.usesServices, .family, .neighbour, .staff, .staff])
        try room.open("grid")
        for (person, level) in zip(people, [1, 2, 3, 0, 0]) {
            try room.send(
                "setLevel", by: person, in: "grid", ["row": "C", "column": "now", "level": .int(level)])
        }
        try room.send(
            "addEntry", by: people[0], in: "grid", ["row": "C", "column": "now", "text": "Budget group"])
        for purpose in Purpose.allCases { #expect(tables(room, "grid", purpose).isEmpty) }
        try room.send("revealActivity", in: "grid")
        let shared = tables(room, "grid", .sharing)
        #expect(shared.map(\.name) == ["levels", "entries"])
        #expect(shared[0].rows == [["Commission", "Now", 5, 2, 1, 1, 1, 1, .null, .null, .null, .null]])
        #expect(
            shared[1].rows == [["Commission", "Now", "Budget group", "C", "now", .null, .null]],
            "one of a small role")
        let kept = tables(room, "grid", .keeping)
        #expect(kept[0].rows == [["Commission", "Now", 5, 2, 1, 1, 1, 1, 3, 2, 2, 0]])
        #expect(kept[1].rows[0].suffix(2) == ["usesServices", "Guest 1"])
    }

    @Test("[S4] has each idea under its theme, loose ones last")
    func cluster() throws {
        var room = LabFixture(steps: [
            LabFixture.Step(id: "ideas", kind: "gather", reveal: .live),
            LabFixture.Step(
                id: "themes", kind: "cluster", reveal: .live, inputsFrom: ["ideas"],
                settings: ["themes": ["Outside", "Nobody's"]]),
        ])
        let moira = try room.join()
        try room.open("ideas", "themes")
        let songs = try room.addIdea("Songs", by: moira)
        let walks = try room.addIdea("Walks", by: moira)
        try room.send("placeItem", by: moira, in: "themes", ["item": .string(walks), "theme": "theme1"])
        let table = try #require(tables(room, "themes", .sharing).first)
        #expect(
            table.rows == [
                ["Outside", .string(walks), "Walks"], ["Nobody's", .null, .null],
                [.null, .string(songs), "Songs"],
            ])
    }

    @Test("[S53] has how full each track is, and names for the lab's own files alone where names are agreed")
    func choose() throws {
        for (visibility, names) in [(Activity.Visibility.named, 2), (.anonymous, 1)] {
            var room = LabFixture(steps: [
                LabFixture.Step(
                    id: "tracks", kind: "choose", visibility: visibility,
                    settings: [
                        "tracks": [
                            ["id": "a", "title": "Walks", "capacity": 1], ["id": "b", "title": "Songs"],
                        ]
                    ])
            ])
            let people = try room.join([.usesServices, .family])
            try room.open("tracks")
            for person in people { try room.send("chooseTrack", by: person, in: "tracks", ["track": "a"]) }
            let shared = tables(room, "tracks", .sharing)
            #expect(shared.map(\.rows) == [[["Walks", 1, 1, 1], ["Songs", .null, 0, 0]]])
            let kept = tables(room, "tracks", .keeping)
            #expect(kept.count == names)
            if names == 2 {
                #expect(kept[1].rows == [["Walks", "Guest 1", false], ["Walks", "Guest 2", true]])
            }
        }
    }
}
