import LabFixtures
import Testing

@testable import CoproductionLab

/// Reading and writing JSON texts (RFC 8259).
@Suite struct JSONParseTests {
    private func problem(_ text: String) -> JSONError? { problem(Array(text.utf8)) }

    private func problem(_ bytes: [UInt8]) -> JSONError? {
        do throws(JSONError) {
            _ = try JSON(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }

    private func isMalformed(_ text: String) -> Bool {
        if case .malformed = problem(text) { return true }
        return false
    }

    @Test(
        "What is written is read as the same value",
        arguments: [
            .null, true, false, 0, -1, .int(.max), .int(.min), .double(0.1), .double(-2.5e-300),
            .double(1e21), "",
            "“Moira” \\ \" / \u{8}\u{0}\u{1F} \n\r\t é 👩‍🦽 \u{2028}", [], [:],
            [1, "two", [.null, true], ["a": [:]]],
            ["": 1, "a\nb": 2, "é": 3],
        ] as [JSON])
    func roundTrip(_ value: JSON) throws {
        #expect(try JSON(parsing: value.bytes) == value)
        #expect(try JSON(parsing: value.text).bytes == value.bytes)
    }

    @Test("Equal objects have equal bytes, in whatever order their members came")
    func order() throws {
        #expect(try JSON(parsing: #"{"b":1,"a":{"d":2,"c":3}}"#).text == #"{"a":{"c":3,"d":2},"b":1}"#)
    }

    @Test("Every byte that could end a text early is escaped")
    func escapes() {
        #expect(JSON.string("\"\\\n\u{1}\u{7F}/").text == "\"\\\"\\\\\\n\\u0001\u{7F}/\"")
    }

    @Test("All escapes of the standard are understood, surrogate pairs too")
    func readsEscapes() throws {
        #expect(try JSON(parsing: #""\"\\\/\b\f\n\r\t""#) == "\"\\/\u{8}\u{C}\n\r\t")
        #expect(try JSON(parsing: #""\u0041\u00e9\u20AC\uD83D\uDE00\u0000""#) == "Aé€😀\u{0}")
        #expect(try JSON(parsing: "\"\u{7F}\u{2028}😀\"") == "\u{7F}\u{2028}😀")
    }

    @Test(
        "A half surrogate, an unknown escape and a bare control character are refused",
        arguments: [
            #""\uD83D""#, #""\uDE00""#, #""\uD83Dx""#, #""\uD83D\n""#, #""\uD83D\u0041""#, #""\uDE00\uD83D""#,
            #""\u12""#, #""\u12G4""#, #""\u+123""#, #""\x41""#, #""\'""#, "\"a\nb\"", "\"\t\"", "\"\u{0}\"",
            #"""#,
            #""\"#, #""\u"#, #""abc"#,
        ])
    func badStrings(_ text: String) { #expect(isMalformed(text)) }

    @Test("Bytes that are no UTF-8 are refused: overlong, cut off, surrogates, past the last scalar")
    func badUTF8() {
        for bytes: [UInt8] in [
            [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
        ] {
            #expect(problem([0x22] + bytes + [0x22]) != nil)
            #expect(problem(bytes) != nil)
        }
        #expect(problem([0xEF, 0xBB, 0xBF, 0x31]) != nil, "no byte order mark")
    }

    @Test("Numbers are whole where they are written so, and fractions where not")
    func numbers() throws {
        let values: [(String, JSON)] = [
            ("0", 0), ("-0", 0), ("7", 7), ("-12", -12), ("9223372036854775807", .int(.max)),
            ("4.0", .double(4)),
            ("1e2", .double(100)), ("-1.5E-2", .double(-0.015)),
            ("9223372036854775808", .double(9.223372036854775808e18)),
            ("1e-400", .double(0)),
        ]
        for (text, value) in values { #expect(try JSON(parsing: text) == value) }
        #expect(try JSON(parsing: "4.0").int == 4)
        #expect(try JSON(parsing: "4.5").int == nil)
        #expect(try JSON(parsing: "1e300").int == nil)
    }

    @Test(
        "What the standard doesn't allow is refused",
        arguments: [
            "", " ", "+1", "01", "-", "-01", "1.", ".5", "1e", "1e+", "0x10", "NaN", "Infinity", "-Infinity",
            "1e400",
            "tru", "True", "nul", "nulll", "{", "}", "[", "]", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}",
            "{\"a\":1,}", "{a:1}", "{'a':1}", "{1:1}", "{\"a\":1 \"b\":2}", "1 2", "{}x", "[]\u{0}",
            "// x\n1",
            "\u{A0}1", "[1}", "{\"a\":1]", "\u{0}",
        ])
    func malformed(_ text: String) { #expect(isMalformed(text)) }

    @Test("Spaces, tabs and line breaks may stand between all parts")
    func whitespace() throws {
        #expect(
            try JSON(parsing: " \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } } \n") == ["a": [1, 2], "b": [:]])
    }

    @Test("A key that comes twice is refused, also when one of them is escaped")
    func doubledKeys() {
        #expect(problem(#"{"a":1,"a":1}"#) == .doubledKey("a"))
        #expect(problem(#"{"a":1,"\u0061":2}"#) == .doubledKey("a"))
        #expect(problem(#"{"a":{"a":1}}"#) == nil)
    }

    @Test("Objects and lists nest sixteen deep, whatever is in the innermost, and no deeper")
    func depth() {
        func nest(_ depth: Int, _ inner: String) -> String {
            String(repeating: "[", count: depth) + inner + String(repeating: "]", count: depth)
        }
        for inner in ["", "1", "null", "\"x\""] {
            #expect(problem(nest(JSON.maximumDepth, inner)) == nil)
            #expect(problem(nest(JSON.maximumDepth + 1, inner)) == .tooDeep)
        }
        #expect(problem(nest(JSON.maximumDepth - 1, "{}")) == nil)
        #expect(problem(nest(JSON.maximumDepth, "{}")) == .tooDeep)
        #expect(JSON.maximumDepth == 16)
    }

    @Test("4,096 members and elements are taken, in the whole of a text, and not one more")
    func members() {
        func list(_ count: Int) -> String {
            "[" + Array(repeating: "1", count: count).joined(separator: ",") + "]"
        }
        #expect(problem(list(4096)) == nil)
        #expect(problem(list(4097)) == .tooManyMembers)
        #expect(problem("[\(list(2047)),\(list(2047))]") == nil)
        #expect(problem("[\(list(2048)),\(list(2047))]") == .tooManyMembers)
        let object = "{" + (0...4096).map { "\"k\($0)\":1" }.joined(separator: ",") + "}"
        #expect(problem(object) == .tooManyMembers)
    }

    @Test("200,000 brackets are refused within five milliseconds")
    func brackets() {
        for bracket in ["[", "{\"a\":"] {
            let bytes = Array(String(repeating: bracket, count: 200_000).utf8)
            var fastest = Duration.seconds(1)
            for _ in 0..<50 where fastest >= .milliseconds(5) {
                fastest = min(fastest, ContinuousClock().measure { #expect(problem(bytes) == .tooDeep) })
            }
            #expect(fastest < .milliseconds(5))
        }
    }

    @Test("No cut of a text and no byte put in its place can do worse than be refused")
    func mutations() throws {
        let text = #"{"a":[1,-2.5e3,"é\u00e9\uD83D\uDE00",true,null],"b":{"c":"\\\""}}"#
        let bytes = Array(text.utf8)
        for end in 0..<bytes.count { #expect(problem(Array(bytes[..<end])) != nil) }
        var numbers = SeededNumbers(seed: 4)
        for _ in 0..<20_000 {
            var mutated = bytes
            for _ in 0...Int.random(in: 0...3, using: &numbers) {
                mutated[Int.random(in: mutated.indices, using: &numbers)] = UInt8.random(
                    in: 0...255, using: &numbers)
            }
            guard let value = try? JSON(parsing: mutated) else { continue }
            #expect(try JSON(parsing: value.bytes) == value)
        }
    }
}
