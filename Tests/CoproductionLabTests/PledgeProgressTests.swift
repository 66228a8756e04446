import LabFixtures
import Testing

@testable import CoproductionLab

/// From a pledge to what came of it: taken on, talked about, done or changed.
@Suite struct PledgeProgressTests {
    private var room = LabFixture()
    private let anna: ID
    private let bill: ID

    init() throws {
        anna = try room.join(.usesServices, name: "Anna")
        bill = try room.join(.staff, name: "Bill")
        try room.open("ideas", "pledges")
    }

    private func shown(_ room: LabFixture, _ pledge: ID, to audience: Audience = .participant) -> JSON? {
        room.shown("pledges", to: audience).at("pledges", pledge)
    }
    private func on(_ pledge: ID, _ more: [String: JSON] = [:]) -> [String: JSON] {
        more.merging(["pledge": .string(pledge)]) { $1 }
    }

    @Test(
        "[S1][S11][S28][S58] a pledge says what is given and got, the skills in it and the support it needs")
    func words() throws {
        var room = room
        let body: [String: JSON] = [
            "give": "I lead Tuesday's walk", "get": "Hi-vis vests", "firstStep": "Ask two neighbours",
            "help": "A first-aid course", "skills": "Leading a group", "coach": "Moira", "by": "2026-12-01",
        ]
        let pledge = try #require(try room.send("addPledge", by: anna, in: "pledges", body).first?.item)
        for (key, value) in body {
            #expect(shown(room, pledge)?[key] == value)
            #expect(room.mine(anna).at("activities", "pledges", "pledges", pledge)?[key] == value)
        }
        // Who coaches is a name: never on the screen.
        #expect(shown(room, pledge, to: .screen)?["coach"] == nil)
        #expect(shown(room, pledge, to: .screen)?["skills"] == "Leading a group")
    }

    @Test(
        "[S18][S41] its owner says where a pledge stands: offered, accepted, doing, then done, changed or stopped"
    )
    func progress() throws {
        var room = room
        let pledge = try room.pledge("Tea", by: anna)
        let early = room.refusal("addCheckIn", by: anna, in: "pledges", on(pledge, ["status": "doing"]))
        #expect(early?.reason == .notAllowed && early?.detail.contains("Take it on first") == true)
        try room.send("acceptPledge", by: anna, in: "pledges", on(pledge))
        try room.send("closeActivity", in: "pledges")
        try room.send("endLab")
        for status in ["doing", "changed", "stopped", "doing", "done"] as [JSON] {
            try room.send(
                "addCheckIn", by: anna, in: "pledges", on(pledge, ["status": status, "text": "So far"]))
            #expect(shown(room, pledge)?["status"] == status)
        }
        #expect(shown(room, pledge)?["checkIns"]?.object?.count == 5)
        #expect(try room.send("addCheckIn", by: anna, in: "pledges", on(pledge, ["status": "done"])).isEmpty)
        #expect(
            room.reason("addCheckIn", by: anna, in: "pledges", on(pledge, ["status": "late"])) == .invalid)
        #expect(room.reason("addCheckIn", by: anna, in: "pledges", on(pledge)) == .empty)
        #expect(room.reason("addCheckIn", by: anna, in: "pledges", on(pledge, ["on": "soon"])) == .invalid)
    }

    @Test(
        "[S18][S41] a facilitator notes a talk and the next day, and never says for the owner where it stands"
    )
    func conversation() throws {
        var room = room
        let pledge = try room.pledge("Tea", by: anna)
        #expect(
            room.reason("addCheckIn", by: bill, in: "pledges", on(pledge, ["text": "How is it?"]))
                == .notYours)
        #expect(room.reason("addCheckIn", in: "pledges", on(pledge, ["status": "done"])) == .notYours)
        let talk = try room.send(
            "addCheckIn", in: "pledges",
            on(pledge, ["text": "We talked. Spring is better.", "on": "2027-03-01"]))
        #expect(talk[0].persons == [LabFixture.host, anna], "erasing its owner finds what was said about it")
        let id = try #require(talk[0].items.last)
        #expect(
            shown(room, pledge)?.at("checkIns", id) == [
                "text": "We talked. Spring is better.", "on": "2027-03-01", "order": "m000001",
                "fromDesk": true,
            ])
        #expect(shown(room, pledge)?["next"] == "2027-03-01" && shown(room, pledge)?["status"] == "offered")
        try room.send("editPledge", by: anna, in: "pledges", on(pledge, ["version": 1, "by": "2027-04-01"]))
        #expect(shown(room, pledge)?["next"] == nil, "a new day of its own takes the agreed one's place")
    }

    @Test("[S41] a check-in is taken back at any time, and what it said with it")
    func undo() throws {
        var room = room
        let pledge = try room.pledge("Tea", by: anna)
        try room.send("acceptPledge", by: anna, in: "pledges", on(pledge))
        let first = try room.send(
            "addCheckIn", by: anna, in: "pledges", on(pledge, ["status": "doing", "on": "2027-01-01"]))
        let second = try room.send(
            "addCheckIn", by: anna, in: "pledges", on(pledge, ["status": "stopped", "on": "2027-02-01"]))
        try room.send("closeActivity", in: "pledges")
        #expect(room.undoReason(first, by: anna) == .movedOn)
        #expect(room.undoReason(second, by: bill) == .notYours)
        try room.undo(second, by: anna)
        #expect(shown(room, pledge)?["status"] == "doing" && shown(room, pledge)?["next"] == "2027-01-01")
        try room.undo(first, by: anna)
        #expect(shown(room, pledge)?["status"] == "accepted" && shown(room, pledge)?["next"] == nil)
        #expect(shown(room, pledge)?["checkIns"] == nil)
    }

    @Test("[S18] other words are another pledge, wherever it had got to")
    func edited() throws {
        var room = room
        let pledge = try room.pledge("Tea", by: anna)
        try room.send("acceptPledge", by: anna, in: "pledges", on(pledge))
        try room.send("addCheckIn", by: anna, in: "pledges", on(pledge, ["status": "doing"]))
        try room.send("editPledge", by: anna, in: "pledges", on(pledge, ["version": 1, "give": "Coffee"]))
        #expect(shown(room, pledge)?["status"] == "offered" && shown(room, pledge)?["checkIns"] != nil)
    }

    @Test("[S58][S60] where a school takes part a guardian says yes first, and no pupil's name is shown")
    func pupils() throws {
        var room = room
        let events = try room.send(
            "addPledge", by: anna, in: "pledges", ["give": "I read aloud", "young": true, "coach": "Ms Reid"])
        let pledge = try #require(events.first?.item)
        let refused = room.refusal("acceptPledge", by: anna, in: "pledges", on(pledge))
        #expect(refused?.reason == .notAllowed && refused?.detail.contains("guardian") == true)
        try room.send("editPledge", by: anna, in: "pledges", on(pledge, ["version": 1, "guardian": true]))
        try room.send("acceptPledge", by: anna, in: "pledges", on(pledge))
        for audience in [Audience.participant, .screen] {
            for key in ["name", "young", "guardian"] {
                #expect(shown(room, pledge, to: audience)?[key] == nil)
            }
        }
        #expect(shown(room, pledge, to: .facilitator)?["young"] == true)
        #expect(shown(room, pledge, to: .facilitator)?["name"] == "Anna")
        #expect(room.mine(anna).at("activities", "pledges", "pledges", pledge, "guardian") == true)
    }

    @Test("[S41] somebody on paper says by a facilitator's hand how it goes")
    func paper() throws {
        var room = room
        let paper = try room.addPaper(.family)
        let body: [String: JSON] = ["onBehalfOf": .string(paper), "give": "Soup"]
        let pledge = try #require(try room.send("addPledge", in: "pledges", body).first?.item)
        let hand: [String: JSON] = ["onBehalfOf": .string(paper)]
        try room.send("acceptPledge", in: "pledges", on(pledge, hand))
        try room.send("addCheckIn", in: "pledges", on(pledge, hand.merging(["status": "done"]) { $1 }))
        #expect(shown(room, pledge)?["status"] == "done")
    }
}
