import LabFixtures
import Testing

@testable import CoproductionLab

@Suite("The programme is changed by hand")
struct AgendaTests {
    private static let step: JSON = [
        "kind": "gather", "title": "What did we miss?", "prompt": "Add it here.", "reveal": "live",
    ]

    private func titles(_ room: LabFixture) -> [String] {
        let activities = room.view().at("activities")?.object ?? [:]
        return activities.values.sorted { ($0["order"]?.string ?? "") < ($1["order"]?.string ?? "") }
            .compactMap { $0["title"]?.string }
    }

    @Test("[S7] a step is added anywhere, and the lab's public history says so to everybody")
    func added() throws {
        var room = LabFixture()
        let before = titles(room)
        try room.send("addActivity", ["after": "ideas", "step": Self.step])
        var expected = before
        expected.insert("What did we miss?", at: (before.firstIndex(of: "Title of ideas") ?? 0) + 1)
        #expect(titles(room) == expected)
        try room.send("addActivity", ["after": "", "step": Self.step])
        #expect(titles(room).first == "What did we miss?")
        for audience in [Audience.participant, .facilitator, .screen] {
            let history = room.view(audience).at("history")?.object ?? [:]
            #expect(history.values.map { $0["what"] } == ["added", "added"])
            #expect(history.values.allSatisfy { $0["title"] == "What did we miss?" })
        }
        #expect(room.view(.waiting).at("history") == nil)
    }

    @Test("a step that was added works like any other, with inputs from what stands before it")
    func works() throws {
        var room = LabFixture()
        let moira = try room.join()
        var step = Self.step.object ?? [:]
        step["kind"] = "vote"
        step["inputsFrom"] = ["ideas"]
        let id = try room.send("addActivity", ["after": "ideas", "step": .object(step)]).first?.activity
        try room.open("ideas", id ?? "")
        let walks = try room.addIdea("Walks", by: moira)
        try room.send("vote", by: moira, in: id, ["item": .string(walks), "dots": 1])
        #expect(room.shown(id ?? "").at("items", walks, "votes") == 1)
    }

    @Test("mistakes in a step are refused in words that name them")
    func mistakes() throws {
        let room = LabFixture()
        func detail(_ change: [String: JSON], after: JSON = "ideas") -> String? {
            var step = Self.step.object ?? [:]
            step.merge(change) { $1 }
            return room.refusal("addActivity", ["after": after, "step": .object(step)])?.detail
        }
        #expect(detail(["kind": "tombola"])?.contains("tombola") == true)
        #expect(detail(["title": ""])?.contains("title") == true)
        #expect(detail(["odd": 1])?.contains("odd") == true)
        #expect(detail(["settings": ["odd": 1]])?.contains("settings.odd") == true)
        #expect(detail(["inputsFrom": ["dots"]])?.contains("earlier") == true)
        #expect(
            detail(["kind": "info", "settings": ["resultsOf": "nowhere"]])?.contains("resultsOf") == true)
        #expect(detail(["prompt": "Turned\u{202E}"])?.contains("direction") == true)
        #expect(room.reason("addActivity", ["after": "nowhere", "step": Self.step]) == .unknownActivity)
        #expect(room.reason("addActivity", ["after": "ideas"]) == .invalid)
    }

    @Test(
        "[S7] words are changed at any time, settings before a step begins; two at once are told of each other"
    )
    func edited() throws {
        var room = LabFixture()
        try room.open("ideas")
        let events = try room.send(
            "editActivity", in: "ideas",
            ["title": "Our ideas", "easyPrompt": "What is good?", "guideMinutes": 9, "version": 1])
        #expect(room.shown("ideas").at("title") == "Our ideas" && room.shown("ideas").at("edition") == 2)
        let late = room.refusal("editActivity", in: "ideas", ["title": "Mine", "version": 1])
        #expect(late?.reason == .changedMeanwhile)
        #expect(late?.extra["theirs"]?["title"] == "Our ideas" && late?.extra["yours"]?["title"] == "Mine")
        #expect(
            room.reason("editActivity", in: "ideas", ["settings": ["asksCos": false], "version": 2])
                == .notAllowed)
        try room.send("editActivity", in: "dots", ["settings": ["perItem": 3], "version": 1])
        #expect(room.shown("dots").at("perItem") == 3)
        #expect(room.reason("editActivity", in: "dots", ["settings": ["odd": 3], "version": 2]) == .invalid)
        try room.undo(events)
        #expect(
            room.shown("ideas").at("title") == "Title of ideas" && room.shown("ideas").at("easyPrompt") == nil
        )
    }

    @Test("[S7] a step is moved, but never before what it starts from")
    func moved() throws {
        var room = LabFixture()
        let before = titles(room)
        let events = try room.send("moveActivity", in: "pledges", ["after": "matrix"])
        var expected = before.filter { $0 != "Title of pledges" }
        expected.insert("Title of pledges", at: (expected.firstIndex(of: "Title of matrix") ?? 0) + 1)
        #expect(titles(room) == expected)
        #expect(room.reason("moveActivity", in: "dots", ["after": ""]) == .notAllowed)
        #expect(room.reason("moveActivity", in: "ideas", ["after": "dots"]) == .notAllowed)
        #expect(try room.send("moveActivity", in: "pledges", ["after": "matrix"]).isEmpty)
        try room.undo(events)
        #expect(titles(room) == before)
    }

    @Test("[S7] a step is left out and taken in again; one that has begun is closed instead")
    func skipped() throws {
        var room = LabFixture()
        let events = try room.send("skipActivity", in: "talk", ["skipped": true])
        #expect(room.shown("talk").at("skipped") == true)
        #expect(room.reason("openActivity", in: "talk") == .notAllowed)
        try room.undo(events)
        try room.open("talk")
        #expect(room.reason("skipActivity", in: "talk", ["skipped": true]) == .notAllowed)
        let whats = (room.view().at("history")?.object ?? [:]).sorted {
            $0.key.count < $1.key.count || $0.key < $1.key
        }
        .compactMap { $0.value["what"]?.string }
        #expect(whats == ["skipped", "returned"])
    }

    @Test("a key of order fits between any two, however often")
    func order() {
        var keys = [Order.appended(0), Order.appended(1), Order.appended(35)]
        var numbers = SeededNumbers(seed: 7)
        for _ in 0..<2000 {
            let place = Int.random(in: 0...keys.count, using: &numbers)
            let key = Order.between(
                place > 0 ? keys[place - 1] : nil, place < keys.count ? keys[place] : nil)
            keys.insert(key, at: place)
        }
        #expect(keys == keys.sorted() && Set(keys).count == keys.count)
        #expect((keys.map(\.utf8.count).max() ?? 0) < 40)
    }

    @Test("[S48] commentary reaches a person once they have answered or passed, and not before")
    func commentary() throws {
        var room = LabFixture()
        let moira = try room.join()
        let sam = try room.join(.staff)
        try room.open("ideas")
        try room.send(
            "editActivity", in: "ideas", ["commentary": "Many start with what works.", "version": 1])
        #expect(room.shown("ideas").at("commentary") == nil)
        _ = try room.addIdea("Walks", by: moira)
        #expect(room.mine(moira).at("activities", "ideas", "commentary") == "Many start with what works.")
        #expect(room.mine(sam).at("activities", "ideas") == nil)
        try room.send("pass", by: sam, in: "ideas")
        #expect(room.mine(sam).at("activities", "ideas", "commentary") == "Many start with what works.")
    }

    @Test("who may contribute is held to, and a reveal waits for the people whose answer it needs")
    func contributors() throws {
        var room = LabFixture()
        room.fold([
            Event(
                "activityAdded", activity: "theirs", by: ["host"],
                [
                    "kind": "gather", "title": "Your story", "prompt": "?", "order": "mzz",
                    "reveal": "onReveal",
                    "contributors": ["usesServices"], "quorum": ["usesServices": 3],
                ])
        ])
        let people = try room.join([.usesServices, .usesServices, .usesServices, .staff])
        try room.open("theirs")
        #expect(room.reason("addIdea", by: people[3], in: "theirs", ["text": "Mine"]) == .notAllowed)
        for person in people[0...1] { try room.send("addIdea", by: person, in: "theirs", ["text": "Mine"]) }
        let waits = room.refusal("revealActivity", in: "theirs")
        #expect(waits?.reason == .notAllowed && waits?.detail.contains("3 people who use services") == true)
        try room.send("pass", by: people[2], in: "theirs")
        try room.send("revealActivity", in: "theirs")
    }

    @Test("[S53] the tracks of one choice open, close and pause together; each is revealed by itself")
    func tracks() throws {
        var room = LabFixture()
        for (id, track) in [("walks", "a"), ("songs", "b")] {
            room.fold([
                Event(
                    "activityAdded", activity: id, by: ["host"],
                    [
                        "kind": "gather", "title": .string(id), "prompt": "?",
                        "order": .string("mzz\(track)"),
                        "track": ["choice": "welcome", "track": .string(track)],
                    ])
            ])
        }
        let events = try room.send("openActivity", in: "walks")
        #expect(room.lab.activities["songs"]?.state == .open && room.lab.current == "walks")
        #expect(room.shown("songs").at("track", "track") == "b")
        try room.undo(events)
        #expect(room.lab.activities["songs"]?.state == .draft)
        try room.open("songs")
        try room.send("closeActivity", in: "walks")
        #expect(room.lab.activities["songs"]?.state == .closed)
        try room.send("revealActivity", in: "walks")
        #expect(room.lab.activities["songs"]?.state == .closed)
    }
}
