import LabJournal
import Testing

/// What every journal gives who reads in passing.
@Suite("Journal contract: reading in passing")
struct SkimTests {
    let folder = try? TemporaryFolder()

    @Test(
        "times come of all events, and in full those of the kinds and those whose first item is empty",
        arguments: Subject.allCases)
    func skim(_ subject: Subject) async throws {
        let journal = try await subject.open(in: #require(folder))
        let events = [
            JournalEvent(kind: "made", time: 5, items: ["", "a"], who: [1], what: [2]),
            JournalEvent(kind: "given", time: 7, items: ["step", "b"], what: [3]),
            JournalEvent(kind: "opened", time: 6, items: ["step"], what: [4]),
            JournalEvent(kind: "bare", time: 9),
            JournalEvent(kind: "given", time: 9, items: ["", ""], what: [5]),
        ]
        try await journal.add(events)
        let all = try await journal.events(of: "lab", after: 0, limit: 9)
        let whole = try await journal.skim("lab", after: 0, limit: 9, for: ["opened", "never"])
        #expect(whole.times == [5, 7, 6, 9, 9])
        #expect(whole.events == [all[0], all[2], all[4]])
        let part = try await journal.skim("lab", after: 1, limit: 3, for: [])
        #expect(part == SkimmedEvents(times: [7, 6, 9]))
        #expect(try await journal.skim("lab", after: 5, limit: 9, for: ["given"]) == SkimmedEvents())
        #expect(try await journal.skim("lab", after: 0, limit: 0, for: ["given"]) == SkimmedEvents())
        #expect(try await journal.skim("nobody's", after: 0, limit: 9, for: []) == SkimmedEvents())
    }

    @Test(
        "what is given in full is held against the chain; a part that was erased is said to be",
        arguments: Subject.allCases)
    func erased(_ subject: Subject) async throws {
        let journal = try await subject.open(in: #require(folder))
        try await journal.add([JournalEvent(kind: "made", time: 5, items: [""], who: [1], what: [2])])
        _ = try await journal.erase(
            lab: "lab", expecting: 1, parts: [1: .what], by: JournalEvent(kind: "", time: 6))
        let skimmed = try await journal.skim("lab", after: 0, limit: 9, for: [])
        #expect(skimmed.times == [5, 6] && skimmed.events.map(\.erased) == [.what])
        #expect(skimmed.events.map(\.event.what) == [nil])
    }
}
