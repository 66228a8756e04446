import CoproductionLab
import LabFixtures
import LabReport
import Testing

@Suite("What the organiser's desk reads out of labs")
struct DeskTests {
    private func side(_ room: LabFixture, sitting: Int? = nil, knowsWho: Bool = true) -> Comparison.Side {
        Comparison.Side(
            lab: room.lab, sitting: sitting, room: knowsWho ? room.lab.room : nil,
            activities: Set(room.lab.agenda))
    }

    /// A lab in which so many people rate one idea alike.
    private func rated(_ people: Int, impact: Int, effort: Int) throws -> LabFixture {
        var room = LabFixture()
        let everybody = try room.join(Array(repeating: Role.family, count: people))
        try room.open("ideas", "dots")
        let walk = try room.addIdea("Walks", by: everybody[0])
        for person in everybody { try room.vote(walk, by: person) }
        try room.send("revealActivity", in: "dots")
        try room.open("matrix")
        for person in everybody {
            try room.rate(walk, impact: .int(impact), effort: .int(effort), by: person)
        }
        return room
    }

    @Test("[S24] a comparison has the matrix of both, once it is revealed, and says what has moved")
    func matrix() throws {
        var (one, other) = (try rated(3, impact: 5, effort: 1), try rated(3, impact: 5, effort: 5))
        #expect(Comparison.json(side(one), side(other))["matrix"] == [])
        try one.send("revealActivity", in: "matrix")
        try other.send("revealActivity", in: "matrix")
        let item = Comparison.json(side(one), side(other))["matrix"]?.array?.first
        #expect(item?["moved"] == true && item?["text"] == "Walks")
        #expect(item?["sides"]?.array?.map { $0["quadrant"] } == ["quickWins", "majorProjects"])
    }

    @Test("a figure of fewer people than the threshold is in no comparison")
    func smallNumbers() throws {
        var (one, other) = (try rated(2, impact: 5, effort: 1), try rated(3, impact: 5, effort: 5))
        try one.send("revealActivity", in: "matrix")
        try other.send("revealActivity", in: "matrix")
        let compared = Comparison.json(side(one), side(other))
        let sides = compared["matrix"]?.array?.first?["sides"]?.array
        #expect(
            sides?.first == ["n": 2, "tooFew": true] && compared["matrix"]?.array?.first?["moved"] == nil)
        #expect(compared["sides"]?.array?.first?["involvement"]?["community"] == nil)
        // One of three gave the idea; all of them voted and rated.
        #expect(compared["sides"]?.array?.last?["involvement"]?["community"] == .double(0.7778))
    }

    @Test("who was there is left out where nobody knows it any more")
    func unknown() throws {
        let room = try rated(3, impact: 5, effort: 1)
        let sides = Comparison.json(side(room, sitting: 1, knowsWho: false), side(room))["sides"]?.array
        #expect(sides?.first?["people"] == nil && sides?.first?["involvement"] == nil)
        #expect(sides?.first?["sitting"] == 1 && sides?.last?["people"] == 3)
    }

    @Test("[S18][S41] reminders name nobody, and hold what is still to be kept")
    func reminders() throws {
        var room = LabFixture()
        let anna = try room.join(name: "Anna")
        try room.open("pledges")
        let walk = JSON.string(try room.pledge("I lead a walk", by: anna))
        _ = try room.pledge("I read aloud", by: anna)
        #expect(Reminders.of(room.lab).map { $0["give"] } == ["I lead a walk", "I read aloud"])
        try room.send("acceptPledge", by: anna, in: "pledges", ["pledge": walk])
        try room.send(
            "addCheckIn", by: anna, in: "pledges", ["pledge": walk, "text": "Twice", "on": "2027-01-01"])
        let first = Reminders.of(room.lab).first
        #expect(first?["said"] == "Twice" && first?["day"] == "2027-01-01" && first?["status"] == "accepted")
        #expect(!Reminders.of(room.lab).contains { $0.text.contains("Anna") })
        try room.send("addCheckIn", by: anna, in: "pledges", ["pledge": walk, "status": "done"])
        #expect(Reminders.of(room.lab).map { $0["give"] } == ["I read aloud"])
    }
}
