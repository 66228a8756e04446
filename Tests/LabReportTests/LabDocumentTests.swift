import CoproductionLab
import LabFixtures
import Testing

@testable import LabReport

@Suite("The report as a page")
struct LabDocumentTests {
    private let words = ReportWords(language: "en", texts: [:])

    @Test("[S24] sets what groups said side by side, in one row for each idea")
    func groups() throws {
        var room = try LabFixture.votedByGroups()
        try room.send("revealActivity", in: "dots")
        let dots = try #require(tables(room).first { $0.caption == "table.votes" })
        #expect(
            dots.columns == [
                "idea", "votes", "rank", "community (3)", "professional (4)", "usesServices (3)",
            ])
        #expect(
            dots.rows == [
                ["A new logo", "4", "1=", "0", "4", "0"], ["Supported walks", "4", "1=", "3", "1", "3"],
            ])
        #expect(!tables(room).contains { $0.caption == "table.votesByGroup" })
    }

    @Test("[S4] tells of each idea what became of it, and which were not taken further yet")
    func chain() throws {
        var room = try LabFixture.votedOnce()
        try room.send("revealActivity", in: "dots")
        let outcomes = try #require(tables(room).first { $0.caption == "table.chain" })
        #expect(outcomes.columns == ["idea", "votes"] && outcomes.rows == [["Supported walks", "1"]])
        let blocks = document(room).blocks
        let open = try #require(
            blocks.firstIndex { if case .heading(3, "report.open") = $0 { true } else { false } })
        guard case .list(let ideas) = blocks[open + 1] else {
            Issue.record("no list of ideas")
            return
        }
        #expect(ideas == ["Big-button feedback"])
    }

    @Test(
        "writes a day as people of its language do",
        arguments: [
            ("en", "30 November 2026"), ("pl", "30 listopada 2026"), ("gd", "30mh dhen t-Samhain 2026"),
            ("ur", "30 نومبر، 2026"),
        ])
    func days(language: String, day: String) {
        let words = ReportWords(language: language, texts: [:])
        #expect(words.day("2026-11-30") == day)
        #expect(words.day(ofMilliseconds: 1_796_000_400_000) == day)
        for text in ["2026-11-3", "2026-13-30", "in November", ""] { #expect(words.day(text) == nil) }
    }

    @Test("as Markdown keeps the lines of a cell, and what people wrote as it is")
    func markdown() {
        let document = Document(
            title: "Walks", language: "en", isRightToLeft: false,
            blocks: [
                .table(
                    Document.TableBlock(
                        caption: "Themes", columns: ["Theme", "Idea"], figures: [],
                        rows: [["Out", "A walk\nA <b>café</b>"]]))
            ])
        #expect(Markdown.pieces(of: document).text.contains("| Out | A walk<br>A \\<b\\>café\\</b\\> |"))
    }

    @Test("[S14] says questions and answers in their words, where programs have ids")
    func answersInWords() throws {
        let options: JSON = [["id": "full", "title": "True of it"], ["id": "no", "title": "Not yet"]]
        var room = LabFixture(steps: [
            LabFixture.Step(
                id: "survey", kind: "survey",
                settings: [
                    "questions": [
                        ["id": "one", "type": "single", "title": "Is it true?", "options": options],
                        ["id": "some", "type": "many", "title": "Which?", "options": options],
                    ]
                ])
        ])
        let moira = try room.join(.usesServices)
        try room.open("survey")
        for (question, answer) in [("one", "dontKnow"), ("some", ["full", "no"])] as [(String, JSON)] {
            try room.send(
                "answerQuestion", by: moira, in: "survey", ["question": .string(question), "answer": answer])
        }
        try room.send("revealActivity", in: "survey")
        let people = try #require(tables(room, for: .keeping).last { $0.caption == "table.people" })
        #expect(people.columns.suffix(2) == ["Is it true?", "Which?"])
        #expect(people.rows.map { Array($0.suffix(2)) } == [["dontKnow", "True of it\nNot yet"]])
        let answers = try #require(tables(room).first { $0.caption == "table.answers" })
        let counted = try #require(answers.columns.firstIndex(of: "answer"))
        #expect(answers.rows.map { $0[counted] } == ["dontKnow: 1", "True of it: 1\nNot yet: 1"])
    }

    private func document(_ room: LabFixture, for purpose: Purpose = .sharing) -> Document {
        LabDocument.make(of: LabExport(of: room.lab, for: purpose), in: words)
    }

    private func tables(_ room: LabFixture, for purpose: Purpose = .sharing) -> [Document.TableBlock] {
        document(room, for: purpose).blocks.compactMap {
            if case .table(let table) = $0 { table } else { nil }
        }
    }
}
