import LabFixtures
import Testing

@testable import CoproductionLab

/// Every command, by everyone, in every state of its activity.
@Suite struct CommandTableTests {
    /// A room in which a participant and the host each have an idea and a pledge of their own; then the activity goes
    /// into a state.
    private struct Room {
        var fixture = LabFixture { $0.reveal = .live }
        let guest: ID
        private var own: [ID: [String: JSON]] = [:]

        init(_ activity: ID, _ state: Activity.State) throws {
            guest = try fixture.join(.family)
            for step in LabFixture.steps where step.id != activity { try fixture.open(step.id) }
            if state != .draft { try fixture.open(activity) }
            for person in [guest, LabFixture.host] {
                var members: [String: JSON] = [
                    "idea": "none", "pledge": "none", "item": "none", "into": "none",
                ]
                members["ideas"] = ["none"]
                if fixture.lab.activities["ideas"]?.state == .open {
                    let idea = try fixture.addIdea("Walks", by: person)
                    let other = try fixture.addIdea("Café", by: person)
                    members.merge(["idea": .string(idea), "item": .string(idea), "into": .string(idea)]) {
                        $1
                    }
                    members["ideas"] = [.string(other)]
                }
                if fixture.lab.activities["pledges"]?.state == .open {
                    members.set("pledge", try fixture.pledge("Tea", by: person))
                }
                own[person] = members
            }
            switch state {
            case .draft, .open: break
            case .paused: try fixture.send("pauseActivity", in: activity)
            case .closed: try fixture.send("closeActivity", in: activity)
            case .revealed: try fixture.send("revealActivity", in: activity)
            }
        }

        func reason(_ command: String, by person: ID, in activity: ID) -> Reason? {
            var body: [String: JSON] = [
                "text": "New words", "give": "New words", "version": 1, "dots": 1, "impact": 4,
                "decision": "do",
                "reason": "It helps.",
            ]
            if command == "decide" { body["version"] = nil }
            if command.hasSuffix("Pledge") { body["idea"] = nil }
            body.merge(
                (own[person] ?? [:]).filter { command.hasSuffix("Pledge") ? $0.key == "pledge" : true }
            ) { $1 }
            return fixture.reason(command, by: person, in: activity, body)
        }
    }

    private static let activities: [String: ID] = [
        "addIdea": "ideas", "editIdea": "ideas", "withdrawIdea": "ideas", "mergeIdeas": "ideas",
        "hideIdea": "ideas",
        "vote": "dots", "rate": "matrix", "decide": "matrix", "addPledge": "pledges", "editPledge": "pledges",
        "withdrawPledge": "pledges", "acceptPledge": "pledges", "addCheckIn": "pledges",
    ]
    private static let answers = [
        "addIdea", "editIdea", "withdrawIdea", "vote", "rate", "addPledge", "editPledge", "withdrawPledge",
    ]

    @Test(
        "What people contribute is taken while the activity is open and refused with its state otherwise",
        arguments: answers, Activity.State.allCases)
    func contributions(command: String, state: Activity.State) throws {
        let activity = try #require(Self.activities[command])
        let room = try Room(activity, state)
        let expected: Reason? =
            switch state {
            case .draft: .notOpen
            case .open: nil
            case .paused: .activityPaused
            case .closed, .revealed: .activityClosed
            }
        for person in [room.guest, LabFixture.host] {
            #expect(room.reason(command, by: person, in: activity) == expected)
        }
    }

    @Test(
        "[S14] a pass is taken wherever answers are, and refused where none are",
        arguments: Activity.State.allCases)
    func pass(state: Activity.State) throws {
        let expected: [Activity.State: Reason] = [
            .draft: .notOpen, .paused: .activityPaused, .closed: .activityClosed, .revealed: .activityClosed,
        ]
        for activity in ["ideas", "dots", "matrix", "pledges"] {
            let room = try Room(activity, state)
            #expect(room.fixture.reason("pass", by: room.guest, in: activity) == expected[state])
        }
        let room = try Room("ideas", .open)
        #expect(room.fixture.reason("pass", by: room.guest, in: "welcome") == .unknownCommand)
    }

    @Test(
        "Facilitating is for facilitators, in every state in which there is something to do it to",
        arguments: ["mergeIdeas", "hideIdea", "decide"], Activity.State.allCases)
    func facilitating(command: String, state: Activity.State) throws {
        let activity = try #require(Self.activities[command])
        let room = try Room(activity, state)
        #expect(room.reason(command, by: room.guest, in: activity) == .notAllowed)
        let inDraft: Reason = command == "decide" ? .notOpen : .unknownItem
        #expect(room.reason(command, by: LabFixture.host, in: activity) == (state == .draft ? inDraft : nil))
    }

    @Test(
        "[S18] an owner accepts their own pledge in whatever state the board is",
        arguments: Activity.State.allCases)
    func accepting(state: Activity.State) throws {
        let room = try Room("pledges", state)
        let expected: Reason? = state == .draft ? .unknownItem : nil
        for person in [room.guest, LabFixture.host] {
            #expect(room.reason("acceptPledge", by: person, in: "pledges") == expected)
        }
    }

    @Test(
        "An activity goes draft → open ↔ paused → closed → revealed, can be reopened, and goes no other way")
    func moves() throws {
        let allowed: [String: Set<Activity.State>] = [
            "openActivity": [.draft], "pauseActivity": [.open], "resumeActivity": [.paused],
            "closeActivity": [.open, .paused], "revealActivity": [.open, .paused, .closed],
            "reopenActivity": [.closed, .revealed],
        ]
        let target: [String: Activity.State] = [
            "openActivity": .open, "pauseActivity": .paused, "resumeActivity": .open,
            "closeActivity": .closed,
            "revealActivity": .revealed, "reopenActivity": .open,
        ]
        for state in Activity.State.allCases {
            for (command, from) in allowed {
                var room = try Room("dots", state)
                #expect(room.fixture.reason(command, by: room.guest, in: "dots") == .notAllowed)
                let refusal: Reason = state == target[command] ? .alreadyDone : .notAllowed
                #expect(
                    room.fixture.reason(command, in: "dots") == (from.contains(state) ? nil : refusal),
                    "\(command) of \(state)")
                guard from.contains(state) else { continue }
                try room.fixture.send(command, in: "dots")
                #expect(room.fixture.lab.activities["dots"]?.state == target[command])
            }
        }
    }

    @Test("An info or a break opens and closes, and has nothing to reveal")
    func infos() throws {
        var room = try Room("welcome", .open)
        #expect(room.fixture.reason("revealActivity", in: "welcome") == .notAllowed)
        try room.fixture.send("closeActivity", in: "welcome")
        #expect(room.fixture.shown("welcome").at("heard") == nil)
    }

    @Test("The lab and its people are a facilitator's to run", arguments: LabCommands.facilitating.sorted())
    func running(command: String) throws {
        let room = try Room("ideas", .open)
        #expect(room.reason(command, by: room.guest, in: "ideas") == .notAllowed)
        #expect(
            room.reason(command, by: LabFixture.host, in: "nowhere") != .notAllowed || command == "archiveLab"
        )
    }

    @Test("What isn't in this lab is unknown, and what is badly formed is invalid")
    func unknown() throws {
        let room = try Room("ideas", .open)
        for command in Self.activities.keys.sorted() + [
            "pass", "openActivity", "closeActivity", "revealActivity",
        ] {
            #expect(
                room.reason(command, by: LabFixture.host, in: "nowhere") == .unknownActivity, "\(command)")
            #expect(room.fixture.reason(command) == .invalid, "\(command)")
            #expect(room.fixture.reason(command, ["activity": 7]) == .invalid, "\(command)")
        }
        for (command, activity) in Self.activities where command != "addIdea" && command != "addPledge" {
            let body: [String: JSON] = ["idea": "none", "item": "none", "pledge": "none", "into": "none"]
            #expect(room.fixture.reason(command, in: activity, body) == .unknownItem, "\(command)")
            #expect(
                room.fixture.reason(command, in: activity, ["idea": 1, "item": [], "pledge": .null])
                    == .invalid)
        }
        #expect(room.fixture.reason("dance", in: "ideas") == .unknownCommand)
        #expect(room.fixture.reason("", in: "ideas") == .unknownCommand)
        #expect(
            room.fixture.reason("addIdea", by: "stranger", in: "ideas", ["text": "Hello"]) == .unknownPerson)
        #expect(room.fixture.undoReason([], by: "stranger") == .unknownPerson)
    }

    @Test("A command of one kind is unknown in every other")
    func otherKinds() throws {
        let room = try Room("ideas", .open)
        for (command, home) in Self.activities {
            for step in LabFixture.steps where step.id != home {
                #expect(
                    room.reason(command, by: LabFixture.host, in: step.id) == .unknownCommand, "\(command)")
            }
        }
    }

    @Test("Whoever may not do something is told who may, in words")
    func words() throws {
        let room = try Room("ideas", .closed)
        for command in LabCommands.known.subtracting(["undo"]) {
            for activity in ["ideas", "nowhere", ""] {
                guard let refusal = room.fixture.refusal(command, by: room.guest, in: activity) else {
                    continue
                }
                #expect(
                    refusal.detail.count > 15 && refusal.detail.hasSuffix("."),
                    "\(command): \(refusal.detail)")
            }
        }
    }
}
