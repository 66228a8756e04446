import LabFixtures
import Testing

@testable import CoproductionLab

@Suite("Taking somebody out of a lab, and letting them in again")
struct RemovalTests {
    private var room = LabFixture()
    private let anna: ID
    private let bill: ID

    init() throws {
        anna = try room.join()
        bill = try room.join(.staff)
        try room.open("ideas", "pledges")
        try room.send("setRights", ["participant": .string(bill), "facilitator": true])
    }

    private func remove(_ contributions: String, in room: inout LabFixture) throws -> [Event] {
        try room.send(
            "removePerson", ["participant": .string(anna), "contributions": .string(contributions)])
    }

    @Test("[S7] any facilitator lets them in again, with what went with them")
    func letBackIn() throws {
        var room = room
        let pledge = try room.pledge("I lead one", by: anna)
        let before = room.shown("pledges")
        let removal = try remove("go", in: &room)
        #expect(room.shown("pledges").at("pledges", pledge) == nil)
        // What comes after that stroke isn't part of it.
        let other = try room.pledge("A room", by: bill)
        #expect(room.reason("letBackIn", by: anna, ["participant": .string(anna)]) == .unknownPerson)
        try room.send("letBackIn", by: bill, ["participant": .string(anna)])
        #expect(room.lab.people[anna]?.isRemoved == false && room.lab.removals.isEmpty)
        #expect(room.shown("pledges").at("pledges", pledge) == before.at("pledges", pledge))
        #expect(room.shown("pledges").at("pledges", other) != nil)
        #expect(room.reason("letBackIn", ["participant": .string(anna)]) == .alreadyDone)
        #expect(room.undoReason(removal) == .movedOn)
        #expect(room.reason("letBackIn", ["participant": "nobody"]) == .unknownPerson)
        let line = room.view(.facilitator).at("moderation")?.object?.values.compactMap { $0["what"]?.string }
        #expect(line?.sorted() == ["personRemoved", "personReturned"])
    }

    @Test("They are in again even where something of theirs can't come back any more")
    func rest() throws {
        var room = LabFixture(steps: [
            LabFixture.Step(
                id: "charter", kind: "form", visibility: .named, reveal: .live, settings: Forms.charter)
        ])
        let anna = try room.join()
        try room.open("charter")
        let section = "charterconflict"
        let written: [String: JSON] = ["section": .string(section), "version": 0, "text": "We listen."]
        try room.send("writeSection", by: anna, in: "charter", written)
        try room.send("removePerson", ["participant": .string(anna), "contributions": "go"])
        let version = room.shown("charter").at("sections", section, "version") ?? 0
        try room.send(
            "writeSection", in: "charter",
            ["section": .string(section), "version": version, "text": "We answer within a week."])
        let back = try room.send("letBackIn", ["participant": .string(anna)])
        #expect(back.map(\.kind) == ["personReturned"])
        #expect(room.shown("charter").at("sections", section, "text") == "We answer within a week.")
        #expect(room.lab.people[anna]?.isRemoved == false)
    }

    @Test("Who is taken out twice comes back with what went the last time")
    func twice() throws {
        var room = room
        let pledge = try room.pledge("I lead one", by: anna)
        _ = try remove("stay", in: &room)
        try room.send("letBackIn", ["participant": .string(anna)])
        let second = try remove("go", in: &room)
        try room.undo(second)
        _ = try remove("go", in: &room)
        try room.send("letBackIn", ["participant": .string(anna)])
        #expect(room.shown("pledges").at("pledges", pledge) != nil)
    }
}
