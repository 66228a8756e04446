import CoproductionLab
import LabFixtures
import LabReport
import Testing

/// How people answer in one kind of activity, as the tests below need it. A new kind adds one line to `all`.
struct Probe: Sendable {
    /// What one person answers: each of the two rooms has another.
    struct Answer {
        /// A text that stands nowhere else.
        let word: JSON
        /// One of the ideas that flow in.
        let item: JSON
        /// From 1 to 5.
        let number: JSON
    }

    /// When others see the answers.
    enum Shows: Sendable {
        /// As the activity's `reveal` says.
        case asRevealed
        /// To nobody, whatever it says.
        case never
    }

    let kind: String
    let settings: JSON
    let shows: Shows
    /// The commands of one person, each with its body but for the activity.
    let commands: @Sendable (Answer) -> [(name: String, body: [String: JSON])]

    init(
        _ kind: String, _ settings: JSON = [:], shows: Shows = .asRevealed,
        _ commands: @escaping @Sendable (Answer) -> [(name: String, body: [String: JSON])]
    ) {
        (self.kind, self.settings, self.shows, self.commands) = (kind, settings, shows, commands)
    }

    static let all = [
        Probe("gather") { [("addIdea", ["text": $0.word])] },
        Probe("vote") { [("vote", ["item": $0.item, "dots": 1])] },
        Probe("rate") { [("rate", ["item": $0.item, "impact": $0.number, "effort": 1])] },
        Probe("pledge") { [("addPledge", ["give": $0.word, "get": $0.word, "idea": $0.item])] },
    ]
}

/// Every kind with every promise about who sees what: what is hidden is in no view, no patch and no export, and nothing
/// in them hangs on it.
@Suite("Hidden answers, over kinds × visibility × reveal × audience")
struct HiddenAnswersTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let probe: Probe
        let visibility: Activity.Visibility
        let reveal: Activity.Reveal
        var testDescription: String { "\(probe.kind), \(visibility), \(reveal)" }

        static let all = Probe.all.flatMap { probe in
            Activity.Visibility.allCases.flatMap { visibility in
                Activity.Reveal.allCases.map {
                    Case(probe: probe, visibility: visibility, reveal: $0)
                }
            }
        }

        /// Whether others see the answers in a state of the activity.
        func shows(in state: Activity.State) -> Bool {
            guard probe.shows == .asRevealed else { return false }
            return reveal == .live || reveal == .onReveal && state == .revealed
        }
    }

    private static let activity: ID = "it"
    private static let names = ["Moira", "Sam", "Ines", "Omar", "Wilma"].map { "\($0) Unmistakable" }
    /// Words that stand in the answers of one room each.
    private static let words = ["zebra", "okapi"]

    private static let exports = Purpose.allCases.map { purpose in
        Twins.Look("the export for \(purpose)") { $0.export(for: purpose).bytes }
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

    /// All but the last answer, in each room differently.
    private static func answer(_ twins: inout Twins, _ test: Case, _ name: String = "") throws {
        let (people, items) = (twins.people, twins.items)
        func act(in room: inout LabFixture, _ number: Int) throws {
            for (index, person) in people.dropLast().enumerated() {
                let answer = Probe.Answer(
                    word: .string("\(words[number])\(index)\(name)"),
                    item: .string(items[(index + number) % items.count]),
                    number: .int(1 + (index + 2 * number) % 5))
                for (name, body) in test.probe.commands(answer) {
                    try room.send(name, by: person, in: activity, body)
                }
            }
        }
        try act(in: &twins.one, 0)
        try act(in: &twins.two, 1)
    }

    /// Holds what everybody can see against what the state allows.
    private func check(_ twins: inout Twins, _ test: Case, _ state: Activity.State, _ note: String) {
        let differences = twins.differences(Self.exports)
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
            #expect(!seen.contains { text in Self.words.contains(where: text.contains) }, "\(note)")
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

    @Test(
        "[S24] is in no view, patch or export before it is shown, and in all of them after",
        arguments: Case.all)
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
            #expect(test.reveal == .never)
            return
        }
        let reveals = (
            try twins.one.send("revealActivity", in: Self.activity),
            try twins.two.send("revealActivity", in: Self.activity)
        )
        check(&twins, test, .revealed, "revealed")
        try twins.one.undo(reveals.0)
        try twins.two.undo(reveals.1)
        check(&twins, test, .closed, "after the reveal was undone")
    }

    @Test(
        "[S24] a round after a reveal is hidden again; only what that reveal showed stays",
        arguments: Case.all)
    func nextRound(_ test: Case) throws {
        var twins = try Self.twins(test)
        guard twins.one.reason("revealActivity", in: Self.activity) == nil else { return }
        try twins.both { room throws(Rejection) in
            for move in ["revealActivity", "reopenActivity"] { try room.send(move, in: Self.activity) }
        }
        try Self.answer(&twins, test)
        check(&twins, test, .open, "the second round")
    }

    @Test("An answer that is offered late and still waits is in no export", arguments: Case.all)
    func late(_ test: Case) throws {
        var twins = try Self.twins(test)
        try twins.both { room throws(Rejection) in try room.send("closeActivity", in: Self.activity) }
        for (name, body) in test.probe.commands(
            Probe.Answer(word: "zebra", item: .string(twins.items[0]), number: 1))
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
