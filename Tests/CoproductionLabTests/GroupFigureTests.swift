import LabFixtures
import Testing

@testable import CoproductionLab

/// Figures by side and role (`statistics.md` §8): from enough people on, after a reveal, and never in private.
@Suite struct GroupFigureTests {
    /// Three who use services, two carers, three staff and one manager, each with a dot on one of two ideas.
    private static func voted(
        _ visibility: Activity.Visibility = .anonymous, reveal: Activity.Reveal = .onReveal
    ) throws -> (room: LabFixture, items: [ID], people: [ID]) {
        var room = LabFixture { step in
            guard step.kind == "vote" else { return }
            (step.visibility, step.reveal, step.settings) = (visibility, reveal, ["budget": 3, "perItem": 3])
        }
        let people = try room.join([
            .usesServices, .usesServices, .usesServices, .family, .family, .staff, .staff, .staff, .manager,
        ])
        try room.open("ideas", "dots")
        let items = [try room.addIdea("Walks", by: people[0]), try room.addIdea("A logo", by: people[5])]
        for (index, person) in people.enumerated() { try room.vote(items[index < 5 ? 0 : 1], by: person) }
        try room.vote(items[1], 2, by: people[0])
        return (room, items, people)
    }

    @Test("[S24] a vote shows after the reveal how each side and role of enough people voted, and no other")
    func votes() throws {
        var (room, items, _) = try Self.voted()
        #expect(room.shown("dots").at("voters") == nil)
        #expect(!room.view(.facilitator).at("activities", "dots", "items")!.text.contains("sides"))
        try room.send("revealActivity", in: "dots")
        for audience in [Audience.participant, .facilitator, .screen] {
            let vote = room.shown("dots", to: audience)
            #expect(vote.at("voters") == ["n": 9, "sides": ["community": 5, "professional": 4]])
            #expect(vote.at("items", items[0], "sides") == ["community": 5, "professional": 0])
            #expect(vote.at("items", items[1], "sides") == ["community": 2, "professional": 4])
            #expect(vote.at("items", items[1], "roles") == nil, "three of five would tell the two carers")
        }
        try room.send("reopenActivity", in: "dots")
        #expect(
            room.shown("dots").at("voters") == nil && room.shown("dots").at("items", items[0], "sides") == nil
        )
    }

    @Test("a role is shown beside its side where neither tells a smaller one")
    func roles() throws {
        var (room, items, people) = try Self.voted()
        let third = try room.join(.family)
        try room.vote(items[1], by: third)
        // Dots that are taken back count no voter any more.
        try room.vote(items[1], 0, by: people[8])
        try room.send("revealActivity", in: "dots")
        let vote = room.shown("dots")
        #expect(vote.at("voters", "roles") == ["usesServices": 3, "family": 3, "staff": 3])
        #expect(vote.at("items", items[1], "roles") == ["usesServices": 2, "family": 1, "staff": 3])
        #expect(vote.at("voters", "sides") == ["community": 6, "professional": 3])
    }

    @Test(
        "a small side hides the other as well, a private vote has no groups, and a live one waits for its reveal"
    )
    func hidden() throws {
        var few = LabFixture()
        let people = try few.join([.usesServices, .family, .neighbour, .staff])
        try few.open("ideas", "dots")
        let idea = try few.addIdea("Walks", by: people[0])
        for person in people { try few.vote(idea, by: person) }
        try few.send("revealActivity", in: "dots")
        #expect(few.shown("dots").at("voters") == ["n": 4])
        var (closed, items, _) = try Self.voted(.private)
        try closed.send("revealActivity", in: "dots")
        #expect(
            closed.shown("dots").at("voters") == nil
                && closed.shown("dots").at("items", items[0], "votes") == 5)
        var (live, liveItems, _) = try Self.voted(reveal: .live)
        #expect(live.shown("dots").at("items", liveItems[0], "votes") == 5)
        #expect(live.shown("dots").at("items", liveItems[0], "sides") == nil)
        try live.send("revealActivity", in: "dots")
        #expect(live.shown("dots").at("items", liveItems[0], "sides", "community") == 5)
    }

    @Test("[S24] a rating and a grid are shown by role, too, and in private by none")
    func ratingsAndGrids() throws {
        for visibility in [Activity.Visibility.anonymous, .private] {
            let levels: JSON = [
                "rows": [["id": "a", "title": "A"]], "columns": [["id": "now", "title": "Now"]],
                "cells": "level",
            ]
            var room = LabFixture(steps: [
                LabFixture.Step(id: "ideas", kind: "gather", reveal: .live),
                LabFixture.Step(id: "matrix", kind: "rate", visibility: visibility, inputsFrom: ["ideas"]),
                LabFixture.Step(id: "grid", kind: "grid", visibility: visibility, settings: levels),
            ])
            let people = try room.join([.usesServices, .usesServices, .usesServices, .staff, .staff, .staff])
            try room.open("ideas", "matrix", "grid")
            let idea = try room.addIdea("Walks", by: people[0])
            for (index, person) in people.enumerated() {
                try room.rate(idea, impact: .int(index < 3 ? 5 : 2), effort: 1, by: person)
                try room.send(
                    "setLevel", by: person, in: "grid",
                    ["row": "a", "column": "now", "level": .int(index < 3 ? 0 : 3)])
            }
            try room.send("revealActivity", in: "matrix")
            try room.send("revealActivity", in: "grid")
            let rated = room.shown("matrix").at("items", idea, "results")
            let cell = room.shown("grid").at("cells", "a.now")
            if visibility == .private {
                #expect(rated?["sides"] == nil && rated?["roles"] == nil && rated?["differs"] == false)
                #expect(cell?["sides"] == nil && cell?["roles"] == nil && cell?["n"] == 6)
            } else {
                #expect(rated?["roles"]?["staff"] == ["n": 3, "impact": 2, "effort": 1])
                #expect(rated?["roles"]?["usesServices"] == ["n": 3, "impact": 5, "effort": 1])
                #expect(
                    cell?.at("roles", "usesServices", "median") == 0 && cell?.at("roles", "staff", "n") == 3)
            }
        }
    }

    @Test("a reveal waits for so many of a role or a side, and says so on the desk")
    func quorum() throws {
        var room = LabFixture()
        room.fold([
            Event(
                "activityAdded", activity: "theirs", by: ["host"],
                [
                    "kind": "gather", "title": "Your story", "prompt": "?", "order": "mzz",
                    "reveal": "onReveal",
                    "quorum": ["usesServices": 1, "community": 2, "never": 3],
                ])
        ])
        let people = try room.join([.family, .usesServices, .staff])
        try room.open("theirs")
        let waits = room.refusal("revealActivity", in: "theirs")?.detail
        #expect(waits?.contains("2 people who use services, are family or are neighbours") == true)
        try room.send("addIdea", by: people[0], in: "theirs", ["text": "Mine"])
        #expect(
            room.shown("theirs", to: .facilitator).at("quorum")
                == ["usesServices": ["n": 0, "of": 1], "community": ["n": 1, "of": 2]])
        #expect(room.shown("theirs").at("quorum") == nil)
        try room.send("pass", by: people[1], in: "theirs")
        #expect(room.shown("theirs", to: .facilitator).at("quorum", "community", "n") == 2)
        try room.send("revealActivity", in: "theirs")
    }
}
