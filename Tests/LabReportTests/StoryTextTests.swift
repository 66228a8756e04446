import CoproductionLab
import Foundation
import LabReport
import Testing

@Suite("A lab's story as text")
struct StoryTextTests {
    private func text(_ moments: [JSON], title: String = "The park", isBold: Bool = false) throws -> String {
        let words = ReportWords(
            language: "en",
            texts: [
                "replay.as.screen": "on the screen", "report.story.seen": "As seen: {where}",
                "replay.mark.labOpened": "The {=lab} opens", "word.lab": "lab",
                "replay.mark.itemDecided.do": "“{item}”: decided, we do it",
                "replay.mark.itemDecided.none": "“{item}”: the decision is taken back",
                "report.story.reason": "Why: {reason}",
                "report.people": ["one": "{n} person.", "other": "{n} people."],
                "report.decided": ["one": "{n} decided.", "other": "{n} decided."],
            ])
        let story: JSON = [
            "title": .string(title), "audience": "screen", "people": 2, "moments": .array(moments),
        ]
        let zone = try #require(TimeZone(identifier: "Asia/Karachi"))
        return StoryText.text(of: story, in: words, zone: zone, isBold: isBold)
    }

    private func decision(_ text: String, _ decision: String?, reason: String = "Because", at time: Int = 0)
        -> JSON
    {
        var members: [String: JSON] = [
            "kind": "itemDecided", "time": .int(time), "activity": "a", "item": "i", "text": .string(text),
        ]
        if let decision {
            members["decision"] = .string(decision)
            members["reason"] = .string(reason)
        }
        return .object(members)
    }

    @Test("nothing that people wrote moves a terminal, breaks a line or turns it round")
    func harmless() throws {
        let nasty =
            "One\nline\r\n\u{1B}[31mred\u{9B}1m \u{7F}\u{1B}]0;owned\u{07} and\u{2028}more \u{202E}turned\u{2066}"
        let told = try text([decision(nasty, "do", reason: nasty)], title: nasty)
        #expect(told.split(separator: "\n").count == 6)
        for scalar in told.unicodeScalars where scalar != "\n" {
            #expect(scalar.properties.generalCategory != .control)
            #expect(!(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value))
        }
        #expect(
            told.contains(
                "Why: One line \u{FFFD}[31mred\u{FFFD}1m \u{FFFD}\u{FFFD}]0;owned\u{FFFD} and more turned"))
    }

    @Test("times are the clock's of who reads, under their day")
    func times() throws {
        // 2026-03-12, 18:59 and 19:00 in Greenwich: midnight lies between them in Karachi.
        let told = try text([
            ["kind": "labOpened", "time": 1_773_341_940_000], decision("Walks", "do", at: 1_773_342_000_000),
        ])
        #expect(
            told == """
                The park
                As seen: on the screen

                2026-03-12
                23:59  The lab opens

                2026-03-13
                00:00  “Walks”: decided, we do it
                       Why: Because

                2 people. 1 decided.

                """)
    }

    @Test("a decision that was taken back isn't counted in the end")
    func takenBack() throws {
        let told = try text([decision("Walks", "do"), decision("Walks", nil)])
        #expect(told.contains("“Walks”: the decision is taken back") && !told.contains("decided.\n"))
    }

    @Test("only on a terminal do the title and the days stand out")
    func bold() throws {
        let moments: [JSON] = [["kind": "labOpened", "time": 0]]
        #expect(try !text(moments).unicodeScalars.contains("\u{1B}"))
        #expect(try text(moments, isBold: true).hasPrefix("\u{1B}[1mThe park\u{1B}[0m\n"))
    }
}
