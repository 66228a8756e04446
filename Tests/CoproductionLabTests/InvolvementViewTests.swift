import LabFixtures
import Testing

@testable import CoproductionLab

/// The involvement picture as facilitators see it live.
@Suite struct InvolvementViewTests {
    private func picture(_ room: LabFixture) -> JSON? { room.view(.facilitator).at("people", "involvement") }

    @Test("[S2] community 8/9 and 7/9, professional 4/4 and 2/4 is co-production, live for the facilitator")
    func coProduction() throws {
        var room = LabFixture()
        let community = try room.join(Array(repeating: .neighbour, count: 9))
        let professional = try room.join(Array(repeating: .staff, count: 4))
        try room.open("ideas", "pledges")
        #expect(picture(room)?["picture"] == "notYet")
        for person in community.prefix(8) + professional { _ = try room.addIdea("Walks", by: person) }
        for person in community.prefix(7) + professional.prefix(2) { _ = try room.pledge("Tea", by: person) }
        #expect(
            picture(room)
                == [
                    "picture": "coProduction",
                    "community": ["n": 9, "share": .double(0.6923), "mean": .double(0.8333)],
                    "professional": ["n": 4, "share": .double(0.3077), "mean": .double(0.75)],
                ])
        for audience in [Audience.participant, .screen] {
            #expect(room.view(audience).at("people", "involvement") == nil)
        }
    }

    @Test("[S2] one side alone is professional-led or self-help")
    func oneSide() throws {
        for (active, expected) in [(Role.staff, "professionalLed"), (.family, "selfHelp")] {
            var room = LabFixture()
            let people = try room.join([.family, .family, .family, .staff, .staff, .staff])
            try room.open("ideas")
            for person in people where room.lab.people[person]?.role == active {
                _ = try room.addIdea("Walks", by: person)
            }
            #expect(picture(room)?["picture"] == .string(expected))
            #expect(picture(room)?["few"] == nil, "the others are here, and took less part")
        }
    }

    @Test("[S2] where there are too few of a side, it says so, and not that they took less part")
    func few() throws {
        var room = LabFixture()
        let people = try room.join([.family, .family, .family, .staff])
        try room.open("ideas")
        for person in people { _ = try room.addIdea("Walks", by: person) }
        #expect(picture(room)?["picture"] == "selfHelp")
        #expect(picture(room)?["few"] == true)
        #expect(picture(room)?.at("professional", "mean") == 1)
    }

    @Test("[S2] passing isn't taking part, answering on paper is, and what is withdrawn counts no more")
    func active() throws {
        var room = LabFixture()
        let people = try room.join([.family, .family])
        let paula = try room.addPaper(.family)
        try room.open("ideas")
        try room.send("pass", by: people[0], in: "ideas")
        #expect(
            picture(room)?.at("community", "mean") == nil, "an activity without contributions says nothing")
        let idea = try room.addIdea("Walks", by: people[1])
        #expect(picture(room)?.at("community", "mean") == .double(0.3333))
        try room.send("addIdea", in: "ideas", ["text": "Tea", "onBehalfOf": .string(paula)])
        #expect(picture(room)?.at("community", "mean") == .double(0.6667))
        #expect(picture(room)?["picture"] == "selfHelp")
        try room.send("withdrawIdea", by: people[1], in: "ideas", ["idea": .string(idea)])
        #expect(picture(room)?.at("community", "mean") == .double(0.3333))
    }

    @Test("[S2] the picture moves in patches as people answer, come and go")
    func live() throws {
        var room = LabFixture()
        let people = try room.join([.family, .family, .family, .other])
        try room.open("ideas")
        for person in people {
            _ = room.takeTouched()
            let old = room.lab
            _ = try room.addIdea("Walks", by: person)
            let patch = room.lab.patch(for: .facilitator, since: old, touching: room.takeTouched())
            #expect((patch?.at("people", "involvement") != nil) == (person != people[3]))
        }
        #expect(picture(room)?["picture"] == "selfHelp")
        try room.send("leave", by: people[0])
        #expect(picture(room)?["picture"] == "notYet", "two are too few to be a side")
    }
}
