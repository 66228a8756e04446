import LabFixtures
import Testing

@testable import CoproductionLab

@Suite("Guiding the room: time, everybody together, the screen")
struct GuidanceTests {
    private let minute = 60_000

    private func until(_ room: LabFixture, _ activity: ID = "ideas") -> Int? {
        room.shown(activity).at("until")?.int
    }

    @Test(
        "[S14] a time to go by is counted from now, grows minute by minute, and is taken away; it ends nothing"
    )
    func time() throws {
        var room = LabFixture()
        try room.open("ideas")
        #expect(until(room) == nil)
        let now = Int(room.context.time)
        let first = try room.send("setTime", in: "ideas", ["minutes": 3])
        for audience in [Audience.participant, .facilitator, .screen] {
            #expect(room.shown("ideas", to: audience).at("until") == .int(now + 3 * minute))
        }
        try room.send("setTime", in: "ideas", ["more": 1])
        #expect(until(room) == now + 4 * minute)
        #expect(room.undoReason(first) == .movedOn)
        #expect(room.shown("ideas").at("state") == "open")
        try room.send("setTime", in: "ideas", ["minutes": 0])
        #expect(until(room) == nil)
        // Nothing was set, nothing is left of it: one more minute is a minute from now.
        let later = Int(room.context.time)
        let events = try room.send("setTime", in: "ideas", ["more": 1])
        #expect(until(room) == later + minute)
        try room.undo(events)
        #expect(until(room) == nil)
    }

    @Test("A minute more that comes after the time was over counts from now")
    func afterTheEnd() throws {
        var room = LabFixture()
        try room.open("ideas")
        try room.send("setTime", in: "ideas", ["minutes": 1])
        // A second passes with each event of the room.
        for _ in 0..<80 { _ = try room.join() }
        let now = Int(room.context.time)
        try room.send("setTime", in: "ideas", ["more": 2])
        #expect(until(room) == now + 2 * minute)
        for _ in 0..<200 { _ = try room.join() }
        #expect(room.shown("ideas").at("state") == "open", "nothing ends by itself")
    }

    @Test("A pause keeps what is left of the time, and a new beginning has none")
    func pause() throws {
        var room = LabFixture()
        try room.open("ideas")
        try room.send("setTime", in: "ideas", ["minutes": 5])
        let before = try #require(until(room))
        let paused = try room.send("pauseActivity", in: "ideas")
        #expect(until(room) == nil)
        #expect(room.reason("setTime", in: "ideas", ["more": 1]) == .activityPaused)
        let left = before - Int(room.context.time)
        for _ in 0..<10 { _ = try room.join() }
        try room.undo(paused)
        #expect(until(room) == Int(room.context.time) + left)
        let closed = try room.send("closeActivity", in: "ideas")
        #expect(until(room) == nil)
        try room.undo(closed)
        #expect(until(room) != nil)
        try room.send("closeActivity", in: "ideas")
        try room.send("reopenActivity", in: "ideas")
        #expect(until(room) == nil)
    }

    @Test("A time is refused where nothing is open, and where it is none")
    func timeRefused() throws {
        var room = LabFixture()
        let person = try room.join()
        #expect(room.reason("setTime", in: "ideas", ["minutes": 3]) == .notOpen)
        #expect(room.reason("setTime", in: "nowhere", ["minutes": 3]) == .unknownActivity)
        try room.open("ideas")
        #expect(room.reason("setTime", by: person, in: "ideas", ["minutes": 3]) == .notAllowed)
        let bodies: [[String: JSON]] = [
            [:], ["minutes": -1], ["minutes": 601], ["minutes": "five"], ["more": 0], ["more": 601],
        ]
        for body in bodies { #expect(room.reason("setTime", in: "ideas", body) == .invalid) }
        // However often: never further away than the longest time.
        for _ in 0..<3 { try room.send("setTime", in: "ideas", ["more": 600]) }
        #expect(try #require(until(room)) <= Int(room.context.time) + 600 * minute)
        try room.send("closeActivity", in: "ideas")
        #expect(room.reason("setTime", in: "ideas", ["minutes": 3]) == .activityClosed)
    }

    @Test("Everybody is brought together and let go again; twice is once, and each is undone")
    func together() throws {
        var room = LabFixture()
        let person = try room.join()
        #expect(room.reason("bringEveryone", ["on": true]) == .notOpen)
        try room.open("ideas")
        #expect(room.reason("bringEveryone", by: person, ["on": true]) == .notAllowed)
        let brought = try room.send("bringEveryone", ["on": true])
        for audience in [Audience.participant, .facilitator, .screen] {
            #expect(room.view(audience).at("lab", "together") == true)
        }
        // Two facilitators at once: the second changes nothing.
        #expect(try room.send("bringEveryone", ["on": true]).isEmpty)
        let free = try room.send("bringEveryone", ["on": false])
        #expect(room.view().at("lab", "together") == nil)
        #expect(room.undoReason(brought) == .movedOn)
        try room.undo(free)
        #expect(room.view().at("lab", "together") == true)
        try room.send("endSitting")
        #expect(room.view().at("lab", "together") == nil)
        #expect(room.reason("bringEveryone", ["on": false]) == nil)
        try room.send("openLab")
        #expect(room.view().at("lab", "together") == nil, "another sitting begins apart")
    }

    @Test("What the screen shows is chosen for the screen alone; phones are told nothing of it")
    func screen() throws {
        var room = LabFixture()
        let person = try room.join()
        #expect(room.view(.screen).at("lab", "screen") == nil)
        #expect(room.reason("setScreen", ["show": "activity"]) == .notOpen)
        let join = try room.send("setScreen", ["show": "join"])
        for audience in [Audience.facilitator, .screen] {
            #expect(room.view(audience).at("lab", "screen") == ["show": "join"])
        }
        #expect(room.view(.participant).at("lab", "screen") == nil)
        #expect(room.view(.waiting).at("lab", "screen") == nil)
        try room.open("ideas", "dots")
        try room.send("setScreen", ["show": "results", "activity": "ideas"])
        #expect(room.view(.screen).at("lab", "screen") == ["show": "results", "activity": "ideas"])
        #expect(room.undoReason(join) == .movedOn)
        #expect(room.reason("setScreen", by: person, ["show": "auto"]) == .notAllowed)
        #expect(room.reason("setScreen", ["show": "cinema"]) == .invalid)
        #expect(room.reason("setScreen", ["show": "activity", "activity": "nowhere"]) == .unknownActivity)
        #expect(room.reason("setScreen", ["show": "activity", "activity": "matrix"]) == .notOpen)
        let auto = try room.send("setScreen", ["show": "auto"])
        #expect(room.view(.screen).at("lab", "screen") == nil)
        #expect(try room.send("setScreen", ["show": "auto"]).isEmpty)
        try room.undo(auto)
        #expect(room.view(.screen).at("lab", "screen") == ["show": "results", "activity": "ideas"])
    }

    @Test("Results that are hidden can't be put on the screen, and none of them is in its view")
    func hiddenResults() throws {
        var room = LabFixture()
        let person = try room.join()
        try room.open("ideas")
        let idea = try room.addIdea("Walks", by: person)
        try room.open("dots")
        try room.vote(idea, by: person)
        #expect(room.reason("setScreen", ["show": "results"]) == .notAllowed)
        #expect(room.reason("setScreen", ["show": "results", "activity": "dots"]) == .notAllowed)
        try room.send("revealActivity", in: "dots")
        try room.send("setScreen", ["show": "results", "activity": "dots"])
        #expect(room.shown("dots", to: .screen).at("items", idea, "votes") == 1)
        try room.send("reopenActivity", in: "dots")
        #expect(room.shown("dots", to: .screen).at("items", idea, "votes") == nil)
    }
}
