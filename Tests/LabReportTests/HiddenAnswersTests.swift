import CoproductionLab
import LabFixtures
import LabReport
import Testing

/// Every kind with every promise about who sees what: what is hidden is in no view, no patch and no export, and nothing
/// in them hangs on it.
@Suite("Hidden answers, over kinds × visibility × reveal × audience")
struct HiddenAnswersTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let probe: Probe
        let visibility: Activity.Visibility
        let reveal: Activity.Reveal
        var testDescription: String { "\(probe.kind), \(visibility), \(reveal)" }

        /// Each that can be thought of; `isAllowed` says which a lab can have.
        static let all = Probe.all.flatMap { probe in
            Activity.Visibility.allCases.flatMap { visibility in
                Activity.Reveal.allCases.map {
                    Case(probe: probe, visibility: visibility, reveal: $0)
                }
            }
        }
        static let allowed = all.filter(\.isAllowed)

        var isAllowed: Bool {
            guard let kind = ActivityKinds.named(probe.kind) else { return false }
            do throws(TemplateProblem) {
                try kind.check(visibility, reveal)
                return true
            } catch {
                return false
            }
        }

        /// Whether others see the answers in a state of the activity.
        func shows(in state: Activity.State) -> Bool {
            switch probe.shows {
            case .never, .unread: return false
            case .atOnce: return reveal != .never
            case .nothingWherePrivate where visibility == .private: return false
            case .asRevealed, .figuresWherePrivate, .nothingWherePrivate:
                return reveal == .live || reveal == .onReveal && state == .revealed
            }
        }

        /// Whether others read the words of the answers, where they see any of them.
        var showsWords: Bool { probe.shows != .figuresWherePrivate || visibility != .private }
    }

    private static let activity: ID = "it"
    private static let names = ["Moira", "Sam", "Ines", "Omar", "Wilma"].map { "\($0) Unmistakable" }
    /// Words that stand in the answers of one room each.
    private static let words = ["zebra", "okapi"]

    private static let exports = Purpose.allCases.map { purpose in
        Twins.Look("the export for \(purpose)") { $0.export(for: purpose).bytes }
    }

    private static func own(_ person: ID, in room: LabFixture) -> JSON {
        OwnExport.json(of: person, in: room.lab) { room.author(person, $0) }
    }

    /// What the host and somebody who gave nothing here can take away.
    private static func ownExports(_ twins: Twins) -> [Twins.Look] {
        [LabFixture.host, twins.people[4]].map { person in
            Twins.Look("\(person)'s own export") { own(person, in: $0).bytes }
        }
    }

    /// Five people before an open activity of the kind, with five ideas flowing in.
    private static func twins(_ test: Case) throws -> Twins {
        var room = LabFixture(steps: [
            LabFixture.Step(id: "ideas", kind: "gather", reveal: .live),
            LabFixture.Step(
                id: activity, kind: test.probe.kind, visibility: test.visibility, reveal: test.reveal,
                inputsFrom: ["ideas"], settings: test.probe.settings),
        ])
        var people: [ID] = []
        for (name, role) in zip(names, [Role.usesServices, .family, .neighbour, .staff, .manager]) {
            people.append(try room.join(role, name: name))
        }
        try room.open("ideas", activity)
        var items: [ID] = []
        for text in ["Walks", "Café", "Songs", "Tea", "Buddies"] {
            items.append(try room.addIdea(text, by: people[0]))
        }
        return Twins(room, people: people, items: items)
    }

    /// All but the last answer, in each room and each round something else.
    private static func answer(
        _ room: inout LabFixture, _ number: Int, _ test: Case, people: [ID], items: [ID], round: Int = 0
    ) throws {
        for (index, person) in people.dropLast().enumerated() {
            let answer = Probe.Answer(
                person: index, round: round, room: number,
                word: .string("\(words[number])\(index) in round \(round)"),
                item: .string(items[(index + number + round) % items.count]),
                number: 1 + (index + 2 * number + round) % 5)
            for (name, body) in test.probe.commands(answer) {
                try room.send(name, by: person, in: activity, body)
            }
        }
    }

    /// In each room differently.
    private static func answer(_ twins: inout Twins, _ test: Case, round: Int = 0) throws {
        let (people, items) = (twins.people, twins.items)
        try answer(&twins.one, 0, test, people: people, items: items, round: round)
        try answer(&twins.two, 1, test, people: people, items: items, round: round)
    }

    /// Holds what everybody can see against what the state allows.
    private func check(
        _ twins: inout Twins, _ test: Case, _ state: Activity.State, _ note: String, wasShown: Bool = false
    ) {
        if test.probe.shows == .unread { return checkUnread(&twins, test, note) }
        let differences = twins.differences(Self.exports + Self.ownExports(twins))
        let patches = twins.takePatches()
        let seen =
            Audience.allCases.map { twins.one.view($0).text }
            + Purpose.allCases.map { twins.one.export(for: $0).text } + patches.patches.map(\.text)
        if test.shows(in: state) {
            let looks =
                ["participant's view", "facilitator's view", "screen's view"] + Self.exports.map(\.name)
            for look in looks { #expect(differences.contains(look), "\(note): not shown") }
        } else {
            #expect(differences == [], "\(note)")
            // What was shown and is hidden again has to be taken from the screens, and was different before.
            #expect(wasShown || patches.differences == [], "\(note)")
        }
        if !test.shows(in: state) || !test.showsWords {
            #expect(!seen.contains { text in Self.words.contains(where: text.contains) }, "\(note)")
        }
        for look in Self.ownExports(twins) {
            #expect(look.bytes(twins.one) == look.bytes(twins.two), "\(note): \(look.name)")
        }
        checkPersons(twins, test, note)
    }

    /// What waits to be read is told facilitators alone, in words without an author; what is private nobody.
    private func checkUnread(_ twins: inout Twins, _ test: Case, _ note: String) {
        let differences = twins.differences(Self.exports + Self.ownExports(twins))
        let mayRead = test.visibility != .private
        #expect(differences == (mayRead ? ["facilitator's view"] : []), "\(note)")
        let patches = twins.takePatches()
        #expect(Set(patches.differences).isSubset(of: mayRead ? ["facilitator's patch"] : []), "\(note)")
        let others = Audience.allCases.filter { $0 != .facilitator }.map { twins.one.view($0).text }
        let exports = Purpose.allCases.map { twins.one.export(for: $0).text }
        #expect(!(others + exports).contains { text in Self.words.contains(where: text.contains) }, "\(note)")
        for text in others + exports + [twins.one.view(.facilitator).text] {
            #expect(!Self.names.contains(where: text.contains), "\(note): a name")
        }
        checkPersons(twins, test, note)
    }

    /// Names only where they are agreed, and never on the screen or in an export for sharing; ids and pseudonyms of
    /// persons nowhere.
    private func checkPersons(_ twins: Twins, _ test: Case, _ note: String) {
        let room = twins.one
        var looks = Audience.allCases.map { ("\($0)", room.view($0).text, $0 != .screen) }
        looks += Purpose.allCases.map { ("for \($0)", room.export(for: $0).text, $0 == .keeping) }
        for (look, text, maySayNames) in looks {
            let says = Self.names.contains(where: text.contains)
            #expect(!says || test.visibility == .named && maySayNames, "\(note): a name, \(look)")
            for person in twins.people {
                #expect(!text.contains(person), "\(note): a person's id, \(look)")
                let pseudonym = LabFixture.pseudonym(person, Self.activity)
                #expect(!text.contains(pseudonym), "\(note): a pseudonym, \(look)")
            }
        }
    }

    @Test("Every kind has its probe, and a kind that can't keep a promise takes no template that makes it")
    func complete() throws {
        #expect(Set(Probe.all.map(\.kind)) == Set(ActivityKinds.all.map { $0.kind }))
        for kind in ActivityKinds.all {
            #expect(Case.allowed.contains { $0.probe.kind == kind.kind }, "\(kind.kind)")
        }
        for test in Case.all {
            let template: JSON = [
                "id": "X1", "name": "One", "minutes": 5, "title": "One", "welcome": "Come in.",
                "activities": [
                    ["id": "ideas", "kind": "gather", "title": "Ideas", "prompt": "What?"],
                    [
                        "id": "it", "kind": .string(test.probe.kind), "title": "It", "prompt": "What?",
                        "visibility": .string(test.visibility.rawValue),
                        "reveal": .string(test.reveal.rawValue), "inputsFrom": ["ideas"],
                        "settings": test.probe.settings,
                    ],
                ],
            ]
            do throws(TemplateProblem) {
                _ = try Template(template)
                #expect(test.isAllowed, "\(test)")
            } catch {
                #expect(!test.isAllowed, "\(test): \(error.path): \(error.message)")
                #expect(["visibility", "reveal"].contains(error.path.last ?? ""), "\(test)")
            }
        }
        // What people write for themselves is nobody else's, in any lab (S45).
        #expect(
            Case.allowed.filter { $0.probe.kind == "reflect" }.map(\.testDescription) == [
                "reflect, private, never"
            ])
    }

    @Test(
        "[S24] is in no view, patch or export before it is shown, and in all of them after",
        arguments: Case.allowed)
    func hidden(_ test: Case) throws {
        var twins = try Self.twins(test)
        try Self.answer(&twins, test)
        check(&twins, test, .open, "open")
        try twins.both { room throws(Rejection) in try room.send("pauseActivity", in: Self.activity) }
        check(&twins, test, .paused, "paused")
        try twins.both { room throws(Rejection) in
            try room.send("resumeActivity", in: Self.activity)
            try room.send("closeActivity", in: Self.activity)
        }
        check(&twins, test, .closed, "closed")
        guard twins.one.reason("revealActivity", in: Self.activity) == nil else {
            #expect(test.reveal == .never || twins.one.lab.activities[Self.activity]?.takesAnswers == false)
            return
        }
        let reveals = (
            try twins.one.send("revealActivity", in: Self.activity),
            try twins.two.send("revealActivity", in: Self.activity)
        )
        check(&twins, test, .revealed, "revealed")
        try twins.one.undo(reveals.0)
        try twins.two.undo(reveals.1)
        check(&twins, test, .closed, "after the reveal was undone", wasShown: true)
    }

    @Test(
        "[S24] a round after a reveal is hidden again; only what that reveal showed stays",
        arguments: Case.allowed)
    func nextRound(_ test: Case) throws {
        var twins = try Self.twins(test)
        guard twins.one.reason("revealActivity", in: Self.activity) == nil else { return }
        try twins.both { room throws(Rejection) in
            for move in ["revealActivity", "reopenActivity"] { try room.send(move, in: Self.activity) }
        }
        try Self.answer(&twins, test)
        check(&twins, test, .open, "the second round")
    }

    @Test(
        "[S24] what is changed after a reveal is hidden until the next: till then all see the round before",
        arguments: Case.allowed)
    func changed(_ test: Case) throws {
        var twins = try Self.twins(test)
        guard twins.one.reason("revealActivity", in: Self.activity) == nil else { return }
        let (people, items) = (twins.people, twins.items)
        for room in [\Twins.one, \Twins.two] {
            // Alike in both, the first time.
            try Self.answer(&twins[keyPath: room], 0, test, people: people, items: items)
            for move in ["revealActivity", "reopenActivity"] {
                try twins[keyPath: room].send(move, in: Self.activity)
            }
        }
        _ = twins.takePatches()
        try Self.answer(&twins, test, round: 1)
        if test.probe.shows == .unread { return checkUnread(&twins, test, "changed") }
        let differences = twins.differences(Self.exports + Self.ownExports(twins))
        #expect(differences.isEmpty == !test.shows(in: .open), "\(differences)")
        let patches = twins.takePatches()
        #expect(test.shows(in: .open) || patches.differences == [])
        guard !test.shows(in: .open) else { return }
        let seen =
            Audience.allCases.map { twins.two.view($0).text }
            + Purpose.allCases.map { twins.two.export(for: $0).text }
        #expect(!seen.contains { $0.contains("in round 1") })
    }

    @Test("Who answered has it in their own part and in their own export", arguments: Case.allowed)
    func own(_ test: Case) throws {
        var twins = try Self.twins(test)
        try Self.answer(&twins, test)
        guard
            !test.probe.commands(Probe.Answer(person: 0, round: 0, room: 0, word: "", item: "", number: 1))
                .isEmpty
        else { return }
        let (one, two) = (twins.one, twins.two)
        #expect(one.mine(twins.people[0]).bytes != two.mine(twins.people[0]).bytes)
        #expect(Self.own(twins.people[0], in: one).bytes != Self.own(twins.people[0], in: two).bytes)
    }

    @Test(
        "[S60] where a lab shows no names there is none in any view, patch or export, for any kind",
        arguments: Case.allowed.filter { $0.visibility == .named })
    func noNames(_ test: Case) throws {
        var twins = try Self.twins(test)
        try twins.both { room throws(Rejection) in
            try room.send("setDetails", ["hidesNames": true])
        }
        try Self.answer(&twins, test)
        if test.reveal == .onReveal, twins.one.reason("revealActivity", in: Self.activity) == nil {
            try twins.one.send("revealActivity", in: Self.activity)
        }
        let seen =
            Audience.allCases.map { twins.one.view($0).text }
            + Purpose.allCases.map { twins.one.export(for: $0).text }
            + twins.takePatches().patches.map(\.text)
        for text in seen { #expect(!Self.names.contains(where: text.contains)) }
    }

    @Test("An answer that is offered late and still waits is in no export", arguments: Case.allowed)
    func late(_ test: Case) throws {
        var twins = try Self.twins(test)
        try twins.both { room throws(Rejection) in try room.send("closeActivity", in: Self.activity) }
        for (name, body) in test.probe.commands(
            Probe.Answer(
                person: 0, round: 0, room: 0, word: "zebra", item: .string(twins.items[0]), number: 1))
        {
            let late = body.merging(["activity": .string(Self.activity)]) { $1 }
            let offer: [String: JSON] = ["name": .string(name), "body": .object(late)]
            guard twins.one.reason("offerLate", by: twins.people[0], offer) == nil else { continue }
            try twins.one.send("offerLate", by: twins.people[0], offer)
            try twins.two.send("offerLate", by: twins.people[1], offer)
        }
        for purpose in Purpose.allCases {
            #expect(!twins.one.export(for: purpose).text.contains("zebra"))
            #expect(twins.one.export(for: purpose).bytes == twins.two.export(for: purpose).bytes)
        }
    }
}
