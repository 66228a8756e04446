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

    @Test("[S7] the history names who changed what, to people in the room and never to the screen")
    func history() throws {
        var room = LabFixture()
        let moira = try room.join(name: "Moira")
        try room.send("setRights", ["participant": .string(moira), "facilitator": true])
        try room.send(
            "editActivity", by: moira, in: "talk", ["title": "Talk", "guideMinutes": 9, "version": 1])
        func line(_ audience: Audience) -> JSON? { room.view(audience).at("history")?.object?.first?.value }
        #expect(
            line(.participant)?["by"] == "Moira" && line(.participant)?["parts"] == ["guideMinutes", "title"])
        #expect(line(.screen)?["by"] == nil && line(.screen)?["what"] == "edited")
        var before = room.lab
        _ = room.takeTouched()
        try room.send("setName", by: moira, ["name": "Mo"])
        #expect(line(.facilitator)?["by"] == "Mo")
        var patched = before.view(for: .participant)
        let patch = room.lab.patch(for: .participant, since: before, touching: room.takeTouched())
        patched = patched.merging(patch ?? [:])
        #expect(patched == room.view(.participant))
        before = room.lab
        try room.send("setDetails", ["hidesNames": true])
        #expect(line(.participant)?["by"] == nil)
        patched = patched.merging(
            room.lab.patch(for: .participant, since: before, touching: room.takeTouched()) ?? [:])
        #expect(patched == room.view(.participant))
    }

    @Test("what a step starts from is changed before it begins, never to what comes after it, and undone")
    func inputs() throws {
        var room = LabFixture()
        let moira = try room.join()
        try room.open("ideas")
        let walks = try room.addIdea("Walks", by: moira)
        #expect(room.shown("matrix", to: .facilitator).at("settings") != nil)
        #expect(room.shown("matrix").at("settings") == nil)
        let events = try room.send("editActivity", in: "matrix", ["inputsFrom": ["ideas"], "version": 1])
        #expect(room.shown("matrix").at("items", walks) != nil)
        #expect(room.view(.screen).at("history")?.object?.first?.value["parts"] == ["inputsFrom"])
        let empty = room.refusal("editActivity", in: "matrix", ["inputsFrom": [], "version": 2])
        #expect(empty?.detail.contains("nothing to start from") == true)
        let nothing = room.refusal("editActivity", in: "matrix", ["inputsFrom": ["welcome"], "version": 2])
        #expect(nothing?.detail.contains("nothing flows in") == true)
        #expect(
            room.reason("editActivity", in: "dots", ["inputsFrom": ["matrix"], "version": 1]) == .invalid)
        try room.undo(events)
        #expect(room.lab.activities["matrix"]?.inputsFrom == ["dots"])
        try room.open("matrix")
        #expect(
            room.reason("editActivity", in: "matrix", ["inputsFrom": ["ideas"], "version": 3]) == .notAllowed)
        #expect(room.shown("matrix", to: .facilitator).at("settings") == nil)
    }

    @Test("a journal in which two steps start from each other is read without running in a circle")
    func circle() {
        var room = LabFixture()
        for (step, input) in [("ideas", "dots"), ("dots", "matrix"), ("dots", "dots"), ("dots", "ideas")] {
            room.fold([
                Event(
                    "activityEdited", activity: step, by: ["host"],
                    ["was": [:], "to": ["inputsFrom": [.string(input)]]])
            ])
        }
        #expect(room.lab.activities["ideas"]?.inputsFrom == [])
        #expect(room.lab.activities["dots"]?.inputsFrom == ["ideas"])
        #expect(room.shown("matrix").at("items") != nil)
    }

    @Test("a step that would have nothing to start from is refused, and so is a track that nobody can choose")
    func broken() throws {
        var room = LabFixture()
        func detail(_ change: [String: JSON]) -> String? {
            var step = Self.step.object ?? [:]
            step.merge(change) { $1 }
            return room.refusal("addActivity", ["after": "matrix", "step": .object(step)])?.detail
        }
        for kind in ["cluster", "vote", "rate"] {
            #expect(detail(["kind": .string(kind)])?.contains("nothing to start from") == true)
            #expect(
                detail(["kind": .string(kind), "inputsFrom": ["welcome"]])?.contains("nothing flows in")
                    == true)
            #expect(detail(["kind": .string(kind), "inputsFrom": ["ideas"]]) == nil)
        }
        #expect(detail(["kind": "vote", "settings": ["options": ["A", "B"]]]) == nil)
        let columns: JSON = [["id": "a", "title": "A"]]
        #expect(
            detail(["kind": "grid", "settings": ["rows": "inputs", "columns": columns]])?.contains(
                "inputsFrom")
                == true)
        #expect(detail(["track": ["of": "ideas", "is": "a"]])?.contains("isn't a choice of tracks") == true)
        #expect(detail(["kind": "break", "settings": ["purpose": .null]]) != nil)
        let tracks: JSON = ["tracks": [["id": "a", "title": "A"], ["id": "b", "title": "B"]]]
        let choose = try room.send(
            "addActivity",
            [
                "after": "welcome",
                "step": ["kind": "choose", "title": "C", "prompt": "?", "settings": tracks],
            ]
        ).first?.activity
        #expect(
            detail(["track": ["of": .string(choose ?? ""), "is": "z"]])?.contains("isn't a track there")
                == true)
        #expect(detail(["track": ["of": .string(choose ?? ""), "is": "b"]]) == nil)
    }

    @Test("[S47] media can't be put into a step without what is in it in words, nor from anywhere else")
    func media() throws {
        var room = LabFixture()
        func detail(_ media: JSON) -> String? {
            let step: JSON = ["kind": "info", "title": "A", "prompt": "?", "settings": ["media": media]]
            return room.refusal("addActivity", ["after": "", "step": step])?.detail
        }
        #expect(
            detail(["title": "Walk", "file": "walk.mp4"])?.hasPrefix("settings.media.transcript: is missing")
                == true)
        #expect(
            detail(["title": "Walk", "url": "https://elsewhere.example/walk.mp4", "transcript": "We walk."])?
                .contains("on this server") == true)
        for file in ["../key", ".hidden.png", "a/b.png", "walk.exe", ""] {
            #expect(
                detail(["title": "W", "file": .string(file), "transcript": "We walk."]) != nil, "\(file)")
        }
        for url in ["//elsewhere.example/a.png", "/../a.png", "http://a/b.png"] {
            #expect(detail(["title": "W", "url": .string(url), "transcript": "We walk."]) != nil, "\(url)")
        }
        #expect(detail(["title": "W", "file": "a.png", "url": "/a.png", "transcript": "We walk."]) != nil)
        #expect(
            detail(["title": "W", "file": "a.png", "captions": "a.vtt", "transcript": "We walk."]) != nil)
        let media: JSON = [
            "title": "Walk", "file": "walk.mp4", "captions": "walk.vtt", "transcript": "We walk.",
        ]
        try room.send("editActivity", in: "welcome", ["settings": ["media": media], "version": 1])
        #expect(
            room.shown("welcome").at("media") == [
                "type": "film", "title": "Walk", "url": "/media/walk.mp4", "captions": "/media/walk.vtt",
                "transcript": "We walk.",
            ])
        let without = room.refusal(
            "editActivity", in: "welcome",
            ["settings": ["media": ["title": "Walk", "file": "walk.mp4"]], "version": 2])
        #expect(without?.detail.contains("transcript") == true)
    }

    /// Two tracks of two steps and one of one, and what comes after them.
    private func workshops() throws -> LabFixture {
        var room = LabFixture(steps: [
            LabFixture.Step(
                id: "tracks", kind: "choose", reveal: .live,
                settings: [
                    "tracks": [
                        ["id": "a", "title": "A"], ["id": "b", "title": "B"], ["id": "c", "title": "C"],
                    ]
                ]
            )
        ])
        for (id, track) in [("a1", "a"), ("a2", "a"), ("b1", "b"), ("b2", "b"), ("c1", "c")] {
            room.fold([
                Event(
                    "activityAdded", activity: id, by: ["host"],
                    [
                        "kind": "gather", "title": .string(id), "prompt": "?", "reveal": "live",
                        "order": .string("m\(id)"), "track": ["choice": "tracks", "track": .string(track)],
                    ])
            ])
        }
        return room
    }

    private func open(_ room: LabFixture) -> [String] {
        room.lab.agenda.filter { room.lab.activities[$0]?.state == .open }
    }

    @Test("[S53] opening a slot opens each track's first step; then each track goes on by itself")
    func severalSteps() throws {
        var room = try workshops()
        let opened = try room.send("openActivity", in: "a1")
        #expect(open(room) == ["a1", "b1", "c1"] && room.lab.current == "a1")
        try room.undo(opened)
        #expect(open(room).isEmpty)
        try room.open("a1")
        try room.send("closeActivity", in: "b1", ["alone": true])
        #expect(open(room) == ["a1", "c1"])
        try room.open("b2")
        #expect(open(room) == ["a1", "b2", "c1"] && room.lab.current == "a1")
        try room.send("pauseActivity", in: "a1")
        #expect(open(room).isEmpty)
        try room.send("resumeActivity", in: "c1", ["alone": true])
        #expect(open(room) == ["c1"])
        try room.send("resumeActivity", in: "a1")
        #expect(open(room) == ["a1", "b2", "c1"])
        // The track that leads takes what is shown with it.
        try room.send("closeActivity", in: "a1", ["alone": true])
        try room.open("a2")
        #expect(open(room) == ["a2", "b2", "c1"] && room.lab.current == "a2")
        // All together, for the plenary.
        let closed = try room.send("closeActivity", in: "c1")
        #expect(open(room).isEmpty)
        try room.undo(closed)
        #expect(open(room) == ["a2", "b2", "c1"])
        try room.send("closeActivity", in: "a2")
        // Taken up again together: where each track was.
        try room.send("reopenActivity", in: "b2")
        #expect(open(room) == ["a2", "b2", "c1"])
        #expect(room.reason("closeActivity", in: "a2", ["alone": 1]) == .invalid)
    }

    @Test("[S53] a track whose first step is left out begins with its next")
    func leftOut() throws {
        var room = try workshops()
        try room.send("skipActivity", in: "b1", ["skipped": true])
        try room.open("a1")
        #expect(open(room) == ["a1", "b2", "c1"])
    }

    @Test(
        "a lab's programme is a template again: the steps as they were changed, and nothing that anybody said"
    )
    func template() throws {
        var room = try workshops()
        let moira = try room.join(name: "Moira")
        try room.send(
            "addActivity",
            [
                "after": "c1",
                "step": [
                    "kind": "cluster", "title": "Sort", "prompt": "Sort.", "inputsFrom": ["a1", "b1"],
                    "easyPrompt": "Sort.",
                    "settings": ["themes": ["Outside", "Inside"]], "guideMinutes": 10,
                    "commentary": "Well done.",
                ],
            ])
        try room.send("skipActivity", in: "b2", ["skipped": true])
        try room.send("skipActivity", in: "b1", ["skipped": true])
        try room.send(
            "setDetails",
            [
                "owner": "Fiona", "words": ["lab": "event"], "times": "Evenings",
                "glossary": ["Co": "Together"],
            ])
        try room.open("a1")
        try room.send("addIdea", by: moira, in: "a1", ["text": "Secret thing"])
        let json = room.lab.template(id: "mine")
        let template = try Template(json)
        #expect(
            template.steps.map(\.key) == ["choose", "gather", "gather2", "gather3", "gather4", "cluster"])
        let sort = try #require(template.steps.last)
        // A step that was left out stays where another starts from it.
        #expect(
            sort.inputsFrom == ["gather", "gather3"] && sort.settings["themes"] == ["Outside", "Inside"])
        #expect(sort.commentary == "Well done.")
        #expect(template.minutes == template.steps.reduce(0) { $0 + $1.guideMinutes })
        #expect(template.steps[2].track?.choice == "choose" && template.steps[2].track?.id == "a")
        #expect(template.details.words[.lab] == "event" && template.details.glossary == ["Co": "Together"])
        for word in ["Secret", "Moira", "Fiona", "Evenings"] { #expect(!json.text.contains(word), "\(word)") }
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
