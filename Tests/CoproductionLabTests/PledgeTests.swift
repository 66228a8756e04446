import LabFixtures
import Testing

@testable import CoproductionLab

/// Pledges: what is given and got, and whose yes it takes.
@Suite struct PledgeTests {
    private var room = LabFixture()
    private let anna: ID
    private let bill: ID
    private let idea: ID

    init() throws {
        anna = try room.join(.usesServices, name: "Anna")
        bill = try room.join(.staff, name: "Bill")
        try room.open("ideas", "pledges")
        idea = try room.addIdea("Walks", by: anna)
    }

    private func shown(_ room: LabFixture, _ pledge: ID) -> JSON? {
        room.shown("pledges").at("pledges", pledge)
    }
    private func on(_ pledge: ID, _ more: [String: JSON] = [:]) -> [String: JSON] {
        more.merging(["pledge": .string(pledge)]) { $1 }
    }

    @Test(
        "[S1][S11][S28] a pledge says what is given and got, its first step, by when and what help it needs")
    func whole() throws {
        var room = room
        let body: [String: JSON] = [
            "give": "I will lead Tuesday's walk", "get": "The council supplies hi-vis vests",
            "firstStep": "Ask two neighbours", "by": "2026-12-01", "help": "A first-aid course",
            "idea": .string(idea),
        ]
        let events = try room.send("addPledge", by: anna, in: "pledges", body)
        let pledge = try #require(events.first?.item)
        #expect(Lab.result(of: events) == ["pledge": .string(pledge)])
        var entry = body
        entry["order"] = "m000001"
        entry["version"] = 1
        entry["status"] = "offered"
        #expect(room.mine(anna).at("activities", "pledges", "pledges", pledge) == .object(entry))
        entry["role"] = "usesServices"
        #expect(room.shown("pledges", to: .screen).at("pledges", pledge) == .object(entry))
        entry["name"] = "Anna"
        #expect(shown(room, pledge) == .object(entry))
        #expect(room.mine(bill).at("activities", "pledges") == nil)
    }

    @Test("[S18] only its owner accepts a pledge: no facilitator, and nobody else")
    func accept() throws {
        var room = room
        let pledge = try room.pledge("Tea", by: anna)
        #expect(room.reason("acceptPledge", in: "pledges", on(pledge)) == .notYours)
        #expect(room.reason("acceptPledge", by: bill, in: "pledges", on(pledge)) == .notYours)
        try room.send("closeActivity", in: "pledges")
        let accepted = try room.send("acceptPledge", by: anna, in: "pledges", on(pledge))
        #expect(shown(room, pledge)?["status"] == "accepted")
        #expect(try room.send("acceptPledge", by: anna, in: "pledges", on(pledge)).isEmpty)
        try room.send("reopenActivity", in: "pledges")
        try room.undo(accepted, by: anna)
        #expect(shown(room, pledge)?["status"] == "offered")
    }

    @Test("[S18] other words are another pledge: after an edit it waits for its owner's yes again")
    func edit() throws {
        var room = room
        let pledge = try room.pledge("Tea", by: anna)
        try room.send("acceptPledge", by: anna, in: "pledges", on(pledge))
        try room.send("editPledge", by: anna, in: "pledges", on(pledge, ["version": 1, "get": "Cups"]))
        #expect(shown(room, pledge)?["status"] == "offered")
        #expect(shown(room, pledge)?["give"] == "Tea" && shown(room, pledge)?["get"] == "Cups")
        #expect(shown(room, pledge)?["version"] == 2)
    }

    @Test("An edit that changes nothing leaves an accepted pledge accepted")
    func unchanged() throws {
        var room = room
        let pledge = try room.pledge("Tea", by: anna)
        try room.send("acceptPledge", by: anna, in: "pledges", on(pledge))
        let same = try room.send(
            "editPledge", by: anna, in: "pledges", on(pledge, ["version": 1, "give": "Tea"]))
        #expect(same.isEmpty)
        #expect(shown(room, pledge)?["status"] == "accepted")
    }

    @Test("Nobody changes or withdraws somebody else's pledge, and a stale edit is answered with both")
    func others() throws {
        var room = room
        let pledge = try room.pledge("Tea", by: anna)
        for person in [bill, LabFixture.host] {
            #expect(
                room.reason("editPledge", by: person, in: "pledges", on(pledge, ["version": 1])) == .notYours)
            #expect(room.reason("withdrawPledge", by: person, in: "pledges", on(pledge)) == .notYours)
        }
        try room.send("editPledge", by: anna, in: "pledges", on(pledge, ["version": 1, "give": "Coffee"]))
        let stale = room.refusal(
            "editPledge", by: anna, in: "pledges", on(pledge, ["version": 1, "give": "Milk"]))
        #expect(stale?.reason == .changedMeanwhile)
        #expect(stale?.extra["theirs"] == ["give": "Coffee", "version": 2])
        #expect(stale?.extra["yours"] == ["give": "Milk"])
    }

    @Test("A withdrawn pledge is gone, and comes back as it was when that is undone")
    func withdraw() throws {
        var room = room
        let pledge = try room.pledge("Tea", by: anna)
        try room.send("acceptPledge", by: anna, in: "pledges", on(pledge))
        let gone = try room.send("withdrawPledge", by: anna, in: "pledges", on(pledge))
        #expect(room.shown("pledges").at("pledges") == [:])
        #expect(room.heard("pledges").at("n") == 0)
        #expect(room.reason("acceptPledge", by: anna, in: "pledges", on(pledge)) == .unknownItem)
        try room.undo(gone, by: anna)
        #expect(shown(room, pledge)?["status"] == "accepted")
        #expect(room.heard("pledges").at("n") == 1)
    }

    @Test("Offers and edits of pledges are undone, unless they have been accepted or changed since")
    func undo() throws {
        var room = room
        let offered = try room.send("addPledge", by: anna, in: "pledges", ["give": "Tea"])
        let pledge = try #require(offered.first?.item)
        let edited = try room.send(
            "editPledge", by: anna, in: "pledges", on(pledge, ["version": 1, "give": "Milk"]))
        #expect(room.undoReason(offered, by: anna) == .movedOn)
        #expect(room.undoReason(edited, by: bill) == .notYours)
        try room.undo(edited, by: anna)
        #expect(shown(room, pledge)?["give"] == "Tea")
        let other = try room.send("addPledge", by: bill, in: "pledges", ["give": "Cups"])
        try room.undo(other, by: bill)
        #expect(room.shown("pledges").at("pledges")?.object?.keys.sorted() == [pledge])
        let accepted = try room.send("addPledge", by: bill, in: "pledges", ["give": "Cups"])
        try room.send("acceptPledge", by: bill, in: "pledges", on(accepted.first?.item ?? ""))
        #expect(room.undoReason(accepted, by: bill) == .movedOn)
    }

    @Test(
        "A day is a day of the calendar",
        arguments: [
            ("2026-12-01", nil), ("2028-02-29", nil), ("2000-02-29", nil), ("", nil),
            ("2026-02-29", .invalid),
            ("1900-02-29", .invalid), ("2026-13-01", .invalid), ("2026-00-10", .invalid),
            ("2026-04-31", .invalid),
            ("2026-1-1", .invalid), ("26-01-01", .invalid), ("tomorrow", .invalid),
            ("2026-12-01T00", .invalid),
            ("٢٠٢٦-12-01", .invalid), ("-026-12-01", .invalid), ("2026-12-00", .invalid),
        ] as [(String, Reason?)])
    func day(text: String, reason: Reason?) {
        #expect(
            room.reason("addPledge", by: anna, in: "pledges", ["give": "Tea", "by": .string(text)]) == reason)
    }

    @Test("[S4] a pledge names an idea that has come so far, and may keep naming it when it has gone")
    func ideas() throws {
        var room = room
        #expect(
            room.reason("addPledge", by: anna, in: "pledges", ["give": "Tea", "idea": "nothing"])
                == .unknownItem)
        let body: [String: JSON] = ["give": "Tea", "idea": .string(idea)]
        let pledge = try #require(try room.send("addPledge", by: bill, in: "pledges", body).first?.item)
        try room.send("hideIdea", in: "ideas", ["idea": .string(idea)])
        try room.send("editPledge", by: bill, in: "pledges", on(pledge, ["version": 1, "help": "A kettle"]))
        #expect(shown(room, pledge)?["help"] == "A kettle")
        try room.send("editPledge", by: bill, in: "pledges", on(pledge, ["version": 2, "idea": ""]))
        #expect(shown(room, pledge)?["idea"] == nil)
        let again = on(pledge, ["version": 3, "idea": .string(idea)])
        #expect(room.reason("editPledge", by: bill, in: "pledges", again) == .unknownItem)
    }

    @Test("[S8] the agency pledges by the same rules as everybody")
    func agency() throws {
        var room = room
        let pledge = try room.pledge("The council supplies vests", by: bill)
        #expect(room.reason("acceptPledge", by: anna, in: "pledges", on(pledge)) == .notYours)
        try room.send("acceptPledge", by: bill, in: "pledges", on(pledge))
        #expect(shown(room, pledge)?["role"] == "staff" && shown(room, pledge)?["status"] == "accepted")
    }
}
