import LabFixtures
import Testing

@testable import CoproductionLab

/// The rules for what people write.
@Suite struct WrittenTextTests {
    private func reason(_ text: String, atMost limit: Int = 500) -> Reason? {
        do throws(Rejection) {
            _ = try WrittenText.check(text, field: "text", atMost: limit)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(
        "Texts are trimmed, and line breaks and tabs become spaces",
        arguments: [
            ("  Walks ", "Walks"), ("a\nb", "a b"), ("a\r\nb", "a b"), ("a\tb", "a b"),
            ("a\u{2028}b\u{85}c", "a b c"),
            ("\u{A0}Walks\u{3000}", "Walks"), ("a\n\n\nb", "a b"),
        ])
    func cleaned(text: String, result: String) throws {
        #expect(try WrittenText.check(text, field: "text", atMost: 500) == result)
    }

    @Test(
        "What people write in any script, with emoji, flags and joiners, stays as it is",
        arguments: [
            "Còmhla – Gàidhlig", "Żółw", "اردو میں لکھیں", "עברית", "日本語", "नमस्ते", "👩‍🦽🏴󠁧󠁢󠁳󠁣󠁴󠁿🇵🇱", "<b>&amp;\"'",
            "=1+1",
            "e\u{301}", "می‌خواهم",
        ])
    func kept(text: String) throws {
        #expect(try WrittenText.check(text, field: "text", atMost: 500) == text)
    }

    @Test(
        "A text without anything to see is empty",
        arguments: [
            "", " ", "\n\t", "\u{200B}", "\u{FEFF} \u{2060}", "\u{AD}", "\u{3164}", "\u{200D}\u{200C}",
            "\u{E0061}",
        ])
    func empty(text: String) { #expect(reason(text) == .empty) }

    @Test("Lengths are counted in characters as people see them")
    func length() {
        #expect(reason(String(repeating: "a", count: 500)) == nil)
        #expect(reason(String(repeating: "a", count: 501)) == .tooLong)
        #expect(reason(String(repeating: "e\u{301}", count: 500)) == nil)
        #expect(reason(String(repeating: "👍🏽", count: 60), atMost: 60) == nil)
        #expect(reason(String(repeating: "👍🏽", count: 61), atMost: 60) == .tooLong)
        #expect(reason(String(repeating: "a", count: 10_000)) == .tooLong)
        #expect(reason(" " + String(repeating: "a", count: 500) + "\n") == nil)
    }

    @Test("A single character can't carry thousands of marks, and isn't told that one is too many")
    func marks() {
        let text = "a" + String(repeating: "\u{301}", count: 5000)
        #expect(reason(text) == .tooLong)
        #expect(
            throws: Rejection(
                .tooLong, "“text” is made of too many signs. Use fewer of them and send it again.")
        ) {
            try WrittenText.check(text, field: "text", atMost: 500)
        }
    }

    @Test("Control characters are refused, each by its name")
    func controls() throws {
        let kept: Set<UInt32> = [0x09, 0x0A, 0x0D, 0x85]
        for value in Array(0..<0x20) + Array(0x7F..<0xA0) as [UInt32] where !kept.contains(value) {
            let scalar = try #require(Unicode.Scalar(value))
            #expect(reason("a\(scalar)b") == .invalid, "U+\(String(value, radix: 16))")
        }
        do throws(Rejection) {
            _ = try WrittenText.check("a\u{0}b", field: "name", atMost: 60)
        } catch {
            #expect(error.detail.contains("“name”") && error.detail.contains("U+0000"))
        }
    }

    @Test("Characters that turn the direction of writing around are refused")
    func bidi() throws {
        for value in Array(0x202A...0x202E) + Array(0x2066...0x2069) as [UInt32] {
            #expect(
                reason("a\(try #require(Unicode.Scalar(value)))b") == .invalid,
                "U+\(String(value, radix: 16))")
        }
    }

    @Test("Characters without a meaning are refused")
    func meaningless() {
        for text in ["\u{E000}", "\u{F8FF}", "\u{FFF9}", "\u{E0001}", "\u{E0FFF}"] {
            #expect(reason("a" + text) == .invalid)
        }
    }

    @Test("Every text that a command carries is held to these rules")
    func everywhere() throws {
        var room = LabFixture()
        let anna = try room.join()
        try room.open("ideas", "matrix", "pledges")
        let idea = try room.addIdea("Walks", by: anna)
        let pledge = try room.pledge("Tea", by: anna)
        let fields: [(command: String, activity: ID?, field: String, limit: Int, others: [String: JSON])] = [
            ("addIdea", "ideas", "text", 500, [:]),
            ("editIdea", "ideas", "text", 500, ["idea": .string(idea), "version": 1]),
            ("decide", "matrix", "reason", 500, ["item": .string(idea), "decision": "do"]),
            (
                "decide", "matrix", "who", 300,
                ["item": .string(idea), "decision": "do", "reason": "It helps."]
            ),
            ("addPledge", "pledges", "give", 300, [:]),
            ("addPledge", "pledges", "get", 300, ["give": "Tea"]),
            ("addPledge", "pledges", "firstStep", 300, ["give": "Tea"]),
            ("editPledge", "pledges", "help", 300, ["pledge": .string(pledge), "version": 1]),
            ("setName", nil, "name", 60, [:]),
            ("addPerson", nil, "name", 60, ["role": "family"]),
        ]
        let facilitating: Set<String> = ["decide", "addPerson"]
        for (command, activity, field, limit, others) in fields {
            func reason(_ text: JSON) -> Reason? {
                room.reason(
                    command, by: facilitating.contains(command) ? LabFixture.host : anna, in: activity,
                    others.merging([field: text]) { $1 })
            }
            #expect(reason(.string(String(repeating: "é", count: limit))) == nil, "\(command) \(field)")
            #expect(
                reason(.string(String(repeating: "é", count: limit + 1))) == .tooLong, "\(command) \(field)")
            // In a name it is left out.
            #expect(reason("a\u{202E}b") == (field == "name" ? nil : .invalid), "\(command) \(field)")
            #expect(reason(7) == .invalid, "\(command) \(field)")
        }
    }

    @Test("What must be said can't be left out or left empty, and what may be is taken away by an empty text")
    func optional() throws {
        var room = LabFixture()
        let anna = try room.join()
        try room.open("ideas", "pledges")
        #expect(room.reason("addIdea", by: anna, in: "ideas") == .invalid)
        #expect(room.reason("addIdea", by: anna, in: "ideas", ["text": "  "]) == .empty)
        #expect(room.reason("addPledge", by: anna, in: "pledges", ["give": ""]) == .empty)
        let body: [String: JSON] = ["give": "Tea", "get": "Cups"]
        let pledge = try #require(try room.send("addPledge", by: anna, in: "pledges", body).first?.item)
        try room.send(
            "editPledge", by: anna, in: "pledges", ["pledge": .string(pledge), "version": 1, "get": ""])
        #expect(room.shown("pledges").at("pledges", pledge, "get") == nil)
        #expect(room.shown("pledges").at("pledges", pledge, "give") == "Tea")
    }
}
