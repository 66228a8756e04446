import LabFixtures
import Testing

@testable import CoproductionLab

@Suite("Choosing a track")
struct ChooseTests {
    static func room(reveal: Activity.Reveal = .live, visibility: Activity.Visibility = .anonymous)
        -> LabFixture
    {
        LabFixture(steps: [
            LabFixture.Step(
                id: "tracks", kind: "choose", visibility: visibility, reveal: reveal,
                settings: [
                    "tracks": [
                        ["id": "walks", "title": "Walks", "capacity": 1],
                        ["id": "songs", "title": "Songs", "capacity": 1, "text": "We sing."],
                        ["id": "open", "title": "Open space"],
                    ]
                ])
        ])
    }

    private var room: LabFixture
    private let people: [ID]

    init() throws {
        var room = Self.room()
        people = try room.join([.usesServices, .family, .neighbour, .staff])
        try room.open("tracks")
        self.room = room
    }

    @discardableResult
    private func choose(_ track: String, by person: ID, in room: inout LabFixture) throws -> [Event] {
        try room.send("chooseTrack", by: person, in: "tracks", ["track": .string(track)])
    }

    private func mine(_ person: ID, _ room: LabFixture) -> JSON? {
        room.mine(person).at("activities", "tracks")
    }
    private func count(_ track: String, _ room: LabFixture) -> [Int?] {
        ["taken", "waiting"].map { room.shown("tracks").at("tracks", track, $0)?.int }
    }

    @Test("[S53] who comes to a full track waits for it, and keeps the place they have")
    func waiting() throws {
        var room = room
        try choose("walks", by: people[0], in: &room)
        try choose("open", by: people[1], in: &room)
        try choose("walks", by: people[1], in: &room)
        try choose("walks", by: people[2], in: &room)
        #expect(mine(people[0], room) == ["track": "walks"])
        #expect(mine(people[1], room) == ["track": "open", "waitingFor": "walks", "place": 1])
        #expect(mine(people[2], room) == ["waitingFor": "walks", "place": 2])
        #expect(count("walks", room) == [1, 2])
        #expect(count("open", room) == [1, 0])
        #expect(room.heard("tracks") == ["n": 3, "of": 4])
    }

    @Test("[S53] a place that gets free goes to the first who waits, and so on down the line, in one fact")
    func moveUp() throws {
        var room = room
        try choose("walks", by: people[0], in: &room)
        try choose("songs", by: people[1], in: &room)
        try choose("walks", by: people[1], in: &room)
        try choose("songs", by: people[2], in: &room)
        try choose("walks", by: people[3], in: &room)
        let events = try choose("open", by: people[0], in: &room)
        #expect(events.count == 1)
        // The second person moves up to the walks, which makes room in the songs for the third.
        #expect(mine(people[1], room) == ["track": "walks"])
        #expect(mine(people[2], room) == ["track": "songs"])
        #expect(mine(people[3], room) == ["waitingFor": "walks", "place": 1])
        let refusal = room.undoReason(events, by: people[0])
        #expect(refusal == .movedOn)
        // The same comes of the journal, whoever reads it.
        var again = Lab(id: "lab")
        for (event, time) in room.journal { _ = again.evolve(event, at: time) }
        #expect(again.view(for: .participant) == room.view())
    }

    @Test("[S53] people switch tracks, let go, and take back what they chose while the place is still free")
    func switching() throws {
        var room = room
        try choose("walks", by: people[0], in: &room)
        #expect(try choose("walks", by: people[0], in: &room).isEmpty)
        let switched = try choose("songs", by: people[0], in: &room)
        #expect(count("walks", room) == [0, 0] && count("songs", room) == [1, 0])
        try room.undo(switched, by: people[0])
        #expect(mine(people[0], room) == ["track": "walks"])
        try choose("songs", by: people[1], in: &room)
        try choose("songs", by: people[0], in: &room)
        #expect(mine(people[0], room) == ["track": "walks", "waitingFor": "songs", "place": 1])
        // Choosing the track that one has is staying there.
        try choose("walks", by: people[0], in: &room)
        #expect(mine(people[0], room) == ["track": "walks"])
        let left = try choose("", by: people[0], in: &room)
        #expect(mine(people[0], room) == nil)
        #expect(room.heard("tracks").at("n") == 1)
        #expect(try choose("", by: people[0], in: &room).isEmpty)
        try choose("walks", by: people[2], in: &room)
        #expect(room.undoReason(left, by: people[0]) == .movedOn)
    }

    @Test("[S53] undoing brings a place in the waiting list back, before those who came later")
    func placeInLine() throws {
        var room = room
        try choose("walks", by: people[0], in: &room)
        try choose("walks", by: people[1], in: &room)
        try choose("walks", by: people[2], in: &room)
        let left = try choose("", by: people[1], in: &room)
        #expect(mine(people[2], room) == ["waitingFor": "walks", "place": 1])
        try room.undo(left, by: people[1])
        #expect(mine(people[1], room) == ["waitingFor": "walks", "place": 1])
        #expect(mine(people[2], room) == ["waitingFor": "walks", "place": 2])
    }

    @Test("[S53] n of m of a step in a track counts the people of that track, on the desk by side, too")
    func heardInTrack() throws {
        var room = Self.room()
        let people = try room.join([.usesServices, .family, .neighbour, .staff])
        room.fold(
            ["walks", "songs"].map { track in
                Event(
                    "activityAdded", activity: "in\(track)", by: ["host"],
                    [
                        "kind": "gather", "title": .string(track), "order": .string("z\(track)"),
                        "settings": [:], "track": ["choice": "tracks", "track": .string(track)],
                    ])
            })
        try room.open("tracks")
        try room.open("inwalks")
        func heard(_ audience: Audience = .participant) -> JSON? {
            room.shown("inwalks", to: audience).at("heard")
        }
        #expect(heard() == ["n": 0, "of": 4], "nobody has chosen: it may be anybody's")
        var views = Dictionary(uniqueKeysWithValues: Audience.allCases.map { ($0, room.view($0)) })
        var before = room.lab
        func follow(_ events: [Event], _ lab: Lab) throws {
            var touched = Touched()
            var state = before
            for event in events { touched.formUnion(state.evolve(event, at: 0)) }
            for audience in Audience.allCases {
                if let patch = lab.patch(for: audience, since: before, touching: touched) {
                    views[audience] = views[audience]?.merging(patch)
                }
                #expect(views[audience] == lab.view(for: audience), "\(audience)")
            }
            before = lab
        }
        for (person, track) in [(0, "walks"), (1, "songs"), (3, "songs")] {
            try follow(try choose(track, by: people[person], in: &room), room.lab)
        }
        #expect(heard() == ["n": 0, "of": 1])
        #expect(room.shown("insongs").at("heard") == ["n": 0, "of": 1], "the second waits for the place")
        try follow(try room.send("setCapacity", in: "tracks", ["track": "songs", "capacity": 0]), room.lab)
        #expect(room.shown("insongs").at("heard") == ["n": 0, "of": 2])
        let sides = room.shown("insongs", to: .facilitator).at("heardBySide")
        #expect(sides?["community"] == ["n": 0, "of": 1] && sides?["professional"] == ["n": 0, "of": 1])
        let walks = room.shown("inwalks", to: .facilitator).at("heardBySide", "professional")
        #expect(walks == ["n": 0, "of": 0])
        // Who answers in another track than theirs is counted all the same.
        _ = try room.send("addIdea", by: people[0], in: "inwalks", ["text": "By the river"])
        _ = try room.send("addIdea", by: people[2], in: "inwalks", ["text": "Up the hill"])
        #expect(heard() == ["n": 2, "of": 2])
    }

    @Test("[S53] where nothing is said of how full tracks are, n of m doesn't say it either")
    func heardInSecretTrack() throws {
        for (reveal, visibility) in [(Activity.Reveal.never, .anonymous), (.live, .private)]
            as [(Activity.Reveal, Activity.Visibility)]
        {
            var room = Self.room(reveal: reveal, visibility: visibility)
            let people = try room.join([.usesServices, .staff])
            room.fold([
                Event(
                    "activityAdded", activity: "walk", by: ["host"],
                    [
                        "kind": "gather", "title": "Walk", "order": "z", "settings": [:],
                        "track": ["choice": "tracks", "track": "walks"],
                    ])
            ])
            try room.open("tracks")
            try choose("walks", by: people[0], in: &room)
            #expect(room.shown("walk").at("heard") == ["n": 0, "of": 2])
        }
    }

    @Test("[S53] more room lets people in from the list; less room throws nobody out")
    func capacity() throws {
        var room = room
        for person in people { try choose("walks", by: person, in: &room) }
        #expect(count("walks", room) == [1, 3])
        let body: [String: JSON] = ["track": "walks", "capacity": 3]
        #expect(room.reason("setCapacity", by: people[0], in: "tracks", body) == .notAllowed)
        let set = try room.send("setCapacity", in: "tracks", body)
        #expect(try room.send("setCapacity", in: "tracks", body).isEmpty)
        #expect(count("walks", room) == [3, 1])
        try room.undo(set)
        #expect(count("walks", room) == [3, 1])
        #expect(room.shown("tracks").at("tracks", "walks", "capacity") == 1)
        try choose("", by: people[0], in: &room)
        #expect(count("walks", room) == [2, 1])
        try room.send("setCapacity", in: "tracks", ["track": "walks", "capacity": 0])
        #expect(count("walks", room) == [3, 0])
    }

    @Test("[S53] how full the tracks are is live, and a tap sends what changed alone")
    func live() throws {
        var room = Self.room(reveal: .onReveal)
        let moira = try room.join()
        try room.open("tracks")
        let old = room.lab
        _ = room.takeTouched()
        try choose("walks", by: moira, in: &room)
        let touched = room.takeTouched()
        for audience in [Audience.participant, .facilitator, .screen] {
            let patch = try #require(room.lab.patch(for: audience, since: old, touching: touched))
            #expect(patch.at("activities", "tracks", "tracks") == ["walks": ["taken": 1]])
        }
        var never = Self.room(reveal: .never)
        let sam = try never.join()
        try never.open("tracks")
        try choose("walks", by: sam, in: &never)
        #expect(never.shown("tracks").at("tracks", "walks", "taken") == nil)
    }

    @Test("A choice on paper counts, and a late one may be offered and accepted")
    func paperAndLate() throws {
        var room = room
        let paper = try room.addPaper()
        try room.send("chooseTrack", in: "tracks", ["track": "walks", "onBehalfOf": .string(paper)])
        #expect(count("walks", room) == [1, 0])
        try room.send("closeActivity", in: "tracks")
        let body: JSON = ["activity": "tracks", "track": "songs"]
        #expect(
            room.reason("chooseTrack", by: people[0], in: "tracks", ["track": "songs"]) == .activityClosed)
        let offer = try room.send(
            "offerLate", by: people[0], ["name": "chooseTrack", "body": body])
        try room.send("acceptLate", ["late": .string(try #require(offer.first?.item))])
        #expect(count("songs", room) == [1, 0])
    }

    @Test("Refusals say what to do next")
    func refusals() {
        #expect(room.reason("chooseTrack", by: people[0], in: "tracks", ["track": "none"]) == .unknownItem)
        #expect(
            room.refusal("chooseTrack", by: people[0], in: "tracks")?.detail.contains("empty to choose none")
                == true)
        #expect(
            room.refusal("setCapacity", in: "tracks", ["track": "walks", "capacity": -1])?.detail
                .contains("from 0 to 10000") == true)
    }

    @Test("A template's tracks are checked")
    func settings() {
        let one: JSON = ["id": "a", "title": "A"]
        for tracks: JSON in [
            [], [one], [one, one], [one, ["id": "B!", "title": "B"]], [one, ["id": "b"]],
            [one, ["id": "b", "title": "B", "capacity": -1]], [one, ["id": "b", "title": "B", "room": "2"]],
        ] {
            #expect(throws: TemplateProblem.self) { _ = try Choose(settings: Settings(["tracks": tracks])) }
        }
    }

    @Test(
        "[S53] whoever leaves the room gives the place back, and it goes to the first who waits; coming back is free"
    )
    func leaving() throws {
        var room = Self.room(visibility: .role)
        let people = try room.join([.usesServices, .family, .neighbour])
        try room.open("tracks")
        try choose("walks", by: people[0], in: &room)
        try choose("songs", by: people[1], in: &room)
        try choose("walks", by: people[1], in: &room)
        try choose("walks", by: people[2], in: &room)
        // Who waits and leaves gives up the place in the list.
        try room.send("leave", by: people[1])
        #expect(count("songs", room) == [0, 0] && count("walks", room) == [1, 1])
        try room.send("closeActivity", in: "tracks")
        let left = try room.send("leave", by: people[0])
        #expect(mine(people[2], room)?["track"] == "walks" && mine(people[0], room) == nil)
        // The place is somebody else's now: coming back doesn't take it away again.
        try room.undo(left, by: people[0])
        #expect(room.lab.people[people[0]]?.hasLeft == false && mine(people[0], room) == nil)
        #expect(mine(people[2], room)?["track"] == "walks")
        let again = try room.send("leave", by: people[2])
        #expect(count("walks", room)[0] == 0)
        try room.undo(again, by: people[2])
        #expect(mine(people[2], room)?["track"] == "walks" && count("walks", room)[0] == 1)
        let paper = try room.addPaper()
        try room.send("reopenActivity", in: "tracks")
        try room.send("chooseTrack", in: "tracks", ["track": "songs", "onBehalfOf": .string(paper)])
        try room.send("leave", ["onBehalfOf": .string(paper)])
        #expect(count("songs", room)[0] == 0)
    }

    @Test("[S53] an anonymous place isn't given back with leaving, since that would say whose it was")
    func leavingUnnamed() throws {
        var room = room
        try choose("walks", by: people[0], in: &room)
        try choose("walks", by: people[1], in: &room)
        #expect(try room.send("leave", by: people[0]).count == 1)
        #expect(count("walks", room) == [1, 1])
        // By a word of its own it goes to the next.
        try choose("", by: people[0], in: &room)
        #expect(count("walks", room) == [1, 0] && mine(people[1], room) == ["track": "walks"])
    }
}
