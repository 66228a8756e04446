import CoproductionLab
import LabFixtures
import LabReport
import Testing

@Suite("The export of a whole lab")
struct LabExportTests {
    /// A lab that has come to its pledges: two ideas, one of them decided on and carried out.
    private static func lived() throws -> (room: LabFixture, walks: ID, cafe: ID) {
        var room = LabFixture()
        let people = try room.join([.usesServices, .family, .neighbour, .staff, .staff, .manager])
        try room.open("ideas", "dots", "matrix", "pledges")
        let walks = try room.addIdea("Walks", by: people[0])
        let cafe = try room.addIdea("Café", by: people[3])
        for person in people {
            try room.vote(walks, by: person)
            try room.rate(walks, impact: 5, effort: 2, by: person)
        }
        for activity in ["dots", "matrix"] { try room.send("revealActivity", in: activity) }
        try room.send(
            "decide", in: "matrix",
            ["item": .string(walks), "decision": "do", "reason": "It helps.", "who": "Families and staff"])
        try room.send(
            "addPledge", by: people[0], in: "pledges", ["give": "I lead one", "idea": .string(walks)])
        return (room, walks, cafe)
    }

    @Test("[S4] the chain leads from each idea over votes and matrix to its decision and its pledge")
    func chain() throws {
        let (room, walks, cafe) = try Self.lived()
        for purpose in Purpose.allCases {
            let chain = LabExport(of: room.lab, for: purpose).chain
            #expect(chain.map(\.item) == [cafe, walks] && chain.map(\.text) == ["Café", "Walks"])
            #expect(chain.map(\.isDecided) == [false, true] && chain.map(\.hasPledge) == [false, true])
            #expect(chain[1].steps.map(\.table) == ["votes", "results", "decisions", "pledges"])
            #expect(chain[1].steps[0].cells == ["votes": 6, "rank": "1"])
            #expect(chain[1].steps[2].cells["reason"] == "It helps.")
            #expect(chain[1].steps[2].cells["who"] == "Families and staff")
            #expect(chain[1].steps[3].cells["give"] == "I lead one")
            #expect(chain[0].steps.map(\.table) == ["votes", "results"])
        }
    }

    @Test("Written piece by piece it is byte for byte the whole, with what is added to it")
    func pieces() throws {
        var room = LabFixture()
        let people = try room.join([.family, .staff])
        try room.open("ideas", "dots")
        for number in 0..<1000 { _ = try room.addIdea("Walk \(number)", by: people[number % 2]) }
        for purpose in Purpose.allCases {
            let export = LabExport(of: room.lab, for: purpose)
            let pieces = Array(export.pieces(with: ["source": ["lab": "abc"]]))
            var whole = export.json.object ?? [:]
            whole["source"] = ["lab": "abc"]
            #expect(pieces.count > 1 && Array(pieces.joined()) == JSON.object(whole).bytes)
        }
    }

    @Test("Heading, sittings, agenda and state of every activity are there, in the order of the programme")
    func whole() throws {
        var (room, _, _) = try Self.lived()
        try room.send("endSitting")
        let export = room.export(for: .sharing)
        #expect(export.at("lab", "title") == "Living well with dementia" && export["for"] == "sharing")
        #expect(export["confidential"] == false && room.export(for: .keeping)["confidential"] == true)
        #expect(export["sittings"]?.array?.map { $0["state"] } == ["over", "toCome"])
        let activities = export["activities"]?.array ?? []
        #expect(activities.map { $0["id"]?.string } == room.lab.agenda.map(Optional.some))
        #expect(activities.map { $0["state"] } == ["draft", "open", "revealed", "revealed", "draft", "open"])
        #expect(activities[1]["heard"]?["n"] == 2)
    }

    @Test("Who was taken out is counted neither among those who took part nor among those to be heard")
    func takenOut() throws {
        var (room, _, _) = try Self.lived()
        let sam = try room.join(.staff)
        #expect(room.export(for: .sharing).at("people", "total") == 7)
        try room.send("removePerson", ["participant": .string(sam), "contributions": "go"])
        let export = room.export(for: .sharing)
        #expect(export.at("people", "total") == 6)
        #expect(export["activities"]?.array?[1]["heard"]?["of"] == 6)
    }

    @Test("Equal labs have equal exports, and two made of the same lab are the same bytes")
    func deterministic() throws {
        let (one, two) = (try Self.lived().room, try Self.lived().room)
        for purpose in Purpose.allCases {
            #expect(one.export(for: purpose).bytes == two.export(for: purpose).bytes)
            #expect(try JSON(parsing: one.export(for: purpose).bytes) == one.export(for: purpose))
        }
    }

    @Test("It holds no token, no code and no hash of one, nor how to come into the lab")
    func secrets() throws {
        let (room, _, _) = try Self.lived()
        for purpose in Purpose.allCases {
            let text = room.export(for: purpose).text
            for secret in ["token", "code1", "tab1", "482913", "recovery"] {
                #expect(!text.contains(secret), "\(secret) for \(purpose)")
            }
        }
    }

    @Test("[S2] the involvement picture is in both, the figures of a small side in the one for keeping")
    func involvement() throws {
        let (room, _, _) = try Self.lived()
        let shared = room.export(for: .sharing)
        #expect(shared.at("involvement", "picture") == "selfHelp")
        #expect(
            shared.at("involvement", "community", "mean")
                == room.export(for: .keeping).at("involvement", "community", "mean"))
        #expect(shared.at("involvement", "balance") == nil, "one manager is a role of one")
        #expect(room.export(for: .keeping).at("involvement", "balance") != nil)
        // Pledges are named here: six people, one pledge.
        #expect(shared.at("involvement", "spread", "pledges") == 1)
        #expect(shared.at("involvement", "spread", "ideas") == nil, "ideas are anonymous")

        var small = LabFixture()
        let people = try small.join([.usesServices, .family, .neighbour, .staff])
        try small.open("ideas")
        _ = try small.addIdea("Walks", by: people[0])
        #expect(small.export(for: .sharing).at("involvement", "professional") == nil)
        #expect(small.export(for: .sharing).at("involvement", "community") == nil, "else subtraction tells")
        #expect(small.export(for: .keeping).at("involvement", "professional", "n") == 1)
    }

    /// Rooms, and what may be told of them: by role, and how many people stay untold.
    static let rooms: [(roles: [Role], told: [Role: Int], rest: Int)] = [
        ([], [:], 0),
        ([.staff], [:], 1),
        ([.usesServices, .usesServices, .usesServices], [.usesServices: 3], 0),
        // Two managers alone on their side: neither they nor the community, which subtraction would find.
        ([.usesServices, .usesServices, .usesServices, .manager, .manager], [:], 5),
        // One manager among the staff: the side is big enough to be told, its roles are not.
        (
            [.usesServices, .usesServices, .usesServices, .staff, .staff, .staff, .manager],
            [.usesServices: 3],
            4
        ),
        (
            [.family, .family, .family, .staff, .staff, .staff, .other, .other, .other],
            [.family: 3, .staff: 3, .other: 3], 0
        ),
    ]

    @Test(
        "People by role: small roles are hidden, and a second one where subtraction would show the first",
        arguments: rooms)
    func people(_ roles: [Role], _ told: [Role: Int], _ rest: Int) throws {
        var room = LabFixture()
        _ = try room.join(roles)
        let shared = LabExport(of: room.lab, for: .sharing).people
        #expect(shared.byRole == told && shared.inSmallRoles == rest && shared.total == roles.count)
        let kept = LabExport(of: room.lab, for: .keeping).people
        #expect(kept.byRole.values.reduce(0, +) == roles.count && kept.inSmallRoles == 0)
    }

    @Test(
        "[S35] a person's own data hold all they gave, with what was asked and the words of the ideas they answered on"
    )
    func own() throws {
        var room = LabFixture()
        let moira = try room.join(.staff, name: "Moira")
        let sam = try room.join(.family, name: "Sam")
        try room.open("ideas", "dots", "matrix", "pledges")
        let walks = try room.addIdea("Walks", by: sam)
        _ = try room.addIdea("Tea", by: moira)
        try room.vote(walks, by: moira)
        try room.rate(walks, impact: 4, effort: "dontKnow", by: moira)
        try room.send(
            "addPledge", by: moira, in: "pledges", ["give": "I bring tea", "idea": .string(walks)])
        let own = OwnExport.json(of: moira, in: room.lab) { room.author(moira, $0) }
        #expect(
            own.at("participant", "name") == "Moira" && own.at("lab", "title") == "Living well with dementia")
        let activities = own["activities"]?.array ?? []
        #expect(activities.map { $0["kind"] } == ["gather", "vote", "rate", "pledge"])
        #expect(activities[0]["prompt"] == "Prompt of ideas" && activities[0]["title"] == "Title of ideas")
        #expect(activities[0].at("gave", "ideas")?.array?.map { $0["text"] } == ["Tea"])
        #expect(
            activities[1].at("gave", "dots")?.array == [["id": .string(walks), "text": "Walks", "value": 1]])
        #expect(
            activities[2].at("gave", "ratings")?.array == [
                ["id": .string(walks), "text": "Walks", "impact": 4, "effort": "dontKnow"]
            ])
        #expect(activities[3].at("gave", "pledges")?.array?.first?["ideaText"] == "Walks")
        #expect(!own.text.contains("Sam"))
        let other = OwnExport.json(of: sam, in: room.lab) { room.author(sam, $0) }
        #expect(!other.text.contains("Tea") && !other.text.contains("Moira"))
    }

    @Test("[S35] what was offered late and still waits is a person's own as well")
    func late() throws {
        var room = LabFixture()
        let (moira, sam) = (try room.join(), try room.join())
        try room.open("ideas")
        try room.send("closeActivity", in: "ideas")
        try room.send(
            "offerLate", by: moira, ["name": "addIdea", "body": ["activity": "ideas", "text": "Too late"]])
        let own = OwnExport.json(of: moira, in: room.lab) { room.author(moira, $0) }
        #expect(
            own["activities"]?.array?.first?["offeredLate"]?.array?.first?.at("body", "text") == "Too late")
        #expect(!OwnExport.json(of: sam, in: room.lab) { room.author(sam, $0) }.text.contains("Too late"))
    }
}
