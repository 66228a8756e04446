import LabFixtures
import Testing

@testable import CoproductionLab

/// A list that was made before the lab comes in as a whole, without an author, and goes as a whole.
@Suite struct IdeaListTests {
    private var room = LabFixture { step in
        guard step.kind == "gather" else { return }
        step.visibility = .named
        step.settings = ["asksCos": true]
    }
    private let anna: ID
    private let list: [String: JSON] = [
        "ideas": [["text": "Walk buddies", "cos": ["L"]], ["text": "Thank-you evening"]]
    ]

    init() throws {
        anna = try room.join(.usesServices)
        try room.open("ideas", "dots")
    }

    @Test("[S40] ideas of a list name nobody, count as nobody's answer, and flow on like all others")
    func comesIn() throws {
        var room = room
        let events = try room.send("bringInIdeas", in: "ideas", list)
        #expect(events.map(\.kind) == ["ideasBroughtIn"])
        let shown = room.shown("ideas").at("ideas")?.object ?? [:]
        #expect(Set(shown.values.compactMap { $0["text"]?.string }) == ["Walk buddies", "Thank-you evening"])
        for idea in shown.values {
            #expect(idea["broughtIn"] == true && idea["name"] == nil && idea["role"] == nil)
        }
        #expect(room.shown("ideas").at("heard", "n") == 0)
        #expect(room.shown("dots").at("items")?.object?.count == 2)
        #expect(room.mine("host").at("activities", "ideas", "ideas") == nil)
    }

    @Test("[S40] a list is undone as a whole, and not any more once people build on it")
    func goes() throws {
        var room = room
        let events = try room.send("bringInIdeas", in: "ideas", list)
        var other = room
        try room.undo(events, by: "host")
        #expect(
            room.shown("ideas").at("count") == 0 && room.shown("dots").at("items")?.object?.isEmpty != false)
        try other.send("vote", by: anna, in: "dots", ["item": .string(events[0].items[1]), "dots": 1])
        #expect(other.undoReason(events, by: "host") == .movedOn)
        #expect(other.shown("ideas").at("count") == 2)
    }

    @Test("a list with one wrong idea is refused as a whole, in words that name it")
    func refused() throws {
        var room = room
        let refusals: [([String: JSON], String)] = [
            ([:], "one to 100"), (["ideas": []], "one to 100"), (["ideas": "Walks"], "one to 100"),
            (["ideas": .array(Array(repeating: ["text": "Walks"], count: 101))], "one to 100"),
            (["ideas": [["text": "Walks"], ["text": " "]]], "Idea 2"), (["ideas": ["Walks"]], "Idea 1"),
            (["ideas": [["text": "Walks", "cos": ["X"]]]], "Idea 1"),
            (["ideas": [["text": "Walks", "when": "now"]]], "Idea 1"),
        ]
        for (body, words) in refusals {
            let refusal = room.refusal("bringInIdeas", in: "ideas", body)
            #expect(refusal?.detail.contains(words) == true)
        }
        #expect(room.reason("bringInIdeas", by: anna, in: "ideas", list) == .notAllowed)
        try room.send("closeActivity", in: "ideas", [:])
        #expect(room.refusal("bringInIdeas", in: "ideas", list)?.detail.contains("Take it up again") == true)
        #expect(room.shown("ideas").at("count") == 0)
    }
}
