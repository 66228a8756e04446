import LabFixtures
import Testing

@testable import CoproductionLab

/// A patch holds what has changed, however much there is.
@Suite struct PatchSizeTests {
    /// A lab with 500 ideas and 40 people.
    private static func room() throws -> (room: LabFixture, people: [ID], ideas: [ID]) {
        var room = LabFixture { if $0.id == "dots" { $0.reveal = .live } }
        let people = try room.join((0..<40).map { Role.allCases[$0 % Role.allCases.count] })
        try room.open("ideas", "dots", "matrix", "pledges")
        var ideas: [ID] = []
        for number in 0..<500 {
            ideas.append(
                try room.addIdea("Idea number \(number), and some more words", by: people[number % 40]))
        }
        _ = room.takeTouched()
        return (room, people, ideas)
    }

    private func sizes(_ room: inout LabFixture, by person: ID, _ act: (inout LabFixture) throws -> Void)
        throws -> [Int]
    {
        let old = room.lab
        _ = room.takeTouched()
        try act(&room)
        let touched = room.takeTouched()
        var sizes = Audience.allCases.map { audience in
            room.lab.patch(for: audience, since: old, touching: touched)?.bytes.count ?? 0
        }
        for key in touched.mine { sizes.append(room.lab.minePatch(key, since: old)?.bytes.count ?? 0) }
        return sizes
    }

    @Test(
        "In a lab with 500 ideas the patches for one vote, rating, pass or edit have fewer than 400 bytes each"
    )
    func small() throws {
        var (room, people, ideas) = try Self.room()
        let idea = JSON.string(ideas[0])
        let acts: [(String, ID, [String: JSON])] = [
            ("vote", "dots", ["item": idea, "dots": 1]),
            ("rate", "matrix", ["item": idea, "impact": 4, "effort": 2]),
            ("rate", "matrix", ["item": idea, "impact": 5]), ("pass", "pledges", [:]),
            ("editIdea", "ideas", ["idea": idea, "version": 1, "text": "Other words"]),
        ]
        for (name, activity, body) in acts {
            let person = people[0]
            let sizes = try sizes(&room, by: person) { try $0.send(name, by: person, in: activity, body) }
            #expect(sizes.allSatisfy { $0 < 400 }, "\(name): \(sizes)")
            #expect(sizes.contains { $0 > 0 }, "\(name): \(sizes)")
        }
    }

    @Test("A patch touches few parts: deciding and rendering one vote among 500 ideas looks at that one")
    func touchesFew() throws {
        var (room, people, ideas) = try Self.room()
        for (act, most) in [
            ({ (room: inout LabFixture) in _ = try room.vote(ideas[7], by: people[1]) }, 3),
            ({ (room: inout LabFixture) in _ = try room.rate(ideas[7], impact: 3, by: people[1]) }, 3),
            ({ (room: inout LabFixture) in _ = try room.addIdea("One more", by: people[1]) }, 12),
        ] {
            _ = room.takeTouched()
            try act(&room)
            let touched = room.takeTouched()
            #expect(touched.keys.count <= most && touched.whole.isEmpty && touched.mine.count == 1)
        }
    }

    @Test("What nobody sees makes no patch")
    func nothing() throws {
        var (room, people, ideas) = try Self.room()
        let old = room.lab
        try room.rate(ideas[0], impact: 4, by: people[0])
        _ = room.takeTouched()
        let rated = room.lab
        try room.rate(ideas[0], impact: 5, by: people[0])
        let touched = room.takeTouched()
        for audience in Audience.allCases {
            #expect(room.lab.patch(for: audience, since: rated, touching: touched) == nil)
        }
        #expect(touched.mine.count == 1)
        #expect(room.lab.patch(for: .waiting, since: old, touching: touched) == nil)
    }

    @Test("The patch of a reveal holds the results of all, and no more than the view itself")
    func reveal() throws {
        var (room, _, _) = try Self.room()
        let old = room.lab
        try room.send("revealActivity", in: "dots")
        let patch = room.lab.patch(for: .participant, since: old, touching: room.takeTouched())
        #expect(patch?.at("activities", "dots", "items")?.object?.count == 500)
        #expect(patch?.at("activities", "ideas") == nil)
    }
}
