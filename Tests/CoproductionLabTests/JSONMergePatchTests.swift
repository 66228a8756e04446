import LabFixtures
import Testing

@testable import CoproductionLab

/// JSON Merge Patch (RFC 7396): the language in which changes of views travel.
@Suite struct JSONMergePatchTests {
    @Test(
        "The examples of RFC 7396, appendix A, come out as they stand there",
        arguments: [
            (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
            (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
            (#"{"a":"b"}"#, #"{"a":null}"#, #"{}"#),
            (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
            (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
            (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
            (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
            (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
            (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
            (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#),
            (#"{"a":"foo"}"#, #"null"#, #"null"#),
            (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
            (#"{"e":null}"#, #"{"a":1}"#, #"{"a":1,"e":null}"#),
            (#"[1,2]"#, #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
            (#"{}"#, #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
        ])
    func examples(original: String, patch: String, result: String) throws {
        let merged = try JSON(parsing: original).merging(JSON(parsing: patch))
        #expect(merged.text == result)
    }

    @Test("The example in the body of RFC 7396 comes out as it stands there")
    func article() throws {
        let original: JSON = [
            "title": "Goodbye!", "author": ["givenName": "John", "familyName": "Doe"],
            "tags": ["example", "sample"],
            "content": "This will be unchanged",
        ]
        let patch: JSON = [
            "title": "Hello!", "phoneNumber": "+01-123-456-7890", "author": ["familyName": .null],
            "tags": ["example"],
        ]
        let result: JSON = [
            "title": "Hello!", "author": ["givenName": "John"], "tags": ["example"],
            "content": "This will be unchanged", "phoneNumber": "+01-123-456-7890",
        ]
        #expect(original.merging(patch) == result)
    }

    /// A tree as views are: no null.
    private func tree(_ depth: Int, _ numbers: inout SeededNumbers) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 5), using: &numbers) {
        case 0: return .bool(Bool.random(using: &numbers))
        case 1: return .int(Int.random(in: -1...2, using: &numbers))
        case 2: return .double(Double(Int.random(in: 0...3, using: &numbers)) / 2)
        case 3: return .string(["", "a", "b"].randomElement(using: &numbers) ?? "")
        case 4: return .array([.int(Int.random(in: 0...1, using: &numbers))])
        default:
            var members: [String: JSON] = [:]
            for _ in 0..<Int.random(in: 0...4, using: &numbers) {
                members[["p", "q", "r", "s", ""].randomElement(using: &numbers) ?? ""] = tree(
                    depth - 1, &numbers)
            }
            return .object(members)
        }
    }

    @Test(
        "The patch between any two trees turns the one into the other, and there is none between equal ones")
    func difference() {
        for seed in 0..<4000 as Range<UInt64> {
            var numbers = SeededNumbers(seed: seed)
            let old = tree(4, &numbers)
            let new = tree(4, &numbers)
            if let patch = JSON.mergePatch(from: old, to: new) {
                #expect(old.merging(patch) == new, "seed \(seed)")
                #expect(old != new, "seed \(seed)")
            } else {
                #expect(old == new, "seed \(seed)")
            }
            #expect(JSON.mergePatch(from: old, to: old) == nil, "seed \(seed)")
        }
    }

    @Test("A patch holds what has changed and nothing else")
    func smallest() {
        let old: JSON = ["a": ["b": 1, "c": ["d": 2]], "e": "same", "f": [1, 2]]
        let new: JSON = ["a": ["b": 1, "c": ["d": 3]], "e": "same", "f": [1]]
        #expect(JSON.mergePatch(from: old, to: new)?.text == #"{"a":{"c":{"d":3}},"f":[1]}"#)
        #expect(JSON.mergePatch(from: ["a": ["b": 1]], to: ["a": [:]])?.text == #"{"a":{"b":null}}"#)
        #expect(JSON.mergePatch(from: ["a": 1], to: [:])?.text == #"{"a":null}"#)
        #expect(JSON.mergePatch(from: [:], to: ["a": [:]])?.text == #"{"a":{}}"#)
    }

    @Test("Figures for people have four decimals at most, and whole ones none")
    func figures() {
        #expect(JSON.figure(1.0 / 3).text == "0.3333")
        #expect(JSON.figure(4).text == "4")
        #expect(JSON.figure(-0.00001).text == "0")
        #expect(JSON.figure(0.99999).text == "1")
        #expect(JSON.figure(.nan).text == "null")
    }
}
