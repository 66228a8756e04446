import LabFixtures
import Testing

@testable import CoproductionLab

/// Every command of the kinds that T2 doesn't have, by everyone, in every state of its activity.
@Suite("The commands of choose, cluster and grid")
struct KindCommandTests {
    private static let steps = [
        LabFixture.Step(id: "ideas", kind: "gather", reveal: .live),
        LabFixture.Step(
            id: "choose", kind: "choose", reveal: .live,
            settings: ["tracks": [["id": "a", "title": "A"], ["id": "b", "title": "B"]]]),
        LabFixture.Step(
            id: "cluster", kind: "cluster", reveal: .live, inputsFrom: ["ideas"],
            settings: ["themes": ["Given"]]),
        LabFixture.Step(
            id: "grid", kind: "grid", reveal: .live,
            settings: [
                "rows": [["id": "a", "title": "A"]], "columns": [["id": "b", "title": "B"]],
                "firstRoles": ["family"],
            ]),
    ]
    private static let contributions: [String: ID] = [
        "chooseTrack": "choose", "addTheme": "cluster", "editTheme": "cluster", "removeTheme": "cluster",
        "placeItem": "cluster", "setLevel": "grid", "addEntry": "grid", "editEntry": "grid",
        "withdrawEntry": "grid",
    ]
    private static let facilitating: [String: ID] = [
        "setCapacity": "choose", "letAllWrite": "grid", "hideEntry": "grid",
    ]

    private struct Room {
        var fixture = LabFixture(steps: KindCommandTests.steps)
        let guest: ID
        var body: [String: JSON]

        init(_ state: Activity.State) throws {
            guest = try fixture.join(.family)
            try fixture.open("ideas", "choose", "cluster", "grid")
            let idea = try fixture.addIdea("Walks", by: guest)
            let cell: [String: JSON] = ["row": "a", "column": "b", "text": "Words"]
            let entry = try fixture.send("addEntry", by: guest, in: "grid", cell).first?.item ?? ""
            body = [
                "track": "a", "capacity": 5, "text": "New words", "theme": "theme1", "item": .string(idea),
                "row": "a", "column": "b", "level": 2, "entry": .string(entry), "version": 1,
            ]
            let moves: [Activity.State: String] = [
                .paused: "pauseActivity", .closed: "closeActivity", .revealed: "revealActivity",
            ]
            for activity in ["choose", "cluster", "grid"] {
                if let move = moves[state] { try fixture.send(move, in: activity) }
            }
        }
    }

    @Test(
        "What people contribute is taken while the activity is open and refused with its state otherwise",
        arguments: contributions.keys.sorted(), [Activity.State.open, .paused, .closed, .revealed])
    func contributing(command: String, state: Activity.State) throws {
        let activity = try #require(Self.contributions[command])
        let room = try Room(state)
        let expected: [Activity.State: Reason] = [
            .paused: .activityPaused, .closed: .activityClosed, .revealed: .activityClosed,
        ]
        #expect(room.fixture.reason(command, by: room.guest, in: activity, room.body) == expected[state])
        #expect(room.fixture.reason(command, by: room.guest, in: "ideas", room.body) == .unknownCommand)
        #expect(room.fixture.reason(command, by: room.guest, in: "nowhere", room.body) == .unknownActivity)
    }

    @Test(
        "Facilitating is for facilitators, in every state", arguments: facilitating.keys.sorted(),
        [Activity.State.open, .paused, .closed, .revealed])
    func running(command: String, state: Activity.State) throws {
        let activity = try #require(Self.facilitating[command])
        let room = try Room(state)
        #expect(room.fixture.reason(command, by: room.guest, in: activity, room.body) == .notAllowed)
        #expect(room.fixture.reason(command, in: activity, room.body) == nil)
    }

    @Test(
        "Whatever is refused is refused in words",
        arguments: contributions.merging(facilitating) { $1 }.keys.sorted())
    func words(command: String) throws {
        let activity = try #require(Self.contributions[command] ?? Self.facilitating[command])
        let room = try Room(.open)
        let bad: [[String: JSON]] = [
            [:],
            ["track": "x", "theme": "x", "item": "x", "row": "x", "column": "x", "entry": "x", "level": 9],
        ]
        for body in bad {
            guard let refusal = room.fixture.refusal(command, in: activity, body) else { continue }
            #expect(refusal.detail.count > 15 && refusal.detail.hasSuffix("."), "\(refusal.detail)")
        }
    }

    @Test(
        "An answer on paper counts for the person it is entered for, and an erased one leaves nothing behind")
    func paperAndErasure() throws {
        var room = try Room(.open)
        let paper = try room.fixture.addPaper(.family)
        for (command, activity) in [
            ("chooseTrack", "choose"), ("addTheme", "cluster"), ("setLevel", "grid"), ("addEntry", "grid"),
        ] {
            try room.fixture.send(
                command, in: activity, room.body.merging(["onBehalfOf": .string(paper)]) { $1 })
        }
        #expect(room.fixture.mine(paper).at("activities", "choose", "track") == "a")
        #expect(room.fixture.mine(paper).at("activities", "cluster", "themes")?.object?.count == 1)
        #expect(room.fixture.mine(paper).at("activities", "grid", "levels") == ["a.b": 2])
        var lab = Lab(id: "lab")
        for (entry, time) in room.fixture.journal {
            var event = entry
            if let activity = event.activity,
                event.persons?.contains(LabFixture.pseudonym(paper, activity)) == true
            {
                (event.persons, event.what) = (nil, nil)
            }
            _ = lab.evolve(event, at: time)
        }
        let view = lab.view(for: .participant)
        #expect(!view.text.contains("New words"))
        #expect(view.at("activities", "choose", "tracks", "a", "taken") == 0)
        #expect(view.at("activities", "grid", "cells") == [:])
        #expect(view.at("activities", "cluster", "heard", "n") == 0)
    }
}
