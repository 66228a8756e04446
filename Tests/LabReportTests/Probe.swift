import CoproductionLab

/// How people answer in one kind of activity, as the tests of what is hidden need it. A new kind adds one entry to
/// `all`, and a test fails until it has.
struct Probe: Sendable {
    /// What one person answers: each of the two rooms has another.
    struct Answer {
        /// Who answers, from 0 on, and how many times they have answered before.
        let person: Int
        let round: Int
        /// Which of the two rooms it is.
        let room: Int
        /// A text that stands nowhere else.
        let word: JSON
        /// One of the ideas that flow in.
        let item: JSON
        /// From 1 to 5.
        let number: Int
    }

    /// When others see the answers.
    enum Shows: Sendable {
        /// As the activity's `reveal` says.
        case asRevealed
        /// The same, but words that are private are read by nobody else; figures may be.
        case figuresWherePrivate
        /// The same, but nothing at all of what is private.
        case nothingWherePrivate
        /// At once, since people need it to choose; but to nobody where nothing is ever revealed.
        case atOnce
        /// To facilitators alone, who read it before it is shown, whatever it says (S43).
        case unread
        /// To nobody, whatever it says; or there are none.
        case never
    }

    let kind: String
    let settings: JSON
    let shows: Shows
    /// The commands of one person, each with its body but for the activity.
    let commands: @Sendable (Answer) -> [(name: String, body: [String: JSON])]

    init(
        _ kind: String, _ settings: JSON = [:], shows: Shows = .asRevealed,
        _ commands: @escaping @Sendable (Answer) -> [(name: String, body: [String: JSON])] = { _ in [] }
    ) {
        (self.kind, self.settings, self.shows, self.commands) = (kind, settings, shows, commands)
    }

    static let all = [
        Probe("info", shows: .never), Probe("break", shows: .never),
        Probe("choose", ["tracks": [["id": "a", "title": "A"], ["id": "b", "title": "B"]]], shows: .atOnce) {
            // Three to one, the other way round in the other room.
            [("chooseTrack", ["track": ($0.person + $0.round == 3) == ($0.room == 0) ? "b" : "a"])]
        },
        Probe("gather", shows: .nothingWherePrivate) { [("addIdea", ["text": $0.word])] },
        Probe("gather", ["moderated": true], shows: .unread) { [("addIdea", ["text": $0.word])] },
        Probe("cluster", ["themes": ["One", "Two", "Three"]]) {
            [
                ("addTheme", ["text": $0.word]),
                (
                    "placeItem",
                    ["item": $0.item, "theme": .string("theme\($0.round == 0 ? 1 : 2 + $0.room)")]
                ),
            ]
        },
        Probe("vote") { [("vote", ["item": $0.item, "dots": 1])] },
        Probe("rate") { [("rate", ["item": $0.item, "impact": .int($0.number), "effort": 1])] },
        Probe(
            "grid", ["rows": [["id": "a", "title": "A"]], "columns": [["id": "b", "title": "B"]]],
            shows: .figuresWherePrivate
        ) {
            [
                ("setLevel", ["row": "a", "column": "b", "level": .int($0.number % 4)]),
                ("addEntry", ["row": "a", "column": "b", "text": $0.word]),
            ]
        },
        Probe(
            "survey",
            [
                "questions": [
                    ["id": "sure", "type": "scale", "title": "How sure?"],
                    ["id": "words", "type": "text", "title": "Words?", "max": 5],
                    ["id": "hours", "type": "number", "title": "Hours?", "evidence": true],
                ],
                "itemQuestion": ["type": "scale"],
                "consents": .array((0..<3).map { ["id": .string("use\($0)"), "title": "Use it"] }),
            ], shows: .figuresWherePrivate
        ) {
            [
                ("answerQuestion", ["question": "sure", "answer": .int($0.number)]),
                ("answerQuestion", ["question": "words", "text": $0.word]),
                ("answerQuestion", ["question": "hours", "answer": .int($0.number)]),
                ("answerQuestion", ["question": $0.item, "answer": .int($0.number)]),
                ("setConsent", ["consent": .string("use\($0.room + $0.round)"), "on": true]),
            ]
        },
        Probe(
            "survey",
            [
                "moderated": true,
                "questions": [["id": "words", "type": "text", "title": "What else?", "max": 5]],
            ],
            shows: .unread
        ) { [("answerQuestion", ["question": "words", "text": $0.word])] },
        Probe("questions", shows: .nothingWherePrivate) { [("askQuestion", ["text": $0.word])] },
        Probe("pledge", shows: .nothingWherePrivate) {
            [("addPledge", ["give": $0.word, "get": $0.word, "idea": $0.item])]
        },
        // What is hidden is overwritten by nobody, so each writes a part of their own.
        Probe(
            "form", ["sections": .array((0..<4).map { ["id": .string("part\($0)"), "title": "A part"] })]
        ) {
            [
                (
                    "writeSection",
                    ["section": .string("part\($0.person)"), "text": $0.word, "version": .int($0.round)]
                )
            ]
        },
        Probe("reflect", shows: .never) { [("writeNote", ["text": $0.word])] },
    ]
}
