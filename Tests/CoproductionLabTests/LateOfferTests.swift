import LabFixtures
import Testing

@testable import CoproductionLab

/// What was made without a connection and came after its activity had closed.
@Suite struct LateOfferTests {
    private var room = LabFixture()
    private let anna: ID
    private let bill: ID
    private let idea: ID

    init() throws {
        anna = try room.join(.usesServices)
        bill = try room.join(.staff)
        try room.open("ideas", "dots", "matrix", "pledges")
        idea = try room.addIdea("Walks", by: anna)
        for activity in ["ideas", "dots", "matrix", "pledges"] {
            try room.send("closeActivity", in: activity)
        }
    }

    private func offer(_ name: String, _ body: [String: JSON]) -> [String: JSON] {
        ["name": .string(name), "body": .object(body)]
    }
    private var lateIdea: [String: JSON] { offer("addIdea", ["activity": "ideas", "text": "Late walks"]) }
    private func waiting(_ room: LabFixture) -> [String: JSON] {
        room.view(.facilitator).at("late")?.object ?? [:]
    }

    @Test("A late idea is kept and shown to facilitators alone, by role and without its author")
    func offered() throws {
        var room = room
        #expect(room.reason("addIdea", by: anna, in: "ideas", ["text": "Late walks"]) == .activityClosed)
        let events = try room.send("offerLate", by: anna, lateIdea)
        let late = try #require(events.first?.item)
        #expect(Lab.result(of: events) == ["late": .string(late)])
        #expect(
            waiting(room)
                == [
                    late: [
                        "activity": "ideas", "name": "addIdea", "text": "Late walks", "role": "usesServices",
                    ]
                ])
        for audience in [Audience.participant, .screen, .waiting] {
            #expect(!room.view(audience).text.contains("Late walks") && room.view(audience).at("late") == nil)
        }
        #expect(room.heard("ideas").at("n") == 1)
    }

    @Test("A facilitator accepts it in one tap: it counts as its author's own, with their role")
    func accepted() throws {
        var room = room
        let late = try #require(try room.send("offerLate", by: bill, lateIdea).first?.item)
        #expect(room.reason("acceptLate", by: bill, ["late": .string(late)]) == .notAllowed)
        let events = try room.send("acceptLate", ["late": .string(late)])
        let added = try #require(Lab.result(of: events)["idea"]?.string)
        #expect(room.mine(bill).at("activities", "ideas", "ideas", added, "text") == "Late walks")
        #expect(room.shown("ideas").at("ideas", added, "text") == "Late walks")
        #expect(room.heard("ideas") == ["n": 2, "of": 2])
        #expect(room.shown("ideas", to: .facilitator).at("heardBySide", "professional", "n") == 1)
        #expect(waiting(room).isEmpty)
        #expect(room.reason("acceptLate", ["late": .string(late)]) == .unknownItem)
        #expect(room.reason("dismissLate", ["late": .string(late)]) == .unknownItem)
    }

    @Test("Dots, ratings, edits and pledges can come late, too")
    func everyContribution() throws {
        let offers = [
            offer("vote", ["activity": "dots", "item": .string(idea), "dots": 1]),
            offer("rate", ["activity": "matrix", "item": .string(idea), "impact": 4]),
            offer(
                "editIdea", ["activity": "ideas", "idea": .string(idea), "version": 1, "text": "Long walks"]),
            offer("addPledge", ["activity": "pledges", "give": "Tea"]),
        ]
        for offer in offers {
            var room = room
            let late = try #require(try room.send("offerLate", by: anna, offer).first?.item)
            #expect(!waiting(room).isEmpty)
            let events = try room.send("acceptLate", ["late": .string(late)])
            #expect(events.count == 2)
            #expect(events.last?.actor == room.author(anna, events.last?.activity ?? ""))
        }
    }

    @Test("A dismissed offer is gone from the facilitators' view, and an accident is undone")
    func dismissed() throws {
        var room = room
        let late = try #require(try room.send("offerLate", by: anna, lateIdea).first?.item)
        #expect(room.reason("dismissLate", by: bill, ["late": .string(late)]) == .notAllowed)
        let dismissal = try room.send("dismissLate", ["late": .string(late)])
        #expect(waiting(room).isEmpty)
        try room.undo(dismissal)
        #expect(waiting(room)[late]?["text"] == "Late walks")
        #expect(room.undoReason(dismissal) == .movedOn)
        #expect(room.reason("dismissLate", ["late": "nothing"]) == .unknownItem)
    }

    @Test("An acceptance is undone as a whole: the contribution goes, and the offer waits again")
    func undoneAcceptance() throws {
        var room = room
        let late = try #require(try room.send("offerLate", by: anna, lateIdea).first?.item)
        let acceptance = try room.send("acceptLate", ["late": .string(late)])
        #expect(room.undoReason(acceptance, by: anna) == .notAllowed)
        try room.undo(acceptance)
        #expect(room.shown("ideas").at("count") == 1)
        #expect(waiting(room).keys.sorted() == [late])
        try room.send("acceptLate", ["late": .string(late)])
        #expect(room.shown("ideas").at("count") == 2)
    }

    @Test("Who offered something takes it back by undoing it, though the activity is closed")
    func takenBack() throws {
        var room = room
        let offered = try room.send("offerLate", by: anna, lateIdea)
        #expect(room.undoReason(offered, by: bill) == .notYours)
        try room.undo(offered, by: anna)
        #expect(waiting(room).isEmpty)
        #expect(room.undoReason(offered, by: anna) == .movedOn)
    }

    @Test(
        "[S24] after the reveal nothing is accepted any more: reopening comes first, so that nobody's answer shows"
    )
    func revealed() throws {
        var room = room
        let vote = offer("vote", ["activity": "dots", "item": .string(idea), "dots": 1])
        let late = try #require(try room.send("offerLate", by: anna, vote).first?.item)
        try room.send("revealActivity", in: "dots")
        #expect(room.reason("acceptLate", ["late": .string(late)]) == .movedOn)
        try room.send("reopenActivity", in: "dots")
        let acceptance = try room.send("acceptLate", ["late": .string(late)])
        #expect(room.heard("dots") == ["n": 1, "of": 2])
        try room.send("revealActivity", in: "dots")
        #expect(room.undoReason(acceptance) == .movedOn)
    }

    @Test("Where the activity is open again, the offer is simply the answer")
    func openAgain() throws {
        var room = room
        try room.send("reopenActivity", in: "ideas")
        let events = try room.send("offerLate", by: anna, lateIdea)
        #expect(events.map(\.kind) == ["ideaAdded"])
    }

    @Test("What could not be accepted isn't kept either")
    func refused() {
        let other: ID = "stranger"
        func reason(_ name: String, _ body: [String: JSON]) -> Reason? {
            room.reason("offerLate", by: anna, offer(name, body))
        }
        #expect(reason("addIdea", ["activity": "ideas", "text": " "]) == .empty)
        #expect(reason("addIdea", ["activity": "nowhere", "text": "Tea"]) == .unknownActivity)
        #expect(reason("addIdea", ["activity": "dots", "text": "Tea"]) == .unknownCommand)
        #expect(reason("addIdea", ["text": "Tea"]) == .invalid)
        #expect(reason("vote", ["activity": "dots", "item": "nothing", "dots": 1]) == .unknownItem)
        #expect(reason("vote", ["activity": "dots", "item": .string(idea), "dots": 9]) == .overBudget)
        #expect(reason("hideIdea", ["activity": "ideas", "idea": .string(idea)]) == .unknownCommand)
        #expect(reason("openLab", [:]) == .invalid)
        #expect(reason("offerLate", offer("addIdea", ["activity": "ideas"])) == .invalid)
        #expect(room.reason("offerLate", by: anna) == .invalid)
        #expect(room.reason("offerLate", by: anna, ["name": 4, "body": []]) == .invalid)
        #expect(room.reason("offerLate", by: other, lateIdea) == .unknownPerson)
        let draft = LabFixture()
        #expect(draft.reason("offerLate", lateIdea) == .notOpen)
    }

    @Test("What no longer fits when it is accepted is refused then, and waits on")
    func noLongerFits() throws {
        var room = room
        let edit = offer(
            "editIdea", ["activity": "ideas", "idea": .string(idea), "version": 1, "text": "Long walks"])
        let late = try #require(try room.send("offerLate", by: anna, edit).first?.item)
        try room.send("hideIdea", in: "ideas", ["idea": .string(idea)])
        #expect(room.reason("acceptLate", ["late": .string(late)]) == .unknownItem)
        #expect(!waiting(room).isEmpty)
    }

    @Test("A facilitator offers late for somebody on paper")
    func paper() throws {
        var room = room
        let paula = try room.addPaper(.neighbour)
        let body: [String: JSON] = ["activity": "ideas", "text": "Benches", "onBehalfOf": .string(paula)]
        #expect(room.reason("offerLate", by: anna, offer("addIdea", body)) == .notAllowed)
        let late = try #require(try room.send("offerLate", offer("addIdea", body)).first?.item)
        let added = try room.send("acceptLate", ["late": .string(late)]).last?.item ?? ""
        #expect(room.shown("ideas").at("ideas", added, "support") == "paper")
        #expect(room.mine(paula).at("activities", "ideas", "ideas", added) != nil)
    }

    @Test("In an ended lab an offer is kept until it is opened again")
    func endedLab() throws {
        var room = room
        try room.send("endLab")
        let late = try #require(try room.send("offerLate", by: anna, lateIdea).first?.item)
        #expect(room.reason("acceptLate", ["late": .string(late)]) == .labClosed)
        try room.send("openLab")
        try room.send("acceptLate", ["late": .string(late)])
    }
}
