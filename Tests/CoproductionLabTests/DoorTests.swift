import LabFixtures
import Testing

@testable import CoproductionLab

/// Who may come in: a locked door, newcomers who are let in one by one, and a room that is full.
@Suite struct DoorTests {
    @discardableResult
    private func set(_ room: inout LabFixture, _ body: [String: JSON]) throws -> [Event] {
        try room.send("setDoor", body)
    }

    private func joinReason(_ room: LabFixture) -> Reason? {
        var copy = room
        do throws(Rejection) {
            _ = try copy.join()
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("[S29] a locked door keeps newcomers out, and nobody who was here before")
    func locked() throws {
        var room = LabFixture()
        let anna = try room.join()
        let locked = try set(&room, ["locked": true])
        #expect(joinReason(room) == .labLocked)
        #expect(try set(&room, ["locked": true]).isEmpty)
        try room.send("leave", by: anna)
        #expect(!room.lab.decideReturn(anna).isEmpty)
        for audience in [Audience.participant, .screen, .facilitator] {
            #expect(room.lab.view(for: audience).at("lab", "locked") == true)
        }
        try room.undo(locked)
        #expect(joinReason(room) == nil)
        #expect(room.lab.view(for: .participant).at("lab", "locked") == nil)
    }

    @Test("[S10] who waits isn't counted, sees the lobby alone, and does nothing until they are let in")
    func waiting() throws {
        var room = LabFixture { $0.reveal = .live }
        let anna = try room.join()
        try set(&room, ["approval": true])
        let ben = try room.join(.staff)
        try room.open("ideas")
        #expect(room.lab.room.joined == 1)
        #expect(room.lab.waitingAtDoor == 1)
        #expect(room.lab.view(for: .facilitator).at("people", "atDoor") == 1)
        #expect(room.lab.view(for: .participant).at("people", "atDoor") == nil)
        #expect(room.reason("addIdea", by: ben, in: "ideas", ["text": "Early"]) == .notAllowed)
        #expect(room.reason("signal", by: ben, ["signal": "ready"]) == .notAllowed)
        #expect(room.reason("setName", by: ben, ["name": "Benny"]) == nil)
        #expect(room.reason("admit", by: anna, ["participant": .string(ben)]) == .notAllowed)
        let admitted = try room.send("admit", ["participant": .string(ben)])
        #expect(room.lab.room.joined == 2)
        #expect(room.lab.waitingAtDoor == 0)
        #expect(room.reason("admit", ["participant": .string(ben)]) == .alreadyDone)
        try room.undo(admitted)
        #expect(room.lab.room.joined == 1)
        #expect(room.lab.atTheDoor.map(\.id) == [ben])
    }

    @Test(
        "All who wait are let in at once, in the order in which they came, and as many as there is room for")
    func all() throws {
        var room = LabFixture()
        _ = try room.join()
        try set(&room, ["approval": true])
        let waiting = try room.join([.staff, .family, .neighbour])
        #expect(room.lab.atTheDoor.map(\.id) == waiting)
        try set(&room, ["capacity": 2])
        #expect(room.reason("admitAll") == .labFull)
        try room.send("admit", ["participant": .string(waiting[1])])
        #expect(joinReason(room) == .labFull)
        #expect(room.reason("admit", ["participant": .string(waiting[0])]) == .labFull)
        try set(&room, ["capacity": 0])
        let all = try room.send("admitAll")
        #expect(room.lab.room.joined == 4)
        #expect(room.reason("admitAll") == .alreadyDone)
        try room.undo(all)
        #expect(room.lab.atTheDoor.map(\.id) == [waiting[0], waiting[2]])
    }

    @Test("Who has taken part since isn't put out by an undo")
    func tookPart() throws {
        var room = LabFixture { $0.visibility = .named }
        try set(&room, ["approval": true])
        let (anna, ben) = (try room.join(), try room.join())
        try room.open("ideas")
        let all = try room.send("admitAll")
        _ = try room.addIdea("Walks", by: anna)
        try room.undo(all)
        #expect(room.lab.atTheDoor.map(\.id) == [ben])
        let one = try room.send("admit", ["participant": .string(ben)])
        _ = try room.addIdea("Choir", by: ben)
        #expect(room.undoReason(one) == .movedOn)
    }

    @Test("Whoever is turned away stays out, may be let in after all, and the facilitator can take it back")
    func turnedAway() throws {
        var room = LabFixture()
        try set(&room, ["approval": true])
        let ben = try room.join()
        let away = try room.send("turnAway", ["participant": .string(ben)])
        #expect(room.lab.waitingAtDoor == 0)
        #expect(room.lab.mine(of: ben) { $0 }.at("participant", "admission") == "turnedAway")
        #expect(room.reason("turnAway", ["participant": .string(ben)]) == .alreadyDone)
        try room.undo(away)
        #expect(room.lab.waitingAtDoor == 1)
        try room.send("turnAway", ["participant": .string(ben)])
        try room.send("admit", ["participant": .string(ben)])
        #expect(room.lab.room.joined == 1)
        #expect(room.reason("turnAway", ["participant": .string(ben)]) == .alreadyDone)
        #expect(room.lab.mine(of: ben) { $0 }.at("participant", "admission") == nil)
    }

    @Test(
        "A room is as full as its places, those who watch among them; a facilitator may still add somebody on paper"
    )
    func capacity() throws {
        var room = LabFixture()
        let anna = try room.join()
        let ben = try room.join()
        try room.send("watch", by: ben, ["on": true])
        try set(&room, ["capacity": 2])
        #expect(joinReason(room) == .labFull)
        _ = try room.addPaper()
        try room.send("leave", by: anna)
        #expect(joinReason(room) == .labFull)
        try room.send("leave", by: ben)
        #expect(joinReason(room) == nil)
        for wrong in [-1, "5", 20_000, true] as [JSON] {
            #expect(room.reason("setDoor", ["capacity": wrong]) == .invalid)
        }
    }

    @Test("Patches lead to the views that a fresh look gives, for all that is done at the door")
    func patches() throws {
        var room = LabFixture()
        for step in ["approval", "locked"] {
            try set(&room, [step: true])
            if step == "approval" { _ = try room.join() }
        }
        let before = room.lab
        _ = room.takeTouched()
        try room.send("admitAll")
        try set(&room, ["locked": false, "capacity": 30])
        let touched = room.takeTouched()
        for audience in Audience.allCases {
            let patch = room.lab.patch(for: audience, since: before, touching: touched) ?? .empty
            #expect(
                before.view(for: audience).merging(patch) == room.lab.view(for: audience), "\(audience)")
        }
    }
}
