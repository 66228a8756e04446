import CoproductionLab
import LabServer

/// An open lab with its facilitator, and its activities by the kind that each is the first of.
struct Room: Sendable {
    let server: TestServer
    let lab: MadeLab
    let facilitator: TestPerson
    private let byKind: [String: [ID]]

    init(_ server: TestServer, _ lab: MadeLab, _ facilitator: TestPerson) {
        (self.server, self.lab, self.facilitator) = (server, lab, facilitator)
        let activities = facilitator.seen.view?["activities"]?.object ?? [:]
        let sorted = activities.sorted {
            ($0.value["order"]?.string ?? "") < ($1.value["order"]?.string ?? "")
        }
        byKind = Dictionary(grouping: sorted.map(\.key)) { activities[$0]?["kind"]?.string ?? "" }
    }

    func all(_ kind: String) -> [ID] { byKind[kind] ?? [] }
    func activity(_ kind: String, _ index: Int = 0) -> ID {
        all(kind).indices.contains(index) ? all(kind)[index] : "none"
    }
    var ideas: ID { activity("gather") }
    var dots: ID { activity("vote") }
    var matrix: ID { activity("rate") }
    var pledges: ID { activity("pledge") }

    func open(_ activity: ID) async throws { try await facilitator.act("openActivity", in: activity) }
    func reveal(_ activity: ID) async throws { try await facilitator.act("revealActivity", in: activity) }

    /// Somebody new who is in and has their view.
    func person(_ name: String, role: String = "usesServices") async throws -> TestPerson {
        try await server.person(name, role: role, in: lab)
    }

    func screen() async throws -> TestPerson { try await server.screen(of: lab) }

    /// Adds ideas by `person`, and says their ids.
    @discardableResult
    func add(_ texts: [String], by person: TestPerson) async throws -> [ID] {
        var ids: [ID] = []
        for text in texts {
            let result = try await person.act("addIdea", in: ideas, ["text": .string(text)])
            ids.append(result["idea"]?.string ?? "")
        }
        return ids
    }
}

extension TestServer {
    /// A connection that hasn't said anything yet.
    func connection(client: String? = nil, origin: String? = nil, headers: [(String, String)] = [])
        async throws
        -> TestPerson
    {
        let person = TestPerson(sockets, on: clients, client: client)
        try await person.connect(to: port, origin: origin, headers: headers)
        return person
    }

    /// Somebody whose join must succeed, with their view and all that is their own.
    func enter(
        _ lab: String, _ members: [String: JSON], client: String? = nil, headers: [(String, String)] = []
    ) async throws -> TestPerson {
        let person = try await connection(client: client, headers: headers)
        let reply = try await person.join(lab, members)
        guard reply["type"] == "joined" else { throw TestPerson.Unexpected(answer: reply, to: "join") }
        let isScreen = members["audience"] == "screen"
        if members["have"] == nil { try await person.until("a view") { $0.view != nil } }
        try await person.until("what is one's own") { isScreen || $0.mine != nil }
        return person
    }

    func person(_ name: String, role: String = "usesServices", in lab: MadeLab) async throws -> TestPerson {
        try await enter(lab.code, ["name": .string(name), "role": .string(role)])
    }

    func facilitator(of lab: MadeLab) async throws -> TestPerson {
        try await enter(lab.id, ["audience": "facilitator", "token": .string(lab.facilitatorToken)])
    }

    func screen(of lab: MadeLab) async throws -> TestPerson {
        try await enter(lab.id, ["audience": "screen", "token": .string(lab.screenToken)])
    }

    /// A lab that is open, with its facilitator.
    func room(_ template: String = "T2") async throws -> Room {
        let lab = try await makeLab(template)
        let facilitator = try await facilitator(of: lab)
        try await facilitator.act("openLab")
        return Room(self, lab, facilitator)
    }
}
