import CoproductionLab

/// A lab like template T2, and a hand that plays its server: it lets people in, has their commands decided, and folds
/// the events.
package struct LabFixture {
    /// One activity of the programme. `id` is its id in the lab as well.
    package struct Step {
        package let id: ID
        package let kind: String
        package var visibility: Activity.Visibility
        package var reveal: Activity.Reveal
        package var inputsFrom: [ID]
        package var settings: JSON

        package init(
            id: ID, kind: String, visibility: Activity.Visibility = .anonymous,
            reveal: Activity.Reveal = .onReveal, inputsFrom: [ID] = [], settings: JSON = [:]
        ) {
            self.id = id
            self.kind = kind
            self.visibility = visibility
            self.reveal = reveal
            self.inputsFrom = inputsFrom
            self.settings = settings
        }

        /// The event that puts it on the agenda, as the step of that index.
        package func added(at index: Int) -> Event {
            Event(
                "activityAdded", activity: id, by: [LabFixture.host],
                [
                    "kind": .string(kind), "title": .string("Title of \(id)"),
                    "prompt": .string("Prompt of \(id)"),
                    "guideMinutes": 5, "visibility": .string(visibility.rawValue),
                    "reveal": .string(reveal.rawValue),
                    "order": .string(Order.appended(index)), "settings": settings,
                    "inputsFrom": .array(inputsFrom.map { .string($0) }),
                ])
        }
    }

    package static let host: ID = "host"
    package static let steps = [
        Step(id: "welcome", kind: "info", reveal: .live, settings: ["text": "Welcome."]),
        Step(
            id: "ideas", kind: "gather", reveal: .live,
            settings: ["asksCos": true, "asksWhen": true, "asksFor": true]),
        Step(id: "dots", kind: "vote", inputsFrom: ["ideas"]),
        Step(id: "matrix", kind: "rate", inputsFrom: ["dots"]),
        Step(
            id: "talk", kind: "info", reveal: .live, inputsFrom: ["matrix"], settings: ["resultsOf": "matrix"]
        ),
        Step(id: "pledges", kind: "pledge", visibility: .named, reveal: .live, inputsFrom: ["matrix"]),
    ]

    package private(set) var lab = Lab(id: "lab")
    package private(set) var journal: [(event: Event, time: Int64)] = []
    /// What the events since the last `takeTouched` have touched.
    private var touched = Touched()
    private var ids: IDSource
    private var time: Int64 = 1_700_000_000_000
    private var joined = 0

    /// An open lab whose activities are all drafts; `change` may alter each step before it is added.
    package init(seed: UInt64 = 1, steps: [Step] = Self.steps, _ change: (inout Step) -> Void = { _ in }) {
        ids = IDSource(seed: seed)
        let created: JSON = ["title": "Living well with dementia", "code": "482913", "welcome": "Come in."]
        var events = [
            Event("labCreated", by: [Self.host], created),
            Event(
                "participantJoined", items: [Self.host], by: [Self.host],
                ["name": "Fiona", "role": "notSaid", "host": true, "facilitator": true, "sitting": 1]),
        ]
        for (index, var step) in steps.enumerated() {
            change(&step)
            events.append(step.added(at: index))
        }
        events.append(Event("labOpened", by: [Self.host], ["was": "prepared", "sitting": 1]))
        fold(events)
    }

    // MARK: - The server's part

    /// The name behind which somebody stands in an activity; no id of a person shows through it.
    package static func pseudonym(_ person: ID, _ activity: ID) -> Author {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in (person + "/" + activity).utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        return "x" + String(hash, radix: 36)
    }

    package var context: Context { Context(time: time, ids: ids) { Self.pseudonym($0, $1) } }

    package func author(_ person: ID, _ activity: ID) -> Author {
        lab.activities[activity]?.visibility.isAnonymous == true ? Self.pseudonym(person, activity) : person
    }

    @discardableResult
    package mutating func fold(_ events: [Event]) -> [Event] {
        for event in events {
            time += 1000
            touched.formUnion(lab.evolve(event, at: time))
            journal.append((event, time))
        }
        return events
    }

    package mutating func takeTouched() -> Touched {
        defer { touched = Touched() }
        return touched
    }

    /// Decides a command and folds what comes of it.
    @discardableResult
    package mutating func send(
        _ name: String, by person: ID = host, in activity: ID? = nil, _ body: [String: JSON] = [:]
    ) throws(Rejection) -> [Event] {
        var context = self.context
        let events = try lab.decide(Command(name, Self.body(activity, body)), by: person, &context)
        ids = context.ids
        return fold(events)
    }

    /// Why a command would be refused; nil where it would be accepted.
    package func refusal(
        _ name: String, by person: ID = host, in activity: ID? = nil, _ body: [String: JSON] = [:]
    ) -> Rejection? {
        var context = self.context
        do throws(Rejection) {
            _ = try lab.decide(Command(name, Self.body(activity, body)), by: person, &context)
            return nil
        } catch {
            return error
        }
    }

    package func reason(
        _ name: String, by person: ID = host, in activity: ID? = nil, _ body: [String: JSON] = [:]
    ) -> Reason? { refusal(name, by: person, in: activity, body)?.reason }

    private static func body(_ activity: ID?, _ members: [String: JSON]) -> JSON {
        var members = members
        members.set("activity", activity)
        return .object(members)
    }

    @discardableResult
    package mutating func undo(_ events: [Event], by person: ID = host) throws(Rejection) -> [Event] {
        fold(try lab.decideUndo(of: events, by: person, context))
    }

    package func undoReason(_ events: [Event], by person: ID = host) -> Reason? {
        do throws(Rejection) {
            _ = try lab.decideUndo(of: events, by: person, context)
            return nil
        } catch {
            return error.reason
        }
    }

    // MARK: - People and what they do

    package mutating func join(_ role: Role = .usesServices, name: String? = nil) throws(Rejection) -> ID {
        joined += 1
        let newcomer = try Joining.Newcomer(
            name: name ?? "Guest \(joined)", role: role.rawValue, support: nil)
        let secrets = Joining.Secrets(
            token: "token\(joined)", returnCode: "code\(joined)", client: "tab\(joined)")
        var context = self.context
        let events = try lab.decideJoin(newcomer, secrets: secrets, &context)
        ids = context.ids
        return fold(events).first?.item ?? ""
    }

    package mutating func join(_ roles: [Role]) throws(Rejection) -> [ID] {
        var people: [ID] = []
        for role in roles { people.append(try join(role)) }
        return people
    }

    package mutating func addPaper(_ role: Role = .usesServices, name: String = "Paula") throws(Rejection)
        -> ID
    {
        try send("addPerson", ["name": .string(name), "role": .string(role.rawValue)]).first?.item ?? ""
    }

    package mutating func open(_ activities: ID...) throws(Rejection) {
        for activity in activities { try send("openActivity", in: activity) }
    }

    package mutating func addIdea(_ text: String, by person: ID) throws(Rejection) -> ID {
        try send("addIdea", by: person, in: "ideas", ["text": .string(text)]).first?.item ?? ""
    }

    @discardableResult
    package mutating func vote(_ item: ID, _ dots: Int = 1, by person: ID) throws(Rejection) -> [Event] {
        try send("vote", by: person, in: "dots", ["item": .string(item), "dots": .int(dots)])
    }

    @discardableResult
    package mutating func rate(
        _ item: ID, impact: JSON? = nil, effort: JSON? = nil, by person: ID
    ) throws(Rejection) -> [Event] {
        var body: [String: JSON] = ["item": .string(item)]
        body["impact"] = impact
        body["effort"] = effort
        return try send("rate", by: person, in: "matrix", body)
    }

    package mutating func pledge(_ give: String, by person: ID) throws(Rejection) -> ID {
        try send("addPledge", by: person, in: "pledges", ["give": .string(give)]).first?.item ?? ""
    }

    // MARK: - What people see

    package func view(_ audience: Audience = .participant) -> JSON { lab.view(for: audience) }
    package func shown(_ activity: ID, to audience: Audience = .participant) -> JSON {
        view(audience).at("activities", activity) ?? .null
    }
    package func mine(_ person: ID) -> JSON { lab.mine(of: person) { author(person, $0) } }
    package func heard(_ activity: ID) -> JSON { shown(activity).at("heard") ?? .null }
}

extension JSON {
    /// The value at a path of keys.
    package func at(_ path: String...) -> JSON? { path.reduce(Optional(self)) { $0?[$1] } }
}

/// The same numbers for the same seed, on every machine: SplitMix64 (Steele, Lea & Flood 2014).
package struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    /// The seed is mixed first, since neighbouring states make the same numbers one place apart.
    package init(seed: UInt64) { state = Self.mix(seed) }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    private static func mix(_ number: UInt64) -> UInt64 {
        var mixed = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
