import LabFixtures
import Testing

@testable import CoproductionLab

@Suite("Putting ideas under themes")
struct ClusterTests {
    /// Ideas → themes → dots.
    static func room(
        _ settings: JSON = [:], reveal: Activity.Reveal = .live, visibility: Activity.Visibility = .anonymous
    ) -> LabFixture {
        LabFixture(steps: [
            LabFixture.Step(id: "ideas", kind: "gather", reveal: .live),
            LabFixture.Step(
                id: "themes", kind: "cluster", visibility: visibility, reveal: reveal, inputsFrom: ["ideas"],
                settings: settings),
            LabFixture.Step(id: "dots", kind: "vote", inputsFrom: ["themes"]),
        ])
    }

    private var room: LabFixture
    private let moira: ID
    private let sam: ID
    private let walks: ID
    private let songs: ID
    private let cafe: ID

    init() throws {
        var room = Self.room()
        moira = try room.join(.usesServices)
        sam = try room.join(.staff)
        try room.open("ideas", "themes", "dots")
        walks = try room.addIdea("Walks", by: moira)
        songs = try room.addIdea("Songs", by: sam)
        cafe = try room.addIdea("Café", by: sam)
        self.room = room
    }

    private func addTheme(_ text: String, by person: ID, in room: inout LabFixture) throws -> ID {
        try room.send("addTheme", by: person, in: "themes", ["text": .string(text)]).first?.item ?? ""
    }

    @discardableResult
    private func place(_ item: ID, _ theme: ID, by person: ID, in room: inout LabFixture) throws -> [Event] {
        try room.send(
            "placeItem", by: person, in: "themes", ["item": .string(item), "theme": .string(theme)])
    }

    @Test("[S4] an idea stands under the theme that people put it under, and flows on in the themes' order")
    func chain() throws {
        var room = room
        let outside = try addTheme("Outside", by: moira, in: &room)
        let music = try addTheme("Music", by: sam, in: &room)
        try place(songs, outside, by: sam, in: &room)
        try place(songs, music, by: moira, in: &room)
        try place(cafe, outside, by: moira, in: &room)
        #expect(room.shown("themes").at("items", songs, "theme") == .string(music))
        #expect(room.shown("themes").at("themes", outside, "count") == 1)
        #expect(room.shown("themes").at("items", walks, "theme") == nil)
        let order = room.shown("dots").at("items")?.object?.sorted {
            ($0.value["order"]?.string ?? "") < ($1.value["order"]?.string ?? "")
        }
        #expect(order?.map(\.key) == [cafe, songs, walks])
        #expect(room.shown("dots").at("items", cafe, "from") == "ideas")
        #expect(room.heard("themes") == ["n": 2, "of": 2])
    }

    @Test("[S55] themes flow on to a vote themselves, with their own words, where the template says so")
    func themesFlow() throws {
        var room = Self.room(["passesOn": "themes", "themes": ["Rules", "Fun"]])
        let moira = try room.join(.usesServices)
        try room.open("ideas", "themes", "dots")
        let trust = try addTheme("Trust", by: moira, in: &room)
        let items = try #require(room.shown("dots").at("items")?.object)
        #expect(items.count == 3)
        #expect(items[trust] == ["from": "themes", "order": "m000003"])
        let scene = Scene(lab: room.lab, activity: try #require(room.lab.activities["dots"]))
        #expect(scene.input(trust).map(scene.text) == "Trust")
        let events = try room.send("removeTheme", by: moira, in: "themes", ["theme": .string(trust)])
        #expect(room.shown("dots").at("items", trust) == nil)
        try room.undo(events, by: moira)
        #expect(room.shown("dots").at("items", trust) != nil)
        try room.vote(trust, by: moira)
        #expect(
            room.undoReason(room.journal.map(\.event).filter { $0.kind == "themeAdded" }, by: moira)
                == .movedOn)
    }

    @Test("[S4] no two labs' themes share an id, since a template's themes get theirs when the lab is made")
    func ids() throws {
        let template = try Template([
            "id": "X", "name": "X", "minutes": 5, "title": "X", "welcome": "X",
            "activities": [
                ["id": "ideas", "kind": "gather", "title": "A", "prompt": "A"],
                [
                    "id": "a", "kind": "cluster", "title": "A", "prompt": "A", "inputsFrom": ["ideas"],
                    "settings": ["themes": ["One", "Two"]],
                ],
                [
                    "id": "b", "kind": "cluster", "title": "B", "prompt": "B", "inputsFrom": ["ideas"],
                    "settings": ["themes": ["One"]],
                ],
            ],
        ])
        var context = room.context
        let events = template.events(by: "host", &context)
        let ids = events.flatMap { $0["settings"]?["themes"]?.array?.compactMap { $0["id"]?.string } ?? [] }
        #expect(ids.count == 3 && Set(ids).count == 3)
        var lab = Lab(id: "lab")
        for event in events { _ = lab.evolve(event, at: 0) }
        let first = lab.view(for: .participant).at("activities", lab.agenda[1], "themes")?.object
        #expect(first?.isEmpty == false || lab.activities[lab.agenda[1]]?.showsAnswers == false)
        #expect(first?[ids[0]]?["text"] == "One")
    }

    @Test("A theme that is removed leaves its ideas loose, and undo brings it back with all of them")
    func removing() throws {
        var room = room
        let outside = try addTheme("Outside", by: moira, in: &room)
        try place(walks, outside, by: moira, in: &room)
        try place(cafe, outside, by: sam, in: &room)
        let before = room.shown("themes")
        #expect(room.reason("removeTheme", by: sam, in: "themes", ["theme": .string(outside)]) == .notYours)
        let events = try room.send("removeTheme", in: "themes", ["theme": .string(outside)])
        #expect(room.shown("themes").at("themes") == [:])
        #expect(room.shown("themes").at("items", walks, "theme") == nil)
        #expect(room.shown("themes").at("heard", "n") == 2)
        try room.undo(events)
        #expect(room.shown("themes") == before)
    }

    @Test("An edit names the version it changes; of two at once the second gets both texts")
    func editing() throws {
        var room = room
        let theme = try addTheme("Outside", by: moira, in: &room)
        let first = try room.send(
            "editTheme", by: sam, in: "themes",
            ["theme": .string(theme), "text": "Out of doors", "version": 1])
        let refusal = try #require(
            room.refusal(
                "editTheme", by: moira, in: "themes",
                ["theme": .string(theme), "text": "In the open", "version": 1]))
        #expect(refusal.reason == .changedMeanwhile)
        #expect(refusal.extra["theirs"] == ["text": "Out of doors", "version": 2])
        #expect(refusal.extra["yours"] == ["text": "In the open"])
        try room.undo(first, by: sam)
        #expect(room.shown("themes").at("themes", theme, "text") == "Outside")
    }

    @Test("A command that changes nothing gives no events, and every step can be undone")
    func idempotent() throws {
        var room = room
        let theme = try addTheme("Outside", by: moira, in: &room)
        let placed = try place(walks, theme, by: sam, in: &room)
        #expect(try place(walks, theme, by: moira, in: &room).isEmpty)
        #expect(try place(songs, "", by: moira, in: &room).isEmpty)
        #expect(room.undoReason(placed, by: moira) == .notYours)
        try room.undo(placed, by: sam)
        #expect(room.shown("themes").at("items", walks, "theme") == nil)
        #expect(room.heard("themes").at("n") == 1)
        #expect(room.mine(sam).at("activities", "themes") == nil)
        #expect(room.undoReason(placed, by: sam) == .movedOn)
    }

    @Test("A theme's count follows when an idea under it goes and comes again")
    func counts() throws {
        var room = room
        let theme = try addTheme("Outside", by: moira, in: &room)
        try place(walks, theme, by: sam, in: &room)
        let old = room.lab
        _ = room.takeTouched()
        try room.send("withdrawIdea", by: moira, in: "ideas", ["idea": .string(walks)])
        let patch = try #require(room.lab.patch(for: .participant, since: old, touching: room.takeTouched()))
        #expect(patch.at("activities", "themes", "themes") == .object([theme: ["count": 0]]))
        #expect(room.shown("themes").at("themes", theme, "count") == 0)
    }

    @Test("Placing one idea sends that idea and the counts of its themes, and nothing else")
    func patch() throws {
        var room = room
        let theme = try addTheme("Outside", by: moira, in: &room)
        try place(walks, theme, by: sam, in: &room)
        let old = room.lab
        _ = room.takeTouched()
        try place(cafe, theme, by: sam, in: &room)
        let patch = try #require(room.lab.patch(for: .screen, since: old, touching: room.takeTouched()))
        let own = patch.at("activities", "themes")?.object?.filter { $0.key != "heard" }
        #expect(
            own == [
                "items": .object([cafe: ["theme": .string(theme)]]), "themes": .object([theme: ["count": 2]]),
            ])
    }

    @Test("Where facilitators sort, all others are told so")
    func facilitatorsOnly() throws {
        var room = Self.room(["editors": "facilitators", "themes": ["Outside"]])
        let moira = try room.join(.usesServices)
        try room.open("ideas", "themes")
        let refusal = room.refusal("addTheme", by: moira, in: "themes", ["text": "Music"])
        #expect(refusal?.reason == .notAllowed)
        #expect(refusal?.detail.contains("the facilitators sort") == true)
        _ = try addTheme("Music", by: LabFixture.host, in: &room)
        #expect(room.shown("themes").at("themes")?.object?.count == 2)
    }

    @Test("Refusals say what to do next")
    func refusals() throws {
        var room = room
        let theme = try addTheme("Outside", by: moira, in: &room)
        let cases: [(String, [String: JSON], Reason, String)] = [
            ("addTheme", ["text": "outside"], .alreadyDone, "Put ideas under that one"),
            ("addTheme", ["text": " "], .empty, "Write something"),
            ("addTheme", ["text": .string(String(repeating: "x", count: 121))], .tooLong, "Shorten it"),
            ("placeItem", ["item": "none", "theme": .string(theme)], .unknownItem, "Load the page"),
            ("placeItem", ["item": .string(walks), "theme": "none"], .unknownItem, "Choose another"),
            ("placeItem", ["item": .string(walks)], .invalid, "empty to take the idea out"),
            ("removeTheme", ["theme": "none"], .unknownItem, "Choose another"),
        ]
        for (name, body, reason, words) in cases {
            let refusal = try #require(room.refusal(name, by: sam, in: "themes", body))
            #expect(refusal.reason == reason)
            #expect(refusal.detail.contains(words), "\(refusal.detail)")
        }
        for number in 2...60 { _ = try addTheme("Theme \(number)", by: moira, in: &room) }
        #expect(room.reason("addTheme", by: sam, in: "themes", ["text": "One more"]) == .overBudget)
    }

    @Test("What is hidden until the reveal shows in nobody's view, and in one's own part")
    func hidden() throws {
        var room = Self.room(["themes": ["Given"]], reveal: .onReveal)
        let moira = try room.join(.usesServices)
        try room.open("ideas", "themes")
        let walks = try room.addIdea("Walks", by: moira)
        let theme = try addTheme("Secretly this", by: moira, in: &room)
        try place(walks, theme, by: moira, in: &room)
        for audience in Audience.allCases {
            #expect(!room.view(audience).text.contains("Secretly this"))
            #expect(room.shown("themes", to: audience).at("items", walks, "theme") == nil)
        }
        #expect(room.shown("themes").at("themes", "theme1", "text") == "Given")
        #expect(room.mine(moira).at("activities", "themes", "themes", theme, "text") == "Secretly this")
        #expect(room.mine(moira).at("activities", "themes", "placed", walks) == .string(theme))
        try room.send("revealActivity", in: "themes")
        #expect(room.shown("themes").at("items", walks, "theme") == .string(theme))
    }

    @Test("A template's cluster is checked: its themes, who sorts and what flows on")
    func settings() {
        for settings: JSON in [
            ["themes": "One"], ["themes": [1]], ["themes": [""]], ["passesOn": "dots"], ["editors": "nobody"],
            ["theme": []],
        ] {
            #expect(throws: TemplateProblem.self) { _ = try Cluster(settings: Settings(settings)) }
        }
    }
}
