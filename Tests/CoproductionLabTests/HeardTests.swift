import LabFixtures
import Testing

@testable import CoproductionLab

/// “n of m heard”, passes, people who only watch, leave, or take part on paper.
@Suite struct HeardTests {
    private var room = LabFixture()
    private let people: [ID]

    init() throws {
        people = try room.join([.usesServices, .family, .staff, .other])
        try room.open("ideas", "dots", "matrix", "pledges")
    }

    private func heard(_ n: Int, of m: Int) -> JSON { ["n": .int(n), "of": .int(m)] }

    @Test("[S10] every activity that hears people shows n of m, to every audience")
    func counted() throws {
        var room = room
        for activity in ["ideas", "dots", "matrix", "pledges"] {
            #expect(room.heard(activity) == heard(0, of: 4))
        }
        _ = try room.addIdea("Walks", by: people[0])
        _ = try room.addIdea("Café", by: people[0])
        _ = try room.addIdea("Songs", by: people[2])
        for audience in [Audience.participant, .facilitator, .screen] {
            #expect(room.shown("ideas", to: audience).at("heard") == heard(2, of: 4))
        }
        #expect(
            room.view().at("people", "joined") == 4, "the facilitator a lab was made for isn't one of them")
    }

    @Test("[S10][S14] a pass is a full answer: it counts, its author sees it, and answering takes it back")
    func pass() throws {
        var room = room
        try room.send("pass", by: people[0], in: "ideas")
        #expect(room.heard("ideas") == heard(1, of: 4))
        #expect(room.mine(people[0]).at("activities", "ideas") == ["pass": true])
        #expect(room.mine(people[1]).at("activities") == [:])
        #expect(try room.send("pass", by: people[0], in: "ideas").isEmpty)
        let idea = try room.addIdea("Walks", by: people[0])
        #expect(room.heard("ideas") == heard(1, of: 4), "heard once, whatever they do")
        #expect(room.mine(people[0]).at("activities", "ideas", "pass") == nil)
        try room.send("withdrawIdea", by: people[0], in: "ideas", ["idea": .string(idea)])
        #expect(room.heard("ideas") == heard(0, of: 4))
    }

    @Test("[S14] who has answered may pass on the rest, and a pass is undone like anything else")
    func passLater() throws {
        var room = room
        let idea = try room.addIdea("Walks", by: people[0])
        try room.rate(idea, impact: 3, by: people[1])
        let passed = try room.send("pass", by: people[1], in: "matrix")
        #expect(room.mine(people[1]).at("activities", "matrix", "pass") == true)
        try room.undo(passed, by: people[1])
        #expect(room.mine(people[1]).at("activities", "matrix", "pass") == nil)
        #expect(room.heard("matrix") == heard(1, of: 4))
        #expect(room.undoReason(passed, by: people[1]) == .movedOn)
        #expect(room.undoReason(passed, by: people[2]) == .notYours)
    }

    @Test("[S10][S14] who only watches or has left isn't waited for, and may come back")
    func watching() throws {
        var room = room
        try room.send("watch", by: people[0], ["on": true])
        #expect(room.heard("ideas") == heard(0, of: 3))
        #expect(room.view(.facilitator).at("people", "watching") == 1)
        #expect(room.mine(people[0]).at("participant", "watching") == true)
        let left = try room.send("leave", by: people[1])
        #expect(room.heard("ideas") == heard(0, of: 2))
        #expect(room.view(.facilitator).at("people", "left") == 1)
        try room.send("watch", by: people[0], ["on": false])
        try room.undo(left, by: people[1])
        #expect(room.heard("ideas") == heard(0, of: 4))
        #expect(room.view(.facilitator).at("people", "roles")?.object?.count == 4)
        #expect(room.reason("watch", by: people[0], ["on": "yes"]) == .invalid)
    }

    @Test("[S10] who left comes back by joining again")
    func returning() throws {
        var room = room
        try room.send("leave", by: people[0])
        room.fold(room.lab.decideReturn(people[0]))
        #expect(room.heard("ideas") == heard(0, of: 4))
        #expect(room.lab.decideReturn(people[0]).isEmpty)
    }

    @Test("[S10] what somebody said before they left stays said, and n never passes m")
    func saidAndLeft() throws {
        var room = room
        for person in people { _ = try room.addIdea("Walks", by: person) }
        try room.send("leave", by: people[0])
        #expect(room.heard("ideas") == heard(4, of: 4))
        #expect(room.heard("dots") == heard(0, of: 3))
    }

    @Test("[S10] people on paper are waited for, and heard by a facilitator's hand")
    func paper() throws {
        var room = room
        let added = try room.send("addPerson", ["name": "Paula", "role": "neighbour"])
        let paula = try #require(added.first?.item)
        #expect(Lab.result(of: added) == ["participant": .string(paula)])
        #expect(room.heard("ideas") == heard(0, of: 5))
        let body: [String: JSON] = ["text": "Benches", "onBehalfOf": .string(paula)]
        let idea = try #require(try room.send("addIdea", in: "ideas", body).first?.item)
        #expect(room.heard("ideas") == heard(1, of: 5))
        #expect(room.shown("ideas").at("ideas", idea, "support") == "paper", "it is labelled so")
        #expect(room.mine(paula).at("activities", "ideas", "ideas", idea) != nil)
        #expect(room.mine(LabFixture.host).at("activities") == [:])
        try room.send("pass", in: "pledges", ["onBehalfOf": .string(paula)])
        #expect(room.heard("pledges") == heard(1, of: 5))
        let dots = try room.send(
            "vote", in: "dots", ["item": .string(idea), "dots": 1, "onBehalfOf": .string(paula)])
        try room.undo(dots)
        #expect(room.heard("dots") == heard(0, of: 5))
        #expect(
            try room.undo(
                room.send(
                    "rate", in: "matrix", ["item": .string(idea), "impact": 3, "onBehalfOf": .string(paula)])
            ).first?["role"] == "neighbour")
    }

    @Test("[S1] a paper answer is one person's one answer: the facilitator's own stays beside it")
    func paperIsOne() throws {
        var room = room
        let paula = try room.addPaper()
        let idea = try room.addIdea("Walks", by: people[0])
        let forPaula: [String: JSON] = ["item": .string(idea), "dots": 1, "onBehalfOf": .string(paula)]
        try room.send("vote", in: "dots", forPaula)
        #expect(try room.send("vote", in: "dots", forPaula).isEmpty)
        let other = try room.addIdea("Café", by: people[0])
        #expect(
            room.reason("vote", in: "dots", forPaula.merging(["item": .string(other)]) { $1 }) == .overBudget)
        try room.vote(other, by: people[1])
    }

    @Test("Answers are entered for people on paper alone, by facilitators alone")
    func behalf() throws {
        var room = room
        let paula = try room.addPaper()
        func reason(_ person: ID, for other: JSON) -> Reason? {
            room.reason("addIdea", by: person, in: "ideas", ["text": "Tea", "onBehalfOf": other])
        }
        #expect(reason(LabFixture.host, for: .string(paula)) == nil)
        #expect(reason(people[0], for: .string(paula)) == .notAllowed)
        #expect(reason(LabFixture.host, for: .string(people[0])) == .notAllowed)
        #expect(reason(LabFixture.host, for: .string(LabFixture.host)) == .notAllowed)
        #expect(reason(LabFixture.host, for: "nobody") == .unknownPerson)
        #expect(reason(LabFixture.host, for: 7) == .invalid)
    }

    @Test(
        "[S14] somebody on paper leaves, watches or changes their name by a facilitator's hand, and nobody else does"
    )
    func paperLeaves() throws {
        var room = room
        let paula = try room.addPaper()
        let forPaula: [String: JSON] = [
            "onBehalfOf": .string(paula), "on": true, "name": "Paul", "role": "family",
        ]
        for command in ["watch", "setName", "setRole", "leave"] {
            #expect(room.reason(command, by: people[0], forPaula) == .notAllowed)
            #expect(room.reason(command, ["onBehalfOf": .string(people[0]), "on": true]) == .notAllowed)
            let events = try room.send(command, forPaula)
            #expect(events.first?.item == paula && events.first?.persons == [LabFixture.host, paula])
        }
        #expect(room.heard("ideas") == heard(0, of: 4))
        #expect(room.lab.people[paula]?.name == "Paul" && room.lab.people[paula]?.role == .family)
        #expect(room.lab.people[LabFixture.host]?.hasLeft == false)
        #expect(room.reason("setSupport", ["onBehalfOf": .string(paula), "support": "self"]) == .invalid)
    }

    @Test("Who has a phone isn't on paper, and who is added by a facilitator is")
    func support() throws {
        var room = room
        #expect(room.reason("setSupport", by: people[0], ["support": "paper"]) == .invalid)
        #expect(room.reason("addPerson", ["name": "Ann", "role": "family", "support": "self"]) == .invalid)
        #expect(room.reason("addPerson", ["name": "Ann", "role": "boss"]) == .invalid)
        #expect(room.reason("addPerson", ["name": " ", "role": "family"]) == .empty)
        try room.send("setSupport", by: people[0], ["support": "scribe"])
        let idea = try room.addIdea("Walks", by: people[0])
        #expect(room.shown("ideas").at("ideas", idea, "support") == "scribe")
        #expect(room.mine(people[0]).at("participant", "support") == "scribe")
    }

    @Test("[S10] facilitators see how many of each side were heard, and nobody else does")
    func bySide() throws {
        var room = room
        _ = try room.addIdea("Walks", by: people[0])
        try room.send("pass", by: people[2], in: "ideas")
        _ = try room.addIdea("Songs", by: people[3])
        #expect(
            room.shown("ideas", to: .facilitator).at("heardBySide")
                == ["community": heard(1, of: 2), "professional": heard(1, of: 1)])
        #expect(room.shown("ideas").at("heardBySide") == nil)
        #expect(room.shown("ideas", to: .screen).at("heardBySide") == nil)
    }
}
