import CoproductionLab
import LabReport
import Testing

@Suite("The words of reports")
struct ReportWordsTests {
    private let words = ReportWords(
        language: "en",
        texts: [
            "two": "{one} and {two}", "opens": "The {=lab} and its {=cofacilitator}", "word.lab": "lab",
            "word.facilitator": "facilitator", "word.cofacilitator": "co-{=facilitator}",
            "count": ["one": "{n} of {of}", "other": "{n} of {of} said “{text}”"],
        ])

    @Test("braces that people write stay as they are, and take no other's place")
    func braces() {
        #expect(words("two", ["one": "{two} {=lab}", "two": "{one}"]) == "{two} {=lab} and {one}")
        #expect(words("count", ["of": "3", "text": "{n} {of}"], n: 2) == "2 of 3 said “{n} {of}”")
    }

    @Test("[S5] a word of the lab's own that stands for itself ends there")
    func own() {
        #expect(words("opens") == "The lab and its co-facilitator")
        let named = words.naming(["lab": "{=lab} {=x", "facilitator": "host"])
        #expect(named("opens") == "The {=lab} {=x and its co-host")
    }

    @Test("a place for which there is nothing stays, so that it is seen")
    func missing() { #expect(words("two", ["one": "1"]) == "1 and {two}") }
}
