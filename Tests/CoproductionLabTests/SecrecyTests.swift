import LabFixtures
import Testing

@testable import CoproductionLab

/// What is hidden is in nobody's view, and nothing in a view hangs on it.
@Suite struct SecrecyTests {
    /// Both rooms look the same to everybody but those who answered.
    private func expectAlike(
        _ twins: Twins, _ note: Comment, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(twins.differences() == [], note, sourceLocation: sourceLocation)
    }

    private static func rateAndVote(_ twins: inout Twins) throws {
        for (index, person) in twins.people.dropLast().enumerated() {
            try twins.one.rate(twins.items[0], impact: .int(index + 1), effort: 1, by: person)
            try twins.two.rate(twins.items[1], impact: "dontKnow", effort: .int(5 - index), by: person)
            try twins.one.vote(twins.items[0], by: person)
            try twins.two.vote(twins.items[index], by: person)
        }
    }

    @Test("[S24] before the reveal every view has the same bytes, whichever way people vote and rate")
    func ratingsAndVotes() throws {
        var twins = try Twins()
        try Self.rateAndVote(&twins)
        expectAlike(twins, "while it is open")
        for move in ["pauseActivity", "closeActivity"] {
            for activity in ["dots", "matrix"] {
                try twins.one.send(move, in: activity)
                try twins.two.send(move, in: activity)
            }
            expectAlike(twins, "after \(move)")
        }
        try twins.one.send("revealActivity", in: "matrix")
        try twins.two.send("revealActivity", in: "matrix")
        for audience in Audience.allCases where audience != .waiting {
            #expect(twins.one.view(audience).bytes != twins.two.view(audience).bytes)
        }
    }

    @Test("[S24] the patches before the reveal have the same bytes, whichever way people vote and rate")
    func patches() throws {
        var twins = try Twins()
        try Self.rateAndVote(&twins)
        #expect(twins.takePatches().differences == [])
    }

    @Test("[S24] an activity that never reveals shows nothing of its answers in any state")
    func never() throws {
        var twins = try Twins { if $0.kind == "rate" || $0.kind == "vote" { $0.reveal = .never } }
        try Self.rateAndVote(&twins)
        expectAlike(twins, "open")
        for activity in ["dots", "matrix"] {
            #expect(twins.one.reason("revealActivity", in: activity) == .notAllowed)
            try twins.one.send("closeActivity", in: activity)
            try twins.two.send("closeActivity", in: activity)
        }
        expectAlike(twins, "closed")
    }

    @Test("Undoing a reveal hides all again, and says that it was seen")
    func undoneReveal() throws {
        var twins = try Twins()
        try Self.rateAndVote(&twins)
        let (one, two) = (
            try twins.one.send("revealActivity", in: "matrix"),
            try twins.two.send("revealActivity", in: "matrix")
        )
        try twins.one.undo(one)
        try twins.two.undo(two)
        expectAlike(twins, "after the undo")
        #expect(twins.one.shown("matrix").at("seenBefore") == true)
        #expect(twins.one.shown("matrix").at("state") == "open")
    }

    @Test("[S24] reopening hides the running answers; of the earlier reveal only what it showed stays")
    func reopened() throws {
        var twins = try Twins()
        for activity in ["dots", "matrix"] {
            try twins.one.send("revealActivity", in: activity)
            try twins.two.send("revealActivity", in: activity)
            try twins.one.send("reopenActivity", in: activity)
            try twins.two.send("reopenActivity", in: activity)
        }
        try Self.rateAndVote(&twins)
        expectAlike(twins, "in the second round")
        #expect(twins.one.shown("matrix").at("round") == 1)
    }

    @Test("Texts that wait for a reveal are in no view, and their number is")
    func hiddenTexts() throws {
        var twins = try Twins { if $0.kind == "gather" || $0.kind == "pledge" { $0.reveal = .onReveal } }
        _ = try twins.one.addIdea("Secretly this", by: twins.people[0])
        _ = try twins.two.addIdea("Secretly that", by: twins.people[0])
        _ = try twins.one.pledge("I give this", by: twins.people[0])
        _ = try twins.two.pledge("I give that", by: twins.people[0])
        expectAlike(twins, "open")
        #expect(twins.one.shown("ideas", to: .facilitator).at("ideas") == [:])
        #expect(twins.one.shown("ideas", to: .facilitator).at("count") == 6)
        #expect(twins.one.shown("dots").at("items") == [:], "hidden ideas don't flow on either")
        let own = twins.one.mine(twins.people[0])
        #expect(own.text.contains("Secretly this") && own.text.contains("I give this"))
        try twins.one.send("revealActivity", in: "ideas")
        #expect(twins.one.view().text.contains("Secretly this"))
        #expect(twins.one.shown("dots").at("items")?.object?.count == 6)
        try twins.one.send("reopenActivity", in: "ideas")
        #expect(!twins.one.view(.facilitator).text.contains("Secretly this"))
    }

    @Test("What is gathered in private is for its author's eyes; all others get its number, the desk too")
    func privateIdeas() throws {
        var room = LabFixture { step in
            guard step.kind == "gather" || step.kind == "pledge" else { return }
            (step.visibility, step.reveal) = (.private, .live)
        }
        let people = try room.join([.family, .staff])
        try room.open("ideas", "dots", "pledges")
        let idea = try room.addIdea("Unspoken words", by: people[0])
        try room.send("addPledge", by: people[0], in: "pledges", ["give": "Unspoken words"])
        try room.send("revealActivity", in: "ideas")
        for audience in Audience.allCases { #expect(!room.view(audience).text.contains("Unspoken")) }
        #expect(room.shown("ideas", to: .facilitator).at("count") == 1)
        #expect(room.shown("dots").at("items") == [:], "it flows nowhere")
        #expect(!room.mine(people[1]).text.contains("Unspoken"))
        #expect(room.mine(people[0]).at("activities", "ideas", "ideas", idea, "text") == "Unspoken words")
        try room.send("reopenActivity", in: "ideas")
        try room.send("closeActivity", in: "ideas")
        try room.send(
            "offerLate", by: people[1],
            ["name": "addIdea", "body": ["activity": "ideas", "text": "Unspoken, and late"]])
        #expect(room.view(.facilitator).at("late")?.object?.count == 1)
        #expect(!room.view(.facilitator).text.contains("Unspoken"))
    }

    @Test("A vote or a rating that is offered late shows nobody what it says")
    func late() throws {
        var twins = try Twins()
        for activity in ["dots", "matrix"] {
            try twins.one.send("closeActivity", in: activity)
            try twins.two.send("closeActivity", in: activity)
        }
        func offer(_ name: String, _ body: [String: JSON]) -> [String: JSON] {
            ["name": .string(name), "body": .object(body)]
        }
        let items = twins.items.map { JSON.string($0) }
        try twins.one.send(
            "offerLate", by: twins.people[0],
            offer("vote", ["activity": "dots", "item": items[0], "dots": 1]))
        try twins.two.send(
            "offerLate", by: twins.people[0],
            offer("vote", ["activity": "dots", "item": items[1], "dots": 1]))
        try twins.one.send(
            "offerLate", by: twins.people[0],
            offer("rate", ["activity": "matrix", "item": items[0], "impact": 1]))
        try twins.two.send(
            "offerLate", by: twins.people[0],
            offer("rate", ["activity": "matrix", "item": items[1], "effort": 5]))
        #expect(twins.one.view(.facilitator).at("late")?.object?.count == 2)
        expectAlike(twins, "offered")
    }

    @Test("In anonymous activities no view joins a contribution to a person")
    func anonymous() throws {
        var room = LabFixture()
        let person = try room.join(.family, name: "Moira Unmistakable")
        try room.open("ideas", "dots", "matrix")
        let idea = try room.addIdea("Walks", by: person)
        try room.vote(idea, by: person)
        for activity in ["ideas", "dots", "matrix"] { try room.send("revealActivity", in: activity) }
        for audience in Audience.allCases {
            let text = room.view(audience).text
            for name in [
                "Moira", person, LabFixture.pseudonym(person, "ideas"), LabFixture.pseudonym(person, "dots"),
            ] {
                #expect(!text.contains(name), "\(audience)")
            }
        }
        #expect(room.shown("ideas").at("ideas", idea, "role") == nil)
        for (event, _) in room.journal where ["ideaAdded", "dotsPlaced"].contains(event.kind) {
            #expect(event.persons?.contains(person) == false)
        }
    }

    @Test("The shared screen never shows a name, and where names are agreed everybody else sees them")
    func names() throws {
        var room = LabFixture { if $0.kind == "gather" { $0.visibility = .named } }
        let person = try room.join(.family, name: "Moira Unmistakable")
        try room.open("ideas", "pledges")
        let idea = try room.addIdea("Walks", by: person)
        let pledge = try room.pledge("I bring tea", by: person)
        for audience in [Audience.participant, .facilitator] {
            #expect(room.shown("ideas", to: audience).at("ideas", idea, "name") == "Moira Unmistakable")
            #expect(room.shown("pledges", to: audience).at("pledges", pledge, "name") == "Moira Unmistakable")
        }
        #expect(!room.view(.screen).text.contains("Moira"))
        #expect(room.shown("ideas", to: .screen).at("ideas", idea, "role") == "family")
        try room.send("setName", by: person, ["name": "Mo"])
        #expect(room.shown("pledges").at("pledges", pledge, "name") == "Mo")
    }

    @Test("The waiting audience sees title, welcome, language and state, and nothing else")
    func waiting() throws {
        var room = LabFixture()
        let person = try room.join(.family)
        try room.open("ideas")
        _ = try room.addIdea("Walks", by: person)
        #expect(
            room.view(.waiting).at("lab")?.object?.keys.sorted() == ["language", "state", "title", "welcome"])
        #expect(room.view(.waiting).object?.keys.sorted() == ["lab"])
    }

    @Test("No view of participants or screens holds people, and no view holds a secret or its hash")
    func secrets() throws {
        var room = LabFixture()
        let person = try room.join(.family, name: "Moira")
        for audience in Audience.allCases {
            let text = room.view(audience).text
            for secret in ["token1", "code1", "tab1", "Moira", person] {
                #expect(!text.contains(secret), "\(audience)")
            }
        }
        #expect(room.view(.participant).at("people")?.object?.keys.sorted() == ["joined"])
        #expect(room.view(.screen).at("people")?.object?.keys.sorted() == ["joined"])
        #expect(!room.mine(person).text.contains("token1") && !room.mine(person).text.contains("code1"))
    }
}
